"""The reading list as written in `lists/<name>.yaml`: title, course, term, sections, entries."""

from __future__ import annotations

import datetime
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, PrivateAttr
from pydantic_core import PydanticCustomError

Importance = Literal["essential", "recommended", "further"]
IMPORTANCES: tuple[Importance, ...] = ("essential", "recommended", "further")
Weekday = Literal["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
Order = Literal["importance", "list", "author", "year", "-year", "title"]
Difficulty = Literal["none", "some", "many"]
Purpose = Literal["survey", "understand", "engage"]

PartPath = tuple[str | int, ...]

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
    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)


class Person(_Part):
    """An instructor."""

    name: Words
    email: str = ""
    orcid: str = ""
    office: str = ""


class Term(_Part):
    """When the course runs. `meets` are the weekdays of its meetings, in the order of the week.

    `holidays` is a country (ISO 3166-1 alpha-2, "MX") or one of its parts ("US-CA").
    """

    start: Date
    weeks: int = Field(ge=1, le=60)
    meets: tuple[Weekday, ...] = ()
    holidays: str = ""
    label: str = ""


class Workload(_Part):
    """How reading time is estimated: words a page, how much is new, and what one reads for.

    The axes are those of the Wake Forest / Rice course workload estimator; see `lists.workload`.
    """

    density: Density = 600
    difficulty: Difficulty = "some"
    purpose: Purpose = "understand"


class Entry(_Part):
    """One reading: a citation key with its importance, the part to read and the notes.

    `note` is for students; `private_note` is the staff's and reaches no export for students.
    `minutes` overrides the estimate of the reading time.
    """

    cite: Words
    importance: Importance = "essential"
    locator: str = ""
    note: str = ""
    private_note: str = ""
    minutes: int | None = Field(default=None, ge=0, le=100_000)


class Section(_Part):
    """A section: a week, a topic or a theme. Entries are written out, or found by `query` at export.

    With both, the entries written out stand first and what the query finds besides follows.
    `limit` caps, and `importance` marks, what the query finds.
    """

    title: Words
    week: int | None = Field(default=None, ge=1, le=60)
    date: Date | None = None
    intro: str = ""
    query: str = ""
    order: Order | None = None
    limit: int | None = Field(default=None, ge=1)
    importance: Importance = "essential"
    entries: tuple[Entry, ...] = ()


class ReadingList(_Part):
    """A whole reading list; `name` is its file's name without the extension.

    `workload` None (`workload: none` in the file) means that no reading times are estimated. `abstracts` lets
    an annotated bibliography show the publishers' abstracts where there is no annotation of one's own.
    """

    name: str = ""
    title: Words
    subtitle: str = ""
    course: str = ""
    department: str = ""
    institution: str = ""
    instructors: tuple[Person, ...] = ()
    meeting: str = ""
    term: Term | None = None
    description: str = ""
    style: str = ""
    locale: str = ""
    order: Order = "importance"
    workload: Workload | None = Workload()
    abstracts: bool = False
    sections: tuple[Section, ...] = ()
    policies: str = ""
    licence: str = ""

    _places: Places = PrivateAttr(default_factory=Places)

    def placed(self, places: Places) -> ReadingList:
        """The same list, knowing where its parts stand in its file."""
        copy = self.model_copy()
        copy._places = places
        return copy

    def where(self, *path: str | int) -> str:
        """`file:line` of a part, as `where("sections", 0, "entries", 2)`; "" for a list made in memory."""
        return self._places.where(*path)
