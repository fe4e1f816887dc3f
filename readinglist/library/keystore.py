"""Citation keys in the database: what `keys.csv` says, what Zotero last gave, and who needs one."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping

from readinglist.library.keys import Assigned, Candidate, ItemId, KeyRow, KeyTable, assign_keys
from readinglist.library.scope import Condition


def read_table(connection: sqlite3.Connection) -> KeyTable:
    """The keys as the database holds them."""
    rows = connection.execute("SELECT citation_key, source, key, alias FROM citation_keys")
    return KeyTable(tuple(KeyRow(row[0], row[1], row[2], bool(row[3])) for row in rows))


def update_keys(connection: sqlite3.Connection, file_table: KeyTable, needing: Condition) -> Assigned:
    """Bring the database's keys in line with `keys.csv` and give a key to every item that has none.

    `needing` is met by the items that should have one. What the file says stands over what the database
    says. Call inside a transaction.
    """
    held = read_table(connection)
    rows = connection.execute(
        f"SELECT source, key, given_key, made_key, date_added FROM items i WHERE {needing.sql}",
        needing.parameters,
    )
    candidates = [Candidate((row[0], row[1]), row[2], row[3], row[4]) for row in rows]
    assigned = assign_keys(file_table.merged(held), candidates, _last_given(connection))
    if assigned.table != held:
        _write_table(connection, assigned.table)
    _write_given(connection, {one.item: one.given for one in candidates})
    return assigned


def _write_table(connection: sqlite3.Connection, table: KeyTable) -> None:
    connection.execute("DELETE FROM citation_keys")
    connection.executemany(
        "INSERT INTO citation_keys (citation_key, folded, source, key, alias) VALUES (?,?,?,?,?)",
        (
            (row.citation_key, row.citation_key.casefold(), row.source, row.zotero_key, int(row.alias))
            for row in table.rows
        ),
    )


def _last_given(connection: sqlite3.Connection) -> dict[ItemId, str]:
    return {
        (row[0], row[1]): row[2] for row in connection.execute("SELECT source, key, given FROM given_keys")
    }


def _write_given(connection: sqlite3.Connection, given: Mapping[ItemId, str]) -> None:
    connection.executemany(
        "INSERT INTO given_keys (source, key, given) VALUES (?,?,?)"
        " ON CONFLICT (source, key) DO UPDATE SET given = excluded.given WHERE given != excluded.given",
        ((*item, key) for item, key in given.items()),
    )
