"""Edits of whole themes: what they say about the data, and that every other line stays."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from readinglist.lists.queries import rename_in_queries, themes_in_queries
from readinglist.resources import package_file
from readinglist.themes.restructure import (
    NewTheme,
    merge_themes,
    new_theme,
    remove_theme,
    rename_theme,
    split_theme,
)
from readinglist.themes.ruleedit import move_term
from readinglist.themes.vocabulary import load_vocabulary

BUNDLED = package_file("demo", "data", "themes.toml").read_text("utf-8")
IDS = [one["id"] for one in tomllib.loads(BUNDLED)["themes"]]


def lines_that_differ(before: str, after: str) -> tuple[int, int]:
    old, new = before.splitlines(), after.splitlines()
    return sum(line not in new for line in old), sum(line not in old for line in new)


@given(old=st.sampled_from(IDS), ends=st.sampled_from(["\n", "\r\n"]), mark=st.sampled_from(["", "\ufeff"]))
@settings(max_examples=5, deadline=None)
def test_a_rename_and_its_way_back_leave_the_file_byte_for_byte(old: str, ends: str, mark: str) -> None:
    before = mark + BUNDLED.replace("\n", ends)
    after = rename_theme(before, old, "some-other-name")
    assert lines_that_differ(before, after) == (1, 1)
    assert rename_theme(after, "some-other-name", old) == before


@given(theme=st.sampled_from(IDS))
@settings(max_examples=4, deadline=None)
def test_a_theme_that_is_removed_takes_only_its_own_lines(theme: str) -> None:
    after = remove_theme(BUNDLED, theme)
    assert [one["id"] for one in tomllib.loads(after)["themes"]] == [one for one in IDS if one != theme]
    added = [line for line in after.splitlines() if line not in BUNDLED.splitlines()]
    assert added == []


@given(pair=st.permutations(IDS).map(lambda ids: ids[:2]))
@settings(max_examples=2, deadline=None)
def test_a_merged_theme_has_the_rules_of_both(
    tmp_path_factory: pytest.TempPathFactory, pair: list[str]
) -> None:
    part, into = pair
    after = merge_themes(BUNDLED, [part], into)
    path: Path = tmp_path_factory.mktemp("merge") / "themes.toml"
    path.write_text(after, "utf-8")
    whole = load_vocabulary(path).theme(into)
    rules = tomllib.loads(BUNDLED)["themes"]
    written = {term.strip() for one in rules if one["id"] in pair for term in one["rules"].get("strong", [])}
    assert written <= set(
        tomllib.loads(after)["themes"][list(load_vocabulary(path).ids).index(into)]["rules"]["strong"]
    )
    assert whole.alt


def test_a_term_that_moves_and_comes_back_says_the_same() -> None:
    after = move_term(BUNDLED, IDS[0], "barbari*", "strong", "good")
    back = move_term(after, IDS[0], "barbari*", "good", "strong")
    first, last = (tomllib.loads(one)["themes"][0]["rules"] for one in (BUNDLED, back))
    assert sorted(first["strong"]) == sorted(last["strong"])
    assert first["good"] == last["good"]


def test_a_theme_split_off_is_read_with_its_rules(tmp_path: Path) -> None:
    new = NewTheme("video", {"en": "Video"}, broader=IDS[0])
    path = tmp_path / "themes.toml"
    path.write_text(split_theme(BUNDLED, IDS[0], new, ["narco-video", "viral"]), "utf-8")
    theme = load_vocabulary(path).theme("video")
    assert {(rule.kind, rule.term.text) for rule in theme.rules.terms} == {
        ("strong", "narco-video"),
        ("good", "viral"),
    }


@pytest.mark.parametrize("before", ["", "# nothing yet\n", "[assignment]\nmost = 2", "[decisions]\r\n"])
def test_a_first_theme_is_written_into_any_file(before: str) -> None:
    text = new_theme(before, NewTheme("a", {"en": 'A "b" \\'}, {"es": "Uno\ndos"}, "", {"strong": ["x"]}))
    found = tomllib.loads(text.replace("\r\n", "\n"))["themes"]
    assert found == [
        {"id": "a", "label": {"en": 'A "b" \\'}, "scope": {"es": "Uno\ndos"}, "rules": {"strong": ["x"]}}
    ]
    assert text.startswith(before)


QUERIES = {
    "query: theme:ice": "query: theme:cold",
    'query: "theme:\\"ice\\" year:2010.."': 'query: "theme:\\"cold\\" year:2010.."',
    "query: 'theme:\"Ice\" -theme:ice'": "query: 'theme:\"cold\" -theme:cold'",
    "query: >-\n      theme:ice\n      lang:es": "query: >-\n      theme:cold\n      lang:es",
    "query: theme:ice-age theme:icecap": "query: theme:ice-age theme:icecap",
    "intro: theme:ice": "intro: theme:ice",
    "# query: theme:ice": "# query: theme:ice",
    'query: title:"theme:ice"': 'query: title:"theme:ice"',
}


@pytest.mark.parametrize("written", QUERIES)
def test_themes_are_renamed_in_queries_and_nowhere_else(written: str) -> None:
    text = f"title: A list  # c\nsections:\n  - title: B\n    {written}\n"
    assert rename_in_queries(text, {"ice": "cold"}) == text.replace(written, QUERIES[written])


def test_the_lines_of_themes_in_queries_are_known() -> None:
    text = "title: A\nsections:\n  - query: theme:ice\n  - query: |\n      lang:es\n      -theme:birds\n"
    assert themes_in_queries(text) == [("ice", 3), ("birds", 6)]
    assert themes_in_queries("a: [") == []


@pytest.mark.parametrize(
    "alt", ["", 'alt = ["Fauna"]\n', 'alt.en = ["Fauna"]\n', '[themes.alt]\nen = ["Fauna"]\n'], ids=repr
)
def test_two_themes_at_once_leave_their_names_whatever_form_the_names_have(alt: str) -> None:
    text = "".join(
        f'[[themes]]\nid = "{name}"\nlabel.en = "{name.title()}"\n{alt if name == "animals" else ""}\n'
        for name in ("ice", "birds", "animals")
    )
    found = tomllib.loads(merge_themes(text, ["ice", "birds"], "animals"))["themes"]
    assert [one["id"] for one in found] == ["animals"]
    assert {"Ice", "Birds"} <= set(found[0]["alt"]["en"])
    assert ("Fauna" in found[0]["alt"]["en"]) == bool(alt)
