"""The tables' indexes: left out while an empty database is filled, and made when all rows are there."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable

_TABLES = ("items", "item_tags", "memberships", "relations")


def drop_indexes(connection: sqlite3.Connection) -> tuple[str, ...]:
    """Drop the indexes of the items' tables; the statements that make them again, for `make_indexes`.

    To sort all rows once costs less than to seek a place for each. Call both in one transaction, so that
    nobody ever sees the tables without.
    """
    marks = ",".join("?" * len(_TABLES))
    found = connection.execute(
        # What has no statement is a part of its table, and stays.
        f"SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql != '' AND tbl_name IN ({marks})",
        _TABLES,
    ).fetchall()
    for name, _ in found:
        connection.execute(f'DROP INDEX "{name}"')
    return tuple(sql for _, sql in found)


def make_indexes(connection: sqlite3.Connection, statements: Iterable[str]) -> None:
    """Make the indexes again that `drop_indexes` dropped."""
    for statement in statements:
        connection.execute(statement)
