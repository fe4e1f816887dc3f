"""What is made of the items and kept beside them: themes with their evidence, and entries of `bib/`.

Each is kept with its basis, a hash of all that it was made from. What has another basis now is made anew, all
else is not even read. Nothing in here is lost when it is thrown away.
"""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from readinglist.library.assignments import KeptThemes, write_kept
from readinglist.library.database import explained, transaction
from readinglist.library.keys import ItemId
from readinglist.library.reading import CURRENT, RawItem, select_raw
from readinglist.library.scope import Scope

_AT_ONCE = 400
_ALL_BITS = (1 << 128) - 1


class Held(NamedTuple):
    """An item as it is now, without being read: its row, its names, its collections' keys.

    `digest` is another whenever the item's JSON, its citation key, or a note, file or full text of it is.
    """

    row: int
    item: ItemId
    citation_key: str
    collections: tuple[str, ...]
    digest: bytes


class Entry(NamedTuple):
    """The BibTeX entry of the item in `row`, made from `basis`."""

    row: int
    basis: str
    text: str


class Derived:
    """The derived part of a library. Every method raises `LibraryError` like those of the library itself."""

    def __init__(self, connection: sqlite3.Connection, path: Path, scope: Scope) -> None:
        self._db = connection
        self._path = path
        self._scope = scope

    def held(self) -> list[Held]:
        """Every item in scope, by citation key."""
        seen = self._scope.condition()
        with explained(self._path):
            hung, folders = self._hung(), self._memberships()
            rows = self._db.execute(
                "SELECT i.id, i.source, i.key, coalesce(k.citation_key, ''), b.json"
                f" FROM items i JOIN bodies b ON b.item = i.id {CURRENT} WHERE {seen.sql}",
                seen.parameters,
            )
            found = [
                Held(
                    row,
                    (source, key),
                    name,
                    tuple(folders.get(row, ())),
                    _digest(text, name, hung.get((source, key), 0)),
                )
                for row, source, key, name, text in rows
            ]
        return sorted(found, key=lambda one: (not one.citation_key, one.citation_key.casefold(), one.item))

    def raw(self, rows: Iterable[int]) -> list[RawItem]:
        """The items in these rows, to be read with `reading.item_of`."""
        with explained(self._path):
            return select_raw(self._db, rows)

    def save(self, portions: Iterable[tuple[Sequence[KeptThemes], Sequence[Entry]]]) -> None:
        """Keep what was made in place of what there was: all portions, or, when one fails, none."""
        with explained(self._path), transaction(self._db):
            for themes, entries in portions:
                write_kept(self._db, themes)
                self._db.executemany("INSERT OR REPLACE INTO entries VALUES (?,?,?)", entries)

    def entry_bases(self) -> dict[int, str]:
        """What each entry was made from, by the item's row."""
        with explained(self._path):
            return dict(self._db.execute("SELECT item, basis FROM entries"))

    def entries(self, rows: Sequence[int]) -> Iterator[str]:
        """The entries of the items in these rows, in their order."""
        for start in range(0, len(rows), _AT_ONCE):
            some = rows[start : start + _AT_ONCE]
            marks = ",".join("?" * len(some))
            with explained(self._path):
                found = dict(
                    self._db.execute(f"SELECT item, text FROM entries WHERE item IN ({marks})", some)
                )
            yield from (found[row] for row in some)

    def by_theme(self) -> dict[str, set[ItemId]]:
        """The items that have each theme."""
        found: dict[str, set[ItemId]] = {}
        with explained(self._path):
            for theme, source, key in self._db.execute("SELECT theme, source, key FROM assignments"):
                found.setdefault(theme, set()).add((source, key))
        return found

    def _hung(self) -> dict[ItemId, int]:
        """A number for all that hangs on each item: the sum of its parts' hashes, whatever their order."""
        found: dict[ItemId, int] = {}
        children = self._db.execute(
            "SELECT source, parent, json FROM items INDEXED BY items_by_parent JOIN bodies ON item = id"
            " WHERE parent != '' AND NOT deleted AND item_type IN ('note', 'attachment')"
        )
        # A text is another whenever its version is, and too long to be read for this.
        texts = self._db.execute(
            "SELECT n.source, n.parent, x.key || ' ' || x.version FROM texts x"
            " JOIN items n ON n.source = x.source AND n.key = x.key WHERE n.parent != '' AND NOT n.deleted"
        )
        for rows in (children, texts):
            for source, parent, text in rows:
                number = int.from_bytes(hashlib.blake2b(text.encode(), digest_size=16).digest())
                found[source, parent] = (found.get((source, parent), 0) + number) & _ALL_BITS
        return found

    def _memberships(self) -> dict[int, list[str]]:
        found: dict[int, list[str]] = {}
        for row, collection in self._db.execute("SELECT item, collection FROM memberships ORDER BY 1, 2"):
            found.setdefault(row, []).append(collection)
        return found


def _digest(text: str, citation_key: str, hung: int) -> bytes:
    told = f"{citation_key}\0{hung}\0{text}"
    return hashlib.blake2b(told.encode(), digest_size=16).digest()
