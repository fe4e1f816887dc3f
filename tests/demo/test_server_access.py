"""Several libraries on one server: who may read and write where, and that nothing leaks between them."""

from __future__ import annotations

from typing import Any

import pytest

from readinglist.demo.server import Group, edit

BOOK = [{"itemType": "book", "title": "Mine"}]


@pytest.fixture
def clients(store: Any, server: Any, new_client: Any) -> dict[str, Any]:
    store.add_user(43, "other")
    store.add_group(Group(7, "Readers", 43, type="PublicOpen", reading="all", members=(42,)))
    store.add_group(Group(8, "Secret", 43, editing="admins", members=(42,)))
    store.add_group(Group(9, "Strangers", 43))
    store.add_key("OTHERKEY", 43)
    store.add_key("READKEY", 42, write=False, groups={0: False})
    store.add_key("ONLYSEVEN", 42, library=False, groups={7: True})
    names = {"owner": "GOODKEY", "other": "OTHERKEY", "reader": "READKEY", "seven": "ONLYSEVEN", "nobody": ""}
    return {name: new_client(server, key) for name, key in names.items()}


@pytest.mark.parametrize(
    ("who", "readable", "writable"),
    [
        ("owner", {"/users/42", "/groups/7", "/groups/8"}, {"/users/42", "/groups/7"}),
        (
            "other",
            {"/users/43", "/groups/7", "/groups/8", "/groups/9"},
            {"/users/43", "/groups/7", "/groups/8", "/groups/9"},
        ),
        ("reader", {"/users/42", "/groups/7", "/groups/8"}, set()),
        ("seven", {"/groups/7"}, {"/groups/7"}),
        ("nobody", {"/groups/7"}, set()),
    ],
)
def test_rights_by_key(who: str, readable: set[str], writable: set[str], clients: dict[str, Any]) -> None:
    libraries = ["/users/42", "/users/43", "/groups/7", "/groups/8", "/groups/9"]
    client = clients[who]
    assert {one for one in libraries if client.ask("GET", f"{one}/items")[0] == 200} == readable
    assert {one for one in libraries if client.ask("POST", f"{one}/items", BOOK)[0] == 200} == writable


def test_libraries_have_their_own_objects_versions_and_links(clients: dict[str, Any], store: Any) -> None:
    edit(store, "group", 7).add_item(key="SAMEKEY2", title="The group's")
    mine = edit(store, "user", 42)
    for number in range(3):
        mine.add_collection(f"Collection {number}")
    mine.add_item(key="SAMEKEY2", title="Mine")
    owner = clients["owner"]
    group, user = owner.get("/groups/7/items/SAMEKEY2"), owner.get("/users/42/items/SAMEKEY2")
    assert (group["data"]["title"], user["data"]["title"]) == ("The group's", "Mine")
    assert (group["version"], user["version"]) == (2, 5)
    assert group["library"]["type"] == "group" and user["library"]["type"] == "user"
    assert group["links"]["alternate"]["href"] == "https://www.zotero.org/groups/readers/items/SAMEKEY2"
    mine.delete_items("SAMEKEY2")
    assert owner.get("/groups/7/items/SAMEKEY2")["version"] == 2
    assert owner.get("/groups/7/deleted?since=0")["items"] == []


def test_groups_are_listed_with_what_the_asker_is_in_them(clients: dict[str, Any]) -> None:
    owner = {one["id"]: one["meta"]["isAdmin"] for one in clients["owner"].get("/users/42/groups")}
    assert owner == {7: False, 8: False}
    assert [one["id"] for one in clients["nobody"].get("/users/42/groups")] == [7]
    assert clients["nobody"].ask("GET", "/groups/8")[0] == 404


def test_member_who_edits_is_named(clients: dict[str, Any]) -> None:
    report = clients["owner"].ask("POST", "/groups/7/items", BOOK)[2]
    key = report["success"]["0"]
    clients["other"].ask("PATCH", f"/groups/7/items/{key}", {"extra": "x"}, If_Unmodified_Since_Version="2")
    meta = clients["nobody"].get(f"/groups/7/items/{key}")["meta"]
    assert (meta["createdByUser"]["id"], meta["lastModifiedByUser"]["id"]) == (42, 43)


def test_revoked_key_opens_nothing(clients: dict[str, Any], store: Any) -> None:
    clients["owner"].get("/users/42/items")
    store.remove_key("GOODKEY")
    assert clients["owner"].ask("GET", "/users/42/items")[2] == "Invalid key"


def test_key_without_notes_sees_none(store: Any, server: Any, new_client: Any, editor: Any) -> None:
    store.add_key("NONOTES", 42, notes=False)
    book = editor.add_item(title="A book")
    note = editor.add_item("note", note="<p>secret</p>", parentItem=book)
    full, limited = new_client(server, "GOODKEY"), new_client(server, "NONOTES")
    assert full.get(f"/users/42/items/{book}")["meta"]["numChildren"] == 1
    assert limited.get(f"/users/42/items/{book}")["meta"]["numChildren"] == 0
    assert limited.get("/users/42/items?format=keys").split() == [book]
    assert limited.get(f"/users/42/items/{book}/children") == []
    assert limited.ask("GET", f"/users/42/items/{note}")[0] == 404
    assert full.get("/users/42/items?format=keys").split() == [note, book]
