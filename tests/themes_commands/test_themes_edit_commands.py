"""`themes include … remove`: decisions and the edits of themes, with lists, decisions and rules in step."""

from __future__ import annotations

import tomllib
from typing import Any

import pytest

LIST = """\
title: Birds and ice   # a comment
sections:
  - title: Birds
    query: theme:birds -theme:"ice"
  - title: Both
    query: "theme:\\"birds\\" year:2000.."
    intro: About theme:birds in general.
"""


@pytest.fixture
def listed(bench: Any) -> Any:
    (bench.folder / "lists" / "course.yaml").write_text(LIST, "utf-8")
    return bench


def data(bench: Any) -> Any:
    return tomllib.loads(bench.themes.read_text("utf-8"))


def themes_of(bench: Any, key: str) -> list[str]:
    scores = bench.ok("themes", "why", key, "--json").json["scores"]
    return sorted(one["theme"] for one in scores if one["verdict"] in ("assigned", "included"))


def lines_lost(before: str, after: str) -> list[str]:
    kept = after.splitlines()
    return [line for line in before.splitlines() if line.strip() and line not in kept]


def test_include_exclude_and_clear_win_and_are_taken_back(bench: Any) -> None:
    done = bench.ok("themes", "include", "bookkeeping2016beginners", "ice", "--by", "A. B.", "--why", "cover")
    assert "has the theme ice (Ice and glaciers)" in done.out
    assert themes_of(bench, "bookkeeping2016beginners") == ["ice"]
    bench.ok("themes", "exclude", "bookkeeping2016beginners", "ice")
    assert themes_of(bench, "bookkeeping2016beginners") == []
    bench.ok("sync")
    assert themes_of(bench, "bookkeeping2016beginners") == []
    bench.ok("themes", "clear", "bookkeeping2016beginners", "ice")
    assert "bookkeeping2016beginners" not in data(bench)["decisions"]
    again = bench.ok("themes", "clear", "bookkeeping2016beginners", "ice")
    assert "decided before" in again.err


@pytest.mark.parametrize(
    ("args", "code", "said"),
    [
        (("include", "bookkeeping2016", "ice"), 1, "bookkeeping2016beginners"),
        (("include", "bookkeeping2016beginners", "icy"), 1, "'ice'"),
        (("exclude", "nest2015", "birds", "--on", "yesterday"), 2, "2027-01-31"),
        (("rename", "ice", "a b"), 2, "letters, digits"),
        (("rename", "ice", "Birds"), 2, "there is a theme 'birds' already"),
        (("merge", "ice", "--into", "ice"), 2, "itself"),
        (("remove", "icy"), 1, "'ice'"),
        (("new", "fish", "--label", "Avifauna"), 1, "one label"),
        (("new", "fish", "--label", "Fish", "--broader", "animal"), 1, "'animals'"),
        (("new", "fish", "--label", "Fish", "--strong", "a ~ b & c"), 1, "cannot stand in one term"),
        (("split", "ice", "sea", "--label", "Sea", "--term", "brine"), 2, "'ice' has no rule 'brine'"),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_written(
    bench: Any, args: tuple[str, ...], code: int, said: str
) -> None:
    before = bench.themes.read_bytes()
    done = bench.run("themes", *args, *(() if args[0] in ("include", "exclude") else ("--yes",)))
    assert done.code == code, done
    assert said in done.err
    assert bench.themes.read_bytes() == before


def test_a_decision_follows_its_item_to_another_citation_key(bench: Any) -> None:
    bench.ok("themes", "include", "nest2015", "ice")
    bench.editor.edit_item(bench.keys["The nest"], extra="Citation Key: newkey2015")
    bench.ok("sync")
    assert themes_of(bench, "newkey2015") == ["ice"]
    bench.ok("themes", "exclude", "newkey2015", "ice")
    assert themes_of(bench, "newkey2015") == []
    assert data(bench)["decisions"] == {"newkey2015": {"exclude": ["ice"]}}


def test_a_decision_follows_an_item_that_is_merged_into_another(bench: Any) -> None:
    bench.ok("themes", "include", "nest2015", "ice")
    bench.editor.merge(bench.keys["Bookkeeping for beginners"], bench.keys["The nest"])
    bench.ok("sync")
    assert "ice" in themes_of(bench, "bookkeeping2016beginners")


def test_a_new_theme_is_written_behind_the_last_and_finds_its_items(bench: Any) -> None:
    before = bench.themes.read_text("utf-8")
    args = ("new", "money", "--label", "en=Money", "--label", "es=Dinero", "--strong", "bookkeeping")
    shown = bench.ok("themes", *args, "--dry-run")
    assert "bookkeeping2016beginners  + money" in shown.out
    assert bench.themes.read_text("utf-8") == before
    bench.ok("themes", *args, "--yes")
    assert lines_lost(before, bench.themes.read_text("utf-8")) == []
    assert themes_of(bench, "bookkeeping2016beginners") == ["money"]
    assert data(bench)["themes"][-1]["label"] == {"en": "Money", "es": "Dinero"}


def test_rename_keeps_decisions_lists_neighbours_and_comments_in_step(listed: Any) -> None:
    listed.ok("themes", "include", "nest2015", "birds")
    before = listed.themes.read_text("utf-8")
    done = listed.ok("themes", "rename", "birds", "avifauna", "--yes")
    assert "0 items would have other themes" in done.err
    found = data(listed)
    assert [one["id"] for one in found["themes"]] == ["ice", "avifauna", "animals"]
    assert found["decisions"] == {"nest2015": {"include": ["avifauna"]}}
    assert len(lines_lost(before, listed.themes.read_text("utf-8"))) == 2
    text = (listed.folder / "lists" / "course.yaml").read_text("utf-8")
    assert text == LIST.replace("query: theme:birds", "query: theme:avifauna").replace(
        '\\"birds\\"', '\\"avifauna\\"'
    )
    assert themes_of(listed, "nest2015") == ["avifauna"]
    listed.ok("themes", "rename", "animals", "fauna", "--yes")
    assert data(listed)["themes"][1]["broader"] == "fauna"


def test_merge_takes_over_rules_names_decisions_and_lists(listed: Any) -> None:
    listed.ok("themes", "include", "nest2015", "birds")
    listed.ok("themes", "exclude", "nest2015", "animals")
    done = listed.ok("themes", "merge", "birds", "--into", "animals", "--yes")
    found = data(listed)
    assert [one["id"] for one in found["themes"]] == ["ice", "animals"]
    whole = found["themes"][1]
    assert {"bird", "penguin", "animal", "seal"} <= set(whole["rules"]["strong"])
    assert whole["rules"]["weak"] == ["nest"]
    assert whole["alt"] == {"en": ["Avifauna"]}
    assert found["decisions"] == {"nest2015": {"include": ["animals"]}}
    assert "theme:animals" in (listed.folder / "lists" / "course.yaml").read_text("utf-8")
    assert themes_of(listed, "sea2004ice") == ["animals", "ice"]
    assert "birds" not in {row["theme"] for row in listed.ok("themes", "--json").json["rows"]}
    assert done.code == 0


def test_split_moves_rules_and_lists_go_on_finding_both(listed: Any) -> None:
    before = {one["citation_key"] for one in listed.ok("items", "theme:ice", "--json").json}
    args = ("split", "ice", "sea", "--label", "Sea", "--term", "sea-ice")
    listed.ok("themes", *args, "--yes")
    found = {one["id"]: one for one in data(listed)["themes"]}
    assert found["sea"]["broader"] == "ice"
    assert found["sea"]["rules"]["strong"] == ["sea-ice"]
    assert found["ice"]["rules"]["strong"] == ["glacier"]
    assert "# the word itself" in listed.themes.read_text("utf-8")
    assert {one["citation_key"] for one in listed.ok("items", "theme:ice", "--json").json} == before
    assert themes_of(listed, "sea2004ice") == ["birds", "sea"]


def test_remove_is_refused_while_a_list_asks_for_the_theme(listed: Any) -> None:
    done = listed.run("themes", "remove", "birds", "--yes")
    assert done.code == 1
    assert "course.yaml:4" in done.err
    (listed.folder / "lists" / "course.yaml").unlink()
    listed.ok("themes", "include", "nest2015", "birds")
    listed.ok("themes", "remove", "birds", "--yes")
    found = data(listed)
    assert [one["id"] for one in found["themes"]] == ["ice", "animals"]
    assert found["decisions"] == {}
    assert "# The second one" not in listed.themes.read_text("utf-8")


def test_removing_a_theme_lets_those_below_it_go_up(bench: Any) -> None:
    bench.ok("themes", "remove", "animals", "--yes")
    assert "broader" not in data(bench)["themes"][1]


def test_a_renamed_theme_gets_its_new_name_in_zotero_by_the_next_push(bench: Any) -> None:
    bench.ok("themes", "push", "--yes")
    bench.ok("themes", "rename", "ice", "cold", "--yes")
    done = bench.ok("themes", "push", "--yes")
    assert "+ theme:cold" in done.out
    assert "- theme:ice" in done.out
    assert set(bench.tags("Glacier retreat in Patagonia")) == {"kept", "from the publisher", "theme:cold"}
