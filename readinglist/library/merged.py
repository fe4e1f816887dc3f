"""Merged duplicates: which item stands for one that was merged into it, as `dc:replaces` tells."""

from __future__ import annotations

import sqlite3

_DEEPEST = 20
_REPLACES = "dc:replaces"


def survivor(connection: sqlite3.Connection, source: str, key: str) -> tuple[str, str]:
    """The item that stands for this one: itself while it is there, else the one that it was merged into."""
    at = key
    for _ in range(_DEEPEST):
        row = connection.execute(
            "SELECT deleted FROM items WHERE source = ? AND key = ?", (source, at)
        ).fetchone()
        if row is not None and not row[0]:
            return source, at
        # The library's part of the address differs on the desktop program, so its end is compared.
        after = connection.execute(
            "SELECT i.key FROM relations r JOIN items i ON i.id = r.item"
            " WHERE r.predicate = ? AND r.object LIKE ? AND i.source = ? AND i.key != ?"
            " ORDER BY i.deleted, i.key LIMIT 1",
            (_REPLACES, f"%/items/{at}", source, at),
        ).fetchone()
        if after is None:
            break
        at = after[0]
    return source, key


def other_keys(connection: sqlite3.Connection) -> dict[str, tuple[str, ...]]:
    """By present citation key: earlier keys of the same item, then keys of items merged into it."""
    found: dict[str, list[str]] = {}
    rows = connection.execute(
        "SELECT k.citation_key, a.citation_key FROM citation_keys a JOIN citation_keys k"
        " ON k.source = a.source AND k.key = a.key AND NOT k.alias WHERE a.alias ORDER BY 1, 2"
    ).fetchall()
    replaced = {
        (source, target.rpartition("/")[2])
        for source, target in connection.execute(
            "SELECT i.source, r.object FROM relations r JOIN items i ON i.id = r.item WHERE r.predicate = ?",
            (_REPLACES,),
        )
    }
    merged = [
        (*item, row[0])
        for item in sorted(replaced)
        for row in connection.execute(
            "SELECT citation_key FROM citation_keys WHERE source = ? AND key = ? ORDER BY alias, 1", item
        ).fetchall()
    ]
    for source, key, citation_key in merged:
        after = survivor(connection, source, key)
        if after[1] == key:
            continue
        now = connection.execute(
            "SELECT citation_key FROM citation_keys WHERE source = ? AND key = ? AND NOT alias", after
        ).fetchone()
        if now:
            rows.append((now[0], citation_key))
    for now, other in rows:
        found.setdefault(now, []).append(other)
    return {now: tuple(others) for now, others in found.items()}
