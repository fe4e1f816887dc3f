"""Zotero's JSON read as items, notes and attachments; what is missing, null or strange does no harm."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Any, TypeVar

from readinglist.items import Attachment, Creator, Item, Note, Tag
from readinglist.items.schema import fields_of, fields_with_base

if TYPE_CHECKING:
    from functools import _lru_cache_wrapper

__all__ = [
    "CHILD_TYPES",
    "attachment_from_json",
    "creators_from_json",
    "data_of",
    "is_deleted",
    "item_from_json",
    "note_from_json",
    "parent_of",
    "safe_text",
]

CHILD_TYPES = ("note", "attachment", "annotation")

# What stands in an item's data beside its fields (api.zotero.org/schema and the Web API's item JSON).
_NO_FIELDS = frozenset(
    {
        *("key", "version", "itemType", "creators", "tags", "collections", "relations"),
        *("dateAdded", "dateModified", "parentItem", "deleted", "inPublications", "note"),
        *("linkMode", "contentType", "charset", "filename", "path", "md5", "mtime", "lastRead"),
        *("annotationType", "annotationText", "annotationComment", "annotationColor", "annotationPageLabel"),
        *("annotationSortIndex", "annotationPosition", "annotationAuthorName", "annotationIsExternal"),
    }
)
_UNSAFE = re.compile("[\x00\ud800-\udfff]")


def item_from_json(raw: Mapping[str, Any], source: str = "", only: frozenset[str] | None = None) -> Item:
    """The item in `raw`, an API object with its envelope or the bare `data` of one.

    `source` is the library's path ("groups/4420117"). Fields come in the schema's order, then those that
    the schema does not know, in the order sent; empty ones are left out. With `only` the fields are those
    that have one of these names, or stand for one in the item's type. Never raises: what cannot be read is
    left out.
    """
    data = data_of(raw)
    item_type = _text(data.get("itemType")) or "document"
    return Item(
        key=_text(raw.get("key")) or _text(data.get("key")),
        item_type=item_type,
        fields=_fields(item_type, data) if only is None else _some_fields(item_type, data, only),
        creators=_creators(data.get("creators")),
        tags=_tags(data.get("tags")),
        collections=_texts(data.get("collections")),
        relations=_relations(data.get("relations")),
        source=source,
        version=_version(raw, data),
        date_added=_text(data.get("dateAdded")),
        date_modified=_text(data.get("dateModified")),
        deleted=is_deleted(data),
    )


def creators_from_json(raw: Mapping[str, Any]) -> tuple[Creator, ...]:
    """The creators of the item in `raw`, alone. Never raises."""
    return _creators(data_of(raw).get("creators"))


def note_from_json(raw: Mapping[str, Any]) -> Note:
    """The note in `raw`; its text is HTML as typed, "" where there is none. Never raises."""
    data = data_of(raw)
    key = _text(raw.get("key")) or _text(data.get("key"))
    return Note(key=key, html=_text(data.get("note")), tags=_tags(data.get("tags")))


def attachment_from_json(raw: Mapping[str, Any]) -> Attachment:
    """The attachment's metadata in `raw`. Never raises."""
    data = data_of(raw)
    return Attachment(
        key=_text(raw.get("key")) or _text(data.get("key")),
        title=_text(data.get("title")) or _text(data.get("filename")),
        link_mode=_text(data.get("linkMode")),
        url=_text(data.get("url")),
        content_type=_text(data.get("contentType")),
    )


def data_of(raw: Mapping[str, Any]) -> Mapping[str, Any]:
    """The `data` of an API object, or `raw` itself where it has none."""
    data = raw.get("data")
    return data if isinstance(data, dict) else raw


def is_deleted(data: Mapping[str, Any]) -> bool:
    """Whether the object lies in the trash: `deleted` is 1 on items, true on collections, mostly absent."""
    return data.get("deleted") not in (None, False, 0, "", "0")


def parent_of(data: Mapping[str, Any]) -> str:
    """The key of the item that a child hangs on, or "" """
    parent = data.get("parentItem")
    return _text(parent) if isinstance(parent, str) else ""


def safe_text(text: str) -> str:
    """`text` that UTF-8 and SQLite can hold: NUL removed, a lone surrogate as the replacement character."""
    if text.isascii() and "\x00" not in text:
        return text
    return _UNSAFE.sub(lambda found: "" if found[0] == "\x00" else "\ufffd", text)


def _fields(item_type: str, data: Mapping[str, Any]) -> dict[str, str]:
    order, known = _order(item_type)
    found: dict[str, str] = {}
    for name in order:
        value = data.get(name)
        # Nearly all values are plain texts: they need not go the long way.
        if type(value) is str and value.isascii() and "\x00" not in value:
            if value and not value.isspace():
                found[name] = value
        elif value and (text := _value(value)):
            found[name] = text
    for name, value in data.items():
        if name not in known and value not in (None, "", False) and (text := _value(value)):
            found[safe_text(name)] = text
    return found


def _some_fields(item_type: str, data: Mapping[str, Any], names: frozenset[str]) -> dict[str, str]:
    found = {}
    for name in _standing_for(item_type, names):
        value = data.get(name)
        if value and (text := _value(value)):
            found[name] = text
    return found


@cache
def _standing_for(item_type: str, names: frozenset[str]) -> tuple[str, ...]:
    found = dict.fromkeys(sorted(names))
    for name in sorted(names):
        found.update(dict.fromkeys(fields_with_base(item_type, name)))
    return tuple(found)


@cache
def _order(item_type: str) -> tuple[tuple[str, ...], frozenset[str]]:
    fields = tuple(name for name in fields_of(item_type) if name not in _NO_FIELDS)
    return fields, _NO_FIELDS.union(fields)


def _value(value: Any) -> str:
    """A field's text; of a list of plain values (a future field) these, of anything deeper its JSON."""
    if type(value) is str and value.isascii() and "\x00" not in value:
        return "" if value.isspace() else value
    text = _text(value)
    if not text and isinstance(value, list) and all(isinstance(one, str | int | float) for one in value):
        text = "; ".join(_text(one) for one in value)
    elif not text and isinstance(value, dict | list) and value:
        text = safe_text(json.dumps(value, ensure_ascii=False, sort_keys=True))
    return text if text.strip() else ""


def _text(value: Any) -> str:
    if value is None:
        return ""
    if type(value) is str and value.isascii() and "\x00" not in value:
        return value
    if isinstance(value, str):
        return safe_text(value)
    if isinstance(value, bool):
        return ""
    return str(value) if isinstance(value, int | float) else ""


def _texts(value: Any) -> tuple[str, ...]:
    if not isinstance(value, list):
        return ()
    return tuple(dict.fromkeys(text for one in value if (text := _text(one))))


def _creators(value: Any) -> tuple[Creator, ...]:
    if not isinstance(value, list):
        return ()
    parts = (
        (one.get("creatorType"), one.get("lastName"), one.get("firstName"), one.get("name"))
        for one in value
        if isinstance(one, dict)
    )
    return tuple(found for one in parts if (found := _seen_before(_creator, one)))


# A library names the same people and tags again and again. `typed`: 1 and True are not the same text.
@lru_cache(maxsize=20_000, typed=True)
def _creator(kind: Any, last_name: Any, first_name: Any, one_field: Any) -> Creator | None:
    last, first, name = _text(last_name), _text(first_name), _text(one_field)
    kind = _text(kind) or "author"
    if last.strip() or first.strip():
        return Creator(kind, last, first)
    return Creator(kind, name=name) if name.strip() else None


def _tags(value: Any) -> tuple[Tag, ...]:
    if not isinstance(value, list):
        return ()
    parts = ((one.get("tag"), one.get("type")) if isinstance(one, dict) else (one, None) for one in value)
    found: dict[str, Tag] = {}
    for one in parts:
        if tag := _seen_before(_tag, one):
            found.setdefault(tag.name, tag)
    return tuple(found.values())


@lru_cache(maxsize=20_000, typed=True)
def _tag(name: Any, kind: Any) -> Tag | None:
    text = _text(name)
    return Tag(text, automatic=kind in (1, "1")) if text.strip() else None


_Made = TypeVar("_Made")


def _seen_before(make: _lru_cache_wrapper[_Made], parts: tuple[Any, ...]) -> _Made:
    try:
        return make(*parts)
    except TypeError:  # a list or an object where a text should stand cannot be remembered
        return make.__wrapped__(*parts)


def _relations(value: Any) -> dict[str, tuple[str, ...]]:
    if not isinstance(value, dict):  # PHP writes an empty object as a list
        return {}
    found = {}
    for predicate, objects in value.items():
        texts = _texts(objects if isinstance(objects, list) else [objects])
        if texts:
            found[safe_text(predicate)] = texts
    return found


def _version(raw: Mapping[str, Any], data: Mapping[str, Any]) -> int:
    for version in (raw.get("version"), data.get("version")):
        if isinstance(version, int) and not isinstance(version, bool):
            return version
    return 0
