"""What `fetch_access` says of a key, a library and its collections."""

from __future__ import annotations

from typing import Any

import pytest

from readinglist.errors import AccessError
from readinglist.zotero.access import choices, fetch_access


def test_a_public_group_shows_its_name_size_and_collections(bench: Any) -> None:
    with bench.session() as session:
        access = fetch_access(session)
    assert access.library_name == "Narco-digital"
    assert access.public
    assert access.items == 293
    paths = [choice.path for choice in access.collections]
    assert len(paths) == 9
    assert "Narco-digital / Teaching / Core readings" in paths
    assert paths[0] == "Narco-digital"


def test_a_keys_owner_and_rights_are_told(bench: Any) -> None:
    bench.store.add_user(7, "reader", "Ana Reader")
    bench.store.add_key("READWRITE7", 7)
    bench.store.add_key("READONLY77", 7, write=False, notes=False, groups={4420117: False})
    with bench.session(key="READWRITE7", library_type="user", library_id="7") as session:
        access = fetch_access(session)
    assert (access.account, access.user_id, access.rights) == ("Ana Reader", 7, "read and write")
    with bench.session(key="READONLY77", library_type="user", library_id="7") as session:
        assert fetch_access(session).rights == "read, without notes"
    with bench.session(key="READONLY77") as session:
        assert fetch_access(session).rights == "read"


def test_an_empty_group_has_its_name_from_its_record(bench: Any) -> None:
    bench.store.add_library("group", 5, "Seminar")
    with bench.session(library_id="5") as session:
        assert fetch_access(session).library_name == "Seminar"


def test_a_wrong_key_is_an_access_error(bench: Any) -> None:
    with bench.session(key="WRONGKEY99") as session, pytest.raises(AccessError):
        fetch_access(session)


def test_strange_collections_do_no_harm() -> None:
    ring = [
        {"key": "A", "data": {"name": "a", "parentCollection": "B"}},
        {"key": "B", "data": {"name": None, "parentCollection": "A"}},
        {"key": "C", "data": {"name": "gone", "deleted": True}},
        {"key": "D", "data": {"name": "d", "parentCollection": "C"}, "meta": None},
    ]
    assert sorted(choice.key for choice in choices(ring)) == ["A", "B", "D"]
    assert [choice.path for choice in choices(ring) if choice.key == "D"] == ["d"]
