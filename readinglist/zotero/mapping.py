"""Zotero's JSON read as items, notes and attachments; what is missing, null or strange does no harm."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Any, TypeVar

from readinglist.items import Attachment, Creator, Item, Note, Tag
from readinglist.items.schema import base_field, fields_of, fields_with_base

if TYPE_CHECKING:
    from functools import _lru_cache_wrapper

__all__ = [
    "CHILD_TYPES",
    "attachment_from_json",
    "collections_of",
    "creators_from_json",
    "creators_of",
    "data_of",
    "fields_of_item",
    "is_deleted",
    "item_from_json",
    "note_from_json",
    "parent_of",
    "relations_of",
    "safe_text",
    "tags_of",
    "text_of",
    "type_of",
    "version_of",
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


def item_from_json(raw: Mapping[str, Any], source: str = "") -> Item:
    """The item in `raw`, an API object with its envelope or the bare `data` of one.

    `source` is the library's path ("groups/4420117"). Fields come in the schema's order, then those that
    the schema does not know, in the order sent; empty ones are left out. Never raises: what cannot be read
    is left out.
    """
    data = data_of(raw)
    item_type = type_of(data)
    return Item(
        key=text_of(raw.get("key")) or text_of(data.get("key")),
        item_type=item_type,
        fields=_fields(item_type, data),
        creators=creators_of(data),
        tags=tags_of(data),
        collections=collections_of(data),
        relations=relations_of(data),
        source=source,
        version=version_of(raw, data),
        date_added=text_of(data.get("dateAdded")),
        date_modified=text_of(data.get("dateModified")),
        deleted=is_deleted(data),
    )


def creators_from_json(raw: Mapping[str, Any]) -> tuple[Creator, ...]:
    """The creators of the item in `raw`, alone. Never raises."""
    return creators_of(data_of(raw))


def note_from_json(raw: Mapping[str, Any]) -> Note:
    """The note in `raw`; its text is HTML as typed, "" where there is none. Never raises."""
    data = data_of(raw)
    key = text_of(raw.get("key")) or text_of(data.get("key"))
    return Note(key=key, html=text_of(data.get("note")), tags=tags_of(data))


def attachment_from_json(raw: Mapping[str, Any]) -> Attachment:
    """The attachment's metadata in `raw`. Never raises."""
    data = data_of(raw)
    return Attachment(
        key=text_of(raw.get("key")) or text_of(data.get("key")),
        title=text_of(data.get("title")) or text_of(data.get("filename")),
        link_mode=text_of(data.get("linkMode")),
        url=text_of(data.get("url")),
        content_type=text_of(data.get("contentType")),
    )


def data_of(raw: Mapping[str, Any]) -> Mapping[str, Any]:
    """The `data` of an API object, or `raw` itself where it has none."""
    data = raw.get("data")
    return data if isinstance(data, dict) else raw


def type_of(data: Mapping[str, Any]) -> str:
    """The item type in an item's data; "document" where there is none."""
    return text_of(data.get("itemType")) or "document"


def is_deleted(data: Mapping[str, Any]) -> bool:
    """Whether the object lies in the trash: `deleted` is 1 on items, true on collections, mostly absent."""
    return data.get("deleted") not in (None, False, 0, "", "0")


def parent_of(data: Mapping[str, Any]) -> str:
    """The key of the item that a child hangs on, or "" """
    parent = data.get("parentItem")
    return text_of(parent) if isinstance(parent, str) else ""


def text_of(value: Any) -> str:
    """A value as a text, "" of what is none: numbers count, lists and objects do not."""
    if type(value) is str and value.isascii() and "\x00" not in value:
        return value
    if value is None:
        return ""
    if isinstance(value, str):
        return safe_text(value)
    if isinstance(value, bool):
        return ""
    return str(value) if isinstance(value, int | float) else ""


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


def fields_of_item(item_type: str, data: Mapping[str, Any], names: tuple[str, ...]) -> list[str]:
    """The text of each of these fields, or of the one that stands for it in this type, as `Item.get` has it.

    For who needs a few fields of very many items: no `Item` is made.
    """
    found = []
    for places in _places(item_type, names):
        text = ""
        for name in places:
            value = data.get(name)
            if not value:
                continue
            # Nearly all values are plain texts: they need not go the long way.
            if type(value) is str and value.isascii() and "\x00" not in value and not value.isspace():
                text = value
                break
            if text := _value(value):
                break
        found.append(text)
    return found


@cache
def _places(item_type: str, names: tuple[str, ...]) -> tuple[tuple[str, ...], ...]:
    return tuple(
        tuple(filter(None, (name, *fields_with_base(item_type, name), base_field(item_type, name))))
        for name in names
    )


@cache
def _order(item_type: str) -> tuple[tuple[str, ...], frozenset[str]]:
    fields = tuple(name for name in fields_of(item_type) if name not in _NO_FIELDS)
    return fields, _NO_FIELDS.union(fields)


def _value(value: Any) -> str:
    """A field's text; of a list of plain values (a future field) these, of anything deeper its JSON."""
    if type(value) is str and value.isascii() and "\x00" not in value:
        return "" if value.isspace() else value
    text = text_of(value)
    if not text and isinstance(value, list) and all(isinstance(one, str | int | float) for one in value):
        text = "; ".join(text_of(one) for one in value)
    elif not text and isinstance(value, dict | list) and value:
        text = safe_text(json.dumps(value, ensure_ascii=False, sort_keys=True))
    return text if text.strip() else ""


def _texts(value: Any) -> tuple[str, ...]:
    if not value or not isinstance(value, list):
        return ()
    return tuple(dict.fromkeys([text for one in value if (text := text_of(one))]))


def creators_of(data: Mapping[str, Any]) -> tuple[Creator, ...]:
    """The creators in an item's data; those without a name are left out."""
    value = data.get("creators")
    if not isinstance(value, list):
        return ()
    try:
        found = [
            _creator(one.get("creatorType"), one.get("lastName"), one.get("firstName"), one.get("name"))
            for one in value
        ]
    except (AttributeError, TypeError):  # something odd among them: one by one
        found = [_creator_in(one) for one in value]
    return tuple(filter(None, found))


def _creator_in(one: Any) -> Creator | None:
    if not isinstance(one, dict):
        return None
    names = one.get("creatorType"), one.get("lastName"), one.get("firstName"), one.get("name")
    return _seen_before(_creator, names)


# A library names the same people and tags again and again. `typed`: 1 and True are not the same text.
@lru_cache(maxsize=20_000, typed=True)
def _creator(kind: Any, last_name: Any, first_name: Any, one_field: Any) -> Creator | None:
    last, first, name = text_of(last_name), text_of(first_name), text_of(one_field)
    kind = text_of(kind) or "author"
    if last.strip() or first.strip():
        return Creator(kind, last, first)
    return Creator(kind, name=name) if name.strip() else None


def tags_of(data: Mapping[str, Any]) -> tuple[Tag, ...]:
    """The tags in an object's data, each once."""
    value = data.get("tags")
    if not isinstance(value, list):
        return ()
    try:
        tags = [_tag(one.get("tag"), one.get("type")) for one in value]
    except (AttributeError, TypeError):  # something odd among them: one by one
        tags = [_tag_in(one) for one in value]
    found: dict[str, Tag] = {}
    for tag in tags:
        if tag:
            found.setdefault(tag.name, tag)
    return tuple(found.values())


def _tag_in(one: Any) -> Tag | None:
    return _seen_before(_tag, (one.get("tag"), one.get("type")) if isinstance(one, dict) else (one, None))


@lru_cache(maxsize=20_000, typed=True)
def _tag(name: Any, kind: Any) -> Tag | None:
    text = text_of(name)
    return Tag(text, automatic=kind in (1, "1")) if text.strip() else None


_Made = TypeVar("_Made")


def _seen_before(make: _lru_cache_wrapper[_Made], parts: tuple[Any, ...]) -> _Made:
    try:
        return make(*parts)
    except TypeError:  # a list or an object where a text should stand cannot be remembered
        return make.__wrapped__(*parts)


def collections_of(data: Mapping[str, Any]) -> tuple[str, ...]:
    """The keys of the collections in an item's data."""
    return _texts(data.get("collections"))


def relations_of(data: Mapping[str, Any]) -> dict[str, tuple[str, ...]]:
    """The relations in an object's data: what they are called, and what they lead to."""
    value = data.get("relations")
    if not value or not isinstance(value, dict):  # PHP writes an empty object as a list
        return {}
    found = {}
    for predicate, objects in value.items():
        texts = _texts(objects if isinstance(objects, list) else [objects])
        if texts:
            found[safe_text(predicate)] = texts
    return found


def version_of(raw: Mapping[str, Any], data: Mapping[str, Any]) -> int:
    """The version of an object with its envelope and data; 0 where neither names one."""
    for version in (raw.get("version"), data.get("version")):
        if isinstance(version, int) and not isinstance(version, bool):
            return version
    return 0
