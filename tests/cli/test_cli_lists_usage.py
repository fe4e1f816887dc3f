"""`readinglist lists where-used`, `missing` and `coverage`: lists and library side by side."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.conftest import SYLLABUS, Result, Run

KEY = "campbell2014narco"
OWN = """\
title: t
sections:
  - title: One
    entries:
      - cite: trejo2018drug
        alternatives: [campbell2014narco]
      - cite: nobody2014x
      - {cite: astorga2005x, after: trejo2018drug}
  - {title: Two, query: "key:campbell2014narco"}
  - {title: Three, query: "key:campbell2014narco", pins: [campbell2014narco]}
  - {title: Four, query: "key:campbell2014narco", exclude: [campbell2014narco]}
"""


@pytest.fixture
def own(workspace: Path) -> Path:
    (workspace / "lists" / "own.yaml").write_text(OWN, "utf-8")
    (workspace / "lists" / "broken.yaml").write_text("title: [", "utf-8")
    return workspace


def test_where_a_work_is_used_in_every_way(own: Path, run: Run) -> None:
    result = run("-C", own, "lists", "where-used", KEY, "--json")
    told = json.loads(result.out)
    assert told["citation_key"] == KEY
    assert [(one["list"], one["how"], one["section"].partition(":")[0]) for one in told["uses"]] == [
        (SYLLABUS, "entry", "Week 3"),
        ("own", "alternative", "One"),
        ("own", "query", "Two"),
        ("own", "pin", "Three"),
    ]
    assert told["uses"][1]["where"].endswith("own.yaml:6")
    shown = run("-C", own, "lists", "where-used", KEY.upper())
    assert "In 2 lists." in shown.err
    assert "'broken' could not be read" in shown.err
    assert all(len(line) <= 80 for line in shown.out.splitlines())


def test_a_key_that_only_a_list_knows_and_one_that_nobody_knows(own: Path, run: Run) -> None:
    assert "own" in run("-C", own, "lists", "where-used", "nobody2014x").out
    assert f"Did you mean '{KEY}'" in run("-C", own, "lists", "where-used", "campbel2014narco", code=1).err
    assert "In no list." in run("-C", own, "lists", "where-used", "dehbi2021darknet").err


def test_missing_names_keys_with_their_line_and_works_in_no_list(own: Path, run: Run) -> None:
    told = json.loads(run("-C", own, "lists", "missing", "own", "--json").out)
    assert [(one["key"], one["where"].rpartition("own.yaml")[2]) for one in told["keys"]] == [
        ("nobody2014x", ":7"),
        ("astorga2005x", ":8"),
    ]
    everything = json.loads(run("-C", own, "lists", "missing", "--json").out)
    assert {one["list"] for one in everything["keys"]} == {"own"}
    assert everything["unread"] == ["broken"]
    unlisted = {key for one in everything["themes"] for key, _, _ in one["works"]}
    assert "dehbi2021darknet" in unlisted
    assert KEY not in unlisted
    assert 0 < len(told["themes"]) < len(everything["themes"])


def test_missing_shows_the_newest_of_a_theme_and_all_when_asked(
    demo_result: tuple[Path, Result], run: Run
) -> None:
    args = ("-C", demo_result[0], "lists", "missing", "--theme", "darknet-markets")
    few = run(*args)
    assert "(--all)" in few.out
    every = run(*args, "--all").out
    assert len(every.splitlines()) > len(few.out.splitlines())
    assert all(len(line) <= 80 for line in every.splitlines())
    assert "there is no theme 'x'" in run(*args[:-1], "x", code=1).err


def test_coverage_counts_each_work_once_and_beside_the_library(own: Path, run: Run) -> None:
    told = json.loads(run("-C", own, "lists", "coverage", "own", "--json").out)
    assert told["listed"] == 2
    assert sum(one["library"] for one in told["types"]) == told["library"]
    assert sum(one["listed"] for one in told["years"]) == 2
    shown = run("-C", own, "lists", "coverage", SYLLABUS)
    assert all(len(line) <= 80 for line in shown.out.splitlines())
    assert [line.split()[0] for line in shown.out.splitlines() if line.endswith("library")] == [
        "Themes",
        "Languages",
        "Years",
        "Types",
    ]
    assert "there is no list 'absent'" in run("-C", own, "lists", "coverage", "absent", code=1).err
