"""What is made of items is kept beside them, and known to be out of date by a hash, without reading them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from readinglist.library import Changes, Library
from readinglist.library.assignments import AssignedItem, kept_themes
from readinglist.library.derived import Entry
from readinglist.library.reading import item_of
from readinglist.themes.evidence import Assignment, Evidence
from readinglist.zotero.pulled import Keys

Fill = Callable[..., Changes]
WORK = {"key": "WORKWORK", "title": "Work", "date": "2001", "collections": ["FOLDER01"]}
NOTE = {"key": "NOTENOTE", "itemType": "note", "parentItem": "WORKWORK", "note": "one"}
FILE = {"key": "FILEFILE", "itemType": "attachment", "parentItem": "WORKWORK", "title": "a.pdf"}
OTHER = {"key": "OTHEROTH", "title": "Other"}
NAMED = {"name": "Folder", "parentCollection": False}
FOLDER = {"FOLDER01": {"key": "FOLDER01", "version": 1, "data": NAMED}}


@pytest.mark.parametrize(
    "edit",
    [
        {**WORK, "title": "Another"},
        {**WORK, "tags": [{"tag": "x"}]},
        {**WORK, "collections": []},
        {**WORK, "citationKey": "own"},
        {**NOTE, "note": "two"},
        {**NOTE, "deleted": 1},
        {**NOTE, "parentItem": "OTHEROTH"},
        {**FILE, "title": "b.pdf"},
        {"key": "NOTE2222", "itemType": "note", "parentItem": "WORKWORK", "note": "one"},
    ],
)
def test_whatever_changes_of_an_item_changes_its_digest(
    library: Library, fill: Fill, edit: dict[str, Any]
) -> None:
    fill(WORK, NOTE, FILE, OTHER, collections=FOLDER)
    before = {one.item[1]: one.digest for one in library.derived.held()}
    fill(edit)
    after = {one.item[1]: one.digest for one in library.derived.held()}
    assert after["WORKWORK"] != before["WORKWORK"]
    assert (after["OTHEROTH"] != before["OTHEROTH"]) is (edit.get("parentItem") == "OTHEROTH")


def test_a_new_full_text_changes_the_digest(library: Library, fill: Fill) -> None:
    fill(WORK, FILE, OTHER)
    seen = [{one.item[1]: one.digest for one in library.derived.held()}]
    for version in (3, 4):
        library.save_texts("groups/1", {"FILEFILE": (version, "text")})
        seen.append({one.item[1]: one.digest for one in library.derived.held()})
    assert len({one["WORKWORK"] for one in seen}) == 3
    assert len({one["OTHEROTH"] for one in seen}) == 1


def test_items_read_by_their_rows_are_those_of_the_library(stocked: Library) -> None:
    rows = [one.row for one in stocked.derived.held()]
    assert [item_of(raw) for raw in stocked.derived.raw(rows)] == stocked.items()
    backwards = [item_of(raw) for raw in stocked.derived.raw(rows[::-1])]
    assert backwards == stocked.items()[::-1]


def test_what_was_made_is_kept_and_goes_with_its_item(library: Library, fill: Fill) -> None:
    fill(WORK, OTHER)
    one, two = library.derived.held()
    evidence = Evidence("title", "ice", 1.0, "ice \ud800", "good: ice", 4)
    found = Assignment("ice", 1.0, 0.5, "rule", (evidence,))
    themes = [kept_themes(AssignedItem(held.item, "basis", (found,))) for held in (one, two)]
    entries = [Entry(one.row, "a", "@book{one}"), Entry(two.row, "b", "@book{two}")]
    library.derived.save([(themes[:1], entries[:1]), (themes[1:], entries[1:])])
    assert library.assignments() == {held.item: (found,) for held in (one, two)}
    assert library.derived.by_theme() == {"ice": {one.item, two.item}}
    assert list(library.derived.entries([two.row, one.row])) == ["@book{two}", "@book{one}"]
    fill({**OTHER, "title": "Edited"})
    assert library.derived.entry_bases() == {one.row: "a", two.row: "b"}
    fill(deleted=Keys(items=frozenset({two.item[1]})))
    assert library.derived.entry_bases() == {one.row: "a"}
    assert library.derived.by_theme() == {"ice": {one.item}}
