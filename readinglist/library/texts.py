"""Full texts of attachments: kept beside their items, and in the search index of the items they hang on."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping

from readinglist.library.itemwriter import ItemWriter
from readinglist.library.ledger import Ledger


def write_texts(connection: sqlite3.Connection, source: str, texts: Mapping[str, tuple[int, str]]) -> None:
    """Write texts and index their parents anew. Call inside a transaction."""
    if not texts:
        return
    connection.executemany(
        "INSERT OR REPLACE INTO texts (source, key, version, content) VALUES (?,?,?,?)",
        [(source, key, version, content) for key, (version, content) in texts.items()],
    )
    writer = ItemWriter(connection, source, Ledger({}))
    parents = {row[0] for row in writer.by_key("SELECT i.parent FROM items i", texts) if row[0]}
    writer.touch(parents)
    writer.index()
