"""Checks of an item that a client sends, property by property, with the real server's messages."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from functools import cache
from typing import Any

from readinglist.demo.server.facts import note_title
from readinglist.demo.server.library import Library
from readinglist.demo.server.messages import ApiError
from readinglist.demo.server.params import valid_key
from readinglist.demo.server.state import Item
from readinglist.items import schema

MAX_FIELD, MAX_NAME, MAX_NOTE = 65535, 255, 500_000
_SHOWN = 50
_PREDICATES = ("owl:sameAs", "dc:replaces", "dc:relation")
_ITEM_URI = re.compile(r"http://zotero\.org/(users|groups)/\d+/(publications/)?items/[A-Z0-9]{8}")
_DATE_TIME = re.compile(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\dZ?")
_ACCESS_DATE = re.compile(r"\d{4}-\d\d-\d\d([T ]\d\d:\d\d(:\d\d)?Z?)?")
_LINK_MODES = ("linked_file", "imported_file", "linked_url", "imported_url", "embedded_image")
_ATTACHMENT = ("linkMode", "contentType", "charset", "filename", "path", "md5", "mtime")
_ANNOTATION = (
    *("annotationType", "annotationAuthorName", "annotationText", "annotationComment", "annotationColor"),
    *("annotationPageLabel", "annotationSortIndex", "annotationPosition"),
)
_ANNOTATION_TYPES = ("highlight", "underline", "note", "image", "ink", "text")


def cut(text: str) -> str:
    """The beginning of a text as messages show it."""
    return text[:_SHOWN] + "…" if len(text) > _SHOWN else text


def checked_type(value: Any) -> str:
    """A known item type."""
    if not isinstance(value, str) or value not in schema.item_types():
        raise ApiError(400, f"'{value}' is not a valid itemType")
    return value


def checked_tags(value: Any) -> dict[str, int]:
    """Tags as names with their types; the empty ones are left out."""
    if not isinstance(value, list):
        raise ApiError(400, "'tags' property must be an array")
    tags: dict[str, int] = {}
    for one in value:
        entry = {"tag": one} if isinstance(one, str) else one
        if not isinstance(entry, dict):
            raise ApiError(400, "Tag must be an object")
        name = entry.get("tag", "")
        if not isinstance(name, str):
            raise ApiError(400, "'tag' property of tag must be a string")
        for other in entry.keys() - {"tag", "type"}:
            raise ApiError(400, f"Invalid tag property '{other}'")
        name = name.strip()
        if len(name) > MAX_NAME:
            raise ApiError(413, f"Tag '{cut(name)}' too long", data={"tag": name})
        kind = entry.get("type", 0)
        if kind not in (0, 1, "0", "1"):
            raise ApiError(400, f"Invalid tag type '{kind}'")
        if name and not (name in tags and tags[name] == 0):
            tags[name] = int(kind)
    return tags


def checked_collections(library: Library, value: Any) -> list[str]:
    """Keys of collections that exist, each once, in the order of the collections' age."""
    if not isinstance(value, list):
        raise ApiError(400, "'collections' property must be an array")
    for key in value:
        if not isinstance(key, str) or key not in library.collections:
            raise ApiError(409, f"Collection {key} not found", data={"collection": key})
    return sorted(set(value), key=lambda key: library.collections[key].number)


def checked_relations(value: Any) -> dict[str, list[str]]:
    """Relations as lists of addresses of Zotero items."""
    if isinstance(value, list) and not value:
        return {}
    if not isinstance(value, dict):
        raise ApiError(400, "'relations' property must be an object")
    relations: dict[str, list[str]] = {}
    for predicate, given in value.items():
        if predicate not in _PREDICATES:
            raise ApiError(400, f"Unsupported predicate '{predicate}'")
        uris = given if isinstance(given, list) else [given]
        for uri in uris:
            if not isinstance(uri, str) or not _ITEM_URI.fullmatch(uri):
                raise ApiError(400, "'relations' values currently must be Zotero item URIs")
        if uris:
            relations[predicate] = list(dict.fromkeys(uris))
    return relations


def checked_creators(item_type: str, value: Any) -> list[dict[str, str]]:
    """Creators with types that the item type knows, and either a name or first and last names."""
    if not isinstance(value, list):
        raise ApiError(400, "'creators' property must be an array")
    if value and not schema.creator_types(item_type):
        raise ApiError(400, f"'creators' is not a valid field for type '{item_type}'")
    return [made for one in value if (made := _creator(item_type, one))]


def _creator(item_type: str, one: Any) -> dict[str, str] | None:
    if not isinstance(one, dict):
        raise ApiError(400, "Creator must be an object")
    kind = one.get("creatorType")
    if not kind:
        raise ApiError(400, "creator object must contain 'creatorType'")
    if kind not in schema.creator_types(item_type):
        raise ApiError(400, f"'{kind}' is not a valid creator type for item type '{item_type}'")
    parts = {name: str(one.get(name) or "").strip() for name in ("firstName", "lastName", "name")}
    if parts["name"] and (parts["firstName"] or parts["lastName"]):
        raise ApiError(400, "'firstName' and 'name' creator fields are mutually exclusive")
    if "firstName" in one and "lastName" not in one and "name" not in one:
        raise ApiError(400, "'lastName' creator field must be set if 'firstName' is set")
    if "lastName" in one and "firstName" not in one and "name" not in one:
        raise ApiError(400, "'firstName' creator field must be set if 'lastName' is set")
    for text in parts.values():
        if len(text) > MAX_NAME:
            raise ApiError(413, _long_name(text), data={"field": "creator", "value": cut(text)})
    if parts["name"]:
        return {"creatorType": kind, "name": parts["name"]}
    if not parts["firstName"] and not parts["lastName"]:
        return None
    return {"creatorType": kind, "firstName": parts["firstName"], "lastName": parts["lastName"]}


def _long_name(text: str) -> str:
    return (
        f"The creator name ‘{cut(text)}…’ is too long to sync. Shorten the name and sync again.\n\n"
        "If you receive this message repeatedly for items saved from a particular site, you can report "
        "this issue in the Zotero Forums."
    )


def checked_date(name: str, value: Any) -> str:
    """A date and time as Zotero writes it ("2024-01-10T08:00:00Z"), or "" for an empty one."""
    if value in ("", None):
        return ""
    if not isinstance(value, str) or not _DATE_TIME.fullmatch(value):
        raise ApiError(400, f"'{name}' must be in ISO 8601 or UTC 'YYYY-MM-DD hh:mm:ss' format ({value})")
    return value.removesuffix("Z").replace(" ", "T") + "Z"


def checked_deleted(value: Any) -> bool:
    """Whether the item is in the trash. Text makes the real server fail [trash-deleted-string]."""
    if value not in (0, 1, True, False):
        raise ApiError(500, "An error occurred")
    return bool(value)


def checked_parent(library: Library, item: Item, value: Any) -> str:
    """The key of the parent, "" for none."""
    if value in (False, None, ""):
        return ""
    if not isinstance(value, str) or not valid_key(value):
        raise ApiError(400, "'parentItem' must be a valid item key")
    parent = library.items.get(value)
    if parent is None:
        raise ApiError(409, f"Parent item {value} not found", data={"parentItem": value})
    if item.type == "annotation":
        modes = ("imported_file", "imported_url", "linked_file")
        if parent.type != "attachment" or parent.data.get("linkMode") not in modes:
            text = f"Parent item {library.id}/{value} of annotation must be a file attachment"
            raise ApiError(400, text)
    elif item.type not in ("note", "attachment"):
        raise ApiError(400, f"'parentItem' is not a valid property for type '{item.type}'")
    elif parent.type in ("note", "attachment", "annotation") or parent.parent:
        raise ApiError(409, "Parent item cannot be a note or attachment", data={"parentItem": value})
    return value


@cache
def _all_fields() -> frozenset[str]:
    return frozenset(field for one in schema.item_types() for field in schema.fields_of(one))


def checked_property(library: Library, item: Item, name: str, value: Any) -> Any:
    """A property that belongs to the type: a field, a note's text, an attachment's or annotation's part."""
    special = _special(name)
    if special is not None and not (name == "filename" and item.type == "attachment"):
        return special(item, name, value)
    if name in _ATTACHMENT:
        return _attachment_part(item, name, value)
    if name not in _all_fields():
        raise ApiError(400, f"Invalid property '{name}'")
    if name not in schema.fields_of(item.type):
        raise ApiError(400, f"'{name}' is not a valid field for type '{item.type}'")
    if isinstance(value, (dict, list)):
        raise ApiError(400, f"'{name}' must be a string")
    text = _text(value)
    if name == "accessDate" and text and text != "CURRENT_TIMESTAMP" and not _ACCESS_DATE.fullmatch(text):
        raise ApiError(
            400,
            "'accessDate' must be in ISO 8601 or UTC 'YYYY-MM-DD[ hh:mm:ss]' format "
            f"or 'CURRENT_TIMESTAMP' ({text})",
        )
    if len(text.encode()) > MAX_FIELD:
        label = schema.schema()["locales"]["en-US"]["fields"].get(name, name)
        message = f"{label} field value '{cut(text)}' too long for item '{library.id}/{item.key}'"
        raise ApiError(413, message, data={"field": label, "value": cut(text)})
    return text


def _text(value: Any) -> str:
    if value is None or value is False:
        return ""
    return value.strip() if isinstance(value, str) else json.dumps(value)


def _special(name: str) -> Callable[[Item, str, Any], Any] | None:
    if name == "note":
        return _note
    return _annotation_part if name in _ANNOTATION else None


def _note(item: Item, name: str, value: Any) -> str:
    if item.type not in ("note", "attachment"):
        raise ApiError(400, "'note' property is valid only for note and attachment items")
    text = _text(value)
    if len(text) > MAX_NOTE:
        raise ApiError(413, f"Note '{note_title(text)[:79]}...' too long")
    return text


def _attachment_part(item: Item, name: str, value: Any) -> Any:
    if item.type != "attachment":
        raise ApiError(400, f"'{name}' is valid only for attachment items")
    if name == "linkMode":
        if value not in _LINK_MODES:
            raise ApiError(400, f"'{value}' is not a valid linkMode")
        return value
    mode = item.data.get("linkMode", "")
    if name == "path" and mode != "linked_file" and value:
        raise ApiError(400, "'path' property is valid only for linked file attachment items")
    if name == "filename" and not mode.startswith(("imported", "embedded")) and value:
        raise ApiError(400, "'filename' property is valid only for stored file attachment items")
    if name in ("md5", "mtime"):
        return value or None
    return _text(value)


def _annotation_part(item: Item, name: str, value: Any) -> str:
    if item.type != "annotation":
        raise ApiError(400, f"'{name}' is valid only for annotation items")
    if name == "annotationType" and value not in _ANNOTATION_TYPES:
        raise ApiError(400, f"annotationType must be one of {', '.join(_ANNOTATION_TYPES)}")
    return _text(value)
