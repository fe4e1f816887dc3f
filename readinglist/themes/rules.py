"""A theme's rules as read from `themes.toml`: what speaks for it, how strongly, and what decides outright.

    [themes.rules]
    strong = ["sea ice", "melt-water"]     # one in the title is enough
    good = ["glacio*", "moraine"]          # two are
    weak = ["climat*"]                     # four are
    against = ["dry ice"]                  # takes away
    ignore = ["sea ice cream"]             # words that mean nothing here, though a part might
    otherwise = ["@poles"]                 # only for an item that no theme has claimed
    tags = ["glaciology"]                  # this very tag decides
    collections = ["Ice sheets"]           # so does this collection
    item_types = { dataset = 0.5 }         # what the type of item adds
    threshold = 1.2                        # instead of the [assignment] threshold
    es.good = ["deshielo"]                 # only where Spanish is read; en.… likewise

The words of a term are described in `readinglist.themes.terms`. Each term counts once, in the field
where it weighs most, and a term inside a longer one that was met too does not count for the same
words: with `ignore` above, "sea ice cream" is no "sea ice".
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Literal, TypeAlias

from readinglist.items.schema import item_types as zotero_item_types
from readinglist.themes.tables import Table, did_you_mean
from readinglist.themes.terms import Term, TermSyntaxError, UnknownGroupError, read_terms
from readinglist.themes.words import Reading, even

Kind: TypeAlias = Literal["strong", "good", "weak", "against", "ignore", "otherwise", "scope"]

KINDS: tuple[Kind, ...] = ("strong", "good", "weak", "against", "ignore", "otherwise")
_TERM_HINT = "A term is words, a*, =a, a ~ b, a & b, a | b or @list; regular expressions are not understood."
_READINGS: tuple[Reading, ...] = ("en", "es")
_RULE_KEYS = (*KINDS, "tags", "collections", "item_types", "threshold", *_READINGS)

_WEIGHTS: Mapping[Kind, float] = MappingProxyType(
    {"strong": 1.0, "good": 0.6, "weak": 0.3, "against": -0.6, "ignore": 0.0, "otherwise": 0.3, "scope": 0.1}
)
_FIELDS: Mapping[str, float] = MappingProxyType(
    {
        "title": 1.0,
        "shortTitle": 1.0,
        "tags": 1.0,
        "abstract": 0.7,
        "notes": 0.7,
        "container": 0.3,
        "publisher": 0.3,
        "creators": 0.3,
        "collections": 0.3,
    }
)


@dataclass(frozen=True, slots=True)
class Rule:
    """One term that speaks for or against a theme: how strongly, and the line where it stands."""

    kind: Kind
    term: Term
    line: int


@dataclass(frozen=True, slots=True)
class Rules:
    """All rules of one theme. `tags` and `collections` map evened-out names to their line."""

    terms: tuple[Rule, ...] = ()
    tags: Mapping[str, int] = field(default_factory=dict)
    collections: Mapping[str, int] = field(default_factory=dict)
    item_types: Mapping[str, float] = field(default_factory=dict)
    item_types_line: int = 0
    threshold: float | None = None


@dataclass(frozen=True, slots=True)
class Settings:
    """How scores become themes: the file's [assignment].

    `threshold` is the score that a theme needs; `share` the part of the best theme's score that it
    needs too; `rescue` the score at which the best theme is taken though none reaches its threshold;
    `most` the greatest number of themes that the rules give an item; `weights` what a term of each
    kind counts; `fields` what a field multiplies it by.
    """

    threshold: float = 1.0
    share: float = 0.2
    rescue: float = 0.5
    most: int = 3
    weights: Mapping[Kind, float] = field(default_factory=lambda: _WEIGHTS)
    fields: Mapping[str, float] = field(default_factory=lambda: _FIELDS)


def read_settings(table: Table) -> Settings:
    """The [assignment] table, defaults filled in. Raises `ThemeError`."""
    table.allow(("threshold", "share", "rescue", "most", "weights", "fields"))
    weights, fields = table.table("weights"), table.table("fields")
    weights.allow(_WEIGHTS)
    fields.allow(_FIELDS)
    plain = Settings()
    return Settings(
        threshold=table.number("threshold", plain.threshold, 0.1, 100),
        share=table.number("share", plain.share, 0, 1),
        rescue=table.number("rescue", plain.rescue, 0.01, 100),
        most=int(table.number("most", plain.most, 1, 100)),
        weights={kind: weights.number(kind, value, -100, 100) for kind, value in _WEIGHTS.items()},
        fields={name: fields.number(name, value, 0, 100) for name, value in _FIELDS.items()},
    )


def read_groups(table: Table) -> dict[str, tuple[str, ...]]:
    """The [words] table: named lists that terms use as @name. Raises `ThemeError`."""
    groups: dict[str, tuple[str, ...]] = {}
    for name in table.data:
        members = table.texts(name)
        for member, line in zip(members, table.text_lines(name), strict=True):
            if any(sign in member for sign in "@~&|"):
                table.fail_at(line, f"'{member}': a list holds words and phrases only, no @, ~, & or |", name)
            _terms(table, name, member, line, "any", {})
        groups[name] = tuple(members)
    return groups


def read_rules(table: Table, groups: Mapping[str, Sequence[str]]) -> Rules:
    """One theme's [themes.rules]. Raises `ThemeError` for unknown keys and terms that cannot be read."""
    table.allow(_RULE_KEYS)
    terms = _read_kinds(table, "any", groups)
    for reading in _READINGS:
        inner = table.table(reading)
        inner.allow(KINDS)
        terms.extend(_read_kinds(inner, reading, groups))
    return Rules(
        terms=tuple(terms),
        tags=_names(table, "tags"),
        collections=_names(table, "collections"),
        item_types=_item_types(table.table("item_types")),
        item_types_line=table.line("item_types"),
        threshold=table.number("threshold", 1.0, 0.1, 100) if "threshold" in table.data else None,
    )


def _read_kinds(table: Table, reading: Reading, groups: Mapping[str, Sequence[str]]) -> list[Rule]:
    rules: list[Rule] = []
    for kind in KINDS:
        for written, line in zip(table.texts(kind), table.text_lines(kind), strict=True):
            terms = _terms(table, kind, written, line, reading, groups)
            rules.extend(Rule(kind, term, line) for term in terms)
    return rules


def _terms(
    table: Table, key: str, written: str, line: int, reading: Reading, groups: Mapping[str, Sequence[str]]
) -> tuple[Term, ...]:
    try:
        return read_terms(written, reading, groups)
    except UnknownGroupError as problem:
        hint = did_you_mean(problem.name, groups) or 'Lists are written under [words]: name = ["…"].'
        table.fail_at(line, f"'{written}': {problem}", key, hint)
    except TermSyntaxError as problem:
        table.fail_at(line, f"'{written}': {problem}", key, _TERM_HINT)


def _names(table: Table, key: str) -> dict[str, int]:
    pairs = zip(table.texts(key), table.text_lines(key), strict=True)
    return {even(name): line for name, line in pairs}


def _item_types(table: Table) -> dict[str, float]:
    for name in table.data:
        if name not in zotero_item_types():
            hint = (
                did_you_mean(name, zotero_item_types())
                or "Item types are named as in Zotero: journalArticle …"
            )
            table.fail(f"Zotero has no item type '{name}'", name, hint=hint)
    return {name: table.number(name, 0, -100, 100) for name in table.data}
