"""OpenURL 1.0 (ANSI/NISO Z39.88-2004), key/value format: links to a resolver, and COinS inside HTML.

Keys by the registry's matrices info:ofi/fmt:kev:mtx:journal, :book, :dissertation and :dc.
"""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import urlencode

from readinglist.export.works import Work
from readinglist.items import Creator, Item

_REFERRER = "info:sid/readinglist"
_GENRES = {
    "article": ("journal", "article"),
    "newspaper": ("journal", "article"),
    "book": ("book", "book"),
    "chapter": ("book", "bookitem"),
    "paper": ("book", "proceeding"),
    "report": ("book", "report"),
    "thesis": ("dissertation", ""),
}


def openurl_query(item: Item) -> str:
    """A public item as the query of an OpenURL, encoded: `ctx_ver=Z39.88-2004&rft…`."""
    return urlencode(list(context_object(item)))


def context_object(item: Item) -> Iterator[tuple[str, str]]:
    """The keys and values of a ContextObject, in a fixed order, those with a value only."""
    work = Work(item)
    matrix, genre = _GENRES.get(work.kind, ("dc", ""))
    yield "ctx_ver", "Z39.88-2004"
    yield "rfr_id", _REFERRER
    yield "rft_val_fmt", f"info:ofi/fmt:kev:mtx:{matrix}"
    if work.doi:
        yield "rft_id", f"info:doi/{work.doi}"
    yield from (("rft_id", f"urn:isbn:{number}") for number in work.isbns[:1])
    if item.get("url"):
        yield "rft_id", item.get("url")
    described = _dublin_core(work) if matrix == "dc" else _described(work, matrix, genre)
    yield from ((f"rft.{key}", value) for key, value in described if value)


def _described(work: Work, matrix: str, genre: str) -> Iterator[tuple[str, str]]:
    yield "genre", genre
    yield from _titles(work, matrix, genre)
    yield from _people(work.authors)
    yield "date", work.date
    for field in ("volume", "issue", "edition"):
        yield field, work.text(field)
    yield "series", work.series
    first, last = work.pages
    yield "spage", first
    yield "epage", last
    yield "pages", work.text("pages")
    yield from (("issn", number) for number in work.issns[:1])
    yield from (("isbn", number) for number in work.isbns[:1])
    yield "place", work.text("place")
    yield {"dissertation": "inst"}.get(matrix, "pub"), work.text("publisher")


def _titles(work: Work, matrix: str, genre: str) -> Iterator[tuple[str, str]]:
    if matrix == "dissertation":
        yield "title", work.title
    elif matrix == "journal":
        yield "atitle", work.title
        yield "jtitle", work.host
    elif genre in ("bookitem", "proceeding"):
        yield "atitle", work.title
        yield "btitle", work.host
    else:
        yield "btitle", work.title


def _people(creators: tuple[Creator, ...]) -> Iterator[tuple[str, str]]:
    if creators and creators[0].last_name:
        yield "aulast", creators[0].last_name
        yield "aufirst", creators[0].first_name
    for one in creators:
        yield ("aucorp", one.name) if one.name else ("au", one.display)


def _dublin_core(work: Work) -> Iterator[tuple[str, str]]:
    yield "type", work.item.item_type
    yield "title", work.title
    yield "source", work.host
    yield from (("creator", one.display) for one in work.authors)
    yield "date", work.date
    yield "publisher", work.text("publisher")
    yield "identifier", work.url
    yield "language", work.item.language
