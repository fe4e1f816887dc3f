"""Writes that the recording does not show: what stays undone when an object fails, all types, tokens."""

from __future__ import annotations

from typing import Any

import pytest

from readinglist.items import schema

ITEMS = "/users/42/items"
PROPERTIES = (
    *("key", "version", "itemType", "title", "creators", "tags", "collections", "relations", "parentItem"),
    *("deleted", "note", "dateAdded", "dateModified", "accessDate", "linkMode", "data", "md5"),
    *("annotationType", "conditions", "name", "parentCollection"),
)


def post(client: Any, *objects: Any, path: str = ITEMS, **headers: str) -> Any:
    status, _, report = client.ask("POST", path, list(objects), **headers)
    assert status == 200, report
    return report


@pytest.mark.parametrize("item_type", schema.item_types())
def test_template_of_every_type_can_be_filled_in_and_sent(item_type: str, client: Any) -> None:
    extra = {"attachment": "&linkMode=linked_url", "annotation": "&annotationType=highlight"}
    template = client.get(f"/items/new?itemType={item_type}{extra.get(item_type, '')}")
    if item_type == "annotation":
        file = post(client, {"itemType": "attachment", "linkMode": "imported_file"})["success"]["0"]
        template["parentItem"] = file
    for name, value in template.items():
        if value == "" and name not in ("accessDate", "annotationColor"):
            template[name] = f"x {name}"
    report = post(client, template)
    assert report["failed"] == {}
    key = report["success"]["0"]
    shown = client.get(f"{ITEMS}/{key}")["data"]
    for name, value in template.items():
        if isinstance(value, str) and value and not name.startswith("annotationPosition"):
            assert shown[name] == value
    status, _, _ = client.ask("PUT", f"{ITEMS}/{key}", shown)
    assert status == 204
    assert client.get(f"{ITEMS}/{key}")["data"] == shown


def test_failed_object_changes_nothing_at_all(client: Any, editor: Any) -> None:
    key = editor.add_item(title="As it was", tags=[{"tag": "a"}])
    before = client.get(f"{ITEMS}/{key}")
    version = editor.library.version
    bad = {
        "key": key,
        "version": version,
        "title": "New",
        "tags": [{"tag": "b"}],
        "collections": ["ZZZZ9999"],
    }
    assert post(client, bad)["failed"]["0"]["code"] == 409
    assert client.get(f"{ITEMS}/{key}") == before
    assert editor.library.version == version
    assert [one["tag"] for one in client.get("/users/42/tags")] == ["a"]


def test_relations_of_removed_partner_go_on_both_sides(client: Any, editor: Any) -> None:
    first, second = editor.add_item(title="First"), editor.add_item(title="Second")
    uri = f"http://zotero.org/users/42/items/{second}"
    editor.edit_item(first, relations={"dc:relation": uri})
    assert client.get(f"{ITEMS}/{second}")["data"]["relations"]["dc:relation"].endswith(first)
    version = editor.library.version
    editor.edit_item(first, relations={})
    assert client.get(f"{ITEMS}/{second}")["data"]["relations"] == {}
    assert client.get(f"{ITEMS}/{second}")["version"] == version + 1


def test_write_token_belongs_to_one_key(client: Any, store: Any, server: Any, new_client: Any) -> None:
    store.add_key("SECONDKEY", 42)
    book = {"itemType": "book", "title": "Once"}
    post(client, book, Zotero_Write_Token="token-1")
    assert client.ask("POST", ITEMS, [book], Zotero_Write_Token="token-1")[0] == 412
    post(new_client(server, "SECONDKEY"), book, Zotero_Write_Token="token-1")
    assert len(client.get(ITEMS)) == 2


@pytest.mark.parametrize(
    "body",
    [
        b"[" * 100_000,
        b'[{"itemType": "book", "title": NaN}]',
        b'[{"itemType": "book", "title": "\\ud800"}]',
        b"\xff\xfe",
        b'{"a": 1}',
        b"null",
    ],
)
def test_what_is_no_array_of_objects_is_refused_whole(body: bytes, client: Any) -> None:
    assert client.ask("POST", ITEMS, body)[0] == 400
    assert client.get(ITEMS) == []


@pytest.mark.parametrize("value", [None, 5, "x", [], {}, [[]], [None], {"a": {}}, True, 1.5])
@pytest.mark.parametrize("name", PROPERTIES)
def test_no_value_of_any_property_makes_the_server_fail(name: str, value: Any, client: Any) -> None:
    for item in (
        {"itemType": "book"},
        {"itemType": "note"},
        {"itemType": "attachment", "linkMode": "linked_url"},
    ):
        client.ask("POST", ITEMS, [item | {name: value}])
        client.ask("PUT", f"{ITEMS}/ABCD2345", item | {name: value})
    for path, thing in (("collections", {"name": "x"}), ("searches", {"name": "x", "conditions": [{}]})):
        client.ask("POST", f"/users/42/{path}", [thing | {name: value}])
    client.ask("POST", "/users/42/settings", {"tagColors": {name: value}, "value": value})
    client.ask("POST", "/users/42/fulltext", [{"key": "ABCD2345", name: value}])
    assert client.ask("GET", ITEMS)[0] == 200


def test_full_texts_of_several_attachments(client: Any, editor: Any) -> None:
    file = editor.add_item("attachment", linkMode="imported_file")
    book = editor.add_item(title="A book")
    texts = [
        {"key": file, "content": "words", "indexedPages": 1, "totalPages": 2},
        {"key": book, "content": "x"},
    ]
    report = post(client, *texts, path="/users/42/fulltext")
    assert list(report["successful"]) == ["0"] and list(report["failed"]) == ["1"]
    shown = client.get(f"{ITEMS}/{file}/fulltext")
    assert shown == {"content": "words", "indexedPages": 1, "totalPages": 2}


def test_settings_want_the_version_they_had(client: Any) -> None:
    path = "/users/42/settings"
    assert client.ask("POST", path, {"tagColors": {"value": []}})[0] == 204
    assert client.ask("POST", path, {"tagColors": {"value": [1]}})[0] == 428
    assert client.ask("POST", path, {"tagColors": {"value": [1], "version": 1}})[0] == 412
    assert client.ask("POST", path, {"tagColors": {"value": [1], "version": 2}})[0] == 204
    assert client.get(path) == {"tagColors": {"value": [1], "version": 3}}
    assert client.ask("DELETE", f"{path}?settingKey=tagColors")[0] == 204
    assert client.get(path) == {}
