"""Items and decisions as the theme rules are to see them.

What we wrote to Zotero ourselves is no evidence, or a theme once given could never be lost again. And a
decision follows its item: to a new citation key, and to the item that another was merged into.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from readinglist.items import Item
from readinglist.library import Library
from readinglist.library.keys import ItemId
from readinglist.themes.decisions import Decision
from readinglist.themes.pushed import load_record
from readinglist.themes.vocabulary import Vocabulary
from readinglist.workspace import Workspace

_NONE: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Ours:
    """The names of tags and the keys of collections that a push put on items."""

    tags: Mapping[ItemId, frozenset[str]]
    collections: Mapping[ItemId, frozenset[str]]

    def put_on(self, item: ItemId) -> tuple[list[str], list[str]] | None:
        """What was put on an item, in a fixed order; None for nothing."""
        tags, collections = self.tags.get(item, _NONE), self.collections.get(item, _NONE)
        return (sorted(tags), sorted(collections)) if tags or collections else None

    def without(self, item: Item) -> Item:
        """The item as it would be without that."""
        name = (item.source, item.key)
        tags, collections = self.tags.get(name, _NONE), self.collections.get(name, _NONE)
        if not tags and not collections:
            return item
        return replace(
            item,
            tags=tuple(tag for tag in item.tags if tag.name not in tags),
            collections=tuple(key for key in item.collections if key not in collections),
        )


def load_ours(workspace: Workspace) -> Ours:
    """What pushes from this workspace put on items. Raises `ThemeError`."""
    record = load_record(workspace.pushed_file)
    return Ours(record.owned("tags"), record.owned("collections"))


def as_judged(workspace: Workspace, items: Sequence[Item]) -> list[Item]:
    """The items without the tags and collections that a push put on them. Raises `ThemeError`."""
    ours = load_ours(workspace)
    return [ours.without(item) for item in items]


def with_current_keys(vocabulary: Vocabulary, library: Library) -> Vocabulary:
    """The vocabulary with each decision under the key that its item has now.

    A decision under the item's present key stands over one under an older key, theme by theme.
    """
    if not vocabulary.decisions:
        return vocabulary
    moves = moved_keys(vocabulary.decisions, library)
    if not moves:
        return vocabulary
    decisions = {key: one for key, one in vocabulary.decisions.items() if key not in moves}
    for old, new in moves.items():
        decisions[new] = _joined(decisions.get(new), replace(vocabulary.decisions[old], citation_key=new))
    return replace(vocabulary, decisions=decisions)


def moved_keys(keys: Iterable[str], library: Library) -> dict[str, str]:
    """The citation keys that are not their item's own any more, each with the one that it has now."""
    merged: Mapping[str, str] | None = None
    moves = {}
    for key, (current, there) in library.present_keys(keys).items():
        if not there:  # gone or in the trash: perhaps since it was merged into another
            merged = _merged(library, set(library.known_keys())) if merged is None else merged
            current = merged.get(key.casefold(), "")
        if current and current != key:
            moves[key] = current
    return moves


def other_names(library: Library) -> dict[str, str]:
    """By every other name of an item that is there, its present citation key.

    Names are, in lower case, the citation keys that it had before, and both kinds of keys of the items that
    were merged into it.
    """
    table, known = library.key_table(), set(library.known_keys())
    found = {}
    for now, others in library.other_keys().items():
        if now not in known:
            continue
        for other in others:
            found[other.casefold()] = now
            owner = table.owner(other)
            if owner and owner != table.owner(now):
                found[owner[1].casefold()] = now
    return found


def _merged(library: Library, known: Collection[str]) -> dict[str, str]:
    """By each key (in lower case) of an item that is not there: the key of the one that stands for it."""
    return {
        other.casefold(): now
        for now, others in library.other_keys().items()
        if now in known
        for other in others
    }


def _joined(present: Decision | None, moved: Decision) -> Decision:
    if present is None:
        return moved
    decided = {*present.include, *present.exclude}
    return replace(
        present,
        include=(*present.include, *(one for one in moved.include if one not in decided)),
        exclude=(*present.exclude, *(one for one in moved.exclude if one not in decided)),
    )
