"""A term's calendar: its weeks, on which days there is class, and why there is none on the others."""

from __future__ import annotations

import datetime
import importlib.util
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from itertools import count
from typing import get_args

from readinglist.errors import ListError, near_matches
from readinglist.lists.model import DayException, Term, Weekday
from readinglist.lists.problems import Problem

WEEKDAYS: tuple[Weekday, ...] = get_args(Weekday)
WEEK = datetime.timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Slot:
    """A meeting of the term: the day it would be, and the day it is.

    `day` is None where there is no class; then `reason` says why in the words of the list or of the calendar
    of holidays ("" where nobody gave one), and `holiday` whether it is a public holiday.
    """

    planned: datetime.date
    day: datetime.date | None
    reason: str = ""
    holiday: bool = False


@dataclass(frozen=True)
class Calendar:
    """The days of a term. `locale` is the language of the holidays' names, `where` the term's place.

    Week 1 is the seven days from the term's start, whatever weekday that is. A week all of whose meetings
    fall into breaks has no number, so that the next one takes it. Every method raises `ListError` for a
    country whose holidays are not known.
    """

    term: Term
    locale: str = ""
    where: str = ""
    _holidays: dict[int, Mapping[datetime.date, str]] = field(default_factory=dict, compare=False, repr=False)

    @cached_property
    def firsts(self) -> tuple[datetime.date, ...]:
        """The first day of each numbered week, week 1 at 0."""
        found: list[datetime.date] = []
        for number in count():
            first = self.term.start + WEEK * number
            if not self._lost(first):
                found.append(first)
            if len(found) == self.term.weeks:
                break
        return tuple(found)

    @property
    def last(self) -> datetime.date:
        """The last day of the last week."""
        return self.firsts[-1] + datetime.timedelta(days=6)

    def week_of(self, day: datetime.date) -> int | None:
        """The number of the week that holds a day, None for a day outside the numbered weeks."""
        for at, first in enumerate(self.firsts):
            if first <= day < first + WEEK:
                return at + 1
        return None

    def slots(self, week: int) -> tuple[Slot, ...]:
        """The meetings of a numbered week in order, those that are not held among them.

        A course without weekdays has one a week, the week's first day outside a break.
        """
        return tuple(self._slot(day) for day in self._planned(self.firsts[week - 1]))

    def held(self) -> Iterator[datetime.date]:
        """The days of class from the start on; beyond the last week the term's rhythm goes on."""
        if not self.term.meets:
            return
        for number in count():
            first = self.term.start + WEEK * number
            if first.year > 2300:  # All that a list can name lies before.
                return
            days = (self._slot(day).day for day in self._planned(first))
            yield from sorted(day for day in days if day is not None)

    def off(self, day: datetime.date) -> Slot:
        """How a day given by hand stands: `day` None where a holiday, a break or an exception is on it."""
        exception = self._exceptions.get(day)
        if exception is not None and exception.to is not None:
            exception = None
        return self._judged(day, day, exception)

    def holiday(self, day: datetime.date) -> str:
        """The name of the public holiday on a day, "" on any other day."""
        if not self.term.holidays:
            return ""
        if day.year not in self._holidays:
            self._holidays[day.year] = load_holidays(self.term.holidays, day.year, self.locale, self.where)
        return self._holidays[day.year].get(day, "")

    def problems(self, dated: frozenset[datetime.date] = frozenset()) -> list[Problem]:
        """The exceptions that except nothing: on a day without a meeting (none of `dated` either)."""
        planned = [slot.planned for week in range(1, self.term.weeks + 1) for slot in self.slots(week)]
        # A course that meets on no weekday has no meetings that could be excepted.
        known = dated | (set(planned) if self.term.meets else set())
        found = []
        days = [exception.date for exception in self.term.exceptions]
        for at, exception in enumerate(self.term.exceptions):
            if exception.date in days[:at]:
                found.append(self._problem(exception, "stands twice", []))
            elif exception.held:
                if not self.term.start <= exception.date <= self.last:
                    found.append(self._problem(exception, "lies outside the term", []))
            elif exception.date not in known and not self._in_break(exception.date):
                near = sorted(known, key=lambda day: (abs(day - exception.date), day))[:2]
                found.append(self._problem(exception, "is no day of class", sorted(near)))
        return found

    @cached_property
    def _exceptions(self) -> dict[datetime.date, DayException]:
        return {exception.date: exception for exception in self.term.exceptions}

    def _problem(self, exception: DayException, message: str, near: list[datetime.date]) -> Problem:
        hint = "The nearest are " + " and ".join(day.isoformat() for day in near) + "." if near else ""
        where = f"{self.where}: term.exceptions" if self.where else "term.exceptions"
        return Problem(where, f"the exception's date {exception.date.isoformat()} {message}", hint)

    def _in_break(self, day: datetime.date) -> bool:
        exception = self._exceptions.get(day)
        held = exception is not None and exception.held
        return not held and any(day in one for one in self.term.breaks)

    def _lost(self, first: datetime.date) -> bool:
        """Whether the week from `first` on has no number: breaks take every meeting, none of them counted."""
        days = self._rhythm(first) if self.term.meets else [first + datetime.timedelta(n) for n in range(7)]
        if not all(self._in_break(day) for day in days):
            return False
        return not any(one.counted and day in one for one in self.term.breaks for day in days)

    def _rhythm(self, first: datetime.date) -> list[datetime.date]:
        """The days of class of the week from `first` on, by the weekdays, and the additional ones."""
        wanted = {WEEKDAYS.index(day) for day in self.term.meets}
        days = [first + datetime.timedelta(days=offset) for offset in range(7)]
        return [
            day
            for day in days
            if day.weekday() in wanted or (day in self._exceptions and self._exceptions[day].held)
        ]

    def _planned(self, first: datetime.date) -> list[datetime.date]:
        if self.term.meets:
            return self._rhythm(first)
        days = [first + datetime.timedelta(days=offset) for offset in range(7)]
        return [next((day for day in days if not self._in_break(day)), first)]

    def _slot(self, planned: datetime.date) -> Slot:
        exception = self._exceptions.get(planned)
        day = exception.to if exception is not None and exception.to is not None else planned
        if day != planned:
            # Where a class is moved to, that day's own exception counts, never the rhythm.
            return self._judged(planned, day, self._exceptions.get(day))
        return self._judged(planned, day, exception)

    def _judged(self, planned: datetime.date, day: datetime.date, exception: DayException | None) -> Slot:
        if exception is not None and exception.held:
            return Slot(planned, day)
        holiday = self.holiday(day)
        if exception is not None and exception.to is None:
            return Slot(planned, None, exception.label or holiday, bool(holiday and not exception.label))
        for one in self.term.breaks:
            if day in one:
                return Slot(planned, None, one.label or holiday, bool(holiday and not one.label))
        return Slot(planned, None, holiday, True) if holiday else Slot(planned, day)


def load_holidays(place: str, year: int, locale: str, where: str) -> Mapping[datetime.date, str]:
    """The public holidays of a country ("MX") or a part of one ("US-CA"), named in the list's language.

    Where the names are not known in that language they are in the country's own. Source: `holidays`.
    Raises `ListError` for a place that is not known.
    """
    import holidays

    country, _, part = place.upper().partition("-")
    _load_country_alone(getattr(getattr(holidays, country, None), "module_name", ""))
    try:
        plain = holidays.country_holidays(country, subdiv=part or None, years=year)
    except NotImplementedError:
        # Listing every country loads them all, so only for the message.
        parts = holidays.list_supported_countries()
        if country not in parts:
            message = f"the holidays of '{country}' are not known"
            raise _unknown(message, country, list(parts), where) from None
        raise _unknown(f"'{part}' is no part of {country}", part, parts[country], where) from None
    # Without a language the names would come in the machine's own, and differ from machine to machine.
    language = _nearest(locale, plain.supported_languages) or plain.default_language
    found = holidays.country_holidays(country, subdiv=part or None, years=year, language=language)
    return dict(found.items())


def _load_country_alone(module: str) -> None:
    """Import one country's module without the 250 others that its package imports when it is run.

    They would cost a tenth of a second at every command. Where it fails, the usual import follows.
    """
    package = module.rpartition(".")[0]
    spec = importlib.util.find_spec(package) if package and package not in sys.modules else None
    if spec is None:
        return
    sys.modules[package] = importlib.util.module_from_spec(spec)
    try:
        importlib.import_module(module)
    except ImportError:
        pass
    finally:
        del sys.modules[package]


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
