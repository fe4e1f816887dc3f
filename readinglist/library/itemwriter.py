"""Writing staged items into the tables, set by set in SQL, so that memory does not grow with the library."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable
from typing import Any

from readinglist.library.ledger import Ledger, State
from readinglist.library.rows import canonical
from readinglist.library.scope import CHILDREN
from readinglist.library.staging import COLUMNS
from readinglist.zotero.mapping import data_of

_UPSERT = (
    f"INSERT INTO items ({COLUMNS}) SELECT {COLUMNS} FROM {{schema}}.staged WHERE source = ? ORDER BY rowid"
    " ON CONFLICT (source, key) DO UPDATE SET "
    + ", ".join(f"{name}=excluded.{name}" for name in COLUMNS.split(", ")[2:])
)
_LISTS = (
    ("item_tags", "tags", "item, folded, name, kind", "v.value ->> 0, v.value ->> 1, v.value ->> 2"),
    ("memberships", "collections", "item, collection", "v.value"),
    ("relations", "relations", "item, predicate, object", "v.value ->> 0, v.value ->> 1"),
)
_STATE = "{0}.item_type, {0}.parent, {0}.deleted, {0}.title, {0}.json"
# Whose text a search looks through: titles of items, with the notes and files that hang on them.
_INDEX = f"""
INSERT INTO search (rowid, title, creators, tags, abstract, notes, texts)
SELECT i.id, i.title, i.creators,
       coalesce((SELECT group_concat(t.name, char(10)) FROM item_tags t WHERE t.item = i.id), ''),
       i.abstract,
       coalesce((SELECT group_concat(n.note, char(10)) FROM items n
                 WHERE n.source = i.source AND n.parent = i.key AND n.parent != '' AND n.note != ''
                 AND NOT n.deleted), ''),
       {{texts}}
FROM items i
WHERE i.id IN (SELECT id FROM temp.touched) AND i.item_type NOT IN {CHILDREN}
"""
_TEXTS = """coalesce((SELECT group_concat(x.content, char(10)) FROM items n
                 JOIN texts x ON x.source = n.source AND x.key = n.key
                 WHERE n.source = i.source AND n.parent = i.key AND n.parent != ''
                 AND NOT n.deleted), '')"""


class ItemWriter:
    """Writes the staged items of one source. `schema` is where the table `staged` is."""

    def __init__(self, connection: sqlite3.Connection, source: str, schema: str, ledger: Ledger) -> None:
        self.db = connection
        self.source = source
        self.schema = schema
        self.ledger = ledger
        self.db.execute("CREATE TEMP TABLE IF NOT EXISTS touched (id INTEGER PRIMARY KEY)")
        self.db.execute("DELETE FROM temp.touched")

    def write(self, *, first: bool) -> None:
        """Write what is staged; with `first` nothing is held of this source yet."""
        if first:
            self._note_all()
        else:
            self._note_changes()
        self.db.execute(_UPSERT.format(schema=self.schema), (self.source,))
        self.db.execute(
            "INSERT OR IGNORE INTO temp.touched SELECT i.id"
            f" FROM {self.schema}.staged s JOIN items i ON i.source = s.source AND i.key = s.key"
            " WHERE s.source = ?",
            (self.source,),
        )
        for table, column, names, values in _LISTS:
            if not first:
                self.db.execute(f"DELETE FROM {table} WHERE item IN (SELECT id FROM temp.touched)")
            self.db.execute(
                f"INSERT OR IGNORE INTO {table} ({names}) SELECT i.id, {values} FROM {self.schema}.staged s"
                f" JOIN items i ON i.source = s.source AND i.key = s.key JOIN json_each(s.{column}) v"
                f" WHERE s.source = ? AND s.{column} != ''",
                (self.source,),
            )

    def remove(self, gone: Iterable[str]) -> None:
        """Remove items, and the relations that others have to them."""
        gone = list(gone)
        if not gone:
            return
        rows = self.by_key(f"SELECT i.id, i.key, {_STATE.format('i')} FROM items i", gone)
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
        self.db.executemany("INSERT OR IGNORE INTO temp.touched VALUES (?)", [(row[0],) for row in rows])
        return [row[1:] for row in rows]

    def index(self) -> None:
        """Index anew what was touched."""
        # The more is gathered in memory before it is written, the fewer pieces there are to be merged.
        self.db.execute("INSERT INTO search (search, rank) VALUES ('hashsize', 16777216)")
        self.db.execute("DELETE FROM search WHERE rowid IN (SELECT id FROM temp.touched)")
        some = self.db.execute("SELECT 1 FROM texts WHERE source = ? LIMIT 1", (self.source,)).fetchone()
        self.db.execute(_INDEX.format(texts=_TEXTS if some else "''"))

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
        self.db.execute("UPDATE items SET json = ? WHERE id = ?", (canonical(raw), item))

    def _note_all(self) -> None:
        rows = self.db.execute(
            f"SELECT key, deleted FROM {self.schema}.staged WHERE source = ? AND item_type NOT IN {CHILDREN}",
            (self.source,),
        )
        for key, deleted in rows:
            (self.ledger.trashed if deleted else self.ledger.added).add(key)

    def _note_changes(self) -> None:
        rows = self.db.execute(
            f"SELECT s.key, i.id, {_STATE.format('s')}, {_STATE.format('i')} FROM {self.schema}.staged s"
            " LEFT JOIN items i ON i.source = s.source AND i.key = s.key"
            " WHERE s.source = ? AND i.json IS NOT s.json",
            (self.source,),
        )
        for key, held, *states in rows:
            old = State(*states[5:]) if held is not None else None
            self.ledger.note(key, old, State(*states[:5]))

    def _drop_relations_to(self, keys: list[str]) -> None:
        """Take `dc:relation` to deleted items out of their partners, which the server gives no new version.

        Recorded: item-delete-relation-target. `dc:replaces` stays: it is the trace of a merge.
        """
        for key in keys:
            uris = [f"{scheme}://zotero.org/{self.source}/items/{key}" for scheme in ("http", "https")]
            partners = self.db.execute(
                "SELECT r.item, r.object, i.json FROM relations r JOIN items i ON i.id = r.item"
                " WHERE r.predicate = 'dc:relation' AND i.source = ? AND r.object IN (?, ?)",
                (self.source, *uris),
            ).fetchall()
            for item, target, text in partners:
                self.db.execute("DELETE FROM relations WHERE item = ? AND object = ?", (item, target))
                self.rewrite(item, text, lambda data, target=target: without_relation(data, target))


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
