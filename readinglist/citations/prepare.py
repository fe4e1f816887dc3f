"""CSL-JSON as it comes, mended into CSL-JSON that pandoc reads without losing anything.

What is mended and why stands with each function; the facts were measured with pandoc 3.9. pandoc's own
CSL-JSON *reader* (`-f csljson`) drops the name variables that CSL 1.0.2 added (host, guest, narrator,
contributor …); given the same data as a *bibliography*, it keeps all of them. The processor therefore hands
it a bibliography.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from typing import Any

from readinglist.citations.dates import DATED_PREFIX
from readinglist.citations.guards import guard_number, guard_pages, guard_title, guard_venue, is_numeric
from readinglist.citations.markup import HYPHEN, MARK, clean, strip_markup, title_markup
from readinglist.citations.rewrite import MARK_VARIABLE, NUMERIC_PREFIX
from readinglist.citations.sorting import sortable
from readinglist.citations.variables import (
    DATE_VARIABLES,
    IDENTIFIERS,
    NAME_VARIABLES,
    NUMBERS,
    RANGES,
    TEXT_VARIABLES,
    TITLE_VARIABLES,
    VENUES,
)
from readinglist.items.dates import PartialDate, parse_date
from readinglist.items.text import language_tag

# Words that title case leaves small (CSL 1.0.2, "Title Case Conversion"), after an abbreviation.
_SMALL_AFTER_STOP = re.compile(
    r"(?<=\.)( )(a|an|and|as|at|but|by|de|for|from|in|into|nor|of|on|or|over|per|than|the|to|upon"
    r"|v\.?|vs\.?|via|with)(?= )"
)
# "original-container-title: Proceso", "tex.note: …": lines for programs in Zotero's Extra, here the note.
_NOTE_LINE = re.compile(r"\s*(?:[\w.-]{2,40}|citation key)\s*:(?!//)", re.IGNORECASE)
_LEGAL_WORDS = re.compile(r"\b(?:(?<=In )re|(?<=Ex )parte|ex rel\.)(?= )")
_NO_DATE = re.compile(r"^\W*(n\W*d|s\W*f|s\W*d|no date|sin fecha|undated)\W*$", re.IGNORECASE)
_LOCAL_RANGES = frozenset({"issue", "volume", "number"})
# "pp. 127-186": the style sets its own label.
_PAGE_LABEL = re.compile(r"^\s*(?:(?:pp?|págs?|pags?)\b\.?\s*|S\.\s*)(?=\d|[ivxlc]+\b)", re.IGNORECASE)
# What stands on either side of a hyphen between pages, and what behind one is no page by itself ("57pt1r5").
_PAGE_RANGE = re.compile(r"(?<![\w.:/])([\w.:/]+)\s*(?:-{1,3}|[‐‑–—−])\s*(?=([\w.:/]+))")
# "12-" has no other end; pandoc would make one up ("12–12").
_OPEN = re.compile(r"(?:^\s*[-‐‑–—−]+(?=\w))|(?:(?<=\w)[-‐‑–—−]+\s*$)")
_NO_PAGE = re.compile(r"\d[^\W\d_]+\d")
_NAME_PARTS = ("family", "given", "dropping-particle", "non-dropping-particle", "suffix")


def prepare_item(item: Mapping[str, Any], internal_id: str, dash: str = "–") -> dict[str, Any]:
    """One item of CSL-JSON under `internal_id`, mended; what is of the wrong type or empty is left out.

    `dash` is what the locale sets between the ends of a range.
    """
    kind = item.get("type")
    ready: dict[str, Any] = {
        "id": internal_id,
        "type": kind if isinstance(kind, str) and re.fullmatch(r"[a-z_-]+", kind) else "document",
        MARK_VARIABLE: MARK,
    }
    for variable in TEXT_VARIABLES:
        if text := _text(
            variable, item.get(variable), dash if variable in _LOCAL_RANGES else "–", ready["type"]
        ):
            ready[variable] = _guarded(variable, text, ready["type"])
            if variable in NUMBERS and is_numeric(text, pages=variable == "page"):
                ready[NUMERIC_PREFIX + variable] = MARK
    for variable in NAME_VARIABLES:
        if names := prepare_names(item.get(variable)):
            ready[variable] = names
    for variable in DATE_VARIABLES:
        if date := prepare_date(item.get(variable)):
            ready[variable] = date
            if "date-parts" in date:
                ready[DATED_PREFIX + variable] = MARK
    return ready | sortable(ready)


def prepare_names(value: object) -> list[dict[str, Any]]:
    """Names as pandoc needs them: a name with one empty half is what people type for bodies and mononyms,
    so it becomes a `literal`; names without any text are dropped."""
    if not isinstance(value, Sequence) or isinstance(value, str):
        return []
    ready: list[dict[str, Any]] = []
    for one in value:
        if not isinstance(one, Mapping):
            continue
        parts = {part: text for part in _NAME_PARTS if (text := _plain(one.get(part)))}
        literal = _plain(one.get("literal"))
        if literal and not parts.get("family"):
            ready.append({"literal": literal})
        elif _unspaced(parts):
            ready.append({"literal": parts["family"] + parts["given"]})
        elif "family" in parts and "given" in parts:
            ready.append(
                parts | {flag: True for flag in ("comma-suffix", "static-ordering") if one.get(flag) is True}
            )
        elif parts:
            order = ("given", "dropping-particle", "non-dropping-particle", "family", "suffix")
            ready.append({"literal": " ".join(parts[part] for part in order if part in parts)})
    return ready


def _unspaced(parts: Mapping[str, str]) -> bool:
    """Whether a name is set as one word in every form, as 李白 and 김철수 are, in citeproc-js too.

    pandoc takes such a given name for an initial and sets a full stop behind it: "李白."
    """
    if set(parts) != {"family", "given"}:
        return False
    scripts = {unicodedata.name(one, "").split(" ")[0] for one in parts["family"] + parts["given"]}
    return scripts <= {"CJK", "HANGUL", "HIRAGANA", "KATAKANA"}


def prepare_date(value: object) -> dict[str, Any]:
    """A date with valid, never empty `date-parts`, or a `literal`, or {} where there is no date to show.

    pandoc loses "n.d." for `[[]]`, so that no date must mean no variable at all. Text with a year in it
    becomes that date; only text without one stays a literal.
    """
    if not isinstance(value, Mapping):
        return {}
    parts = [part for one in _list(value.get("date-parts"))[:2] if (part := _date_part(one))]
    if not parts:
        text = _plain(value.get("raw")) or _plain(value.get("literal"))
        return _from_text(text) if text else {}
    ready: dict[str, Any] = {"date-parts": parts}
    season = _whole(value.get("season"))
    if season is None and len(parts[0]) > 1 and parts[0][1] > 12:
        season = (parts[0][1] - 1) % 4 + 1
    if any(len(part) > 1 and part[1] > 12 for part in parts):
        ready["date-parts"] = parts = [part[:1] for part in parts]
    if season is not None and 1 <= season <= 4 and len(parts[0]) == 1:
        _set_season(ready, season)
    if value.get("circa") not in (None, False, 0, "", "0", "false"):
        ready["circa"] = True
    return ready


def _from_text(text: str) -> dict[str, Any]:
    if _NO_DATE.match(text):
        return {}
    date = parse_date(text)
    if date.year is None:
        return {"literal": title_markup(text)} if re.search(r"\w", text) else {}
    return _from_partial(date)


def _from_partial(date: PartialDate) -> dict[str, Any]:
    parts = [_until_none(date.year, date.month, date.day)]
    if date.end_year is not None:
        parts.append(_until_none(date.end_year, date.end_month, date.end_day))
    ready: dict[str, Any] = {"date-parts": parts}
    if date.season is not None and len(parts[0]) == 1:
        _set_season(ready, date.season)
    if date.circa:
        ready["circa"] = True
    return ready


def _set_season(date: dict[str, Any], season: int) -> None:
    """pandoc forgets the season of a range ("Winter 2020–2021") unless it is a month of the first year."""
    parts = date["date-parts"]
    if len(parts) == 1:
        date["season"] = season
    else:
        date["date-parts"] = [[*parts[0], season + 20], *parts[1:]]


def _until_none(*numbers: int | None) -> list[int]:
    known = []
    for number in numbers:
        if number is None:
            break
        known.append(number)
    return known


def _date_part(value: object) -> list[int]:
    """Year, month, day as far as they are valid: a broken month leaves the year standing."""
    numbers = [_whole(one) for one in _list(value)[:3]]
    if not numbers or numbers[0] is None or not -9999 <= numbers[0] <= 9999 or numbers[0] == 0:
        return []
    part = [numbers[0]]
    if len(numbers) > 1 and numbers[1] is not None and 1 <= numbers[1] <= 24:
        part.append(numbers[1])
        if len(numbers) > 2 and numbers[2] is not None and 1 <= numbers[2] <= 31 and numbers[1] <= 12:
            part.append(numbers[2])
    return part


def _list(value: object) -> Sequence[Any]:
    return value if isinstance(value, Sequence) and not isinstance(value, str) else ()


def _whole(value: object) -> int | None:
    """A whole number out of 5, 5.0 or "05"; None for anything else."""
    if isinstance(value, bool):
        return None
    if isinstance(value, int):
        return value
    if isinstance(value, float):
        return int(value) if value.is_integer() else None
    if isinstance(value, str) and re.fullmatch(r"\s*-?[0-9]{1,5}\s*", value):
        return int(value)
    return None


def _text(variable: str, value: object, dash: str, kind: str) -> str:
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        value = str(value)
    if not isinstance(value, str):
        return ""
    if variable == "language":
        # pandoc decides on title case by this tag; "eng" or "español" would switch it off for the entry.
        return language_tag(clean(value))
    if variable == "note":
        value = "\n".join(line for line in value.splitlines() if not _NOTE_LINE.match(line))
    text = clean(value) if variable in IDENTIFIERS else title_markup(value)
    if variable == "page":
        text = _PAGE_LABEL.sub("", text)
    if not re.search(r"\S", text):
        return ""
    if variable in RANGES and not (variable == "number" and kind == "legal_case"):
        return _range(variable, text, dash)
    if variable == "URL" and not _harmless(text):
        return MARK + text
    if variable == "note":
        # A note that begins "editor: …" would be read as that variable ("cheater syntax"); the caller
        # has read such lines already.
        return MARK + text
    return text


def _keep_small(title: str, kind: str) -> str:
    """Small words after a full stop kept small: pandoc takes "Inc. v." for the start of a sentence."""
    title = _SMALL_AFTER_STOP.sub(r'\1<span class="nocase">\2</span>', title)
    return (
        _LEGAL_WORDS.sub(r'<span class="nocase">\g<0></span>', title) if kind.startswith("legal") else title
    )


def _guarded(variable: str, text: str, kind: str) -> str:
    if variable in TITLE_VARIABLES:
        text = guard_title(_keep_small(text, kind))
    if variable in VENUES:
        text = guard_venue(text)
    if variable == "number" and kind == "legal_case":
        text = text.replace("-", HYPHEN)  # a docket ("15-1815") is no range
    if variable == "page":
        return guard_pages(text)
    if variable == "section" and not any(one.isdigit() for one in text):
        return text  # a newspaper's ("World News"), which styles set in title case
    return guard_number(text) if variable in NUMBERS else text


def _range(variable: str, text: str, dash: str) -> str:
    """A range typed with whatever hyphen: a hyphen in `page`, else the locale's dash."""
    if variable == "page":
        text = _OPEN.sub(HYPHEN, text)
        return _one_page(_PAGE_RANGE.sub(lambda found: _between_pages(found[0], found[1], found[2]), text))
    if variable in NUMBERS and not re.fullmatch(r"\d+\s*(?:-{1,3}|[‐‑–−])\s*\d+", text):
        return text  # "2009-08-002" is a number of a report, no range
    return re.sub(r"(?<=\d)\s*(?:-{1,3}|[‐‑–−])\s*(?=\d)", dash, text)


def _between_pages(whole: str, first: str, last: str) -> str:
    """The first of two pages and what parts them: a hyphen, which pandoc takes for a range, or one hidden.

    "800-57pt1r5" is one number; "1094a1-1094b5", a page, column and line as in Aristotle, is a range.
    """
    if _NO_PAGE.search(last) and not _NO_PAGE.search(first):
        return whole.replace("-", HYPHEN)
    return f"{first}-"


def _one_page(text: str) -> str:
    """The page of a range that has one page only ("612-612"), else the text."""
    first, _, last = text.partition("-")
    return first if first.strip() == last.strip() else text


def _harmless(url: str) -> bool:
    scheme = re.match(r"\s*([A-Za-z][A-Za-z0-9+.-]*):", url)
    return scheme is None or scheme[1].lower() in {"http", "https", "mailto", "doi", "ftp"}


def _plain(value: object) -> str:
    return strip_markup(value) if isinstance(value, str) else ""
