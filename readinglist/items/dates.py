"""Dates as Zotero users type them: "2010-05", "Spring 2014", "n.d.", "1998/2003", "12 de mayo de 2011"."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

from readinglist.items.datereading import Parts, read_parts, says_no_date


@dataclass(frozen=True, slots=True)
class PartialDate:
    """A date of which some parts may be missing.

    `year`, `month` (1–12), `day` (1–31) start it; `end_year`, `end_month`, `end_day` end a range.
    `season` is 1 spring, 2 summer, 3 autumn, 4 winter (CSL's numbers). `circa` marks an approximate date.
    `text` is what was typed. A text in which nothing can be read has no year, and `literal` is true unless
    it is empty or says that there is no date ("n.d.", "s.f.").
    """

    text: str = ""
    year: int | None = None
    month: int | None = None
    day: int | None = None
    end_year: int | None = None
    end_month: int | None = None
    end_day: int | None = None
    season: int | None = None
    circa: bool = False
    literal: bool = False


@lru_cache(maxsize=4096)
def parse_date(text: str) -> PartialDate:
    """Read a date as typed in Zotero. Never raises; what cannot be read stays as `text`."""
    if says_no_date(text):
        return PartialDate(text=text)
    found = read_parts(text)
    if not found:
        return PartialDate(text=text, literal=True)
    start, end, circa = found
    return _assembled(text, start, end, circa)


def iso(date: PartialDate) -> str:
    """The date in ISO 8601 ("2010-05-12", "1998/2003"), "" without a year. Season and "circa" are left out.

    Years before Christ are written in ISO's counting, in which 1 BC is the year 0000.
    """
    if date.year is None:
        return ""
    start = _iso(date.year, date.month, date.day)
    if date.end_year is None:
        return start
    return f"{start}/{_iso(date.end_year, date.end_month, date.end_day)}"


def edtf(date: PartialDate) -> str:
    """The date in EDTF level 1, which biblatex reads: as `iso`, with season ("2014-21") and "circa" ("~").

    Source: https://www.loc.gov/standards/datetime/
    """
    if date.year is None:
        return ""
    mark = "~" if date.circa else ""
    if date.season and date.end_year is None:
        return f"{_iso(date.year, None, None)}-{20 + date.season}{mark}"
    return "/".join(part + mark for part in iso(date).split("/"))


def csl_date(date: PartialDate) -> dict[str, Any] | None:
    """The date as a CSL-JSON date variable; None where there is no date ("", "n.d.").

    `date-parts` is never empty, and both ends of a range are as exact as the less exact one ("March 2001 to
    2002" is 2001 to 2002): citeproc-js, in which Zotero and Word format, breaks off at others. A text without
    any year ("forthcoming") becomes `literal`.
    Source: https://github.com/citation-style-language/schema (csl-data.json).
    """
    if date.year is None:
        return {"literal": date.text.strip()} if date.literal else None
    parts = [_csl_parts(date.year, date.month, date.day)]
    if date.end_year is not None:
        parts.append(_csl_parts(date.end_year, date.end_month, date.end_day))
        exact = min(map(len, parts))
        parts = [part[:exact] for part in parts]
        parts = parts[: 1 if parts[0] == parts[1] else 2]
    found: dict[str, Any] = {"date-parts": parts}
    if date.season:
        found["season"] = date.season
    if date.circa:
        found["circa"] = True
    return found


def _csl_parts(year: int, month: int | None, day: int | None) -> list[int]:
    if month is None:
        return [year]
    return [year, month] if day is None else [year, month, day]


def _iso(year: int, month: int | None, day: int | None) -> str:
    counted = year if year > 0 else year + 1
    written = f"-{-counted:04d}" if counted < 0 else f"{counted:04d}"
    if month is not None:
        written += f"-{month:02d}"
        if day is not None:
            written += f"-{day:02d}"
    return written


def _assembled(text: str, start: Parts, end: Parts | None, circa: bool) -> PartialDate:
    """The value, with impossible months and days left out and an end that is not after the start dropped."""
    year, month, day = _possible(start)
    if not year:
        return PartialDate(text=text, literal=True)
    season = start.season if month is None else None
    date = PartialDate(text=text, year=year, month=month, day=day, season=season, circa=circa)
    if end is None:
        return date
    end_year, end_month, end_day = _possible(end)
    if not end_year or (end_year, end_month or 13, end_day or 32) <= (year, month or 0, day or 0):
        return date
    if (end_year, end_month, end_day) == (year, month, day):
        return date
    return replace(date, end_year=end_year, end_month=end_month, end_day=end_day)


def _possible(parts: Parts) -> tuple[int | None, int | None, int | None]:
    if not parts.year:
        return None, None, None
    if not parts.month or parts.month > 12:
        return parts.year, None, None
    # A year of the same kind that the calendar module can count, since it has none before Christ.
    longest = monthrange(parts.year if parts.year > 0 else 2000, parts.month)[1]
    day = parts.day if parts.day and parts.day <= longest else None
    return parts.year, parts.month, day
