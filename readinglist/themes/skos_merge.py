"""A concept scheme put into `themes.toml`: known themes brought up to date, new ones appended.

Rules, decisions, comments and the order of what is there are kept; a theme that the scheme does not have
stays as it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import tomlkit
from tomlkit.items import AoT, Table

from readinglist.items.text import fold
from readinglist.themes.skos import Concept, Scheme
from readinglist.themes.skos_write import DEFAULT_BASE, DEFAULT_SCHEME, uri_of
from readinglist.themes.vocabulary import Theme, Vocabulary

_PARTS = ("label", "alt", "scope", "broader", "related", "exact_match", "close_match", "uri", "rdf")


@dataclass(frozen=True, slots=True)
class Merged:
    """The new text of `themes.toml`, and the ids of themes that are new, changed, and only in the file.

    `changes` says for each changed theme which of its parts differ.
    """

    text: str
    added: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    untouched: tuple[str, ...] = ()
    changes: Mapping[str, tuple[str, ...]] | None = None


def merge(text: str, vocabulary: Vocabulary, scheme: Scheme) -> Merged:
    """Put `scheme` into the file's `text`, of which `vocabulary` is what was read. Nothing is written."""
    ids = _ids(vocabulary, scheme)
    known = {theme.id: theme for theme in vocabulary.themes}
    base = vocabulary.scheme.base or DEFAULT_BASE
    wanted = {ids[one.uri]: _parts(one, ids, base) for one in scheme.concepts}
    document = tomlkit.parse(text)
    tables = {str(table["id"]): table for table in document.get("themes", [])}
    changes = {}
    for theme_id, parts in wanted.items():
        if theme_id in known:
            differing = _differing(known[theme_id], parts, vocabulary)
            if differing:
                changes[theme_id] = differing
                _update(tables[theme_id], {name: parts[name] for name in differing})
    new = [theme_id for theme_id in wanted if theme_id not in known]
    _set_scheme(document, vocabulary, scheme)
    made = tomlkit.dumps(document)
    if new:
        appended = tomlkit.document()
        appended["themes"] = _new_tables(new, wanted)
        made = _with_themes(made, tomlkit.dumps(appended))
    untouched = tuple(theme_id for theme_id in known if theme_id not in wanted)
    return Merged(made, tuple(new), tuple(changes), untouched, changes)


def _ids(vocabulary: Vocabulary, scheme: Scheme) -> dict[str, str]:
    """An id for each concept: of the theme of its address, what follows the base, or its label's words."""
    by_uri = {uri_of(vocabulary, theme): theme.id for theme in vocabulary.themes}
    base = vocabulary.scheme.base or DEFAULT_BASE
    ids = {one.uri: by_uri[one.uri] for one in scheme.concepts if one.uri in by_uri}
    taken = {theme.id.casefold() for theme in vocabulary.themes}
    for one in scheme.concepts:
        if one.uri in ids:
            continue
        own = one.uri.removeprefix(base) if one.uri.startswith(base) else ""
        if not own or not all(letter.isalnum() or letter in "-_." for letter in own):
            own = _slug(one.label.get("en") or next(iter(one.label.values())))
        name, number = own, 2
        while name.casefold() in taken:
            name, number = f"{own}-{number}", number + 1
        taken.add(name.casefold())
        ids[one.uri] = name
    return ids


def _slug(label: str) -> str:
    words = re.findall(r"[^\W_]+", fold(label))
    return "-".join(words)[:60].strip("-") or "theme"


def _parts(concept: Concept, ids: Mapping[str, str], base: str) -> dict[str, Any]:
    """What the file says of a concept; addresses of concepts that are themes become their ids."""
    theme_id = ids[concept.uri]
    related = [ids[one] for one in concept.related if one in ids]
    outside = [one for one in concept.related if one not in ids]
    kept = [f"<http://www.w3.org/2004/02/skos/core#related> <{one}>" for one in outside]
    return {
        "label": dict(concept.label),
        "alt": {language: list(names) for language, names in concept.alt.items()},
        "scope": dict(concept.scope),
        "broader": ids.get(concept.broader, ""),
        "related": related,
        "exact_match": list(concept.exact_match),
        "close_match": list(concept.close_match),
        "uri": "" if concept.uri == base + theme_id else concept.uri,
        "rdf": sorted([*concept.rdf, *kept]),
    }


def _differing(theme: Theme, parts: Mapping[str, Any], vocabulary: Vocabulary) -> tuple[str, ...]:
    have: dict[str, Any] = {
        "label": dict(theme.label),
        "alt": {language: list(names) for language, names in theme.alt.items() if names},
        "scope": dict(theme.scope),
        "broader": theme.broader,
        "uri": theme.uri,
    }
    for name in ("exact_match", "close_match", "rdf"):
        have[name] = list(getattr(theme, name))
    # What one theme says of its relation to another holds for both; a file says it once.
    others = [one.id for one in vocabulary.themes if theme.id in one.related]
    have["related"] = list(dict.fromkeys([*theme.related, *others]))
    return tuple(name for name in _PARTS if _sorted(have[name]) != _sorted(parts[name]))


def _sorted(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _sorted(one) for key, one in value.items()}
    return sorted(value) if isinstance(value, list) else value


def _update(table: Table, parts: Mapping[str, Any]) -> None:
    rules = table.pop("rules", None)
    for name, value in parts.items():
        table.pop(name, None)
        if value:
            table.append(name, _item(name, value))
    if rules is not None:
        table.append("rules", rules)


def _new_tables(ids: Iterable[str], wanted: Mapping[str, Mapping[str, Any]]) -> AoT:
    tables = tomlkit.aot()
    for theme_id in ids:
        table = tomlkit.table()
        table.append("id", tomlkit.string(theme_id))
        for name in _PARTS:
            if wanted[theme_id][name]:
                table.append(name, _item(name, wanted[theme_id][name]))
        tables.append(table)
    return tables


def _item(name: str, value: Any) -> Any:
    """A value as a person would write it: a text that counts for every language without a table."""
    if name in ("label", "scope", "alt") and set(value) == {""}:
        value = value[""]
    if isinstance(value, dict):
        inline = tomlkit.inline_table()
        for language, one in value.items():
            inline.append(tomlkit.key([language]) if language else tomlkit.key('""'), _plain(one))
        return inline
    return _plain(value)


def _plain(value: str | Sequence[str]) -> Any:
    if isinstance(value, str):
        return tomlkit.string(value)
    array = tomlkit.array()
    array.extend(value)
    return array.multiline(len(array) > 2)


def _set_scheme(document: tomlkit.TOMLDocument, vocabulary: Vocabulary, scheme: Scheme) -> None:
    facts = vocabulary.scheme
    uri = "" if scheme.uri == DEFAULT_SCHEME else scheme.uri
    if (uri, sorted(scheme.rdf)) == (facts.uri, sorted(facts.rdf)) or not (uri or scheme.rdf):
        return
    table = document.get("vocabulary")
    if table is None:
        table = tomlkit.table()
        document.append("vocabulary", table)
    for name, value in (("uri", uri), ("rdf", list(scheme.rdf))):
        table.pop(name, None)
        if value:
            table.append(name, _plain(value))


def _with_themes(text: str, themes: str) -> str:
    """The new themes after the last one: before the first table that follows all themes, or at the end."""
    last = max((found.end() for found in re.finditer(r"^\[\[themes\]\]", text, re.MULTILINE)), default=0)
    after = re.compile(r"^\[(?!themes\b|\[themes\b)", re.MULTILINE).search(text, last)
    at = after.start() if after else len(text)
    if after:
        # A comment that stands right above a table belongs to it.
        before = text[:at].rsplit("\n\n", 1)
        if len(before) == 2 and all(line.startswith("#") for line in before[1].splitlines()):
            at = len(before[0]) + 2
    head, rest = text[:at].rstrip("\n"), text[at:].lstrip("\n")
    return (head + "\n\n" if head else "") + themes.strip("\n") + ("\n\n" + rest if rest else "\n")
