"""What distinguishes writing items, collections and saved searches, so that one flow can serve all three."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from readinglist.demo.server.item_checks import MAX_NAME, checked_deleted, checked_relations, cut
from readinglist.demo.server.item_writes import commit_item, draft_item
from readinglist.demo.server.library import Library
from readinglist.demo.server.messages import ApiError
from readinglist.demo.server.serialise import Printer
from readinglist.demo.server.state import Collection, Search


@dataclass(frozen=True, slots=True)
class Stamp:
    """With what a write is marked: the version, the time, and who does it."""

    version: int
    now: str
    user_id: int


class Kind(Protocol):
    """One kind of object. `word` is its name in messages ("item"), `words` the plural, `key_name` the query
    parameter that lists keys."""

    word: str
    words: str
    key_name: str

    def existing(self, library: Library) -> Mapping[str, Any]:
        """The objects of this kind by key."""

    def save(self, library: Library, key: str, data: dict[str, Any], full: bool, stamp: Stamp) -> bool:
        """Check and store an object; False if nothing changes. Raises ApiError before it changes anything."""

    def remove(self, library: Library, key: str, version: int) -> None:
        """Delete an object that exists."""

    def shown(self, printer: Printer, found: Any) -> Any:
        """The object as an answer shows it."""


class ItemKind:
    """Items."""

    word, words, key_name = "item", "items", "itemKey"

    def existing(self, library: Library) -> Mapping[str, Any]:
        """The library's items."""
        return library.items

    def save(self, library: Library, key: str, data: dict[str, Any], full: bool, stamp: Stamp) -> bool:
        """Check and store an item."""
        existing = library.items.get(key)
        draft = draft_item(library, existing, key, data, full)
        sent = bool(data.get("dateModified"))
        return commit_item(library, existing, draft, stamp.version, stamp.now, stamp.user_id, sent)

    def remove(self, library: Library, key: str, version: int) -> None:
        """Delete an item with its children."""
        library.remove_item(key, version)

    def shown(self, printer: Printer, found: Any) -> Any:
        """The whole item."""
        return printer.item_object(found)


class CollectionKind:
    """Collections."""

    word, words, key_name = "collection", "collections", "collectionKey"
    _known = ("key", "version", "name", "parentCollection", "relations", "deleted")

    def existing(self, library: Library) -> Mapping[str, Any]:
        """The library's collections."""
        return library.collections

    def save(self, library: Library, key: str, data: dict[str, Any], full: bool, stamp: Stamp) -> bool:
        """Check and store a collection."""
        existing = library.collections.get(key)
        for name in data:
            if name not in self._known:
                raise ApiError(400, f"Invalid property '{name}'")
        if (existing is None or full) and "name" not in data:
            raise ApiError(400, "'name' property not provided")
        name = checked_name("Collection", data.get("name", existing.name if existing else ""))
        parent = existing.parent if existing else ""
        if "parentCollection" in data:
            parent = self._parent(library, key, data["parentCollection"])
        deleted = bool(existing and existing.deleted and not full)
        if "deleted" in data:
            deleted = checked_deleted(data["deleted"])
        relations = dict(existing.relations) if existing else {}
        if "relations" in data:
            relations = checked_relations(data["relations"])
        changed = (name, parent, deleted, relations)
        if existing and changed == (existing.name, existing.parent, existing.deleted, existing.relations):
            return False
        found = existing or Collection(key, 0, "", library.number())
        self._break_cycle(library, found, parent, stamp)
        found.name, found.parent, found.deleted, found.relations = changed
        found.version, found.modified = stamp.version, stamp.now
        library.put_collection(found)
        return True

    def _parent(self, library: Library, key: str, value: Any) -> str:
        if value in (False, None, ""):
            return ""
        if value == key:
            raise ApiError(500, "An error occurred")
        if not isinstance(value, str) or value not in library.collections:
            raise ApiError(409, f"Parent collection {value} not found", data={"collection": value})
        return value

    def _break_cycle(self, library: Library, moved: Collection, parent: str, stamp: Stamp) -> None:
        """A collection that is put below its own descendant: that one is moved up to its old place."""
        if parent and parent in library.below(moved.key):
            child = library.collections[parent]
            child.parent, child.version, child.modified = moved.parent, stamp.version, stamp.now
            library.put_collection(child)

    def remove(self, library: Library, key: str, version: int) -> None:
        """Delete a collection with those below it."""
        library.remove_collection(key, version)

    def shown(self, printer: Printer, found: Any) -> Any:
        """The whole collection."""
        return printer.collection(found)


class SearchKind:
    """Saved searches."""

    word, words, key_name = "search", "searches", "searchKey"
    _known = ("key", "version", "name", "conditions", "deleted")

    def existing(self, library: Library) -> Mapping[str, Any]:
        """The library's searches."""
        return library.searches

    def save(self, library: Library, key: str, data: dict[str, Any], full: bool, stamp: Stamp) -> bool:
        """Check and store a search; unknown conditions and operators are accepted [searches-create]."""
        existing = library.searches.get(key)
        for name in data:
            if name not in self._known:
                raise ApiError(400, f"Invalid property '{name}'")
        for name in ("name", "conditions"):
            if (existing is None or full) and name not in data:
                raise ApiError(400, f"'{name}' property not provided")
        conditions = data.get("conditions", existing.conditions if existing else [])
        if not isinstance(conditions, list):
            raise ApiError(400, "'conditions' property must be an array")
        if not conditions:
            raise ApiError(400, "'conditions' cannot be empty")
        for one in conditions:
            if not isinstance(one, dict) or not {"condition", "operator", "value"} <= one.keys():
                raise ApiError(400, "'conditions' must be objects with 'condition', 'operator' and 'value'")
        name = checked_name("Search", data.get("name", existing.name if existing else ""))
        deleted = bool(existing and existing.deleted and not full)
        if "deleted" in data:
            deleted = checked_deleted(data["deleted"])
        changed = (name, conditions, deleted)
        if existing and changed == (existing.name, existing.conditions, existing.deleted):
            return False
        found = existing or Search(key, 0, "", library.number())
        found.name, found.conditions, found.deleted = changed
        found.version, found.modified = stamp.version, stamp.now
        library.searches[key] = found
        library.deleted["searches"].pop(key, None)
        return True

    def remove(self, library: Library, key: str, version: int) -> None:
        """Delete a search."""
        library.remove_search(key, version)

    def shown(self, printer: Printer, found: Any) -> Any:
        """The whole search."""
        return printer.search(found)


def checked_name(word: str, value: Any) -> str:
    """A name that is neither empty nor too long; `word` begins the message."""
    if not isinstance(value, str):
        raise ApiError(400, "'name' must be a string")
    if not value.strip():
        raise ApiError(400, f"{word} name cannot be empty")
    if len(value) > MAX_NAME:
        raise ApiError(413, f"{word} name '{cut(value)}' too long", data={"value": cut(value)})
    return value


ITEMS, COLLECTIONS, SEARCHES = ItemKind(), CollectionKind(), SearchKind()
