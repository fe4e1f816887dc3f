"""Reading items out of the database, whole: citation key, notes and attachments filled, in four queries."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any, NamedTuple

from readinglist.items import Creator, Item
from readinglist.library.scope import Condition
from readinglist.zotero.jsontext import parse_json
from readinglist.zotero.mapping import (
    attachment_from_json,
    creators_from_json,
    item_from_json,
    note_from_json,
)

CURRENT = "LEFT JOIN citation_keys k ON k.source = i.source AND k.key = i.key AND NOT k.alias"
"""Joins the citation key that an item has now, as `k`."""


class RawItem(NamedTuple):
    """An item as it lies in the database: its row, texts of JSON, full texts; cheap to send to a process."""

    row: int
    source: str
    json: str
    citation_key: str
    notes: tuple[str, ...] = ()
    attachments: tuple[str, ...] = ()
    texts: tuple[str, ...] = ()


def item_of(raw: RawItem) -> Item:
    """The item that was read, with what hangs on it."""
    return replace(
        item_from_json(parsed(raw.json), raw.source),
        citation_key=raw.citation_key,
        notes=tuple(note_from_json(parsed(one)) for one in raw.notes),
        attachments=tuple(attachment_from_json(parsed(one)) for one in raw.attachments),
        texts=raw.texts,
    )


def parsed(text: str) -> Any:
    """An object's JSON as it was kept."""
    return parse_json(text.encode())


class Line(NamedTuple):
    """What a list of items shows of one: its citation key, year, title without markup, creators."""

    citation_key: str
    year: int | None
    title: str
    creators: tuple[Creator, ...]


class Search(NamedTuple):
    """Which items are meant: a condition and, where words are looked for, what FTS5 is to match.

    The order is that of citation keys; with words, the best match comes first, by `rank`. `limit` is how
    many are wanted, 0 for all.
    """

    condition: Condition
    match: str = ""
    rank: str = ""
    limit: int = 0


def select_items(connection: sqlite3.Connection, search: Search) -> list[Item]:
    """The items that are meant, in their order."""
    _choose(connection, search)
    return [item_of(raw) for raw in _chosen(connection)]


def select_lines(connection: sqlite3.Connection, search: Search) -> list[Line]:
    """The same, only as far as a list shows them."""
    _choose(connection, search)
    rows = connection.execute(
        "SELECT coalesce(k.citation_key, ''), i.year, i.title, b.json FROM temp.chosen c"
        f" JOIN items i ON i.id = c.id JOIN bodies b ON b.item = i.id {CURRENT} ORDER BY c.place"
    )
    return [
        Line(citation_key, year, title, creators_from_json(parsed(text)))
        for citation_key, year, title, text in rows
    ]


def count_items(connection: sqlite3.Connection, search: Search) -> int:
    """How many items are meant, whatever the limit."""
    tables, parameters = _matching(search)
    count = f"SELECT count(*) FROM {tables} WHERE {search.condition.sql}"
    return int(connection.execute(count, parameters).fetchone()[0])


def _matching(search: Search) -> tuple[str, tuple[object, ...]]:
    """The tables in which the items are sought, and all parameters."""
    if not search.match:
        return "items i", search.condition.parameters
    # In this order: the words are looked for once, not in every item.
    tables = "search CROSS JOIN items i ON i.id = search.rowid AND search MATCH ?"
    return tables, (search.match, *search.condition.parameters)


def _choose(connection: sqlite3.Connection, search: Search) -> None:
    _nothing_chosen(connection)
    if search.limit and not search.match and _choose_first(connection, search):
        return
    tables, parameters = _matching(search)
    best = f"{search.rank}, " if search.match else ""
    limit = "LIMIT ?" if search.limit else ""
    connection.execute(
        "INSERT INTO temp.chosen (id, place) SELECT id, row_number() OVER () FROM ("
        f"SELECT i.id FROM {tables} {CURRENT} WHERE {search.condition.sql}"
        f" ORDER BY {best} k.folded IS NULL, k.folded, i.source, i.key {limit})",
        (*parameters, *((search.limit,) if search.limit else ())),
    )


def _choose_first(connection: sqlite3.Connection, search: Search) -> bool:
    """Choose the first few by citation key, going through the keys in their order; false if too few have one.

    The signs before `k` keep SQLite from going through the items instead, and sorting all of them.
    """
    found = connection.execute(
        "INSERT INTO temp.chosen (id, place) SELECT id, row_number() OVER () FROM ("
        "SELECT i.id FROM citation_keys k CROSS JOIN items i ON i.source = +k.source AND i.key = k.key"
        f" WHERE NOT +k.alias AND {search.condition.sql} ORDER BY k.folded LIMIT ?)",
        (*search.condition.parameters, search.limit),
    )
    if found.rowcount == search.limit:
        return True
    _nothing_chosen(connection)
    return False


def select_raw(connection: sqlite3.Connection, rows: Iterable[int]) -> list[RawItem]:
    """The items in these rows, in their order."""
    _nothing_chosen(connection)
    connection.executemany(
        "INSERT INTO temp.chosen (id, place) VALUES (?,?)", ((row, place) for place, row in enumerate(rows))
    )
    return list(_chosen(connection))


def _nothing_chosen(connection: sqlite3.Connection) -> None:
    connection.execute("CREATE TEMP TABLE IF NOT EXISTS chosen (id INTEGER PRIMARY KEY, place INTEGER)")
    connection.execute("DELETE FROM temp.chosen")


def _chosen(connection: sqlite3.Connection) -> Iterator[RawItem]:
    notes = _children(connection, "note")
    attachments = _children(connection, "attachment")
    texts = _texts(connection)
    rows = connection.execute(
        "SELECT i.id, i.source, b.json, coalesce(k.citation_key, '') FROM temp.chosen c"
        f" JOIN items i ON i.id = c.id JOIN bodies b ON b.item = i.id {CURRENT} ORDER BY c.place"
    )
    for row, source, text, citation_key in rows:
        hung = (tuple(found.get(row, ())) for found in (notes, attachments, texts))
        yield RawItem(row, source, text, citation_key, *hung)


# The order of the joins is given: what hangs on the few that are chosen must not be sought in all there is.
_HANGING = (
    " FROM temp.chosen c CROSS JOIN items i ON i.id = c.id"
    " CROSS JOIN items n INDEXED BY items_by_parent"
    " ON n.source = i.source AND n.parent = i.key AND n.parent != '' AND NOT n.deleted"
)


def _children(connection: sqlite3.Connection, kind: str) -> dict[int, list[str]]:
    return _by_row(
        connection.execute(
            f"SELECT c.id, b.json {_HANGING} CROSS JOIN bodies b ON b.item = n.id"
            " WHERE n.item_type = ? ORDER BY n.date_added, n.key",
            (kind,),
        )
    )


def _texts(connection: sqlite3.Connection) -> dict[int, list[str]]:
    return _by_row(
        connection.execute(
            f"SELECT c.id, x.content {_HANGING} CROSS JOIN texts x ON x.source = n.source AND x.key = n.key"
            " WHERE x.content != '' ORDER BY n.date_added, n.key"
        )
    )


def _by_row(pairs: Iterable[tuple[int, str]]) -> dict[int, list[str]]:
    found: dict[int, list[str]] = {}
    for row, text in pairs:
        found.setdefault(row, []).append(text)
    return found
