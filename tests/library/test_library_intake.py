"""A pull's items on their way in: written while they come, kept on disk, and given up without a trace."""

from __future__ import annotations

import signal
import sqlite3
import subprocess
import sys
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from readinglist.errors import LibraryError
from readinglist.library import Library, itemwriter, open_library
from readinglist.library.intake import Intake
from readinglist.library.staging import Staging
from readinglist.zotero.pulled import Keys, Pulled
from readinglist.zotero.shelf import Page
from tests.library.conftest import content_of

SOURCE = "groups/1"
PLACE = "https://example.org/groups/1"


def raw(key: str, version: int = 1, **data: Any) -> dict[str, Any]:
    return {"key": key, "version": version, "data": {"key": key, "itemType": "book", "title": key, **data}}


def note(key: str, parent: str, text: str) -> dict[str, Any]:
    return raw(key, itemType="note", parentItem=parent, note=f"<p>{text}</p>")


NUNEZ = {"creatorType": "author", "lastName": "Núñez", "firstName": "Ana"}
PAGES = [
    [
        raw("AAAA1111", tags=[{"tag": "b"}, {"tag": "a"}]),
        note("NOTE1111", "BBBB1111", "said before its item"),
    ],
    [raw("BBBB1111", creators=[NUNEZ])],
    [raw("CCCC1111", deleted=1), note("NOTE2222", "AAAA1111", "after")],
]


def keep(shelf: Any, pages: Iterable[list[dict[str, Any]]]) -> None:
    for number, items in enumerate(pages):
        page = Page(100 * number, 7, 5)
        shelf.keep(page, {one["key"]: one for one in items}, {one["key"]: one["version"] for one in items})


@contextmanager
def receiving(folder: Path) -> Iterator[tuple[Library, Staging, Intake]]:
    """A library in `folder` that a pull's items come to."""
    with (
        open_library(folder / "library.sqlite") as library,
        Staging(folder / "staging", SOURCE) as staging,
        library.receiving(staging) as shelf,
    ):
        yield library, staging, shelf


def pulled(items: Mapping[str, Any]) -> Pulled:
    return Pulled(SOURCE, 0, 7, items)


def plainly(path: Path, pages: Iterable[list[dict[str, Any]]]) -> dict[str, Any]:
    """The library when the same items are applied at once."""
    with open_library(path) as library:
        library.apply(pulled({one["key"]: one for items in pages for one in items}))
    return content_of(path, SOURCE)


def received(folder: Path, pages: list[list[dict[str, Any]]], drop: Iterable[str] = ()) -> dict[str, Any]:
    """The library when the items come page by page."""
    path = folder / "library.sqlite"
    with receiving(folder) as (library, _, shelf):
        shelf.begin(PLACE, 0, resume=True)
        keep(shelf, pages)
        shelf.drop(drop)
        library.apply(pulled(shelf.items()))
    return content_of(path, SOURCE)


def test_items_that_come_page_by_page_make_the_library_that_they_make_at_once(tmp_path: Path) -> None:
    found = received(tmp_path, PAGES)
    assert found == plainly(tmp_path / "other.sqlite", PAGES)
    notes = {key: text for key, *_, text in found["index"]}
    assert notes == {"AAAA1111": "after", "BBBB1111": "said before its item", "CCCC1111": ""}


@pytest.mark.parametrize("at_once", [1, 2, 3])
def test_items_that_are_written_some_at_a_time_make_the_same_library(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, at_once: int
) -> None:
    expected = plainly(tmp_path / "other.sqlite", PAGES)
    monkeypatch.setattr(itemwriter, "_AT_ONCE", at_once)
    assert received(tmp_path, PAGES) == expected


def schema_of(path: Path) -> set[tuple[str, str]]:
    with closing(sqlite3.connect(path)) as connection:
        return set(connection.execute("SELECT name, sql FROM sqlite_master WHERE sql != ''"))


@pytest.mark.parametrize("applied", [True, False])
def test_the_tables_have_their_indexes_after_a_first_pull_and_after_one_that_was_given_up(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, applied: bool
) -> None:
    monkeypatch.setattr(itemwriter, "_AT_ONCE", 2)
    path = tmp_path / "library.sqlite"
    with open_library(path):
        whole = schema_of(path)
    with receiving(tmp_path) as (library, _, shelf):
        shelf.begin(PLACE, 0, resume=True)
        keep(shelf, PAGES)
        if applied:
            library.apply(pulled(shelf.items()))
    assert schema_of(path) == whole
    assert len([name for name, sql in whole if sql.startswith("CREATE INDEX items_by_")]) == 2


def test_after_a_first_pull_what_hangs_on_an_item_goes_with_it(tmp_path: Path) -> None:
    path = tmp_path / "library.sqlite"
    with open_library(path) as library:
        with Staging(tmp_path / "staging", SOURCE) as staging, library.receiving(staging) as shelf:
            shelf.begin(PLACE, 0, resume=True)
            keep(shelf, PAGES)
            library.apply(pulled(shelf.items()))
        assert library.check().problems == ()
        library.apply(Pulled(SOURCE, 7, 8, {}, deleted=Keys(items=frozenset({"AAAA1111", "NOTE2222"}))))
        assert library.check().problems == ()
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("SELECT count(*) FROM item_tags").fetchone() == (0,)
        assert connection.execute("SELECT count(*) FROM bodies").fetchone() == (3,)


@pytest.mark.parametrize("at_once", [True, False])
def test_a_relation_to_what_was_deleted_while_a_first_pull_went_on_goes(
    tmp_path: Path, at_once: bool
) -> None:
    address = f"http://zotero.org/{SOURCE}/items/GONE1111"
    related = raw("AAAA1111", title="Related", relations={"dc:relation": address})
    deleted = Keys(items=frozenset({"GONE1111"}))
    with open_library(tmp_path / "library.sqlite") as library:
        if at_once:
            library.apply(Pulled(SOURCE, 0, 7, {"AAAA1111": related}, deleted=deleted))
        else:
            with Staging(tmp_path / "staging", SOURCE) as staging, library.receiving(staging) as shelf:
                shelf.begin(PLACE, 0, resume=True)
                keep(shelf, [[related]])
                library.apply(Pulled(SOURCE, 0, 7, shelf.items(), deleted=deleted))
        item = library.items()[0]
        assert (item.title, item.relations) == ("Related", {})
        assert library.check().problems == ()


@settings(max_examples=30, deadline=None)
@given(
    st.lists(st.lists(st.integers(0, 9), min_size=1, max_size=4, unique=True), min_size=1, max_size=5),
    st.sets(st.integers(0, 9), max_size=3),
)
def test_later_pages_stand_over_earlier_ones_and_what_was_dropped_is_gone(
    tmp_path_factory: pytest.TempPathFactory, pages: list[list[int]], gone: set[int]
) -> None:
    folder = tmp_path_factory.mktemp("intake")
    made = [
        [raw(f"KEY0000{key}", at + 1, title=f"{key} of page {at}") for key in keys]
        for at, keys in enumerate(pages)
    ]
    last = {one["key"]: one for items in made for one in items if int(one["key"][-1]) not in gone}
    dropped = [f"KEY0000{key}" for key in gone]
    assert received(folder, made, dropped) == plainly(folder / "other.sqlite", [list(last.values())])


def test_a_pull_that_is_left_without_being_applied_leaves_nothing_and_is_resumed(tmp_path: Path) -> None:
    path = tmp_path / "library.sqlite"
    with receiving(tmp_path) as (library, staging, shelf):
        shelf.begin(PLACE, 0, resume=True)
        keep(shelf, PAGES[:2])
    with receiving(tmp_path) as (library, staging, shelf):
        assert library.count() == 0
        pages, held = shelf.begin(PLACE, 0, resume=True)
        assert [page.start for page in pages] == [0, 100]
        assert held == {"AAAA1111": 1, "NOTE1111": 1, "BBBB1111": 1}
        shelf.keep(
            Page(200, 7, 5), {one["key"]: one for one in PAGES[2]}, {one["key"]: 1 for one in PAGES[2]}
        )
        library.apply(pulled(shelf.items()))
        staging.done()
    assert content_of(path, SOURCE) == plainly(tmp_path / "other.sqlite", PAGES)
    assert not (tmp_path / "staging").exists()


def test_pages_that_a_loss_of_power_spoilt_are_fetched_again(tmp_path: Path) -> None:
    file = tmp_path / "staging"
    with Staging(file, SOURCE) as staging:
        staging.begin(PLACE, 0, resume=True)
        keep(staging, PAGES)
    with closing(sqlite3.connect(file)) as db, db:
        db.execute("UPDATE pages SET items = zeroblob(length(items)) WHERE start = 100")
    with Staging(file, SOURCE) as staging:
        assert staging.begin(PLACE, 0, resume=True) == ([], {})


def test_the_staging_file_stays_as_long_as_another_source_needs_it(tmp_path: Path) -> None:
    file = tmp_path / "staging"
    for source in (SOURCE, "users/2"):
        with Staging(file, source) as staging:
            staging.begin(PLACE, 0, resume=True)
            keep(staging, PAGES)
    with Staging(file, SOURCE) as staging:
        staging.done()
    with Staging(file, "users/2") as staging:
        assert len(staging.begin(PLACE, 0, resume=True)[0]) == 3
        staging.done()
    assert not file.exists()


def test_while_a_first_pull_is_written_readers_are_told_to_wait_and_then_read_all(tmp_path: Path) -> None:
    path = tmp_path / "library.sqlite"
    with receiving(tmp_path) as (library, _, shelf):
        shelf.begin(PLACE, 0, resume=True)
        keep(shelf, PAGES[:2])
        with pytest.raises(LibraryError, match="another readinglist is writing the local copy"):
            open_library(path, create=False)
        keep(shelf, [[], [], PAGES[2]])
        library.apply(pulled(shelf.items()))
        with open_library(path, create=False) as other:
            assert other.count() == library.count() == 2
    with closing(sqlite3.connect(path)) as db:
        assert db.execute("PRAGMA journal_mode").fetchone() == ("wal",)


def test_while_a_second_source_is_first_pulled_readers_go_on_reading(tmp_path: Path) -> None:
    path = tmp_path / "library.sqlite"
    with open_library(path) as library:
        library.apply(Pulled("groups/2", 0, 3, {"OTHER111": raw("OTHER111", title="Held before")}))
    with receiving(tmp_path) as (library, _, shelf):
        shelf.begin(PLACE, 0, resume=True)
        keep(shelf, PAGES)
        with open_library(path, create=False) as other:
            assert [item.key for item in other.items()] == ["OTHER111"]
        library.apply(pulled(shelf.items()))
        with open_library(path, create=False) as other:
            assert other.count() == 3


@pytest.mark.skipif(sys.platform == "win32", reason="a process is killed in another way")
def test_a_first_pull_killed_while_it_is_written_leaves_an_empty_library_and_its_pages(
    tmp_path: Path,
) -> None:
    script = (
        "import os, signal, sys; from pathlib import Path;"
        "from tests.library.test_library_intake import *;"
        "many = [[raw(f'KEY{n:05}', abstractNote='word ' * 4000) for n in range(100 * p, 100 * p + 100)]"
        " for p in range(24)]\n"
        "with receiving(Path(sys.argv[1])) as (library, staging, shelf):\n"
        "    shelf.begin(PLACE, 0, resume=True); keep(shelf, many); os.kill(os.getpid(), signal.SIGKILL)\n"
    )
    done = subprocess.run([sys.executable, "-c", script, str(tmp_path)], check=False, cwd=Path.cwd())
    assert done.returncode == -signal.SIGKILL
    assert (tmp_path / "library.sqlite").stat().st_size > 2_000_000  # it had begun to be written
    with receiving(tmp_path) as (library, _, shelf):
        assert (library.count(), library.check().problems) == (0, ())
        pages, held = shelf.begin(PLACE, 0, resume=True)
        assert (len(pages), len(held)) == (24, 2400)
