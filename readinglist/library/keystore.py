"""Citation keys in the database: what `keys.csv` says, what Zotero last gave, and who needs one."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Mapping

from readinglist.library.keys import Assigned, Candidate, ItemId, KeyRow, KeyTable, assign_keys
from readinglist.library.scope import Condition

TOLD = "keys told"
"""The stamp of what `keys.csv` held when it said what the database says; gone when a key here changes."""

_SETTLED = "keys settled for"
# An item needs a look when it has no key, or Zotero does not give it what it gave it the last time.
_UNSETTLED = "(k.citation_key IS NULL OR k.given IS NOT i.given_key)"


def read_table(connection: sqlite3.Connection) -> KeyTable:
    """The keys as the database holds them."""
    rows = connection.execute("SELECT citation_key, source, key, alias FROM citation_keys")
    return KeyTable(tuple(KeyRow(row[0], row[1], row[2], bool(row[3])) for row in rows))


def present_keys(
    connection: sqlite3.Connection, keys: Iterable[str], seen: Condition
) -> dict[str, tuple[str, bool]]:
    """Of each of these keys that is known: the key that its item has now, and whether the item is seen."""
    select = (
        "SELECT coalesce(k.citation_key, ''), EXISTS"
        f" (SELECT 1 FROM items i WHERE i.source = o.source AND i.key = o.key AND {seen.sql})"
        " FROM citation_keys o LEFT JOIN citation_keys k"
        " ON k.source = o.source AND k.key = o.key AND NOT k.alias WHERE o.folded = ?"
    )
    found = {}
    for key in keys:
        folded = key.casefold().encode("utf-8", "replace").decode("utf-8")
        row = connection.execute(select, (*seen.parameters, folded)).fetchone()
        if row:
            found[key] = (str(row[0]), bool(row[1]))
    return found


def update_keys(
    connection: sqlite3.Connection, file_table: KeyTable | None, needing: Condition, *, anew: bool = True
) -> Assigned:
    """Bring the database's keys in line with `keys.csv` and give a key to every item that has none.

    `needing` is met by the items that should have one. What the file says stands over what the database
    says; without it the database's own keys stand. Where that is so and `anew` is false, no item having
    changed, there may be nothing to do, and the table that is returned is empty. Call inside a transaction.
    """
    if file_table is None and not anew and _settled(connection, needing):
        return Assigned(KeyTable())
    held = read_table(connection)
    condition = needing.sql if file_table is not None else f"{needing.sql} AND {_UNSETTLED}"
    rows = connection.execute(
        "SELECT i.source, i.key, i.given_key, i.made_key, i.date_added FROM items i"
        " LEFT JOIN citation_keys k ON k.source = i.source AND k.key = i.key AND NOT k.alias"
        f" WHERE {condition}",
        needing.parameters,
    )
    candidates = [Candidate((row[0], row[1]), row[2], row[3], row[4]) for row in rows]
    table = held if file_table is None else file_table.merged(held)
    last = _last_given(connection)
    assigned = assign_keys(table, candidates, last) if candidates else Assigned(table)
    given = {one.item: one.given for one in candidates if last.get(one.item) != one.given}
    if assigned.table != held:
        _write_table(connection, held, assigned.table, last | given)
    if held.rows:
        connection.executemany(
            "UPDATE citation_keys SET given = ? WHERE source = ? AND key = ? AND NOT alias",
            ((key, *item) for item, key in given.items()),
        )
    if anew:
        connection.execute("DELETE FROM stamps WHERE name LIKE ?", (f"{_SETTLED}%",))
    connection.execute("INSERT OR REPLACE INTO stamps VALUES (?,?)", _settling(needing))
    return assigned


def _settling(needing: Condition) -> tuple[str, str]:
    """The stamp of those who have their keys; a source's name is among the parameters."""
    return f"{_SETTLED} {needing.parameters[:1]}", repr(needing)


def _settled(connection: sqlite3.Connection, needing: Condition) -> bool:
    return bool(
        connection.execute("SELECT 1 FROM stamps WHERE name = ? AND value = ?", _settling(needing)).fetchone()
    )


def _write_table(
    connection: sqlite3.Connection, held: KeyTable, table: KeyTable, given: Mapping[ItemId, str]
) -> None:
    before = set(held.rows)
    new = [row for row in table.rows if row not in before] if before else table.rows
    gone = before.difference(table.rows)
    connection.execute("DELETE FROM stamps WHERE name = ?", (TOLD,))
    connection.executemany(
        "DELETE FROM citation_keys WHERE citation_key = ?", [(row.citation_key,) for row in gone]
    )
    connection.executemany(
        "INSERT INTO citation_keys (citation_key, folded, source, key, alias, given) VALUES (?,?,?,?,?,?)",
        (
            (name, name.casefold(), source, key, int(alias), None if alias else given.get((source, key)))
            for name, source, key, alias in new
        ),
    )


def _last_given(connection: sqlite3.Connection) -> dict[ItemId, str]:
    rows = connection.execute("SELECT source, key, given FROM citation_keys WHERE given IS NOT NULL")
    return {(row[0], row[1]): row[2] for row in rows}
