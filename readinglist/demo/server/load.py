"""The bundled collection as a server's state, and any library in the same file format."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from readinglist.demo.server.library import Library
from readinglist.demo.server.state import Collection, Item, Search, Setting
from readinglist.demo.server.store import Store
from readinglist.resources import package_file

_OUTSIDE_DATA = (
    *("key", "version", "itemType", "parentItem", "collections", "tags", "relations"),
    *("deleted", "dateAdded", "dateModified"),
)


def bundled_store() -> Store:
    """A new store with the bundled collection: the public group 4420117, readable without a key."""
    content = json.loads(package_file("demo", "data", "collection.json").read_text("utf-8"))
    return store_of(content)


def load_store(path: Path) -> Store:
    """A store of a file like the bundled collection's."""
    return store_of(json.loads(path.read_text("utf-8")))


def store_of(content: dict[str, Any]) -> Store:
    """A store with one library, of a parsed file: library, collections, items, searches, settings."""
    store = Store()
    about = content["library"]
    library = store.add_library(about["type"], about["id"], about["name"])
    fill_library(library, content)
    if library.group and library.items:
        library.group.created = min(one.added for one in library.items.values())
        library.group.modified = max(one.modified for one in library.items.values())
    return store


def fill_library(library: Library, content: dict[str, Any]) -> None:
    """Put the objects of a parsed file into an empty library, with their keys and versions as they are."""
    for data in content.get("collections", []):
        library.put_collection(_collection(library, data))
    for data in sorted(content.get("items", []), key=lambda one: one["version"]):
        item = item_of(library, data)
        with library.changing(item):
            pass
    for data in content.get("searches", []):
        library.searches[data["key"]] = Search(
            data["key"], data["version"], data["name"], library.number(), data["conditions"]
        )
    for name, data in content.get("settings", {}).items():
        library.settings[name] = Setting(data["value"], data["version"])
    library.version = content.get("library", {}).get("version", _highest(library))
    library.touch()


def item_of(library: Library, data: dict[str, Any]) -> Item:
    """An item of its API data; empty properties are left out of what is kept."""
    tags = {one["tag"]: int(one.get("type", 0)) for one in data.get("tags", [])}
    relations = {
        name: [uris] if isinstance(uris, str) else list(uris)
        for name, uris in (data.get("relations") or {}).items()
    }
    return Item(
        key=data["key"],
        version=data["version"],
        type=data["itemType"],
        number=library.number(),
        data={name: value for name, value in data.items() if name not in _OUTSIDE_DATA and value != ""},
        parent=data.get("parentItem") or "",
        collections=list(data.get("collections", [])),
        tags=tags,
        relations=relations,
        deleted=bool(data.get("deleted")),
        added=data.get("dateAdded", ""),
        modified=data.get("dateModified", ""),
    )


def _collection(library: Library, data: dict[str, Any]) -> Collection:
    return Collection(
        data["key"],
        data["version"],
        data["name"],
        library.number(),
        parent=data.get("parentCollection") or "",
        deleted=bool(data.get("deleted")),
    )


def _highest(library: Library) -> int:
    tables: tuple[Mapping[str, Item | Collection | Search | Setting], ...] = (
        library.items,
        library.collections,
        library.searches,
        library.settings,
    )
    return max([1, *(one.version for table in tables for one in table.values())])
