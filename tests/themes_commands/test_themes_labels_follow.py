"""Hand labels stay in step: with themes that are renamed, merged, split, removed, and with their items."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from readinglist.themes.labels import left_open_in_labels, read_labels, rename_in_labels

LEARN = '\n[learn]\nlabels = "labels.jsonl"\n'
THEMES = ("ice", "birds", "animals")


@pytest.fixture
def labelled(bench: Any) -> Any:
    bench.themes.write_text(bench.themes.read_text("utf-8") + LEARN, "utf-8")
    lines = [
        '{"key":  "nest2015", "themes": ["birds", "animals"]}',
        '{"key": "sea2004ice", "themes": ["ice"], "optional": ["birds"]}',
        "",
        f'{{"key": "{bench.keys["A seal on a glacier"]}", "themes": ["animals", "ice"], "optional": []}}',
    ]
    labels_of(bench).write_bytes("\r\n".join(lines).encode())
    return bench


def labels_of(bench: Any) -> Path:
    path: Path = bench.folder / "labels.jsonl"
    return path


def told(bench: Any) -> list[tuple[list[str], list[str]]]:
    rows = (json.loads(line) for line in labels_of(bench).read_text("utf-8").split("\n") if line.strip())
    return [(row["themes"], row.get("optional", [])) for row in rows]


def support(bench: Any, theme: str) -> int:
    return int(bench.ok("themes", "evaluate", "--json").json["per_theme"][theme]["support"])


def test_labels_follow_a_theme_to_its_new_name_and_other_lines_keep_their_bytes(labelled: Any) -> None:
    before = labels_of(labelled).read_bytes()
    shown = labelled.ok("themes", "rename", "ice", "frozen", "--dry-run")
    assert "labels.jsonl: 2 labelled items follow" in shown.out
    assert labels_of(labelled).read_bytes() == before
    done = labelled.ok("themes", "rename", "ice", "frozen", "--yes")
    assert "labels.jsonl" in done.err
    after = labels_of(labelled).read_bytes()
    assert after.split(b"\r\n")[0] == before.split(b"\r\n")[0]
    assert told(labelled)[1:] == [(["frozen"], ["birds"]), (["animals", "frozen"], [])]
    assert support(labelled, "frozen") == 2


def test_a_merge_leaves_each_theme_once_and_none_both_given_and_open(labelled: Any) -> None:
    labelled.ok("themes", "merge", "birds", "ice", "--into", "animals", "--yes")
    assert told(labelled) == [(["animals"], []), (["animals"], []), (["animals"], [])]
    assert support(labelled, "animals") == 3


def test_a_theme_that_is_removed_leaves_the_labels(labelled: Any) -> None:
    labelled.ok("themes", "remove", "birds", "--yes")
    assert told(labelled) == [(["animals"], []), (["ice"], []), (["animals", "ice"], [])]


def test_what_is_split_off_is_left_open_where_the_whole_was_given(labelled: Any) -> None:
    labelled.ok("themes", "split", "ice", "sea", "--label", "Sea", "--term", "sea-ice", "--yes")
    assert told(labelled)[1:] == [(["ice"], ["birds", "sea"]), (["animals", "ice"], ["sea"])]


def test_labels_are_renamed_where_they_take_part_in_assignments(labelled: Any) -> None:
    text = labelled.themes.read_text("utf-8").replace("[learn]", "[learn]\nenabled = true")
    labelled.themes.write_text(text, "utf-8")
    labelled.ok("themes", "rename", "ice", "frozen", "--yes")
    labelled.ok("sync")


def test_a_broken_line_of_labels_is_named_and_nothing_written(labelled: Any) -> None:
    labels_of(labelled).write_text('{"key": "nest2015", "themes": ["birds"]}\n{"key"\n', "utf-8")
    before = labelled.themes.read_bytes()
    done = labelled.run("themes", "rename", "ice", "frozen", "--yes")
    assert done.code == 1 and "labels.jsonl:2" in done.err
    assert labelled.themes.read_bytes() == before


def test_a_label_follows_its_item_to_another_key_and_into_another_item(labelled: Any) -> None:
    assert support(labelled, "birds") == 1
    labelled.editor.edit_item(labelled.keys["The nest"], extra="Citation Key: newkey2015")
    labelled.editor.merge(labelled.keys["Glacier retreat in Patagonia"], labelled.keys["A seal on a glacier"])
    labelled.ok("sync")
    found = labelled.ok("themes", "evaluate", "--json").json
    assert found["items"] == 3
    assert {name: one["support"] for name, one in found["per_theme"].items()} == {
        "ice": 2,
        "birds": 1,
        "animals": 2,
    }


def test_a_decision_is_measured_on_the_item_that_it_followed(bench: Any) -> None:
    bench.ok("themes", "include", "nest2015", "ice")
    bench.editor.edit_item(bench.keys["The nest"], extra="Citation Key: newkey2015")
    bench.ok("sync")
    found = bench.ok("themes", "evaluate", "--json").json
    assert found["items"] == 1 and found["per_theme"]["ice"]["support"] == 1


def test_what_a_push_wrote_is_no_evidence_when_measured(bench: Any) -> None:
    bench.themes.write_text(
        bench.themes.read_text("utf-8").replace('"glacier",', '"glacier", "theme birds",'), "utf-8"
    )
    bench.ok("themes", "include", "bookkeeping2016beginners", "birds")
    before = bench.ok("themes", "evaluate", "--json").json
    bench.ok("themes", "push", "--yes")
    bench.ok("sync")
    assert bench.ok("themes", "evaluate", "--json").json == before


names = st.sampled_from(THEMES)
rows = st.lists(st.tuples(st.lists(names, unique=True), st.lists(names, unique=True)), max_size=6)


@given(rows, names, names)
def test_any_labels_can_be_renamed_and_read_again(
    found: list[tuple[list[str], list[str]]], old: str, new: str
) -> None:
    lines = [
        json.dumps({"key": f"k{at}", "themes": themes, "optional": optional})
        for at, (themes, optional) in enumerate(found)
    ]
    text = "\n".join(lines) + "\n"
    renamed = read_labels(rename_in_labels(text, {old: new}), "labels", THEMES)
    for before, after in zip(read_labels(text, "labels", THEMES), renamed, strict=True):
        assert after.themes == {new if one == old else one for one in before.themes}
        assert after.optional == {new if one == old else one for one in before.optional} - after.themes
    opened = read_labels(left_open_in_labels(text, old, new), "labels", THEMES)
    assert [one.themes for one in opened] == [one.themes for one in read_labels(text, "labels", THEMES)]
