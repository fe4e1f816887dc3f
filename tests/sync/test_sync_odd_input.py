"""Unknown types and fields, nulls, huge notes, thousands of tags, odd characters: kept, shown, equal."""

from __future__ import annotations

from typing import Any

import pytest

from readinglist.actions.local import open_local
from readinglist.demo.server import faults as wrong
from readinglist.errors import AccessError
from tests.sync.world import World

ODD: dict[str, dict[str, Any]] = {
    "future type": {"itemType": "hologram", "beamWidth": {"unit": "cm", "n": [1, 2]}, "title": "Future"},
    "future field": {"itemType": "book", "title": "A", "mood": "blue", "flags": [True, None, 3]},
    "nulls": {
        "itemType": "book",
        **dict.fromkeys(
            ("title", "creators", "tags", "date", "collections", "relations", "extra", "deleted")
        ),
    },
    "wrong types": {
        "itemType": "book",
        "title": ["x"],
        "creators": "nobody",
        "tags": {"tag": "x"},
        "date": {"year": 2001},
        "collections": "ABCD2345",
        "relations": [],
        "parentItem": 7,
        "dateAdded": 5,
    },
    "absent": {"itemType": "book"},
    "no type": {"title": "No type"},
    "huge note": {"itemType": "note", "note": "<p>" + "narco " * 900_000 + "</p>"},
    "many tags": {
        "itemType": "book",
        "title": "Tagged",
        "tags": [{"tag": f"tag {number}", "type": number % 2} for number in range(20_000)],
    },
    "emoji": {"itemType": "book", "title": "😀👩‍👩‍👧 flags 🇲🇽", "tags": [{"tag": "🧨"}]},
    "NUL": {"itemType": "book", "title": "a\x00b", "tags": [{"tag": "nul\x00"}], "extra": "\x00"},
    "lone surrogates": {"itemType": "book", "title": "\ud83d alone \udc00", "tags": [{"tag": "\ud800"}]},
    "unnormalised": {"itemType": "book", "title": "Nu\u0301n\u0303ez", "tags": [{"tag": "An\u0303o"}]},
    "huge numbers": {"itemType": "book", "title": "N", "volume": 10**40, "pages": 1e308},
}


@pytest.mark.parametrize("name", ODD)
def test_odd_items_are_kept_as_they_are_and_shown(world: World, name: str) -> None:
    editor = world.editor(world.sources[0])
    key = editor.put_raw(dict(ODD[name]))
    world.sync()
    world.assert_equal()
    with open_local(world.workspace) as library:
        found = [item for item in library.items() if item.key == key]
        assert len(found) == (0 if name == "huge note" else 1)
        library.find("narco")
    editor.put_raw({**ODD[name], "key": key, "shortTitle": "Edited"})
    report = world.sync()
    world.assert_equal()
    if name != "huge note":
        assert [one.key for one in report.sources[0].changes.details] == [key]
    editor.delete_items(key)
    world.sync()
    world.assert_equal()
    world.assert_kept()


def test_a_library_in_disorder_comes_whole(world: World) -> None:
    editor = world.editor(world.sources[0])
    for data in ODD.values():
        editor.put_raw(dict(data))
    world.sync()
    world.assert_equal()
    world.assert_kept()


@pytest.mark.parametrize(
    ("code", "text", "said"),
    [
        (403, "Forbidden", "private|may not read"),
        (404, "Not found", "there is no group"),
        (410, "Gone", "this library is gone"),
    ],
)
def test_refusals_are_named_for_what_they_are(world: World, code: int, text: str, said: str) -> None:
    world.editor(world.sources[0]).add_item("book", title="Kept")
    world.sync()
    before = world.local(world.sources[0])
    world.faults.when(wrong.status(code, text), path=f"groups/{world.sources[0][1]}")
    with pytest.raises(AccessError, match=said):
        world.sync()
    assert world.local(world.sources[0]) == before


def test_two_sources_in_one_workspace_are_told_apart(world: World) -> None:
    one, other = (world.editor(source) for source in world.sources)
    one.put_raw({"key": "SAMEKEY2", "itemType": "book", "title": "The group's archives"})
    other.put_raw({"key": "SAMEKEY2", "itemType": "book", "title": "My archives"})
    world.sync()
    world.assert_equal()
    one.delete_items("SAMEKEY2")
    world.sync()
    world.assert_equal()
    with open_local(world.workspace) as library:
        assert [item.title for item in library.items()] == ["My archives"]
