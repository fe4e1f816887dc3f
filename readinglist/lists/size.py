"""How large a reading list is: sections, entries, essentials, hours."""

from __future__ import annotations

from dataclasses import dataclass

from readinglist.lists.model import ReadingList
from readinglist.lists.resolve import ResolvedList


@dataclass(frozen=True, slots=True)
class ListSize:
    """The size of a list. `works` counts the different works among the `entries`.

    `minutes` sums what could be estimated, and `unestimated` counts the entries that could not. `queries`
    counts the sections that find entries by themselves.
    """

    sections: int
    entries: int
    essentials: int
    works: int
    queries: int
    minutes: int = 0
    unestimated: int = 0


def written_size(reading_list: ReadingList) -> ListSize:
    """The size of a list as it is written, without a library: what its queries would find is not counted."""
    sections = [placed.section for placed in reading_list.flat_sections]
    entries = [entry for section in sections for entry in section.entries]
    return ListSize(
        sections=len(sections),
        entries=len(entries),
        essentials=sum(entry.importance == "essential" for entry in entries),
        works=len({entry.cite for entry in entries if entry.cite}),
        queries=sum(bool(section.query) for section in sections),
        minutes=sum(entry.minutes or 0 for entry in entries),
        unestimated=sum(entry.minutes is None for entry in entries),
    )


def resolved_size(resolved: ResolvedList) -> ListSize:
    """The size of a list joined with a library."""
    entries = [entry for section in resolved.sections for entry in section.entries]
    return ListSize(
        sections=len(resolved.sections),
        entries=len(entries),
        essentials=sum(one.entry.importance == "essential" for one in entries),
        works=len({one.item.citation_key for one in entries}),
        queries=sum(bool(section.section.query) for section in resolved.sections),
        minutes=sum(section.minutes for section in resolved.sections),
        unestimated=sum(section.unestimated for section in resolved.sections),
    )
