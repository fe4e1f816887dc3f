"""Every fault at every request of a first and of an incremental sync: old whole or new whole, then equal."""

from __future__ import annotations

import json
import os
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from readinglist.demo.server import faults as wrong
from readinglist.demo.server.faults import Fault
from readinglist.errors import LibraryError, ReadinglistError
from readinglist.library import staging
from tests.sync.machine import FAULTS
from tests.sync.world import API_KEY, World, fill, remote_state

SMALL = 80


def _rows(change: Callable[[list[object]], list[object]]) -> Fault:
    def spoil(body: bytes) -> bytes:
        found = json.loads(body)
        return json.dumps(change(found)).encode() if isinstance(found, list) and found else body

    return wrong.rewritten(spoil)


SPOILED = {
    "double rows": _rows(lambda rows: [*rows, rows[0]]),
    "a row twice instead of another": _rows(lambda rows: [rows[-1], *rows[1:]]),
    "missing row": _rows(lambda rows: rows[1:]),
    "a page that shrinks": _rows(lambda rows: rows[: len(rows) // 2]),
}
ALL = {**FAULTS, **SPOILED, "time-out": Fault(delay=0.4)}


def _prepare(world: World, kind: str) -> None:
    """A workspace with one source, of two pages of items, before its first or a later sync."""
    group = world.sources[0]
    world.sources = world.sources[:1]
    config = world.folder / "readinglist.toml"
    config.write_text(config.read_text("utf-8").rpartition("[[source]]")[0], "utf-8")
    fill(world.editor(group), SMALL if kind == "first" else 12)
    if kind == "later":
        world.sync()
        editor = world.editor(group)
        for number in range(SMALL + 30):
            editor.add_item("book", title=f"Later {number}")
        keys = sorted(editor.library.items)
        editor.trash(keys[0])
        editor.delete_items(keys[1])
        editor.delete_collections(sorted(editor.library.collections)[0])
        editor.set_setting("tagColors", [])


def _requests(world: World) -> int:
    """How many requests the sync that comes next takes, without doing it."""
    world.faults.restart()
    world.sync(dry_run=True)
    seen = world.faults.seen
    (world.folder / ".readinglist" / staging.FILE_NAME).unlink(missing_ok=True)
    for ending in ("-wal", "-shm"):
        (world.folder / ".readinglist" / (staging.FILE_NAME + ending)).unlink(missing_ok=True)
    return seen


def _states(world: World) -> list[object]:
    return [world.local(source) for source in world.sources]


@pytest.mark.parametrize("kind", ["first", "later"])
def test_every_fault_at_every_request_mended(world: World, kind: str) -> None:
    _prepare(world, kind)
    count = _requests(world)
    assert count >= 5
    before = world.database.read_bytes() if kind == "later" else None
    for name, fault in ALL.items():
        for index in range(count):
            world.faults.clear()
            world.faults.restart()
            world.faults.at(index, fault)
            limits = world.hurry.limits(timeout=0.2 if name == "time-out" else 5.0)
            world.sync(pull_only=True, limits=limits)
            world.assert_equal()
            _put_back(world, before)


def _put_back(world: World, before: bytes | None) -> None:
    """Let the local copy be as it was before the sync."""
    for ending in ("-wal", "-shm"):
        world.database.with_name(world.database.name + ending).unlink(missing_ok=True)
    if before is None:
        world.database.unlink()
    else:
        world.database.write_bytes(before)


@pytest.mark.parametrize("kind", ["first", "later"])
@pytest.mark.parametrize("name", ["503", "cut", "HTML", "missing row", "reset"])
def test_a_lasting_fault_from_any_request_on_leaves_old_or_new(world: World, kind: str, name: str) -> None:
    _prepare(world, kind)
    count = _requests(world)
    for index in range(count):
        before = _states(world)
        world.faults.clear()
        world.faults.restart()
        world.faults.at(range(index, index + 500), ALL[name])
        try:
            world.sync(pull_only=True)
        except ReadinglistError as error:
            assert API_KEY not in str(error)
        for source, old in zip(world.sources, before, strict=True):
            assert world.local(source) in (old, remote_state(world.store.library(*source)))
    world.faults.clear()
    world.sync()
    world.assert_equal()
    world.assert_kept()


@pytest.mark.parametrize("kind", ["first", "later"])
def test_an_edit_before_every_request(world: World, kind: str) -> None:
    _prepare(world, kind)
    editor = world.editor(world.sources[0])
    for index in range(_requests(world) + 4):
        shelf = editor.add_collection("Short-lived")
        one = editor.add_item("book", title=f"Edited {index}", collections=[shelf])
        other = editor.add_item("book", title="Related", relations={"dc:relation": editor.library.uri(one)})
        old = sorted(editor.library.items)[index]

        def change(one: str = one, other: str = other, old: str = old, shelf: str = shelf) -> None:
            editor.delete_collections(shelf)
            editor.delete_items(one)
            editor.edit_item(other, title="Moved")
            if editor.library.items[old].type == "book":
                editor.edit_item(old, title="Edited meanwhile")

        world.faults.clear()
        world.faults.restart()
        world.faults.at(index, wrong.meanwhile(change))
        world.sync(pull_only=True)
        world.faults.clear()
        world.sync(pull_only=True)
        world.assert_equal()


def test_an_interrupted_sync_goes_on_from_the_pages_it_has(world: World) -> None:
    group = world.sources[0]
    fill(world.editor(group), 700)
    world.faults.when(wrong.status(500), path="start=600")
    with pytest.raises(ReadinglistError):
        world.sync(pull_only=True)
    world.faults.clear()
    world.server.log.clear()
    world.sync(pull_only=True)
    pages = [line for line in world.server.log.lines if f"groups/{group[1]}/items" in line]
    assert 0 < len(pages) <= 5, pages
    world.assert_equal()
    assert not (world.folder / ".readinglist" / staging.FILE_NAME).exists()


def test_pages_of_another_version_or_server_are_not_mixed_in(world: World) -> None:
    group = world.sources[0]
    editor = world.editor(group)
    keys = fill(editor, 500)
    world.keep(group)
    editor.edit_item(keys[3], title="Will be undone")
    editor.delete_items(keys[5])
    world.faults.when(wrong.status(500), path="start=400")
    with pytest.raises(ReadinglistError):
        world.sync(pull_only=True)
    world.faults.clear()
    world.go_back(group)
    world.editor(group).edit_item(keys[7], title="After the restore")
    world.sync(pull_only=True)
    world.assert_equal()


@pytest.mark.parametrize("moment", range(5))
def test_killed_at_any_request(world: World, moment: int) -> None:
    _prepare(world, "first")
    world.faults.at(moment, Fault(delay=5))
    process = _process(world)
    end = time.monotonic() + 30
    while world.faults.seen <= moment and process.poll() is None:
        assert time.monotonic() < end
        time.sleep(0.01)
    time.sleep(0.05)
    os.kill(process.pid, signal.SIGKILL)
    process.communicate()
    world.faults.clear()
    if world.database.exists():
        with closing(sqlite3.connect(world.database)) as db:
            assert db.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        for source in world.sources:
            assert world.local(source) in (
                {"items": {}, "collections": {}, "searches": {}, "settings": {}},
                remote_state(world.store.library(*source)),
            )
    world.sync()
    world.assert_equal()
    world.assert_kept()


def _process(world: World) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-m", "readinglist", "-C", str(world.folder), "sync"],
        env={
            **os.environ,
            "ZOTERO_API_KEY": API_KEY,
            "PYTHON_KEYRING_BACKEND": "keyring.backends.null.Keyring",
        },
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )


@pytest.mark.parametrize("target", ["library", "staging"])
def test_a_full_disk_at_any_page(world: World, target: str, monkeypatch: pytest.MonkeyPatch) -> None:
    _prepare(world, "later")
    before = _states(world)
    real = sqlite3.connect
    failed = 0
    for spare in (1, 2, 3, 8, 20, 60, 100):

        def connect(path: object, *args: object, spare: int = spare, **more: object) -> sqlite3.Connection:
            made: sqlite3.Connection = real(path, *args, **more)  # type: ignore[call-overload]
            if Path(str(path)).name.startswith(target):
                pages = made.execute("PRAGMA page_count").fetchone()[0]
                made.execute(f"PRAGMA max_page_count = {pages + spare}")
            return made

        with monkeypatch.context() as patch:
            patch.setattr(sqlite3, "connect", connect)
            try:
                world.sync(pull_only=True)
            except LibraryError as error:
                failed += 1
                assert "full" in error.message
                assert _states(world)[0] in (before[0], remote_state(world.store.library(*world.sources[0])))
    assert failed >= 1
    world.sync()
    world.assert_equal()
    world.assert_kept()
