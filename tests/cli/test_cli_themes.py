"""`readinglist themes` and `themes why`: the tree with its counts, and reasons that point into the rules."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from tests.cli.conftest import Result, Run

pytestmark = pytest.mark.usefixtures("inside")


@pytest.fixture
def inside(demo_result: tuple[Path, Result], monkeypatch: pytest.MonkeyPatch) -> None:
    """These commands only read: the worker's own demo will do, and it is the current folder."""
    monkeypatch.chdir(demo_result[0])


def test_the_counts_are_those_of_the_search_and_of_the_bib_files(run: Run) -> None:
    rows = json.loads(run("themes", "--json").out)["rows"]
    assert len(rows) == 11
    for row in rows:
        found = json.loads(run("items", "--theme", row["theme"], "--json").out)
        bib = Path("bib", f"{row['theme']}.bib").read_text("utf-8")
        assert row["count"] == len(found) == len(re.findall(r"^@\w+\{", bib, re.MULTILINE))


def test_the_table_has_counts_labels_and_ids(run: Run) -> None:
    lines = run("themes").out.splitlines()
    assert lines[0].split() == ["Items", "Theme"]
    assert re.fullmatch(r" +\d+  Propaganda and online violence +propaganda", lines[1])
    assert all(len(line) <= 80 for line in lines)


def test_why_names_words_field_weight_and_the_rules_line(run: Run) -> None:
    text = run("themes", "why", "campbell2014narco").out
    assert all(len(line) <= 80 for line in text.splitlines())
    flat = " ".join(text.split())
    found = re.search(
        r"\+1\.00 title has “Narco-Propaganda”.*?\[strong: narco-propaganda \(themes\.toml:(\d+)\)\]", flat
    )
    assert found
    line = Path("themes.toml").read_text("utf-8").splitlines()[int(found[1]) - 1]
    assert "narco-propaganda" in line


def test_why_as_json_holds_every_score(run: Run) -> None:
    told = json.loads(run("themes", "why", "P4PHRY7P", "--json").out)
    assert told["citation_key"] == "campbell2014narco"
    best = next(one for one in told["scores"] if one["theme"] == "propaganda")
    assert best["verdict"] == "assigned"
    assert best["score"] >= best["threshold"]
    assert best["evidence"][0]["words"] == "Narco-Propaganda"


def test_labels_follow_the_workspaces_locale(workspace: Path, run: Run) -> None:
    config = workspace / "readinglist.toml"
    config.write_text(config.read_text("utf-8").replace('locale = "en-US"', 'locale = "es-MX"'), "utf-8")
    labels = [row["label"] for row in json.loads(run("-C", workspace, "themes", "--json").out)["rows"]]
    assert any("criptomonedas" in label.lower() for label in labels)


def test_a_tree_of_themes_counts_what_lies_below(workspace: Path, run: Run) -> None:
    themes = workspace / "themes.toml"
    text = themes.read_text("utf-8")
    themes.write_text(
        text.replace('id = "encryption"\n', 'id = "encryption"\nbroader = "cartel-technology"\n', 1), "utf-8"
    )
    rows = {row["theme"]: row for row in json.loads(run("-C", workspace, "themes", "--json").out)["rows"]}
    assert (rows["cartel-technology"]["depth"], rows["encryption"]["depth"]) == (0, 1)
    assert rows["cartel-technology"]["count"] > rows["encryption"]["count"]
    found = json.loads(run("-C", workspace, "items", "--theme", "cartel-technology", "--json").out)
    assert rows["cartel-technology"]["count"] == len(found)
