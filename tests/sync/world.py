"""A server with several libraries, a workspace that follows them, and their comparison object by object."""

from __future__ import annotations

import copy
import csv
import json
import random
import shutil
import sqlite3
import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from readinglist.actions.local import load_themes, open_local
from readinglist.actions.sync import SyncReport, Wishes, sync
from readinglist.actions.theme_sight import with_current_keys
from readinglist.demo.server import Editor, Faults, Library, RunningServer, Store, edit, start_server
from readinglist.demo.server.serialise import collection_data, item_data, search_data
from readinglist.demo.server.state import LibraryType
from readinglist.interchange.bibtex import write
from readinglist.themes.assign import assign
from readinglist.workspace import Workspace, load_workspace
from readinglist.zotero.mapping import safe_text
from readinglist.zotero.session import Limits, Secret

Source = tuple[LibraryType, int]
API_KEY = "ReadOnlyKey0Histories024"
THEMES = """
[[themes]]
id = "archives"
label.en = "Archives"

[themes.rules]
strong = ["archives"]

[[themes]]
id = "shelved"
label.en = "Shelved"

[themes.rules]
collections = ["Shelf", "renamed"]
strong = ["geeks", "meanwhile", "cartel", "narco", "ano"]   # stand in titles, tags and notes
threshold = 0.5

[decisions]
"""
CONFIG = """
# A comment of the owner's.
[[source]]
name = "group"   # the seminar's
type = "group"
id = {group}
endpoint = "{endpoint}"

[[source]]
name = "mine"
type = "user"
id = {user}
endpoint = "{endpoint}"
"""
LIST = "title: A list\nsections:\n  - title: One   # the first\n    entries:\n"


@dataclass
class Hurry:
    """Stands for the clock: waiting costs no time."""

    now: float = 0.0

    def sleep(self, seconds: float) -> None:
        self.now += seconds

    def limits(self, **changes: Any) -> Limits:
        given = {"sleep": self.sleep, "clock": lambda: self.now, "timeout": 5.0, "deadline": 5000.0}
        return Limits(**(given | changes))


def remote_state(library: Library) -> dict[str, Any]:
    """Everything in a library on the server that a sync should bring: version and data of each object."""

    def plain(value: Any) -> Any:
        return json.loads(json.dumps(value))

    return {
        "items": {k: (i.version, plain(item_data(library, i))) for k, i in library.items.items()},
        "collections": {k: (c.version, plain(collection_data(c))) for k, c in library.collections.items()},
        "searches": {k: (s.version, plain(search_data(s))) for k, s in library.searches.items()},
        "settings": {n: (s.version, plain(s.value)) for n, s in library.settings.items()},
    }


def local_state(database: Path, source: str) -> dict[str, Any]:
    """The same of the local copy."""
    with closing(sqlite3.connect(database)) as db:
        found: dict[str, Any] = {
            kind: {
                key: (version, json.loads(text)["data"])
                for key, version, text in db.execute(
                    f"SELECT key, version, json FROM {tables} WHERE source = ?", (source,)
                )
            }
            for kind, tables in (
                ("items", "items JOIN bodies ON item = id"),
                ("collections", "collections"),
                ("searches", "searches"),
            )
        }
        found["settings"] = {
            name: (version, json.loads(text)["value"])
            for name, version, text in db.execute(
                "SELECT name, version, json FROM settings WHERE source = ?", (source,)
            )
        }
        return found


def lookups(database: Path, source: str) -> dict[str, Any]:
    """What the local copy looks up beside the JSON, for comparison with what the JSON says."""
    with closing(sqlite3.connect(database)) as db:
        items = {}
        for key, parent, deleted, title in db.execute(
            "SELECT key, parent, deleted, title FROM items WHERE source = ?", (source,)
        ):
            items[key] = (parent, bool(deleted), title)
        tags: dict[str, set[str]] = {}
        for key, name in db.execute(
            "SELECT i.key, t.name FROM item_tags t JOIN items i ON i.id = t.item WHERE source = ?", (source,)
        ):
            tags.setdefault(key, set()).add(name)
        members: dict[str, set[str]] = {}
        for key, name in db.execute(
            "SELECT i.key, m.collection FROM memberships m JOIN items i ON i.id = m.item WHERE source = ?",
            (source,),
        ):
            members.setdefault(key, set()).add(name)
        relations: dict[str, set[str]] = {}
        for key, predicate, uri in db.execute(
            "SELECT i.key, r.predicate, r.object FROM relations r JOIN items i ON i.id = r.item"
            " WHERE source = ?",
            (source,),
        ):
            relations.setdefault(key, set()).add(f"{predicate} {uri}")
        indexed = {
            row[0]
            for row in db.execute(
                "SELECT i.key FROM search s JOIN items i ON i.id = s.rowid WHERE i.source = ?", (source,)
            )
        }
        return {"items": items, "tags": tags, "members": members, "relations": relations, "indexed": indexed}


def expected_lookups(library: Library) -> dict[str, Any]:
    """The same of the server's objects, of those that are well-formed."""
    tags, members, relations, indexed = {}, {}, {}, set()
    for key, item in library.items.items():
        if item.tags:
            tags[key] = {safe_text(tag) for tag in item.tags}
        if item.collections and not item.parent:
            members[key] = set(item.collections)
        if item.relations:
            relations[key] = {f"{name} {uri}" for name, uris in item.relations.items() for uri in uris}
        if item.type not in ("note", "attachment", "annotation"):
            indexed.add(key)
    return {"tags": tags, "members": members, "relations": relations, "indexed": indexed}


@dataclass
class World:
    """One server, one workspace with a group and a user's library, and what must never be lost."""

    store: Store
    server: RunningServer
    faults: Faults
    sources: tuple[Source, ...]
    folder: Path
    hurry: Hurry = field(default_factory=Hurry)
    known_keys: dict[tuple[str, str], str] = field(default_factory=dict)
    renamed: set[tuple[str, str]] = field(default_factory=set)
    themes: str = THEMES
    cited: str = LIST
    backups: dict[Source, Library] = field(default_factory=dict)

    @property
    def workspace(self) -> Workspace:
        return load_workspace(self.folder)

    @property
    def database(self) -> Path:
        return self.folder / ".readinglist" / "library.sqlite"

    def editor(self, source: Source) -> Editor:
        return edit(self.store, *source)

    def sync(self, **options: Any) -> SyncReport:
        given: dict[str, Any] = {"limits": self.hurry.limits()} | options
        return sync(
            self.workspace,
            lambda source: Secret(API_KEY) if source.type == "user" else None,
            Wishes(**given),
        )

    def decide(self, citation_key: str) -> None:
        """Write a decision and a list entry by hand."""
        if citation_key not in self.themes:
            self.themes += f'"{citation_key}" = {{ include = ["archives"] }}\n'
            self.cited += f"      - {citation_key}   # by hand\n"
        self.write_by_hand()

    def write_by_hand(self) -> None:
        """Write the files that people write."""
        (self.folder / "themes.toml").write_text(self.themes, "utf-8")
        (self.folder / "lists").mkdir(exist_ok=True)
        text = self.cited if self.cited != LIST else self.cited.replace("    entries:\n", "")
        (self.folder / "lists" / "mine.yaml").write_text(text, "utf-8")

    def keep(self, source: Source) -> None:
        """Make a backup of a library on the server."""
        self.backups[source] = copy.deepcopy(self.store.library(*source))

    def go_back(self, source: Source) -> None:
        """Put the backup of a library in its place, as a server's restore does."""
        kept = copy.deepcopy(self.backups[source])
        kept.owner, kept.group = self.store.library(*source).owner, self.store.library(*source).group
        kept.touch()
        self.store.libraries[source] = kept

    def local(self, source: Source) -> dict[str, Any]:
        return local_state(self.database, path_of(source))

    def assert_equal(self) -> None:
        """Local equals remote, object by object, and what is looked up beside the objects agrees."""
        for source in self.sources:
            library = self.store.library(*source)
            here, there = self.local(source), remote_state(library)
            for kind, objects in there.items():
                assert here[kind] == objects, f"{path_of(source)} {kind}"
            found, wanted = lookups(self.database, path_of(source)), expected_lookups(library)
            odd = {key for key, item in library.items.items() if item.raw is not None}
            for name in ("tags", "members", "relations"):
                assert without(found[name], odd) == without(wanted[name], odd), name
            assert found["indexed"] - odd == wanted["indexed"] - odd

    def assert_derived(self) -> None:
        """Themes and `bib/` are what is made of the whole library from nothing."""
        with open_local(self.workspace) as library:
            items, names = library.items(), library.collection_names()
            vocabulary = with_current_keys(load_themes(self.workspace), library)
            wanted = {(one.source, one.key): assign(vocabulary, one, names) for one in items}
            found = library.assignments()
        assert {one: found.get(one, ()) for one in wanted} == wanted
        for name in ("library", *vocabulary.ids):
            chosen = [
                one
                for one in items
                if name == "library" or name in {a.theme for a in wanted[one.source, one.key]}
            ]
            written = (self.folder / "bib" / f"{name}.bib").read_bytes().decode("utf-8")
            assert written == f"% Written by readinglist sync; do not edit.\n\n{write(chosen)}"

    def assert_kept(self) -> None:
        """Nothing made by hand changed, and every item has the citation key that it once got."""
        assert (self.folder / "themes.toml").read_text("utf-8") == self.themes
        with (self.folder / "bib" / "keys.csv").open(encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file))
        owners = {row["citation_key"]: (row["source"], row["zotero_key"]) for row in rows}
        current = {(row["source"], row["zotero_key"]): row["citation_key"] for row in rows if not row["role"]}
        for item, key in self.known_keys.items():
            assert owners[key] == item, f"{key} belonged to {item}"
            if item not in self.renamed:
                assert current[item] == key
        self.known_keys |= {item: key for item, key in current.items() if item not in self.known_keys}


def without(found: dict[str, Any], keys: set[str]) -> dict[str, Any]:
    return {key: value for key, value in found.items() if key not in keys}


def path_of(source: Source) -> str:
    return f"{source[0]}s/{source[1]}"


@contextmanager
def running() -> Iterator[tuple[Store, RunningServer, Faults]]:
    """A server without libraries, on which many worlds can stand one after the other."""
    store, faults = Store(), Faults()
    with start_server(store, faults=faults) as server:
        yield store, server, faults


_numbers = iter(range(1000, 10_000_000))


def new_world(store: Store, server: RunningServer, faults: Faults, seed: int = 0) -> World:
    """A world with two small libraries of its own on the server."""
    faults.clear()
    chance = random.Random(seed)
    store.new_key = lambda: "".join(chance.choices("23456789ABCDEFGHIJKLMNPQRSTUVWXYZ", k=8))
    user, group = next(_numbers), next(_numbers)
    store.libraries.clear()
    store.add_library("user", user, f"user{user}")
    store.add_library("group", group, "Seminar", owner=user)
    store.keys.clear()
    store.add_key(API_KEY, user)
    folder = Path(tempfile.mkdtemp(prefix="readinglist-world-"))
    (folder / "readinglist.toml").write_text(
        CONFIG.format(group=group, user=user, endpoint=server.endpoint), "utf-8"
    )
    world = World(store, server, faults, (("group", group), ("user", user)), folder)
    world.write_by_hand()
    return world


def end_world(world: World) -> None:
    """Remove its workspace."""
    shutil.rmtree(world.folder, ignore_errors=True)


def fill(editor: Editor, items: int, make: Callable[[int], dict[str, Any]] | None = None) -> list[str]:
    """Books with a note each third, in two collections; their keys."""
    shelf = editor.add_collection("Shelf")
    inner = editor.add_collection("Inner", shelf)
    keys = []
    for number in range(items):
        data = make(number) if make else {"title": f"Archives of {number}", "date": str(1990 + number % 30)}
        key = editor.add_item("book", collections=[inner if number % 2 else shelf], **data)
        keys.append(key)
        if number % 3 == 0:
            editor.add_item("note", parentItem=key, note=f"<p>Note on {number}</p>")
    return keys
