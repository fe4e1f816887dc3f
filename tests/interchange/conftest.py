"""Items for the formats' tests: the bundled collection, and made-up ones of every type."""

from __future__ import annotations

import json
from typing import Any

import pytest

from readinglist.items import Creator, Item, Tag
from readinglist.items.schema import fields_of
from readinglist.resources import package_file

_NOT_FIELDS = {"key", "version", "itemType", "creators", "tags", "collections", "relations"}


def _item(raw: dict[str, Any]) -> Item:
    own = fields_of(raw["itemType"])
    return Item(
        key=raw["key"],
        item_type=raw["itemType"],
        fields={name: raw[name] for name in own if raw.get(name)},
        creators=tuple(
            Creator(
                one["creatorType"], one.get("lastName", ""), one.get("firstName", ""), one.get("name", "")
            )
            for one in raw["creators"]
        ),
        tags=tuple(Tag(one["tag"], one.get("type") == 1) for one in raw["tags"]),
        citation_key=f"key{raw['key'].lower()}",
    )


@pytest.fixture(scope="session")
def bundled() -> tuple[Item, ...]:
    """The bundled collection's items, read without the code that pulls them."""
    loaded = json.loads(package_file("demo", "data", "collection.json").read_text("utf-8"))
    raws = [one.get("data", one) for one in loaded["items"]]
    return tuple(_item(raw) for raw in raws if raw["itemType"] not in ("note", "attachment", "annotation"))
