"""What a sync changed, in which fields of which item: told after it, and kept for `log`."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from readinglist.items.text import html_to_plain
from readinglist.library.keys import ItemId
from readinglist.zotero.mapping import data_of, item_from_json, safe_text

WORDS = ("added", "edited", "moved", "trashed", "restored", "deleted", "merged")
LONGEST = 300
# What changes by itself with every edit, or names the object.
_SILENT = ("key", "version", "dateModified", "dateAdded")
_CHILD_TEXT = {"note": "note", "annotation": "annotationText", "attachment": "title"}


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One field before and after as texts, shortened; "" where it was or is empty."""

    field: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class ItemChange:
    """What happened to one item: one of `WORDS`, its title, its citation key now ("" while unknown)."""

    key: str
    what: str
    title: str
    fields: tuple[FieldChange, ...] = ()
    citation_key: str = ""


@dataclass(frozen=True, slots=True)
class SyncEntry:
    """One sync that changed something. `at` is UTC (ISO 8601); `counts` are of items, by `WORDS`."""

    source: str
    at: str
    since: int
    version: int
    requests: int
    counts: Mapping[str, int]
    changes: tuple[ItemChange, ...] = ()


def differences(before: Mapping[str, Any], after: Mapping[str, Any]) -> tuple[FieldChange, ...]:
    """The fields in which two states of an object differ, in the order of the later one."""
    old, new = data_of(before), data_of(after)
    names = [name for name in (*new, *(one for one in old if one not in new)) if name not in _SILENT]
    found = []
    for name in names:
        was, now = old.get(name), new.get(name)
        if was != now and (was or now):
            found.append(FieldChange(safe_text(name), _shown(name, was), _shown(name, now)))
    return tuple(found)


def child_change(kind: str, before: Mapping[str, Any] | None, after: Mapping[str, Any] | None) -> FieldChange:
    """A note, attachment or annotation that came, went or was edited, as a change of its parent."""
    return FieldChange(kind, _child_text(kind, before), _child_text(kind, after))


def write_journal(connection: sqlite3.Connection, entry: SyncEntry, changes: Iterable[ItemChange]) -> int:
    """Keep what a sync changed; returns the sync's number. Call inside a transaction."""
    row = (entry.source, entry.at, entry.since, entry.version, entry.requests, json.dumps(dict(entry.counts)))
    number = connection.execute(
        "INSERT INTO syncs (source, at, since, version, requests, counts) VALUES (?,?,?,?,?,?)", row
    ).lastrowid
    assert number is not None
    connection.executemany(
        "INSERT INTO journal (sync, key, what, title, fields) VALUES (?,?,?,?,?)",
        (
            (number, one.key, one.what, one.title, json.dumps([_triple(field) for field in one.fields]))
            for one in changes
        ),
    )
    return number


def write_first(connection: sqlite3.Connection, sync: int, source: str, kinds: str) -> None:
    """Note every item of a first sync as added, or as trashed where it lies there. `kinds`: no items."""
    connection.execute(
        "INSERT INTO journal (sync, key, what, title, fields)"
        " SELECT ?, key, CASE WHEN deleted THEN 'trashed' ELSE 'added' END, title, '[]' FROM items"
        f" WHERE source = ? AND item_type NOT IN {kinds}",
        (sync, source),
    )


def read_journal(
    connection: sqlite3.Connection, *, since: str = "", item: ItemId | None = None, details: bool = True
) -> tuple[SyncEntry, ...]:
    """The syncs that changed something, the latest first; since a moment, or those of an item."""
    wanted, parameters = "1", list[Any]()
    if since:
        wanted, parameters = "s.at >= ?", [since]
    if item:
        wanted += " AND s.source = ? AND EXISTS (SELECT 1 FROM journal j WHERE j.sync = s.id AND j.key = ?)"
        parameters += item
    rows = connection.execute(
        "SELECT s.id, s.source, s.at, s.since, s.version, s.requests, s.counts FROM syncs s"
        f" WHERE {wanted} ORDER BY s.id DESC",
        parameters,
    ).fetchall()
    return tuple(
        SyncEntry(
            row[1],
            row[2],
            row[3],
            row[4],
            row[5],
            counts=json.loads(row[6]),
            changes=_changes(connection, row[0], row[1], item) if details else (),
        )
        for row in rows
    )


def _changes(
    connection: sqlite3.Connection, sync: int, source: str, item: ItemId | None
) -> tuple[ItemChange, ...]:
    rows = connection.execute(
        "SELECT j.key, j.what, j.title, j.fields, coalesce(c.citation_key, '') FROM journal j"
        " LEFT JOIN citation_keys c ON c.source = ? AND c.key = j.key AND NOT c.alias"
        " WHERE j.sync = ?" + (" AND j.key = ?" if item else "") + " ORDER BY j.id",
        (source, sync, *([item[1]] if item else [])),
    )
    return tuple(
        ItemChange(key, what, title, tuple(FieldChange(*one) for one in json.loads(fields)), citation_key)
        for key, what, title, fields, citation_key in rows
    )


def _triple(change: FieldChange) -> list[str]:
    return [change.field, change.before, change.after]


def _child_text(kind: str, raw: Mapping[str, Any] | None) -> str:
    if raw is None:
        return ""
    data = data_of(raw)
    text = data.get(_CHILD_TEXT.get(kind, "title"))
    words = safe_text(text) if isinstance(text, str) else ""
    return _cut(html_to_plain(words[: 20 * LONGEST]) if kind == "note" else words) or "(empty)"


def _shown(name: str, value: Any) -> str:
    """A field's value as people read it."""
    if value in (None, "", [], {}, False):
        return ""
    if name in ("creators", "tags"):
        item = item_from_json({name: value})
        texts = [one.display for one in item.creators] or [one.name for one in item.tags]
        return _cut("; ".join(texts))
    if name == "note" and isinstance(value, str):
        return _cut(html_to_plain(value[: 20 * LONGEST]))
    if isinstance(value, list) and all(isinstance(one, str) for one in value):
        return _cut(safe_text(", ".join(value)))
    if isinstance(value, str):
        return _cut(safe_text(value))
    return _cut(json.dumps(value, ensure_ascii=True))


def _cut(text: str) -> str:
    line = " ".join(text[: 4 * LONGEST].split())
    return line if len(line) <= LONGEST else line[: LONGEST - 1] + "…"
