"""The bundled collection as it is served: the same objects as in its file, page by page."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import Any

import pytest

from readinglist.demo import DEMO_GROUP, bundled_store, start_server
from readinglist.resources import package_file

GROUP = f"/groups/{DEMO_GROUP}"


@pytest.fixture(scope="module")
def content() -> Any:
    return json.loads(package_file("demo", "data", "collection.json").read_text("utf-8"))


def all_pages(client: Any, path: str) -> list[Any]:
    found: list[Any] = []
    next_page = path
    while next_page:
        status, headers, body = client.ask("GET", next_page)
        assert status == 200
        found += body
        links = dict(reversed(one.split("; ")) for one in headers["link"].split(", "))
        next_page = links.get('rel="next"', "").strip("<>").removeprefix(client.endpoint)
    assert len(found) == int(headers["total-results"])
    return found


@pytest.fixture
def reader(bundled: Any, new_client: Any) -> Any:
    client = new_client(bundled)
    client.endpoint = bundled.endpoint
    return client


def test_public_group_is_readable_without_a_key(reader: Any) -> None:
    assert reader.get(GROUP)["data"]["name"] == "Narco-digital"
    assert reader.ask("POST", f"{GROUP}/items", [{"itemType": "book"}])[0] == 403


def test_every_item_of_the_file_comes_with_all_it_has(reader: Any, content: Any) -> None:
    served = {one["key"]: one for one in all_pages(reader, f"{GROUP}/items?limit=100&includeTrashed=1")}
    assert served.keys() == {one["key"] for one in content["items"]}
    for item in content["items"]:
        shown = served[item["key"]]["data"]
        for name, value in item.items():
            if name == "tags":
                assert sorted(shown[name], key=str) == sorted(value, key=str)
            elif name == "collections":
                assert sorted(shown.get(name, [])) == sorted(value)
            else:
                assert shown[name] == value, (item["key"], name)


def test_pages_of_any_size_hold_every_item_once(reader: Any) -> None:
    whole = [one["key"] for one in all_pages(reader, f"{GROUP}/items?limit=100")]
    for limit in (1, 7, 99):
        if limit == 1:
            small = [one["key"] for one in all_pages(reader, f"{GROUP}/items/trash?limit=1")]
            assert len(small) == len(set(small))
        else:
            assert [one["key"] for one in all_pages(reader, f"{GROUP}/items?limit={limit}")] == whole
    assert len(whole) == len(set(whole))


def test_collections_searches_settings_and_version_are_those_of_the_file(reader: Any, content: Any) -> None:
    assert {one["key"] for one in all_pages(reader, f"{GROUP}/collections")} == {
        one["key"] for one in content["collections"]
    }
    for one in reader.get(f"{GROUP}/collections"):
        kept = next(each for each in content["collections"] if each["key"] == one["key"])
        assert one["data"] == kept
    assert [one["data"] for one in reader.get(f"{GROUP}/searches")] == content["searches"]
    _, headers, settings = reader.ask("GET", f"{GROUP}/settings")
    assert settings == content["settings"]
    assert headers["last-modified-version"] == str(content["library"]["version"])


def test_versions_after_any_version_are_exactly_the_newer_ones(reader: Any, content: Any) -> None:
    for since in (0, 1, 200, 442, 443):
        path = f"{GROUP}/items?since={since}&format=versions&includeTrashed=1"
        newer = {one["key"]: one["version"] for one in content["items"] if one["version"] > since}
        assert reader.get(path) == newer


def test_tags_count_the_items_that_have_them(reader: Any, content: Any) -> None:
    expected: dict[tuple[str, int], int] = {}
    for item in content["items"]:
        for tag in item["tags"]:
            pair = (tag["tag"], tag.get("type", 0))
            expected[pair] = expected.get(pair, 0) + 1
    served = all_pages(reader, f"{GROUP}/tags?limit=100")
    assert {(one["tag"], one["meta"]["type"]): one["meta"]["numItems"] for one in served} == expected


def test_each_start_serves_the_collection_unchanged() -> None:
    first, second = bundled_store(), bundled_store()
    first.library("group", DEMO_GROUP).items.clear()
    assert second.library("group", DEMO_GROUP).items


def test_importing_the_demo_loads_no_server() -> None:
    code = "import sys, readinglist.demo; print([one for one in sys.modules if 'server' in one])"
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ran.stdout.strip() == "[]"


def test_server_stops_at_once_and_frees_its_port() -> None:
    server = start_server(bundled_store())
    port = server.port
    server.stop()
    server.stop()
    with start_server(bundled_store(), port=port) as again:
        assert again.endpoint == f"http://127.0.0.1:{port}"
