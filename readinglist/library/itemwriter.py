"""Writing items into the tables some at a time, so that memory does not grow with the library."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

from readinglist.library.indexes import drop_indexes, make_indexes
from readinglist.library.ledger import Ledger, State
from readinglist.library.rows import COLUMNS, ItemRow, canonical, item_row
from readinglist.library.scope import CHILDREN
from readinglist.zotero.mapping import data_of
from readinglist.zotero.pulled import Raw

_NAMES = COLUMNS.split(", ")
_INSERT = f"INSERT INTO items ({COLUMNS}, id) VALUES ({', '.join('?' * (len(_NAMES) + 1))})"
_UPDATE = f"UPDATE items SET {', '.join(f'{name} = ?' for name in _NAMES)} WHERE id = ?"
_INSERT_BODY = "INSERT INTO bodies (abstract, note, json, item) VALUES (?,?,?,?)"
_UPDATE_BODY = "UPDATE bodies SET abstract = ?, note = ?, json = ? WHERE item = ?"
_LISTS = {
    "item_tags": "INSERT OR IGNORE INTO item_tags (item, name, folded, kind) VALUES (?,?,?,?)",
    "memberships": "INSERT OR IGNORE INTO memberships (item, collection) VALUES (?,?)",
    "relations": "INSERT OR IGNORE INTO relations (item, predicate, object) VALUES (?,?,?)",
}
_SEARCHED = (
    "INSERT INTO search (rowid, title, creators, tags, abstract, notes, texts) VALUES (?,?,?,?,?,'','')"
)
# Whose text a search looks through: titles of items, with the notes and files that hang on them.
_INDEX = f"""
INSERT INTO search (rowid, title, creators, tags, abstract, notes, texts)
SELECT i.id, i.title, i.creators,
       coalesce((SELECT group_concat(t.name, char(10)) FROM item_tags t WHERE t.item = i.id), ''),
       b.abstract,
       coalesce((SELECT group_concat(c.note, char(10)) FROM items n JOIN bodies c ON c.item = n.id
                 WHERE n.source = i.source AND n.parent = i.key AND n.parent != '' AND c.note != ''
                 AND NOT n.deleted), ''),
       {{texts}}
FROM items i JOIN bodies b ON b.item = i.id
WHERE i.id IN (SELECT id FROM temp.touched) AND i.item_type NOT IN {CHILDREN}
"""
# How many pieces of the index are merged at a time (FTS5's own number). While a first pull is written none
# are: a few dozen do no harm to a search, and merging them again and again is a third of the work.
_AUTOMERGE = 4
# How many items of a first pull are written at a time: what the index has in memory then stays in the
# processor's cache while it is used.
_AT_ONCE = 1000
_FIRST_ID = 1
"""The row number of the first item in an empty database."""
_TEXTS = """coalesce((SELECT group_concat(x.content, char(10)) FROM items n
                 JOIN texts x ON x.source = n.source AND x.key = n.key
                 WHERE n.source = i.source AND n.parent = i.key AND n.parent != ''
                 AND NOT n.deleted), '')"""


class ItemWriter:
    """Writes items of one source. Call everything inside a transaction, and `index` at its end."""

    def __init__(self, connection: sqlite3.Connection, source: str, ledger: Ledger) -> None:
        self.db = connection
        self.source = source
        self.ledger = ledger
        self.first = not self._any("items")
        """Whether nothing is held of this source before."""
        # What is new is indexed as it comes; what was held, or has texts or notes, in `index`.
        self._at_once = self.first and not self._any("texts")
        self._noted: set[str] = set()
        self._gathered: list[tuple[ItemRow, int]] = []
        self._indexes: tuple[str, ...] = ()
        self._next = self.db.execute(f"SELECT coalesce(max(id) + 1, {_FIRST_ID}) FROM items").fetchone()[0]
        self.db.execute("CREATE TEMP TABLE IF NOT EXISTS touched (id INTEGER PRIMARY KEY)")
        self.db.execute("DELETE FROM temp.touched")
        # The more is gathered in memory before it is written, the fewer pieces there are to be merged.
        self._tune("hashsize", 4_194_304)
        self._tune("automerge", 0 if self._at_once else _AUTOMERGE)

    def write(self, items: Collection[Raw], texts: Iterable[str] | None = None) -> None:
        """Write items in place of what is held of them, and note what changed. No key may come twice.

        `texts` are the items as `canonical` has them, where they are at hand.
        """
        texts = texts or [canonical(raw) for raw in items]
        rows = [item_row(self.source, *one) for one in zip(items, texts, strict=True)]
        if self.first:
            self._gather(rows)
            return
        held = self._held(rows)
        new: list[tuple[ItemRow, int]] = []
        changed: list[tuple[ItemRow, int]] = []
        for row in rows:
            known = held.get(row.key)
            (new if known is None else changed).append((row, known[0] if known else self._new_id()))
            self._note(row, known)
        self._replace(changed)
        self._add(new)
        self._write_lists([*changed, *new])
        self.touch_ids(item for _, item in (*changed, *new))

    def settle(self) -> None:
        """Write what is still held back of a first pull: from then on the tables are whole."""
        self._write_gathered()
        make_indexes(self.db, self._indexes)
        self._indexes = ()

    def _write_gathered(self) -> None:
        gathered, self._gathered = self._gathered, []
        if gathered and gathered[0][1] == _FIRST_ID:
            self._indexes = drop_indexes(self.db)
        self._add(gathered)
        self._write_lists(gathered)
        if self._at_once:
            self._index_now(gathered)
        else:
            self.touch_ids(item for _, item in gathered)

    def remove(self, gone: Iterable[str]) -> None:
        """Remove items, and the relations that others have to them."""
        gone = list(gone)
        if not gone:
            return
        rows = self.by_key(f"SELECT i.id, i.key, {_STATE}", gone)
        for _, key, *state in rows:
            self.ledger.note_removed(key, State(*state))
        ids = [(row[0],) for row in rows]
        self.db.executemany("DELETE FROM search WHERE rowid = ?", ids)
        self.db.executemany("DELETE FROM items WHERE id = ?", ids)
        self.db.executemany(
            "DELETE FROM texts WHERE source = ? AND key = ?", [(self.source, key) for key in gone]
        )
        self._drop_relations_to(gone)

    def touch(self, keys: Iterable[str]) -> list[tuple[Any, ...]]:
        """Let these items be indexed anew; their keys, titles, trash, and whether they are bibliographic."""
        rows = self.by_key(
            f"SELECT i.id, i.key, i.title, i.deleted, i.item_type NOT IN {CHILDREN} FROM items i", keys
        )
        self.touch_ids(row[0] for row in rows)
        return [row[1:] for row in rows]

    def touch_ids(self, items: Iterable[int]) -> None:
        """Let the items with these row numbers be indexed anew."""
        self.db.executemany("INSERT OR IGNORE INTO temp.touched VALUES (?)", ((item,) for item in items))

    def index(self) -> None:
        """Index anew what was touched."""
        if self._noted:
            self.touch(self._noted)
        self.db.execute("DELETE FROM search WHERE rowid IN (SELECT id FROM temp.touched)")
        self._tune("automerge", _AUTOMERGE)
        self.db.execute(_INDEX.format(texts=_TEXTS if self._any("texts") else "''"))

    def by_key(self, select: str, keys: Iterable[str]) -> list[tuple[Any, ...]]:
        """The rows that `select` (from `items i`) gives of these keys."""
        self.db.execute("CREATE TEMP TABLE IF NOT EXISTS wanted (key TEXT PRIMARY KEY) WITHOUT ROWID")
        self.db.execute("DELETE FROM temp.wanted")
        self.db.executemany("INSERT OR IGNORE INTO temp.wanted VALUES (?)", ((key,) for key in keys))
        where = " WHERE i.source = ? AND i.key IN (SELECT key FROM temp.wanted)"
        return self.db.execute(select + where, (self.source,)).fetchall()

    def rewrite(self, item: int, text: str, change: Any) -> None:
        """Change the data of an item's JSON in a way that the server gives no version for."""
        raw = json.loads(text)
        change(data_of(raw))
        self.db.execute("UPDATE bodies SET json = ? WHERE item = ?", (canonical(raw), item))

    def _tune(self, name: str, value: int) -> None:
        """Set an option of the index (sqlite.org/fts5.html, section 6)."""
        self.db.execute("INSERT INTO search (search, rank) VALUES (?, ?)", (name, value))

    def _any(self, table: str) -> bool:
        select = f"SELECT 1 FROM {table} WHERE source = ? LIMIT 1"
        return self.db.execute(select, (self.source,)).fetchone() is not None

    def _held(self, rows: Sequence[ItemRow]) -> Mapping[str, tuple[int, State]]:
        found = self.by_key(f"SELECT i.key, i.id, {_STATE}", (row.key for row in rows))
        return {key: (item, State(*state)) for key, item, *state in found}

    def _new_id(self) -> int:
        self._next += 1
        return int(self._next) - 1

    def _gather(self, rows: Iterable[ItemRow]) -> None:
        for row in rows:
            self._gathered.append((row, self._new_id()))
            if row.bibliographic:
                (self.ledger.trashed if row.deleted else self.ledger.added).add(row.key)
        if len(self._gathered) >= _AT_ONCE:
            self._write_gathered()

    def _note(self, row: ItemRow, known: tuple[int, State] | None) -> None:
        if known is None or known[1].json != row.json:
            now = State(row.item_type, row.parent, row.deleted, row.title, row.json)
            self.ledger.note(row.key, known and known[1], now)

    def _add(self, rows: Sequence[tuple[ItemRow, int]]) -> None:
        self.db.executemany(_INSERT, [(*row.values, item) for row, item in rows])
        self.db.executemany(_INSERT_BODY, [_body(row, item) for row, item in rows])

    def _replace(self, rows: Sequence[tuple[ItemRow, int]]) -> None:
        self.db.executemany(_UPDATE, [(*row.values, item) for row, item in rows])
        self.db.executemany(_UPDATE_BODY, [_body(row, item) for row, item in rows])
        for table in _LISTS:
            self.db.executemany(f"DELETE FROM {table} WHERE item = ?", [(item,) for _, item in rows])

    def _write_lists(self, rows: Sequence[tuple[ItemRow, int]]) -> None:
        lists: dict[str, list[tuple[Any, ...]]] = {
            "item_tags": [(item, *tag) for row, item in rows for tag in row.tags],
            "memberships": [(item, one) for row, item in rows for one in row.collections],
            "relations": [(item, *one) for row, item in rows for one in row.relations],
        }
        for table, values in lists.items():
            self.db.executemany(_LISTS[table], values)

    def _index_now(self, rows: Sequence[tuple[ItemRow, int]]) -> None:
        """Index what is new; items to which notes come are indexed once more, when all are there."""
        self._noted |= {row.parent for row, _ in rows if row.note and row.parent}
        self.db.executemany(
            _SEARCHED,
            [
                (item, row.title, row.creators, "\n".join([tag[0] for tag in row.tags]), row.abstract)
                for row, item in rows
                if row.bibliographic
            ],
        )

    def _drop_relations_to(self, keys: list[str]) -> None:
        """Take `dc:relation` to deleted items out of their partners, which the server gives no new version.

        Recorded: item-delete-relation-target. `dc:replaces` stays: it is the trace of a merge.
        """
        for key in keys:
            uris = [f"{scheme}://zotero.org/{self.source}/items/{key}" for scheme in ("http", "https")]
            partners = self.db.execute(
                "SELECT r.item, r.object, b.json FROM relations r JOIN items i ON i.id = r.item"
                " JOIN bodies b ON b.item = i.id"
                " WHERE r.predicate = 'dc:relation' AND i.source = ? AND r.object IN (?, ?)",
                (self.source, *uris),
            ).fetchall()
            for item, target, text in partners:
                self.db.execute(
                    "DELETE FROM relations WHERE item = ? AND object = ? AND predicate = 'dc:relation'",
                    (item, target),
                )
                self.rewrite(item, text, lambda data, target=target: without_relation(data, target))


_STATE = "i.item_type, i.parent, i.deleted, i.title, b.json FROM items i JOIN bodies b ON b.item = i.id"


def _body(row: ItemRow, item: int) -> tuple[str, str, str, int]:
    return row.abstract, row.note, row.json, item


def without_relation(data: Any, target: str) -> None:
    """Take a `dc:relation` out of an item's data."""
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
