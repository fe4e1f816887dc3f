"""The library: one object over the database, for everything that reads or fills the local copy."""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Collection, Iterable, Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any

from readinglist.items import Item
from readinglist.library import assignments as kept
from readinglist.library import journal, keystore, overview
from readinglist.library.changes import Changes
from readinglist.library.database import connect, explained, transaction
from readinglist.library.journal import SyncEntry
from readinglist.library.keys import Assigned, ItemId, KeyTable
from readinglist.library.lookup import item_named, items_named
from readinglist.library.merged import other_keys
from readinglist.library.overview import CollectionNode, SourceState, TagCount
from readinglist.library.query import Query, parse_query
from readinglist.library.reading import Line, Search, count_items, select_items, select_lines
from readinglist.library.scope import BIBLIOGRAPHIC, Condition, Scope, every
from readinglist.library.search import RANK, plan
from readinglist.themes.evidence import Assignment
from readinglist.zotero.pulled import Pulled

# What writes is loaded by who writes: most commands only read, and are over before it would be loaded.
if TYPE_CHECKING:
    from readinglist.library.derived import Derived
    from readinglist.library.health import Health
    from readinglist.library.intake import Intake
    from readinglist.library.staging import Staging


class Library:
    """The local copy of one or several Zotero libraries. Use as a context manager, or `close()` it.

    Every method raises `LibraryError` when the database cannot be read or written. Readers see the last
    whole state, also while another process syncs. `items`, `find`, `count` and what follows from them show
    what is in scope and not in the trash.
    """

    def __init__(
        self,
        connection: sqlite3.Connection,
        path: Path,
        scope: Scope,
        themes: Mapping[str, Collection[str]] | None,
    ) -> None:
        self._db = connection
        self._path = path
        self._scope = scope
        self._themes = themes
        self._intake: Intake | None = None

    # Filling

    def version(self, source: str) -> int:
        """The version that `source` ("groups/4420117") was last pulled at, 0 before the first time."""
        return self.place(source)[0]

    def place(self, source: str) -> tuple[int, str]:
        """The version that a source was last pulled at, and the desktop program's database or ""."""
        rows = self._rows("SELECT version, server_id FROM sources WHERE source = ?", (source,))
        return (int(rows[0][0]), str(rows[0][1])) if rows else (0, "")

    def apply(self, pulled: Pulled, keys: KeyTable | None = None) -> Changes:
        """Bring the local copy to the state that was pulled, in one transaction: all of it or nothing.

        `keys` is what `bib/keys.csv` says; what it says stands over the database's own memory. Without it
        that memory stands. Every item in scope has a citation key afterwards.
        """
        return self._applied(pulled, keys, keep=True)

    def preview(self, pulled: Pulled, keys: KeyTable | None = None) -> Changes:
        """What `apply` would change; nothing is changed."""
        return self._applied(pulled, keys, keep=False)

    def lost(self, pulled: Pulled) -> tuple[str, ...]:
        """The titles of items held here that a pull of everything did not bring."""
        if pulled.present is None:
            return ()
        rows = self._rows(
            f"SELECT key, title FROM items i WHERE source = ? AND {BIBLIOGRAPHIC} ORDER BY title, key",
            (pulled.source,),
        )
        return tuple(title or key for key, title in rows if key not in pulled.present.items)

    def receiving(self, staging: Staging) -> Intake:
        """Where the items of a pull go that `apply` or `preview` is then given. Use as a context manager.

        Of a first pull they are written while it goes on; nobody else can write until it is left.
        """
        from readinglist.library.intake import Intake

        self._intake = Intake(self._db, self._path, staging)
        return self._intake

    def see_only(self, scopes: Mapping[str, Sequence[str]]) -> None:
        """See only these sources from now on, as `open_library` takes them."""
        self._scope = Scope(scopes)

    def _applied(self, pulled: Pulled, keys: KeyTable | None, *, keep: bool) -> Changes:
        from readinglist.library.applying import apply_pulled

        written = self._intake.taken() if self._intake else None
        changes = None
        with (
            explained(self._path),
            contextlib.suppress(_OnlyLooking),
            transaction(self._db, begun=written is not None),
        ):
            changes = apply_pulled(self._db, pulled, keys, self._scope, written)
            if not keep:
                raise _OnlyLooking
        assert changes is not None
        return changes

    # Full texts

    def texts_version(self, source: str) -> int:
        """The library's version at which the texts of attachments were last complete; 0: never."""
        rows = self._rows("SELECT texts_version FROM sources WHERE source = ?", (source,))
        return int(rows[0][0]) if rows else 0

    def text_versions(self, source: str) -> dict[str, int]:
        """The version of every text that is held, by the attachment's key."""
        return dict(self._rows("SELECT key, version FROM texts WHERE source = ?", (source,)))

    def save_texts(
        self, source: str, texts: Mapping[str, tuple[int, str]], version: int | None = None
    ) -> None:
        """Keep texts (version and content by the attachment's key) and let searches find them.

        `version`, where given, is the library's version at which they are complete.
        """
        from readinglist.library.texts import write_texts

        with explained(self._path), transaction(self._db):
            write_texts(self._db, source, texts)
            if version is not None:
                self._db.execute("UPDATE sources SET texts_version = ? WHERE source = ?", (version, source))

    def history(self, *, since: str = "", item: ItemId | None = None) -> tuple[SyncEntry, ...]:
        """The syncs that changed something, latest first; since a UTC moment, or of an item."""
        with explained(self._path):
            return journal.read_journal(self._db, since=since, item=item)

    def update_keys(self, keys: KeyTable) -> Assigned:
        """Take over what `bib/keys.csv` says without a pull, and give a key to every item that has none."""
        with explained(self._path), transaction(self._db):
            return keystore.update_keys(self._db, keys, self._scope.condition())

    def forget(self, source: str) -> None:
        """Remove everything of a source; its citation keys stay known."""
        with explained(self._path), transaction(self._db):
            items = "SELECT id FROM items WHERE source = ?"
            self._db.execute(f"DELETE FROM search WHERE rowid IN ({items})", (source,))
            for table in (
                "items",
                "collections",
                "searches",
                "settings",
                "sources",
                "assigned",
                "texts",
                "syncs",
            ):
                self._db.execute(f"DELETE FROM {table} WHERE source = ?", (source,))

    # Items

    def items(self) -> list[Item]:
        """Every item in scope, by citation key, with its notes and attachments."""
        return self._select(self._scope.condition())

    def find(self, query: Query | str, limit: int = 0) -> list[Item]:
        """The items a query finds, the best match first, or by citation key where it has no words.

        `limit` is how many are wanted, 0 for all. Raises `QueryError` for a query that cannot be read,
        `NotFoundError` for an unknown theme, item type or collection in it.
        """
        with explained(self._path):
            return select_items(self._db, self._search(query, limit))

    def lines(self, query: Query | str, limit: int = 0) -> tuple[list[Line], int]:
        """What `find` finds, or the first `limit` of it, as far as a list shows it; and how many are found.

        Raises what `find` raises.
        """
        with explained(self._path):
            search = self._search(query, limit)
            found = select_lines(self._db, search)
            return found, count_items(self._db, search) if limit and len(found) == limit else len(found)

    def _search(self, query: Query | str, limit: int = 0) -> Search:
        parsed = parse_query(query) if isinstance(query, str) else query
        planned = plan(self._db, parsed, self._themes)
        return Search(every(self._scope.condition(), planned.condition), planned.match, RANK, limit)

    def item(self, key: str) -> Item | None:
        """The item with this citation key or alias, else with this Zotero key; one in the trash too.

        For an item that was merged into another, the other is found. Upper and lower case are told apart only
        where it matters: never for citation keys.
        """
        with explained(self._path):
            return item_named(self._db, self._scope, key)

    def items_by_key(self, keys: Iterable[str]) -> dict[str, Item]:
        """What `item` finds for each of the keys, in a few queries; keys that find nothing are left out."""
        with explained(self._path):
            return items_named(self._db, self._scope, keys)

    def other_keys(self) -> dict[str, tuple[str, ...]]:
        """By citation key the keys that an item had before, and those of items that were merged into it."""
        with explained(self._path):
            return other_keys(self._db)

    def trash(self) -> list[Item]:
        """The items in scope that lie in the trash."""
        return self._select(self._scope.condition(trashed=True))

    def known_keys(self) -> tuple[str, ...]:
        """Every citation key and alias of an item in scope, sorted."""
        seen = self._scope.condition()
        return tuple(
            row[0]
            for row in self._rows(
                "SELECT c.citation_key FROM citation_keys c"
                " JOIN items i ON i.source = c.source AND i.key = c.key"
                f" WHERE {seen.sql} ORDER BY c.folded",
                seen.parameters,
            )
        )

    def present_keys(self, keys: Iterable[str]) -> dict[str, tuple[str, bool]]:
        """Of each key or alias here that is known: its item's key now, and whether the item is in scope."""
        with explained(self._path):
            return keystore.present_keys(self._db, keys, self._scope.condition())

    def key_table(self) -> KeyTable:
        """All citation keys, those of items that are gone too: what `bib/keys.csv` should hold."""
        with explained(self._path):
            return keystore.read_table(self._db)

    # What is there

    def state(self, source: str) -> SourceState:
        """How a source stands: name, version, last sync, how much there is."""
        with explained(self._path):
            return overview.source_state(self._db, source)

    def sources(self) -> tuple[str, ...]:
        """Every source that was pulled, sorted."""
        return tuple(row[0] for row in self._rows("SELECT source FROM sources ORDER BY source"))

    def count(self) -> int:
        """How many items are in scope."""
        seen = self._scope.condition()
        return int(self._rows(f"SELECT count(*) FROM items i WHERE {seen.sql}", seen.parameters)[0][0])

    def collections(self, source: str | None = None) -> tuple[CollectionNode, ...]:
        """The trees of collections (of one source), by name, each with the number of items directly in it."""
        with explained(self._path):
            return overview.collection_trees(self._db, source)

    def collection_names(self) -> dict[str, str]:
        """The name of every collection by its key."""
        return dict(self._rows("SELECT key, name FROM collections WHERE NOT deleted ORDER BY source, key"))

    def tags(self) -> tuple[TagCount, ...]:
        """The tags of the items in scope, by name, with their counts and colours."""
        with explained(self._path):
            return overview.tag_counts(self._db, self._scope.condition())

    # Themes

    def save_assignments(self, assigned: Iterable[kept.AssignedItem]) -> None:
        """Keep these items' themes in place of those they had."""
        with explained(self._path), transaction(self._db):
            kept.write_kept(self._db, [kept.kept_themes(one) for one in assigned])

    def assignments(self) -> dict[ItemId, tuple[Assignment, ...]]:
        """Every item's themes with their evidence, best first, by (source, Zotero key)."""
        with explained(self._path):
            return kept.read_assignments(self._db)

    def bases(self) -> dict[ItemId, str]:
        """What each item's themes were computed from (`basis_of`), to see which are out of date."""
        with explained(self._path):
            return kept.read_bases(self._db)

    def themes_of(self, items: Iterable[Item]) -> dict[str, tuple[str, ...]]:
        """The ids of these items' themes, best first, by citation key; items without themes are left out."""
        found: dict[ItemId, list[str]] = {}
        rows = self._rows("SELECT source, key, theme FROM assignments ORDER BY source, key, position")
        for source, key, theme in rows:
            found.setdefault((source, key), []).append(theme)
        return {
            item.citation_key: tuple(found[item.source, item.key])
            for item in items
            if (item.source, item.key) in found
        }

    @property
    def derived(self) -> Derived:
        """What is made of the items and kept beside them, with what it was made from."""
        from readinglist.library.derived import Derived

        return Derived(self._db, self._path, self._scope)

    # Stamps

    def stamp(self, name: str) -> str:
        """A text that was kept under this name, "" for none."""
        rows = self._rows("SELECT value FROM stamps WHERE name = ?", (name,))
        return str(rows[0][0]) if rows else ""

    def keep_stamp(self, name: str, value: str) -> None:
        """Keep a text under a name."""
        with explained(self._path), transaction(self._db):
            self._db.execute("INSERT OR REPLACE INTO stamps VALUES (?,?)", (name, value))

    # Health

    def check(self) -> Health:
        """Whether the database is whole; an index that disagrees with its items is made anew."""
        from readinglist.library.health import check_health

        with explained(self._path):
            return check_health(self._db)

    # The object itself

    def close(self) -> None:
        """Close the database."""
        self._db.close()

    def __enter__(self) -> Library:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _select(self, condition: Condition) -> list[Item]:
        with explained(self._path):
            return select_items(self._db, Search(condition))

    def _rows(self, sql: str, parameters: Sequence[object] = ()) -> list[Any]:
        with explained(self._path):
            return self._db.execute(sql, tuple(parameters)).fetchall()


class _OnlyLooking(Exception):
    """Ends a transaction whose result was only wanted to be seen."""


def open_library(
    path: Path,
    *,
    scopes: Mapping[str, Sequence[str]] | None = None,
    themes: Mapping[str, Collection[str]] | None = None,
    create: bool = True,
) -> Library:
    """Open the local copy at `path`, making or migrating it where needed.

    `scopes` maps each source to see ("groups/4420117") to the keys of the collections it is limited to,
    with all that lies below them (none: the whole library); without it everything in the database is seen.
    `themes` maps each theme's id to itself and all below it, for `theme:` in queries. Raises
    `LibraryError`: no such file (with `create` false), damaged, made by a newer version, not writable, in
    use.
    """
    return Library(connect(path, create=create), path, Scope(scopes), themes)
