"""`readinglist lists` and `lists show`: sizes, a list in full, and lists that are broken."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from tests.cli.conftest import SYLLABUS, Result, Run


def write_list(workspace: Path, name: str, text: str) -> Path:
    """A list of one's own."""
    path = workspace / "lists" / f"{name}.yaml"
    path.write_text(text, "utf-8")
    return path


def test_a_bare_noun_lists_them_with_their_sizes(demo_result: tuple[Path, Result], run: Run) -> None:
    result = run("-C", demo_result[0], "lists")
    lines = result.out.splitlines()
    assert lines[0].split() == ["List", "Sections", "Items", "Hours", "Title"]
    assert all(len(line) <= 80 for line in lines)
    told = {one["name"]: one for one in json.loads(run("-C", demo_result[0], "lists", "--json").out)}
    assert list(told) == ["course-reserve", SYLLABUS]
    row = next(line.split() for line in lines if line.startswith(SYLLABUS))
    assert row[1:3] == [str(told[SYLLABUS]["sections"]), str(told[SYLLABUS]["entries"])]
    assert told[SYLLABUS]["sections"] == 12


def test_show_has_sections_dates_readings_and_private_notes(
    demo_result: tuple[Path, Result], run: Run
) -> None:
    result = run("-C", demo_result[0], "lists", "show", SYLLABUS)
    assert result.out.startswith("Geeks for the Cartels: digital organised crime in Mexico\n")
    assert "week 3, February 3" in result.out
    assert "campbell2014narco" in result.out
    assert result.out.count("private: ") >= 2
    assert all(len(line) <= 80 for line in result.out.splitlines())
    assert "12 sections" in result.err
    assert f"readinglist export {SYLLABUS}" in result.err


def test_show_as_json(demo_result: tuple[Path, Result], run: Run) -> None:
    told = json.loads(run("-C", demo_result[0], "lists", "show", SYLLABUS, "--json").out)
    assert told["name"] == SYLLABUS
    assert len(told["sections"]) == 12
    entry = told["sections"][2]["entries"][0]
    assert {"citation_key", "zotero_key", "title", "year", "importance"} <= set(entry)


@pytest.mark.parametrize("command", [["lists", "show"], ["export"]])
def test_an_unknown_list_gets_near_matches(
    command: list[str], demo_result: tuple[Path, Result], run: Run
) -> None:
    result = run("-C", demo_result[0], *command, "narco-digital-sylabus", code=1)
    assert "there is no list 'narco-digital-sylabus'" in result.err
    assert f"Did you mean '{SYLLABUS}'" in result.err
    assert "lists" in result.err
    assert "readinglist lists" in run("-C", demo_result[0], *command, "zzzz", code=1).err


@pytest.mark.parametrize("command", [["lists", "show"], ["export"]])
def test_a_list_that_cites_what_is_not_there(command: list[str], workspace: Path, run: Run) -> None:
    path = write_list(
        workspace, "mine", "title: Mine\nsections:\n  - title: One\n    entries:\n      - campbel2014narco\n"
    )
    result = run("-C", workspace, *command, "mine", code=1)
    assert f"{path}:5" in result.err
    assert "'campbel2014narco'" in result.err
    assert "Did you mean 'campbell2014narco'" in result.err
    assert not (workspace / "exports" / "mine.html").exists()


BROKEN = {
    "yaml": ("title: [never closed\n", "mine.yaml:"),
    "key": ("title: Mine\nsectoins:\n  - title: One\n", "sections"),
    "kind": ("title: Mine\nsections: nine\n", "mine.yaml:2"),
    "importance": (
        "title: Mine\nsections:\n  - title: One\n    entries:\n"
        "      - {cite: campbell2014narco, importance: vital}\n",
        "essential",
    ),
    "query": ('title: Mine\nsections:\n  - title: One\n    query: "theme:propagnda"\n', "propaganda"),
    "empty": ("", "mine.yaml"),
}


@pytest.mark.parametrize("kind", BROKEN)
def test_a_broken_list_is_a_problem_and_the_others_are_listed(kind: str, workspace: Path, run: Run) -> None:
    text, what = BROKEN[kind]
    write_list(workspace, "mine", text)
    result = run("-C", workspace, "lists")
    assert any(line.startswith(f"{SYLLABUS} ") for line in result.out.splitlines())
    assert "mine cannot be read:" in result.out
    for command in (["lists", "show", "mine"], ["export", "mine"]):
        failed = run("-C", workspace, *command, code=1)
        assert what in failed.err
        assert "Traceback" not in failed.err
    assert "mine" in run("-C", workspace, "status").err
    told = json.loads(run("-C", workspace, "lists", "--json").out)
    assert [bool(one["problem"]) for one in told] == [False, True, False]


def test_a_list_that_is_not_text(workspace: Path, run: Run) -> None:
    path = workspace / "lists" / "mine.yaml"
    path.write_bytes(b"title: \xff\xfe\x00\n")
    assert str(path) in run("-C", workspace, "lists", "show", "mine", code=1).err
    assert "mine cannot be read:" in run("-C", workspace, "lists").out


def test_no_lists_at_all(tmp_path: Path, workspace: Path, run: Run) -> None:
    for path in (workspace / "lists").iterdir():
        path.unlink()
    result = run("-C", workspace, "lists")
    assert result.out == ""
    assert "lists/my-course.yaml" in result.err


@pytest.mark.parametrize(("locator", "told"), [("10-19", "minutes"), ("10-400", "hours")])
def test_show_tells_short_lists_in_minutes_and_long_ones_in_hours(
    workspace: Path, run: Run, locator: str, told: str
) -> None:
    entry = f"      - cite: campbell2014narco\n        locator: pp. {locator}\n"
    write_list(workspace, "brief", f"title: Brief\nsections:\n  - title: One\n    entries:\n{entry}")
    summary = run("-C", workspace, "lists", "show", "brief").err
    assert re.search(rf"1 reading, about [1-9]\d* {told}\.", summary)
