"""Items and decisions as the theme rules are to see them.

What we wrote to Zotero ourselves is no evidence, or a theme once given could never be lost again. And a
decision follows its item: to a new citation key, and to the item that another was merged into.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from readinglist.items import Item
from readinglist.library import Library
from readinglist.themes.decisions import Decision
from readinglist.themes.pushed import load_record
from readinglist.themes.vocabulary import Vocabulary
from readinglist.workspace import Workspace


def pushed_file(workspace: Workspace) -> Path:
    """Where it is kept what was written to Zotero."""
    return workspace.bib_folder / "pushed.json"


def as_judged(workspace: Workspace, items: Sequence[Item]) -> list[Item]:
    """The items without the tags and collections that a push put on them. Raises `ThemeError`."""
    record = load_record(pushed_file(workspace))
    if not record.events:
        return list(items)
    tags, collections = record.owned("tags"), record.owned("collections")
    seen = []
    for item in items:
        ours = tags.get((item.source, item.key), frozenset())
        folders = collections.get((item.source, item.key), frozenset())
        if ours or folders:
            item = replace(
                item,
                tags=tuple(tag for tag in item.tags if tag.name not in ours),
                collections=tuple(key for key in item.collections if key not in folders),
            )
        seen.append(item)
    return seen


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
    table, known = library.key_table(), set(library.known_keys())
    merged: Mapping[str, str] | None = None
    moves = {}
    for key in keys:
        owner = table.owner(key)
        if owner is None:
            continue
        current = table.current(owner)
        if current not in known:  # gone or in the trash: perhaps since it was merged into another
            merged = _merged(library, known) if merged is None else merged
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
