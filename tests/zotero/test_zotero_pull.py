"""What a pull brings, first and later, and that it is of one version whatever happens meanwhile."""

from __future__ import annotations

import threading
from collections.abc import Mapping
from typing import Any

import pytest

from readinglist.demo.server.faults import Fault, meanwhile, reset, slow, status, truncated
from readinglist.errors import RemoteError
from readinglist.zotero.pull import pull


def _server_items(bench: Any) -> dict[str, int]:
    return {key: item.version for key, item in bench.editor.library.items.items()}


def _versions(items: Mapping[str, Any]) -> dict[str, int]:
    return {key: raw["version"] for key, raw in items.items()}


def test_a_first_pull_brings_everything_with_few_requests(bench: Any) -> None:
    with bench.session() as session:
        pulled = pull(session)
    assert (len(pulled.items), len(pulled.collections), len(pulled.searches)) == (434, 9, 1)
    assert pulled.version == 443
    assert pulled.settings["tagColors"]["version"] == 443
    assert pulled.library_name == "Narco-digital"
    assert pulled.requests == len(bench.lines) == 8
    assert sum(bool(raw["data"].get("deleted")) for raw in pulled.items.values()) == 2
    assert {raw["data"]["itemType"] for raw in pulled.items.values()} >= {"note", "attachment", "book"}
    assert _versions(pulled.items) == _server_items(bench)
    assert pulled.present is not None
    assert pulled.present.items == frozenset(pulled.items)


def test_nothing_changed_costs_one_request(bench: Any) -> None:
    with bench.session() as session:
        pulled = pull(session, 443)
    assert pulled.unchanged
    assert (pulled.version, pulled.requests) == (443, 1)
    assert not pulled.items
    assert pulled.present is None


def test_a_later_pull_brings_what_changed_and_nothing_else(bench: Any) -> None:
    editor = bench.editor
    book = editor.add_item("book", title="New")
    editor.edit_item("P4PHRY7P", title="Changed")
    editor.trash("LPXBSBJV")
    editor.delete_items("WR3X585I")
    shelf = editor.add_collection("Shelf")
    editor.delete_collections("8AKQVCSN")
    editor.set_setting("tagColors", [])
    with bench.session() as session:
        pulled = pull(session, 443)
    assert set(pulled.items) >= {book, "P4PHRY7P", "LPXBSBJV"}
    assert pulled.items["LPXBSBJV"]["data"]["deleted"] == 1
    assert set(pulled.collections) == {shelf}
    assert "WR3X585I" in pulled.deleted.items
    assert pulled.deleted.collections == {"8AKQVCSN"}
    assert pulled.settings["tagColors"]["value"] == []
    assert pulled.version == editor.library.version
    assert pulled.requests == 6  # one more than usual, for what went with the deleted collection


def test_a_raised_version_with_nothing_in_it_is_taken_over(bench: Any) -> None:
    bench.editor.set_fulltext("IV8GXPLA", "words")
    with bench.session() as session:
        pulled = pull(session, 443)
    assert pulled.version == 444
    assert not pulled.items
    assert not pulled.unchanged


@pytest.mark.parametrize("index", range(1, 8))
def test_an_edit_between_two_requests_of_a_first_pull_is_not_mixed_in(bench: Any, index: int) -> None:
    editor = bench.editor

    def change() -> None:
        editor.edit_item("P4PHRY7P", title="Edited meanwhile")
        editor.delete_items("WR3X585I", "LPXBSBJV")
        editor.add_item("book", title="Added meanwhile")
        editor.delete_collections("8AKQVCSN")

    bench.faults.at(index, meanwhile(change))
    with bench.session() as session:
        pulled = pull(session)
    assert pulled.version == editor.library.version
    assert _versions(pulled.items) == _server_items(bench)
    assert set(pulled.collections) == set(editor.library.collections)
    assert pulled.items["P4PHRY7P"]["data"]["title"] == "Edited meanwhile"
    assert pulled.requests < 16


@pytest.mark.parametrize("index", range(6))
def test_an_edit_between_two_requests_of_a_later_pull_is_not_mixed_in(bench: Any, index: int) -> None:
    editor = bench.editor
    for number in range(220):
        editor.add_item("book", title=f"Book {number}")
    first = editor.find("Book 3")

    def change() -> None:
        editor.delete_items(first, "WR3X585I")
        editor.edit_item("P4PHRY7P", title="Edited meanwhile")
        editor.delete_items(editor.add_item("book", title="Short-lived"))

    bench.faults.at(index, meanwhile(change))
    with bench.session() as session:
        pulled = pull(session, 443)
    assert pulled.version == editor.library.version
    changed = {key: version for key, version in _server_items(bench).items() if version > 443}
    assert _versions(pulled.items) == changed
    assert "WR3X585I" in pulled.deleted.items
    assert first not in pulled.items


def test_a_library_that_never_holds_still_ends_in_an_error(bench: Any) -> None:
    bench.faults.always(meanwhile(lambda: bench.editor.add_item("book", title="Another")))
    with bench.session() as session, pytest.raises(RemoteError, match="did not hold still"):
        pull(session)
    assert any("being edited" in step for step in bench.told)


@pytest.mark.parametrize("rows", ["double", "missing"])
def test_double_and_missing_rows_are_noticed_and_fetched(bench: Any, rows: str) -> None:
    import json

    def spoil(body: bytes) -> bytes:
        found = json.loads(body)
        return json.dumps([found[1], *found[1:]] if rows == "double" else found[1:]).encode()

    bench.faults.when(Fault(rewrite=spoil), path=r"start=100", times=1)
    with bench.session() as session:
        pulled = pull(session)
    assert _versions(pulled.items) == _server_items(bench)


def test_a_server_whose_version_is_lower_than_ours_is_fetched_whole(bench: Any) -> None:
    with bench.session() as session:
        pulled = pull(session, 5000)
    assert pulled.went_back
    assert pulled.version == 443
    assert len(pulled.items) == 434
    assert pulled.present is not None


@pytest.mark.parametrize("fault", [status(503), reset(), truncated()])
def test_faults_anywhere_in_a_pull_change_nothing_of_its_result(bench: Any, fault: Fault) -> None:
    bench.faults.at([0, 2, 5, 7], fault)
    with bench.session() as session:
        pulled = pull(session)
    assert _versions(pulled.items) == _server_items(bench)
    assert len(pulled.collections) == 9


def test_a_lasting_fault_in_one_page_ends_the_pull_and_its_threads(bench: Any) -> None:
    bench.faults.when(status(500), path="start=200")
    with bench.session() as session, pytest.raises(RemoteError, match="failed 6 times"):
        pull(session)
    for thread in threading.enumerate():
        if thread.name == "readinglist-fetch":
            thread.join(5)
            assert not thread.is_alive()


def test_at_most_five_requests_are_under_way(bench: Any) -> None:
    for number in range(1500):
        bench.editor.add_item("book", title=f"Book {number}")
    bench.server.limits.concurrent = bench.server.limits.anonymous_concurrent = 5
    bench.faults.always(slow(0.05))  # So that requests overlap however busy the machine is.
    with bench.session() as session:
        pulled = pull(session)
    assert len(pulled.items) == 1934
    assert 2 <= bench.server.limits.most_at_once <= 5
    assert bench.server.limits.refused == 0


def test_progress_counts_the_items(bench: Any) -> None:
    heard: list[tuple[str, int | None, int | None]] = []
    with bench.session() as session:
        pull(session, progress=lambda step, done=None, total=None: heard.append((step, done, total)))
    assert heard[-1] == ("items", 434, 434)
    assert [done for _, done, _ in heard] == sorted(done or 0 for _, done, _ in heard)


def test_an_empty_library_is_pulled_as_empty(bench: Any) -> None:
    bench.store.add_library("group", 5, "Empty")
    with bench.session(library_id="5") as session:
        pulled = pull(session)
        assert (dict(pulled.items), pulled.version) == ({}, bench.store.library("group", 5).version)
        assert pull(session, pulled.version).unchanged


def test_a_server_that_is_no_zotero_is_named_as_such(bench: Any) -> None:
    bench.faults.always(Fault(status=200, body=b"[]", headers={"Content-Type": "application/json"}))
    with bench.session() as session, pytest.raises(RemoteError, match="no Zotero server"):
        pull(session)
