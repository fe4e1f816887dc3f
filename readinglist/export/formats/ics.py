"""iCalendar (RFC 5545): classes with their readings, days without class, due dates; importing anew updates.

Every event's UID is made of the list's name and the anchor of its section or entry, never of a date: moved to
another day, an event stays the same one, and a calendar that imports the file again moves it. Which of two
files is the later one its SEQUENCE says, which grows with the file's date (RFC 5546, section 2.1.5).
"""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from readinglist.export.target import Rendered, RenderOptions, Target
from readinglist.export.templates import make_environment, render
from readinglist.export.view import EntryView, ListView, SectionView
from readinglist.export.writers.base import Raw
from readinglist.export.writers.ics import IcsWriter, fold

TEMPLATE = "list.ics.j2"
NOTHING = Raw("")
_DAY = datetime.timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Event:
    """A component of the calendar. `kind` is "class", "off", "due" or "todo" (a section without a date).

    `start` and `end` are properties' parameters and values (";VALUE=DATE:20270201"); an all-day event ends
    on the day after its last, as section 3.6.1 has it. `parts` are subsections that meet with it.
    """

    kind: str
    uid: str
    start: Raw = NOTHING
    end: Raw = NOTHING
    section: SectionView | None = None
    entry: EntryView | None = None
    label: str = ""
    parts: tuple[SectionView, ...] = ()


def render_ics(view: ListView, options: RenderOptions) -> Rendered:
    """The calendar of `list.ics.j2`. Raises `ExportError` for a fault in the template."""
    environment = make_environment(
        IcsWriter(), view.words, options.template_folder, autoescape=False, given=options.template
    )
    moment = options.timestamp_for(view.date)
    created = datetime.datetime.fromtimestamp(moment, datetime.UTC)
    found = events(view)
    stamp = Raw(f"{created:%Y%m%dT%H%M%SZ}")
    values = {"events": found, "stamp": stamp, "sequence": Raw(str(max(0, moment // 60)))}
    text = render(environment, options.template_name(TEMPLATE), list=view, **values)
    warnings = view.warnings
    if not any(event.kind != "todo" for event in found):
        warnings += ("no section has a date, so the calendar is empty: give the list a `term`",)
    return Rendered(fold(text), warnings)


def events(view: ListView) -> tuple[Event, ...]:
    """What a list puts into a calendar, in the order of the list; the days off last."""

    def uid(part: str) -> str:
        # RFC 7986, section 5.3: a UUID; version 5 makes the same one of the same name.
        return str(uuid.uuid5(uuid.NAMESPACE_URL, f"readinglist:{view.name or view.title}#{part}"))

    found: list[Event] = []
    for section, parts in _with_parts(view.sections):
        if section.day is None:
            found.append(Event("todo", uid(section.id), section=section, parts=parts))
        elif section.held:
            start, end = _class_hours(section.day, view.hours)
            found.append(Event("class", uid(section.id), start, end, section, parts=parts))
        else:
            start, end = _whole_days(section.day, section.day)
            found.append(
                Event("off", uid(section.id), start, end, section, label=section.holiday, parts=parts)
            )
    for section in view.sections:
        found += [
            Event("due", uid(f"{entry.id}/due"), *_whole_days(entry.due, entry.due), section, entry)
            for entry in section.shown
            if entry.due is not None
        ]
    told = {event.section.day for event in found if event.kind == "off" and event.section}
    for off in view.days_off:
        if off.first != off.last or off.first not in told:
            name = f"off/{off.first.isoformat()}"
            found.append(Event("off", uid(name), *_whole_days(off.first, off.last), label=off.label))
    return tuple(found)


def _with_parts(sections: Sequence[SectionView]) -> list[tuple[SectionView, tuple[SectionView, ...]]]:
    """Each section that is an event of its own, with the subsections of the same day that follow it."""
    whole: list[tuple[SectionView, tuple[SectionView, ...]]] = []
    for section in sections:
        if section.level > 1 and whole and whole[-1][0].level == 1 and section.day == whole[-1][0].day:
            whole[-1] = (whole[-1][0], (*whole[-1][1], section))
        else:
            whole.append((section, ()))
    return whole


def _class_hours(day: datetime.date, hours: str) -> tuple[Raw, Raw]:
    """A class from hour to hour in the time of wherever it is (section 3.3.5, form 1), else the whole day."""
    if not hours:
        return _whole_days(day, day)
    begin, end = (hour.replace(":", "") for hour in hours.split("-"))
    return Raw(f":{day:%Y%m%d}T{begin}00"), Raw(f":{day:%Y%m%d}T{end}00")


def _whole_days(first: datetime.date, last: datetime.date) -> tuple[Raw, Raw]:
    return Raw(f";VALUE=DATE:{first:%Y%m%d}"), Raw(f";VALUE=DATE:{last + _DAY:%Y%m%d}")


TARGET = Target(
    name="ics",
    extension="ics",
    description="a calendar (iCalendar) of classes, readings and due dates; importing it again updates it",
    audience="students and instructors, for their calendars",
    render=render_ics,
    template=TEMPLATE,
)
