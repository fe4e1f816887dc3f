"""An item as texts in named fields, the way the rules read it, and the words of it shown as evidence."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from readinglist.items.item import Item
from readinglist.items.text import html_to_plain, language_tag, plain
from readinglist.themes.words import CHUNK, Reading, composed, parts

# Which of an item's own fields make up a field of the rules. Names are Zotero's; base fields are found
# through them (a chapter's bookTitle by publicationTitle, a thesis's university by publisher).
_CONTAINER = ("publicationTitle", "conferenceName", "seriesTitle", "series", "meetingName", "reporter")
_PUBLISHER = ("publisher", "court", "legislativeBody", "committee", "organization", "repository")
_CONTEXT = 60
_LONGEST = 200_000


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
    """Finds words by their number in an item's texts again, to show them; each text is cut up once."""

    def __init__(self, units: Sequence[Unit]) -> None:
        self._units = units
        self._texts: dict[int, str] = {}
        self._words: dict[int, list[tuple[int, int]]] = {}

    def quote(self, unit: int, start: int, end: int) -> tuple[str, str]:
        """Words `start` up to `end` of a unit as they stand in it, and the text around them on one line."""
        words = self._words.get(unit)
        if words is None:
            text = self._texts[unit] = composed(self._units[unit].text)
            words = self._words[unit] = []
            for chunk in CHUNK.finditer(text):
                many = 1 if chunk[0].isalnum() else len(parts(chunk[0]))
                words.extend([chunk.span()] * many)
        if not 0 <= start < end <= len(words):
            return "", ""
        first, last, text = words[start][0], words[end - 1][1], self._texts[unit]
        return _one_line(text[first:last]), _around(text, first, last)


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
    return ("… " if start else "") + _one_line(text[start:end]) + (" …" if end < len(text) else "")


def _one_line(text: str) -> str:
    return " ".join(text.split())
