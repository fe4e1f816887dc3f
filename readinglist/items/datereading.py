"""What is typed as a date, taken apart into year, month, day, season: any order, five languages.

Ambiguous day and month: "12/05/2010" and "12-05-2010" are read month first, as Zotero's `strToDate` does
where no locale is set (its web API, which has none, too); day first when the first number cannot be a
month, and always with full stops ("12.05.2010"), which no month-first country writes. A year of two
digits after a day and a month means 1940–2039. "2010-11" is a month, "1995-96" and "2020/21" are ranges
(the second number is no month), as in Zotero's `parseEDTF`. Years before Christ are negative:
"500 BC" is -500.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeAlias

from readinglist.items.datewords import BETWEEN, CIRCA, MONTHS, NO_DATE, SEASONS, TO

_LONGEST = 300  # A longer text is prose, not a date; nothing behind this is read.


@dataclass(slots=True)
class Parts:
    """One end of a date as it was read; the parts may be impossible ("2010-02-30")."""

    year: int | None = None
    month: int | None = None
    day: int | None = None
    season: int | None = None


Found: TypeAlias = "tuple[Parts, Parts | None, bool]"
"""The start, the end of a range or None, and whether the date is approximate."""


def says_no_date(text: str) -> bool:
    """Whether the text is empty, holds no letter or digit, or says that there is no date ("n.d.")."""
    source = _prepared(text)
    return not source or _says_no_date(source)


def read_parts(text: str) -> Found | None:
    """The parts of the date in a text, not yet checked against the calendar; None if no year can be read."""
    source = _prepared(text)
    for read in (_compact, _numeric, _numeric_range, _eras, _worded):
        found = read(source)
        if found:
            return found
    return None


_TIME = re.compile(
    r"(?:(?<=\d)t|(?<!\d))\d{1,2}:\d{2}(?::\d{2})?(?:[.,]\d{1,9})?\s?(?:z|utc|gmt|[+-]\d{2}:?\d{2})?"
)
_ISO_ONE = r"(-?\d{4})(?:([-/.])(\d{1,2})(?:\2(\d{1,2}))?)?"
_ISO = re.compile(_ISO_ONE)
_ISO_DAY = re.compile(r"(?<![\d-])(\d{4})-(\d{2})-(\d{2})(?![\d-])")
_MARKS = re.compile(r"^(?:ca?\.\s?|circa\s|cca\.?\s|h\.\s?|hacia\s|~\s?)+|[~?%]+$")
_DAY_FIRST = re.compile(r"(\d{1,2})([-/.])\s?(\d{1,2})\2\s?(\d{4}|\d{2})")
_MONTH_YEAR = re.compile(r"(\d{1,2})[-/.]\s?(\d{4})")
_SPAN = re.compile(r"(-?\d{4}[-\d]*[~?%]*)\s?[-/–—]{1,3}\s?(-?\d{4}[-\d]*|\d{2}|\.\.|)[~?%]*")
_BC = re.compile(
    r"(?:b\.?\s?c\b(?:\.?\s?e\b)?|a\.?\s?(?:de\s)?c\b|av\.?\s?j\.?-?\s?c\b|v\.?\s?chr\b|antes de cristo)"
)
_AD = re.compile(r"\b(?:a\.?\s?d|c\.?\s?e|d\.?\s?(?:de\s)?c|apr?\.?\s?j\.?-?\s?c|n\.?\s?chr)\b")
_TOKEN = re.compile(r"\d+|[^\W\d_]+|[-–—/&]|[^\w\s]")


def _prepared(text: str) -> str:
    """Casefolded, without accents, brackets and times of day; CJK date signs as hyphens."""
    cut = unicodedata.normalize("NFKD", text[:_LONGEST]).casefold()
    cut = "".join(char for char in cut if not unicodedata.combining(char))
    cut = re.sub(r"(\d)\s?[年月](?=\s?\d)", r"\1-", cut)
    cut = re.sub(r"(\d)\s?[年月日]", r"\1 ", cut)
    cut = _TIME.sub(" ", cut.translate(_BRACKETS))
    return " ".join(cut.split()).strip(" ,;:")


_BRACKETS = str.maketrans({**dict.fromkeys('[](){}<>"“”«»\x00', " "), "−": "-", "‐": "-", "‑": "-", "‒": "–"})


def _says_no_date(source: str) -> bool:
    if any(char.isdecimal() for char in source):
        return re.fullmatch(r"0000(?:-00){0,2}", source) is not None  # how Zotero stores "no date"
    letters = "".join(char for char in source if char.isalpha())
    return not letters or letters in NO_DATE


def _unmarked(source: str) -> tuple[str, bool]:
    bare = _MARKS.sub("", source).strip()
    return bare, bare != source


def _compact(source: str) -> Found | None:
    """EDTF's shorthand and its like: "20100512", "199x", "19xx"."""
    bare, circa = _unmarked(source)
    if re.fullmatch(r"\d{8}", bare):
        parts = Parts(int(bare[:4]), int(bare[4:6]), int(bare[6:]))
        if 1 <= int(bare[4:6]) <= 12 and 1 <= int(bare[6:]) <= 31:
            return parts, None, circa
    if re.fullmatch(r"\d{3}[xu]|\d{2}(?:xx|uu)", bare):
        digits = re.match(r"\d+", bare)
        known = digits[0] if digits else ""
        if int(known):
            fill = 4 - len(known)
            return Parts(int(known + "0" * fill)), Parts(int(known + "9" * fill)), circa
    return None


def _numeric(source: str) -> Found | None:
    """One date in figures."""
    bare, circa = _unmarked(source)
    if found := _ISO.fullmatch(bare):
        return _from_iso(found, circa)
    if found := _DAY_FIRST.fullmatch(bare):
        month, day = int(found[1]), int(found[3])
        if found[2] == "." or month > 12:
            month, day = day, month
        if month > 12:
            month, day = day, month
        return Parts(_full_year(found[4]), month, day), None, circa
    if found := _MONTH_YEAR.fullmatch(bare):
        return Parts(int(found[2]), int(found[1])), None, circa
    return None


def _from_iso(found: re.Match[str], circa: bool) -> Found:
    year = int(found[1])
    if found[3] is None:
        return Parts(year), None, circa
    second = int(found[3])
    if found[4] is None and second > 12:
        end = _short_end(year, second) if len(found[3]) == 2 else None
        if end:
            return Parts(year), Parts(end), circa
        return Parts(year, season=second - 20 if 21 <= second <= 24 else None), None, circa
    return Parts(year, second, int(found[4]) if found[4] else None), None, circa


def _numeric_range(source: str) -> Found | None:
    """Two dates in figures, the second perhaps shortened ("2020/21") or open ("2010/..")."""
    bare, circa = _unmarked(source)
    found = _SPAN.fullmatch(bare)
    if not found:
        return None
    left, left_circa = _unmarked(found[1])
    right = found[2]
    start = _ISO.fullmatch(left)
    if not start:
        return None
    begin, inner, _ = _from_iso(start, False)
    if inner:
        return None
    circa = circa or left_circa
    if len(right) == 2 and right.isdecimal() and begin.year is not None:
        end = _short_end(begin.year, int(right))
        return begin, (Parts(end) if end else None), circa
    second = _ISO.fullmatch(right)
    return begin, (_from_iso(second, False)[0] if second else None), circa


def _eras(source: str) -> Found | None:
    """Years with an era: "500 BC", "c. 500–450 a.C.", "AD 79"."""
    era = _BC.search(source)
    if not era:
        plain = re.fullmatch(rf"(?:{_AD.pattern}\.?\s?)?(\d{{1,4}})(?:\s?{_AD.pattern}\.?)?", source)
        return (Parts(int(plain[1])), None, False) if plain and _AD.search(source) else None
    numbers = [int(one) for one in re.findall(r"\d+", source) if len(one) <= 4][:2]
    if not numbers or not numbers[0] or not re.search(r"\d\s?(?:$|\W)", source[: era.start()] + " "):
        return None
    circa = _unmarked(source)[1] or bool(CIRCA & set(re.findall(r"[a-z]+", source)))
    begin = Parts(-numbers[0])
    if len(numbers) == 1 or not numbers[1]:
        return begin, None, circa
    after = bool(_AD.search(source[era.end() :]))
    return begin, Parts(numbers[1] if after else -numbers[1]), circa


@dataclass(frozen=True, slots=True)
class _Token:
    kind: str  # "year", "number", "month", "season", "to", "joint", "other"
    value: int = 0


def _worded(source: str) -> Found | None:
    """Everything else: words, and figures among them."""
    source = _parted(source)
    if inner := _ISO_DAY.search(source):  # "published 2009-05-12"
        return Parts(int(inner[1]), int(inner[2]), int(inner[3])), None, False
    words = list(_TOKEN.finditer(source))
    tokens = _tokens(words)
    if not any(token.kind == "year" for token in tokens):
        return None
    circa = _is_circa(source, words)
    cut = _cut(tokens)
    if cut is None:
        start = _collected(tokens)
        return start, _decade_end(source, start), circa
    start, end = _collected(tokens[:cut]), _collected(tokens[cut + 1 :], start_of_range=False)
    _complete(start, end)
    return start, end, circa


def _parted(source: str) -> str:
    """One date whose parts are joined by hyphens or slashes ("30-Aug-2005", "2003/May"), with blanks."""
    parts = re.split(r"[-/]", source)
    words = [part.strip(".") for part in parts if part not in ("de", "of", "del")]
    months = [word for word in words if word in MONTHS]
    if " " in source or len(months) != 1 or not 2 <= len(words) <= 3:
        return source
    if not all(word in MONTHS or word.isdecimal() for word in words):
        return source
    if len(words) == 3 and words[1] in MONTHS and len(words[0]) <= 2 == len(words[2]):
        words[2] = str(_full_year(words[2]))
    return " ".join(words) if sum(len(word) == 4 and word.isdecimal() for word in words) == 1 else source


def _tokens(words: Sequence[re.Match[str]]) -> list[_Token]:
    long = 4 if any(len(word[0]) == 4 and word[0].isdecimal() and int(word[0]) for word in words) else 3
    found = []
    for word in words:
        text = word[0]
        if text.isdecimal():
            if len(text) == long and int(text):
                found.append(_Token("year", int(text)))
            elif len(text) <= 2:
                found.append(_Token("number", int(text)))
            else:
                found.append(_Token("other"))
        elif text in MONTHS:
            found.append(_Token("month", MONTHS[text]))
        elif text in SEASONS:
            found.append(_Token("season", SEASONS[text]))
        elif text in TO or text in "-–—/&":
            found.append(_Token("to"))
        elif text in BETWEEN or text in ".,'’°":
            found.append(_Token("joint", 1 if text == "," else 0))
        else:
            found.append(_Token("other"))
    return found


def _is_circa(source: str, words: Sequence[re.Match[str]]) -> bool:
    if re.search(r"\d[~?%]|~\s?\d", source) or any(word[0] in CIRCA for word in words):
        return True
    # "c. 1900" and "h. 1521" are approximate; "c1998" is a copyright year.
    return bool(re.search(r"(?:^|\W)[ch](?:\.\s?|\s)\d", source))


def _cut(tokens: Sequence[_Token]) -> int | None:
    """Where a range is cut in two: a "to" with parts of a date on both sides, before or after a year."""
    parts = {"year", "number", "month", "season"}
    for index, token in enumerate(tokens):
        if token.kind != "to" or index == 0 or index + 1 == len(tokens):
            continue
        before, after = _beside(tokens, index, -1), _beside(tokens, index, 1)
        if before.kind in parts and after.kind in parts:
            # "5-2010" inside a longer text, or "12/05/2010" after a weekday, is one date, not two.
            if before.kind == "number" and after.kind == "number" and not _near_month(tokens, index):
                continue
            return index
    return None


def _beside(tokens: Sequence[_Token], index: int, step: int) -> _Token:
    near = index + step
    while 0 < near < len(tokens) - 1 and tokens[near].kind in ("joint", "to"):
        near += step
    return tokens[near]


def _near_month(tokens: Sequence[_Token], index: int) -> bool:
    return any(token.kind == "month" for token in tokens[max(0, index - 4) : index + 6])


def _collected(tokens: Sequence[_Token], *, start_of_range: bool = True) -> Parts:
    """Year, month, day and season out of one side; a day counts only beside a month or alone."""
    parts = Parts()
    for index, token in enumerate(tokens):
        if token.kind == "year" and parts.year is None:
            parts.year = token.value
        elif token.kind == "month" and parts.month is None:
            parts.month = token.value
            parts.day = _day_beside(tokens, index)
        elif token.kind == "season" and parts.season is None:
            parts.season = token.value
    numbers = [token.value for token in tokens if token.kind == "number"]
    if parts.month is None and parts.day is None and len(numbers) == 1:
        # A bare number: the day of "5 al 7 de mayo de 2011", the end of "Winter 2020/21".
        first = tokens[0].kind == "number"
        if (start_of_range and parts.year is None) or (not start_of_range and first):
            parts.day = numbers[0]
    return parts


def _day_beside(tokens: Sequence[_Token], index: int) -> int | None:
    for step in (-1, 1):
        near = index + step
        while 0 <= near < len(tokens) and tokens[near].kind == "joint":
            if step < 0 and tokens[near].value:  # "vol. 3, May 2010"
                break
            near += step
        if 0 <= near < len(tokens) and tokens[near].kind == "number" and 1 <= tokens[near].value <= 31:
            return tokens[near].value
    return None


def _complete(start: Parts, end: Parts) -> None:
    """Give each side of a range what only the other says ("June–July 2015", "May 5–7, 2011", "2020/21")."""
    if end.year is None and end.month is None and end.day is not None and start.year is not None:
        short = _short_end(start.year, end.day)
        if short:
            end.year, end.day = short, None
    if start.month is None and start.day is not None:
        start.month = end.month
    if end.month is None and end.day is not None:
        end.month = start.month
    if start.year is None:
        start.year = end.year
        if start.month and end.month and start.month > end.month and start.year is not None:
            start.year -= 1  # "December–January 2015"
    elif end.year is None and (end.month is not None or end.day is not None):
        end.year = start.year
    if end.season and not start.season and start.month is None:
        start.season = end.season


def _decade_end(source: str, start: Parts) -> Parts | None:
    """The last year of "1990s" (the decade) or "1800s" (the century)."""
    if start.year is None or start.year % 10 or start.month or start.season:
        return None
    if re.search(rf"\b{start.year}\s?['’]?s\b", source) is None:
        return None
    return Parts(start.year + (99 if start.year % 100 == 0 else 9))


def _short_end(year: int, number: int) -> int | None:
    """The year that two digits mean after a year: 2020 and 21 → 2021; None if it would not be later."""
    end = year - year % 100 + number
    return end if year > 0 and end > year else None


def _full_year(digits: str) -> int:
    number = int(digits)
    if len(digits) > 2:
        return number
    return number + (2000 if number < 40 else 1900)
