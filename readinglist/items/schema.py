"""Zotero's schema: its item types, their fields, creator types and base fields, and the CSL mapping.

Source: zotero-schema.json beside this file, from github.com/zotero/zotero-schema (version 41).
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from typing import Any

from readinglist.resources import package_file


@cache
def schema() -> Mapping[str, Any]:
    """The whole schema as parsed JSON; read from the package once."""
    loaded: dict[str, Any] = json.loads(package_file("items", "zotero-schema.json").read_text("utf-8"))
    return loaded


@cache
def item_types() -> tuple[str, ...]:
    """Zotero's 40 item types, in the schema's order."""
    return tuple(entry["itemType"] for entry in schema()["itemTypes"])


@cache
def _types() -> Mapping[str, Mapping[str, Any]]:
    return {entry["itemType"]: entry for entry in schema()["itemTypes"]}


@cache
def fields_of(item_type: str) -> tuple[str, ...]:
    """The fields of an item type in the schema's order; empty for a type the schema does not know."""
    entry = _types().get(item_type)
    return tuple(one["field"] for one in entry["fields"]) if entry else ()


@cache
def base_field(item_type: str, field: str) -> str:
    """The base field that `field` stands for in this type ("bookTitle" → "publicationTitle"), or ""."""
    entry = _types().get(item_type)
    if entry:
        for one in entry["fields"]:
            if one["field"] == field:
                return str(one.get("baseField", ""))
    return ""


@cache
def fields_with_base(item_type: str, base: str) -> tuple[str, ...]:
    """The fields of this type that stand for the base field ("date" of a case → ("dateDecided",))."""
    entry = _types().get(item_type)
    if not entry:
        return ()
    return tuple(one["field"] for one in entry["fields"] if one.get("baseField") == base)


@cache
def creator_types(item_type: str) -> tuple[str, ...]:
    """The creator types of an item type, the primary one first."""
    entry = _types().get(item_type)
    if not entry:
        return ()
    ordered = sorted(entry["creatorTypes"], key=lambda one: not one.get("primary", False))
    return tuple(one["creatorType"] for one in ordered)


def primary_creator_type(item_type: str) -> str:
    """The creator type that counts as the author of this item type; "author" for unknown types."""
    types = creator_types(item_type)
    return types[0] if types else "author"
