"""An object of Zotero's as a row of the database: its JSON, and what is looked up beside it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Any, NamedTuple

import orjson

from readinglist.items import Tag
from readinglist.items.dates import parse_date
from readinglist.items.languages import language_tag
from readinglist.items.text import fold, html_to_plain, plain
from readinglist.library.keywords import generated_key, given_key
from readinglist.zotero.mapping import (
    CHILD_TYPES,
    collections_of,
    creators_of,
    data_of,
    fields_of_item,
    is_deleted,
    note_from_json,
    parent_of,
    relations_of,
    safe_text,
    tags_of,
    text_of,
    type_of,
    version_of,
)

_ascii = json.JSONEncoder(ensure_ascii=True, separators=(",", ":")).encode


COLUMNS = (
    "source, key, version, item_type, parent, deleted, date_added, date_modified, year, language, title,"
    " creators, given_key, made_key"
)
"""The columns of `items` that an item's row fills, `id` left out."""


class ItemRow(NamedTuple):
    """What the tables hold of one item; `values` are its `COLUMNS`.

    `tags` have name, folded name and kind, sorted by name. `note` is the plain text of a note, "" of
    anything else.
    """

    key: str
    values: tuple[Any, ...]
    tags: Sequence[tuple[str, str, bool]]
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
    data = data_of(raw)
    item_type, parent, deleted = type_of(data), parent_of(data), is_deleted(data)
    key = text_of(raw.get("key")) or text_of(data.get("key"))
    text = text or canonical(raw)
    if item_type in CHILD_TYPES:
        looked_up, abstract, note = _NOTHING, "", _note_text(raw)
    else:
        (looked_up, abstract), note = _looked_up(item_type, data), ""
    dates = text_of(data.get("dateAdded")), text_of(data.get("dateModified"))
    head = (source, key, version_of(raw, data), item_type, parent, int(deleted), *dates)
    return ItemRow(
        key,
        head + looked_up,
        _tag_rows(tags_of(data)),
        collections_of(data),
        _relations(relations_of(data)),
        *(item_type, parent, deleted),
        *(looked_up[2], looked_up[3], abstract, note, text),
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
_LOOKED_AT = ("title", "date", "language", "abstractNote", "citationKey", "extra")
_INSTEAD = ("shortTitle",)
_folded = lru_cache(maxsize=20_000)(fold)  # a library says the same tags again and again


def _tag_rows(tags: Iterable[Tag]) -> list[tuple[str, str, bool]]:
    return sorted([(tag.name, _folded(tag.name), tag.automatic) for tag in tags])


def _looked_up(item_type: str, data: Mapping[str, Any]) -> tuple[_LookedUp, str]:
    """What is looked up of an item, and its abstract."""
    title, date, language, abstract, native, extra = fields_of_item(item_type, data, _LOOKED_AT)
    creators, year, title = creators_of(data), parse_date(date).year, plain(title)
    named = title or plain(*fields_of_item(item_type, data, _INSTEAD))
    looked_up = (
        year,
        language_tag(language) if language else "",
        title,
        "\n".join([creator.display for creator in creators]),
        given_key(native, extra),
        generated_key(item_type, named, creators, year),
    )
    return looked_up, plain(abstract)


def _note_text(raw: Mapping[str, Any]) -> str:
    html = note_from_json(raw).html
    return html_to_plain(html) if html else ""
