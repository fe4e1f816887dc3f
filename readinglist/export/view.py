"""What of a reading list is public, and in which words: the one place that decides it, for every target.

A `ListView` is built from the list, its items and their citations, and holds nothing else: a private note, a
child note, a tag or a file on somebody's disk has no field here to stand in. Targets get a view and no item.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from readinglist.citations.richtext import Rich
from readinglist.export.cleaning import text_direction
from readinglist.export.prose import Phrase, Prose
from readinglist.export.words import Words
from readinglist.lists.resolve import ResolvedList


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
    """A link in words. `where` says where it goes, for those who hear links out of their place."""

    label: str
    url: str
    where: str


@dataclass(frozen=True, slots=True)
class EntryView:
    """One reading.

    `id` is an anchor that stays while the citation key stays. `importance` is "essential", "recommended" or
    "further", `mark` its word where the entry must say it itself ("" inside a group of its own importance).
    `language` is a BCP 47 tag or "". `details` ("Read pp. 60–77 · about 45 min"), `note` and `links` are
    empty where there is nothing to say. `themes` are labels. `kind` is "work", or "text" or "link" for what
    is no work of the library: `key` is "" then. `instead_of` is the key of the work that may be left for
    this one, "" otherwise. `due` is the day by which it is to be done, where the list says one.
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

    `label` is "Week 4 · February 8", `week` ("4") and `date` its parts, `summary` the quiet line,
    `count_words` and `time` its parts as a table shows them. `intro` has the learning outcomes too. `level`
    is 2 for a subsection, which follows the section that it belongs to. `day` is the date as a date; with
    `held` False there is no class on it, and `holiday` says why.
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
    day: datetime.date | None = None
    held: bool = True

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
class ListView:
    """A reading list as its readers meet it, in the order in which they meet it. All words are in `locale`.

    `hours` is when a class begins and ends ("16:00-18:30"), "" where that is not known; `days_off` are the
    days of class that fall away and the breaks, in order.

    `warnings` is for whoever makes the list and stands in no file; `date` dates files that carry a date.
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

    @property
    def numbered(self) -> bool:
        """Whether the citation style numbers its entries."""
        return any(entry.number for entry in self.entries)

    @property
    def entries(self) -> tuple[EntryView, ...]:
        """Every reading that is a work of the library, in order, alternatives among them."""
        return tuple(
            entry
            for section in self.sections
            for group in section.groups
            for entry in group.entries
            if entry.kind == "work"
        )


def build_view(
    resolved: ResolvedList,
    formatted: Mapping[str, FormattedEntry],
    *,
    locale: str,
    provenance: Provenance | None = None,
    themes: Mapping[str, Sequence[str]] | None = None,
) -> ListView:
    """The public view of a list.

    `formatted` holds a citation for each item by citation key, `themes` the labels of each item's themes in
    the list's language, `locale` is a BCP 47 tag. Raises `CitationError` for an unknown locale, `ExportError`
    when a citation is missing.
    """
    from readinglist.export.compose import compose

    return compose(resolved, formatted, locale, provenance or Provenance(), themes or {})
