"""Which bibliographic items a sync changed and how, gathered while the changes are being written."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from readinglist.library.journal import FieldChange, ItemChange, child_change, differences
from readinglist.zotero.mapping import CHILD_TYPES, data_of, safe_text

REPLACES = "dc:replaces"


@dataclass(frozen=True, slots=True)
class State:
    """An item as it was or is: what the ledger looks at."""

    item_type: str
    parent: str
    deleted: bool
    title: str
    json: str

    @property
    def bibliographic(self) -> bool:
        """Whether it is an item and not a note, attachment or annotation."""
        return self.item_type not in CHILD_TYPES


class Ledger:
    """The changed items by Zotero key; `parents` are items whose children or collections changed."""

    def __init__(self, names: Mapping[str, str]) -> None:
        self.added: set[str] = set()
        self.edited: set[str] = set()
        self.moved: set[str] = set()
        self.trashed: set[str] = set()
        self.restored: set[str] = set()
        self.removed: set[str] = set()
        self.parents: set[str] = set()
        self.collections = False
        self.names = names
        self.titles: dict[str, str] = {}
        self.replaced: dict[str, str] = {}
        self._fields: dict[str, list[FieldChange]] = {}

    def items(self) -> dict[str, set[str]]:
        """The changed items by the names that `Changes` has for them."""
        names = ("added", "edited", "moved", "trashed", "restored", "removed")
        return {name: getattr(self, name) for name in names}

    def note(self, key: str, old: State | None, new: State) -> None:
        """Note what became of an item; `old` is None where it was not held."""
        before = json.loads(old.json) if old else None
        after = json.loads(new.json)
        fields = differences(before, after) if before is not None else ()
        if not new.bibliographic or (old and not old.bibliographic):
            self._note_child(key, old, new, before, after, bool(fields))
        if not new.bibliographic:
            if old and old.bibliographic:  # its type became one of a child's: it is no item any more
                self.removed.add(key)
                self.titles[key] = old.title
            return
        self.titles[key] = new.title
        self._note_item(key, old, new, fields)
        self._note_replaced(key, before, after)

    def _note_item(self, key: str, old: State | None, new: State, fields: tuple[FieldChange, ...]) -> None:
        if old is None or not old.bibliographic:
            (self.trashed if new.deleted else self.added).add(key)
        elif old.deleted != new.deleted:
            (self.trashed if new.deleted else self.restored).add(key)
        elif fields and not new.deleted:
            self.edited.add(key)
            if any(one.field == "collections" for one in fields):
                self.moved.add(key)
        self.add_fields(key, (one for one in fields if one.field != "deleted"))

    def _note_child(
        self, key: str, old: State | None, new: State, before: Any, after: Any, changed: bool
    ) -> None:
        if old is not None and not changed:
            return
        for state, was, now in ((old, before, None), (new, None, after)):
            if state is None or state.bibliographic or not state.parent:
                continue
            self.parents.add(state.parent)
            if old and state.parent == old.parent and old.parent == new.parent:
                if state is new:
                    self.add_fields(state.parent, [_child(new, None if old.deleted else before, after)])
            else:
                self.add_fields(state.parent, [child_change(state.item_type, was, now)])

    def note_removed(self, key: str, old: State) -> None:
        """Note that an item is gone for good."""
        if old.parent:
            self.parents.add(old.parent)
            self.add_fields(old.parent, [child_change(old.item_type, json.loads(old.json), None)])
        if old.bibliographic:
            self.removed.add(key)
            self.titles[key] = old.title

    def add_fields(self, key: str, fields: Iterable[FieldChange]) -> None:
        """Note changed fields of an item."""
        self._fields.setdefault(key, []).extend(
            FieldChange(one.field, self._named(one.before), self._named(one.after))
            if one.field == "collections"
            else one
            for one in fields
        )

    def changes(self) -> tuple[ItemChange, ...]:
        """Every changed item once, with what happened to it in a word and the fields concerned."""
        found = []
        for key in sorted(self.added | self.edited | self.trashed | self.restored | self.removed):
            fields = tuple(one for one in self._fields.get(key, ()) if one.before != one.after)
            what = next(word for word, keys in self._by_word() if key in keys)
            if what == "edited" and fields and all(one.field == "collections" for one in fields):
                what = "moved"
            if key in self.replaced and what in ("trashed", "deleted"):
                what = "merged"
            found.append(ItemChange(key, what, self.titles.get(key, ""), fields))
        return tuple(found)

    def _by_word(self) -> tuple[tuple[str, set[str]], ...]:
        return (
            ("deleted", self.removed),
            ("trashed", self.trashed),
            ("restored", self.restored),
            ("added", self.added),
            ("edited", self.edited),
        )

    def _named(self, keys: str) -> str:
        return ", ".join(self.names.get(key, key) for key in keys.split(", ") if key)

    def _note_replaced(self, key: str, before: Any, after: Any) -> None:
        """Note items that this one now stands for, as the desktop program's merge writes it."""
        known = set(_replaced(before))
        for other in _replaced(after):
            if other not in known:
                self.replaced[other] = key


def _child(new: State, before: Any, after: Any) -> FieldChange:
    return child_change(new.item_type, before, None if new.deleted else after)


def _replaced(raw: Any) -> list[str]:
    relations = data_of(raw).get("relations") if raw else None
    targets = relations.get(REPLACES) if isinstance(relations, dict) else None
    uris = [targets] if isinstance(targets, str) else targets if isinstance(targets, list) else []
    return [safe_text(uri).rpartition("/")[2] for uri in uris if isinstance(uri, str)]
