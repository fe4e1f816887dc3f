"""`readinglist sync` and `status`: what changes in the workspace when something changes at the server."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any

import pytest

from readinglist.actions import making
from readinglist.demo import DEMO_GROUP
from readinglist.demo.server import faults
from tests.cli.conftest import SYLLABUS, Run, Served, contents, snapshot

CAMPBELL = "P4PHRY7P"


def keys(folder: Path) -> dict[str, str]:
    """Citation keys that are no aliases, by Zotero key."""
    with (folder / "bib" / "keys.csv").open(encoding="utf-8", newline="") as file:
        return {row["zotero_key"]: row["citation_key"] for row in csv.DictReader(file) if not row["role"]}


def changed(before: dict[str, tuple[int, str]], after: dict[str, tuple[int, str]]) -> set[str]:
    """The names of files that are new, gone or written anew."""
    return {name for name in before.keys() | after.keys() if before.get(name) != after.get(name)}


def test_sync_without_changes_changes_no_byte(workspace: Path, run: Run) -> None:
    before = snapshot(workspace)
    result = run("-C", workspace, "sync")
    assert snapshot(workspace) == before
    assert result.out.splitlines() == [
        "narco-digital: nothing changed (library version 443)",
        "themes: nothing changed",
        "bib/: nothing changed",
    ]
    assert result.err == ""


def test_an_export_after_a_sync_without_changes_recomputes_nothing(
    synced_elsewhere: Path, served: Served, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    run("-C", synced_elsewhere, "sync")
    run("-C", synced_elsewhere, "export", SYLLABUS, "--to", "html,md,csv")
    told = (".readinglist/checked.json", ".readinglist/sync.lock")

    def held() -> dict[str, tuple[int, str]]:
        return {name: one for name, one in snapshot(synced_elsewhere, but=()).items() if name not in told}

    before = held()
    assert ".readinglist/library.sqlite" in before

    def never(*given: object, **named: object) -> None:
        raise AssertionError("computed again")

    for name in ("citations.processor.run_citeproc", "actions.making.assign", "actions.making.entry"):
        monkeypatch.setattr(f"readinglist.{name}", never)
    for _ in range(2):
        requests = len(served.server.log)
        assert "bib/: nothing changed" in run("-C", synced_elsewhere, "sync").out
        assert len(served.server.log) - requests == 1
        assert held() == before
        run("-C", synced_elsewhere, "export", SYLLABUS, "--to", "html,md,csv")
        assert held() == before


def test_an_edit_makes_only_what_it_touches_anew(
    synced_elsewhere: Path, served: Served, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    run("-C", synced_elsewhere, "sync")
    made: list[str] = []
    for name in ("assign", "entry"):
        whole = getattr(making, name)

        def noted(*given: object, _whole: Any = whole, _name: str = name) -> Any:
            made.append(_name)
            return _whole(*given)

        monkeypatch.setattr(making, name, noted)
    served.editor.edit_item(CAMPBELL, volume="4242")
    run("-C", synced_elsewhere, "sync")
    assert sorted(made) == ["assign", "entry"]


def test_keys_that_were_edited_by_hand_count_at_the_next_sync(synced_elsewhere: Path, run: Run) -> None:
    run("-C", synced_elsewhere, "sync")
    file = synced_elsewhere / "bib" / "keys.csv"
    file.write_text(file.read_text("utf-8").replace("campbell2014narco,", "ourcampbell,"), "utf-8")
    run("-C", synced_elsewhere, "sync")
    assert keys(synced_elsewhere)[CAMPBELL] == "ourcampbell"
    assert "{ourcampbell," in (synced_elsewhere / "bib" / "library.bib").read_text("utf-8")
    file.unlink()
    run("-C", synced_elsewhere, "sync")
    assert keys(synced_elsewhere)[CAMPBELL] == "ourcampbell"


def test_a_list_that_broke_or_was_mended_is_told_without_any_other_change(
    synced_elsewhere: Path, run: Run
) -> None:
    assert run("-C", synced_elsewhere, "sync").err == ""
    file = synced_elsewhere / "lists" / f"{SYLLABUS}.yaml"
    whole = file.read_text("utf-8")
    file.write_text(whole.replace("campbell2014narco", "campbell2014narcos"), "utf-8")
    for _ in range(2):
        assert "campbell2014narcos" in run("-C", synced_elsewhere, "sync").err
    file.write_text(whole, "utf-8")
    assert run("-C", synced_elsewhere, "sync").err == ""


def test_a_broken_vocabulary_is_told_before_the_pull(
    synced_elsewhere: Path, served: Served, run: Run
) -> None:
    run("-C", synced_elsewhere, "sync")
    (synced_elsewhere / "themes.toml").write_text("[[themes]\n", "utf-8")
    requests = len(served.server.log)
    assert "themes.toml" in run("-C", synced_elsewhere, "sync", code=None).err
    assert len(served.server.log) == requests


def test_sync_works_from_a_folder_below(workspace: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(workspace / "lists")
    assert "nothing changed" in run("sync").out


def test_an_edit_rewrites_only_the_files_that_hold_the_item(
    synced_elsewhere: Path, served: Served, run: Run
) -> None:
    before, known = snapshot(synced_elsewhere), keys(synced_elsewhere)
    served.editor.edit_item(CAMPBELL, volume="4141")
    result = run("-C", synced_elsewhere, "sync")
    assert "1 edited" in result.out
    holding = {
        path.relative_to(synced_elsewhere).as_posix()
        for path in (synced_elsewhere / "bib").glob("*.bib")
        if "{campbell2014narco," in path.read_text("utf-8")
    }
    assert "bib/library.bib" in holding
    assert changed(before, snapshot(synced_elsewhere)) == holding
    assert "4141" in (synced_elsewhere / "bib" / "library.bib").read_text("utf-8")
    assert keys(synced_elsewhere) == known


def test_what_comes_and_goes(synced_elsewhere: Path, served: Served, run: Run) -> None:
    known = keys(synced_elsewhere)
    new = served.editor.add_item(
        "book", title="Bitcoin and the cartels", date="2025",
        creators=[{"creatorType": "author", "lastName": "Núñez", "firstName": "Eva"}],
    )  # fmt: skip
    run("-C", synced_elsewhere, "sync")
    assert keys(synced_elsewhere) == {**known, new: "nunez2025bitcoin"}
    assert "cryptocurrency" in run("-C", synced_elsewhere, "show", "nunez2025bitcoin").out
    assert "nunez2025bitcoin" in (synced_elsewhere / "bib" / "cryptocurrency.bib").read_text("utf-8")
    served.editor.trash(new)
    assert "1 trashed" in run("-C", synced_elsewhere, "sync").out
    assert "nunez2025bitcoin" not in (synced_elsewhere / "bib" / "library.bib").read_text("utf-8")
    served.editor.restore(new)
    assert "1 restored" in run("-C", synced_elsewhere, "sync").out
    assert keys(synced_elsewhere)[new] == "nunez2025bitcoin"
    served.editor.delete_items(new)
    assert "1 deleted" in run("-C", synced_elsewhere, "sync").out
    assert "Nothing found" in run("-C", synced_elsewhere, "items", "bitcoin and the cartels").err


def test_a_title_that_changes_never_changes_the_key(synced_elsewhere: Path, served: Served, run: Run) -> None:
    known = keys(synced_elsewhere)
    served.editor.edit_item(known_item := next(iter(known)), title="Something else altogether", date="1900")
    run("-C", synced_elsewhere, "sync")
    assert keys(synced_elsewhere) == known
    assert "Something else altogether" in run("-C", synced_elsewhere, "show", known[known_item]).out


def test_the_owners_new_key_leaves_the_old_one_as_an_alias(
    synced_elsewhere: Path, served: Served, run: Run
) -> None:
    exported = contents(synced_elsewhere / "exports")
    served.editor.edit_item(CAMPBELL, citationKey="campbell:narco")
    result = run("-C", synced_elsewhere, "sync")
    assert "campbell2014narco is now campbell:narco" in result.err
    assert keys(synced_elsewhere)[CAMPBELL] == "campbell:narco"
    assert run("-C", synced_elsewhere, "show", "campbell2014narco").out.startswith("campbell:narco\n")
    assert "campbell2014narco" in run("-C", synced_elsewhere, "show", "campbell:narco").out
    assert SYLLABUS in run("-C", synced_elsewhere, "show", "campbell:narco").out
    run("-C", synced_elsewhere, "export", SYLLABUS, "--to", "md")
    assert contents(synced_elsewhere / "exports")[f"{SYLLABUS}.md"] == exported[f"{SYLLABUS}.md"] or (
        "Campbell" in (synced_elsewhere / "exports" / f"{SYLLABUS}.md").read_text("utf-8")
    )


def test_a_collection_renamed_at_the_server(synced_elsewhere: Path, served: Served, run: Run) -> None:
    served.editor.edit_collection("I98LEKZM", name="Docencia")
    run("-C", synced_elsewhere, "sync")
    assert "Docencia" in run("-C", synced_elsewhere, "show", "campbell2014narco").out
    assert run("-C", synced_elsewhere, "items", "--collection", "docencia").out


def test_pull_only_leaves_themes_and_bib_for_the_next_sync(
    synced_elsewhere: Path, served: Served, run: Run
) -> None:
    before = snapshot(synced_elsewhere)
    served.editor.edit_item(CAMPBELL, volume="4141")
    result = run("-C", synced_elsewhere, "sync", "--pull-only")
    assert result.out.startswith(
        "narco-digital: 1 edited (library version 444)\n  edited campbell2014narco ("
    )
    assert result.out.endswith(": volume\n")
    assert snapshot(synced_elsewhere) == before
    assert "4141" in run("-C", synced_elsewhere, "show", "campbell2014narco").out
    result = run("-C", synced_elsewhere, "sync")
    assert "nothing changed (library version 444)" in result.out
    assert "looked at 1 item anew" in result.out
    assert "4141" in (synced_elsewhere / "bib" / "library.bib").read_text("utf-8")


def test_sync_as_json(synced_elsewhere: Path, served: Served, run: Run) -> None:
    served.editor.edit_item(CAMPBELL, volume="4141")
    told = json.loads(run("-C", synced_elsewhere, "sync", "--json").out)
    assert told["sources"][0]["edited"] == [CAMPBELL]
    assert told["sources"][0]["source"] == "groups/4420117"
    assert told["assigned"] == 1
    assert str(synced_elsewhere / "bib" / "library.bib") in told["written"]
    told = json.loads(run("-C", synced_elsewhere, "sync", "--json").out)
    assert (told["sources"][0]["edited"], told["written"], told["assigned"]) == ([], [], 0)


def test_a_decision_by_hand_is_taken_up_by_the_next_sync(workspace: Path, run: Run) -> None:
    themes = workspace / "themes.toml"
    decision = '\n[decisions]\ncampbell2014narco = { include = ["encryption"] }\n'
    themes.write_text(themes.read_text("utf-8") + decision, "utf-8")
    assert "{campbell2014narco," not in (workspace / "bib" / "encryption.bib").read_text("utf-8")
    run("-C", workspace, "sync")
    assert "{campbell2014narco," in (workspace / "bib" / "encryption.bib").read_text("utf-8")
    assert "by your decision" in run("-C", workspace, "themes", "why", "campbell2014narco").out


def test_a_theme_that_is_gone_takes_its_file_with_it(workspace: Path, run: Run) -> None:
    (workspace / "themes.toml").write_text("")
    mine = workspace / "bib" / "mine.bib"
    mine.write_text("@book{mine}\n")
    run("-C", workspace, "sync")
    assert sorted(path.name for path in (workspace / "bib").iterdir()) == [
        "keys.csv",
        "library.bib",
        "mine.bib",
    ]
    assert run("-C", workspace, "themes").out.split() == ["Items", "Theme"]


def test_a_list_that_lost_a_work_is_told(synced_elsewhere: Path, served: Served, run: Run) -> None:
    served.editor.delete_items(CAMPBELL)
    result = run("-C", synced_elsewhere, "sync")
    assert SYLLABUS in result.err
    assert "campbell2014narco" in result.err
    assert SYLLABUS in run("-C", synced_elsewhere, "status").err


def test_a_server_that_answers_nonsense_once_is_asked_again(
    synced_elsewhere: Path, served: Served, run: Run
) -> None:
    served.editor.edit_item(CAMPBELL, volume="4141")
    served.faults.when(faults.truncated(), path="/items", times=1)
    served.faults.when(faults.html(), path="/collections", times=1)
    served.faults.when(faults.not_json(), path="/deleted", times=1)
    assert "1 edited" in run("-C", synced_elsewhere, "sync").out


def test_status_tells_what_is_there(workspace: Path, run: Run) -> None:
    result = run("-C", workspace, "status")
    lines = result.out.splitlines()
    assert lines[0] == str(workspace)
    assert "groups/4420117 from bundled" in lines[1]
    assert "library version 443" in lines[2]
    assert any("292 items, 9 collections, 119 notes, 2 in the trash" in line for line in lines)
    assert any("2 reading lists: course-reserve, narco-digital-syllabus" in line for line in lines)
    assert "readinglist export" in result.err
    told = json.loads(run("-C", workspace, "status", "--json").out)
    assert told["items"] == 292
    assert told["sources"][0]["version"] == 443


def test_status_before_the_first_sync(tmp_path: Path, run: Run) -> None:
    run("init", tmp_path, "--demo")
    result = run("-C", tmp_path, "status")
    assert "never synced" in result.out
    assert "readinglist sync" in result.err


def test_a_first_sync_asks_for_its_first_page_while_it_loads_and_only_once(
    served: Served, tmp_path: Path, run: Run
) -> None:
    folder = tmp_path / "course"
    run("init", folder, "--group", str(DEMO_GROUP), "--endpoint", served.endpoint)
    for _ in range(2):
        served.server.log.clear()
        run("-C", folder, "sync")
        asked = [line for line in served.server.log.lines if "/items?" in line]
        assert len(asked) == len(set(asked))
        assert "start=0" in asked[0]
