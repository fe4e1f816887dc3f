"""A query as SQL: each term a condition over `items i`, the words as one full-text match that also ranks."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from readinglist.errors import not_found
from readinglist.items.languages import language_tag
from readinglist.items.schema import item_types
from readinglist.items.text import fold
from readinglist.library.query import ALTERNATIVES, Query, Term
from readinglist.library.scope import Condition, either, every, in_collections

# The title counts most, then who wrote it and how it is tagged (columns in the order of the table `search`).
RANK = "bm25(search, 8.0, 6.0, 4.0, 2.0, 1.0, 0.5)"


@dataclass(frozen=True, slots=True)
class Plan:
    """A condition for all but the positive words, and the full-text expression of those ("" without)."""

    condition: Condition
    match: str = ""


def plan(
    connection: sqlite3.Connection, query: Query, themes: Mapping[str, Collection[str]] | None = None
) -> Plan:
    """The SQL of a query.

    `themes` maps each known theme to itself and the themes below it; None where the vocabulary is not
    known, and a theme then stands for itself alone. Raises `NotFoundError` for an unknown theme, type or
    collection.
    """
    compiler = _Compiler(connection, themes)
    words = [term for term in query.terms if _is_text(term) and not term.negated]
    conditions, alternatives = [], dict[str, list[Condition]]()
    for term in query.terms:
        if _is_text(term) and not term.negated:
            continue
        condition = compiler.condition(term)
        if term.negated:
            conditions.append(condition.negated())
        elif term.field in ALTERNATIVES:
            alternatives.setdefault(term.field, []).append(condition)
        else:
            conditions.append(condition)
    conditions += [either(*group) for group in alternatives.values()]
    return Plan(every(*conditions), " AND ".join(match_expression(term) for term in words))


def match_expression(term: Term) -> str:
    """The FTS5 expression of words: a quoted string, so that nothing in it is syntax (sqlite.org/fts5)."""
    prefix = not term.quoted and term.value.endswith("*")
    text = term.value.replace("\x00", " ").replace('"', " ")
    column = {"creator": "creators : ", "title": "title : "}.get(term.field, "")
    return f'({column}"{_encodable(text)}"{" *" if prefix else ""})'


def _is_text(term: Term) -> bool:
    return term.field in ("", "creator", "title")


class _Compiler:
    def __init__(self, connection: sqlite3.Connection, themes: Mapping[str, Collection[str]] | None) -> None:
        self.db = connection
        self.themes = themes

    def condition(self, term: Term) -> Condition:
        if _is_text(term):
            match = match_expression(term)
            return Condition("i.id IN (SELECT rowid FROM search WHERE search MATCH ?)", (match,))
        if term.is_none:
            return _absent(term.field)
        condition: Condition = getattr(self, f"_{term.field}")(term)
        return condition

    def _theme(self, term: Term) -> Condition:
        wanted: Collection[str] = (term.value,)
        if self.themes is not None:
            if term.value not in self.themes:
                raise not_found("theme", term.value, self.themes, listing="readinglist themes")
            wanted = sorted(self.themes[term.value])
        marks = ",".join("?" * len(wanted))
        return Condition(
            "EXISTS (SELECT 1 FROM assignments a WHERE a.source = i.source AND a.key = i.key"
            f" AND a.theme IN ({marks}))",
            tuple(wanted),
        )

    def _type(self, term: Term) -> Condition:
        known = {name.casefold(): name for name in item_types()}
        known |= {
            row[0].casefold(): row[0] for row in self.db.execute("SELECT DISTINCT item_type FROM items")
        }
        name = known.get(term.value.casefold())
        if name is None:
            raise not_found("item type", term.value, sorted(known.values()))
        return Condition("i.item_type = ?", (name,))

    def _year(self, term: Term) -> Condition:
        first, last = term.years
        return every(
            *([Condition("i.year >= ?", (first,))] if first is not None else []),
            *([Condition("i.year <= ?", (last,))] if last is not None else []),
            Condition("i.year IS NOT NULL"),
        )

    def _tag(self, term: Term) -> Condition:
        compare, value = _folded_match(term)
        return Condition(
            f"EXISTS (SELECT 1 FROM item_tags t WHERE t.item = i.id AND t.folded {compare})", (value,)
        )

    def _lang(self, term: Term) -> Condition:
        tag = language_tag(term.value) or term.value
        # A plain language covers its regions ("es" finds es-MX); a region is meant exactly.
        return Condition("i.language = ? OR i.language LIKE ? ESCAPE '\\'", (tag, f"{_like(tag)}-%"))

    def _collection(self, term: Term) -> Condition:
        rows = self.db.execute(
            "SELECT source, key, name, parent FROM collections WHERE NOT deleted ORDER BY source, key"
        ).fetchall()
        wanted = _slashed(fold(term.value))
        paths = collection_paths(rows)
        found: dict[str, list[str]] = {}
        for source, key, name, _ in rows:
            if term.value == key or wanted in (_slashed(fold(name)), _slashed(fold(paths[source, key]))):
                found.setdefault(source, []).append(key)
        if not found:
            names = sorted({row[2] for row in rows})
            raise not_found("collection", term.value, names, listing="readinglist collections")
        return either(*(in_collections(source, keys) for source, keys in found.items()))

    def _key(self, term: Term) -> Condition:
        compare, value = _folded_match(term)
        value = value if not term.quoted else term.value.casefold()
        return Condition(
            "EXISTS (SELECT 1 FROM citation_keys c WHERE c.source = i.source AND c.key = i.key"
            f" AND c.folded {compare})",
            (value,),
        )


def collection_paths(rows: list[tuple[str, str, str, str]]) -> dict[tuple[str, str], str]:
    """The path of every collection ("Teaching / Core readings") of rows (source, key, name, parent)."""
    by_key = {(source, key): (name, parent) for source, key, name, parent in rows}
    paths = {}
    for source, key in by_key:
        names: list[str] = []
        at, seen = key, set[str]()
        while (source, at) in by_key and at not in seen:
            seen.add(at)
            name, at = by_key[source, at]
            names.append(name)
        paths[source, key] = " / ".join(reversed(names))
    return paths


def _absent(field: str) -> Condition:
    return {
        "theme": Condition(
            "NOT EXISTS (SELECT 1 FROM assignments a WHERE a.source = i.source AND a.key = i.key)"
        ),
        "tag": Condition("NOT EXISTS (SELECT 1 FROM item_tags t WHERE t.item = i.id)"),
        "year": Condition("i.year IS NULL"),
        "lang": Condition("i.language = ''"),
        "collection": Condition("NOT EXISTS (SELECT 1 FROM memberships m WHERE m.item = i.id)"),
    }[field]


def _folded_match(term: Term) -> tuple[str, str]:
    """How to compare a folded column: exactly, or by its beginning where the word ends in a star."""
    value = _encodable(fold(term.value))
    if not term.quoted and value.endswith("*"):
        return "LIKE ? ESCAPE '\\'", f"{_like(value[:-1])}%"
    return "= ?", value


def _slashed(path: str) -> str:
    """A path of names without blanks around its slashes."""
    return re.sub(r" ?/ ?", "/", path)


def _like(text: str) -> str:
    return re.sub(r"([\\%_])", r"\\\1", text)


def _encodable(text: str) -> str:
    return text.encode("utf-8", "replace").decode("utf-8")
