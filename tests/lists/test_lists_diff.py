"""Comparing two lists: nothing for the same, one change for a move or a rename, the whole change always."""

from __future__ import annotations

import datetime
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from readinglist.lists.diff import (
    EntryAdded,
    EntryField,
    EntryMoved,
    EntryRemoved,
    ListField,
    SectionAdded,
    SectionField,
    SectionMoved,
    SectionRemoved,
    apply,
    compare,
)
from readinglist.lists.load import load_list
from readinglist.lists.model import IMPORTANCES, Entry, ReadingList, Section, Term

BUNDLED = (
    Path(__file__).parents[2] / "readinglist" / "demo" / "data" / "lists" / "narco-digital-syllabus.yaml"
)


def made(*sections: Section, **fields: object) -> ReadingList:
    return ReadingList.model_validate({"title": "t", "sections": sections, **fields})


def section(title: str, *cites: str, **fields: object) -> Section:
    return Section.model_validate({"title": title, "entries": [{"cite": cite} for cite in cites], **fields})


def test_a_reading_moved_to_another_week_is_one_change() -> None:
    old = made(section("One", "a", "b"), section("Two", "c"))
    new = made(section("One", "b"), section("Two", "c", "a"))
    assert compare(old, new) == (EntryMoved((0, 0), (1, 1), Entry(cite="a")),)


def test_a_renamed_section_is_one_change() -> None:
    old = made(section("What is new", "a", "b"), section("Two", "c"))
    new = made(section("Nothing", "a", "b"), section("Two", "c"))
    assert compare(old, new) == (SectionField(0, 0, "title", "What is new", "Nothing"),)


def test_a_section_that_changes_places_is_one_change() -> None:
    sections = [section(name, name.lower()) for name in ("One", "Two", "Three", "Four")]
    new = made(sections[3], *sections[:3])
    assert compare(made(*sections), new) == (SectionMoved(3, 0, 1, sections[3]),)


def test_importance_pages_and_notes_are_told_apart() -> None:
    old = made(section("One", "a"))
    entry = Entry(cite="a", importance="further", locator="pp. 1-9", note="n", private_note="p")
    new = made(Section(title="One", entries=(entry,)))
    fields = {one.field for one in compare(old, new) if isinstance(one, EntryField)}
    assert fields == {"importance", "locator", "note", "private_note"}


def test_all_kinds_at_once() -> None:
    old = made(section("One", "a", "b"), section("Going", "x"), subtitle="s")
    new = made(section("One", "b"), section("Coming", "y"), subtitle="t")
    kinds = {type(one) for one in compare(old, new)}
    assert kinds == {ListField, SectionRemoved, SectionAdded, EntryAdded, EntryRemoved}


def test_the_bundled_list_does_not_differ_from_itself() -> None:
    assert compare(load_list(BUNDLED), load_list(BUNDLED)) == ()


keys = st.sampled_from("abcdefgh")
entries = st.builds(
    Entry,
    cite=keys,
    importance=st.sampled_from(IMPORTANCES),
    locator=st.sampled_from(["", "pp. 1-9", "chap. 2"]),
    note=st.sampled_from(["", "n"]),
    private_note=st.sampled_from(["", "p"]),
    due=st.none() | st.just(datetime.date(2027, 2, 1)),
) | st.builds(Entry, text=st.sampled_from(["Write", "Read"]))
titles = st.sampled_from(["One", "Two", "Three", "The third", "A much longer title", "A much longer titel"])


def sections_of(inner: st.SearchStrategy[Section] | None) -> st.SearchStrategy[Section]:
    return st.builds(
        Section,
        title=titles,
        week=st.none() | st.integers(1, 4),
        intro=st.sampled_from(["", "i"]),
        entries=st.lists(entries, max_size=5).map(tuple),
        sections=st.lists(inner, max_size=2).map(tuple) if inner is not None else st.just(()),
    )


lists = st.builds(
    ReadingList,
    title=st.sampled_from(["t", "u"]),
    subtitle=st.sampled_from(["", "s"]),
    term=st.none() | st.builds(Term, start=st.just(datetime.date(2027, 1, 18)), weeks=st.integers(4, 6)),
    sections=st.lists(sections_of(sections_of(None)), max_size=5).map(tuple),
)


@settings(deadline=None, max_examples=200)
@given(lists, lists)
def test_applying_a_diff_gives_the_other_list(old: ReadingList, new: ReadingList) -> None:
    assert apply(old, compare(old, new)) == new


@settings(deadline=None, max_examples=50)
@given(lists)
def test_a_list_does_not_differ_from_itself(one: ReadingList) -> None:
    assert compare(one, one) == ()
    assert apply(one, ()) == one


@settings(deadline=None, max_examples=50)
@given(lists, lists)
def test_nothing_is_said_twice(old: ReadingList, new: ReadingList) -> None:
    changes = compare(old, new)
    assert all(one not in changes[at + 1 :] for at, one in enumerate(changes))
