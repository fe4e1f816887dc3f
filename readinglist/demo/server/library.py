"""One library's state with its indexes: what changes keeps children, members, tags and deletions right."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from readinglist.demo.server.state import (
    Collection,
    Group,
    Item,
    LibraryType,
    Search,
    Setting,
    TagState,
    Text,
    User,
)

DELETED_KINDS = ("collections", "items", "searches", "tags", "settings")


def _no_deletions() -> dict[str, dict[str, int]]:
    return {kind: {} for kind in DELETED_KINDS}


@dataclass(slots=True, eq=False)
class Library:
    """A user's or a group's library.

    `version` is the library's version; a new library has 1, as on the real server. `deleted` maps each kind
    to names and the version at which they went. `stamp` rises with every change, also with those that leave
    the version alone; `selections` are cached lists of items that are valid for one stamp.
    """

    type: LibraryType
    id: int
    owner: User
    group: Group | None = None
    version: int = 1
    updated: str = ""
    items: dict[str, Item] = field(default_factory=dict)
    collections: dict[str, Collection] = field(default_factory=dict)
    searches: dict[str, Search] = field(default_factory=dict)
    settings: dict[str, Setting] = field(default_factory=dict)
    texts: dict[str, Text] = field(default_factory=dict)
    deleted: dict[str, dict[str, int]] = field(default_factory=_no_deletions)
    tags: dict[tuple[str, int], TagState] = field(default_factory=dict)
    children: dict[str, dict[str, None]] = field(default_factory=dict)
    members: dict[str, dict[str, None]] = field(default_factory=dict)
    selections: dict[Any, Any] = field(default_factory=dict)
    stamp: int = 0
    counter: int = 0

    @property
    def name(self) -> str:
        """The library's name as its block in every object shows it."""
        return self.group.name if self.group else self.owner.name

    @property
    def prefix(self) -> str:
        """The beginning of this library's paths, as `/groups/4420117`."""
        return f"/{self.type}s/{self.id}"

    @property
    def web_prefix(self) -> str:
        """The address of this library on the web site."""
        if self.group:
            return f"https://www.zotero.org/groups/{self.group.slug}"
        return f"https://www.zotero.org/{self.owner.slug}"

    def number(self) -> int:
        """The next number in the order of creation."""
        self.counter += 1
        return self.counter

    def raise_version(self) -> int:
        """Raise the library's version by one and return it."""
        self.version += 1
        self.touch()
        return self.version

    def touch(self) -> None:
        """Note that something changed, so that cached lists are made anew."""
        self.stamp += 1
        self.selections.clear()

    @contextmanager
    def changing(self, item: Item) -> Iterator[Item]:
        """Change an item, or add a new one, and keep the indexes right; the item's version is set before."""
        known = item.key in self.items
        if known:
            self._unlink(item)
        tags_before = dict(item.tags) if known else {}
        try:
            yield item
        finally:
            self.items[item.key] = item
            self._link(item)
            self._count_tags(tags_before, item.tags, item.version)
            self.deleted["items"].pop(item.key, None)
            self.touch()

    def remove_item(self, key: str, version: int) -> None:
        """Remove an item with its children, full texts and the relations that others have to it."""
        item = self.items[key]
        for child in list(self.children.get(key, ())):
            self.remove_item(child, version)
        self._unlink(item)
        del self.items[key]
        self.texts.pop(key, None)
        self._count_tags(item.tags, {}, version)
        self._forget_relations(item)
        self.deleted["items"][key] = version
        self.touch()

    def put_collection(self, collection: Collection) -> None:
        """Add a collection, or note that one was changed."""
        self.collections[collection.key] = collection
        self.deleted["collections"].pop(collection.key, None)
        self.touch()

    def remove_collection(self, key: str, version: int) -> None:
        """Remove a collection. Those below it vanish without being listed as deleted, and its items lose it
        without a new version: so the real server does (its database cascades)."""
        for one in [key, *self.below(key)]:
            for member in self.members.pop(one, {}):
                item = self.items[member]
                item.collections = [other for other in item.collections if other != one]
                item.cache.clear()
            self.collections.pop(one, None)
        self.deleted["collections"][key] = version
        self.touch()

    def below(self, key: str) -> list[str]:
        """The keys of all collections below one, its own excluded."""
        found: list[str] = []
        waiting = [key]
        while waiting:
            parent = waiting.pop()
            direct = [one.key for one in self.collections.values() if one.parent == parent]
            fresh = [one for one in direct if one not in found and one != key]
            found += fresh
            waiting += fresh
        return found

    def remove_search(self, key: str, version: int) -> None:
        """Remove a saved search."""
        if self.searches.pop(key, None):
            self.deleted["searches"][key] = version
            self.touch()

    def remove_setting(self, name: str, version: int) -> None:
        """Remove a setting."""
        if self.settings.pop(name, None):
            self.deleted["settings"][name] = version
            self.touch()

    def remove_tag(self, name: str, version: int) -> None:
        """Take a tag off every item, which gives those items the version, and forget it."""
        kinds = [pair for pair in self.tags if pair[0] == name]
        if not kinds:
            return
        for item in [one for one in self.items.values() if name in one.tags]:
            item.version = version
            with self.changing(item):
                item.tags = {tag: kind for tag, kind in item.tags.items() if tag != name}
        for pair in kinds:
            del self.tags[pair]
        self.deleted["tags"][name] = version
        self.touch()

    def uri(self, key: str) -> str:
        """The address that stands for an item in relations."""
        return f"http://zotero.org{self.prefix}/items/{key}"

    def key_of_uri(self, uri: str) -> str:
        """The key of an item of this library that a relation names, or ""."""
        begin = f"http://zotero.org{self.prefix}/items/"
        return uri[len(begin) :] if uri.startswith(begin) else ""

    def _link(self, item: Item) -> None:
        item.cache.clear()
        if item.parent:
            self.children.setdefault(item.parent, {})[item.key] = None
            self._refresh(item.parent)
        for key in item.collections:
            self.members.setdefault(key, {})[item.key] = None

    def _unlink(self, item: Item) -> None:
        if item.parent:
            self.children.get(item.parent, {}).pop(item.key, None)
            self._refresh(item.parent)
        for key in item.collections:
            self.members.get(key, {}).pop(item.key, None)

    def _refresh(self, key: str) -> None:
        if key in self.items:
            self.items[key].cache.clear()

    def _count_tags(self, before: dict[str, int], after: dict[str, int], version: int) -> None:
        for pair in before.items() - after.items():
            state = self.tags.get(pair)
            if state:
                state.items -= 1
                state.version = version
        for name, kind in after.items():
            if before.get(name) == kind:
                continue
            state = self.tags.get((name, kind))
            if state is None:
                state = TagState(name, kind, version, self.number())
                self.tags[(name, kind)] = state
            state.items += 1
            state.version = version
            self.deleted["tags"].pop(name, None)

    def _forget_relations(self, item: Item) -> None:
        uri = self.uri(item.key)
        partners = {self.key_of_uri(one) for uris in item.relations.values() for one in uris}
        for key in partners & self.items.keys():
            partner = self.items[key]
            for predicate, uris in list(partner.relations.items()):
                # What stands for a merged item goes on standing for it.
                kept = [one for one in uris if one != uri or predicate == "dc:replaces"]
                if kept:
                    partner.relations[predicate] = kept
                else:
                    del partner.relations[predicate]
            partner.cache.clear()
