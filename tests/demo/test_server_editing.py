"""Editing by hand behaves as writes of another client do: versions, deletions, membership, relations."""

from __future__ import annotations

from typing import Any

import pytest

from readinglist.demo.server import edit
from readinglist.demo.server.messages import ApiError

LIBRARY = "/users/42"


def newer(client: Any, since: int) -> dict[str, int]:
    found: dict[str, int] = client.get(f"{LIBRARY}/items?since={since}&format=versions&includeTrashed=1")
    return found


def deleted(client: Any, since: int) -> dict[str, list[str]]:
    found = client.get(f"{LIBRARY}/deleted?since={since}")
    return {kind: names for kind, names in found.items() if names}


def test_each_edit_raises_the_version_by_one(client: Any, editor: Any) -> None:
    assert editor.library.version == 1
    key = editor.add_item(title="A book")
    editor.edit_item(key, title="A better book")
    assert newer(client, 2) == {key: 3}
    assert client.get(f"{LIBRARY}/items/{key}")["data"]["title"] == "A better book"


def test_edits_are_checked_like_writes(editor: Any) -> None:
    with pytest.raises(ApiError) as caught:
        editor.add_item("book", publicationTitle="x")
    assert caught.value.text == "'publicationTitle' is not a valid field for type 'book'"
    assert editor.library.version == 1


def test_trash_and_restore_are_edits_and_deletion_is_not(client: Any, editor: Any) -> None:
    key = editor.add_item(title="A book")
    note = editor.add_item("note", note="<p>x</p>", parentItem=key)
    editor.trash(key)
    assert client.get(f"{LIBRARY}/items/top?format=versions") == {}
    assert client.get(f"{LIBRARY}/items/{key}")["data"]["deleted"] == 1
    assert deleted(client, 0) == {}
    editor.restore(key)
    before = editor.library.version
    editor.delete_items(key)
    assert deleted(client, before) == {"items": sorted([key, note])}
    assert client.ask("GET", f"{LIBRARY}/items/{note}")[0] == 404


def test_moving_between_collections_is_seen_at_the_item_only(client: Any, editor: Any) -> None:
    old, new = editor.add_collection("Old"), editor.add_collection("New")
    key = editor.add_item(title="A book", collections=[old])
    before = editor.library.version
    editor.move(key, new)
    assert client.get(f"{LIBRARY}/collections/{old}/items?since={before}&format=versions") == {}
    assert client.get(f"{LIBRARY}/collections/{new}/items?format=versions") == {key: before + 1}
    assert newer(client, before) == {key: before + 1}
    assert deleted(client, before) == {}


def test_deleted_collection_takes_its_tree_along_unlisted(client: Any, editor: Any) -> None:
    top = editor.add_collection("Top")
    below = editor.add_collection("Below", top)
    deep = editor.add_collection("Deep", below)
    key = editor.add_item(title="A book", collections=[deep, top])
    before = editor.library.version
    editor.delete_collections(top)
    assert deleted(client, before) == {"collections": [top]}
    assert client.get(f"{LIBRARY}/collections?format=versions") == {}
    assert newer(client, before) == {}
    assert client.get(f"{LIBRARY}/items/{key}")["data"]["collections"] == []


def test_renamed_and_moved_collection_gets_a_version(client: Any, editor: Any) -> None:
    top, other = editor.add_collection("Top"), editor.add_collection("Other")
    editor.edit_collection(other, name="Renamed", parentCollection=top)
    shown = client.get(f"{LIBRARY}/collections/{top}/collections")
    assert [one["data"]["name"] for one in shown] == ["Renamed"]
    assert shown[0]["version"] == editor.library.version


def test_reparented_child_changes_sides(client: Any, editor: Any) -> None:
    first, second = editor.add_item(title="First"), editor.add_item(title="Second")
    note = editor.add_item("note", note="<p>x</p>", parentItem=first)
    editor.reparent(note, second)
    assert client.get(f"{LIBRARY}/items/{first}/children?format=keys").strip() == ""
    assert client.get(f"{LIBRARY}/items/{second}/children?format=keys").strip() == note
    assert client.get(f"{LIBRARY}/items/{first}")["meta"]["numChildren"] == 0
    editor.reparent(note, "")
    assert "parentItem" not in client.get(f"{LIBRARY}/items/{note}")["data"]


def test_merged_duplicates_leave_a_trace(client: Any, editor: Any) -> None:
    home = editor.add_collection("Home")
    kept = editor.add_item(title="The book", tags=[{"tag": "a"}])
    gone = editor.add_item(title="The bok", tags=[{"tag": "b"}], collections=[home])
    note = editor.add_item("note", note="<p>x</p>", parentItem=gone)
    editor.merge(kept, gone)
    data = client.get(f"{LIBRARY}/items/{kept}")["data"]
    assert data["relations"] == {"dc:replaces": f"http://zotero.org/users/42/items/{gone}"}
    assert [one["tag"] for one in data["tags"]] == ["a", "b"]
    assert data["collections"] == [home]
    assert client.get(f"{LIBRARY}/items/{note}")["data"]["parentItem"] == kept
    assert client.get(f"{LIBRARY}/items/{gone}")["data"]["deleted"] == 1


def test_deleted_and_renamed_tags_reach_their_items(client: Any, editor: Any) -> None:
    one = editor.add_item(title="One", tags=[{"tag": "old"}, {"tag": "auto", "type": 1}])
    editor.add_item(title="Two")
    before = editor.library.version
    editor.rename_tag("old", "new")
    assert set(newer(client, before)) == {one}
    assert deleted(client, before) == {"tags": ["old"]}
    assert [each["tag"] for each in client.get(f"{LIBRARY}/tags?sort=title")] == ["auto", "new"]
    editor.delete_tag("auto")
    assert client.get(f"{LIBRARY}/items/{one}")["data"]["tags"] == [{"tag": "new"}]
    assert client.ask("GET", f"{LIBRARY}/tags/auto")[0] == 404


def test_searches_settings_and_full_texts(client: Any, editor: Any) -> None:
    search = editor.add_search("Recent", ("dateAdded", "isInTheLast", "7 days"))
    editor.edit_search(search, name="New")
    editor.set_setting("tagColors", [{"name": "a", "color": "#FF6666"}])
    parent = editor.add_item(title="With file")
    file = editor.add_item(
        "attachment", linkMode="imported_file", parentItem=parent, contentType="application/pdf"
    )
    version = client.get(f"{LIBRARY}/items/{file}")["version"]
    editor.set_fulltext(file, "Words in a file")
    assert client.get(f"{LIBRARY}/searches")[0]["data"]["name"] == "New"
    assert client.get(f"{LIBRARY}/settings")["tagColors"]["value"][0]["name"] == "a"
    assert client.get(f"{LIBRARY}/fulltext") == {file: editor.library.version}
    assert client.get(f"{LIBRARY}/items/{file}")["version"] == version
    assert client.get(f"{LIBRARY}/items/top?q=words&qmode=everything&format=keys").strip() == parent
    editor.delete_searches(search)
    editor.delete_setting("tagColors")
    assert deleted(client, 0) == {"searches": [search], "settings": ["tagColors"]}


def test_raw_objects_are_sent_as_they_are(client: Any, editor: Any) -> None:
    home = editor.add_collection("Home")
    odd = {
        "itemType": "hologram",
        "title": None,
        "creators": "nobody",
        "beamWidth": 3.5,
        "tags": [{"tag": "x"}, 7, None],
        "collections": [home, 5],
        "dateModified": 12,
        "note": "a\x00b \ud800 é é 👩‍👩‍👧",
    }
    key = editor.put_raw(odd)
    shown = client.get(f"{LIBRARY}/items")[0]
    assert shown["data"] == {"key": key, "version": editor.library.version} | odd
    assert client.get(f"{LIBRARY}/collections/{home}/items?format=keys").strip() == key
    assert client.get(f"{LIBRARY}/items?sort=title&q=x") == []
    editor.put_raw({"key": key, "itemType": "book"})
    assert client.get(f"{LIBRARY}/items/{key}")["data"]["itemType"] == "book"


def test_item_is_found_by_its_title(editor: Any) -> None:
    key = editor.add_item(title="Música de frontera")
    assert editor.find("musica de frontera") == key
    with pytest.raises(KeyError):
        editor.find("nothing")


def test_unknown_library_is_an_error(store: Any) -> None:
    with pytest.raises(KeyError):
        edit(store, "group", 1)
