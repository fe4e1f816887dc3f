"""Editing a list's file: what an edit is about changes, and not one byte besides."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from itertools import chain
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from readinglist.errors import ListError, NotFoundError, ReadinglistError, UsageError
from readinglist.lists.editing import operations as ops
from readinglist.lists.editing.journal import load_draft, save_change, undo_change
from readinglist.lists.editing.operations import Place
from readinglist.lists.editing.scalars import flow, item_lines, scalar
from readinglist.lists.load import parse_list
from readinglist.lists.model import ReadingList
from readinglist.lists.source import parse_source

# Files as people write them: every shape that the commands must leave as it is.
SHAPES = {
    "usual": """\
# A seminar.   Keep this.

title: "Geeks: a course"   # quoted
term: {start: 2027-01-18, weeks: 12}   # flow

sections:
  # before the first section
  - title: One
    week: 1
    intro: >
      Folded text
      over two lines.

    entries:
      # before the first entry
      - a2001   # why this

      # about b
      # in two lines
      - cite: b2002
        importance: recommended  # for now
        note: |
          Lines
            kept

          as typed
      - {cite: c2003, importance: further}

  # about section two
  - title: 'Two'
    week: 2
    entries: [d2004, "e2005"]   # in a row

  - title: Three
    week: 3
    entries:
policies: |
  ### Late work

  - never
# the end
""",
    "dense": """\
title: t
sections:
- title: One
  entries:
  - a2001
  - cite: b2002
    note: "x: y # z"
  - c2003
- title: Two
  entries:
  - d2004
  - e2005
- title: Three
""",
    "deep": """\
title: t

sections:

    -   title: One
        entries:

            -   a2001

            -   cite: b2002
                private_note: >-
                    For us

            -   c2003   # last


    -   title: Two
        entries: [
            d2004,   # first
            e2005,   # second
        ]
    -
        title: Three
        query: theme:x
""",
    "flow": "{title: t, sections: [{title: One, entries: [a2001, {cite: b2002, note: x}, c2003]}, {title: Two, entries: [d2004, e2005]}, {title: Three}]}\n",  # noqa: E501
    "anchors": """\
title: t
sections:
  - title: One
    entries:
      - &a a2001
      - &b {cite: b2002, note: &n "said once"}
      - cite: c2003
        note: *n
  - title: Two
    entries:
      - d2004
      - e2005
      - *a
  - title: Three
    entries: []
""",
    "windows": "title: t\r\nsections:\r\n  - title: One\r\n    entries:\r\n      - a2001\r\n      # b\r\n      - cite: b2002\r\n        note: >\r\n          text\r\n\r\n      - c2003\r\n  - title: Two\r\n    entries:\r\n      - d2004\r\n      - e2005\r\n  - title: Three",  # noqa: E501
    "unended": "title: t\nsections:\n  - title: One\n    entries:\n      - a2001\n      - b2002\n      - c2003\n  - title: Two\n    entries:\n      - d2004\n      - e2005\n  - title: Three\n    entries:",  # noqa: E501
    "unicode": "title: Cárteles 😀 y más\nsections:\n  - title: Oné 😀 # ñ 😀\n    entries:\n      - a2001 # 😀\n      - cite: b2002\n        note: “comillas” 😀\n      - c2003\n  - title: Two\n    entries: [d2004, e2005]\n  - title: Three\n",  # noqa: E501
}  # fmt: skip
FILE = Path("course.yaml")
SECTIONS = ("One", "Two", "Three")


def section_name(text: str, name: str) -> str:
    return "Oné" if name == "One" and "Oné" in text else name


def load(text: str) -> ReadingList:
    return parse_list(text, FILE)


def keys(text: str) -> list[list[str]]:
    return [[entry.cite for entry in section.entries] for section in load(text).sections]


def comments(text: str) -> list[str]:
    return [
        line.split("# ", 1)[1].strip() for line in text.splitlines() if "# " in line and '"x: y' not in line
    ]


def untouched(before: str, after: str, gone: int = 0) -> bool:
    """Whether all but `gone` lines of the text are still there, in order."""
    return sum((Counter(before.splitlines()) - Counter(after.splitlines())).values()) <= gone


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("section", SECTIONS)
def test_an_added_work_stands_last_and_all_else_stays(shape: str, section: str) -> None:
    text = SHAPES[shape]
    made = ops.add_entries(text, "f", ["new2020"], section_name(text, section), {}, Place())
    at = SECTIONS.index(section)
    expected = keys(text)
    expected[at] = [*expected[at], "new2020"]
    assert keys(made) == expected
    assert comments(made) == comments(text)
    if shape != "flow":
        assert untouched(text, made, gone=1 if section != "One" else 0)


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("place", [Place("first"), Place("before", "b2002"), Place("after", "b2002")])
def test_an_added_work_with_notes_stands_where_it_was_put(shape: str, place: Place) -> None:
    text = SHAPES[shape]
    note = "A note: with: signs, " + "and words " * 20 + "to fold."
    fields = {"importance": "recommended", "locator": "pp. 60-77", "note": note, "minutes": 75}
    made = ops.add_entries(text, "f", ["new2020"], section_name(text, "One"), fields, place)
    index = {"first": 0, "before": 1, "after": 2}[place.how]
    entry = load(made).sections[0].entries[index]
    assert (entry.cite, entry.importance, entry.locator, entry.note, entry.minutes) == (
        "new2020", "recommended", "pp. 60-77", note, 75,
    )  # fmt: skip
    assert comments(made) == comments(text)


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("key", ["b2002", "c2003", "d2004", "e2005"])
def test_a_removed_work_is_gone_and_comments_stay(shape: str, key: str) -> None:
    text = SHAPES[shape]
    made = ops.remove_entries(text, "f", [key], "")
    if (shape, key) == ("anchors", "b2002"):
        with pytest.raises(ListError):  # What another entry's alias stands for would be gone.
            load(made)
        return
    assert keys(made) == [[one for one in section if one != key] for section in keys(text)]
    own = {"for now", "last", "first", "second"}
    assert [one for one in comments(text) if one not in own] == [
        one for one in comments(made) if one not in own
    ]


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("key", ["a2001", "b2002", "c2003"])
@pytest.mark.parametrize("target", ["Two", "Three"])
def test_a_moved_work_keeps_what_is_said_about_it(shape: str, key: str, target: str) -> None:
    text = SHAPES[shape]
    before = {entry.cite: entry for section in load(text).sections for entry in section.entries}
    try:
        made = ops.move_entry(
            text, "f", key, section_name(text, "One") if shape == "anchors" else "", target, Place()
        )
    except ReadinglistError as error:
        assert shape in ("usual", "deep", "unicode", "anchors") and target == "Two", error
        return
    if shape == "anchors" and (key, target) in (("b2002", "Two"), ("b2002", "Three"), ("a2001", "Three")):
        with pytest.raises(ListError):  # An alias would stand before what it stands for.
            load(made)
        return
    at = SECTIONS.index(target)
    assert load(made).sections[at].entries[-1] == before[key]
    assert sorted(chain(*keys(made))) == sorted(chain(*keys(text)))
    assert sorted(comments(made)) == sorted(comments(text))


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("key", ["a2001", "b2002", "c2003", "e2005"])
@pytest.mark.parametrize(
    "value",
    ["short", "a: b # c", "line\nline", "x " * 80 + "end", '"quoted" \\ \u2028 end', "- dash", "null", "12"],
)
def test_a_field_set_reads_back_and_unset_is_gone(shape: str, key: str, value: str) -> None:
    text = SHAPES[shape]
    section = section_name(text, "Two" if key == "e2005" else "One")
    if (shape, key) == ("anchors", "b2002"):
        # Its note is said again elsewhere through an alias: the check of the whole file refuses that.
        with pytest.raises(ListError):
            load(ops.set_entry(text, "f", key, section, {"note": value}))
        return
    made = ops.set_entry(text, "f", key, section, {"note": value, "importance": "further"})
    entry = next(one for part in load(made).sections for one in part.entries if one.cite == key)
    assert (entry.note, entry.importance) == (value, "further")
    assert comments(made)[: len(comments(text))] == comments(text) or "#" in value
    again = ops.set_entry(made, "f", key, section, {"note": None, "importance": None})
    entry = next(one for part in load(again).sections for one in part.entries if one.cite == key)
    assert (entry.note, entry.importance) == ("", "essential")
    assert keys(again) == keys(text)


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("number", [1, 2, 3])
@pytest.mark.parametrize("section", SECTIONS)
def test_a_moved_section_takes_all_that_is_in_it(shape: str, number: int, section: str) -> None:
    text = SHAPES[shape]
    name = section_name(text, section)
    made = ops.move_section(text, "f", name, Place("number", number=number))
    if shape == "anchors" and (section, number) in (("One", 2), ("One", 3), ("Two", 1)):
        with pytest.raises(ListError):  # An alias would stand before what it stands for.
            load(made)
        return
    before = {one.title: one for one in load(text).sections}
    after = [one.title for one in load(made).sections]
    expected = [one.title for one in load(text).sections if not one.title.startswith(name)]
    expected.insert(number - 1, next(title for title in before if title.startswith(name)))
    assert after == expected
    if shape != "anchors":
        assert {one.title: one for one in load(made).sections} == before
    assert sorted(comments(made)) == sorted(comments(text))


@pytest.mark.parametrize("shape", SHAPES)
def test_sections_come_and_go(shape: str) -> None:
    text = SHAPES[shape]
    made = ops.add_section(text, "f", "Four: new", {"week": 4}, Place("after", "Two"))
    assert [one.title for one in load(made).sections][2] == "Four: new"
    assert load(made).sections[2].week == 4
    inner = ops.add_section(made, "f", "Inner", {}, Place(), within="Four")
    assert load(inner).sections[2].sections[0].title == "Inner"
    filled = ops.add_entries(inner, "f", ["x2000"], "Inner", {"note": "hi"}, Place())
    assert load(filled).sections[2].sections[0].entries[0].cite == "x2000"
    with pytest.raises(UsageError, match=r"entries|entry"):
        ops.remove_section(filled, "f", "Four", with_entries=False)
    gone = ops.remove_section(filled, "f", "Four", with_entries=True)
    assert load(gone) == load(text)
    assert comments(gone) == comments(text)
    renamed = ops.rename_section(text, "f", "Three", "Third: the end")
    assert load(renamed).sections[2].title == "Third: the end"


@pytest.mark.parametrize("shape", SHAPES)
def test_keys_of_the_list_are_set_and_taken_out(shape: str) -> None:
    text = SHAPES[shape]
    made = ops.set_list(text, "f", {"style": "mla", "subtitle": "A: b"})
    assert (load(made).style, load(made).subtitle) == ("mla", "A: b")
    assert load(ops.set_list(made, "f", {"style": None, "subtitle": None})) == load(text)


def test_a_list_without_sections_gets_one() -> None:
    made = ops.add_entries("title: t\n", "f", ["a2001"], "", {}, Place())
    assert made == "title: t\nsections:\n  - title: Readings\n    entries:\n      - a2001\n"


def test_what_is_not_there_is_named_with_what_is() -> None:
    text = SHAPES["usual"]
    with pytest.raises(ListError, match="Week 9") as caught:
        ops.add_entries(text, "f", ["x"], "Week 9", {}, Place())
    assert "Week 1: One" in caught.value.hint
    with pytest.raises(ListError) as caught:
        ops.remove_entries(text, "f", ["b2003"], "")
    assert "b2002" in caught.value.hint
    with pytest.raises(UsageError, match="3 sections"):
        ops.add_entries(text, "f", ["x"], "", {}, Place())
    with pytest.raises(ListError, match="already"):
        ops.add_entries(text, "f", ["A2001"], "One", {}, Place())


def test_an_alias_is_not_changed_behind_anybodys_back() -> None:
    with pytest.raises(ListError, match=r"alias \*a"):
        ops.set_entry(SHAPES["anchors"], "f", "a2001", "Two", {"note": "x"})


EDITS: tuple[Callable[[str], str], ...] = (
    lambda text: ops.add_entries(text, "f", ["x2020"], "Two", {"note": "n"}, Place()),
    lambda text: ops.remove_entries(text, "f", ["d2004"], ""),
    lambda text: ops.set_entry(text, "f", "e2005", "", {"locator": "pp. 1-2"}),
    lambda text: ops.move_section(text, "f", "Three", Place("first")),
    lambda text: ops.add_section(text, "f", "New", {"week": 9}, Place()),
    lambda text: ops.set_list(text, "f", {"course": "SOC 1"}),
    lambda text: ops.rename_section(text, "f", "Two", "Two renamed"),
)


@settings(max_examples=60, deadline=None)
@given(
    shape=st.sampled_from(sorted(SHAPES)),
    steps=st.lists(st.integers(0, len(EDITS) - 1), max_size=6),
    bom=st.booleans(),
)
def test_edits_undone_give_the_same_bytes(
    tmp_path_factory: pytest.TempPathFactory, shape: str, steps: list[int], bom: bool
) -> None:
    folder = tmp_path_factory.mktemp("undo")
    path = folder / "course.yaml"
    original = (b"\xef\xbb\xbf" if bom else b"") + SHAPES[shape].encode()
    path.write_bytes(original)
    done = 0
    for step in steps:
        draft = load_draft(path)
        try:
            text = EDITS[step](draft.text)
        except ReadinglistError:
            continue
        parse_list(text, path)
        done += save_change(draft, text, f"step {step}", folder / "undo")
        assert path.read_bytes().startswith(b"\xef\xbb\xbf") is bom
    for _ in range(done):
        undo_change(path, folder / "undo")
    assert path.read_bytes() == original
    with pytest.raises(NotFoundError):
        undo_change(path, folder / "undo")


def test_a_second_editor_is_noticed(tmp_path: Path) -> None:
    path = tmp_path / "course.yaml"
    path.write_text(SHAPES["dense"])
    draft = load_draft(path)
    path.write_text(SHAPES["dense"] + "# mine\n")
    with pytest.raises(ListError, match="somebody else"):
        save_change(draft, "title: other\n", "add", tmp_path / "undo")
    assert path.read_text().endswith("# mine\n")


def test_undo_never_takes_a_change_by_hand_away(tmp_path: Path) -> None:
    path = tmp_path / "course.yaml"
    path.write_text(SHAPES["dense"])
    draft = load_draft(path)
    save_change(
        draft, ops.add_entries(draft.text, "f", ["x"], "One", {}, Place()), "add x", tmp_path / "undo"
    )
    path.write_text(path.read_text() + "# mine\n")
    with pytest.raises(ListError, match="by hand after “add x”"):
        undo_change(path, tmp_path / "undo")
    assert "# mine" in path.read_text()


TEXTS = st.text(min_size=1).filter(lambda text: text == text.strip() and "\ufeff" not in text)


@settings(max_examples=300, deadline=None)
@given(TEXTS)
def test_any_text_reads_back(text: str) -> None:
    if any("\ud800" <= one <= "\udfff" for one in text):
        return
    for line in (f"k: {scalar(text)}", f"k: [{scalar(text, flow=True)}]", "k: " + flow({"a": text})):
        found = parse_source("t: 1\n" + line + "\n", "f").root["k"]
        assert found in (text, [text], {"a": text})
    lines = item_lines({"cite": "a", "note": text})
    found = parse_source("k:\n" + "\n".join(lines) + "\n", "f").root["k"][0]["note"]
    assert found.strip() == text
