"""Reading items out of the database, whole: citation key, notes and attachments filled, in three queries."""

from __future__ import annotations

import json
import sqlite3
from dataclasses import replace
from typing import Any

from readinglist.items import Attachment, Item, Note
from readinglist.library.scope import Condition
from readinglist.zotero.mapping import attachment_from_json, item_from_json, note_from_json

_CURRENT = "LEFT JOIN citation_keys k ON k.source = i.source AND k.key = i.key AND NOT k.alias"


def select_items(
    connection: sqlite3.Connection,
    condition: Condition,
    *,
    match: str = "",
    rank: str = "",
    children: bool = True,
) -> list[Item]:
    """The items that meet the condition, by citation key; the best match first where there is `match`."""
    search, order, parameters = "", "", condition.parameters
    if match:
        search = "JOIN search ON search.rowid = i.id AND search MATCH ?"
        order, parameters = f"{rank}, ", (match, *parameters)
    connection.execute("CREATE TEMP TABLE IF NOT EXISTS chosen (id INTEGER PRIMARY KEY, place INTEGER)")
    connection.execute("DELETE FROM temp.chosen")
    connection.execute(
        "INSERT INTO temp.chosen (id, place) SELECT id, row_number() OVER () FROM ("
        f"SELECT i.id FROM items i {search} {_CURRENT} WHERE {condition.sql}"
        f" ORDER BY {order} k.folded IS NULL, k.folded, i.source, i.key)",
        parameters,
    )
    return _load(connection)


def _load(connection: sqlite3.Connection) -> list[Item]:
    notes, attachments = _children(connection)
    texts = _texts(connection)
    rows = connection.execute(
        "SELECT i.source, i.key, i.json, k.citation_key FROM temp.chosen c"
        f" JOIN items i ON i.id = c.id {_CURRENT} ORDER BY c.place"
    )
    found = []
    for source, key, text, citation_key in rows:
        item = item_from_json(json.loads(text), source)
        found.append(
            replace(
                item,
                citation_key=citation_key or "",
                notes=tuple(notes.get((source, key), ())),
                attachments=tuple(attachments.get((source, key), ())),
                texts=tuple(texts.get((source, key), ())),
            )
        )
    return found


def _texts(connection: sqlite3.Connection) -> dict[tuple[str, str], list[str]]:
    found: dict[tuple[str, str], list[str]] = {}
    rows = connection.execute(
        "SELECT n.source, n.parent, x.content FROM texts x"
        " JOIN items n ON n.source = x.source AND n.key = x.key"
        " WHERE n.parent != '' AND NOT n.deleted AND x.content != '' AND (n.source, n.parent) IN"
        " (SELECT i.source, i.key FROM temp.chosen c JOIN items i ON i.id = c.id)"
        " ORDER BY n.date_added, n.key"
    )
    for source, parent, content in rows:
        found.setdefault((source, parent), []).append(content)
    return found


def _children(
    connection: sqlite3.Connection,
) -> tuple[dict[tuple[str, str], list[Note]], dict[tuple[str, str], list[Attachment]]]:
    rows = connection.execute(
        "SELECT n.source, n.parent, n.item_type, n.json FROM items n INDEXED BY items_by_parent"
        " WHERE n.parent != '' AND NOT n.deleted AND n.item_type IN ('note', 'attachment')"
        " AND (n.source, n.parent) IN (SELECT i.source, i.key FROM temp.chosen c JOIN items i ON i.id = c.id)"
        " ORDER BY n.date_added, n.key"
    )
    notes: dict[tuple[str, str], list[Note]] = {}
    attachments: dict[tuple[str, str], list[Attachment]] = {}
    for source, parent, kind, text in rows:
        raw: dict[str, Any] = json.loads(text)
        if kind == "note":
            notes.setdefault((source, parent), []).append(note_from_json(raw))
        else:
            attachments.setdefault((source, parent), []).append(attachment_from_json(raw))
    return notes, attachments
