"""What the real server was recorded to send is read: every item, collection and error in the recording."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from readinglist.errors import AccessError, RemoteError
from readinglist.items.schema import fields_of
from readinglist.zotero.access import choices
from readinglist.zotero.connection import Connection
from readinglist.zotero.mapping import CHILD_TYPES, attachment_from_json, item_from_json, note_from_json
from readinglist.zotero.trouble import Refused, refusal

RECORDED = Path(__file__).parents[1] / "zotero_api" / "exchanges.jsonl"
GROUP = Connection(library_type="group", library_id="5012345")


def _exchanges() -> list[dict[str, Any]]:
    return [json.loads(line) for line in RECORDED.read_text("utf-8").splitlines()]


def _objects() -> Iterator[dict[str, Any]]:
    for exchange in _exchanges():
        try:
            body = json.loads(exchange["response"]["body"])
        except (ValueError, TypeError):
            continue
        for raw in body if isinstance(body, list) else [body]:
            if isinstance(raw, dict) and isinstance(raw.get("data"), dict) and "key" in raw:
                yield raw


def test_every_recorded_item_keeps_its_fields() -> None:
    seen = 0
    for raw in _objects():
        data = raw["data"]
        if "itemType" not in data:
            continue
        seen += 1
        item = item_from_json(raw, "users/475425")
        assert (item.key, item.version, item.item_type) == (raw["key"], raw["version"], data["itemType"])
        assert item.deleted is (data.get("deleted") == 1)
        assert set(item.collections) == set(data.get("collections", []))
        assert len(item.tags) == len(data.get("tags", []))
        if item.item_type not in CHILD_TYPES:
            assert item.fields == {name: data[name] for name in fields_of(item.item_type) if data.get(name)}
            assert len(item.creators) == len(data["creators"])
        elif item.item_type == "note":
            assert note_from_json(raw).html == data["note"]
        elif item.item_type == "attachment":
            assert attachment_from_json(raw).link_mode == data["linkMode"]
    assert seen > 80


def test_every_recorded_collection_has_its_name() -> None:
    collections = [raw for raw in _objects() if "parentCollection" in raw["data"]]
    assert len(collections) > 20
    for raw in collections:
        found = choices([raw])
        assert [one.name for one in found] == ([] if raw["data"].get("deleted") else [raw["data"]["name"]])


@pytest.mark.parametrize("status", [400, 401, 403, 404, 405, 412, 417, 428])
def test_every_recorded_refusal_is_told_on_one_line_without_markup(status: int) -> None:
    for exchange in _exchanges():
        if exchange["response"]["status"] == status:
            error = refusal(GROUP, Refused(status, exchange["response"]["body"] or ""))
            assert isinstance(error, RemoteError)
            assert isinstance(error, AccessError) is (status in (401, 403, 404))
            assert "\n" not in error.message
            assert "<h1>" not in error.message
            assert error.hint
            assert error.where == "https://api.zotero.org/groups/5012345"
