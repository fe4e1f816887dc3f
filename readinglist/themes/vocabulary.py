"""The vocabulary of themes as read from `themes.toml`: labels, scope notes, the tree, rules, decisions."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any, NamedTuple

from readinglist.errors import ThemeError, not_found
from readinglist.items.languages import is_language
from readinglist.items.text import language_tag
from readinglist.themes.decisions import Decision, read_decisions
from readinglist.themes.implied import label_rules, scope_rules
from readinglist.themes.learning import Learning, read_learning
from readinglist.themes.matcher import Matcher
from readinglist.themes.rules import Rule, Rules, Settings, read_groups, read_rules, read_settings
from readinglist.themes.tables import Table, did_you_mean
from readinglist.themes.words import even
from readinglist.tomlfile import load_toml

_TOP_KEYS = ("themes", "words", "assignment", "learn", "decisions", "vocabulary")
_MATCHES = ("exact_match", "close_match")
_THEME_KEYS = ("id", "label", "alt", "scope", "broader", "related", *_MATCHES, "uri", "rdf", "rules")
_ADDRESS = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[^\s<>\"{}|\\^`]+")


@dataclass(frozen=True, slots=True)
class Theme:
    """One theme: its `id`, what it is called and holds in each language, its neighbours and its rules.

    `label` and `scope` map a language to a text, `alt` to further names; a text written without a
    language stands under "". `broader` is the id of the theme above it, "" at the top. `exact_match` and
    `close_match` hold addresses (URIs) of the same or nearly the same thing in other vocabularies. `uri` is
    the theme's own address, "" where it is made from `id`; `rdf` holds statements about it, from a SKOS
    file, that nothing here makes use of, each as in N-Triples. `line` is where it stands in the file.
    """

    id: str
    label: Mapping[str, str]
    alt: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    scope: Mapping[str, str] = field(default_factory=dict)
    broader: str = ""
    related: tuple[str, ...] = ()
    exact_match: tuple[str, ...] = ()
    close_match: tuple[str, ...] = ()
    uri: str = ""
    rdf: tuple[str, ...] = ()
    rules: Rules = field(default_factory=Rules)
    line: int = 0


@dataclass(frozen=True, slots=True)
class SchemeFacts:
    """The whole, from [vocabulary]: `uri` is its own address, `base` what its themes' addresses begin with.

    `rdf` holds further statements about it from a SKOS file, each as in N-Triples.
    """

    uri: str = ""
    base: str = ""
    rdf: tuple[str, ...] = ()


class Told(NamedTuple):
    """What a rule counts for, with all that is said of it: looked at for every word that is met.

    `theme` is the place of its theme, `otherwise` whether it counts only where no theme has claimed an item,
    `rule` what evidence calls it. Of rules of one theme and with one `rule` the heaviest counts.
    """

    theme: int
    weight: float
    otherwise: bool
    rule: str
    line: int


@dataclass(frozen=True)
class Vocabulary:
    """All themes in the file's order, with how scores are made and what was decided by hand.

    `fingerprint` changes whenever the file does; `rules_fingerprint` when anything in it does on which an
    assignment depends, decisions left out: those count for their own item only.
    """

    themes: tuple[Theme, ...]
    settings: Settings = field(default_factory=Settings)
    decisions: Mapping[str, Decision] = field(default_factory=dict)
    fingerprint: str = ""
    rules_fingerprint: str = ""
    learning: Learning = field(default_factory=Learning)
    scheme: SchemeFacts = field(default_factory=lambda: SchemeFacts())

    @property
    def ids(self) -> tuple[str, ...]:
        """The themes' ids in the file's order."""
        return tuple(theme.id for theme in self.themes)

    def theme(self, theme_id: str) -> Theme:
        """The theme of that id. Raises `NotFoundError` with near matches."""
        found = self._by_id.get(theme_id)
        if found is None:
            raise not_found("theme", theme_id, self._by_id, listing="readinglist themes")
        return found

    def label(self, theme_id: str, locale: str) -> str:
        """The theme's name in the locale's language ("es-MX" takes "es"), else in English, else any."""
        return by_locale(self.theme(theme_id).label, locale) or theme_id

    def scope(self, theme_id: str, locale: str) -> str:
        """The theme's scope note in the locale's language, as far as there is one; "" without any."""
        return by_locale(self.theme(theme_id).scope, locale)

    def tree(self) -> tuple[tuple[int, Theme], ...]:
        """Every theme with its depth (0 at the top), narrower ones after their broader one."""
        return tuple(self._below("", 0))

    @cached_property
    def rules(self) -> tuple[tuple[int, Rule], ...]:
        """Every term of every theme with its theme's place in `themes`, labels and scope notes among them."""
        return tuple(
            (place, rule)
            for place, theme in enumerate(self.themes)
            for rule in (*theme.rules.terms, *label_rules(theme), *scope_rules(theme))
        )

    @cached_property
    def told(self) -> tuple[Told, ...]:
        """What each of `rules` counts for, before its field is looked at."""
        weights = self.settings.weights
        return tuple(
            Told(
                place,
                weights[rule.kind],
                rule.kind == "otherwise",
                f"{rule.kind}: {rule.term.text}",
                rule.line,
            )
            for place, rule in self.rules
        )

    @cached_property
    def where(self) -> tuple[tuple[int, float], ...]:
        """Of each of `rules` its theme's place and its weight below 0, whatever it speaks for.

        The place is turned round (`~`, below 0) for what counts only where no theme has claimed an item.
        """
        return tuple((~one.theme if one.otherwise else one.theme, -abs(one.weight)) for one in self.told)

    @cached_property
    def matcher(self) -> Matcher:
        """The matcher for all of `rules`, in their order; made once."""
        return Matcher([rule.term for _, rule in self.rules])

    @cached_property
    def _by_id(self) -> dict[str, Theme]:
        return {theme.id: theme for theme in self.themes}

    def _below(self, broader: str, depth: int) -> Iterator[tuple[int, Theme]]:
        for theme in self.themes:
            if theme.broader == broader:
                yield depth, theme
                yield from self._below(theme.id, depth + 1)


def by_locale(texts: Mapping[str, str], locale: str) -> str:
    """The text for a locale: itself, its language, English, without language, any; "" if there is none."""
    wanted = locale.replace("_", "-")
    evened = {language.replace("_", "-").casefold(): text for language, text in texts.items()}
    for language in (wanted, wanted.split("-")[0], "en", ""):
        found = evened.get(language.casefold())
        if found:
            return found
    return next(iter(texts.values()), "")


def load_vocabulary(path: Path) -> Vocabulary:
    """Read and check `themes.toml`.

    Raises `ThemeError` naming file, line and key for what is no TOML, unknown keys, missing or double
    ids, a `broader` or `related` that is not there, cycles, two themes with one label, rules that
    cannot be read, and decisions on unknown themes.
    """
    file = load_toml(path, ThemeError)
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except (OSError, UnicodeDecodeError) as problem:
        raise ThemeError(f"cannot read: {problem}", where=str(path)) from problem
    top = Table(file, (), file.data, text.splitlines())
    top.allow(_TOP_KEYS)
    groups = read_groups(top.table("words"))
    tables = top.tables("themes")
    themes = tuple(_read_theme(table, groups) for table in tables)
    _check_ids(tables, themes)
    _check_labels(tables, themes)
    _check_tree(tables, themes)
    return Vocabulary(
        themes=themes,
        settings=read_settings(top.table("assignment")),
        learning=read_learning(top.table("learn")),
        scheme=_read_scheme(top.table("vocabulary")),
        rules_fingerprint=_rules_fingerprint(file.data, themes),
        decisions=read_decisions(top.table("decisions"), {theme.id: None for theme in themes}),
        fingerprint=hashlib.sha256(text.encode()).hexdigest(),
    )


def _rules_fingerprint(data: Mapping[str, Any], themes: Sequence[Theme]) -> str:
    """A hash of all that the rules say and where it stands: evidence names the lines."""
    told = {key: value for key, value in data.items() if key not in ("decisions", "vocabulary")}
    lines = [(theme.line, theme.rules.item_types_line, *_lines_of(theme.rules)) for theme in themes]
    return hashlib.sha256(json.dumps([told, lines], default=str).encode()).hexdigest()


def _lines_of(rules: Rules) -> tuple[int, ...]:
    terms = (rule.line for rule in rules.terms)
    return (*terms, *rules.tags.values(), *rules.collections.values())


def _addresses(table: Table, key: str) -> tuple[str, ...]:
    """Addresses of things in other vocabularies, checked as far as any URI must hold (RFC 3986)."""
    values = table.texts(key)
    for value in values:
        if not _ADDRESS.fullmatch(value):
            hint = "Write the whole of it: http://www.wikidata.org/entity/Q42"
            table.fail(f"'{value}' is no address (URI)", key, hint=hint)
    return tuple(dict.fromkeys(values))


def _read_scheme(table: Table) -> SchemeFacts:
    table.allow(("uri", "base", "rdf"))
    uri, base = (next(iter(_addresses(table, key)), "") for key in ("uri", "base"))
    return SchemeFacts(uri, base, tuple(table.texts("rdf")))


def _read_theme(table: Table, groups: Mapping[str, tuple[str, ...]]) -> Theme:
    table.allow(_THEME_KEYS)
    theme_id = table.text("id")
    if not all(letter.isalnum() or letter in "-_." for letter in theme_id):
        table.fail(f"'{theme_id}' cannot be an id", "id", hint="Use letters, digits, hyphens and dots.")
    label = table.by_language("label")
    if not label:
        table.fail(f"theme '{theme_id}' has no label", hint='Write label.en = "…".')
    for key in ("label", "alt", "scope"):
        _check_languages(table, key)
    return Theme(
        id=theme_id,
        label=label,
        alt=_alternatives(table),
        scope=table.by_language("scope"),
        broader=table.text("broader", default=""),
        related=tuple(table.texts("related")),
        exact_match=_addresses(table, "exact_match"),
        close_match=_addresses(table, "close_match"),
        uri=next(iter(_addresses(table, "uri")), ""),
        rdf=tuple(table.texts("rdf")),
        rules=read_rules(table.table("rules"), groups),
        line=table.line(),
    )


def _check_languages(table: Table, key: str) -> None:
    texts = table.data.get(key)
    for tag in texts if isinstance(texts, Mapping) else ():
        if not is_language(tag):
            meant = language_tag(tag)
            hint = f"Did you mean '{meant}'?" if meant else "Use a tag of BCP 47: en, es, es-MX."
            table.fail(f"'{tag}' is no language", key, tag, hint=hint)


def _alternatives(table: Table) -> dict[str, tuple[str, ...]]:
    if isinstance(table.data.get("alt", {}), (str, list)):
        return {"": tuple(table.texts("alt"))}
    inner = table.table("alt")
    return {language: tuple(inner.texts(language)) for language in inner.data}


def _check_ids(tables: list[Table], themes: tuple[Theme, ...]) -> None:
    first: dict[str, Theme] = {}
    for table, theme in zip(tables, themes, strict=True):
        same = first.setdefault(theme.id.casefold(), theme)
        if same is not theme:
            table.fail(f"the id '{theme.id}' is used twice, first in line {same.line}", "id")


def _check_labels(tables: list[Table], themes: tuple[Theme, ...]) -> None:
    taken: dict[tuple[str, str], str] = {}
    for table, theme in zip(tables, themes, strict=True):
        for language, label in theme.label.items():
            other = taken.setdefault((language, even(label)), theme.id)
            if other != theme.id:
                table.fail(f"'{theme.id}' and '{other}' have one label, '{label}'", "label", language)


def _check_tree(tables: list[Table], themes: tuple[Theme, ...]) -> None:
    by_id = {theme.id: theme for theme in themes}
    for table, theme in zip(tables, themes, strict=True):
        for key, names in (("broader", (theme.broader,)), ("related", theme.related)):
            for name in names:
                if name and name not in by_id:
                    table.fail(f"there is no theme '{name}'", key, hint=did_you_mean(name, by_id))
    for table, theme in zip(tables, themes, strict=True):
        way = [theme.id]
        above = theme.broader
        while above:
            if above == theme.id:
                table.fail("themes are above one another: " + " → ".join([*way, above]), "broader")
            if above in way:
                break  # a circle further up, which is reported at the themes in it
            way.append(above)
            above = by_id[above].broader
