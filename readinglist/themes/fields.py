"""An item as texts in named fields, the way the rules read it, and the words of it shown as evidence."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import accumulate, count
from operator import add
from typing import NamedTuple

from readinglist.items.item import Item
from readinglist.items.text import html_to_plain, language_tag, plain
from readinglist.themes.matcher import Cut
from readinglist.themes.words import CHUNK, Reading, parts

# Which of an item's own fields make up a field of the rules. Names are Zotero's; base fields are found
# through them (a chapter's bookTitle by publicationTitle, a thesis's university by publisher).
_CONTAINER = ("publicationTitle", "conferenceName", "seriesTitle", "series", "meetingName", "reporter")
_PUBLISHER = ("publisher", "court", "legislativeBody", "committee", "organization", "repository")
_CONTEXT = 60
_LONGEST = 200_000
_PIECE = re.compile(r"\S+")


class Unit(NamedTuple):
    """One text of an item that phrases do not reach out of: a title, a tag, a note."""

    field: str
    text: str


def units_of(item: Item, collection_names: Mapping[str, str]) -> list[Unit]:
    """The item's texts by the rules' field names, markup removed, in a fixed order."""
    return [Unit(name, text[:_LONGEST]) for name, text in _texts(item, collection_names) if text]


def reading_of(item: Item) -> Reading:
    """Which language's rules apply: those of English or Spanish if the item says so, else both."""
    primary = language_tag(item.language).split("-")[0].casefold()
    if primary == "en":
        return "en"
    return "es" if primary == "es" else "any"


class Quoter:
    """Finds words by their number in an item's texts again, to show them; only texts that are asked for."""

    def __init__(self, texts: Sequence[Cut]) -> None:
        self._cuts = texts
        self._texts: dict[int, _Text] = {}
        self._quoted: dict[tuple[int, int, int], tuple[str, str]] = {}

    def quote(self, span: tuple[int, int, int]) -> tuple[str, str]:
        """A span's words as they stand in its unit, and the text around them on one line."""
        quoted = self._quoted.get(span)
        if quoted is None:
            unit, start, end = span
            text = self._texts.get(unit)
            if text is None:
                text = self._texts[unit] = _laid_out(self._cuts[unit])
            quoted = self._quoted[span] = _quoted(text, start, end)
        return quoted


class _Text(NamedTuple):
    """A text cut at its blanks; of each piece where it begins, and how many words stand before it."""

    text: str
    pieces: list[str]
    begins: list[int]
    words: list[int]
    even: bool


def _laid_out(cut: Cut) -> _Text:
    text, pieces, rows = cut
    even = " ".join(pieces) == text
    if even:
        begins = list(map(add, accumulate(map(len, pieces), initial=0), count()))
    else:
        begins = [found.start() for found in _PIECE.finditer(text)]
    return _Text(text, pieces, begins, list(accumulate(map(len, rows), initial=0)), even)


@lru_cache(maxsize=65536)
def _places_in(piece: str) -> tuple[tuple[int, int], ...]:
    """The places of the words in what stands between two blanks; those of one chunk have its place."""
    chunks = CHUNK.finditer(piece)
    return tuple(chunk.span() for chunk in chunks for _ in parts(chunk[0]))


def _quoted(text: _Text, start: int, end: int) -> tuple[str, str]:
    if not 0 <= start < end <= text.words[-1]:
        return "", ""
    first, last = _place(text, start)
    if end > start + 1:
        last = _place(text, end - 1)[1]
    words, around = text.text[first:last], _around(text.text, first, last)
    return (words, around) if text.even else (_one_line(words), _one_line(around))


def _place(text: _Text, word: int) -> tuple[int, int]:
    piece = bisect_right(text.words, word) - 1
    begin = text.begins[piece]
    start, end = _places_in(text.pieces[piece])[word - text.words[piece]]
    return begin + start, begin + end


def _texts(item: Item, collection_names: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    yield "title", plain(item.title)
    yield "shortTitle", plain(item.get("shortTitle"))
    for tag in item.tags:
        yield "tags", tag.name
    yield "abstract", plain(item.abstract)
    for note in item.notes:
        yield "notes", html_to_plain(note.html)
    for text in item.texts:
        yield "notes", text
    for name in _CONTAINER:
        yield "container", plain(item.get(name))
    for name in _PUBLISHER:
        yield "publisher", item.get(name)
    for creator in item.creators:
        yield "creators", creator.name
    for key in item.collections:
        yield "collections", collection_names.get(key, "")


def _around(text: str, first: int, last: int) -> str:
    start, end = max(0, first - _CONTEXT), min(len(text), last + _CONTEXT)
    if start:
        start = text.find(" ", start, first) + 1 or start
    if end < len(text):
        space = text.rfind(" ", last, end)
        end = space if space > 0 else end
    return ("… " if start else "") + text[start:end].strip() + (" …" if end < len(text) else "")


def _one_line(text: str) -> str:
    return " ".join(text.split())
