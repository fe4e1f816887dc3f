"""A reading list joined with a library: each entry with its item, each section with its date and hours."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any, Protocol

from readinglist.errors import ListError, ReadinglistError
from readinglist.items import Item
from readinglist.items.collation import CollationKey, collation_key
from readinglist.items.text import plain
from readinglist.lists.model import IMPORTANCES, Entry, Order, PartPath, PlacedSection, ReadingList, Section
from readinglist.lists.problems import MOST_SHOWN, Problem, list_error
from readinglist.lists.schedule import Meeting, schedule
from readinglist.lists.workload import entry_minutes

# Where what a query found stands: behind all that is written out.
FOUND = 1_000_000


class LibraryView(Protocol):
    """What a list asks of a library; `readinglist.library.Library` answers it."""

    def item(self, citation_key: str) -> Item | None:
        """The item with this citation key, or with this as an older key of it; None where there is none."""

    def find(self, query_text: str) -> Sequence[Item]:
        """The items a query finds. Raises a `ReadinglistError` for a query that cannot be read."""

    def known_keys(self) -> Iterable[str]:
        """Every citation key, for near matches."""


@dataclass(frozen=True, slots=True)
class ResolvedEntry:
    """An entry and the item it cites; `minutes` is the estimated reading time, None where none can be.

    `position` is the entry's place among all that the section has written out; what a query found comes
    after. `alternatives` are read instead of it, not besides: their time is not part of any sum.
    """

    entry: Entry
    item: Item
    minutes: int | None = None
    position: int = 0
    alternatives: tuple[ResolvedEntry, ...] = ()


@dataclass(frozen=True, slots=True)
class PlainEntry:
    """An entry without an item: a text of one's own or a link. `position` is as in `ResolvedEntry`."""

    entry: Entry
    position: int


@dataclass(frozen=True, slots=True)
class ResolvedSection:
    """A section with its entries in the order to be shown, its date (of the term's week), hours and holiday.

    `plain` are the entries without an item. `level` is 1, or 2 for a subsection. `minutes` sums what could be
    estimated; `unestimated` counts the entries that could not (0 where the list wants none). `holiday`
    names the public holiday on which the meeting falls, "" otherwise; `held` is False where there is no class
    on that day, and `reason` then says why if it is no holiday.
    """

    section: Section
    entries: tuple[ResolvedEntry, ...]
    date: datetime.date | None = None
    holiday: str = ""
    minutes: int = 0
    unestimated: int = 0
    plain: tuple[PlainEntry, ...] = ()
    level: int = 1
    held: bool = True
    reason: str = ""

    @property
    def shown(self) -> tuple[Entry, ...]:
        """Every entry, works and others."""
        return (*(one.entry for one in self.entries), *(one.entry for one in self.plain))


@dataclass(frozen=True, slots=True)
class ResolvedList:
    """A whole reading list, ready to be cited and exported: its sections flat, each before its
    subsections."""

    reading_list: ReadingList
    sections: tuple[ResolvedSection, ...]


def resolve(reading_list: ReadingList, library: LibraryView) -> ResolvedList:
    """Join a list with a library.

    Raises one `ListError` that names every citation key that the library lacks (with the near ones that it
    has), every work that lies in the trash and every query that cannot be read, each with its file and line.
    """
    problems: list[Problem] = []
    missing: list[tuple[str, str]] = []
    sections = []
    join = _Join(reading_list, _batched(library, reading_list), missing, problems)
    for placed, meeting in zip(reading_list.flat_sections, schedule(reading_list), strict=True):
        sections.append(join.section(placed, meeting))
    problems = _missing_problems(missing, library) + problems
    if problems:
        raise _error(reading_list, problems, len(missing))
    return ResolvedList(reading_list, tuple(sections))


class _Items:
    """A library's items by citation key, each asked for once; in one go where the library can do that."""

    def __init__(self, library: LibraryView, keys: Iterable[str]) -> None:
        self._library = library
        several = getattr(library, "items_by_key", None)
        self._known: dict[str, Item | None] = dict(several(keys)) if several else {}

    def item(self, key: str) -> Item | None:
        if key not in self._known:
            self._known[key] = self._library.item(key)
        return self._known[key]

    def find(self, query: str) -> Sequence[Item]:
        return self._library.find(query)


def _batched(library: LibraryView, reading_list: ReadingList) -> _Items:
    keys: dict[str, None] = {}
    for placed in reading_list.flat_sections:
        for entry in placed.section.entries:
            keys.update(dict.fromkeys(one.cite for one in (entry, *entry.alternatives) if one.cite))
        keys.update(dict.fromkeys(placed.section.pins))
    return _Items(library, keys)


@dataclass(frozen=True, slots=True)
class _Join:
    """Joins one list with its items, and gathers what is wrong."""

    reading_list: ReadingList
    items: _Items
    missing: list[tuple[str, str]]
    problems: list[Problem]

    def section(self, placed: PlacedSection, meeting: Meeting) -> ResolvedSection:
        section, workload = placed.section, self.reading_list.workload
        written = self._written(placed)
        pinned = self._pinned(placed, {one.item.citation_key for one in written})
        found = self._found(placed, {one.item.citation_key for one in (*written, *pinned)})
        ordered = _ordered(
            [*written, *found], section.order or self.reading_list.order, self.reading_list.locale
        )
        entries = (*pinned, *ordered)
        return ResolvedSection(
            section=section,
            entries=entries,
            date=meeting.date,
            holiday=meeting.holiday,
            held=meeting.held,
            reason=meeting.reason,
            minutes=sum(one.minutes or 0 for one in entries),
            unestimated=sum(one.minutes is None for one in entries) if workload else 0,
            plain=tuple(PlainEntry(entry, at) for at, entry in enumerate(section.entries) if not entry.cite),
            level=placed.level,
        )

    def _written(self, placed: PlacedSection) -> list[ResolvedEntry]:
        joined = []
        for at, entry in enumerate(placed.section.entries):
            path = (*placed.path, "entries", at)
            one = self._entry(entry, path, at) if entry.cite else None
            if one:
                others = (
                    self._entry(other, (*path, "alternatives", number), at)
                    for number, other in enumerate(entry.alternatives)
                )
                joined.append(replace(one, alternatives=tuple(other for other in others if other)))
        return joined

    def _entry(self, entry: Entry, path: PartPath, position: int) -> ResolvedEntry | None:
        item = self._item(entry.cite, (*path, "cite"))
        if item is None:
            return None
        return ResolvedEntry(entry, item, entry_minutes(entry, item, self.reading_list.workload), position)

    def _item(self, key: str, path: PartPath) -> Item | None:
        where = self.reading_list.where(*path)
        item = self.items.item(key)
        if item is None:
            self.missing.append((where, key))
        elif item.deleted:
            self.problems.append(
                Problem(where, f"'{key}' lies in Zotero's trash", "Restore it there, or take it out.")
            )
            return None
        return item

    def _pinned(self, placed: PlacedSection, written: set[str]) -> list[ResolvedEntry]:
        section, joined = placed.section, []
        for at, key in enumerate(section.pins):
            item = self._item(key, (*placed.path, "pins", at))
            if item is not None and item.citation_key not in written:
                entry = Entry(cite=item.citation_key, importance=section.importance)
                minutes = entry_minutes(entry, item, self.reading_list.workload)
                joined.append(ResolvedEntry(entry, item, minutes, -1))
        return joined

    def _found(self, placed: PlacedSection, written: set[str]) -> list[ResolvedEntry]:
        """What a section's query finds beyond what is written and pinned, in its order, within its limit."""
        section = placed.section
        if not section.query:
            return []
        try:
            items = [item for item in self.items.find(section.query) if not item.deleted]
        except ReadinglistError as error:
            where = self.reading_list.where(*placed.path, "query")
            place = f" ({error.where})" if error.where else ""
            self.problems.append(Problem(where, f"in `query`: {error.message}{place}", error.hint))
            return []
        excluded = {key.casefold() for key in section.exclude}
        entries = [
            ResolvedEntry(entry, item, entry_minutes(entry, item, self.reading_list.workload), FOUND)
            for item in items
            if item.citation_key not in written and item.citation_key.casefold() not in excluded
            for entry in (Entry(cite=item.citation_key, importance=section.importance),)
        ]
        order: Order = section.order or "author"
        return _ordered(entries, "author" if order == "importance" else order, self.reading_list.locale)[
            : section.limit
        ]


def _ordered(entries: list[ResolvedEntry], order: Order, locale: str) -> list[ResolvedEntry]:
    """In the alphabet of `locale`. Stable: what an order does not decide stays as it was.

    Works without a year come last either way.
    """
    keys: dict[Order, Callable[[ResolvedEntry], Any]] = {
        "importance": lambda one: IMPORTANCES.index(one.entry.importance),
        "author": lambda one: (_author(one.item, locale), _year(one.item), _title(one.item, locale)),
        "year": lambda one: (_year(one.item), _author(one.item, locale), _title(one.item, locale)),
        "-year": lambda one: (
            -(one.item.year or -9999),
            _author(one.item, locale),
            _title(one.item, locale),
        ),
        "title": lambda one: (_title(one.item, locale), _year(one.item)),
    }
    return list(entries) if order == "list" else sorted(entries, key=keys[order])


def _author(item: Item, locale: str) -> tuple[CollationKey, ...]:
    """What an item is filed under: its first creators' names, family before given name, or else its title."""
    names = [creator.sort_name for creator in item.creators[:3]]
    parts = [part for name in names for part in name.split(",", 1)]
    return tuple(collation_key(part, locale) for part in parts) or (_title(item, locale),)


def _year(item: Item) -> int:
    return item.year if item.year is not None else 9999


def _title(item: Item, locale: str) -> CollationKey:
    return collation_key(plain(item.title), locale)


def _missing_problems(missing: Sequence[tuple[str, str]], library: LibraryView) -> list[Problem]:
    if not missing:
        return []
    known = sorted(library.known_keys())
    problems = []
    for number, (where, key) in enumerate(missing):
        near = _near_keys(key, known) if number < MOST_SHOWN else []
        hint = "Did you mean " + " or ".join(f"'{one}'" for one in near) + "?" if near else ""
        problems.append(Problem(where, f"the library has no '{key}'", hint))
    return problems


def _near_keys(key: str, known: Sequence[str]) -> list[str]:
    from rapidfuzz import fuzz, process

    found = process.extract(key, known, scorer=fuzz.ratio, processor=str.casefold, limit=3, score_cutoff=70)
    return [str(name) for name, _score, _index in found]


def _error(reading_list: ReadingList, problems: Sequence[Problem], missing: int) -> ListError:
    name = reading_list.name or reading_list.title
    if missing == len(problems):
        summary = f"the list '{name}' cites {missing} works that are not in the library"
    else:
        summary = f"the list '{name}' has {len(problems)} problems"
    hint = "`readinglist items WORD` finds a work and its citation key; `readinglist sync` fetches new ones."
    return list_error(problems, summary, where=reading_list.where(), hint=hint)
