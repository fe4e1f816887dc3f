"""A reading list joined with a library: each entry with its item, each section with its date and hours."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from readinglist.items import Item
from readinglist.lists.model import Entry, ReadingList, Section


@dataclass(frozen=True, slots=True)
class ResolvedEntry:
    """An entry and the item it cites; `minutes` is the estimated reading time, None where nothing tells it."""

    entry: Entry
    item: Item
    minutes: int | None = None


@dataclass(frozen=True, slots=True)
class ResolvedSection:
    """A section with its entries in the order to be shown, its date (of the term's week), hours and holiday.

    `minutes` sums what could be estimated; `unestimated` counts the entries that could not.
    `holiday` names the public holiday on which the meeting falls, "" otherwise.
    """

    section: Section
    entries: tuple[ResolvedEntry, ...]
    date: datetime.date | None = None
    holiday: str = ""
    minutes: int = 0
    unestimated: int = 0


@dataclass(frozen=True, slots=True)
class ResolvedList:
    """A whole reading list, ready to be cited and exported."""

    reading_list: ReadingList
    sections: tuple[ResolvedSection, ...]
