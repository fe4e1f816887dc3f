"""What `sync`, `log`, `sources` and `doctor` say, through the real commands."""

from __future__ import annotations

import errno
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from readinglist.demo import DEMO_GROUP
from readinglist.demo.server import faults
from tests.cli.conftest import SYLLABUS, Run, Served, contents, run_process, snapshot
from tests.cli.test_cli_sync import CAMPBELL, keys

GUEVARA = "guevara2013propaganda"


def test_a_dry_run_says_what_a_sync_would_do_and_changes_nothing(
    synced_elsewhere: Path, served: Served, run: Run
) -> None:
    served.editor.edit_item(CAMPBELL, volume="4141", date="2015")
    new = served.editor.add_item("book", title="Bitcoin and the cartels")
    before = snapshot(synced_elsewhere)
    told = run("-C", synced_elsewhere, "sync", "--dry-run")
    assert "1 added, 1 edited" in told.out
    assert f"added {new}" in told.out or "added " in told.out
    assert "edited campbell2014narco (" in told.out
    assert ": volume, date" in told.out or ": date, volume" in told.out
    assert told.out.endswith("Nothing was changed.\n")
    assert snapshot(synced_elsewhere) == before
    assert "4141" not in run("-C", synced_elsewhere, "show", "campbell2014narco").out
    plain = json.loads(run("-C", synced_elsewhere, "sync", "--dry-run", "--json").out)
    assert plain["dry_run"] is True
    fields = {
        one["field"]: (one["before"], one["after"])
        for change in plain["sources"][0]["changes"]
        if change["key"] == CAMPBELL
        for one in change["fields"]
    }
    assert fields["volume"][1] == "4141"
    assert fields["date"][1] == "2015"
    assert "1 added, 1 edited" in run("-C", synced_elsewhere, "sync").out


def test_what_changes_mean_for_lists(synced_elsewhere: Path, served: Served, run: Run) -> None:
    served.editor.trash(CAMPBELL)
    said = run("-C", synced_elsewhere, "sync", "--dry-run").err
    assert f"of {SYLLABUS} cites a trashed item: campbell2014narco" in said
    run("-C", synced_elsewhere, "sync")
    served.editor.delete_items(CAMPBELL)
    told = run("-C", synced_elsewhere, "sync")
    assert f"of {SYLLABUS} cites a deleted item: campbell2014narco" in told.err
    assert "week " in told.err or "section " in told.err


def test_lists_and_decisions_follow_a_merged_item(synced_elsewhere: Path, served: Served, run: Run) -> None:
    themes = synced_elsewhere / "themes.toml"
    decision = '\n[decisions]\ncampbell2014narco = { include = ["encryption"] }\n'
    themes.write_text(themes.read_text("utf-8") + decision, "utf-8")
    twin = served.editor.add_item(
        "journalArticle",
        title="Narco-propaganda in the Mexican drug war",
        date="2014",
        creators=[{"creatorType": "author", "lastName": "Campbell", "firstName": "Howard"}],
    )
    run("-C", synced_elsewhere, "sync")
    survivor = keys(synced_elsewhere)[twin]
    served.editor.merge(twin, CAMPBELL)
    told = run("-C", synced_elsewhere, "sync")
    assert "merged campbell2014narco" in told.out
    assert f"for which {survivor} stands from now on: campbell2014narco" in told.err
    assert f"a decision in themes.toml is about a merged item, for which {survivor} stands" in told.err
    assert run("-C", synced_elsewhere, "show", "campbell2014narco").out.startswith(f"{survivor}\n")
    assert f"{{{survivor}," in (synced_elsewhere / "bib" / "encryption.bib").read_text("utf-8")
    assert survivor in run("-C", synced_elsewhere, "lists", "show", SYLLABUS).out
    served.editor.delete_items(CAMPBELL)
    run("-C", synced_elsewhere, "sync")
    assert survivor in run("-C", synced_elsewhere, "lists", "show", SYLLABUS).out


def test_the_log_tells_the_history_of_syncs_and_of_one_item(
    synced_elsewhere: Path, served: Served, run: Run
) -> None:
    served.editor.edit_item(CAMPBELL, volume="4141")
    served.editor.add_item("note", parentItem=CAMPBELL, note="<p>Read <b>this</b></p>")
    run("-C", synced_elsewhere, "sync")
    served.editor.edit_item(CAMPBELL, volume="4242")
    run("-C", synced_elsewhere, "sync")
    out = run("-C", synced_elsewhere, "log").out
    assert out.count("1 edited") == 2
    assert "292 added" in out
    one = run("-C", synced_elsewhere, "log", "campbell2014narco").out
    assert 'volume: "4141" → "4242"' in one
    assert 'note: nothing → "Read this"' in one
    assert one.index("4242") < one.index("Read this")
    assert "added campbell2014narco" in one
    told = json.loads(run("-C", synced_elsewhere, "log", CAMPBELL, "--json").out)
    assert [change["what"] for entry in told for change in entry["changes"]] == ["edited", "edited", "added"]
    assert "since 2100-01-01" in run("-C", synced_elsewhere, "log", "--since", "2100-01-01").err
    assert run("-C", synced_elsewhere, "log", "--since", "2020-01-01").out == out
    assert "is no date" in run("-C", synced_elsewhere, "log", "--since", "yesterday", code=2).err
    assert "campbell2014narco" in run("-C", synced_elsewhere, "log", "campbel2014narco", code=1).err


def test_a_library_that_went_back_drops_nothing_without_being_asked(
    synced_elsewhere: Path, served: Served, run: Run
) -> None:
    library = served.editor.library
    served.editor.add_item("book", title="Only here")
    run("-C", synced_elsewhere, "sync")
    key = served.editor.find("Only here")
    library.remove_item(key, library.version)
    library.deleted["items"].clear()
    library.version = 400
    before = snapshot(synced_elsewhere)
    told = run("-C", synced_elsewhere, "sync", code=1)
    assert "went back from version 444 to 400" in told.err
    assert "Only here" in told.err
    assert "--drop-missing" in told.err
    assert snapshot(synced_elsewhere) == before
    assert "Only here" in run("-C", synced_elsewhere, "items", "only here").out
    assert "1 deleted" in run("-C", synced_elsewhere, "sync", "--drop-missing").out
    assert "library version 400" in run("-C", synced_elsewhere, "sync").out


def test_full_texts_feed_the_search_and_the_themes(synced_elsewhere: Path, served: Served, run: Run) -> None:
    file = served.editor.add_item(
        "attachment", parentItem=CAMPBELL, linkMode="imported_file", contentType="application/pdf"
    )
    served.editor.set_fulltext(file, "Zweiundvierzig and bitcoin, bitcoin wallets, cryptocurrency mixers")
    assert "full text" not in run("-C", synced_elsewhere, "sync").out
    assert "Nothing found" in run("-C", synced_elsewhere, "items", "zweiundvierzig").err
    assert "full text" in run("-C", synced_elsewhere, "sync", "--fulltext").out
    assert "campbell2014narco" in run("-C", synced_elsewhere, "items", "zweiundvierzig").out
    assert "0 full texts" in run("-C", synced_elsewhere, "sync", "--fulltext").out
    why = run("-C", synced_elsewhere, "themes", "why", "campbell2014narco").out
    assert "ryptocurrency" in why
    served.editor.edit_item(CAMPBELL, volume="1")
    run("-C", synced_elsewhere, "sync")
    assert "campbell2014narco" in run("-C", synced_elsewhere, "items", "zweiundvierzig").out
    served.editor.delete_items(file)
    run("-C", synced_elsewhere, "sync")
    assert "Nothing found" in run("-C", synced_elsewhere, "items", "zweiundvierzig").err


def test_sources_are_listed_added_and_removed_with_comments_kept(
    synced_elsewhere: Path, served: Served, run: Run
) -> None:
    store = served.server.store
    store.add_library("group", 77, "Seminar 77")
    from readinglist.demo.server import edit

    other = edit(store, "group", 77)
    shelf = other.add_collection("Teaching")
    other.add_item("book", title="A seminar's book", date="2001", collections=[shelf])
    other.add_item("book", title="Outside", date="2002")
    config = synced_elsewhere / "readinglist.toml"
    config.write_text("# mine\n" + config.read_text("utf-8"), "utf-8")
    before = config.read_text("utf-8")
    added = run("-C", synced_elsewhere, "sources", "add", "--group", "77", "--collection", "Teaching")
    assert "seminar-77: Seminar 77 (groups/77), 2 items" in added.out
    after = config.read_text("utf-8")
    for line in before.splitlines():
        assert line in after
    run("-C", synced_elsewhere, "sync")
    listed = run("-C", synced_elsewhere, "sources").out
    assert "narco-digital" in listed
    assert "groups/77" in listed
    assert "A seminar's book" in run("-C", synced_elsewhere, "items", "seminar").out
    assert "Nothing found" in run("-C", synced_elsewhere, "items", "outside").err
    assert "source already" in run("-C", synced_elsewhere, "sources", "add", "--group", "77", code=2).err
    known = keys(synced_elsewhere)
    refused = run("-C", synced_elsewhere, "sources", "remove", "seminar-77", code=2)
    assert "2 items of groups/77" in refused.err
    assert "--yes" in refused.err
    assert config.read_text("utf-8") == after
    assert "Did you mean" in run("-C", synced_elsewhere, "sources", "remove", "seminar77", code=1).err
    run("-C", synced_elsewhere, "sources", "remove", "seminar-77", "--yes")
    assert config.read_text("utf-8").strip() == before.strip()
    assert "seminar" not in (synced_elsewhere / "bib" / "library.bib").read_text("utf-8")
    assert keys(synced_elsewhere) == known
    assert (
        "only source"
        in run("-C", synced_elsewhere, "sources", "remove", "narco-digital", "--yes", code=2).err
    )
    told = json.loads(run("-C", synced_elsewhere, "sources", "--json").out)
    assert [one["path"] for one in told] == [f"groups/{DEMO_GROUP}"]


@pytest.mark.skipif(sys.platform == "win32", reason="there are no pseudo-terminals")
def test_removing_a_source_says_what_goes_and_asks(synced_elsewhere: Path, served: Served, run: Run) -> None:
    from readinglist.demo.server import edit
    from tests.cli.terminal import Terminal

    served.server.store.add_library("group", 77, "Seminar 77")
    book = edit(served.server.store, "group", 77).add_item("book", title="A seminar's book", date="2001")
    run("-C", synced_elsewhere, "sources", "add", "--group", "77")
    run("-C", synced_elsewhere, "sync")
    cited = keys(synced_elsewhere)[book]
    (synced_elsewhere / "lists" / "mine.yaml").write_text(
        f"title: Mine\nsections:\n  - title: One\n    entries:\n      - cite: {cited}\n", "utf-8"
    )
    before = snapshot(synced_elsewhere)
    for answer in ("n", ""):  # no is what counts when somebody only presses Enter
        terminal = Terminal("-C", synced_elsewhere, "sources", "remove", "seminar-77")
        shown = terminal.answer("Remove 'seminar-77'? [y/N]", answer)
        assert "1 item of groups/77" in shown
        assert "mine" in shown
        assert all(len(line) <= 80 for line in shown.splitlines())
        shown, code = terminal.finish()
        assert (code, "Nothing was changed." in shown) == (0, True)
        assert snapshot(synced_elsewhere) == before
    terminal = Terminal("-C", synced_elsewhere, "sources", "remove", "seminar-77")
    terminal.answer("Remove 'seminar-77'? [y/N]", "y")
    shown, code = terminal.finish()
    assert code == 0
    assert "seminar-77 removed" in shown
    assert "mine cites 1 work that this workspace has no longer" in " ".join(shown.split())
    assert "Nothing found" in run("-C", synced_elsewhere, "items", "seminar").err


@pytest.mark.skipif(sys.platform == "win32", reason="locks are taken in another way")
def test_a_disk_without_locks_is_no_place_for_a_sync(
    synced_elsewhere: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    import fcntl

    def no_locks(handle: int, wish: int) -> None:
        raise OSError(errno.ENOLCK, os.strerror(errno.ENOLCK))

    before = snapshot(synced_elsewhere)
    monkeypatch.setattr(fcntl, "flock", no_locks)
    told = run("-C", synced_elsewhere, "sync", code=1)
    assert "this disk knows no locks (No locks available), so a sync on it is not safe" in told.err
    assert "Keep the workspace on a disk of this computer" in " ".join(told.err.split())
    assert snapshot(synced_elsewhere) == before


def test_a_second_sync_says_at_once_that_one_is_at_work(
    synced_elsewhere: Path, served: Served, run: Run
) -> None:
    from readinglist.actions.lock import only_one
    from readinglist.workspace import load_workspace

    with only_one(load_workspace(synced_elsewhere)):
        told = run("-C", synced_elsewhere, "sync", code=1)
    assert f"another sync is at work here (process {os.getpid()}, since " in told.err
    run("-C", synced_elsewhere, "sync")


@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="nothing is read-only for root")
def test_a_read_only_workspace(synced_elsewhere: Path, run: Run) -> None:
    (synced_elsewhere / ".readinglist").chmod(0o500)
    assert "cannot" in run("-C", synced_elsewhere, "sync", code=1).err
    (synced_elsewhere / ".readinglist").chmod(0o700)


def test_a_state_folder_that_is_a_file(workspace: Path, run: Run) -> None:
    import shutil

    shutil.rmtree(workspace / ".readinglist")
    (workspace / ".readinglist").write_text("")
    assert "cannot write here" in run("-C", workspace, "sync", code=1).err


def test_a_deadline_that_is_over(synced_elsewhere: Path, served: Served, run: Run) -> None:
    served.faults.always(faults.unavailable(30))
    told = run("-C", synced_elsewhere, "sync", "--timeout", "2", code=1)
    assert "not done within 2 seconds" in told.err


def test_watch_goes_on_and_tells_only_changes(synced_elsewhere: Path, served: Served, run: Run) -> None:
    process = subprocess.Popen(
        [sys.executable, "-m", "readinglist", "-C", str(synced_elsewhere), "sync", "--watch", "10"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    served.editor.edit_item(CAMPBELL, volume="4141")
    assert process.stdout
    assert "1 edited" in process.stdout.readline()
    process.terminate()
    process.communicate()
    assert "at least 10" in run("-C", synced_elsewhere, "sync", "--help").out
    assert "0<" not in run("-C", synced_elsewhere, "sync", "--watch", "1", code=2).out


def test_doctor_looks_and_mends(synced_elsewhere: Path, served: Served, run: Run) -> None:
    import sqlite3

    told = run("-C", synced_elsewhere, "doctor")
    assert "wrong" not in told.out
    for what in (
        "local copy",
        "settings",
        "citation keys",
        "themes",
        "source narco-digital",
        "pandoc",
        "typst",
    ):
        assert what in told.out
    with sqlite3.connect(synced_elsewhere / ".readinglist" / "library.sqlite") as db:
        db.execute("DELETE FROM search WHERE rowid < 50")
    assert "was made anew" in run("-C", synced_elsewhere, "doctor").out
    assert "mended" not in run("-C", synced_elsewhere, "doctor").out
    assert "campbell2014narco" in run("-C", synced_elsewhere, "items", "narco-propaganda").out
    (synced_elsewhere / "lists" / "broken.yaml").write_text("title: [")
    told = run("-C", synced_elsewhere, "doctor", code=1)
    assert "list broken" in told.out


def test_doctor_makes_a_damaged_database_anew(synced_elsewhere: Path, served: Served, run: Run) -> None:
    before, known = contents(synced_elsewhere), keys(synced_elsewhere)
    database = synced_elsewhere / ".readinglist" / "library.sqlite"
    for ending in ("-wal", "-shm"):
        database.with_name(database.name + ending).unlink(missing_ok=True)
    database.write_bytes(b"SQLite format 3\x00" + b"broken" * 1000)
    assert "--rebuild" in run("-C", synced_elsewhere, "doctor", code=1).err
    run("-C", synced_elsewhere, "doctor", "--rebuild")
    assert keys(synced_elsewhere) == known
    assert contents(synced_elsewhere) == before


def test_a_key_in_a_file_that_only_its_owner_may_read(
    synced_elsewhere: Path, served: Served, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    secret = "KeyThatNobodyMaySee00001"
    store = served.server.store
    store.add_library("user", 900, "Owner")
    store.add_key(secret, 900)
    file = synced_elsewhere.parent / "key"
    file.write_text(secret + "\n")
    file.chmod(0o644)
    monkeypatch.setenv("ZOTERO_API_KEY_FILE", str(file))
    told = run("-C", synced_elsewhere, "sync", code=1)
    assert "others can read" in told.err
    assert "chmod 600" in told.err
    assert secret not in told.err
    file.chmod(0o600)
    served.server.log.clear()
    run("-C", synced_elsewhere, "sync")
    assert all(one.keyed for one in served.server.log)
    file.write_text("two words\n")
    assert "nothing else" in run("-C", synced_elsewhere, "sync", code=1).err
    file.unlink()
    assert "cannot be read" in run("-C", synced_elsewhere, "sync", code=1).err


def test_the_key_is_in_nothing_that_is_written(synced_elsewhere: Path, served: Served) -> None:
    secret = "KeyThatNobodyMaySee00002"
    store = served.server.store
    store.add_library("user", 901, "Owner")
    store.add_key(secret, 901)
    env = {"ZOTERO_API_KEY": secret, "READINGLIST_ENDPOINT": served.endpoint}
    said = []
    served.editor.edit_item(CAMPBELL, volume="4141")
    for words in (("sync",), ("doctor",), ("log",), ("sources", "add", "--user", "901"), ("sync", "--json")):
        done = run_process("-C", synced_elsewhere, "--debug", *words, env=env)
        assert done.returncode == 0, done.stderr
        said += [done.stdout, done.stderr]
    assert "GET http" in said[1]
    assert "→ 200" in said[1]
    served.faults.always(faults.status(403, f"Invalid key {secret}"))
    done = run_process("-C", synced_elsewhere, "--debug", "sync", env=env)
    assert done.returncode == 1
    assert "Traceback" in done.stderr
    served.faults.clear()
    served.faults.always(faults.status(500, f"oops {secret}"))
    done = run_process("-C", synced_elsewhere, "--debug", "sync", "--timeout", "3", env=env)
    said += [done.stdout, done.stderr]
    assert not any(secret in text for text in said)
    for path in synced_elsewhere.rglob("*"):
        if path.is_file():
            assert secret.encode() not in path.read_bytes(), path
