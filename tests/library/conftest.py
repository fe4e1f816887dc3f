"""A workspace's worth: a server, a database in a fresh folder, and one step that pulls and applies."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from readinglist.demo.server import Editor, Faults, RunningServer, Store, bundled_store, edit, start_server
from readinglist.library import Changes, KeyTable, Library, open_library
from readinglist.zotero.pull import pull
from readinglist.zotero.pulled import Keys, Pulled
from readinglist.zotero.session import Connection, Limits, open_session

GROUP = 4420117
SOURCE = f"groups/{GROUP}"


def put(library: Library, *items: dict[str, Any], source: str = "groups/1", **more: Any) -> Changes:
    """Apply items given as bare data, without a server."""
    version = library.version(source) + 1
    whole = [
        {"key": f"KEY{at:05}", "version": version, "itemType": "book", **data}
        for at, data in enumerate(items)
    ]
    raw = {one["key"]: {"key": one["key"], "version": version, "data": one} for one in whole}
    given = {"source": source, "since": version - 1, "version": version, "items": raw, "deleted": Keys()}
    keys = more.pop("keys", None)
    return library.apply(Pulled(**(given | more)), keys)


def content_of(path: Path, source: str = SOURCE) -> dict[str, Any]:
    """Everything the database holds of a source, as plain data, without what the server computes."""
    with open_library(path) as library:
        rows = library._db.execute
        objects = {
            (table, key): (version, json.loads(text).get("data"))
            for table in ("items", "collections", "searches")
            for key, version, text in rows(
                f"SELECT key, version, json FROM {table} WHERE source = ?".replace(
                    "FROM items", "FROM items JOIN bodies ON item = id"
                ),
                (source,),
            )
        }
        named = dict(rows("SELECT name, json FROM settings WHERE source = ?", (source,)).fetchall())
        index = sorted(
            rows(
                "SELECT i.key, s.title, s.creators, s.tags, s.abstract, s.notes FROM search s"
                " JOIN items i ON i.id = s.rowid WHERE i.source = ?",
                (source,),
            ).fetchall()
        )
        for table in ("item_tags", "memberships", "relations"):
            lost = rows(f"SELECT count(*) FROM {table} WHERE item NOT IN (SELECT id FROM items)").fetchone()
            assert lost == (0,)
        return {"objects": objects, "settings": named, "index": index, "version": library.version(source)}


@dataclass
class Place:
    """A server and the local copy of its group."""

    store: Store
    server: RunningServer
    faults: Faults
    folder: Path

    @property
    def path(self) -> Path:
        return self.folder / ".readinglist" / "library.sqlite"

    @property
    def editor(self) -> Editor:
        return edit(self.store, "group", GROUP)

    def pull(self, since: int) -> Pulled:
        connection = Connection(library_type="group", library_id=str(GROUP), endpoint=self.server.endpoint)
        with open_session(connection, limits=Limits(sleep=lambda seconds: None)) as session:
            return pull(session, since)

    def sync(self, path: Path | None = None, keys: KeyTable | None = None) -> Changes:
        with open_library(path or self.path) as library:
            return library.apply(self.pull(library.version(SOURCE)), keys)

    def afresh(self) -> Path:
        """Another database, filled by one first pull: what the local copy should be equal to."""
        path = self.folder / "afresh.sqlite"
        path.unlink(missing_ok=True)
        self.sync(path)
        return path


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Place]:
    store, faults = bundled_store(), Faults()
    with start_server(store, faults=faults) as server:
        yield Place(store, server, faults, tmp_path)


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    """An empty library."""
    with open_library(tmp_path / "library.sqlite") as library:
        yield library


@pytest.fixture
def fill(library: Library) -> Callable[..., Changes]:
    """Puts items, given as bare data, into `library`."""
    return lambda *items, **more: put(library, *items, **more)


@pytest.fixture
def content() -> Callable[..., dict[str, Any]]:
    """Reads everything that a database holds."""
    return content_of


@pytest.fixture(scope="session")
def stocked(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    """The bundled collection as it is after a first sync; for tests that only read."""
    with start_server(bundled_store()) as server:
        whole = Place(server.store, server, server.faults, tmp_path_factory.mktemp("stocked"))
        whole.sync()
        with open_library(whole.path) as library:
            yield library
