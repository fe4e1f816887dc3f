"""The staging table: items that a pull has fetched and that are not in the library yet.

It is a database file of its own beside the library's, so that a pull disturbs no reader, and what was
fetched survives an interruption of any kind. A file that turns out to be damaged is thrown away: nothing in
it is more than a copy of what the server has.
"""

from __future__ import annotations

import contextlib
import json
import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import Any

from readinglist.errors import LibraryError
from readinglist.library.database import explained, transaction
from readinglist.library.rows import ItemRow, encoded
from readinglist.zotero.shelf import Page

COLUMNS = (
    "source, key, version, item_type, parent, deleted, date_added, date_modified, year, language, title,"
    " creators, abstract, note, given_key, made_key, json"
)
_WIDTH = COLUMNS.count(",") + 1
STAGED = f"""
CREATE TABLE IF NOT EXISTS {{}}staged (
    {COLUMNS.replace(" json", " json TEXT NOT NULL")}, tags, collections, relations, UNIQUE (source, key)
)
"""
# Another form of the table gets another file name, and the old file is removed unread.
FILE_NAME = "staging-1.sqlite"
_PAGES = """
CREATE TABLE IF NOT EXISTS pages (
    source TEXT, place TEXT, since INTEGER, start INTEGER, version INTEGER, total INTEGER
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

    def begin(self, place: str, since: int, *, resume: bool) -> tuple[Sequence[Page], dict[str, int]]:
        """See `Shelf.begin`."""
        with explained(self.path):
            rows = self._db.execute(
                "SELECT start, version, total, place, since FROM pages WHERE source = ?", (self.source,)
            ).fetchall()
            if not resume or any((row[3], row[4]) != (place, since) for row in rows):
                self.clear()
                rows = []
            self._place = (place, since)
            held = self._db.execute("SELECT key, version FROM staged WHERE source = ?", (self.source,))
            return [Page(*row[:3]) for row in rows], dict(held.fetchall())

    def keep(self, page: Page, items: Iterable[tuple[str, int, ItemRow]]) -> None:
        """See `Shelf.keep`: the page is there whole or not at all."""
        rows = [staged_row(row) for _, _, row in items]
        with explained(self.path), transaction(self._db):
            self._db.executemany(insertion(), rows)
            self._db.execute(
                "INSERT INTO pages VALUES (?,?,?,?,?,?)",
                (self.source, *self._place, page.start, page.version, page.total),
            )

    def drop(self, keys: Iterable[str]) -> None:
        """See `Shelf.drop`."""
        with explained(self.path), transaction(self._db):
            self._db.executemany(
                "DELETE FROM staged WHERE source = ? AND key = ?", [(self.source, key) for key in keys]
            )

    def items(self) -> Mapping[str, Any]:
        """The items that are kept; they stay on disk until they are asked for."""
        return StagedItems(self)

    def clear(self) -> None:
        """Forget what was kept of this source."""
        with explained(self.path), transaction(self._db):
            for table in ("staged", "pages"):
                self._db.execute(f"DELETE FROM {table} WHERE source = ?", (self.source,))

    def close(self) -> None:
        """Close the file, and remove it when nothing is in it."""
        with contextlib.suppress(sqlite3.Error):
            empty = self._db.execute("SELECT 1 FROM pages LIMIT 1").fetchone() is None
            self._db.close()
            if empty:
                _remove(self.path)
        self._db.close()

    def __enter__(self) -> Staging:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


class StagedItems(Mapping[str, Any]):
    """The JSON of staged items by key, read when it is asked for."""

    def __init__(self, staging: Staging) -> None:
        self.staging = staging

    def __getitem__(self, key: str) -> Any:
        row = self._query("SELECT json FROM staged WHERE source = ? AND key = ?", key).fetchone()
        if row is None:
            raise KeyError(key)
        return json.loads(row[0])

    def __iter__(self) -> Iterator[str]:
        return (row[0] for row in self._query("SELECT key FROM staged WHERE source = ? ORDER BY rowid"))

    def __len__(self) -> int:
        return int(self._query("SELECT count(*) FROM staged WHERE source = ?").fetchone()[0])

    def _query(self, sql: str, *parameters: str) -> sqlite3.Cursor:
        with explained(self.staging.path):
            return self.staging._db.execute(sql, (self.staging.source, *parameters))


def staged_row(row: ItemRow) -> tuple[Any, ...]:
    """The columns of `staged`: those of `items`, and lists as JSON where they have something in them."""
    lists = (row.tags, row.collections, row.relations)
    return (*row.values, *(encoded(one) if one else "" for one in lists))


def insertion(schema: str = "") -> str:
    """The statement that puts a staged row in its table."""
    marks = ",".join("?" * (_WIDTH + 3))
    return f"INSERT OR REPLACE INTO {schema}staged VALUES ({marks})"


def _open(path: Path) -> sqlite3.Connection:
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
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = NORMAL")
        connection.execute("PRAGMA wal_autocheckpoint = 0")  # it is read once, soon, and then removed
        connection.execute("PRAGMA cache_size = -8000")
        connection.execute(STAGED.format(""))
        connection.execute(_PAGES)
    except BaseException:
        connection.close()
        raise
    return connection


def _remove(path: Path) -> None:
    for ending in ("", "-wal", "-shm"):
        with contextlib.suppress(OSError):
            path.with_name(path.name + ending).unlink()
