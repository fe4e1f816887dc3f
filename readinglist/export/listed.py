"""What library systems take in of a list: its works, and its links as the web pages that they are."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from readinglist.export.view import EntryView, ListView
from readinglist.items import Item


def listed(entries: Iterable[EntryView]) -> Iterator[EntryView]:
    """Works and links, in order; a link's `item` is a web page, known by the entry's anchor."""
    for entry in entries:
        if entry.kind == "work":
            yield entry
        elif entry.kind == "link":
            fields = {"title": entry.title, "url": entry.url}
            page = Item(
                item_type="webpage",
                fields={name: value for name, value in fields.items() if value},
                citation_key=entry.id,
            )
            yield replace(entry, item=page)


def unlisted(view: ListView) -> tuple[str, ...]:
    """A warning where the list has texts of its own, which no record can hold."""
    texts = [entry for section in view.sections for entry in section.shown if entry.kind == "text"]
    return (f"texts of the list's own, which it cannot hold: {len(texts)}",) if texts else ()
