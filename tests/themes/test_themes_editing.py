"""Decisions written into `themes.toml`: they win, and every byte that says something else stays."""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from readinglist.errors import ThemeError
from readinglist.items import Item
from readinglist.resources import package_file
from readinglist.themes.assign import assign
from readinglist.themes.editing import Side, Signature, decide, renamed_in_decisions
from readinglist.themes.vocabulary import load_vocabulary

HEAD = """\
# Every byte of this   stays.\t
[[themes]]
id = "ice"    # the first
label.en = "Ice"
rules.strong = ["glacier"]

[[themes]]
id = "birds"
label.en = "Birds"

"""
TAIL = """
# about what follows

[assignment]
threshold = 1.0 # one is enough
"""

FORMS = {
    "none": "",
    "empty": "[decisions]  # by hand\n",
    "inline": '[decisions]\n# about a\na = { include = ["birds"] }   # tail\n\nz = { exclude = ["ice"] }\n',
    "tables": '[decisions.a]\ninclude = [\n  "birds", # why\n]\nby = "B"\n\n[decisions.z]\nexclude = "ice"\n',
    "dotted": '[decisions]\na.include = ["birds"]\nz.exclude = ["ice"]\n',
    "several lines": '[decisions]\na = { include = [\n  "birds", # why\n] }\n',
    "quoted": '[decisions]\n"a" = { include = ["birds"] }\n\'b c\' = { exclude = ["ice"] }\n',
    "text": 'decisions.a.why = """\n[decisions]\n# no comment\n"""\n',
}
KEYS = st.sampled_from(["a", "z", "b c", "new2001", "o'neill", 'say "x"', "ñandú", "dotted.key"])
THEMES = st.sampled_from(["ice", "birds"])
SIDES: st.SearchStrategy[Side | None] = st.sampled_from(["include", "exclude", None])


def text_of(form: str, ends: str) -> str:
    middle = FORMS[form]
    # A dotted key belongs to the top of the file, before any table.
    text = middle + HEAD + TAIL if form == "text" else HEAD + middle + TAIL
    return text.replace("\n", ends)


@given(
    form=st.sampled_from(list(FORMS)),
    ends=st.sampled_from(["\n", "\r\n"]),
    mark=st.sampled_from(["", "\ufeff"]),
    steps=st.lists(st.tuples(KEYS, THEMES, SIDES), min_size=1, max_size=5),
    signature=st.sampled_from([Signature(), Signature("A. B.", "2027-01-02", 'he said "so"\\')]),
)
@settings(max_examples=200, deadline=None)
def test_a_decision_says_what_was_decided_and_nothing_else_changes(
    form: str,
    ends: str,
    mark: str,
    steps: list[tuple[str, str, Side | None]],
    signature: Signature,
) -> None:
    before = text = mark + text_of(form, ends)
    for key, theme, side in steps:
        text = decide(text, key, theme, side, signature)
        entry = (
            tomllib.loads(text.removeprefix("\ufeff").replace("\r\n", "\n")).get("decisions", {}).get(key, {})
        )
        assert (theme in entry.get("include", ())) == (side == "include")
        assert (theme in entry.get("exclude", ())) == (side == "exclude")
    assert text.startswith(mark)
    for part in (HEAD, TAIL):
        assert part.replace("\n", ends) in text
    kept = {key for key, _, _ in steps}
    old, new = (
        tomllib.loads(one.removeprefix("\ufeff").replace("\r\n", "\n")).get("decisions", {})
        for one in (before, text)
    )
    assert {key: one for key, one in new.items() if key not in kept} == {
        key: one for key, one in old.items() if key not in kept
    }


@given(
    form=st.sampled_from(["none", "empty", "inline", "dotted"]),
    key=st.sampled_from(["new2001", "ñandú"]),
    theme=THEMES,
    side=st.sampled_from(["include", "exclude"]),
)
@settings(max_examples=60, deadline=None)
def test_only_one_line_is_added_for_a_new_decision(form: str, key: str, theme: str, side: Side) -> None:
    before = text_of(form, "\n").splitlines()
    after = decide(text_of(form, "\n"), key, theme, side).splitlines()
    added = [line for line in after if line not in before]
    assert len(added) == (2 if form == "none" else 1)
    at = 0
    for line in before:  # all the old lines are there, in their order
        at = after.index(line, at) + 1


@given(side=st.sampled_from(["include", "exclude"]), theme=THEMES, strong=st.booleans())
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_decision_always_wins_over_the_rules(
    tmp_path: Path, item_of: Callable[..., Item], side: Side, theme: str, strong: bool
) -> None:
    path = tmp_path / "themes.toml"
    path.write_text(decide(text_of("empty", "\n"), "some2020key", theme, side), "utf-8")
    item = item_of("A glacier, and birds" if strong else "Bookkeeping")
    given_themes = {one.theme for one in assign(load_vocabulary(path), item)}
    assert (theme in given_themes) == (side == "include")


def test_the_bundled_file_keeps_every_line(tmp_path: Path) -> None:
    before = package_file("demo", "data", "themes.toml").read_text("utf-8")
    text = decide(before, "campbell2014narco", "propaganda", "exclude")
    assert [line for line in before.splitlines() if line not in text.splitlines()] == []
    back = decide(text, "campbell2014narco", "propaganda", None)
    assert back.startswith(before)


def test_the_same_decision_twice_leaves_the_text_alone() -> None:
    text = decide(text_of("inline", "\n"), "a", "ice", "exclude", Signature("B"))
    assert decide(text, "a", "ice", "exclude", Signature("C")) == text


def test_comments_beside_the_decision_stay() -> None:
    text = decide(text_of("inline", "\n"), "a", "ice", "exclude")
    assert 'a = { include = ["birds"], exclude = ["ice"] }   # tail' in text
    assert "# about a" in text
    assert "# why" in decide(text_of("tables", "\n"), "a", "ice", "include")


def test_a_form_that_cannot_be_edited_without_harm_is_refused_and_named() -> None:
    text = '[decisions]\na.include = ["ice"]\n\n[decisions.b]\ninclude = ["ice"]\n\n[x]\n'
    try:
        new = decide(text, "b", "birds", "exclude", where="themes.toml")
    except ThemeError as error:
        assert "by hand" in error.hint
    else:
        assert tomllib.loads(new)["decisions"]["b"]["exclude"] == ["birds"]


@pytest.mark.parametrize(
    ("names", "expected"),
    [
        ({"ice": "cold"}, {"include": ["cold"], "exclude": ["birds"]}),
        ({"ice": None}, {"exclude": ["birds"]}),
        ({"birds": "ice"}, {"include": ["ice"]}),
        ({"ice": None, "birds": None}, None),
    ],
)
def test_themes_are_renamed_in_decisions_and_an_inclusion_stands_over_an_exclusion(
    names: dict[str, str | None], expected: Any
) -> None:
    text = '[decisions]\na = { include = ["ice"], exclude = ["birds"] }\n'
    assert tomllib.loads(renamed_in_decisions(text, names))["decisions"].get("a") == expected
