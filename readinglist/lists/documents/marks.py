"""What a syllabus says around its references: weeks, dates, importance, the part to read. English and
Spanish."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable
from dataclasses import dataclass

from readinglist.items.text import fold
from readinglist.lists.model import Importance

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
        found = _TERM.search(_flat(text))
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
    flat = _flat(text)
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
    return _date_in(_flat(text), False)[0]


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
    flat = _flat(text).lstrip(_SEPARATORS)
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


def _flat(text: str) -> str:
    """Folded, of the same length as the text wherever folding keeps it."""
    return "".join(fold(char)[:1] or char for char in text)


_LEVELS: tuple[tuple[Importance, str], ...] = (
    (
        "further",
        r"further|supplementary|supplemental|additional|background|complementari[ao]s?|adicional(?:es)?|para profundizar|(?:para )?ampliar|ampliacion|optional|opcional(?:es)?|extra",  # noqa: E501
    ),
    ("recommended", r"recommended|recomendad[ao]s?|suggested|sugerid[ao]s?"),
    (
        "essential",
        r"required|essential|core|mandatory|compulsory|obligatori[ao]s?|basic[ao]s?|esencial(?:es)?|fundamental(?:es)?|must[- ]read|principal(?:es)?|imprescindibles?",  # noqa: E501
    ),
)
_READINGS = r"(?:readings?|texts?|bibliography|literature|references|sources|viewing|listening|lecturas?|textos?|bibliografia|literatura|referencias|materiales|materials?)"  # noqa: E501
_LABEL = {
    level: re.compile(
        rf"^\W*(?:(?:{_READINGS}|for|de|also|tambien)\s+)?(?:{words})(?:\s+{_READINGS}|\s+reading)?"
        r"(?:\s+(?:for|de|del|para)\s+\w+(?:\s\w+)?|\s+(?:this week|esta semana))?"
        r"(?:\s*\([^)]{2,20}\))?\s*(?::|\.|–|—|-|\)|\]|$)\s*"
    )
    for level, words in _LEVELS
}
# A label in the middle of a paragraph: "Required: A; B. Recommended: C. Further (Spanish): D."
_WITHIN = re.compile(
    r"(?<=[.;?!)”\"»’\v])\s+(?="
    + rf"(?:{_READINGS}\s+)?(?:{'|'.join(words for _, words in _LEVELS)})(?:\s+{_READINGS}|\s+reading)?"
    + r"(?:\s*\([^)]{2,20}\))?\s*:\s)"
)


_INLINE = {
    level: re.compile(
        rf"[(\[]\s*(?:lectura\s+)?(?:{words})(?:\s+reading)?\s*[)\]]|[-–—,]\s*(?:{words})\s*\.?$"
    )
    for level, words in _LEVELS
}
_GENERIC = re.compile(
    rf"^\W*(?:the\s+|las\s+|this week.?s\s+)?{_READINGS}(?:\s+(?:for|list|of|de|del|para|this|la|the)\b[\w\s]{{0,20}})?\s*(?::|\.|-|–|$)\s*"  # noqa: E501
)


_LEGEND = re.compile(
    r"(?:\bstar(?:red|s)?\b|\basterisk\w*|\basterisco\w*|\*)[^.;*]{0,60}?(?P<what>optional|skip|further|recommended|suggested"
    r"|opcional|recomendad|complementari|required|must|essential|obligatori)"
)


def star_meaning(texts: Iterable[str]) -> str:
    """The label that a star before a reference stands for, as the document explains it; else ""."""
    for text in texts:
        found = _LEGEND.search(_flat(text))
        if found and len(text) < 600:
            word = found["what"]
            if word in ("required", "must", "essential", "obligatori"):
                return "required"
            return "recommended" if word in ("recommended", "suggested", "recomendad") else "optional"
    return ""


def importance_label(text: str) -> tuple[Importance | None, str]:
    """The importance that a label at the beginning sets ("Required readings:"), and the text behind it."""
    flat = _flat(text)
    for level, pattern in _LABEL.items():
        found = pattern.match(flat)
        if found and found.end() <= 60:
            return level, text[found.end() :].strip() if len(flat) == len(text) else ""
    return None, text


def at_labels(text: str) -> list[str]:
    """A paragraph cut before each label of importance within it; one that has none comes back whole."""
    flat = _flat(text)
    if len(flat) != len(text):
        return [text]
    cuts = [hit.end() for hit in _WITHIN.finditer(flat)]
    return [text[start:end].strip() for start, end in zip([0, *cuts], [*cuts, len(text)], strict=True)]


def readings_label(text: str) -> tuple[bool, str]:
    """Whether a text begins with a word such as "Readings:", and the text behind it."""
    flat = _flat(text)
    found = _GENERIC.match(flat)
    if found and len(flat) == len(text):
        return True, text[found.end() :].strip()
    return False, text


def importance_within(text: str) -> tuple[Importance | None, str]:
    """The importance marked inside a reference ("(optional)", "[recomendada]"), and the text without it."""
    flat = _flat(text)
    for level, pattern in _INLINE.items():
        found = pattern.search(flat)
        if found and len(flat) == len(text):
            return level, f"{text[: found.start()]} {text[found.end() :]}".strip(" ,;–—-")
    return None, text


_NUMBER = r"(?:\d{1,4}|[ivxlc]{1,7})"
_RANGES = (
    rf"{_NUMBER}(?:\s*(?:[-–—]|\ba\b|\bto\b)\s*{_NUMBER})?"
    rf"(?:\s*(?:,|;|and|y|&)\s*{_NUMBER}(?:\s*[-–—]\s*{_NUMBER})?)*"
)
_PAGES = re.compile(
    rf"(?<![\w])(?:pp?|pages?|pgs?|págs?|pags?|páginas?|paginas?)\b\.?\s*(?P<numbers>{_RANGES})(?![\w/])",
    re.IGNORECASE,
)
_CHAPTERS = re.compile(
    rf"(?<![\w])(?P<label>chs?|chaps?|chapters?|caps?|capítulos?|capitulos?|parts?|partes?|sections?|secs?|secciones|sección|apartados?|§§?)(?:\b|(?<=§))\.?\s*(?P<numbers>{_RANGES})(?![\w/])",
    re.IGNORECASE,
)
_PART = (
    r"introduction|introducción|intro|preface|prefacio|prólogo|prologue|conclusions?|conclusión|conclusiones"
    r"|epilogue|epílogo"
    r"|foreword|afterword|abstract|executive summary|resumen ejecutivo|resumen|primera parte|segunda parte"
    r"|tercera parte|capítulos finales|final chapters?|primer capítulo|first chapter"
)
_PARTS = re.compile(
    r"(?:^|[,;(\[–—.-]\s*|\b(?:read|leer|only|solo|sólo|just|y|and)\s+)(?:the\s+|la\s+|el\s+)?"
    rf"(?P<part>(?:{_PART})(?:\s+(?:and|y|&)\s+(?:{_PART}))?)\s*(?:only|solo)?\s*[)\].]*\s*$"
    rf"|(?:^|\s)(?:the|la|el)\s+(?P<of>{_PART})\s+(?:to|of|de|del|a)\s",
    re.IGNORECASE,
)
_STAMPS = re.compile(r"\b\d{1,2}:\d\d(?::\d\d)?\s*[-–—]\s*\d{1,2}:\d\d(?::\d\d)?\b")
_ASKED = re.compile(
    r"\b(?:read|leer|only|solo|sólo|just|focus on|especially|esp\.|skim|lean|léase|en particular)\b[^.;]{0,25}$",  # noqa: E501
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Part:
    """A part to read as the text says it; `pages` are the numbers of pages where it says pages, and `asked`
    that
    the words around ask for reading it, so that it is no mere part of the citation."""

    text: str
    pages: str = ""
    asked: bool = False


def part_to_read(text: str) -> Part | None:
    """The part of a work that a reference names, None where it names none."""
    stamps = _STAMPS.search(text)
    if stamps:
        return Part(_dashed(stamps[0]), asked=True)
    pages = list(_PAGES.finditer(text))
    asked = [hit for hit in pages if _ASKED.search(text[: hit.start()])]
    chapters = list(_CHAPTERS.finditer(text))
    if asked:
        return Part(_pages_text(asked[-1]), asked[-1]["numbers"], True)
    if chapters:
        last = chapters[-1]
        return Part(_dashed(last[0].rstrip(".")), asked=True)
    part = _PARTS.search(text)
    if part:
        return Part(part["part"] or part["of"], asked=True)
    if pages:
        last = pages[-1]
        return Part(
            _pages_text(last), last["numbers"], text[last.end() :].strip(" .)]") == "" and len(pages) > 1
        )
    return None


def _pages_text(found: re.Match[str]) -> str:
    numbers = _dashed(found["numbers"])
    return f"p. {numbers}" if re.fullmatch(r"\w+", numbers) else f"pp. {numbers}"


def _dashed(text: str) -> str:
    return re.sub(r"\s*[-–—]\s*", "-", text).strip()
