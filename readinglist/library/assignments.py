"""Theme assignments as they are kept: with their evidence, and the basis they were computed from."""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields

from readinglist.items import Item
from readinglist.library.keys import ItemId
from readinglist.themes.evidence import Assignment, assignments_from_json, assignments_to_json

# What themes are not computed from, and what changes without a change of content.
_IMMATERIAL = frozenset({"version", "date_added", "date_modified", "relations", "attachments", "deleted"})
_MATERIAL = tuple(one.name for one in fields(Item) if one.name not in _IMMATERIAL)


@dataclass(frozen=True, slots=True)
class AssignedItem:
    """One item's themes, best first, computed from `basis`."""

    item: ItemId
    basis: str
    assignments: tuple[Assignment, ...] = ()


def basis_of(item: Item, vocabulary: str) -> str:
    """A fingerprint of everything that an assignment depends on.

    `vocabulary` is a text that changes with the themes, their rules and the names of collections. Equal
    fingerprints mean equal assignments.
    """
    content = repr([getattr(item, name) for name in _MATERIAL])
    digest = hashlib.blake2b(content.encode("utf-8", "surrogatepass"), digest_size=16)
    digest.update(b"\x00" + vocabulary.encode("utf-8", "surrogatepass"))
    return digest.hexdigest()


def write_assignments(connection: sqlite3.Connection, assigned: Iterable[AssignedItem]) -> None:
    """Put these items' assignments in place of those they had. Call inside a transaction."""
    assigned = list(assigned)
    connection.executemany(
        "DELETE FROM assigned WHERE source = ? AND key = ?", [one.item for one in assigned]
    )
    connection.executemany(
        "INSERT INTO assigned (source, key, basis) VALUES (?,?,?)",
        [(*one.item, one.basis) for one in assigned],
    )
    connection.executemany(
        "INSERT INTO assignments (source, key, theme, position, score, json) VALUES (?,?,?,?,?,?)",
        (
            (
                *one.item,
                assignment.theme,
                place,
                assignment.score,
                json.dumps(assignments_to_json([assignment])[0]),
            )
            for one in assigned
            for place, assignment in enumerate(one.assignments)
        ),
    )


def drop_assignments_without_item(connection: sqlite3.Connection) -> None:
    """Forget the assignments of items that are gone. Call inside a transaction."""
    connection.execute(
        "DELETE FROM assigned WHERE NOT EXISTS"
        " (SELECT 1 FROM items i WHERE i.source = assigned.source AND i.key = assigned.key)"
    )


def read_assignments(connection: sqlite3.Connection) -> dict[ItemId, tuple[Assignment, ...]]:
    """Every item's assignments, best first; items without any are left out."""
    rows = connection.execute("SELECT source, key, json FROM assignments ORDER BY source, key, position")
    found: dict[ItemId, list[Mapping[str, object]]] = {}
    for source, key, text in rows:
        found.setdefault((source, key), []).append(json.loads(text))
    return {item: assignments_from_json(data) for item, data in found.items()}


def read_bases(connection: sqlite3.Connection) -> dict[ItemId, str]:
    """What every item's assignments were computed from."""
    return {(row[0], row[1]): row[2] for row in connection.execute("SELECT source, key, basis FROM assigned")}
