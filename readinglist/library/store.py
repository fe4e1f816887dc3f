"""Writing what was pulled into the database, in one transaction that the caller holds."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Mapping
from typing import Any

from readinglist.library.rows import (
    ItemRow,
    canonical,
    collection_row,
    item_row,
    same_content,
    search_row,
    setting_row,
)
from readinglist.library.scope import CHILDREN
from readinglist.zotero.mapping import CHILD_TYPES, data_of
from readinglist.zotero.pulled import Pulled

_INSERT_ITEM = (
    "INSERT INTO items (source, key, version, item_type, parent, deleted, date_added, date_modified, year,"
    " language, title, creators, abstract, note, given_key, made_key, json)"
    " VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)"
    " ON CONFLICT (source, key) DO UPDATE SET version=excluded.version, item_type=excluded.item_type,"
    " parent=excluded.parent, deleted=excluded.deleted, date_added=excluded.date_added,"
    " date_modified=excluded.date_modified, year=excluded.year,"
    " language=excluded.language, title=excluded.title, creators=excluded.creators,"
    " abstract=excluded.abstract, note=excluded.note,"
    " given_key=excluded.given_key, made_key=excluded.made_key, json=excluded.json"
)
# Whose text a search looks through: titles of items, with the notes that hang on them.
_INDEX = f"""
INSERT INTO search (rowid, title, creators, tags, abstract, notes)
SELECT i.id, i.title, i.creators,
       coalesce((SELECT group_concat(t.name, char(10)) FROM item_tags t WHERE t.item = i.id), ''),
       i.abstract,
       coalesce((SELECT group_concat(n.note, char(10)) FROM items n
                 WHERE n.source = i.source AND n.parent = i.key AND n.parent != '' AND n.note != ''
                 AND NOT n.deleted), '')
FROM items i
WHERE i.id IN (SELECT id FROM temp.touched) AND i.item_type NOT IN {CHILDREN}
"""


class Ledger:
    """Which bibliographic items changed and how, by Zotero key, while changes are being written."""

    def __init__(self) -> None:
        self.added: set[str] = set()
        self.edited: set[str] = set()
        self.moved: set[str] = set()
        self.trashed: set[str] = set()
        self.restored: set[str] = set()
        self.removed: set[str] = set()
        self.parents: set[str] = set()
        self.collections = False

    def items(self) -> dict[str, set[str]]:
        """The changed items by the names that `Changes` has for them."""
        names = ("added", "edited", "moved", "trashed", "restored", "removed")
        return {name: getattr(self, name) for name in names}


class Writer:
    """Writes one `Pulled` into the tables of its source."""

    def __init__(self, connection: sqlite3.Connection, pulled: Pulled) -> None:
        self.db = connection
        self.pulled = pulled
        self.source = pulled.source
        self.ledger = Ledger()
        self._touched: set[int] = set()

    def write(self, synced_at: str) -> Ledger:
        """Write everything; returns what changed. Call inside a transaction."""
        self._write_collections()
        self._remove_items()
        self._write_items([self._row(item) for item in self.pulled.items.values()])
        self._drop_lost_memberships()
        self._write_others()
        self._write_source(synced_at)
        self._touch_parents()
        self._index()
        return self.ledger

    # Items

    def _row(self, item: Any) -> ItemRow:
        return item if isinstance(item, ItemRow) else item_row(self.source, item)

    def _write_items(self, rows: list[ItemRow]) -> None:
        old = self._held(row.key for row in rows)
        for row in rows:
            self._note_change(row, old.get(row.key))
        self.db.executemany(_INSERT_ITEM, (row.values for row in rows))
        ids = self._ids([row.key for row in rows])
        self._touched.update(ids.values())
        if old:
            gone = [(ids[key],) for key in old]
            for table in ("item_tags", "memberships", "relations"):
                self.db.executemany(f"DELETE FROM {table} WHERE item = ?", gone)
        self.db.executemany(
            "INSERT OR IGNORE INTO item_tags (item, folded, name, kind) VALUES (?,?,?,?)",
            ((ids[row.key], *tag) for row in rows for tag in row.tags),
        )
        self.db.executemany(
            "INSERT OR IGNORE INTO memberships (item, collection) VALUES (?,?)",
            ((ids[row.key], collection) for row in rows for collection in row.collections),
        )
        self.db.executemany(
            "INSERT OR IGNORE INTO relations (item, predicate, object) VALUES (?,?,?)",
            ((ids[row.key], *relation) for row in rows for relation in row.relations),
        )

    def _note_change(self, row: ItemRow, old: tuple[str, str, bool, bool] | None) -> None:
        text, parent, deleted, bibliographic = old or ("", "", False, row.bibliographic)
        changed = old is None or not same_content(text, row.json)
        if changed:
            self.ledger.parents.update(key for key in (parent, row.parent) if key)
        if not row.bibliographic:
            if old is not None and bibliographic:  # its type became one of a child's: it is no item any more
                self.ledger.removed.add(row.key)
        elif old is None or not bibliographic:
            (self.ledger.trashed if row.deleted else self.ledger.added).add(row.key)
        elif deleted != row.deleted:
            (self.ledger.trashed if row.deleted else self.ledger.restored).add(row.key)
        elif changed and not row.deleted:
            self.ledger.edited.add(row.key)
            before = data_of(json.loads(text)).get("collections") or []
            if set(map(str, before)) != set(row.collections):
                self.ledger.moved.add(row.key)

    def _held(self, keys: Iterable[str]) -> dict[str, tuple[str, str, bool, bool]]:
        """JSON, parent, trash and kind of those of these items that are held already."""
        rows = self._by_key(
            f"SELECT key, json, parent, deleted, item_type NOT IN {CHILDREN} FROM items", keys
        )
        return {row[0]: (row[1], row[2], bool(row[3]), bool(row[4])) for row in rows}

    def _ids(self, keys: Iterable[str]) -> dict[str, int]:
        return dict(self._by_key("SELECT key, id FROM items", keys))

    def _by_key(self, select: str, keys: Iterable[str]) -> list[tuple[Any, ...]]:
        self.db.execute("CREATE TEMP TABLE IF NOT EXISTS wanted (key TEXT PRIMARY KEY) WITHOUT ROWID")
        self.db.execute("DELETE FROM temp.wanted")
        self.db.executemany("INSERT OR IGNORE INTO temp.wanted VALUES (?)", ((key,) for key in keys))
        where = " WHERE source = ? AND key IN (SELECT key FROM temp.wanted)"
        return self.db.execute(select + where, (self.source,)).fetchall()

    def _remove_items(self) -> None:
        gone = self._gone("items")
        rows = self._by_key("SELECT id, key, item_type, parent FROM items", gone) if gone else []
        if not rows:
            return
        for _, key, kind, parent in rows:
            if parent:
                self.ledger.parents.add(parent)
            if kind not in CHILD_TYPES:
                self.ledger.removed.add(key)
        ids = [(row[0],) for row in rows]
        self.db.executemany("DELETE FROM search WHERE rowid = ?", ids)
        self.db.executemany("DELETE FROM items WHERE id = ?", ids)
        self._drop_relations_to([row[1] for row in rows])

    def _drop_relations_to(self, keys: list[str]) -> None:
        """Take `dc:relation` to deleted items out of their partners, which the server gives no new version.

        Recorded: item-delete-relation-target. `dc:replaces` stays: it is the trace of a merge.
        """
        for key in keys:
            partners = self.db.execute(
                "SELECT r.item, r.object, i.json FROM relations r JOIN items i ON i.id = r.item"
                " WHERE r.predicate = 'dc:relation' AND i.source = ? AND r.object IN (?, ?)",
                (
                    self.source,
                    *(f"{scheme}://zotero.org/{self.source}/items/{key}" for scheme in ("http", "https")),
                ),
            ).fetchall()
            for item, target, text in partners:
                self.db.execute("DELETE FROM relations WHERE item = ? AND object = ?", (item, target))
                self._rewrite(item, text, lambda data, target=target: _without_relation(data, target))

    def _drop_lost_memberships(self) -> None:
        """Take collections that are gone out of their items, which get no new version from the server.

        Recorded: collection-delete-items-since.
        """
        lost = self.db.execute(
            "SELECT m.item, i.key, i.json FROM memberships m JOIN items i ON i.id = m.item"
            " WHERE i.source = ? AND NOT EXISTS (SELECT 1 FROM collections c"
            " WHERE c.source = i.source AND c.key = m.collection) GROUP BY m.item",
            (self.source,),
        ).fetchall()
        if not lost:
            return
        known = {
            row[0] for row in self.db.execute("SELECT key FROM collections WHERE source = ?", (self.source,))
        }
        for item, key, text in lost:
            self._rewrite(item, text, lambda data: _only_in(data, known))
            self.ledger.parents.add(key)
            self.ledger.moved.add(key)
        self.db.execute(
            "DELETE FROM memberships WHERE item IN (SELECT id FROM items WHERE source = ?)"
            " AND collection NOT IN (SELECT key FROM collections WHERE source = ?)",
            (self.source, self.source),
        )

    def _rewrite(self, item: int, text: str, change: Any) -> None:
        raw = json.loads(text)
        change(data_of(raw))
        self.db.execute("UPDATE items SET json = ? WHERE id = ?", (canonical(raw), item))

    # Collections, searches, settings, the source itself

    def _write_collections(self) -> None:
        rows = [collection_row(self.source, raw) for raw in self.pulled.collections.values()]
        select = "SELECT name, parent, deleted FROM collections WHERE source = ? AND key = ?"
        for row in rows:
            self.ledger.collections |= self.db.execute(select, row[:2]).fetchone() != (row[3], row[4], row[5])
        self.db.executemany("INSERT OR REPLACE INTO collections VALUES (?,?,?,?,?,?,?)", rows)
        gone = self._gone("collections")
        for key in gone:
            self.ledger.collections = True
            # What lies below a deleted collection vanishes on the server without being listed
            # (recorded: collection-delete-deleted-since).
            self.db.execute(
                "WITH RECURSIVE below (key) AS (VALUES (?) UNION SELECT c.key FROM collections c"
                " JOIN below ON c.parent = below.key WHERE c.source = ?)"
                " DELETE FROM collections WHERE source = ? AND key IN (SELECT key FROM below)",
                (key, self.source, self.source),
            )

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
            gone = [(source, key) for key in self._gone(table, column)]
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
        if self.pulled.present is not None:
            rows = self.db.execute(f"SELECT {column} FROM {kind} WHERE source = ?", (self.source,))
            gone |= {row[0] for row in rows} - getattr(self.pulled.present, kind)
        return sorted(gone)

    # Search index

    def _touch_parents(self) -> None:
        """Items whose children or collections changed count as edited, and their text is indexed again."""
        rows = self._by_key(
            f"SELECT id, key, deleted, item_type NOT IN {CHILDREN} FROM items", self.ledger.parents
        )
        done = self.ledger.added | self.ledger.restored
        for item, key, deleted, bibliographic in rows:
            if bibliographic:
                self._touched.add(item)
                if not deleted and key not in done:
                    self.ledger.edited.add(key)
        self.ledger.moved &= self.ledger.edited

    def _index(self) -> None:
        self.db.execute("CREATE TEMP TABLE IF NOT EXISTS touched (id INTEGER PRIMARY KEY)")
        self.db.execute("DELETE FROM temp.touched")
        self.db.executemany("INSERT INTO temp.touched VALUES (?)", ((item,) for item in self._touched))
        self.db.execute("DELETE FROM search WHERE rowid IN (SELECT id FROM temp.touched)")
        self.db.execute(_INDEX)


def _without_relation(data: Any, target: str) -> None:
    relations = data.get("relations")
    if not isinstance(relations, dict):
        return
    left = relations.get("dc:relation")
    left = [one for one in left if one != target] if isinstance(left, list) else []
    # One value stands as a text, several as a list (recorded: items-relate).
    if left:
        relations["dc:relation"] = left[0] if len(left) == 1 else left
    else:
        relations.pop("dc:relation", None)


def _only_in(data: Any, known: Mapping[str, Any] | set[str]) -> None:
    data["collections"] = [key for key in data.get("collections") or [] if key in known]
