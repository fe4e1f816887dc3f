"""What of a reading list is public, and in which words: the one place that decides it, for every target.

A `ListView` is built from the list, its items and their citations, and holds nothing else: a private note, a
child note, a tag or a file on somebody's disk has no field here to stand in. Targets get a view, in which an
entry's `item` is what `public.public_item` leaves of the library's own: the bibliographic description alone.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Protocol

from readinglist.citations.richtext import Rich
from readinglist.export.cleaning import says_address, text_direction
from readinglist.export.prose import Phrase, Prose
from readinglist.export.words import Words
from readinglist.items import Item


class FormattedEntry(Protocol):
    """A citation as the citation processor made it; `number` is a numeric or label style's mark, or ""."""

    @property
    def bibliography(self) -> Rich: ...

    @property
    def number(self) -> str: ...


@dataclass(frozen=True, slots=True)
class Provenance:
    """Where a list comes from, for its colophon: all of it may be left out.

    `style` is the citation style's title, `library` the library's name and `library_version` its version,
    `date` the day the library was last changed or pulled: a date that stays while nothing changes.
    """

    style: str = ""
    library: str = ""
    library_version: int | None = None
    date: datetime.date | None = None


@dataclass(frozen=True, slots=True)
class Fact:
    """A line of the block of facts: a label, and one value or several."""

    label: str
    values: tuple[Phrase, ...]


@dataclass(frozen=True, slots=True)
class Mark:
    """How a mark is to be read: "Essential", "Everyone reads these before the meeting."."""

    label: str
    meaning: str


@dataclass(frozen=True, slots=True)
class WebLink:
    """A link in words. `where` says where it goes, for those who hear links out of their place.

    `kind` is one of `links.KINDS`: which of them a target shows is a setting. `spelt_out` is true where the
    citation itself leads there, so that it is for data only.
    """

    label: str
    url: str
    where: str
    kind: str = "url"
    spelt_out: bool = False


@dataclass(frozen=True, slots=True)
class EntryView:
    """One reading.

    `id` is an anchor that stays while the citation key stays. `importance` is "essential", "recommended" or
    "further", `mark` its word where the entry must say it itself ("" inside a group of its own importance).
    `language` is a BCP 47 tag or "". `details` ("Read pp. 60–77 · about 45 min"), `note` and `links` are
    empty where there is nothing to say. `themes` are labels. `kind` is "work", or "text" or "link" for what
    is no work of the library: `key` is "" and `item` empty then. `instead_of` is the key of the work that may
    be left for this one, "" otherwise. `due` is the day by which it is to be done, where the list says one.
    `addresses` are all links, also those that the citation spells out; `item` is the public part of the item;
    `locator` the part to read as typed, `minutes` the time as a number; `annotation` says what the work
    holds, where an annotated list was asked for (of what is no work: what it says); `changed` the day on
    which the work was last changed in the library; `shelf_mark` and `reserve` where the list says that it is
    to be had.
    """

    id: str
    key: str
    title: str
    citation: Phrase
    number: str
    language: str
    importance: str
    mark: str
    details: str
    note: Prose
    links: tuple[WebLink, ...]
    themes: tuple[str, ...]
    kind: str = "work"
    instead_of: str = ""
    due: datetime.date | None = None
    addresses: tuple[WebLink, ...] = ()
    item: Item = field(default_factory=lambda: Item(item_type="document"))
    locator: str = ""
    minutes: int | None = None
    annotation: Prose = field(default_factory=Prose)
    changed: datetime.date | None = None
    shelf_mark: str = ""
    reserve: str = ""

    @property
    def url(self) -> str:
        """Where the work is to be found: the first of its addresses, or ""."""
        return self.addresses[0].url if self.addresses else ""

    @property
    def address(self) -> str:
        """Where a link of the list's own leads, for paper and calendars; "" where its words say it."""
        return self.url if self.kind == "link" and not says_address(self.title, self.url) else ""

    @property
    def direction(self) -> str:
        """ "rtl" where the citation begins with a right-to-left script, else "ltr"."""
        return text_direction(self.citation.plain)

    @property
    def length(self) -> int:
        """How many characters the entry has, roughly: what fits on a page need not be broken over two."""
        return len(self.citation.plain) + len(self.note.plain)


@dataclass(frozen=True, slots=True)
class Group:
    """Readings of one importance; `label` is "" where the list's own order mixes importances."""

    label: str
    entries: tuple[EntryView, ...]


@dataclass(frozen=True, slots=True)
class SectionView:
    """A section.

    `label` is "Week 4 · February 8", `week` ("4") and `date` its parts, without what the title is already;
    `summary` is the quiet line, `count_words` and `time` its parts as a table shows them. `intro` has the
    learning outcomes too. `level` is 2 for a subsection, which follows the section that it belongs to.
    `number` and `day` are week and date as data; with `held` False there is no class on that day, and
    `holiday` says why.
    """

    id: str
    title: str
    label: str
    week: str
    date: str
    summary: str
    count_words: str
    time: str
    holiday: str
    intro: Prose
    groups: tuple[Group, ...]
    level: int = 1
    number: int | None = None
    day: datetime.date | None = None
    held: bool = True

    @property
    def shown(self) -> tuple[EntryView, ...]:
        """All that stands in it, in order: works, texts and links."""
        return tuple(entry for group in self.groups for entry in group.entries)

    @property
    def entries(self) -> tuple[EntryView, ...]:
        """Its readings that are works of the library, in order, alternatives among them."""
        return tuple(entry for entry in self.shown if entry.kind == "work")

    @property
    def full_title(self) -> str:
        """Label and title in one: "Week 4 · February 8: Propaganda"."""
        return f"{self.label}: {self.title}" if self.label else self.title


@dataclass(frozen=True, slots=True)
class DayOff:
    """Days without class, the first and the last included, and why."""

    first: datetime.date
    last: datetime.date
    label: str


@dataclass(frozen=True, slots=True)
class ImportanceWords:
    """What an importance is called: its word, the heading of its group, what it asks of a reader."""

    label: str
    heading: str
    meaning: str


@dataclass(frozen=True, slots=True)
class Course:
    """The course as data: its code or name, where it is taught, by whom, when it begins, for how many."""

    code: str = ""
    department: str = ""
    institution: str = ""
    instructors: tuple[str, ...] = ()
    start: datetime.date | None = None
    weeks: int | None = None
    students: int | None = None
    licence: str = ""


@dataclass(frozen=True)
class ListView:
    """A reading list as its readers meet it, in the order in which they meet it. All words are in `locale`.

    What runs over all entries is found once (so no slots): templates ask for it at each entry.

    `hours` is when a class begins and ends ("16:00-18:30"), "" where that is not known; `days_off` are the
    days of class that fall away and the breaks, in order. `importances` are the words for each importance,
    the institution's own where it has some.

    `warnings` is for whoever makes the list and stands in no file; `date` dates files that carry a date: that
    of the library's last change, or of the list's `status` if that is later; `library` and its version are
    where the list comes from; `since` is the day since which its status is what it is; `estimated` is False
    where the list wants no estimates of reading times.
    """

    name: str
    locale: str
    words: Words
    title: str
    subtitle: str
    course: str
    facts: tuple[Fact, ...]
    description: Prose
    summary: str
    marks: tuple[Mark, ...]
    time_note: str
    sections: tuple[SectionView, ...]
    policies: Prose
    colophon: tuple[Phrase, ...]
    date: datetime.date | None
    warnings: tuple[str, ...] = ()
    hours: str = ""
    days_off: tuple[DayOff, ...] = ()
    importances: Mapping[str, ImportanceWords] = field(default_factory=dict)
    about: Course = field(default_factory=Course)
    library: str = ""
    library_version: int | None = None
    since: datetime.date | None = None
    estimated: bool = True

    @property
    def language(self) -> str:
        """The language alone: "es"."""
        return self.words.locale.language

    @property
    def direction(self) -> str:
        """ "ltr" or "rtl"."""
        return self.words.locale.text_direction

    @property
    def short_title(self) -> str:
        """The title for a running foot: up to its first colon, at most 60 characters."""
        short = self.title.partition(":")[0].strip() if ": " in self.title else self.title
        return short if len(short) <= 60 else short[:59].rsplit(" ", 1)[0].rstrip(" ,;") + "…"

    @cached_property
    def numbered(self) -> bool:
        """Whether the citation style numbers its entries."""
        return any(entry.number for entry in self.entries)

    @cached_property
    def entries(self) -> tuple[EntryView, ...]:
        """Every reading that is a work of the library, in order, alternatives among them."""
        return tuple(entry for section in self.sections for entry in section.entries)

    @cached_property
    def works(self) -> tuple[Item, ...]:
        """What is public of each work cited, once, in the order of the list."""
        found: dict[str, Item] = {}
        for entry in self.entries:
            found.setdefault(entry.key, entry.item)
        return tuple(found.values())
