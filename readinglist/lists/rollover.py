"""A list carried into another term: the old text with its dates changed, and what in its words to look at."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from babel import Locale
from babel.dates import get_month_names

from readinglist.errors import ListError
from readinglist.lists.load import parse_list
from readinglist.lists.model import PartPath, ReadingList, Term
from readinglist.lists.rewriting import Scalar, replace_scalars, scalars, set_top_value
from readinglist.lists.source import shown

_DATE = re.compile(r"\d{4}-\d{1,2}-\d{1,2}")
_DATED_KEYS = ("date", "due")
_HOLIDAY = re.compile(
    r"\b(?:no class|public holiday|bank holiday|spring break|sin clases?|feriado|asueto|día festivo)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Carried:
    """A value that was changed: where it stands ("section 3: date"), what it said, what it says."""

    where: str
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class Remark:
    """A line of the new list (from 1) whose words speak of the old term's dates: for a person to read."""

    line: int
    text: str


@dataclass(frozen=True, slots=True)
class Rolled:
    """The new list: its text, the list in it, every change, and the lines to look at."""

    text: str
    reading_list: ReadingList
    changes: tuple[Carried, ...]
    remarks: tuple[Remark, ...]


def carried_date(date: datetime.date, old: datetime.date, new: datetime.date) -> datetime.date:
    """The day of the new term (from `new`) that is the same weekday of the same week as `date` in the old.

    Weeks are counted from the starts, as a term's week 1 is the seven days from its start.
    """
    week = (date - old).days // 7
    first = new + datetime.timedelta(weeks=week)
    return first + datetime.timedelta(days=(date.weekday() - first.weekday()) % 7)


def roll_over(text: str, old: Path, new: Path, start: datetime.date) -> Rolled:
    """The list in `text` (of the file `old`) for a term from `start` on, to become the file `new`.

    Changed are the term's start, its breaks and exceptions, the dates of sections and the due dates (each the
    same weekday of the same week), the years in the term's label, and the status, which becomes draft.
    Nothing else is touched. Raises `ListError` for a list without a term, and where a value stands so that
    it cannot be changed alone.
    """
    before = parse_list(text.removeprefix("\ufeff"), old)
    if before.term is None:
        raise ListError(
            "the list has no term, so nothing says what its dates are counted from",
            where=str(old),
            hint="Give it one: `term: {start: 2026-01-19, weeks: 12, meets: monday}`.",
        )
    values, changes = _changes(text, before.term, start)
    changed = replace_scalars(text, values)
    if before.status.state != "draft" or before.status.since is not None:
        changed = set_top_value(changed, "status", "draft", ("title",))
        changes.append(Carried("status", before.status.state, "draft"))
    after = _checked(changed, before, new)
    return Rolled(changed, after, tuple(changes), tuple(_remarks(changed, before, start)))


def _changes(text: str, term: Term, start: datetime.date) -> tuple[dict[PartPath, str], list[Carried]]:
    values: dict[PartPath, str] = {}
    changes: list[Carried] = []
    for path, scalar in scalars(text.removeprefix("\ufeff")).items():
        new = _carried(path, scalar, term, start)
        if new is not None and new != scalar.value:
            values[path] = new
            changes.append(Carried(shown(path), scalar.value, new))
    return values, changes


def _carried(path: PartPath, scalar: Scalar, term: Term, start: datetime.date) -> str | None:
    """What a value becomes in the new term, None where it stays."""
    if path == ("term", "start"):
        return start.isoformat()
    if path == ("term", "label"):
        return _years_moved(scalar.value, start.year - term.start.year)
    in_calendar = path[:2] in (("term", "breaks"), ("term", "exceptions")) and path[-1] != "label"
    in_section = path[0] == "sections" and path[-1] in _DATED_KEYS
    if not in_calendar and not in_section:
        return None
    head = _DATE.match(scalar.value)
    if head is None:
        return None
    # Of a break in short (2027-03-29..2027-04-04 Holy Week) both ends, and never what its label says.
    ends = 2 if ".." in scalar.value[head.end() : head.end() + 4] else 1
    return _DATE.sub(lambda found: _moved(found[0], term.start, start), scalar.value, count=ends)


def _moved(text: str, old: datetime.date, new: datetime.date) -> str:
    year, month, day = (int(part) for part in text.split("-"))
    return carried_date(datetime.date(year, month, day), old, new).isoformat()


def _years_moved(label: str, years: int) -> str:
    """ "Spring 2027" as "Spring 2028", "2026/27" as "2027/28"."""

    def moved(found: re.Match[str]) -> str:
        second = found[3]
        rest = f"{(int(second) + years) % 10 ** len(second):0{len(second)}}" if second else ""
        return f"{int(found[1]) + years}{found[2] or ''}{rest}"

    return re.sub(r"\b((?:19|20|21)\d{2})(?:([/–-])(\d{4}|\d{2})\b)?", moved, label)


def _checked(text: str, before: ReadingList, path: Path) -> ReadingList:
    """The new list, when it says what the old one says but for its dates, label and status."""
    after = parse_list(text.removeprefix("\ufeff"), path)
    if _undated(after.model_dump()) != _undated(before.model_dump()):
        raise ListError(
            "the dates of this file cannot be changed without changing other things",
            where=before.where(),
            hint="Write them as plain values (`date: 2027-01-18`), not as blocks of text, and try again.",
        )
    return after


def _undated(value: Any, key: str = "") -> Any:
    if isinstance(value, dict):
        skipped = ("status", "name")
        return {name: _undated(one, name) for name, one in value.items() if key or name not in skipped}
    if isinstance(value, list | tuple):
        return [_undated(one, key) for one in value]
    return "a date" if isinstance(value, datetime.date) else _without_years(value, key)


def _without_years(value: Any, key: str) -> Any:
    return re.sub(r"\d", "#", value) if key == "label" and isinstance(value, str) else value


# A season in a term's label: "Spring 2027". Said again, it may be of another half of the year.
_SEASON = re.compile(
    r"\blabel\s*:.*\b(?:spring|summer|autumn|fall|winter|primavera|verano|otoño|invierno)\b", re.IGNORECASE
)


def _remarks(text: str, before: ReadingList, start: datetime.date) -> Iterator[Remark]:
    assert before.term is not None
    other_season = 2 <= (start.month - before.term.start.month) % 12 <= 10
    years = {before.term.start.year, (before.term.start + datetime.timedelta(weeks=before.term.weeks)).year}
    dates = _spoken_dates(before.locale)
    year = re.compile(rf"(?<![\w./-])(?:{'|'.join(str(one) for one in sorted(years))})(?![\w/-])")
    keys = re.compile(r"\s*(?:- )?(?:cite|start|date|due|to|end|breaks|exceptions|term|link|url)\s*:")
    for number, line in enumerate(text.splitlines(), 1):
        season = other_season and _SEASON.search(line)
        if keys.match(line) and not season:
            continue
        if season or year.search(line) or dates.search(line) or _HOLIDAY.search(line):
            yield Remark(number, " ".join(line.split()))


def _spoken_dates(locale: str) -> re.Pattern[str]:
    """Days as people write them ("February 1"), in English, Spanish and the list's language."""
    names: set[str] = set()
    for tag in dict.fromkeys(("en", "es", locale.replace("_", "-") or "en")):
        try:
            known = Locale.parse(tag, sep="-")
        except ValueError:
            continue
        for width in ("wide", "abbreviated"):
            names |= {str(name).rstrip(".") for name in get_month_names(width, locale=known).values()}
    months = "|".join(sorted((re.escape(name) for name in names if len(name) > 2), key=len, reverse=True))
    return re.compile(
        rf"\b(?:{months})\.?\s+\d{{1,2}}\b|\b\d{{1,2}}\.?\s+(?:de\s+|of\s+)?(?:{months})\b", re.IGNORECASE
    )
