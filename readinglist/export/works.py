"""What library systems ask of a work: its kind, its host, its numbers, its people by role."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from readinglist.export.cleaning import doi_url
from readinglist.interchange.csl.tables import cited_as
from readinglist.items import Creator, Item
from readinglist.items.dates import iso
from readinglist.items.schema import primary_creator_type
from readinglist.items.text import plain

Kind = Literal[
    "article", "newspaper", "book", "chapter", "paper", "thesis", "report", "webpage", "video", "audio",
    "case", "law", "image", "map", "software", "other",
]  # fmt: skip
"""Coarser than Zotero's types: what a catalogue or a link resolver tells apart."""

_KINDS: dict[str, Kind] = {
    "journalArticle": "article", "magazineArticle": "article", "preprint": "article",
    "newspaperArticle": "newspaper", "book": "book", "bookSection": "chapter",
    "encyclopediaArticle": "chapter", "dictionaryEntry": "chapter", "conferencePaper": "paper",
    "thesis": "thesis", "report": "report", "document": "other", "manuscript": "other",
    "webpage": "webpage", "blogPost": "webpage", "forumPost": "webpage", "film": "video",
    "videoRecording": "video", "tvBroadcast": "video", "audioRecording": "audio", "podcast": "audio",
    "radioBroadcast": "audio", "case": "case", "statute": "law", "bill": "law", "hearing": "law",
    "artwork": "image", "map": "map", "computerProgram": "software", "dataset": "software",
}  # fmt: skip
_HOSTS: dict[Kind, tuple[str, ...]] = {
    "audio": ("seriesTitle",), "video": ("seriesTitle",), "law": ("code",), "case": ("reporter",),
}  # fmt: skip
_AUTHORS_TOO = frozenset({"author", "director", "podcaster", "presenter", "artist", "performer", "inventor"})
_ISBN = re.compile(r"(?<![\d-])(?:97[89][ -]?)?(?:\d[ -]?){9}[\dXx](?![\d-])")
_ISSN = re.compile(r"(?<!\d)(\d{4})-?(\d{3}[\dXx])(?!\d)")
_PAGE = r"([A-Za-z]*\d+[A-Za-z]?|[ivxlcdmIVXLCDM]+)"
_PAGES = re.compile(rf"\s*{_PAGE}\s*(?:[-\u2010-\u2015\u2212]+\s*{_PAGE})?\s*")


@dataclass(frozen=True)
class Work:
    """A public item as a catalogue sees it. All texts are plain; "" or () where nothing is known."""

    item: Item

    @property
    def kind(self) -> Kind:
        """Its kind, that of a "Type:" line in Extra before its own; "other" for what has none of its own."""
        return _KINDS.get(cited_as(self.item), "other")

    @cached_property
    def title(self) -> str:
        """The title without markup."""
        return plain(self.item.title)

    @cached_property
    def host(self) -> str:
        """The journal, book, proceedings, site or series of broadcasts it is part of.

        Of a law its code or gazette, of a case the reports in which it stands.
        """
        names = ("publicationTitle", *_HOSTS.get(self.kind, ()))
        return next((plain(value) for name in names if (value := self.item.get(name))), "")

    @property
    def series(self) -> str:
        """The series it is published in, by whichever of its two fields says so; "" where that is `host`."""
        found = self.text("series") or self.text("seriesTitle")
        return found if found != self.host else ""

    @property
    def year(self) -> str:
        """The year of publication."""
        return str(self.item.year) if self.item.year is not None else ""

    @property
    def date(self) -> str:
        """The date as far as it is known: "2014-05"."""
        return iso(self.item.date) if self.item.year is not None else ""

    def text(self, field: str) -> str:
        """A field of Zotero's ("volume", "publisher" …) without markup."""
        return plain(self.item.get(field))

    @cached_property
    def pages(self) -> tuple[str, str]:
        """First and last page."""
        found = _PAGES.fullmatch(self.item.get("pages"))
        if not found:
            return "", ""
        first, last = found[1], found[2] or ""
        if last.isdecimal() and first.isdecimal() and len(last) < len(first):
            last = first[: len(first) - len(last)] + last  # "123-45" means 123-145.
        return first, last

    @cached_property
    def isbns(self) -> tuple[str, ...]:
        """Its ISBNs: digits alone, those only whose check digit is right, ISBN-13 first."""
        return isbns(self.item)

    @cached_property
    def wrong_isbns(self) -> tuple[str, ...]:
        """What stands for ISBNs but has a wrong check digit, as typed."""
        typed = (one[0].strip() for one in _ISBN.finditer(self.item.get("ISBN")))
        return tuple(one for one in typed if not _isbn_checks(re.sub("[ -]", "", one).upper()))

    @cached_property
    def issns(self) -> tuple[str, ...]:
        """Its ISSNs, as "0094-582X"."""
        found = [f"{one[1]}-{one[2].upper()}" for one in _ISSN.finditer(self.item.get("ISSN"))]
        return tuple(dict.fromkeys(one for one in found if _issn_checks(one)))

    @property
    def doi(self) -> str:
        """The bare DOI."""
        return self.item.get("DOI")

    @property
    def url(self) -> str:
        """The DOI's address, else the work's own."""
        return doi_url(self.doi) or self.item.get("url")

    @cached_property
    def authors(self) -> tuple[Creator, ...]:
        """Those it is filed under: its authors, or those who are to its kind what an author is to a book."""
        primary = primary_creator_type(self.item.item_type)
        return self._in_roles(_AUTHORS_TOO | {primary}) or self.editors

    @cached_property
    def editors(self) -> tuple[Creator, ...]:
        """Its editors, or those of the book it is part of."""
        return self._in_roles({"editor"})

    @cached_property
    def others(self) -> tuple[Creator, ...]:
        """Everybody else: translators, guests, contributors."""
        known = {*self.authors, *self.editors}
        return tuple(one for one in self.item.creators if one not in known)

    def _in_roles(self, roles: set[str] | frozenset[str]) -> tuple[Creator, ...]:
        return tuple(one for one in self.item.creators if one.creator_type in roles)


def isbns(item: Item) -> tuple[str, ...]:
    """The ISBNs of an item whose check digit is right, digits alone, ISBN-13 first, each once."""
    found = [re.sub("[ -]", "", one[0]).upper() for one in _ISBN.finditer(item.get("ISBN"))]
    valid = dict.fromkeys(one for one in found if _isbn_checks(one))
    return tuple(sorted(valid, key=lambda number: len(number) != 13))


def _isbn_checks(number: str) -> bool:
    """ISO 2108, annex on check digits."""
    values = [10 if digit == "X" else int(digit) for digit in number]
    if len(values) == 10:
        return sum(value * (10 - at) for at, value in enumerate(values)) % 11 == 0
    return sum(value * (3 if at % 2 else 1) for at, value in enumerate(values)) % 10 == 0


def _issn_checks(number: str) -> bool:
    """ISO 3297, 5.3."""
    values = [10 if digit == "X" else int(digit) for digit in number.replace("-", "")]
    return sum(value * (8 - at) for at, value in enumerate(values)) % 11 == 0


def joined(creators: Sequence[Creator], separator: str = "; ") -> str:
    """Names as catalogues file them, in one line."""
    return separator.join(one.sort_name for one in creators)
