"""pyzotero itself works against the server, reading and writing."""

from __future__ import annotations

from typing import Any

import pytest
from pyzotero import zotero, zotero_errors


def connect(server: Any, library_id: int, library_type: str, key: str | None = None) -> zotero.Zotero:
    client = zotero.Zotero(library_id, library_type, key)
    client.endpoint = server.endpoint
    return client


@pytest.fixture
def group(bundled: Any) -> zotero.Zotero:
    return connect(bundled, 4420117, "group")


@pytest.fixture
def mine(server: Any) -> zotero.Zotero:
    return connect(server, 42, "user", "GOODKEY")


def test_everything_of_the_bundled_group(group: Any) -> None:
    assert len(group.items(limit=25)) == 25
    assert len(group.everything(group.items(limit=100, includeTrashed=1))) == 434
    assert len(group.everything(group.top(limit=50))) == int(group.num_items())
    assert len(group.collections()) == 9
    assert len(group.collections_sub("PQKL8CRJ")) > 0
    assert len(group.everything(group.collection_items("GI9UXKWB", limit=100))) > 100
    assert {"key", "version", "data"} <= group.item("WR3X585I").keys()


def test_versions_deletions_tags_searches_and_settings(group: Any) -> None:
    assert len(group.item_versions(includeTrashed=1)) == 434
    assert len(group.collection_versions()) == 9
    assert group.last_modified_version() == 443
    assert group.deleted(since=0)["items"] == []
    assert "annotation" in group.everything(group.tags(limit=100))
    assert len(group.searches()) == 1
    assert group.trash()
    assert group.new_fulltext(since=0) == {}


def test_items_and_collections_are_made_changed_and_deleted(mine: Any) -> None:
    made = mine.create_collections([{"name": "Seminar"}])
    collection = made["success"]["0"]
    template = mine.item_template("book")
    template |= {"title": "Zotero and I", "collections": [collection]}
    report = mine.create_items([template])
    assert not report["failed"]
    item = mine.item(report["success"]["0"])
    item["data"]["title"] = "Zotero and we"
    assert mine.update_item(item)
    item = mine.item(item["key"])
    assert item["data"]["title"] == "Zotero and we"
    assert mine.add_tags(item, "one", "two")
    assert sorted(mine.tags()) == ["one", "two"]
    item = mine.item(item["key"])
    assert mine.deletefrom_collection(collection, item)
    assert mine.collection_items(collection) == []
    assert mine.delete_item(mine.item(item["key"]))
    assert mine.deleted(since=0)["items"] == [item["key"]]
    assert mine.delete_collection(mine.collection(collection))


def test_fifty_one_items_need_two_requests(mine: Any, server: Any) -> None:
    books = [mine.item_template("book") | {"title": f"Book {number}"} for number in range(51)]
    with pytest.raises(zotero_errors.TooManyItemsError):
        mine.create_items(books)
    mine.create_items(books[:50])
    mine.create_items(books[50:])
    assert len(mine.everything(mine.items(limit=20))) == 51


def test_stale_update_is_refused_as_pyzotero_expects(mine: Any, editor: Any) -> None:
    key = editor.add_item(title="A book")
    item = mine.item(key)
    editor.edit_item(key, title="Edited elsewhere")
    item["data"]["title"] = "Mine"
    with pytest.raises(zotero_errors.PreConditionFailedError):
        mine.update_item(item)


def test_errors_become_pyzoteros_own(server: Any, mine: Any) -> None:
    with pytest.raises(zotero_errors.ResourceNotFoundError):
        mine.item("ZZZZ9999")
    with pytest.raises(zotero_errors.UserNotAuthorisedError):
        connect(server, 42, "user", "WRONG").items()
    assert mine.key_info()["userID"] == 42
