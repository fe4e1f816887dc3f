"""A reading list joined with a library: each entry with its item, each section with its date and hours."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from readinglist.errors import ListError, ReadinglistError
from readinglist.items import Item
from readinglist.items.collation import CollationKey, collation_key
from readinglist.items.text import plain
from readinglist.lists.model import IMPORTANCES, Entry, Order, ReadingList, Section
from readinglist.lists.problems import MOST_SHOWN, Problem, list_error
from readinglist.lists.schedule import Meeting, schedule
from readinglist.lists.workload import entry_minutes


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
    """An entry and the item it cites; `minutes` is the estimated reading time, None where none can be."""

    entry: Entry
    item: Item
    minutes: int | None = None


@dataclass(frozen=True, slots=True)
class ResolvedSection:
    """A section with its entries in the order to be shown, its date (of the term's week), hours and holiday.

    `minutes` sums what could be estimated; `unestimated` counts the entries that could not (0 where the list
    wants no estimates). `holiday` names the public holiday on which the meeting falls, "" otherwise.
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


def resolve(reading_list: ReadingList, library: LibraryView) -> ResolvedList:
    """Join a list with a library.

    Raises one `ListError` that names every citation key that the library lacks (with the near ones that it
    has), every work that lies in the trash and every query that cannot be read, each with its file and line.
    """
    problems: list[Problem] = []
    missing: list[tuple[str, str]] = []
    sections = []
    for at, (section, meeting) in enumerate(zip(reading_list.sections, schedule(reading_list), strict=True)):
        cited = _cited(reading_list, at, library, missing, problems)
        found = _found(reading_list, at, library, cited, problems)
        sections.append(_resolved(reading_list, section, meeting, cited, found))
    problems = _missing_problems(missing, library) + problems
    if problems:
        raise _error(reading_list, problems, len(missing))
    return ResolvedList(reading_list, tuple(sections))


def _cited(
    reading_list: ReadingList,
    at: int,
    library: LibraryView,
    missing: list[tuple[str, str]],
    problems: list[Problem],
) -> list[tuple[Entry, Item]]:
    pairs = []
    for number, entry in enumerate(reading_list.sections[at].entries):
        where = reading_list.where("sections", at, "entries", number, "cite")
        item = library.item(entry.cite)
        if item is None:
            missing.append((where, entry.cite))
        elif item.deleted:
            problems.append(
                Problem(where, f"'{entry.cite}' lies in Zotero's trash", "Restore it there, or take it out.")
            )
        else:
            pairs.append((entry, item))
    return pairs


def _found(
    reading_list: ReadingList,
    at: int,
    library: LibraryView,
    cited: Sequence[tuple[Entry, Item]],
    problems: list[Problem],
) -> list[tuple[Entry, Item]]:
    """What a section's query finds beyond the entries written out, in its order and within its limit."""
    section = reading_list.sections[at]
    if not section.query:
        return []
    try:
        items = [item for item in library.find(section.query) if not item.deleted]
    except ReadinglistError as error:
        where = reading_list.where("sections", at, "query")
        place = f" ({error.where})" if error.where else ""
        problems.append(Problem(where, f"in `query`: {error.message}{place}", error.hint))
        return []
    written = {item.citation_key for _, item in cited}
    pairs = [
        (Entry(cite=item.citation_key, importance=section.importance), item)
        for item in items
        if item.citation_key not in written
    ]
    order: Order = section.order or "author"
    return _ordered(pairs, "author" if order == "importance" else order, reading_list.locale)[: section.limit]


def _resolved(
    reading_list: ReadingList,
    section: Section,
    meeting: Meeting,
    cited: list[tuple[Entry, Item]],
    found: list[tuple[Entry, Item]],
) -> ResolvedSection:
    entries = tuple(
        ResolvedEntry(entry, item, entry_minutes(entry, item, reading_list.workload))
        for entry, item in _ordered(cited + found, section.order or reading_list.order, reading_list.locale)
    )
    return ResolvedSection(
        section=section,
        entries=entries,
        date=meeting.date,
        holiday=meeting.holiday,
        minutes=sum(one.minutes or 0 for one in entries),
        unestimated=sum(one.minutes is None for one in entries) if reading_list.workload else 0,
    )


def _ordered(pairs: list[tuple[Entry, Item]], order: Order, locale: str) -> list[tuple[Entry, Item]]:
    """In the alphabet of `locale`. Stable: what an order does not decide stays as it was.

    Works without a year come last either way.
    """
    keys: dict[Order, Callable[[tuple[Entry, Item]], Any]] = {
        "importance": lambda pair: IMPORTANCES.index(pair[0].importance),
        "author": lambda pair: (_author(pair[1], locale), _year(pair[1]), _title(pair[1], locale)),
        "year": lambda pair: (_year(pair[1]), _author(pair[1], locale), _title(pair[1], locale)),
        "-year": lambda pair: (
            -(pair[1].year or -9999),
            _author(pair[1], locale),
            _title(pair[1], locale),
        ),
        "title": lambda pair: (_title(pair[1], locale), _year(pair[1])),
    }
    return list(pairs) if order == "list" else sorted(pairs, key=keys[order])


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
