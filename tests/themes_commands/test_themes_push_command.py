"""`themes push`, `--undo` and `pull-tags` against a real server, with its faults and other people's edits."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from readinglist.demo.server import faults

ICE, SEA, BIRDS, SEAL = (
    "Glacier retreat in Patagonia",
    "Sea ice and the penguin",
    "Birds of the moraine",
    "A seal on a glacier",
)
OTHERS = {"kept": 0, "from the publisher": 1}


def test_a_push_adds_a_tag_for_each_theme_and_keeps_all_others(bench: Any) -> None:
    done = bench.ok("themes", "push", "--yes")
    assert bench.tags(ICE) == {**OTHERS, "theme:ice": 0}
    assert bench.tags(SEA) == {**OTHERS, "theme:ice": 0, "theme:birds": 0}
    assert bench.tags("Bookkeeping for beginners") == OTHERS
    assert "+ theme:ice" in done.out
    assert "Zotero: 4 items changed, 6 added, 0 taken away." in done.out


def test_a_dry_run_shows_the_same_and_writes_nothing(bench: Any) -> None:
    before = bench.state()
    done = bench.ok("themes", "push", "--dry-run")
    assert "+ theme:birds" in done.out
    assert "4 items: 6 tags to add, 0 tags to take away." in done.err
    assert bench.state() == before
    assert not (bench.folder / "bib" / "pushed.json").exists()


def test_without_a_terminal_nothing_is_written_unless_told_so(bench: Any) -> None:
    before = bench.state()
    done = bench.run("themes", "push")
    assert done.code == 2
    assert "--yes" in done.err
    assert bench.state() == before


def test_a_second_push_has_nothing_to_write(bench: Any) -> None:
    bench.ok("themes", "push", "--yes")
    version = bench.store.library("user", 42).version
    done = bench.ok("themes", "push", "--yes")
    assert "nothing to write" in done.err
    assert bench.store.library("user", 42).version == version


def test_tags_that_we_wrote_are_no_evidence_for_themes(bench: Any) -> None:
    bench.ok("themes", "push", "--yes")
    text = bench.themes.read_text("utf-8").replace('"glacier",      # the word itself', "")
    bench.themes.write_text(text.replace('label.en = "Ice and glaciers"', 'label.en = "Cold"'), "utf-8")
    done = bench.ok("themes", "push", "--yes")
    assert bench.tags(ICE) == OTHERS
    assert "- theme:ice" in done.out


def test_undo_restores_the_library_exactly_dates_of_modification_too(bench: Any) -> None:
    before = bench.state()
    bench.ok("themes", "push", "--yes")
    assert bench.state() != before
    done = bench.ok("themes", "push", "--undo", "--yes")
    assert bench.state() == before
    assert "6 taken away" in done.out
    again = bench.run("themes", "push", "--undo", "--yes")
    assert again.code == 1
    assert "no push to take back" in again.err


def test_undo_keeps_what_people_did_since(bench: Any) -> None:
    bench.ok("themes", "push", "--yes")
    bench.editor.edit_item(bench.keys[ICE], tags=[{"tag": "mine"}, {"tag": "theme:ice"}], title="Renamed")
    bench.ok("themes", "push", "--undo", "--yes")
    assert bench.tags(ICE) == {"mine": 0}
    assert bench.store.library("user", 42).items[bench.keys[ICE]].data["title"] == "Renamed"


def test_each_undo_takes_one_push_back(bench: Any) -> None:
    bench.ok("themes", "push", "--yes")
    first = bench.state()
    bench.ok("themes", "exclude", bench_key(bench, SEA), "ice")
    bench.ok("themes", "push", "--yes")
    assert bench.tags(SEA) == {**OTHERS, "theme:birds": 0}
    bench.ok("themes", "push", "--undo", "--yes")
    assert bench.state() == first


def bench_key(bench: Any, title: str) -> str:
    """The citation key of an item by its title."""
    found = bench.ok("items", f'"{title}"', "--json").json
    return str(found[0]["citation_key"] if "citation_key" in found[0] else found[0]["key"])


def test_an_item_changed_meanwhile_is_planned_anew(bench: Any) -> None:
    def meanwhile() -> None:
        bench.editor.edit_item(bench.keys[ICE], tags=[{"tag": "new"}], date="1999")

    bench.faults.when(faults.meanwhile(meanwhile), method="POST", path="/items", times=1)
    done = bench.ok("themes", "push", "--yes")
    assert bench.tags(ICE) == {"new": 0, "theme:ice": 0}
    assert bench.store.library("user", 42).items[bench.keys[ICE]].data["date"] == "1999"
    assert "1 item had been changed by somebody meanwhile" in done.err


def test_an_answer_lost_on_the_way_is_not_written_twice(bench: Any) -> None:
    bench.faults.when(faults.reset(after=True), method="POST", path="/items", times=1)
    before = bench.state()
    bench.ok("themes", "push", "--yes")
    assert bench.tags(SEA) == {**OTHERS, "theme:ice": 0, "theme:birds": 0}
    bench.ok("themes", "push", "--undo", "--yes")
    assert bench.state() == before


def test_limits_and_pauses_are_waited_for(bench: Any) -> None:
    bench.faults.when(faults.too_many(retry_after=0), method="POST", path="/items", times=2)
    bench.ok("themes", "push", "--yes")
    assert bench.tags(ICE) == {**OTHERS, "theme:ice": 0}


def test_a_push_that_breaks_off_is_resumed_and_can_be_taken_back(bench: Any) -> None:
    keys = [bench.editor.add_item("book", title=f"Glacier {n}", date="1990") for n in range(60)]
    before = bench.state()
    writes = iter([lambda: None, lambda: bench.store.remove_key("WRITEKEY")])
    bench.faults.when(faults.meanwhile(lambda: next(writes)()), method="POST", path="/items", times=2)
    broken = bench.run("themes", "push", "--yes")
    assert broken.code == 1
    library = bench.store.library("user", 42)
    done = [key for key in keys if "theme:ice" in library.items[key].tags]
    assert 0 < len(done) < 60
    bench.store.add_key("WRITEKEY", 42)
    bench.ok("themes", "push", "--yes")
    assert all("theme:ice" in library.items[key].tags for key in keys)
    bench.ok("themes", "push", "--undo", "--yes")
    bench.ok("themes", "push", "--undo", "--yes")
    assert bench.state() == before


def test_a_push_that_was_killed_can_be_taken_back(bench: Any) -> None:
    before = bench.state()["items"]
    bench.ok("themes", "push", "--yes")
    path = bench.folder / "bib" / "pushed.json"
    record = json.loads(path.read_text("utf-8"))
    record["events"][0]["finished"] = False
    for change in record["events"][0]["changes"]:
        change |= {"version": 0, "modified_before": ""}  # intentions only, as before the answer came
    path.write_text(json.dumps(record), "utf-8")
    bench.ok("themes", "push", "--undo", "--yes")
    assert {key: one[3] for key, one in bench.state()["items"].items()} == {
        key: one[3] for key, one in before.items()
    }


def test_a_key_that_may_only_read_is_refused_before_anything_is_written(
    bench: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = bench.state()
    monkeypatch.setenv("ZOTERO_API_KEY", "READKEY")
    done = bench.run("themes", "push", "--yes")
    assert done.code == 1
    assert "may read this library but not change it" in done.err
    assert "settings/keys" in done.err
    assert bench.state() == before


def test_collections_are_made_filled_and_taken_back(bench: Any) -> None:
    mine = bench.editor.add_collection("theme:birds")
    bench.editor.move(bench.keys[ICE], mine)
    before = bench.state()
    done = bench.ok("themes", "push", "--as", "collections", "--yes")
    assert "New in users/42: theme:animals, theme:ice" in done.out
    library = bench.store.library("user", 42)
    names = {one.name: key for key, one in library.collections.items()}
    assert set(names) == {"theme:animals", "theme:birds", "theme:ice"}
    assert names["theme:birds"] == mine
    assert set(library.items[bench.keys[ICE]].collections) == {mine, names["theme:ice"]}
    assert set(library.items[bench.keys[SEA]].collections) == {mine, names["theme:ice"]}
    assert "nothing to write" in bench.ok("themes", "push", "--as", "collections", "--yes").err
    bench.ok("themes", "push", "--undo", "--yes")
    assert bench.state() == before


def test_a_collection_that_somebody_uses_is_not_deleted_by_undo(bench: Any) -> None:
    bench.ok("themes", "push", "--as", "collections", "--yes")
    library = bench.store.library("user", 42)
    ice = next(key for key, one in library.collections.items() if one.name == "theme:ice")
    bench.editor.move(bench.keys["The nest"], ice)
    done = bench.ok("themes", "push", "--undo", "--yes")
    assert ice in library.collections
    assert "somebody has put something else there: 'theme:ice'" in done.err


def test_a_tag_given_by_hand_becomes_a_decision(bench: Any) -> None:
    tags = [{"tag": "kept"}, {"tag": "theme:birds"}, {"tag": "theme:bird"}]
    bench.editor.edit_item(bench.keys["The nest"], tags=tags)
    done = bench.ok("themes", "pull-tags", "--yes", "--by", "A. Cataloguer", "--on", "2027-02-03")
    assert "has birds: The nest" in done.out
    assert "there is no theme 'bird'" in done.err
    assert "did you mean 'theme:birds'?" in done.err
    text = bench.themes.read_text("utf-8")
    assert 'include = ["birds"], by = "A. Cataloguer", on = "2027-02-03" }' in text
    assert bench.tags("The nest")["theme:bird"] == 0
    assert "Nothing was given" in bench.ok("themes", "pull-tags", "--yes").err


def test_a_tag_of_ours_taken_off_by_hand_becomes_a_decision_and_is_not_put_back(bench: Any) -> None:
    bench.ok("themes", "push", "--yes")
    bench.editor.edit_item(bench.keys[SEA], tags=[{"tag": "theme:birds"}])
    pushed = bench.ok("themes", "push", "--yes")
    assert bench.tags(SEA) == {"theme:birds": 0}
    assert "pull-tags" in pushed.err
    done = bench.ok("themes", "pull-tags", "--yes")
    assert "does not have ice" in done.out
    assert 'exclude = ["ice"]' in bench.themes.read_text("utf-8")
    assert "nothing to write" in bench.ok("themes", "push", "--yes").err


def test_a_decision_in_the_file_is_not_overturned_by_a_tag(bench: Any) -> None:
    key = bench_key(bench, "The nest")
    bench.ok("themes", "exclude", key, "birds")
    bench.editor.edit_item(bench.keys["The nest"], tags=[{"tag": "theme:birds"}])
    done = bench.ok("themes", "pull-tags", "--yes")
    assert f"readinglist themes clear {key} birds" in done.err
    assert 'exclude = ["birds"]' in bench.themes.read_text("utf-8")


def test_a_broken_record_is_named_and_nothing_is_written(bench: Any) -> None:
    (bench.folder / "bib" / "pushed.json").write_text('{"events": [{"what": "x"}]}', "utf-8")
    before = bench.state()
    done = bench.run("themes", "push", "--yes")
    assert done.code == 1
    assert "pushed.json" in done.err
    assert bench.state() == before


def test_the_bundled_collection_is_shown_but_never_written(
    tmp_path: Path, api_key: None, run_command: Callable[..., Any]
) -> None:
    folder = str(tmp_path / "demo")
    assert run_command("init", folder, "--demo").code == 0
    shown = run_command("-C", folder, "themes", "push", "--dry-run")
    assert shown.code == 0
    assert "+ theme:propaganda" in shown.out
    done = run_command("-C", folder, "themes", "push", "--yes")
    assert done.code == 2
    assert "keeps no changes" in done.err


@pytest.mark.parametrize("prefix", ["", " x", "a\nb"])
def test_a_prefix_that_cannot_be_one_is_refused(bench: Any, prefix: str) -> None:
    done = bench.run("themes", "push", "--prefix", prefix, "--dry-run")
    assert done.code == 2
    assert "--prefix" in done.err


def test_json_of_a_push_says_plan_and_result(bench: Any) -> None:
    shown = bench.ok("themes", "push", "--dry-run", "--json").json
    assert [one["add"] for one in shown["plan"]["items"] if one["key"] == bench.keys[ICE]] == [["theme:ice"]]
    done = bench.ok("themes", "push", "--yes", "--json").json
    assert done["done"]["items"] == 4
    assert json.loads((bench.folder / "bib" / "pushed.json").read_text("utf-8"))["events"][0]["finished"]
