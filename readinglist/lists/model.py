"""The reading list as written in `lists/<name>.yaml`: title, course, term, sections, entries."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, PrivateAttr, model_validator
from pydantic_core import PydanticCustomError

Importance = Literal["essential", "recommended", "further"]
IMPORTANCES: tuple[Importance, ...] = ("essential", "recommended", "further")
Weekday = Literal["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
Order = Literal["importance", "list", "author", "year", "-year", "title"]
Difficulty = Literal["none", "some", "many"]
Purpose = Literal["survey", "understand", "engage"]

PartPath = tuple[str | int, ...]

# Sections stand at most this deep: sections and their subsections.
DEEPEST_SECTIONS = 2
SCHEMA_VERSION = 1

_ISO_DATE = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")


def _read_date(value: Any) -> datetime.date:
    """A date written as YYYY-MM-DD; anything else, numbers above all, is no date."""
    if isinstance(value, datetime.date) and not isinstance(value, datetime.datetime):
        return value
    found = _ISO_DATE.fullmatch(value.strip()) if isinstance(value, str) else None
    if not found:
        raise PydanticCustomError("list_date", "expected a date as year-month-day, such as 2027-01-18")
    year, month, day = (int(part) for part in found.groups())
    if not 1900 <= year <= 2199:
        raise PydanticCustomError("list_date", "expected a year between 1900 and 2199")
    try:
        return datetime.date(year, month, day)
    except ValueError:
        raise PydanticCustomError("list_date", "the calendar has no such day") from None


def _read_number(value: Any) -> Any:
    return int(value) if isinstance(value, str) and value.strip().isdecimal() else value


Density = Annotated[Literal[450, 600, 750], BeforeValidator(_read_number)]
Date = Annotated[datetime.date, BeforeValidator(_read_date)]
Words = Annotated[str, Field(min_length=1)]


@dataclass(frozen=True, slots=True)
class Places:
    """Where the parts of a list stand in its file: `lines` by path, as `("sections", 0, "title")`.

    Two lists are equal when they say the same, wherever it stands, so the places never count in that.
    """

    file: str = field(default="", compare=False)
    lines: Mapping[PartPath, int] = field(default_factory=dict, compare=False)

    def where(self, *path: str | int) -> str:
        """`file:line` of the part at `path`, or of the nearest part around it; "" without a file."""
        for length in range(len(path), 0, -1):
            line = self.lines.get(path[:length])
            if line is not None:
                return f"{self.file}:{line}"
        return self.file


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True, defer_build=True)


class Person(_Part):
    """An instructor."""

    name: Words
    email: str = ""
    orcid: str = ""
    office: str = ""


# The calendar of a term: breaks, single days that differ, the hour. See `lists.calendar`.

_BREAK = re.compile(r"([^\s.]+)(?:\s*\.\.\s*(\S+))?(?:\s+(.+))?", re.DOTALL)
_TIME = re.compile(r"([01]?\d|2[0-3]):([0-5]\d)\s*(?:-|–|—)\s*([01]?\d|2[0-3]):([0-5]\d)")


class Break(_Part):
    """Days without class, the first and the last included: `2027-03-29..2027-04-04 Holy Week` in short.

    A week that loses all its meetings to breaks has no number, unless it is `counted`.
    """

    start: Date
    end: Date | None = None
    label: str = ""
    counted: bool = False

    @model_validator(mode="before")
    @classmethod
    def _read_short(cls, value: Any) -> Any:
        found = _BREAK.fullmatch(value.strip()) if isinstance(value, str) else None
        return {"start": found[1], "end": found[2], "label": found[3] or ""} if found else value

    @model_validator(mode="after")
    def _in_order(self) -> Break:
        if self.last < self.start:
            raise PydanticCustomError("list_break", "the break ends before it starts")
        return self

    @property
    def last(self) -> datetime.date:
        """The last day without class."""
        return self.end or self.start

    def __contains__(self, day: datetime.date) -> bool:
        return self.start <= day <= self.last


class DayException(_Part):
    """A single day that differs: no class on `date`; or with `to`, the class of `date` is held on that day;
    or with `held`, there is class on `date` whatever else holds. A bare date in short.
    """

    date: Date
    to: Date | None = None
    held: bool = False
    label: str = ""

    @model_validator(mode="before")
    @classmethod
    def _read_short(cls, value: Any) -> Any:
        found = _BREAK.fullmatch(value.strip()) if isinstance(value, str) else None
        return {"date": found[1], "label": found[3] or ""} if found and not found[2] else value

    @model_validator(mode="after")
    def _one_of_both(self) -> DayException:
        if self.held and self.to is not None:
            raise PydanticCustomError("list_exception", "a class is either moved (`to`) or `held` on its day")
        return self


def _read_time(value: Any) -> Any:
    found = _TIME.fullmatch(value.strip()) if isinstance(value, str) else None
    if not found:
        raise PydanticCustomError("list_time", "expected hours as 16:00-18:30")
    begin, end = (int(found[1]), int(found[2])), (int(found[3]), int(found[4]))
    if end <= begin:
        raise PydanticCustomError("list_time", "expected an end after the beginning, as 16:00-18:30")
    return f"{begin[0]:02}:{begin[1]:02}-{end[0]:02}:{end[1]:02}"


Hours = Annotated[str, BeforeValidator(_read_time)]


class Term(_Part):
    """When the course runs. `meets` are the weekdays of its meetings, in the order of the week.

    `holidays` is a country (ISO 3166-1 alpha-2, "MX") or one of its parts ("US-CA"). A meeting that falls on
    one is not held; with `on_holiday: shift` it, and all that follow, move on to the next meeting day.
    """

    start: Date
    weeks: int = Field(ge=1, le=60)
    meets: tuple[Weekday, ...] = ()
    holidays: str = ""
    label: str = ""
    time: Hours | None = None
    breaks: tuple[Break, ...] = ()
    exceptions: tuple[DayException, ...] = ()
    on_holiday: Literal["skip", "shift"] = "skip"


class Workload(_Part):
    """How reading time is estimated: words a page, how much is new, and what one reads for.

    The axes are those of the Wake Forest / Rice course workload estimator; see `lists.workload`.
    """

    density: Density = 600
    difficulty: Difficulty = "some"
    purpose: Purpose = "understand"


class Available(_Part):
    """Where a reading is to be had: an address, a permalink of the library's, a shelf mark, a reserve
    desk."""

    link: str = ""
    permalink: str = ""
    shelf_mark: str = ""
    reserve: str = ""


class EntryWorkload(_Part):
    """What of the list's workload is different for one entry; what is not said is the list's."""

    density: Density | None = None
    difficulty: Difficulty | None = None
    purpose: Purpose | None = None


class Entry(_Part):
    """One thing to read or do: a work by its citation key, a `text` of one's own, or a `link` without an
    item.

    `note` is for students; `private_note` is the staff's and reaches no export for students. `minutes`
    overrides the estimate of the reading time, `workload` what the estimate is made from. `alternatives`
    are works of which one is read instead of this one; they have no alternatives of their own. `after` are
    keys of the list that are to be read first: in an earlier or the same week.
    """

    cite: str = ""
    text: str = ""
    link: str = ""
    title: str = ""
    importance: Importance = "essential"
    locator: str = ""
    note: str = ""
    private_note: str = ""
    due: Date | None = None
    available: Available | None = None
    minutes: int | None = Field(default=None, ge=0, le=100_000)
    workload: EntryWorkload | None = None
    alternatives: tuple[Entry, ...] = ()
    tags: tuple[str, ...] = ()
    after: tuple[Words, ...] = ()

    @property
    def label(self) -> str:
        """What names the entry: its key, or the beginning of its text or link."""
        return self.cite or self.title or self.text or self.link

    @model_validator(mode="after")
    def _says_one_thing(self) -> Entry:
        said = [key for key in ("cite", "text", "link") if getattr(self, key)]
        if not said:
            raise PydanticCustomError("entry_empty", "expected `cite`, `text` or `link`")
        if len(said) > 1:
            raise PydanticCustomError(
                "entry_several",
                "expected one of `cite`, `text` and `link`, not {said}",
                {"said": " and ".join(said)},
            )
        if self.title and not self.link:
            raise PydanticCustomError("entry_title", "`title` belongs to a `link`; a work has its own")
        if self.alternatives and not self.cite:
            raise PydanticCustomError("entry_alternatives", "only a work has alternatives")
        for other in self.alternatives:
            if other.alternatives or other.cite == self.cite or not other.cite:
                raise PydanticCustomError(
                    "entry_cycle", "an alternative is another work without alternatives of its own"
                )
        return self


class Section(_Part):
    """A section: a week, a topic or a theme. Entries are written out, or found by `query` at export.

    With both, the entries written out stand first and what the query finds besides follows.
    `limit` caps, and `importance` marks, what the query finds; `pins` are keys that stand first whatever
    the order, `exclude` keys that the query is not to bring. `sections` are subsections, which take over
    week and date where they have none. `id` names the section for good: course pages and calendars that
    import an export again know it by that (by its title where it has none).
    """

    title: Words
    id: str = ""
    week: int | None = Field(default=None, ge=1, le=60)
    date: Date | None = None
    topic: str = ""
    intro: str = ""
    outcomes: tuple[Words, ...] = ()
    query: str = ""
    order: Order | None = None
    limit: int | None = Field(default=None, ge=1)
    importance: Importance = "essential"
    pins: tuple[Words, ...] = ()
    exclude: tuple[Words, ...] = ()
    entries: tuple[Entry, ...] = ()
    sections: tuple[Section, ...] = ()


@dataclass(frozen=True, slots=True)
class PlacedSection:
    """A section of a list with its path (`("sections", 0, "sections", 1)`) and its depth, from 1."""

    section: Section
    path: PartPath
    level: int


ImportanceLabels = dict[Importance, str]


# How far a list has come. See `actions.curating`.

State = Literal["draft", "review", "published"]


class Status(_Part):
    """How far a list has come, and `since` when; just the word in short: `status: review`."""

    state: State = "draft"
    since: Date | None = None

    @model_validator(mode="before")
    @classmethod
    def _read_short(cls, value: Any) -> Any:
        return {"state": value.casefold()} if isinstance(value, str) else value


class ReadingList(_Part):
    """A whole reading list; `name` is its file's name without the extension.

    `workload` None (`workload: none` in the file) means that no reading times are estimated. `abstracts` lets
    an annotated bibliography show the publishers' abstracts where there is no annotation of one's own.
    `importance_labels` are the institution's own words by language or locale ("es", "en-GB"); under "" they
    hold for every language.
    """

    name: str = ""
    title: Words
    subtitle: str = ""
    course: str = ""
    department: str = ""
    institution: str = ""
    instructors: tuple[Person, ...] = ()
    meeting: str = ""
    students: int | None = Field(default=None, ge=1, le=100_000)
    term: Term | None = None
    description: str = ""
    style: str = ""
    locale: str = ""
    language_per_entry: bool = False
    look: str = ""
    order: Order = "importance"
    workload: Workload | None = Workload()
    languages: tuple[Words, ...] = ()
    tags: tuple[Words, ...] = ()
    importance_labels: dict[str, ImportanceLabels] = Field(default_factory=dict)
    abstracts: bool = False
    sections: tuple[Section, ...] = ()
    policies: str = ""
    licence: str = ""
    status: Status = Status()

    _places: Places = PrivateAttr(default_factory=Places)

    def placed(self, places: Places) -> ReadingList:
        """The same list, knowing where its parts stand in its file."""
        copy = self.model_copy()
        copy._places = places
        return copy

    @property
    def flat_sections(self) -> tuple[PlacedSection, ...]:
        """Every section in reading order, each before its subsections.

        A subsection without a week or date of its own comes with those of the section around it.
        """
        return tuple(_flat(self.sections, ("sections",), 1))

    @property
    def cited_keys(self) -> frozenset[str]:
        """Every citation key that the list has written out, alternatives and pins among them."""
        keys: set[str] = set()
        for placed in self.flat_sections:
            keys.update(placed.section.pins)
            for entry in placed.section.entries:
                keys.update(one.cite for one in (entry, *entry.alternatives) if one.cite)
        return frozenset(keys)

    def where(self, *path: str | int) -> str:
        """`file:line` of a part, as `where("sections", 0, "entries", 2)`; "" for a list made in memory."""
        return self._places.where(*path)


def _flat(sections: tuple[Section, ...], path: PartPath, level: int) -> Iterator[PlacedSection]:
    for at, section in enumerate(sections):
        here = (*path, at)
        yield PlacedSection(section, here, level)
        within = tuple(
            inner
            if inner.week is not None or inner.date is not None
            else inner.model_copy(update={"week": section.week, "date": section.date})
            for inner in section.sections
        )
        yield from _flat(within, (*here, "sections"), level + 1)
