"""The staging file: pages that a pull has fetched and that are not in the library yet.

It is a database file of its own beside the library's, so that what was fetched survives an interruption of
any kind: a log of pages, of which later ones stand over earlier ones. A file that turns out to be damaged is
thrown away: nothing in it is more than a copy of what the server has.
"""

from __future__ import annotations

import contextlib
import sqlite3
import zlib
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from pathlib import Path
from types import TracebackType
from typing import Any

from readinglist.errors import LibraryError
from readinglist.library.database import explained, transaction
from readinglist.library.rows import canonical, encoded
from readinglist.zotero.jsontext import parse_json
from readinglist.zotero.pulled import Raw
from readinglist.zotero.shelf import Page

# Another form of the table gets another file name, and the old file is removed unread.
FILE_NAME = "staging-2.sqlite"
_OLD_NAMES = ("staging-1.sqlite",)
_DROPPED = -2
"""The `start` of an entry that takes items back: they are gone from the server."""
# `versions` has the entry's items in their order, `items` their JSON, one a line, `sum` the CRC-32 of that.
_PAGES = """
CREATE TABLE IF NOT EXISTS pages (
    number INTEGER PRIMARY KEY, source TEXT, place TEXT, since INTEGER, start INTEGER, version INTEGER,
    total INTEGER, versions TEXT NOT NULL, items BLOB NOT NULL, sum INTEGER NOT NULL
)
"""


class Staging:
    """The items of one source's pull on disk: a `readinglist.zotero.shelf.Shelf`.

    Use as a context manager. Raises `LibraryError` where the disk is full or cannot be written.
    """

    def __init__(self, path: Path, source: str) -> None:
        self.path = path
        self.source = source
        self._db = _open(path)
        self._place = ("", 0)
        self._holders: dict[str, int] = {}
        self._done = False

    def begin(self, place: str, since: int, *, resume: bool) -> tuple[Sequence[Page], dict[str, int]]:
        """See `Shelf.begin`."""
        with explained(self.path):
            rows = self._db.execute(
                "SELECT start, version, total, place, since, number, versions FROM pages WHERE source = ?"
                " ORDER BY number",
                (self.source,),
            ).fetchall()
        asked = (place, since)
        if not resume or any((row[3], row[4]) != asked or not self._whole(row[5]) for row in rows):
            self._forget()
            rows = []
        self._place = (place, since)
        self._holders = {}
        held: dict[str, int] = {}
        for start, *_, number, versions in rows:
            self._note(start, number, parse_json(versions.encode()), held)
        return [Page(*row[:3]) for row in rows if row[0] != _DROPPED], held

    def keep(
        self,
        page: Page,
        items: Mapping[str, Raw],
        versions: Mapping[str, int],
        texts: Iterable[str] | None = None,
    ) -> None:
        """See `Shelf.keep`: the page is there whole or not at all.

        `texts` are the items as `canonical` has them, where they are at hand.
        """
        lines = map(canonical, items.values()) if texts is None else texts
        self._write(page, {key: versions[key] for key in items}, "\n".join(lines).encode())

    def drop(self, keys: Iterable[str]) -> None:
        """See `Shelf.drop`."""
        gone = sorted(keys)
        if gone:
            self._write(Page(_DROPPED, 0, 0), dict.fromkeys(gone, 0), b"")

    def holds_any(self, keys: Collection[str]) -> bool:
        """Whether one of these items is kept."""
        return not self._holders.keys().isdisjoint(keys)

    def items(self) -> StagedItems:
        """The items that are kept; they stay on disk until they are asked for."""
        return StagedItems(self._db, self.path, self._holders)

    def done(self) -> None:
        """Everything is in the library: what was kept of this source is forgotten at the end.

        Should that be interrupted, it is forgotten when the next pull begins, which is after another version.
        """
        self._done = True

    def close(self) -> None:
        """Close the file, and remove it when nothing that is wanted is in it."""
        with contextlib.suppress(sqlite3.Error):
            select = "SELECT 1 FROM pages WHERE source != ? LIMIT 1"
            others = self._db.execute(select, (self.source if self._done else "",)).fetchone()
            if self._done and others:
                self._forget()
            self._db.close()
            if not others:
                _remove(self.path)
        self._db.close()

    def __enter__(self) -> Staging:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _forget(self) -> None:
        with explained(self.path), transaction(self._db):
            self._db.execute("DELETE FROM pages WHERE source = ?", (self.source,))

    def _write(self, page: Page, versions: Mapping[str, int], items: bytes) -> None:
        with explained(self.path), transaction(self._db):
            written = self._db.execute(
                "INSERT INTO pages (source, place, since, start, version, total, versions, items, sum)"
                " VALUES (?,?,?,?,?,?,?,?,?)",
                (
                    self.source,
                    *self._place,
                    page.start,
                    page.version,
                    page.total,
                    encoded(list(versions.items())),
                    items,
                    zlib.crc32(items),
                ),
            )
            assert written.lastrowid is not None
            self._note(page.start, written.lastrowid, versions.items(), {})

    def _whole(self, number: int) -> bool:
        with explained(self.path):
            items, found = self._db.execute(
                "SELECT items, sum FROM pages WHERE number = ?", (number,)
            ).fetchone()
        return bool(zlib.crc32(items) == found)

    def _note(self, start: int, number: int, versions: Iterable[Any], held: dict[str, int]) -> None:
        """Note which entry of the log holds which items now."""
        for key, version in versions:
            if start == _DROPPED:
                self._holders.pop(key, None)
                held.pop(key, None)
            else:
                self._holders[key] = number
                held[key] = version


class StagedItems(Mapping[str, Raw]):
    """Staged items by key, read from the disk when they are asked for."""

    def __init__(self, connection: sqlite3.Connection, path: Path, holders: Mapping[str, int]) -> None:
        self._db = connection
        self._path = path
        self._holders = holders

    def pages(self) -> Iterator[list[Raw]]:
        """The items page by page, each once, so that not all need be in memory."""
        wanted = sorted((number, key) for key, number in self._holders.items())
        for number, held in groupby(wanted, key=lambda one: one[0]):
            keys = {key for _, key in held}
            yield [raw for key, raw in self._page(number) if key in keys]

    def __getitem__(self, key: str) -> Raw:
        return dict(self._page(self._holders[key]))[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self._holders)

    def __len__(self) -> int:
        return len(self._holders)

    def _page(self, number: int) -> list[tuple[str, Raw]]:
        with explained(self._path):
            versions, items = self._db.execute(
                "SELECT versions, items FROM pages WHERE number = ?", (number,)
            ).fetchone()
        pairs = zip(parse_json(versions.encode()), items.split(b"\n"), strict=True)
        return [(key, parse_json(line)) for (key, _), line in pairs]


def _open(path: Path) -> sqlite3.Connection:
    for name in _OLD_NAMES:
        _remove(path.with_name(name))
    try:
        return _connect(path)
    except LibraryError:
        raise
    except sqlite3.DatabaseError:
        _remove(path)
    with explained(path):
        return _connect(path)


def _connect(path: Path) -> sqlite3.Connection:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise LibraryError(
            f"the folder cannot be made: {error.strerror}",
            where=str(path.parent),
            hint="Check that you may write there.",
        ) from None
    connection = sqlite3.connect(path, timeout=5.0, isolation_level=None)
    try:
        # What is kept is long, and nobody else has the file open: large pages and one lock for all of it save
        # a third of the writing.
        connection.execute("PRAGMA page_size = 32768")
        connection.execute("PRAGMA locking_mode = EXCLUSIVE")
        # Pages are only added, so that next to nothing is written twice, and nothing waits for the disk: what
        # a loss of power spoils is known by its sum and fetched again.
        connection.execute("PRAGMA journal_mode = TRUNCATE")
        connection.execute("PRAGMA synchronous = OFF")
        connection.execute("PRAGMA cache_size = -2000")
        connection.execute(_PAGES)
    except BaseException:
        connection.close()
        raise
    return connection


def _remove(path: Path) -> None:
    for ending in ("", "-journal", "-wal", "-shm"):
        with contextlib.suppress(OSError):
            path.with_name(path.name + ending).unlink()
