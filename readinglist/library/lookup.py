"""Finding items by their names: a citation key or alias, else a Zotero key; a merged item's survivor."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from typing import TypeVar

from readinglist.items import Item
from readinglist.library.merged import survivor
from readinglist.library.reading import Search, select_items
from readinglist.library.scope import BIBLIOGRAPHIC, Condition, Scope

T = TypeVar("T")


def item_named(connection: sqlite3.Connection, scope: Scope, key: str) -> Item | None:
    """The item with this citation key or alias, else with this Zotero key; one in the trash too.

    For an item that was merged into another, the other is found. Upper and lower case are told apart only
    where it matters: never for citation keys.
    """
    row = connection.execute(
        "SELECT source, key FROM citation_keys WHERE folded = ?", (_encodable(key.casefold()),)
    ).fetchone()
    row = row and survivor(connection, row[0], row[1])
    if row:
        found = _select(connection, "i.source = ? AND i.key = ?", row)
    else:
        found = _select(connection, f"i.key = ? AND {BIBLIOGRAPHIC}", (_encodable(key.upper()),))
    return next((item for item in found if scope.covers(item.source)), None)


def items_named(connection: sqlite3.Connection, scope: Scope, keys: Iterable[str]) -> dict[str, Item]:
    """What `item_named` finds for each of the keys, in a few queries; keys that find nothing are left out."""
    wanted = {key: _encodable(key.casefold()) for key in keys}
    places: dict[str, tuple[str, str]] = {}
    for some in _batched(sorted(set(wanted.values()))):
        marks = ", ".join("?" * len(some))
        select = f"SELECT folded, source, key FROM citation_keys WHERE folded IN ({marks})"
        places.update({row[0]: (row[1], row[2]) for row in connection.execute(select, some)})
    found: dict[tuple[str, str], Item] = {}
    for pairs in _batched(sorted(set(places.values()))):
        values = ", ".join("(?, ?)" for _ in pairs)
        items = _select(
            connection, f"(i.source, i.key) IN (VALUES {values})", [one for pair in pairs for one in pair]
        )
        found.update({(item.source, item.key): item for item in items})
    answer: dict[str, Item] = {}
    for key, folded in wanted.items():
        item = found.get(places[folded]) if folded in places else None
        if item is None or item.deleted:
            item = item_named(connection, scope, key)  # By its Zotero key, or what it was merged into.
        if item is not None and scope.covers(item.source):
            answer[key] = item
    return answer


def _select(connection: sqlite3.Connection, condition: str, parameters: Sequence[str]) -> list[Item]:
    return select_items(connection, Search(Condition(condition, tuple(parameters))))


def _batched(values: Sequence[T], size: int = 400) -> Iterator[Sequence[T]]:
    """`values` in runs of at most `size`: SQLite takes only so many parameters in one statement."""
    for start in range(0, len(values), size):
        yield values[start : start + size]


def _encodable(text: str) -> str:
    return text.encode("utf-8", "replace").decode("utf-8")
