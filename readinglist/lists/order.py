"""What is to be read before what: entries that name others (`after`), and the parts of one work."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from itertools import pairwise

from readinglist.errors import near_matches
from readinglist.lists.model import Entry, PartPath, ReadingList

EntryPath = PartPath


def written_entries(reading_list: ReadingList) -> dict[EntryPath, Entry]:
    """Every entry that is written out, by its path, in reading order; alternatives belong to theirs."""
    return {
        (*placed.path, "entries", at): entry
        for placed in reading_list.flat_sections
        for at, entry in enumerate(placed.section.entries)
    }


def reading_order(reading_list: ReadingList) -> list[tuple[EntryPath, EntryPath]]:
    """Pairs of entries of which the first is to be read no later than the second.

    They come from `after`, and from a work that is read in parts: its parts stay in the order of their pages
    where these tell it, else in the order of the list.
    """
    entries = written_entries(reading_list)
    by_key: dict[str, list[EntryPath]] = defaultdict(list)
    for path, entry in entries.items():
        if entry.cite:
            by_key[entry.cite.casefold()].append(path)
    pairs = [
        (first, path)
        for path, entry in entries.items()
        for key in entry.after
        for first in by_key[key.casefold()]
        if first != path
    ]
    for paths in by_key.values():
        parts = _in_order(paths, entries)
        pairs += pairwise(parts)
    return list(dict.fromkeys(pairs))


def order_problems(reading_list: ReadingList) -> Iterator[tuple[PartPath, str, str]]:
    """Path, message and hint of each `after` that names nothing of the list, or goes in a circle."""
    entries = written_entries(reading_list)
    needs = {
        entry.cite.casefold(): [key.casefold() for key in entry.after]
        for entry in entries.values()
        if entry.after
    }
    if not needs:
        return
    known = {entry.cite.casefold(): entry.cite for entry in entries.values() if entry.cite}
    for path, entry in entries.items():
        for at, key in enumerate(entry.after):
            where = (*path, "after", at)
            if key.casefold() not in known:
                near = near_matches(key, known.values(), count=1)
                hint = (
                    f"Did you mean '{near[0]}'?"
                    if near
                    else "Name the citation key of an entry of this list."
                )
                yield where, f"the list has no '{key}' that this could come after", hint
            elif _leads_to(key.casefold(), entry.cite.casefold(), needs):
                yield (
                    where,
                    f"'{entry.cite}' and '{key}' are each to be read after the other",
                    "Take one of them out.",
                )


def _leads_to(key: str, goal: str, needs: Mapping[str, list[str]]) -> bool:
    seen, open_ = {key}, [key]
    while open_:
        one = open_.pop()
        if one == goal:
            return True
        fresh = [key for key in needs.get(one, ()) if key not in seen]
        seen.update(fresh)
        open_ += fresh
    return False


def _in_order(paths: list[EntryPath], entries: Mapping[EntryPath, Entry]) -> list[EntryPath]:
    pages = [_first_page(entries[path].locator) for path in paths]
    if -1 in pages or len(set(pages)) < len(pages):
        return paths
    return [path for _, path in sorted(zip(pages, paths, strict=True), key=lambda pair: pair[0])]


def _first_page(locator: str) -> int:
    found = re.search(r"\d+", locator)
    return int(found[0]) if found else -1
