"""`readinglist demo`: what it makes, what it says, that a second run changes nothing."""

from __future__ import annotations

import os
import shutil
import stat
from pathlib import Path

import pytest

from tests.cli.conftest import SYLLABUS, Result, Run, contents, run_process, snapshot, temporary_files

EXPORTS = [f"exports/{SYLLABUS}.{extension}" for extension in ("docx", "html", "md", "pdf")]


def test_demo_makes_a_whole_workspace(demo_result: tuple[Path, Result]) -> None:
    folder, _ = demo_result
    made = snapshot(folder)
    assert {"readinglist.toml", "themes.toml", f"lists/{SYLLABUS}.yaml", "lists/course-reserve.yaml"} <= set(
        made
    )
    assert {"bib/library.bib", "bib/keys.csv", "bib/propaganda.bib", *EXPORTS} <= set(made)
    assert (folder / ".readinglist" / "library.sqlite").is_file()
    assert (folder / ".readinglist" / ".gitignore").read_text() == "*\n"
    assert not temporary_files(folder)


def test_demo_exports_are_files_of_their_kinds(demo_result: tuple[Path, Result]) -> None:
    exports = demo_result[0] / "exports"
    assert (exports / f"{SYLLABUS}.html").read_text("utf-8").lower().startswith("<!doctype html>")
    assert (exports / f"{SYLLABUS}.docx").read_bytes().startswith(b"PK\x03\x04")
    assert (exports / f"{SYLLABUS}.pdf").read_bytes().startswith(b"%PDF-")
    assert "Geeks for the Cartels" in (exports / f"{SYLLABUS}.md").read_text("utf-8")


def test_demo_tells_themes_with_counts_files_and_three_commands(demo_result: tuple[Path, Result]) -> None:
    folder, result = demo_result
    lines = result.out.splitlines()
    row = next(line for line in lines if line.endswith(" propaganda"))
    assert int(row.split()[0]) > 10
    for name in EXPORTS:
        assert str(folder / name) in lines
    assert str(folder / "bib/library.bib") in lines
    tried = [line.strip() for line in result.err.splitlines() if line.startswith("  readinglist ")]
    assert len(tried) == 3
    assert f"cd {folder}" in result.err


def test_every_command_that_the_demo_suggests_works(
    demo_result: tuple[Path, Result], workspace: Path, run: Run
) -> None:
    import shlex

    for line in demo_result[1].err.splitlines():
        if line.startswith("  readinglist "):
            assert run("-C", workspace, *shlex.split(line)[1:]).out


def test_demo_is_silent_about_progress_when_piped(demo_result: tuple[Path, Result]) -> None:
    _, result = demo_result
    assert "\x1b" not in result.out + result.err
    assert "\r" not in result.out + result.err
    assert "Asking" not in result.err


def test_a_second_run_changes_no_byte(workspace: Path, run: Run) -> None:
    before = snapshot(workspace)
    result = run("demo", workspace)
    assert snapshot(workspace) == before
    assert "nothing changed" in result.out
    assert result.out.count("(unchanged)") == len(EXPORTS)


def test_a_second_run_brings_back_what_is_gone_and_keeps_what_is_edited(workspace: Path, run: Run) -> None:
    before = contents(workspace)
    (workspace / "exports" / f"{SYLLABUS}.md").unlink()
    (workspace / "bib" / "propaganda.bib").unlink()
    (workspace / "lists" / f"{SYLLABUS}.yaml").unlink()
    mine = workspace / "lists" / "course-reserve.yaml"
    mine.write_text(mine.read_text("utf-8") + "# mine\n", "utf-8")
    run("demo", workspace)
    after = contents(workspace)
    name = "lists/course-reserve.yaml"
    assert mine.read_text("utf-8").endswith("# mine\n")
    assert {**after, name: ""} == {**before, name: ""}


def test_two_demos_are_equal_byte_for_byte(demo_result: tuple[Path, Result], tmp_path: Path) -> None:
    done = run_process("demo", "other folder", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert contents(tmp_path / "other folder") == contents(demo_result[0])
    assert "cd 'other folder'" in done.stderr


def test_demo_goes_to_narco_digital_by_default(
    tmp_path: Path, workspace: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = tmp_path / "narco-digital"
    workspace.rename(place)
    before = snapshot(place)
    monkeypatch.chdir(tmp_path)
    assert "narco-digital/exports/" in run("demo").out
    assert snapshot(place) == before


def test_a_folder_with_files_of_ones_own_is_left_alone(tmp_path: Path, run: Run) -> None:
    (tmp_path / "thesis.docx").write_text("mine")
    result = run("demo", tmp_path, code=1)
    assert "files of yours" in result.err
    assert str(tmp_path) in result.err
    assert "readinglist demo DIR" in result.err
    assert os.listdir(tmp_path) == ["thesis.docx"]


def test_another_workspace_is_left_alone(workspace: Path, run: Run) -> None:
    config = workspace / "readinglist.toml"
    config.write_text(config.read_text("utf-8").replace('"bundled"', '"https://api.zotero.org"'), "utf-8")
    before = snapshot(workspace)
    result = run("demo", workspace, code=1)
    assert "workspace of another library" in result.err
    assert str(config) in result.err
    assert snapshot(workspace) == before


def test_a_file_in_the_way_is_named(tmp_path: Path, run: Run) -> None:
    (tmp_path / "file").write_text("")
    assert run("demo", tmp_path / "file", code=2).err.count("file") >= 1
    result = run("demo", tmp_path / "file" / "below", code=1)
    assert str(tmp_path / "file") in result.err
    assert "Traceback" not in result.err


def test_what_an_interrupted_demo_left_is_no_hindrance(tmp_path: Path, workspace: Path, run: Run) -> None:
    whole = contents(workspace)
    (workspace / "readinglist.toml").unlink()
    shutil.rmtree(workspace / "exports")
    (workspace / "lists" / "course-reserve.yaml").unlink()
    run("demo", workspace)
    assert contents(workspace) == whole


@pytest.fixture
def browser(tmp_path: Path) -> Path:
    """A program that stands for a browser and writes down what it was asked to open."""
    program = tmp_path / "bin" / "my-browser"
    program.parent.mkdir()
    program.write_text(f'#!/bin/sh\nprintf "%s\\n" "$@" > "{tmp_path}/opened"\n')
    program.chmod(program.stat().st_mode | stat.S_IXUSR)
    return program


def test_open_shows_the_page_in_the_browser(workspace: Path, browser: Path, tmp_path: Path) -> None:
    done = run_process("demo", workspace, "--open", env={"BROWSER": str(browser)})
    assert done.returncode == 0, done.stderr
    page = workspace / "exports" / f"{SYLLABUS}.html"
    assert (tmp_path / "opened").read_text().strip() == page.as_uri()


def test_open_without_a_browser_says_where_the_page_is(workspace: Path, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    done = run_process("demo", workspace, "--open", env={"PATH": str(tmp_path / "empty")})
    assert done.returncode == 0, done.stderr
    assert f"{SYLLABUS}.html" in done.stderr


def test_the_state_folder_can_be_deleted_at_any_time(workspace: Path, run: Run) -> None:
    before = contents(workspace)
    listed = run("-C", workspace, "items").out
    shutil.rmtree(workspace / ".readinglist")
    shutil.rmtree(workspace / "exports")
    run("-C", workspace, "sync")
    run("-C", workspace, "export", SYLLABUS)
    assert contents(workspace) == before
    assert run("-C", workspace, "items").out == listed


def test_keys_come_back_without_keys_csv_too(workspace: Path, run: Run) -> None:
    before = contents(workspace)
    shutil.rmtree(workspace / ".readinglist")
    shutil.rmtree(workspace / "bib")
    run("-C", workspace, "sync")
    assert contents(workspace) == before
