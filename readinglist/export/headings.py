"""What a section's title says already of its week and its day, so that the label above it need not.

A section of an old syllabus often has nothing but its date for a title ("Monday, February 8th"), and people
write "Week 4" as the title of week 4.
"""

from __future__ import annotations

import datetime
import re

from babel.dates import get_day_names

from readinglist.export.words import Words
from readinglist.items.datewords import BETWEEN, MONTHS
from readinglist.items.text import fold

_PART = re.compile(r"\d+|[^\W\d_]+")
_WEEK = re.compile(r"(?:week|wk|semana|sem)\W{0,3}0?(\d{1,2})(?!\d)\W*")


def said_by_title(title: str, week: int | None, day: datetime.date | None, words: Words) -> tuple[bool, bool]:
    """Whether a title is nothing but its section's week or day, or both: ("Week 4") → (True, False).

    A day is told in any form, with its weekday and its year or without: "8 de febrero", "Feb. 8th",
    "2027-02-08", "2/8". A title that says anything else as well says neither.
    """
    rest = fold(title)
    counted = _WEEK.match(rest)
    if counted:
        if week != int(counted[1]):
            return False, False
        rest = rest[counted.end() :]
    if not rest.strip():
        return counted is not None, False
    if day is not None and _is_day(rest, day, words):
        return counted is not None, True
    return False, False


def _is_day(text: str, day: datetime.date, words: Words) -> bool:
    if str(day.day) not in text:  # As with most titles, for which no names of weekdays are loaded.
        return False
    besides = BETWEEN | _weekdays(day, words)
    parts = [part for part in _PART.findall(text) if part not in besides]
    months = [MONTHS[part] for part in parts if part in MONTHS]
    numbers = [int(part) for part in parts if part.isdecimal()]
    if len(months) + len(numbers) != len(parts) or len(months) > 1:
        return False
    for year in (day.year, day.year % 100):
        if len(parts) == 3 and year in numbers:
            numbers.remove(year)
            break
    if months:
        return months == [day.month] and numbers == [day.day]
    return sorted(numbers) == sorted((day.month, day.day))


def _weekdays(day: datetime.date, words: Words) -> frozenset[str]:
    """What the day's weekday is called, in full and in short, in English, Spanish and the list's language."""
    return frozenset(
        fold(get_day_names(width, context, locale)[day.weekday()]).strip(".")
        for locale in ("en", "es", words.locale)
        for width in ("wide", "abbreviated")
        for context in ("format", "stand-alone")
    )
