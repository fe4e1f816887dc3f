"""The local copy follows the server: after any edit it equals what a first pull would have brought."""

from __future__ import annotations

import random
import sqlite3
from collections.abc import Callable
from typing import Any

import pytest

from readinglist.demo.server.faults import status
from readinglist.errors import LibraryError, RemoteError
from readinglist.library import open_library
from readinglist.library.itemwriter import ItemWriter

SOURCE = "groups/4420117"


def test_a_first_sync_holds_everything(place: Any, content: Callable[..., Any]) -> None:
    changes = place.sync()
    assert changes.first
    assert (len(changes.added), len(changes.trashed), len(changes.keys_added)) == (292, 2, 292)
    held = content(place.path)
    kinds = [kind for kind, _ in held["objects"]]
    assert (kinds.count("items"), kinds.count("collections"), kinds.count("searches")) == (434, 9, 1)
    assert "tagColors" in held["settings"]
    with open_library(place.path) as library:
        state = library.state(SOURCE)
        assert (state.name, state.items, state.notes, state.attachments) == ("Narco-digital", 292, 119, 21)
        assert (state.trashed, state.collections, state.version) == (2, 9, 443)
        assert state.synced_at.startswith("20")


def test_a_sync_without_changes_changes_nothing(place: Any, content: Callable[..., Any]) -> None:
    place.sync()
    before = content(place.path)
    changes = place.sync()
    assert not changes
    assert content(place.path) == before


def test_edits_trash_restore_and_deletion_are_told_apart(place: Any) -> None:
    place.sync()
    editor = place.editor
    new = editor.add_item("book", title="New")
    editor.edit_item("P4PHRY7P", title="Changed")
    editor.trash("BK8IHRCF")
    editor.restore("9LXBEKNJ")
    editor.delete_items("WR3X585I")
    changes = place.sync()
    assert changes.added == (new,)
    assert changes.edited == ("P4PHRY7P",)
    assert changes.trashed == ("BK8IHRCF",)
    assert changes.restored == ("9LXBEKNJ",)
    assert changes.removed == ("WR3X585I",)
    assert not changes.first


def test_a_note_that_changes_counts_as_an_edit_of_its_item(place: Any) -> None:
    place.sync()
    place.editor.edit_item("6WJNC6RD", note="<p>Zygomorphic flowers</p>")
    assert place.sync().edited == ("LPXBSBJV",)
    with open_library(place.path) as library:
        assert [item.key for item in library.find("zygomorphic")] == ["LPXBSBJV"]
    place.editor.delete_items("6WJNC6RD")
    assert place.sync().edited == ("LPXBSBJV",)
    with open_library(place.path) as library:
        assert library.find("zygomorphic") == []


def test_a_moved_item_is_edited_and_moved(place: Any) -> None:
    place.sync()
    place.editor.move("WR3X585I", "I98LEKZM")
    changes = place.sync()
    assert changes.edited == changes.moved == ("WR3X585I",)


def test_a_version_that_rose_for_nothing_is_no_edit(place: Any) -> None:
    place.sync()
    with open_library(place.path) as library:
        before = library.item("P4PHRY7P")
        assert before is not None
    place.editor.edit_item("P4PHRY7P", title="Other")
    place.editor.edit_item("P4PHRY7P", title=before.title)
    assert not place.sync()
    with open_library(place.path) as library:
        after = library.item("P4PHRY7P")
        assert after is not None
        assert after.version == 445


def test_a_deleted_collection_goes_with_all_below_it_and_leaves_its_items(
    place: Any, content: Callable[..., Any]
) -> None:
    place.sync()
    place.editor.delete_collections("GI9UXKWB")
    changes = place.sync()
    assert changes.collections_changed
    assert changes.removed == ()
    with open_library(place.path) as library:
        names = set(library.collection_names())
        assert names.isdisjoint({"GI9UXKWB", "57GH2TQW"})
        item = library.item("WR3X585I")
        assert item is not None
        assert item.collections == ("8AKQVCSN",)
    assert "WR3X585I" in changes.edited
    assert content(place.path) == content(place.afresh())


def test_a_collection_that_was_moved_below_another_since_the_last_sync_goes_with_it(
    place: Any, content: Callable[..., Any]
) -> None:
    place.sync()
    shelf = place.editor.add_collection("Short-lived")
    place.editor.edit_collection("57GH2TQW", parentCollection=shelf)
    place.editor.delete_collections(shelf)  # the server lists this one alone
    changes = place.sync()
    assert changes.requests == 6
    with open_library(place.path) as library:
        assert {"57GH2TQW", shelf}.isdisjoint(library.collection_names())
    assert content(place.path) == content(place.afresh())


def test_relations_to_a_deleted_item_go(place: Any, content: Callable[..., Any]) -> None:
    address = f"http://zotero.org/{SOURCE}/items/"
    place.editor.edit_item(
        "P4PHRY7P", relations={"dc:relation": [address + "WR3X585I", address + "BK8IHRCF"]}
    )
    place.sync()
    place.editor.delete_items("WR3X585I")
    place.sync()
    assert content(place.path) == content(place.afresh())


def test_merged_duplicates_keep_their_trace(place: Any, content: Callable[..., Any]) -> None:
    place.sync()
    place.editor.merge("P4PHRY7P", "WR3X585I")
    changes = place.sync()
    assert changes.trashed == ("WR3X585I",)
    with open_library(place.path) as library:
        kept = library.item("P4PHRY7P")
        assert kept is not None
        assert kept.relations["dc:replaces"] == (f"http://zotero.org/{SOURCE}/items/WR3X585I",)
    assert content(place.path) == content(place.afresh())


def test_the_trace_of_a_merge_stays_where_the_merged_item_was_related_too_and_is_deleted(
    place: Any, content: Callable[..., Any]
) -> None:
    address = f"http://zotero.org/{SOURCE}/items/WR3X585I"
    place.editor.edit_item("P4PHRY7P", relations={"dc:relation": address})
    place.editor.merge("P4PHRY7P", "WR3X585I")
    place.sync()
    place.editor.delete_items("WR3X585I")
    place.sync()
    with open_library(place.path) as library:
        found = library._rows("SELECT predicate FROM relations WHERE object = ?", (address,))
        assert [row[0] for row in found] == ["dc:replaces"]
    assert content(place.path) == content(place.afresh())


def test_a_server_that_went_back_leaves_the_copy_equal_to_it(place: Any, content: Callable[..., Any]) -> None:
    extra = place.editor.add_item("book", title="Lost in the restore")
    place.sync()
    place.editor.library.items.pop(extra)
    place.editor.library.version = 443
    place.editor.edit_item("P4PHRY7P", title="After the restore")
    place.editor.library.version = 443
    changes = place.sync()
    assert changes.removed == (extra,)
    assert content(place.path) == content(place.afresh())


def test_random_histories_end_equal_to_the_server(place: Any, content: Callable[..., Any]) -> None:
    chance = random.Random(20)
    place.sync()
    for _ in range(12):
        for _ in range(chance.randint(1, 8)):
            _edit(place.editor, chance)
        changes = place.sync()
        assert changes.version == place.editor.library.version
    assert content(place.path) == content(place.afresh())


def _edit(editor: Any, chance: random.Random) -> None:
    items = sorted(editor.library.items)
    parents = [key for key in items if editor.library.items[key].type == "book"]
    children = [key for key in items if editor.library.items[key].parent]
    shelves = sorted(editor.library.collections)
    key = chance.choice(items)
    actions: list[Callable[[], Any]] = [
        lambda: editor.add_item("book", title=f"Book {chance.random()}", tags=[{"tag": "x"}]),
        lambda: editor.edit_item(chance.choice(parents), title=f"T{chance.random()}", date="2020"),
        lambda: editor.trash(key),
        lambda: editor.restore(key),
        lambda: editor.delete_items(key),
        lambda: editor.reparent(chance.choice(children), chance.choice(parents)),
        lambda: editor.reparent(chance.choice(children), ""),
        lambda: editor.merge(*chance.sample(parents, 2)),
        lambda: editor.add_collection(f"C{chance.random()}", chance.choice([*shelves, ""])),
        lambda: editor.set_setting("tagColors", [chance.random()]),
        lambda: editor.delete_tag("annotation"),
        lambda: editor.move(chance.choice(parents), *chance.sample(shelves, min(2, len(shelves)))),
        lambda: shelves and editor.edit_collection(chance.choice(shelves), name=f"N{chance.random()}"),
        lambda: (
            len(shelves) > 3 and chance.random() < 0.4 and editor.delete_collections(chance.choice(shelves))
        ),
    ]
    chance.choice(actions)()


def test_a_failed_pull_and_an_interrupted_apply_leave_the_old_whole_library(
    place: Any, content: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    place.sync()
    before = content(place.path)
    place.editor.delete_items("WR3X585I")
    place.editor.add_item("book", title="New")
    place.faults.when(status(500), path="/deleted")
    with pytest.raises(RemoteError):
        place.sync()
    assert content(place.path) == before
    place.faults.clear()
    with monkeypatch.context() as patch:

        def interrupted(self: ItemWriter) -> None:
            raise KeyboardInterrupt

        patch.setattr(ItemWriter, "index", interrupted)
        with pytest.raises(KeyboardInterrupt):
            place.sync()
    assert content(place.path) == before
    place.sync()
    assert content(place.path) == content(place.afresh())


def test_a_full_disk_is_told_and_leaves_the_old_whole_library(
    place: Any, content: Callable[..., Any]
) -> None:
    place.sync()
    before = content(place.path)
    for number in range(300):
        place.editor.add_item("book", title=f"Book {number}", abstractNote="many words " * 200)
    with open_library(place.path) as library:
        pages = library._db.execute("PRAGMA page_count").fetchone()[0]
        library._db.execute(f"PRAGMA max_page_count = {pages + 10}")
        with pytest.raises(LibraryError, match="full"):
            library.apply(place.pull(443))
    assert content(place.path) == before


def test_readers_see_the_last_whole_state_while_a_sync_writes(place: Any) -> None:
    place.sync()
    with open_library(place.path) as writer, open_library(place.path) as reader:
        writer._db.execute("BEGIN IMMEDIATE")
        writer._db.execute("DELETE FROM items")
        assert reader.count() == 292
        assert len(reader.items()) == 292
        writer._db.execute("ROLLBACK")


def test_a_second_writer_is_told_that_another_is_at_work(place: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("readinglist.library.database._BUSY_SECONDS", 0.05)
    place.sync()
    with open_library(place.path) as first, open_library(place.path) as second:
        first._db.execute("BEGIN IMMEDIATE")
        with pytest.raises(LibraryError, match="another readinglist"):
            second.apply(place.pull(443))


def test_strange_items_are_kept_losslessly(place: Any, content: Callable[..., Any]) -> None:
    strange = [
        {"itemType": "hologram", "title": "From the future", "wavelength": 530, "parts": [{"a": None}]},
        {
            "itemType": "book",
            "title": None,
            "creators": None,
            "tags": None,
            "collections": None,
            "date": 2014,
        },
        {"itemType": "book", "title": "NUL\x00 and \ud800 and é 😀", "tags": [{"tag": "\ud800"}]},
        {"itemType": None, "title": ["x"], "deleted": "yes", "relations": [], "dateAdded": 5},
        {"itemType": "book", "title": "long " * 20_000},
    ]
    keys = [place.editor.put_raw(data) for data in strange]
    place.sync()
    held = content(place.path)["objects"]
    for key, data in zip(keys, strange, strict=True):
        assert {name: held["items", key][1].get(name) for name in data} == data
    with open_library(place.path) as library:
        found = {item.key: item for item in library.items()}
        assert found[keys[0]].fields["wavelength"] == "530"
        assert found[keys[1]].year == 2014
        assert [item.key for item in library.find("hologram OR future")] == []
        assert [item.key for item in library.find("type:hologram")] == [keys[0]]


def test_several_libraries_live_side_by_side(place: Any, fill: Any, library: Any) -> None:
    fill({"title": "One", "key": "SAMEKEY1"}, source="groups/1")
    fill({"title": "Two", "key": "SAMEKEY1"}, source="users/2")
    assert [item.title for item in library.items()] == ["One", "Two"]
    assert library.sources() == ("groups/1", "users/2")
    with open_library(library._path, scopes={"users/2": ()}) as other:
        assert [item.title for item in other.items()] == ["Two"]
        assert other.item("SAMEKEY1").source == "users/2"
    library.forget("groups/1")
    assert [item.title for item in library.items()] == ["Two"]
    assert library.find("one") == []
    assert library.state("groups/1").version == 0


def test_foreign_keys_hold(place: Any) -> None:
    place.sync()
    with sqlite3.connect(place.path) as connection:
        assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
