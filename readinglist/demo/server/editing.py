"""Changing a library by hand, as another client's writes would: for tests and demonstrations."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from readinglist.demo.server.bodies import stamped
from readinglist.demo.server.facts import folded
from readinglist.demo.server.kinds import COLLECTIONS, ITEMS, SEARCHES, Kind, Stamp
from readinglist.demo.server.library import Library
from readinglist.demo.server.serialise import item_data
from readinglist.demo.server.state import Item, LibraryType, Setting, Text
from readinglist.demo.server.store import Store


def edit(store: Store, library_type: LibraryType, library_id: int) -> Editor:
    """An editor of one library. Raises KeyError when there is none."""
    return Editor(store, store.library(library_type, library_id))


class Editor:
    """Writes to one library, each with a new version, checked like a client's write.

    Methods that make something return its key; ApiError is raised for what the server would refuse.
    """

    def __init__(self, store: Store, library: Library) -> None:
        self.store = store
        self.library = library

    def add_item(self, item_type: str = "book", **data: Any) -> str:
        """Make an item; `data` are its properties as the API names them."""
        return self._add(ITEMS, {"itemType": item_type} | data)

    def edit_item(self, key: str, **changes: Any) -> None:
        """Change properties of an item, as a PATCH does."""
        self._save(ITEMS, key, changes)

    def trash(self, *keys: str) -> None:
        """Put items into the trash, each with a version of its own."""
        for key in keys:
            self.edit_item(key, deleted=1)

    def restore(self, *keys: str) -> None:
        """Take items out of the trash."""
        for key in keys:
            self.edit_item(key, deleted=0)

    def delete_items(self, *keys: str) -> None:
        """Delete items with their children, all with one version."""
        self._remove(ITEMS, keys)

    def move(self, key: str, *collections: str) -> None:
        """Let an item be in these collections and in no others."""
        self.edit_item(key, collections=list(collections))

    def reparent(self, key: str, parent: str) -> None:
        """Put a note or attachment below another item; "" makes it stand alone."""
        self.edit_item(key, parentItem=parent or False)

    def merge(self, kept: str, *merged: str) -> None:
        """Merge duplicates as the desktop program does: children, tags and collections go to the one that is
        kept, which says so with `dc:replaces`; the others go to the trash."""
        with self.store.lock:
            items = self.library.items
            others = [items[key] for key in merged]
            for other in others:
                for child in list(self.library.children.get(other.key, ())):
                    self.reparent(child, kept)
            self.edit_item(kept, **self._merged(items[kept], others))
            self.trash(*merged)

    def _merged(self, kept: Item, others: Iterable[Item]) -> dict[str, Any]:
        data = item_data(self.library, kept)
        tags, collections = dict(kept.tags), list(kept.collections)
        replaced = list(kept.relations.get("dc:replaces", ()))
        for other in others:
            tags = other.tags | tags
            collections += [one for one in other.collections if one not in collections]
            replaced += [self.library.uri(other.key), *other.relations.get("dc:replaces", ())]
        return {
            "tags": [{"tag": name, "type": kind} for name, kind in tags.items()],
            "collections": collections,
            "relations": data["relations"] | {"dc:replaces": replaced},
        }

    def put_raw(self, data: dict[str, Any]) -> str:
        """Store an item that no valid write could make: unknown types and fields, values of the wrong type.

        It is sent exactly as it is here, but for its key (made up if missing) and version.
        """
        with self.store.lock:
            library = self.library
            key = data.get("key") or self._free_key(ITEMS)
            existing = library.items.get(key)
            version = library.raise_version()
            item = existing or Item(key, version, "", library.number())
            item.version = version
            with library.changing(item):
                item.raw = dict(data)
                item.type = str(data.get("itemType"))
                item.parent = _text(data.get("parentItem"))
                item.collections = _keys(data.get("collections"))
                item.tags = _tags(data.get("tags"))
                item.deleted = data.get("deleted") in (1, True)
                item.added = _text(data.get("dateAdded"))
                item.modified = _text(data.get("dateModified"))
        return key

    def add_collection(self, name: str, parent: str = "", **data: Any) -> str:
        """Make a collection, at the top or below another."""
        return self._add(COLLECTIONS, {"name": name, "parentCollection": parent or False} | data)

    def edit_collection(self, key: str, **changes: Any) -> None:
        """Change a collection: `name`, `parentCollection`, `deleted`."""
        self._save(COLLECTIONS, key, changes)

    def delete_collections(self, *keys: str) -> None:
        """Delete collections, all with one version; their items stay."""
        self._remove(COLLECTIONS, keys)

    def add_search(self, name: str, *conditions: tuple[str, str, str]) -> str:
        """Make a saved search of conditions (field, operator, value)."""
        parts = [{"condition": one, "operator": how, "value": value} for one, how, value in conditions]
        return self._add(SEARCHES, {"name": name, "conditions": parts})

    def edit_search(self, key: str, **changes: Any) -> None:
        """Change a saved search."""
        self._save(SEARCHES, key, changes)

    def delete_searches(self, *keys: str) -> None:
        """Delete saved searches."""
        self._remove(SEARCHES, keys)

    def delete_tag(self, name: str) -> None:
        """Take a tag off all items; each gets the new version."""
        with self.store.lock:
            self.library.remove_tag(name, self.library.raise_version())

    def rename_tag(self, name: str, new_name: str) -> None:
        """Rename a tag on all items, as the desktop program does."""
        with self.store.lock:
            for item in [one for one in self.library.items.values() if name in one.tags]:
                tags = {new_name if tag == name else tag: kind for tag, kind in item.tags.items()}
                self.edit_item(item.key, tags=[{"tag": tag, "type": kind} for tag, kind in tags.items()])
            self.delete_tag(name)

    def set_setting(self, name: str, value: Any) -> None:
        """Give a setting a value."""
        with self.store.lock:
            self.library.settings[name] = Setting(value, self.library.raise_version())
            self.library.deleted["settings"].pop(name, None)

    def delete_setting(self, name: str) -> None:
        """Delete a setting."""
        with self.store.lock:
            self.library.remove_setting(name, self.library.raise_version())

    def set_fulltext(self, key: str, content: str) -> None:
        """Give an attachment a full text; the attachment keeps its version."""
        with self.store.lock:
            counts = {"content": content, "indexedChars": len(content), "totalChars": len(content)}
            self.library.texts[key] = Text(counts, self.library.raise_version())

    def find(self, title: str) -> str:
        """The key of the item with this title. Raises KeyError if there is none."""
        from readinglist.demo.server.facts import title_of

        for item in self.library.items.values():
            if folded(title_of(item)) == folded(title):
                return item.key
        raise KeyError(title)

    def _add(self, kind: Kind, data: dict[str, Any]) -> str:
        with self.store.lock:
            key = data.get("key") or self._free_key(kind)
            self._save(kind, key, data)
        return str(key)

    def _save(self, kind: Kind, key: str, data: dict[str, Any]) -> None:
        with self.store.lock:
            stamp = Stamp(self.library.version + 1, self.store.clock(), self.library.owner.id)
            kind.save(self.library, key, data, False, stamp)
            stamped(self.library, stamp.version, stamp.now)

    def _remove(self, kind: Kind, keys: Iterable[str]) -> None:
        with self.store.lock:
            version = self.library.version + 1
            for key in keys:
                if key in kind.existing(self.library):
                    kind.remove(self.library, key, version)
            stamped(self.library, version, self.store.clock())

    def _free_key(self, kind: Kind) -> str:
        while (key := self.store.new_key()) in kind.existing(self.library):
            continue
        return key


def _text(value: Any) -> str:
    return value if isinstance(value, str) else ""


def _keys(value: Any) -> list[str]:
    return [one for one in value if isinstance(one, str)] if isinstance(value, list) else []


def _tags(value: Any) -> dict[str, int]:
    entries = [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []
    return {
        one["tag"]: one["type"] if one.get("type") in (0, 1) else 0
        for one in entries
        if isinstance(one.get("tag"), str)
    }
