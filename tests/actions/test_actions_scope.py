"""What a collection's name in the settings or on the command line means."""

from __future__ import annotations

import pytest

from readinglist.actions.init import Found, choose_collections, source_for
from readinglist.actions.scope import matching, scope_of
from readinglist.errors import ConfigError, NotFoundError, UsageError
from readinglist.settings import Source

KNOWN = [
    ("AAAAAAAA", "Teaching", "Teaching"),
    ("BBBBBBBB", "Core readings", "Teaching / Core readings"),
    ("CCCCCCCC", "Core readings", "Research / Core readings"),
    ("DDDDDDDD", "AAAAAAAA", "AAAAAAAA"),
    ("EEEEEEEE", "Research", "Research"),
    ("FFFFFFFF", "Research", "Old / Research"),
]
FOUND = Found("A library", 10, tuple((key, path) for key, _, path in KNOWN))


@pytest.mark.parametrize(
    ("wanted", "keys"),
    [
        ("AAAAAAAA", ["AAAAAAAA"]),  # a key before a name
        ("teaching", ["AAAAAAAA"]),
        ("  Teaching ", ["AAAAAAAA"]),
        ("Teaching / Core  readings", ["BBBBBBBB"]),
        ("core readings", ["BBBBBBBB", "CCCCCCCC"]),
        ("Research", ["EEEEEEEE"]),  # a whole path before the end of another
        ("Old / Research", ["FFFFFFFF"]),
        ("aaaaaaaa", ["DDDDDDDD"]),
        ("", []),
        ("Teach", []),
    ],
)
def test_what_a_name_may_mean(wanted: str, keys: list[str]) -> None:
    assert [key for key, _, _ in matching(wanted, KNOWN)] == keys


def test_the_scope_of_a_source_is_keys() -> None:
    source = Source(id=1, collections=("teaching", "BBBBBBBB", "Teaching / Core readings"))
    assert scope_of(source, KNOWN, "x.toml") == ("AAAAAAAA", "BBBBBBBB")
    assert scope_of(Source(id=1), KNOWN, "x.toml") == ()


@pytest.mark.parametrize(
    ("wanted", "message", "hint"),
    [
        ("Core readings", "2 collections are called", "BBBBBBBB is Teaching / Core readings"),
        ("Core reading", "no collection 'Core reading'", "Did you mean 'Core readings'"),
        ("zzzzz", "no collection 'zzzzz'", "There are: Teaching; "),
    ],
)
def test_what_is_not_clear_is_told_alike(wanted: str, message: str, hint: str) -> None:
    with pytest.raises(ConfigError, match=message) as error:
        scope_of(Source(id=1, collections=(wanted,)), KNOWN, "x.toml")
    assert hint in error.value.hint
    assert error.value.where.startswith("x.toml: ")
    with pytest.raises((NotFoundError, UsageError), match=message) as other:
        choose_collections(FOUND, [wanted])
    assert hint in other.value.hint


def test_a_library_without_collections_says_so() -> None:
    with pytest.raises(NotFoundError) as error:
        choose_collections(Found("A library", 0, ()), ["Teaching"])
    assert error.value.hint == "This library has no collections."


def test_local_libraries() -> None:
    assert source_for(local=True).path == "users/0"
    assert source_for(local=True, group=7).path == "groups/7"
    assert source_for(local=True).endpoint == "local"
    assert source_for(user=5).endpoint == "https://api.zotero.org"
