"""The orders in which items, collections and tags are listed, as the real server's database sorts them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from readinglist.demo.server.facts import creator_summary, date_of, folded, title_of
from readinglist.demo.server.library import Library
from readinglist.demo.server.messages import ApiError
from readinglist.demo.server.state import Collection, Item, TagState
from readinglist.items import schema

# With these, an empty value counts as the smallest; with all other fields it comes last in rising order.
_EMPTY_FIRST = ("title", "date")


def sort_items(
    library: Library, items: Iterable[Item], sort: str, descending: bool, keys: Sequence[str] | None
) -> list[Item]:
    """Items in the order asked for; "" is the default: by dateModified, then version, then age."""
    if sort == "numItems":
        raise ApiError(400, "Invalid 'order' value 'numItems'", bare=True)
    if sort.endswith("KeyList"):
        return _by_key_list(items, keys or (), descending)
    if sort in ("", "dateModified"):
        return sorted(items, key=lambda one: (one.modified, one.version, one.number), reverse=descending)
    if sort == "dateAdded":
        return sorted(items, key=lambda one: (one.added, one.version, one.number), reverse=descending)
    if sort == "addedBy" and library.type == "user":
        return sorted(items, key=lambda one: one.number, reverse=descending)
    value = _value(library, sort)
    empty_rank = 0 if sort in _EMPTY_FIRST else 2

    def place(item: Item) -> tuple[Any, ...]:
        found = value(item)
        return (1 if found else empty_rank, found, item.version, item.number)

    return sorted(items, key=place, reverse=descending)


def _value(library: Library, sort: str) -> Callable[[Item], str]:
    if sort == "title":
        return lambda item: collated(title_of(item))
    if sort == "creator":
        return lambda item: collated(creator_summary(item))
    if sort == "date":
        return date_of
    if sort == "itemType":
        names = schema.schema()["locales"]["en-US"]["itemTypes"]
        return lambda item: collated(names.get(item.type, item.type))
    if sort == "addedBy":
        return lambda item: f"{item.created_by:012}"
    return lambda item: collated(str(item.data.get(sort) or ""))


def collated(text: str) -> str:
    """Text as a key for sorting: case and accents do not count, punctuation comes before letters."""
    return "".join(one if one.isalnum() or one.isascii() else "!" for one in folded(text))


def _by_key_list(items: Iterable[Item], keys: Sequence[str], descending: bool) -> list[Item]:
    place = {key: number for number, key in enumerate(keys)}
    return sorted(items, key=lambda one: place.get(one.key, len(place)), reverse=descending and False)


def sort_collections(collections: Iterable[Collection], sort: str, descending: bool) -> list[Collection]:
    """Collections in the order asked for: by name with `title`, else by age of the last change."""
    if sort == "title":
        return sorted(collections, key=lambda one: (collated(one.name), one.number), reverse=descending)
    return sorted(collections, key=lambda one: (one.modified, one.number), reverse=descending)


def sort_tags(tags: Iterable[TagState], sort: str, descending: bool) -> list[TagState]:
    """Tags in the order asked for. Equal ones come by name; the real server leaves that to chance."""
    by_name = sorted(tags, key=lambda one: (collated(one.name), one.type))
    if sort == "title":
        return by_name[::-1] if descending else by_name
    if sort == "numItems":
        return sorted(by_name, key=lambda one: -one.items if descending else one.items)
    return by_name
