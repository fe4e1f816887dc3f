"""Opening the database: settings, migrations, and clear errors for what may be wrong with the file."""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Iterator
from pathlib import Path

from readinglist.errors import LibraryError
from readinglist.library.migrations import MIGRATIONS

_APPLICATION_ID = 0x52444C53  # "RDLS": tells this file from any other SQLite database
_BUSY_SECONDS = 5.0


def connect(path: Path, *, create: bool = True) -> sqlite3.Connection:
    """An open database, migrated to the present form.

    Raises `LibraryError` when there is none and `create` is false, and when the file is broken, made by a
    newer version or by another program, in use, or cannot be read or written.
    """
    if not create and not path.exists():
        raise LibraryError(
            "there is no local copy of the library yet", where=str(path), hint="`readinglist sync` makes it."
        )
    with explained(path):
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise _unusable(path, error.strerror or str(error)) from None
        connection = sqlite3.connect(path, timeout=_BUSY_SECONDS, isolation_level=None)
        try:
            _prepare(connection, path)
        except BaseException:
            connection.close()
            raise
    return connection


def begin(connection: sqlite3.Connection) -> None:
    """Begin a transaction for writing, which somebody has to end."""
    connection.execute("BEGIN IMMEDIATE")


def rollback(connection: sqlite3.Connection) -> None:
    """Undo everything since `begin`; nothing where SQLite has done so itself, as when the disk is full."""
    if connection.in_transaction:
        connection.execute("ROLLBACK")


@contextlib.contextmanager
def filling(connection: sqlite3.Connection) -> Iterator[None]:
    """While this is open, an empty database is written once instead of twice: half the work of a first pull.

    A log to read past (WAL) holds all that is written until it is written again into the file. What is added
    behind an empty database's few pages needs no copy to be undone from (sqlite.org/lockingv3.html). Readers
    have to wait meanwhile, but there is nothing yet to be read. Nor is there anything to be taken out on
    which something hangs, so that nothing that comes has to find its item. Enter and leave it outside a
    transaction.
    """
    empty = connection.execute("SELECT 1 FROM sources LIMIT 1").fetchone() is None
    if empty:
        with contextlib.suppress(sqlite3.OperationalError):  # somebody else has it open
            connection.execute("PRAGMA journal_mode = TRUNCATE")
        connection.execute("PRAGMA foreign_keys = OFF")
    try:
        yield
    finally:
        if empty:
            connection.execute("PRAGMA foreign_keys = ON")
            with contextlib.suppress(sqlite3.OperationalError):  # then whoever opens it next does it
                _keep_readers(connection)


@contextlib.contextmanager
def transaction(connection: sqlite3.Connection, *, begun: bool = False) -> Iterator[None]:
    """One transaction for writing: all of it, or nothing, also on Ctrl-C. `begun`: it is open already."""
    if not begun:
        begin(connection)
    try:
        yield
        connection.execute("COMMIT")
    except BaseException:
        rollback(connection)
        raise


@contextlib.contextmanager
def explained(path: Path) -> Iterator[None]:
    """Turn SQLite's errors into a `LibraryError` that says what to do."""
    try:
        yield
    except sqlite3.Error as error:
        raise _explain(path, error) from error


def _prepare(connection: sqlite3.Connection, path: Path) -> None:
    found = connection.execute("PRAGMA user_version").fetchone()[0]
    owner = connection.execute("PRAGMA application_id").fetchone()[0]
    tables = connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]
    if tables and owner != _APPLICATION_ID:
        raise LibraryError(
            "this is another program's database",
            where=str(path),
            hint="Move it away and run `readinglist sync`.",
        )
    if found > len(MIGRATIONS):
        raise LibraryError(
            f"a newer readinglist made this local copy (form {found}, known is {len(MIGRATIONS)})",
            where=str(path),
            hint="Update readinglist, or delete the folder .readinglist and run `readinglist sync`.",
        )
    if not tables:
        # An item's JSON and abstract fill most of a page of the usual 4,096 bytes, and the rest is lost.
        connection.execute("PRAGMA page_size = 8192")
    _keep_readers(connection)
    connection.execute("PRAGMA synchronous = NORMAL")
    connection.execute("PRAGMA temp_store = MEMORY")
    connection.execute("PRAGMA cache_size = -32000")
    if found < len(MIGRATIONS):
        # A table that others refer to can be made anew only with this off (sqlite.org/lang_altertable.html).
        connection.execute("PRAGMA foreign_keys = OFF")
        _migrate(connection)
    connection.execute("PRAGMA foreign_keys = ON")


def _keep_readers(connection: sqlite3.Connection) -> None:
    """Let readers go on reading the last whole state while a sync writes (sqlite.org/wal.html)."""
    connection.execute("PRAGMA journal_mode = WAL")


def _migrate(connection: sqlite3.Connection) -> None:
    with transaction(connection):
        # Asked again inside the transaction: another process may have been faster.
        found = connection.execute("PRAGMA user_version").fetchone()[0]
        for number, script in enumerate(MIGRATIONS[found:], found + 1):
            for statement in _statements(script):
                connection.execute(statement)
            connection.execute(f"PRAGMA user_version = {number}")
        connection.execute(f"PRAGMA application_id = {_APPLICATION_ID}")


def _statements(script: str) -> Iterator[str]:
    """The statements of a script one by one: `executescript` would commit the transaction."""
    statement = ""
    for line in script.splitlines():
        statement += line + "\n"
        if sqlite3.complete_statement(statement):
            yield statement
            statement = ""


def _explain(path: Path, error: sqlite3.Error) -> LibraryError:
    code = getattr(error, "sqlite_errorcode", 0) & 0xFF
    if code in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
        return LibraryError(
            "another readinglist is writing the local copy",
            where=str(path),
            hint="Wait until its sync has ended and try again.",
        )
    if code in (sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_CORRUPT):
        return LibraryError(
            f"the local copy is damaged ({error})",
            where=str(path),
            hint="Delete the folder .readinglist and run `readinglist sync`: nothing made by hand is in it.",
        )
    if code in (sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR):
        return LibraryError(
            f"the disk is full or fails ({error})",
            where=str(path),
            hint="The local copy is as it was. Make room and try again.",
        )
    if code in (sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_PERM, sqlite3.SQLITE_AUTH):
        return _unusable(path, str(error))
    return LibraryError(f"the local copy cannot be used: {error}", where=str(path))


def _unusable(path: Path, reason: str) -> LibraryError:
    return LibraryError(
        f"the local copy cannot be opened or written: {reason}",
        where=str(path),
        hint="Check that the folder exists, is no file, and that you may write there.",
    )
