"""How long a reading takes: from the pages to read, or from a recording's running time.

The rates are those of the course workload estimator of Wake Forest University and Rice University (E. Barre,
A. Brown, J. Esarey, https://cat.wfu.edu/resources/workload/): words per minute by how much is new and by what
one reads for, and words per page by the kind of book. Pages an hour follow from these; what tells neither
pages nor time stays unestimated, and is never guessed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from readinglist.items import Item
from readinglist.lists.model import Difficulty, Entry, Purpose, Workload

WORDS_PER_MINUTE: dict[Difficulty, dict[Purpose, int]] = {
    "none": {"survey": 500, "understand": 250, "engage": 130},
    "some": {"survey": 350, "understand": 180, "engage": 90},
    "many": {"survey": 250, "understand": 130, "engage": 65},
}

# More pages than any one reading has: a span beyond this is a slip or an identifier.
MOST_PAGES = 10_000

RECORDINGS = frozenset(
    {"audioRecording", "film", "podcast", "radioBroadcast", "tvBroadcast", "videoRecording"}
)
_SEEN = frozenset({"film", "tvBroadcast", "videoRecording"})

# In these the field `pages` counts the pages; elsewhere it says on which pages the work stands, and a single
# number is where it begins or an article's number.
_COUNTING = frozenset({"book", "document", "manuscript", "report", "thesis"})

_DASH = r"\s*(?:-|‐|‑|‒|–|—|−|--)\s*"
_NUMBER = r"(?:[A-Za-z]?\d{1,7}|[ivxlcdmIVXLCDM]{1,12})"
_SPAN = rf"{_NUMBER}(?:{_DASH}{_NUMBER})?"
_AND = r"\s*(?:,|;|&|\+|\band\b|\by\b|\be\b|\bund\b|\bet\b)\s*"
_SPANS = rf"{_SPAN}(?:{_AND}{_SPAN})*"
_LABEL = r"(?:pp?|pgs?|pages?|págs?|pags?|páginas?|paginas?|seiten?|S)\b\.?"
_LABELLED = re.compile(rf"(?<!\w){_LABEL}\s*({_SPANS})(?![\w‐-―−-])", re.IGNORECASE)
_BARE = re.compile(_SPANS)
_BETWEEN = re.compile(_AND)
_ONE_SPAN = re.compile(rf"({_NUMBER})(?:{_DASH}({_NUMBER}))?")
_ROMAN = re.compile(r"m{0,3}(?:cm|cd|d?c{0,3})(?:xc|xl|l?x{0,3})(?:ix|iv|v?i{0,3})", re.IGNORECASE)
_TOTAL = re.compile(
    r"(?:(?P<front>[ivxlcdm]{1,12})\s*[,+]?\s*)?(?P<body>\d{1,5})\s*(?:pp?|pages?|págs?|páginas?|S|Seiten)?\.?",
    re.IGNORECASE,
)
_CLOCK = re.compile(r"(?:(\d{1,3}):)?(\d{1,3}):(\d{2})")
_STAMPS = re.compile(rf"({_CLOCK.pattern}){_DASH}({_CLOCK.pattern})")
_MINUTE = r"(?:mins?|minutes?|minutos?|minuten?)\b\.?"
_MINUTES = re.compile(
    rf"(?<!\w){_MINUTE}\s*(\d{{1,4}}){_DASH}(\d{{1,4}})(?![\w:])|"
    rf"(?<![\w:])(\d{{1,4}}){_DASH}(\d{{1,4}})\s*{_MINUTE}",
    re.IGNORECASE,
)
_DURATION = re.compile(
    r"(?:PT)?(?:(?P<hours>\d{1,3}(?:[.,]\d{1,2})?)\s*(?:h|hrs?|hours?|horas?|std\.?|stunden?)\.?)?"
    r"\s*(?:(?P<minutes>\d{1,4})\s*(?:m|mins?|minutes?|minutos?|minuten)\.?)?"
    r"\s*(?:(?P<seconds>\d{1,5})\s*(?:s|secs?|seconds?|segundos?|segs?|sekunden)\.?)?",
    re.IGNORECASE,
)


def pages_per_hour(workload: Workload) -> float:
    """Pages an hour under these settings, as the estimator's table has them (18 for its middle cell)."""
    return WORDS_PER_MINUTE[workload.difficulty][workload.purpose] * 60 / workload.density


def entry_minutes(entry: Entry, item: Item, workload: Workload | None) -> int | None:
    """Estimated minutes for one entry, None where nothing tells them.

    In this order: the entry's own `minutes`; its locator (pages, or time stamps of a recording), and where
    there is one that says neither ("chap. 3") nothing else counts, for it is less than the whole; a
    recording's running time; the item's pages, or the number of pages of a whole book. Without a workload
    only the entry's own minutes count.
    """
    if entry.minutes is not None or workload is None:
        return entry.minutes
    if entry.workload is not None:
        workload = workload.model_copy(update=entry.workload.model_dump(exclude_none=True))
    if item.item_type in RECORDINGS:
        return stamped_minutes(entry.locator) if entry.locator else running_minutes(item)
    pages = count_pages(entry.locator) if entry.locator else item_pages(item)
    if pages is None:
        return None
    words_per_minute = WORDS_PER_MINUTE[workload.difficulty][workload.purpose]
    return max(1, round(pages * workload.density / words_per_minute))


def count_pages(locator: str) -> int | None:
    """How many pages a locator names: "pp. 60-77" 18, "pp. xi–xx, 1–12" 22; None for "chap. 3".

    An end with fewer digits than the beginning completes it ("351–67" is 351–367, Chicago's short form).
    """
    labelled = _LABELLED.findall(locator)
    if labelled:
        return _sum_of(labelled)
    text = locator.strip().rstrip(".")
    if len(text) > 200 or not _BARE.fullmatch(text) or re.fullmatch(r"[A-Za-z]\d+", text):
        # A letter before a single number is an article's ("e13803").
        return None
    return _sum_of([text])


def item_pages(item: Item) -> int | None:
    """The pages of a whole item: its span of pages, or a number of pages; None where neither is told."""
    text = item.get("pages").strip()
    if text:
        total = _TOTAL.fullmatch(text) if item.item_type in _COUNTING else None
        if total:
            return _total(total)
        return count_pages(text) if re.search(_DASH, text) else None
    total = _TOTAL.fullmatch(item.get("numPages").strip())
    return _total(total) if total else None


def running_minutes(item: Item) -> int | None:
    """A recording's running time in minutes: "1:32:00", "95 min", "1 h 32 min", "PT1H32M"; else None.

    A bare number has no unit, and "1:32" of a film may be hours or minutes: neither is guessed.
    """
    text = item.get("runningTime").strip()
    clock = _CLOCK.fullmatch(text)
    if clock:
        if clock[1] is None and item.item_type in _SEEN and int(clock[2]) < 10:
            return None
        return _rounded(_seconds(clock[0]))
    found = _DURATION.fullmatch(text)
    if not found or not any(found.groups()):
        return None
    hours = float((found["hours"] or "0").replace(",", "."))
    return _rounded(hours * 3600 + int(found["minutes"] or 0) * 60 + int(found["seconds"] or 0))


def stamped_minutes(locator: str) -> int | None:
    """The minutes between two time stamps of a locator ("0:12:30–0:45:00", "min. 10–25"), None without."""
    found = _STAMPS.search(locator)
    if found:
        length = _seconds(found[5]) - _seconds(found[1])
    else:
        counted = _MINUTES.search(locator)
        if not counted:
            return None
        first, last = (int(number) for number in counted.groups() if number is not None)
        length = (last - first) * 60
    return _rounded(length) if length > 0 else None


def _seconds(clock: str) -> int:
    seconds = 0
    for part in clock.split(":"):
        seconds = seconds * 60 + int(part)
    return seconds


def _rounded(seconds: float) -> int | None:
    return max(1, round(seconds / 60)) if seconds > 0 else None


def _sum_of(texts: list[str]) -> int | None:
    total = 0
    for text in texts:
        for pages in _spans(text):
            if pages is None:
                return None
            total += pages
    return total if 0 < total <= MOST_PAGES else None


def _spans(text: str) -> Iterator[int | None]:
    for part in _BETWEEN.split(text):
        found = _ONE_SPAN.fullmatch(part)
        if not found:
            yield None
        elif found[2]:
            yield _span_length(found[1], found[2])
        else:
            yield 1 if _value(found[1]) is not None else None


def _span_length(start: str, end: str) -> int | None:
    first, last = _value(start), _value(end)
    if first is None or last is None or _kind(start) != _kind(end):
        return None
    if last < first and start.isdecimal() and len(end) < len(start):
        last = int(start[: len(start) - len(end)] + end)
    return last - first + 1 if last >= first else None


def _kind(page: str) -> str:
    """What sort of numbering a page is of: Arabic, Roman, or Arabic behind a letter ("S12")."""
    if page.isdecimal():
        return "arabic"
    return "roman" if page.isalpha() else page[0].casefold()


def _value(page: str) -> int | None:
    digits = page[1:] if page[:1].isalpha() and page[1:].isdecimal() else page
    return int(digits) if digits.isdecimal() else _roman(page)


def _roman(text: str) -> int | None:
    if not text or not _ROMAN.fullmatch(text):
        return None
    worth = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100, "d": 500, "m": 1000}
    values = [worth[letter] for letter in text.casefold()]
    return sum(
        -value if index + 1 < len(values) and value < values[index + 1] else value
        for index, value in enumerate(values)
    )


def _total(found: re.Match[str]) -> int | None:
    front = _roman(found["front"]) if found["front"] else 0
    pages = int(found["body"]) + (front or 0)
    return pages if 0 < pages <= MOST_PAGES else None
