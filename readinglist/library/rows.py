"""An object of Zotero's as a row of the database: its JSON, and what is looked up beside it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import lru_cache
from operator import attrgetter
from typing import Any, NamedTuple

import orjson

from readinglist.items import Item
from readinglist.items.languages import language_tag
from readinglist.items.text import fold, html_to_plain, plain
from readinglist.library.keywords import generated_key, given_key
from readinglist.zotero.mapping import (
    CHILD_TYPES,
    data_of,
    item_from_json,
    note_from_json,
    parent_of,
    safe_text,
)

_ascii = json.JSONEncoder(ensure_ascii=True, separators=(",", ":")).encode


COLUMNS = (
    "source, key, version, item_type, parent, deleted, date_added, date_modified, year, language, title,"
    " creators, given_key, made_key"
)
"""The columns of `items` that an item's row fills, `id` left out."""

LONG = "abstract, note, json"
"""The columns of `bodies`, `item` left out."""


class ItemRow(NamedTuple):
    """What the tables hold of one item: `values` are its `COLUMNS`, `body` is `LONG`.

    The tags are sorted by name. `note` is the plain text of a note, "" of anything else.
    """

    key: str
    values: tuple[Any, ...]
    body: tuple[str, str, str]
    tags: tuple[tuple[str, str, int], ...]
    collections: tuple[str, ...]
    relations: tuple[tuple[str, str], ...]
    item_type: str
    parent: str
    deleted: bool
    title: str
    creators: str
    abstract: str
    note: str
    json: str

    @property
    def bibliographic(self) -> bool:
        """Whether it is an item and not a note, attachment or annotation."""
        return self.item_type not in CHILD_TYPES


def canonical(raw: Mapping[str, Any]) -> str:
    """An object's JSON for keeping, without blanks; NUL and lone surrogates are escaped.

    `library` is left out: it says of every object again which library it is in.
    """
    if "library" in raw and "data" in raw:
        raw = {name: value for name, value in raw.items() if name != "library"}
    return encoded(raw)


def encoded(value: Any) -> str:
    """JSON as short as can be."""
    try:
        return orjson.dumps(value).decode()
    except (TypeError, ValueError):  # a lone surrogate, a number beyond 64 bits
        return _ascii(value)


def item_row(source: str, raw: Mapping[str, Any], text: str = "") -> ItemRow:
    """The row of an item, note, attachment or annotation; `text` is `canonical(raw)`, where it is at hand."""
    item = item_from_json(raw, source, _LOOKED_AT)
    parent = parent_of(data_of(raw))
    text = text or canonical(raw)
    head = (source, item.key, item.version, item.item_type, parent, int(item.deleted))
    if item.item_type in CHILD_TYPES:
        looked_up, abstract, note = _NOTHING, "", _note_text(item, raw)
    else:
        looked_up, abstract, note = _looked_up(item), plain(item.abstract), ""
    return ItemRow(
        key=item.key,
        values=(*head, item.date_added, item.date_modified, *looked_up),
        body=(abstract, note, text),
        tags=tuple(
            [(_folded(tag.name), tag.name, int(tag.automatic)) for tag in sorted(item.tags, key=_name)]
        ),
        collections=item.collections,
        relations=_relations(item.relations),
        item_type=item.item_type,
        parent=parent,
        deleted=item.deleted,
        title=looked_up[2],
        creators=looked_up[3],
        abstract=abstract,
        note=note,
        json=text,
    )


def _relations(relations: Mapping[str, tuple[str, ...]]) -> tuple[tuple[str, str], ...]:
    if not relations:
        return ()
    return tuple((name, target) for name, targets in relations.items() for target in targets)


def collection_row(source: str, raw: Mapping[str, Any]) -> tuple[Any, ...]:
    """The columns of `collections`. `parentCollection` is false at the top."""
    data = data_of(raw)
    name, parent, version = data.get("name"), data.get("parentCollection"), raw.get("version")
    return (
        source,
        str(raw.get("key") or data.get("key") or ""),
        version if isinstance(version, int) else 0,
        safe_text(name) if isinstance(name, str) else "",
        safe_text(parent) if isinstance(parent, str) else "",
        int(bool(data.get("deleted"))),
        canonical(raw),
    )


def search_row(source: str, raw: Mapping[str, Any]) -> tuple[Any, ...]:
    """The columns of `searches`."""
    version = raw.get("version")
    return source, str(raw.get("key") or ""), version if isinstance(version, int) else 0, canonical(raw)


def setting_row(source: str, name: str, raw: Any) -> tuple[Any, ...]:
    """The columns of `settings`."""
    version = raw.get("version") if isinstance(raw, dict) else 0
    return source, safe_text(name), version if isinstance(version, int) else 0, encoded(raw)


_LookedUp = tuple[int | None, str, str, str, str, str]
"""The columns from year to made_key."""

_NOTHING: _LookedUp = (None, "", "", "", "", "")
_LOOKED_AT = frozenset(
    ("title", "shortTitle", "date", "language", "abstractNote", "citationKey", "extra", "note")
)
_name = attrgetter("name")
_folded = lru_cache(maxsize=20_000)(fold)  # a library says the same tags again and again


def _looked_up(item: Item) -> _LookedUp:
    return (
        item.year,
        language_tag(item.language) if item.language else "",
        plain(item.title),
        "\n".join(creator.display for creator in item.creators),
        given_key(item),
        generated_key(item),
    )


def _note_text(item: Item, raw: Mapping[str, Any]) -> str:
    html = note_from_json(raw).html
    return html_to_plain(html) if html else ""
