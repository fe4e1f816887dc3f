"""The reading list as written in `lists/<name>.yaml`: title, course, term, sections, entries."""

from __future__ import annotations

import datetime
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

Importance = Literal["essential", "recommended", "further"]
IMPORTANCES: tuple[Importance, ...] = ("essential", "recommended", "further")
Weekday = Literal["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
Order = Literal["importance", "list", "author", "year", "-year", "title"]


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)


class Person(_Part):
    """An instructor."""

    name: str
    email: str = ""
    orcid: str = ""
    office: str = ""


class Term(_Part):
    """When the course runs. `meets` are the weekdays of its meetings, `holidays` a country code (ISO 3166)."""

    start: datetime.date
    weeks: int = Field(ge=1, le=60)
    meets: tuple[Weekday, ...] = ()
    holidays: str = ""
    label: str = ""


class Entry(_Part):
    """One reading: a citation key with its importance, the part to read and the notes.

    `note` is for students; `private_note` is the staff's and reaches no export for students.
    """

    cite: str
    importance: Importance = "essential"
    locator: str = ""
    note: str = ""
    private_note: str = ""
    minutes: int | None = Field(default=None, ge=0, le=100_000)


class Section(_Part):
    """A section: a week, a topic or a theme. Entries are written out, or found by `query` at export."""

    title: str
    week: int | None = Field(default=None, ge=1, le=60)
    date: datetime.date | None = None
    intro: str = ""
    query: str = ""
    order: Order | None = None
    limit: int | None = Field(default=None, ge=1)
    importance: Importance = "essential"
    entries: tuple[Entry, ...] = ()


class ReadingList(_Part):
    """A whole reading list; `name` is its file's name without the extension."""

    name: str = ""
    title: str
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
    sections: tuple[Section, ...] = ()
    policies: str = ""
    licence: str = ""
