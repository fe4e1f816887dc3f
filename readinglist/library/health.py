"""Whether the database is whole, and what can be mended in it without asking the server."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass

from readinglist.library.database import transaction
from readinglist.library.itemwriter import ItemWriter
from readinglist.library.ledger import Ledger
from readinglist.library.scope import CHILDREN

_UNINDEXED = f"""
SELECT count(*) FROM items i WHERE i.item_type NOT IN {CHILDREN}
AND i.id NOT IN (SELECT rowid FROM search)
"""
_ORPHANS = "SELECT count(*) FROM search WHERE rowid NOT IN (SELECT id FROM items)"


@dataclass(frozen=True, slots=True)
class Health:
    """What is wrong with the database, and in words what was mended ("" for nothing)."""

    problems: tuple[str, ...] = ()
    mended: str = ""


def check_health(connection: sqlite3.Connection) -> Health:
    """Check the file's pages, references, and the search index, which is made anew where it is wrong."""
    found = [row[0] for row in connection.execute("PRAGMA integrity_check(5)") if row[0] != "ok"]
    found += [
        f"a row of {row[0]} has lost its item" for row in connection.execute("PRAGMA foreign_key_check")
    ]
    if found:
        return Health(tuple(found))
    if _index_agrees(connection):
        return Health()
    with transaction(connection):
        connection.execute("DELETE FROM search")
        for (source,) in connection.execute("SELECT source FROM sources").fetchall():
            writer = ItemWriter(connection, source, Ledger({}))
            connection.execute("INSERT INTO temp.touched SELECT id FROM items WHERE source = ?", (source,))
            writer.index()
    return Health(mended="the search index did not agree with the items and was made anew")


def _index_agrees(connection: sqlite3.Connection) -> bool:
    try:
        connection.execute("INSERT INTO search (search) VALUES ('integrity-check')")
    except sqlite3.DatabaseError:
        return False
    counts = [connection.execute(sql).fetchone()[0] for sql in (_UNINDEXED, _ORPHANS)]
    return not any(counts)
