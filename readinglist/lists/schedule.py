"""When a list's sections meet: their own dates, or those of their week in the term's calendar."""

from __future__ import annotations

import datetime
from collections import Counter
from dataclasses import dataclass
from itertools import islice

from readinglist.lists.calendar import WEEKDAYS, Calendar, Slot
from readinglist.lists.model import PartPath, ReadingList, Section, Term
from readinglist.lists.problems import list_error

__all__ = ["WEEKDAYS", "Meeting", "calendar_of", "meetings_of_week", "schedule"]


@dataclass(frozen=True, slots=True)
class Meeting:
    """When a section meets.

    `held` is False where there is no class on that day: `holiday` then names the public holiday, or `reason`
    the break or what the exception says; both are "" on any other day. `date` None: nothing tells the day.
    """

    date: datetime.date | None = None
    holiday: str = ""
    held: bool = True
    reason: str = ""


def meetings_of_week(term: Term, week: int) -> tuple[datetime.date, ...]:
    """The days on which a course is to meet in a week of its term, in order, held or not.

    Week 1 is the seven days from the term's start, whatever weekday that is, so no meeting is ever before
    the start. A course without weekdays has one date a week, the week's first day.
    """
    return tuple(slot.planned for slot in Calendar(term.model_copy(update={"holidays": ""})).slots(week))


def calendar_of(reading_list: ReadingList) -> Calendar | None:
    """The calendar of a list's term, None for a list without one."""
    if reading_list.term is None:
        return None
    # The place of `holidays` where the file has it, else of the term.
    where = reading_list.where("term", "holidays" if reading_list.term.holidays else "exceptions")
    return Calendar(reading_list.term, reading_list.locale, where)


def schedule(reading_list: ReadingList) -> tuple[Meeting, ...]:
    """The meeting of each section, in the order of `reading_list.flat_sections`.

    A section's own `date` wins. Otherwise the sections of one week take that week's meetings in turn, those
    that are held, the last one being shared when there are more sections than meetings; where none is held,
    the section has the day of the meeting that falls away. Under `on_holiday: shift` a section takes the
    meeting that is as far from the start of the term as its own would be if every meeting were held. A
    section with neither week nor date, or a list without a term, has none. Raises `ListError` for a country
    whose holidays are not known and for an exception on a day without class.
    """
    sections = reading_list.flat_sections
    calendar = calendar_of(reading_list)
    if calendar is None:
        return tuple(Meeting(placed.section.date) for placed in sections)
    dated = frozenset(placed.section.date for placed in sections if placed.section.date)
    problems = calendar.problems(dated) if calendar.term.exceptions else []
    if problems:
        raise list_error(problems, f"{len(problems)} problems in the term's exceptions")
    shifted = _shifted(calendar) if calendar.term.on_holiday == "shift" else {}
    turns: Counter[int] = Counter()
    meetings: dict[PartPath, tuple[Section, Meeting]] = {}
    for placed in sections:
        section, around = placed.section, meetings.get(placed.path[:-2])
        if section.date is not None:
            meeting = _given(calendar, section.date)
        elif around is not None and around[0].week == section.week:
            # A subsection of the same week meets when the section around it does.
            meeting = around[1]
        elif section.week is None or section.week > calendar.term.weeks:
            meeting = Meeting()
        else:
            meeting = _of_week(calendar, section.week, turns[section.week], shifted)
            turns[section.week] += 1
        meetings[placed.path] = section, meeting
    return tuple(meeting for _, meeting in meetings.values())


def _given(calendar: Calendar, date: datetime.date) -> Meeting:
    slot = calendar.off(date)
    return Meeting(date) if slot.day is not None else _not_held(slot)


def _of_week(
    calendar: Calendar, week: int, turn: int, shifted: dict[datetime.date, datetime.date]
) -> Meeting:
    slots = calendar.slots(week)
    planned = slots[min(turn, len(slots) - 1)].planned
    if planned in shifted:
        return Meeting(shifted[planned])
    if not calendar.term.meets:
        # Not a class but the week's first day, which may well be a holiday.
        return Meeting(slots[0].planned, slots[0].reason if slots[0].holiday else "")
    held = [slot.day for slot in slots if slot.day is not None]
    held.sort()
    return Meeting(held[min(turn, len(held) - 1)]) if held else _not_held(slots[min(turn, len(slots) - 1)])


def _not_held(slot: Slot) -> Meeting:
    if slot.holiday:
        return Meeting(slot.planned, slot.reason, held=False)
    return Meeting(slot.planned, held=False, reason=slot.reason)


def _shifted(calendar: Calendar) -> dict[datetime.date, datetime.date]:
    """For each meeting as planned, the day that it moves to when those before it fall away."""
    weeks = range(1, calendar.term.weeks + 1)
    planned = [slot.planned for week in weeks for slot in calendar.slots(week)]
    # Some more than needed, since a class that was moved may come before one that was not.
    held = sorted(islice(calendar.held(), len(planned) + 7 * (len(calendar.term.exceptions) + 1)))
    return dict(zip(planned, held, strict=False))
