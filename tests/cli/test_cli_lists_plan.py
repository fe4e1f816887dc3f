"""`readinglist lists plan`: bars of hours at 80 columns, moves proposed and never made."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.conftest import SYLLABUS, Result, Run, contents


def test_bars_fit_eighty_columns_and_nothing_is_changed(workspace: Path, run: Run) -> None:
    before = contents(workspace)
    result = run("-C", workspace, "lists", "plan", SYLLABUS, "--hours", "4")
    lines = result.out.splitlines()
    assert all(len(line) <= 80 for line in lines)
    assert [line.split()[1] for line in lines if line.startswith("Week ")] == [
        str(one) for one in range(1, 13)
    ]
    assert "no class: Benito Juárez" in result.out
    assert "Over: 2, 4, 5, 6." in result.out
    assert "Proposed moves" in result.out
    assert "Without a time, so not counted (7)" in " ".join(result.out.split())
    assert contents(workspace) == before


def test_the_hours_are_those_that_show_tells(demo_result: tuple[Path, Result], run: Run) -> None:
    plan = json.loads(run("-C", demo_result[0], "lists", "plan", SYLLABUS, "--json").out)
    shown = json.loads(run("-C", demo_result[0], "lists", "show", SYLLABUS, "--json").out)
    assert [one["minutes"] for one in plan["weeks"]] == [one["minutes"] for one in shown["sections"]]


def test_the_moves_moved_give_the_hours_promised(demo_result: tuple[Path, Result], run: Run) -> None:
    plan = json.loads(run("-C", demo_result[0], "lists", "plan", SYLLABUS, "--json").out)
    minutes = {one["week"]: one["minutes"] for one in plan["weeks"]}
    for move in plan["moves"]:
        assert move["importance"] != "essential"
        minutes[move["from_week"]] -= move["minutes"]
        minutes[move["to_week"]] += move["minutes"]
    assert minutes == {one["week"]: one["minutes_after"] for one in plan["weeks"]}
    assert plan["spread_after"] <= plan["spread"]


def test_few_moves_near_by(demo_result: tuple[Path, Result], run: Run) -> None:
    args = ("-C", demo_result[0], "lists", "plan", SYLLABUS, "--moves", "3", "--within", "1", "--json")
    moves = json.loads(run(*args).out)["moves"]
    assert len(moves) == 3
    assert all(abs(int(one["from_week"]) - int(one["to_week"])) == 1 for one in moves)


@pytest.mark.parametrize(
    ("args", "code", "message"),
    [
        (("absent",), 1, "there is no list 'absent'"),
        (("course-reserve",), 1, "nothing to plan"),
        ((SYLLABUS, "--hours", "0"), 2, "not possible"),
        ((SYLLABUS, "--hours", "nan"), 2, "not possible"),
        ((SYLLABUS, "--hours", "many"), 2, "many"),
    ],
)
def test_what_cannot_be_planned(
    args: tuple[str, ...], code: int, message: str, demo_result: tuple[Path, Result], run: Run
) -> None:
    assert message in run("-C", demo_result[0], "lists", "plan", *args, code=code).err
