"""Rolling over: the old text with its dates changed and nothing else, whatever the file looks like."""

from __future__ import annotations

import datetime
import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from readinglist.errors import ListError
from readinglist.lists.diff import compare
from readinglist.lists.load import parse_list
from readinglist.lists.rollover import carried_date, roll_over

OLD, NEW = Path("old.yaml"), Path("new.yaml")
DAY = datetime.date.fromisoformat
BUNDLED = (
    Path(__file__).parents[2] / "readinglist" / "demo" / "data" / "lists" / "narco-digital-syllabus.yaml"
)

COURSE = """\
# The course of 2027.
title: "Crime: a course"   # since 2019
status: {state: published, since: 2027-01-02}
term:
  start: 2027-01-18
  weeks: 14
  meets: [monday, wednesday]   # both
  label: 'Spring 2027 (2026/27)'
  breaks:
    - 2027-03-29..2027-04-04 Holy Week 2027
    - {start: "2027-05-01", label: Labour Day}
  exceptions:
    - 2027-02-01
    - date: 2027-02-15
      to:   2027-02-16
description: In 2027 we meet on February 1 for the first time.

sections:
  - title: One
    date: &first 2027-01-20
    entries:
      - a2014b
      - {cite: c2027d, due: 2027-02-03}
      - text: Hand in by 3 de febrero
        due: *first
    sections: [{title: Inner, date: 2027-01-25}]
"""


def rolled(text: str, start: str = "2028-01-17") -> str:
    return roll_over(text, OLD, NEW, DAY(start)).text


def test_every_date_keeps_its_week_and_weekday_and_nothing_else_changes() -> None:
    assert rolled(COURSE) == (
        COURSE.replace("{state: published, since: 2027-01-02}", "draft")
        .replace("start: 2027-01-18", "start: 2028-01-17")
        .replace("Spring 2027 (2026/27)", "Spring 2028 (2027/28)")
        .replace("2027-03-29..2027-04-04", "2028-03-27..2028-04-02")
        .replace("2027-05-01", "2028-04-29")
        .replace("2027-02-01", "2028-01-31")
        .replace("2027-02-15", "2028-02-14")
        .replace("2027-02-16", "2028-02-15")
        .replace("2027-01-20", "2028-01-19")
        .replace("2027-02-03", "2028-02-02")
        .replace("2027-01-25", "2028-01-24")
    )


def test_what_was_changed_is_told_with_its_place() -> None:
    told = {(one.where, one.old, one.new) for one in roll_over(COURSE, OLD, NEW, DAY("2028-01-17")).changes}
    assert ("term: start", "2027-01-18", "2028-01-17") in told
    assert ("section 1, entry 2: due", "2027-02-03", "2028-02-02") in told
    assert ("status", "published", "draft") in told


def test_words_that_speak_of_dates_are_named_with_their_line() -> None:
    remarks = roll_over(COURSE, OLD, NEW, DAY("2028-01-17")).remarks
    assert [(one.line, one.text[:20]) for one in remarks] == [
        (1, "# The course of 2027"),
        (10, "- 2028-03-27..2028-0"),
        (16, "description: In 2027"),
        (24, "- text: Hand in by 3"),
    ]


def test_a_label_that_names_a_season_is_told_where_the_term_moves_to_another() -> None:
    text = "title: t\nterm: {start: 2027-01-18, weeks: 9, label: Spring 2027}\n"
    assert [one.line for one in roll_over(text, OLD, NEW, DAY("2027-08-16")).remarks] == [2]
    assert roll_over(text, OLD, NEW, DAY("2028-01-17")).remarks == ()


def test_a_term_that_begins_on_another_weekday_keeps_the_meetings_weekdays() -> None:
    text = "title: t\nterm: {start: 2027-01-18, weeks: 9, meets: monday}\n"
    text += "sections: [{title: s, date: 2027-02-03}]\n"
    made = roll_over(text, OLD, NEW, DAY("2028-08-31")).reading_list
    assert made.sections[0].date == DAY("2028-09-20")
    assert made.sections[0].date is not None and made.sections[0].date.strftime("%A") == "Wednesday"


def test_windows_line_ends_and_a_byte_order_mark_stay() -> None:
    text = "\ufeff" + COURSE.replace("\n", "\r\n")
    assert rolled(text) == "\ufeff" + rolled(COURSE).replace("\n", "\r\n")


def test_the_bundled_list_changes_in_three_lines() -> None:
    text = BUNDLED.read_text("utf-8")
    before, after = text.splitlines(), rolled(text).splitlines()
    assert len(before) == len(after)
    changed = [(one, other) for one, other in zip(before, after, strict=True) if one != other]
    assert len(changed) == 2
    assert compare(parse_list(text, OLD), parse_list(rolled(text), NEW))


def test_a_list_without_a_term_cannot_be_rolled_over() -> None:
    with pytest.raises(ListError, match="no term") as caught:
        rolled("title: t\nsections: [{title: s, date: 2027-02-03}]\n")
    assert "term:" in caught.value.hint


def test_a_date_in_a_block_of_text_is_changed_too() -> None:
    text = "title: t\nterm:\n  start: >-\n    2027-01-18\n  weeks: 2\n"
    assert rolled(text) == "title: t\nterm:\n  start: 2028-01-17\n  weeks: 2\n"


dates = st.dates(DAY("2001-01-01"), DAY("2150-12-31"))


@given(dates, dates, st.integers(-10, 200))
def test_a_carried_date_has_the_same_weekday_in_the_same_week(
    old: datetime.date, new: datetime.date, days: int
) -> None:
    date = old + datetime.timedelta(days)
    carried = carried_date(date, old, new)
    assert carried.weekday() == date.weekday()
    assert (carried - new).days // 7 == (date - old).days // 7


@settings(deadline=None, max_examples=20)
@given(st.integers(-150, 600), st.sampled_from(["\n", "\r\n"]))
def test_over_and_back_is_the_same_file(weeks: int, line_end: str) -> None:
    text = COURSE.replace("\n", line_end).replace(
        "status: {state: published, since: 2027-01-02}", "status: draft"
    )
    text = re.sub(r"  label: .*?\r?\n", "", text)
    there = DAY("2027-01-18") + datetime.timedelta(weeks=weeks)
    assert rolled(rolled(text, there.isoformat()), "2027-01-18") == text
