"""Writing what was pulled into the database, in one transaction that the caller holds."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping
from itertools import islice
from typing import Any

from readinglist.library.itemwriter import ItemWriter
from readinglist.library.journal import FieldChange
from readinglist.library.ledger import Ledger
from readinglist.library.rows import collection_row, search_row, setting_row
from readinglist.library.staging import StagedItems
from readinglist.zotero.mapping import safe_text
from readinglist.zotero.pulled import Pulled, Raw

_AT_ONCE = 200


class Writer:
    """Writes one `Pulled` into the tables of its source; `written` has written its items already, or None."""

    def __init__(
        self, connection: sqlite3.Connection, pulled: Pulled, written: ItemWriter | None = None
    ) -> None:
        self.db = connection
        self.pulled = pulled
        self.written = written
        self.source = pulled.source

    def write(self, synced_at: str) -> Ledger:
        """Write everything; returns what changed. Call inside a transaction."""
        if self.pulled.unchanged:
            return Ledger({})  # Nothing is written, so that readers see at a glance that nothing moved.
        before = self._collection_names()
        changed = self._write_collections()
        self.items = self.written or ItemWriter(self.db, self.source, Ledger({}))
        self.ledger = self.items.ledger
        self.ledger.names = before | self._collection_names()
        self.ledger.collections = changed
        if self.written is None:
            for some in _pages(self.pulled.items):
                self.items.write(some)
            self.items.settle()
        # Of a first pull, what was deleted while it went on: others may have come with a relation to it.
        first = self.items.first
        self.items.remove(sorted(self.pulled.deleted.items) if first else self._gone("items"))
        self._drop_lost_memberships()
        self._write_others()
        self._write_source(synced_at)
        self._touch_parents()
        self.items.index()
        return self.ledger

    def _drop_lost_memberships(self) -> None:
        """Take collections that are gone out of their items, which get no new version from the server.

        Recorded: collection-delete-items-since.
        """
        lost = self.db.execute(
            "SELECT m.item, i.key, b.json, group_concat(m.collection, ', ')"
            " FROM memberships m JOIN items i ON i.id = m.item JOIN bodies b ON b.item = i.id"
            " WHERE i.source = ? AND m.collection NOT IN (SELECT key FROM collections WHERE source = ?)"
            " GROUP BY m.item",
            (self.source, self.source),
        ).fetchall()
        if not lost:
            return
        known = {
            row[0] for row in self.db.execute("SELECT key FROM collections WHERE source = ?", (self.source,))
        }
        for item, key, text, names in lost:
            self.items.rewrite(item, text, lambda data: _only_in(data, known))
            self.ledger.parents.add(key)
            self.ledger.moved.add(key)
            self.ledger.add_fields(key, [FieldChange("collections", names, "")])
        self.db.execute(
            "DELETE FROM memberships WHERE item IN (SELECT id FROM items WHERE source = ?)"
            " AND collection NOT IN (SELECT key FROM collections WHERE source = ?)",
            (self.source, self.source),
        )

    # Collections, searches, settings, the source itself

    def _collection_names(self) -> dict[str, str]:
        return dict(self.db.execute("SELECT key, name FROM collections WHERE source = ?", (self.source,)))

    def _write_collections(self) -> bool:
        """Write the collections; whether any changed."""
        rows = [collection_row(self.source, raw) for raw in self.pulled.collections.values()]
        select = "SELECT name, parent, deleted FROM collections WHERE source = ? AND key = ?"
        changed = any(self.db.execute(select, row[:2]).fetchone() != (row[3], row[4], row[5]) for row in rows)
        self.db.executemany("INSERT OR REPLACE INTO collections VALUES (?,?,?,?,?,?,?)", rows)
        gone = self._gone("collections")
        for key in gone:
            # What lies below a deleted collection vanishes on the server without being listed
            # (recorded: collection-delete-deleted-since).
            self.db.execute(
                "WITH RECURSIVE below (key) AS (VALUES (?) UNION SELECT c.key FROM collections c"
                " JOIN below ON c.parent = below.key WHERE c.source = ?)"
                " DELETE FROM collections WHERE source = ? AND key IN (SELECT key FROM below)",
                (key, self.source, self.source),
            )
        return changed or bool(gone)

    def _write_others(self) -> None:
        pulled, source = self.pulled, self.source
        self.db.executemany(
            "INSERT OR REPLACE INTO searches VALUES (?,?,?,?)",
            [search_row(source, raw) for raw in pulled.searches.values()],
        )
        self.db.executemany(
            "INSERT OR REPLACE INTO settings VALUES (?,?,?,?)",
            [setting_row(source, name, raw) for name, raw in pulled.settings.items()],
        )
        for table, column in (("searches", "key"), ("settings", "name")):
            gone = [(source, safe_text(key)) for key in self._gone(table, column)]
            self.db.executemany(f"DELETE FROM {table} WHERE source = ? AND {column} = ?", gone)

    def _write_source(self, synced_at: str) -> None:
        pulled = self.pulled
        self.db.execute(
            "INSERT INTO sources (source, name, version, server_id, synced_at) VALUES (?,?,?,?,?)"
            " ON CONFLICT (source) DO UPDATE SET version = excluded.version, server_id = excluded.server_id,"
            " synced_at = excluded.synced_at,"
            " name = CASE excluded.name WHEN '' THEN name ELSE excluded.name END",
            (self.source, pulled.library_name, pulled.version, pulled.server_id, synced_at),
        )

    def _gone(self, kind: str, column: str = "key") -> list[str]:
        """The held keys that the server says are deleted, or no longer names among all that there are."""
        gone = set(getattr(self.pulled.deleted, kind))
        there = self.pulled.there(kind)
        if there is not None:
            rows = self.db.execute(f"SELECT {column} FROM {kind} WHERE source = ?", (self.source,))
            gone |= {row[0] for row in rows} - there
        return sorted(gone)

    def _touch_parents(self) -> None:
        """Items whose children or collections changed count as edited, and their text is indexed again."""
        ledger = self.ledger
        done = ledger.added | ledger.restored
        for key, title, deleted, bibliographic in self.items.touch(ledger.parents):
            if bibliographic:
                ledger.titles.setdefault(key, title)
                if not deleted and key not in done:
                    ledger.edited.add(key)
        ledger.moved &= ledger.edited


def _pages(items: Mapping[str, Raw]) -> Iterator[list[Raw]]:
    """The items some at a time."""
    if isinstance(items, StagedItems):
        yield from items.pages()
        return
    every = iter(items.values())
    while some := list(islice(every, _AT_ONCE)):
        yield some


def _only_in(data: Any, known: Mapping[str, Any] | set[str]) -> None:
    data["collections"] = [key for key in data.get("collections") or [] if key in known]
