"""Weeks and dates in the headings of a syllabus, English and Spanish."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable
from dataclasses import dataclass

from readinglist.items.text import fold

_MONTHS = (
    "january jan enero ene|february feb febrero|march mar marzo|april apr abril abr|may mayo|june jun junio|july jul julio"  # noqa: E501
    "|august aug agosto ago|september sept sep septiembre setiembre|october oct octubre|november nov noviembre"  # noqa: E501
    "|december dec diciembre dic"
)
MONTHS = {word: at for at, words in enumerate(_MONTHS.split("|"), 1) for word in words.split()}
_NAMES = "|".join(sorted(MONTHS, key=len, reverse=True))
_MONTH = rf"(?P<month>{_NAMES})\b\.?"
_UNTIL = r"\s*(?:[-–—/&]|\b(?:al?|to|y|and)\b)\s*"
# A day, or the first of several: "14–18 feb", "February 14 to 18", "14 al 18 de febrero".
_DAY = rf"(?P<day>[0-3]?\d)(?:st|nd|rd|th|º|°)?(?:{_UNTIL}[0-3]?\d(?:st|nd|rd|th|º|°)?(?!\d))?"
_YEAR = r"(?:\s*(?:,|de|del)?\s+(?P<year>(?:19|20)\d\d))?"
# "Th Jan 21", "Mié. 3 feb": short forms count before a date only.
_SHORT_DAYS = r"m|tu|w|th|f|sa|su|lun|mar|mie|jue|vie|sab|dom|l|ma|mi|j|v"
_WEEKDAYS = r"(?:mon|tue|tues|wed|thu|thur|thurs|fri|sat|sun)(?:day|sday|nesday|rsday|urday)?|lunes|martes|miercoles|jueves|viernes|sabado|domingo"  # noqa: E501
_DATES = (
    re.compile(
        rf"(?:\b(?:{_WEEKDAYS}|{_SHORT_DAYS})\b\.?,?\s*)?\b{_MONTH}\s+{_DAY}(?!\d)(?!\s*(?:de\s+)?(?:{_NAMES})\b){_YEAR}"
    ),
    re.compile(
        rf"(?:\b(?:{_WEEKDAYS}|{_SHORT_DAYS})\b\.?,?\s*(?:el\s+)?|\b(?:del?|from)\s+)?(?<!\d){_DAY}\s*(?:de\s+|of\s+|-)?{_MONTH}{_YEAR}"
    ),
    re.compile(r"(?<!\d)(?P<year>(?:19|20)\d\d)-(?P<month>[01]?\d)-(?P<day>[0-3]?\d)(?!\d)"),
)
_SLASHED = re.compile(
    rf"(?P<weekday>\b(?:{_WEEKDAYS}|{_SHORT_DAYS})\b\.?,?\s*)?(?<![\d/])(?P<one>\d{{1,2}})[/.](?P<two>\d{{1,2}})"
    r"(?:[/.](?P<year>(?:20)?\d\d))?(?![\d/])"
)
_NUMBERS = {
    word: at
    for at, words in enumerate(
        [
            "one uno una primera i",
            "two dos segunda ii",
            "three tres tercera iii",
            "four cuatro cuarta iv",
            "five cinco quinta v",
            "six seis sexta vi",
            "seven siete septima vii",
            "eight ocho octava viii",
            "nine nueve novena ix",
            "ten diez decima x",
            "eleven once xi",
            "twelve doce xii",
            "thirteen trece xiii",
            "fourteen catorce xiv",
            "fifteen quince xv",
        ],
        1,
    )
    for word in words.split()
}
_UNIT = r"(?:week|wk|session|class|meeting|unit|module|lecture|day|lesson|seminar|part|semana|sesion|clase|unidad|modulo|tema|bloque|dia|leccion|seminario|parte)"  # noqa: E501
_COUNTED = re.compile(
    rf"^\W*{_UNIT}s?\.?\s*(?:no\.?|num\.?|n\.?º|#)?\s*(?P<number>\d{{1,2}}\b|(?:{'|'.join(sorted(_NUMBERS, key=len, reverse=True))})\b)"  # noqa: E501
)
_WEEKLY = re.compile(r"^\W*(?:week|wk|semana)\b")
_SEPARATORS = " \t\n\v:.,;–—-|/()[]·•*_"


@dataclass(frozen=True, slots=True)
class HeadingMarks:
    """What a heading says: its title without week and date, the week's number, the date (year None: not
    said)."""

    title: str
    week: int | None
    month_day: tuple[int, int] | None
    year: int | None
    counted: bool

    def date(self, years: TermYears) -> datetime.date | None:
        """The date, where its year is said or follows from the document."""
        if self.month_day is None:
            return None
        year = self.year or years.of(self.month_day[0])
        try:
            return datetime.date(year, *self.month_day) if year else None
        except ValueError:
            return None


@dataclass(frozen=True, slots=True)
class TermYears:
    """The years in which a course runs, as its document says: one, two for a year from autumn to spring, or
    none."""

    years: tuple[int, ...] = ()

    def of(self, month: int) -> int | None:
        """The year of a month."""
        if len(self.years) == 2:
            return self.years[0] if month >= 8 else self.years[1]
        return self.years[0] if self.years else None


_TERM_WORDS = (
    r"spring|fall|autumn|summer|winter|term|semester|quarter|trimester|primavera|otono|verano|invierno|semestre|trimestre"
    r"|cuatrimestre|curso|periodo|ciclo|academic year|ano academico|ano lectivo"
)
_TERM = re.compile(
    rf"(?:{_TERM_WORDS})(?:\s*\d\b)?[^\n\d]{{0,25}}((?:19|20)\d\d)(?:\s*[-–/]\s*((?:20)?\d\d))?"
    # "Spring ’27", "Trimestre 24-I"
    rf"|(?:{_TERM_WORDS})\s*(?:[’']\s?(?P<short>\d\d)\b|(?P<roman>\d\d)-(?:i{{1,3}}|[123vop])\b)"
    rf"|\b((?:19|20)\d\d)(?:\s*[-–/]\s*((?:20)?\d\d))?\s*[^\n\d]{{0,12}}(?:{_TERM_WORDS})"
)


def term_years(texts: Iterable[str]) -> TermYears:
    """The years that a document's own words give its term ("Spring 2027", "curso 2026-2027")."""
    for text in texts:
        found = _TERM.search(flat_text(text))
        if found:
            short = found["short"] or found["roman"]
            if short:
                return TermYears((2000 + int(short),))
            first, last = (found[1], found[2]) if found[1] else (found[5], found[6])
            years = [int(first)]
            if last:
                second = int(last) if len(last) == 4 else int(first[:2] + last)
                if second == years[0] + 1:
                    years.append(second)
            return TermYears(tuple(years))
    return TermYears()


def heading_marks(text: str, *, day_first: bool = False) -> HeadingMarks:
    """Read what may be the heading of a week: "Week 3 (February 1): Propaganda", "Semana 3. 1 de febrero"."""
    flat = flat_text(text)
    week, counted, rest, cuts = None, False, 0, []
    found = _COUNTED.match(flat)
    if found:
        counted = True
        number = found["number"]
        week = int(number) if number.isdecimal() else _NUMBERS[number]
        if not _WEEKLY.match(flat) and not re.match(r"^\W*(?:session|class|meeting|sesion|clase)", flat):
            week = None
        rest = found.end()
        cuts.append((found.start(), found.end()))
    month_day, year, span = _date_in(flat[rest:], day_first)
    if span:
        cuts.append((span[0] + rest, span[1] + rest))
    title = _without(text, cuts) if len(flat) == len(text) else text
    if month_day is not None and not counted:
        # "1. Propaganda (September 7)": the number counts sections.
        title = re.sub(r"^\d{1,2}[.)]\s+(?=\w)", "", title)
    return HeadingMarks(title, week if week and 1 <= week <= 60 else None, month_day, year, counted)


def day_in(text: str) -> tuple[int, int] | None:
    """The month and day that a text names first; None where it names none."""
    return _date_in(flat_text(text), False)[0]


def _date_in(flat: str, day_first: bool) -> tuple[tuple[int, int] | None, int | None, tuple[int, int] | None]:
    for pattern in _DATES:
        found = pattern.search(flat)
        if found:
            month = found["month"]
            number = int(month) if month.isdecimal() else MONTHS[month]
            day = int(found["day"])
            if 1 <= day <= 31 and 1 <= number <= 12:
                year = int(found["year"]) if found["year"] else None
                return (number, day), year, (found.start(), _end_of_span(flat, found.end()))
    slashed = _SLASHED.search(flat)
    if slashed:
        one, two = int(slashed["one"]), int(slashed["two"])
        day, month = (one, two) if (day_first and two <= 12) or one > 12 else (two, one)
        year = None
        if slashed["year"]:
            year = int(slashed["year"]) if len(slashed["year"]) == 4 else 2000 + int(slashed["year"])
        if 1 <= month <= 12 and 1 <= day <= 31:
            return (month, day), year, (slashed.start(), _end_of_span(flat, slashed.end()))
    return None, None, None


def _end_of_span(flat: str, end: int) -> int:
    """Where a span of days ends that begins with a date: "28 Feb – 4 March", "3/2–7/2"."""
    joint = re.compile(_UNTIL).match(flat, end)
    if joint:
        for pattern in (*_DATES, _SLASHED):
            last = pattern.match(flat, joint.end())
            if last:
                return last.end()
    return end


def starts_with_date(text: str) -> bool:
    """Whether a text begins with a date or a weekday and a date."""
    flat = flat_text(text).lstrip(_SEPARATORS)
    if any((found := pattern.search(flat)) is not None and found.start() <= 1 for pattern in _DATES):
        return True
    slashed = _SLASHED.match(flat)
    return slashed is not None and slashed["weekday"] is not None


def _without(text: str, cuts: list[tuple[int, int]]) -> str:
    kept, at = [], 0
    for start, end in sorted(cuts):
        kept.append(text[at:start])
        at = max(at, end)
    kept.append(text[at:])
    parts = [re.sub(r"\(\s*\)|\[\s*\]", " ", part).strip(_SEPARATORS) for part in kept]
    whole = re.sub(r"\s+", " ", " ".join(part for part in parts if part)).strip()
    return f"{whole})" if whole.count("(") > whole.count(")") and text.rstrip(" .").endswith(")") else whole


def flat_text(text: str) -> str:
    """Folded, of the same length as the text wherever folding keeps it."""
    return "".join(fold(char)[:1] or char for char in text)
