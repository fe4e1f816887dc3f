"""When a list's sections meet: dates from the term's start, its weeks and weekdays, and public holidays."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from typing import get_args

from readinglist.errors import ListError, near_matches
from readinglist.lists.model import PartPath, ReadingList, Term, Weekday

WEEKDAYS: tuple[Weekday, ...] = get_args(Weekday)


@dataclass(frozen=True, slots=True)
class Meeting:
    """When a section meets; `holiday` names the public holiday on that day, "" on any other day."""

    date: datetime.date | None = None
    holiday: str = ""


def meetings_of_week(term: Term, week: int) -> tuple[datetime.date, ...]:
    """The days on which a course meets in a week of its term, in order.

    Week 1 is the seven days from the term's start, whatever weekday that is, so no meeting is ever before
    the start. A course without weekdays has one date a week, the week's first day.
    """
    first = term.start + datetime.timedelta(weeks=week - 1)
    if not term.meets:
        return (first,)
    wanted = {WEEKDAYS.index(day) for day in term.meets}
    days = (first + datetime.timedelta(days=offset) for offset in range(7))
    return tuple(day for day in days if day.weekday() in wanted)


def schedule(reading_list: ReadingList) -> tuple[Meeting, ...]:
    """The meeting of each section, in the order of `reading_list.flat_sections`.

    A section's own `date` wins. Otherwise the sections of one week take that week's meetings in turn, the
    last one being shared when there are more sections than meetings. A section with neither week nor date,
    or a list without a term, has none. Raises `ListError` for a country whose holidays are not known.
    """
    term = reading_list.term
    dates: list[datetime.date | None] = []
    taken: dict[int, int] = {}
    flat = reading_list.flat_sections
    own: dict[PartPath, int] = {}
    for at, placed in enumerate(flat):
        section = placed.section
        around = own.get(placed.path[:-2])
        own[placed.path] = at
        if around is not None and section.week == flat[around].section.week and section.date is None:
            # A subsection of the same week meets when the section around it does.
            dates.append(dates[around])
            continue
        if section.date is not None or term is None or section.week is None:
            dates.append(section.date)
            continue
        days = meetings_of_week(term, section.week)
        turn = taken.get(section.week, 0)
        taken[section.week] = turn + 1
        dates.append(days[min(turn, len(days) - 1)])
    if term is None or not term.holidays:
        return tuple(Meeting(date) for date in dates)
    years = {date.year for date in dates if date}
    holidays = _holidays(term.holidays, years, reading_list.locale, reading_list.where("term", "holidays"))
    return tuple(Meeting(date, holidays.get(date, "") if date else "") for date in dates)


def _holidays(place: str, years: set[int], locale: str, where: str) -> Mapping[datetime.date, str]:
    """The public holidays of a country ("MX") or a part of one ("US-CA"), named in the list's language.

    Where the names are not known in that language they are in the country's own. Source: `holidays`.
    """
    if not years:
        return {}
    import holidays

    country, _, part = place.upper().partition("-")
    parts = holidays.list_supported_countries()
    if country not in parts:
        raise _unknown(f"the holidays of '{country}' are not known", country, list(parts), where)
    if part and part not in parts[country]:
        raise _unknown(f"'{part}' is no part of {country}", part, parts[country], where)
    plain = holidays.country_holidays(country, years=years)
    # Without a language the names would come in the machine's own, and differ from machine to machine.
    language = _nearest(locale, plain.supported_languages) or plain.default_language
    found = holidays.country_holidays(country, subdiv=part or None, years=years, language=language)
    return dict(found.items())


def _nearest(locale: str, supported: tuple[str, ...]) -> str | None:
    """The supported language ("es", "en_US") that fits a locale ("es-MX") best, None where none does."""
    wanted = locale.replace("-", "_")
    if wanted in supported:
        return wanted
    language = wanted.partition("_")[0]
    fitting = [one for one in supported if language and one.partition("_")[0] == language]
    return fitting[0] if fitting else None


def _unknown(message: str, name: str, known: list[str], where: str) -> ListError:
    near = near_matches(name, known)
    hint = "Did you mean " + " or ".join(f"'{one}'" for one in near) + "? " if near else ""
    return ListError(
        message,
        where=f"{where}: term.holidays" if where else "term.holidays",
        hint=f"{hint}Use a two-letter country code such as MX, or a country and its part such as US-CA.",
    )
