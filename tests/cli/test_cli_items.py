"""`readinglist items` and `show`: searching, narrowing, and everything about one item."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.conftest import Result, Run

pytestmark = pytest.mark.usefixtures("inside")


@pytest.fixture
def inside(demo_result: tuple[Path, Result], monkeypatch: pytest.MonkeyPatch) -> None:
    """These commands only read: the worker's own demo will do, and it is the current folder."""
    monkeypatch.chdir(demo_result[0])


def found(run: Run, *args: str) -> list[dict[str, object]]:
    """What `items ARGS --json` finds."""
    return list(json.loads(run("items", "--json", *args).out))


def shown(result: Result) -> list[tuple[str, ...]]:
    """Each line's key, as far as there is room for all, and year."""
    rows = (line.split() for line in result.out.splitlines()[1:])
    return [(key.rstrip("…")[:27], year) for key, year, *_ in rows]


def test_a_bare_noun_lists_everything(run: Run) -> None:
    result = run("items")
    lines = result.out.splitlines()
    assert lines[0].split() == ["Key", "Year", "Title"]
    assert len(lines) == 1 + 292
    assert all(len(line) <= 80 for line in lines)
    assert [line.split()[0] for line in lines[1:]] == sorted(
        (line.split()[0] for line in lines[1:]), key=str.lower
    )
    assert result.err == "292 items. `readinglist show KEY` tells all about one.\n"


def test_a_limit_shows_the_best_and_tells_of_the_rest(run: Run) -> None:
    whole, some = run("items", "narco"), run("items", "narco", "--limit", "3")
    assert shown(some) == shown(whole)[:3]
    total = len(whole.out.splitlines()) - 1
    assert some.err == f"The first 3 of {total} items; without --limit all are shown.\n"
    assert run("items", "narco", "--limit", str(total)).err == whole.err
    assert found(run, "narco", "--limit", "3") == found(run, "narco")[:3]
    assert found(run, "--limit", "3") == found(run)[:3]


def test_a_list_shows_what_json_says(run: Run) -> None:
    items = found(run, "narco")
    assert shown(run("items", "narco")) == [
        (str(item["citation_key"])[:27], str(item["year"] or "n.d.")) for item in items
    ]


def test_words_and_a_phrase(run: Run) -> None:
    assert len(found(run, "silk", "road")) == len(found(run, "silk road")) > 1
    assert 0 < len(found(run, '"silk road"')) <= len(found(run, "silk road"))


@pytest.mark.parametrize(
    ("one", "other"), [("México", "mexico"), ("PERIODISTAS", "periodistas"), ("núñez", "Nunez")]
)
def test_accents_and_case_do_not_matter(one: str, other: str, run: Run) -> None:
    assert found(run, one) == found(run, other) != []


def test_a_minus_leaves_out(run: Run) -> None:
    everything = found(run, "narco*")
    without = found(run, "narco*", "-type:journalArticle")
    assert 0 < len(without) < len(everything)
    assert not any(item["item_type"] == "journalArticle" for item in without)
    assert found(run, "-type:journalArticle", "narco*") == without
    assert found(run, "narco*", "--", "-type:journalArticle") == without


def test_theme(run: Run) -> None:
    items = found(run, "--theme", "propaganda")
    assert items
    assert all("propaganda" in item["themes"] for item in items)  # type: ignore[operator]
    assert found(run, "theme:propaganda") == items


def test_type(run: Run) -> None:
    items = found(run, "--type", "film")
    assert items
    assert {item["item_type"] for item in items} == {"film"}


@pytest.mark.parametrize(
    ("years", "low", "high"),
    [("2012", 2012, 2012), ("2010..2015", 2010, 2015), ("2020..", 2020, 9999), ("..2009", 0, 2009)],
)
def test_year(years: str, low: int, high: int, run: Run) -> None:
    items = found(run, "--year", years)
    assert items
    assert all(low <= item["year"] <= high for item in items)  # type: ignore[operator]


@pytest.mark.parametrize("name", ["Teaching", "teaching", "I98LEKZM"])
def test_collection_with_all_below_it(name: str, run: Run) -> None:
    items = found(run, "--collection", name)
    assert 0 < len(items) < 292
    assert all(any("Teaching" in path for path in item["collections"]) for item in items)  # type: ignore[attr-defined]


def test_tag(run: Run) -> None:
    items = found(run, "--tag", "narco-propaganda")
    assert "campbell2014narco" in {item["citation_key"] for item in items}


def test_options_narrow_together(run: Run) -> None:
    items = found(run, "narco*", "--theme", "propaganda", "--year", "2010..2015", "--type", "journalArticle")
    assert "campbell2014narco" in {item["citation_key"] for item in items}
    assert len(items) < len(found(run, "narco*", "--theme", "propaganda"))


def test_json_holds_the_fields_as_zotero_names_them(run: Run) -> None:
    item = next(one for one in found(run, "anthropological") if one["citation_key"] == "campbell2014narco")
    assert item["zotero_key"] == "P4PHRY7P"
    assert item["fields"]["publicationTitle"] == "Latin American Perspectives"  # type: ignore[index]
    assert item["year"] == 2014


def test_nothing_found_is_no_failure(run: Run) -> None:
    result = run("items", "xyzzyx")
    assert result.out == ""
    assert result.err.startswith("Nothing found.")
    assert found(run, "xyzzyx") == []


@pytest.mark.parametrize(
    ("args", "code", "what"),
    [
        (["--theme", "propagnda"], 1, "Did you mean 'propaganda'"),
        (["--type", "jurnalArticle"], 1, "Did you mean 'journalArticle'"),
        (["--collection", "Teachin"], 1, "Teaching"),
        (["--year", "twelve"], 2, "no year"),
        (["--year", "2015..2010"], 2, "2010..2015"),
        (["thme:propaganda"], 2, "Did you mean 'theme:'"),
        (['"never closed'], 2, "never closed"),
        (["--them", "propaganda"], 2, "--theme"),
        (["!!!"], 2, "no letter or digit"),
    ],
)
def test_a_query_that_cannot_be_understood(args: list[str], code: int, what: str, run: Run) -> None:
    result = run("items", *args, code=code)
    assert result.out == ""
    assert what in result.err
    assert "Traceback" not in result.err


def test_show_tells_all_about_an_item(run: Run) -> None:
    lines = run("show", "campbell2014narco").out.splitlines()
    assert lines[0] == "campbell2014narco"
    shown = {line[:17].strip(): line[18:] for line in lines[1:]}
    assert shown["author"] == "Howard Campbell"
    assert shown["publication title"] == "Latin American Perspectives"
    assert shown["themes"].startswith("propaganda") or "propaganda" in shown["themes"]
    assert shown["cited in"] == "narco-digital-syllabus"
    assert "P4PHRY7P" in shown["zotero"]
    assert all(len(line) <= 80 for line in lines)


@pytest.mark.parametrize("key", ["P4PHRY7P", "p4phry7p", "CAMPBELL2014narco"])
def test_show_takes_zotero_keys_and_any_case(key: str, run: Run) -> None:
    assert run("show", key).out == run("show", "campbell2014narco").out


def test_show_as_json(run: Run) -> None:
    told = json.loads(run("show", "campbell2014narco", "--json").out)
    assert told["lists"] == ["narco-digital-syllabus"]
    assert told["creators"][0]["last_name"] == "Campbell"


@pytest.mark.parametrize("command", [["show"], ["themes", "why"]])
def test_an_unknown_key_gets_near_matches(command: list[str], run: Run) -> None:
    result = run(*command, "campbel2014narco", code=1)
    assert "there is no item 'campbel2014narco'" in result.err
    assert "'campbell2014narco'" in result.err
    assert "readinglist items" in run(*command, "zzzzzz", code=1).err


def test_collections_are_a_tree_with_the_names_and_keys_that_other_commands_take(run: Run) -> None:
    lines = run("collections").out.splitlines()
    assert lines[0].split() == ["Collection", "Items", "Key"]
    assert lines[1].startswith("Narco-digital")
    below = next(line for line in lines if "Law and cases" in line)
    assert below.startswith("  Law and cases")
    *_, count, key = below.split()
    assert len(found(run, "--collection", key)) == int(count)
    rows = json.loads(run("collections", "--json").out)
    assert {(row["name"], row["depth"]) for row in rows} >= {("Narco-digital", 0), ("En español", 2)}


def test_a_collection_that_there_is_not_leads_to_the_command_that_lists_them(run: Run) -> None:
    assert "`readinglist collections`" in run("items", "--collection", "zzzz", code=1).err
    assert "Did you mean 'Law and cases'?" in run("items", "--collection", "Law and case", code=1).err
