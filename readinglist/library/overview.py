"""What there is in the local copy: sources and their counts, the tree of collections, tags."""

from __future__ import annotations

import datetime
import json
import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from readinglist.items.text import fold
from readinglist.library.scope import CHILDREN, Condition
from readinglist.library.search import collection_paths


@dataclass(frozen=True, slots=True)
class SourceState:
    """How a source stands locally. `version` is 0 and `synced_at` "" before the first sync.

    `items` counts bibliographic items outside the trash (of the whole source, whatever the scope), `notes`
    and `attachments` what hangs on them or stands alone, `trashed` what lies in the trash. `synced_at` is
    UTC (ISO 8601). `date` is the day of the last change to an item, which a new sync alone does not move.
    """

    source: str
    name: str = ""
    version: int = 0
    server_id: str = ""
    synced_at: str = ""
    items: int = 0
    notes: int = 0
    attachments: int = 0
    annotations: int = 0
    trashed: int = 0
    collections: int = 0
    date: datetime.date | None = None


@dataclass(frozen=True, slots=True)
class CollectionNode:
    """A collection, its path of names ("Teaching / Core readings"), its own items, what is below."""

    source: str
    key: str
    name: str
    path: str
    items: int
    children: tuple[CollectionNode, ...] = ()


@dataclass(frozen=True, slots=True)
class TagCount:
    """A tag with the number of items that have it; `color` is Zotero's ("#FF6666"), "" where it has none."""

    name: str
    items: int
    automatic: bool
    color: str = ""


def source_state(connection: sqlite3.Connection, source: str) -> SourceState:
    """The state of a source, an empty one where it was never pulled."""
    row = connection.execute(
        "SELECT name, version, server_id, synced_at FROM sources WHERE source = ?", (source,)
    ).fetchone()
    if row is None:
        return SourceState(source)
    kinds = dict(
        connection.execute(
            f"SELECT CASE WHEN deleted THEN 'trashed' WHEN item_type IN {CHILDREN}"
            " THEN item_type ELSE 'item' END AS kind, count(*) FROM items WHERE source = ? GROUP BY kind",
            (source,),
        )
    )
    collections, changed = connection.execute(
        "SELECT (SELECT count(*) FROM collections WHERE source = ?1 AND NOT deleted),"
        " (SELECT max(date_modified) FROM items WHERE source = ?1)",
        (source,),
    ).fetchone()
    return SourceState(
        source,
        name=row[0],
        version=row[1],
        server_id=row[2],
        synced_at=row[3],
        items=kinds.get("item", 0),
        notes=kinds.get("note", 0),
        attachments=kinds.get("attachment", 0),
        annotations=kinds.get("annotation", 0),
        trashed=kinds.get("trashed", 0),
        collections=collections,
        date=_day(changed),
    )


def collection_trees(connection: sqlite3.Connection, source: str | None) -> tuple[CollectionNode, ...]:
    """The collections outside the trash as trees, by name. One whose parent is missing stands at the top."""
    rows = connection.execute(
        "SELECT source, key, name, parent FROM collections WHERE NOT deleted AND (?1 IS NULL OR source = ?1)",
        (source,),
    ).fetchall()
    counts = {
        (row[0], row[1]): row[2]
        for row in connection.execute(
            "SELECT i.source, m.collection, count(*) FROM memberships m JOIN items i ON i.id = m.item"
            f" WHERE NOT i.deleted AND i.item_type NOT IN {CHILDREN}"
            " GROUP BY i.source, m.collection"
        )
    }
    paths = collection_paths(rows)
    parents = {(place, key): parent for place, key, _, parent in rows}
    below: dict[tuple[str, str], list[tuple[str, str, str]]] = {}
    for place, key, name, parent in rows:
        top = parent if (place, parent) in paths and _grounded(parents, place, key) else ""
        below.setdefault((place, top), []).append((fold(name), key, name))

    def nodes(place: str, parent: str) -> tuple[CollectionNode, ...]:
        return tuple(
            CollectionNode(
                place, key, name, paths[place, key], counts.get((place, key), 0), nodes(place, key)
            )
            for _, key, name in sorted(below.get((place, parent), ()))
        )

    return tuple(node for place in sorted({row[0] for row in rows}) for node in nodes(place, ""))


def tag_counts(connection: sqlite3.Connection, seen: Condition) -> tuple[TagCount, ...]:
    """The tags of the items that meet the condition, by folded name."""
    rows = connection.execute(
        "SELECT t.name, count(*), min(t.kind), t.folded FROM item_tags t JOIN items i ON i.id = t.item"
        f" WHERE {seen.sql} GROUP BY t.name ORDER BY t.folded, t.name",
        seen.parameters,
    ).fetchall()
    colors = _colors(connection)
    return tuple(TagCount(row[0], row[1], bool(row[2]), colors.get(row[0], "")) for row in rows)


def _grounded(parents: Mapping[tuple[str, str], str], source: str, key: str) -> bool:
    """Whether going up from a collection ends: a ring of parents must not swallow its members."""
    seen: set[str] = set()
    while key:
        if key in seen:
            return False
        seen.add(key)
        key = parents.get((source, key), "")
    return True


def _colors(connection: sqlite3.Connection) -> dict[str, str]:
    found: dict[str, str] = {}
    for (text,) in connection.execute("SELECT json FROM settings WHERE name = 'tagColors' ORDER BY source"):
        setting: Any = json.loads(text)
        values = setting.get("value") if isinstance(setting, dict) else None
        for one in values if isinstance(values, list) else ():
            if (
                isinstance(one, dict)
                and isinstance(one.get("name"), str)
                and isinstance(one.get("color"), str)
            ):
                found.setdefault(one["name"], one["color"])
    return found


def _day(text: str | None) -> datetime.date | None:
    try:
        return datetime.date.fromisoformat((text or "")[:10])
    except ValueError:
        return None
