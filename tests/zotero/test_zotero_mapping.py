"""Reading Zotero's JSON: everything that an Item can hold is kept, and nothing strange does harm."""

from __future__ import annotations

import json
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from readinglist.items import Creator, Tag
from readinglist.items.schema import fields_of, item_types
from readinglist.resources import package_file
from readinglist.zotero.mapping import CHILD_TYPES, attachment_from_json, item_from_json, note_from_json

SCALARS = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text()
JSON = st.recursive(
    SCALARS, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4)
)
NAMES = (
    *("key", "version", "itemType", "creators", "tags", "collections", "relations", "deleted"),
    *("title", "date", "note", "url", "linkMode", "parentItem", "futureField"),
)


def test_every_item_of_the_bundled_collection_keeps_its_fields() -> None:
    items = json.loads(package_file("demo", "data", "collection.json").read_text("utf-8"))["items"]
    for data in items:
        item = item_from_json(data, "groups/1")
        if item.item_type not in CHILD_TYPES:
            assert item.fields == {name: data[name] for name in fields_of(item.item_type) if data.get(name)}
        assert [creator.creator_type for creator in item.creators] == [
            one["creatorType"] for one in data.get("creators", [])
        ]
        assert (item.key, item.source) == (data["key"], "groups/1")


def test_the_envelope_and_its_bare_data_give_the_same_item() -> None:
    data = {"key": "ABCD2345", "version": 3, "itemType": "book", "title": "T", "deleted": 1}
    wrapped = {"key": "ABCD2345", "version": 3, "library": {}, "meta": {}, "data": data}
    assert item_from_json(wrapped, "users/1") == item_from_json(data, "users/1")
    assert item_from_json(data).deleted


def test_fields_come_in_the_schemas_order_and_unknown_ones_after() -> None:
    item = item_from_json({"itemType": "book", "newField": "x", "date": "2014", "title": "T", "empty": ""})
    assert list(item.fields) == ["title", "date", "newField"]


def test_wrong_types_become_text_or_nothing() -> None:
    item = item_from_json(
        {
            "itemType": "book",
            "title": None,
            "numPages": 320,
            "edition": True,
            "languages": ["es", "en"],
            "future": {"a": 1},
            "creators": [None, "x", {}, {"lastName": 5}, {"name": "Body", "creatorType": None}],
            "tags": ["plain", {"tag": "auto", "type": 1}, {"tag": None}, {"tag": "plain"}, 7],
            "collections": "ABCD2345",
            "relations": [],
            "version": "7",
        }
    )
    assert item.fields == {"numPages": "320", "languages": "es; en", "future": '{"a": 1}'}
    assert item.creators == (Creator("author", "5"), Creator("author", name="Body"))
    assert item.tags == (Tag("plain"), Tag("auto", automatic=True), Tag("7"))
    assert (item.collections, dict(item.relations), item.version) == ((), {}, 0)


def test_nul_and_lone_surrogates_become_text_that_can_be_written() -> None:
    item = item_from_json({"itemType": "book", "title": "a\x00b\ud800c 😀", "tags": [{"tag": "\udfff"}]})
    assert item.title == "ab\ufffdc 😀"
    assert item.tags[0].name.encode("utf-8")


def test_children_are_read() -> None:
    note = note_from_json({"key": "N", "data": {"note": "<p>x</p>", "tags": [{"tag": "t"}]}})
    assert (note.key, note.html, note.tags) == ("N", "<p>x</p>", (Tag("t"),))
    link = attachment_from_json(
        {"key": "A", "data": {"title": None, "filename": "a.pdf", "linkMode": "imported_file"}}
    )
    assert (link.title, link.link_mode, link.url) == ("a.pdf", "imported_file", "")


@settings(max_examples=150, deadline=None)
@given(
    st.dictionaries(st.sampled_from(NAMES) | st.text(max_size=8), JSON, max_size=8),
    st.sampled_from(item_types()),
)
def test_no_json_makes_the_mapping_fail(data: dict[str, Any], kind: str) -> None:
    for raw in (data, {"data": data}, {**data, "itemType": kind}):
        item = item_from_json(raw, "users/1")
        for text in (item.title, *item.fields.values(), *(tag.name for tag in item.tags)):
            assert "\x00" not in text
            text.encode("utf-8")
        note_from_json(raw)
        attachment_from_json(raw)
