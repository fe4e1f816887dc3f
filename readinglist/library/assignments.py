"""Theme assignments as they are kept: with their evidence, and the basis they were computed from."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from readinglist.library.keys import ItemId
from readinglist.library.rows import encoded
from readinglist.themes.evidence import Assignment, assignments_from_json, assignments_to_json


@dataclass(frozen=True, slots=True)
class AssignedItem:
    """One item's themes, best first, computed from `basis`."""

    item: ItemId
    basis: str
    assignments: tuple[Assignment, ...] = ()


class KeptThemes(NamedTuple):
    """An item's themes as the database keeps them: of each the id, the score, and all of it as JSON."""

    item: ItemId
    basis: str
    themes: tuple[tuple[str, float, str], ...]


def kept_themes(assigned: AssignedItem) -> KeptThemes:
    """An item's themes ready to be kept."""
    told = assignments_to_json(assigned.assignments)
    themes = tuple((one["theme"], one["score"], encoded(one)) for one in told)
    return KeptThemes(assigned.item, assigned.basis, themes)


def write_kept(connection: sqlite3.Connection, kept: Sequence[KeptThemes]) -> None:
    """Put these items' themes in place of those they had. Call inside a transaction."""
    connection.executemany("DELETE FROM assigned WHERE source = ? AND key = ?", [one.item for one in kept])
    connection.executemany(
        "INSERT INTO assigned (source, key, basis) VALUES (?,?,?)", [(*one.item, one.basis) for one in kept]
    )
    connection.executemany(
        "INSERT INTO assignments (source, key, theme, position, score, json) VALUES (?,?,?,?,?,?)",
        (
            (*one.item, theme, place, score, text)
            for one in kept
            for place, (theme, score, text) in enumerate(one.themes)
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
