"""A term's calendar: breaks, single days that differ, holidays skipped or shifted; no class on a holiday."""

from __future__ import annotations

import datetime
import subprocess
import sys
from itertools import pairwise
from pathlib import Path
from typing import get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from readinglist.errors import ListError
from readinglist.lists.calendar import Calendar, load_holidays
from readinglist.lists.load import load_list
from readinglist.lists.model import Break, ReadingList, Section, Term, Weekday
from readinglist.lists.schedule import Meeting, schedule

DAY = datetime.date.fromisoformat
MONDAY = DAY("2027-01-18")


def course(*weeks: int | None, **term: object) -> ReadingList:
    made = Term.model_validate({"start": MONDAY, "weeks": 12, "meets": ("monday",), **term})
    return ReadingList(title="t", term=made, sections=tuple(Section(title="s", week=one) for one in weeks))


def days(plan: ReadingList) -> list[str]:
    return [
        f"{one.date}" if one.held else f"({one.date} {one.holiday or one.reason})" for one in schedule(plan)
    ]


def test_a_week_of_break_has_no_number() -> None:
    plan = course(2, 3, 4, breaks=("2027-01-30..2027-02-05 Carnival",))
    assert days(plan) == ["2027-01-25", "2027-02-08", "2027-02-15"]


def test_a_counted_break_keeps_its_week() -> None:
    off = {"start": "2027-02-01", "end": "2027-02-05", "label": "Reading week", "counted": True}
    assert days(course(2, 3, 4, breaks=(off,))) == ["2027-01-25", "(2027-02-01 Reading week)", "2027-02-08"]


def test_a_break_of_part_of_a_week_leaves_the_other_meeting() -> None:
    plan = course(2, 2, 3, meets=("monday", "thursday"), breaks=("2027-01-27..2027-01-29 Fair",))
    assert days(plan) == ["2027-01-25", "2027-01-25", "2027-02-01"]


def test_a_week_with_another_meeting_meets_then() -> None:
    plan = course(3, 3, meets=("monday", "wednesday"), holidays="MX")
    assert days(plan) == ["2027-02-03", "2027-02-03"]


def test_a_week_whose_only_meeting_is_a_holiday_has_no_class() -> None:
    assert schedule(course(3, holidays="MX")) == (
        Meeting(DAY("2027-02-01"), "Día de la Constitución", held=False),
    )


def test_shifting_moves_the_meeting_and_all_that_follow() -> None:
    plan = course(2, 3, 4, 12, holidays="MX", on_holiday="shift")
    # Two of the twelve Mondays are holidays, so the twelfth class is two weeks later.
    assert days(plan) == ["2027-01-25", "2027-02-08", "2027-02-15", "2027-04-19"]


def test_a_class_is_moved_to_another_day() -> None:
    plan = course(2, 3, 4, holidays="MX", exceptions=({"date": "2027-02-01", "to": "2027-02-03"},))
    assert days(plan) == ["2027-01-25", "2027-02-03", "2027-02-08"]


def test_a_class_moved_onto_a_holiday_is_not_held_there() -> None:
    plan = course(2, holidays="MX", exceptions=({"date": "2027-01-25", "to": "2027-02-01"},))
    assert days(plan) == ["(2027-01-25 Día de la Constitución)"]


def test_a_class_that_is_held_all_the_same() -> None:
    assert days(course(3, holidays="MX", exceptions=({"date": "2027-02-01", "held": True},))) == [
        "2027-02-01"
    ]


def test_an_additional_class_is_a_meeting_of_its_week() -> None:
    plan = course(2, 2, 3, exceptions=({"date": "2027-01-28", "held": True},))
    assert days(plan) == ["2027-01-25", "2027-01-28", "2027-02-01"]


def test_no_class_on_a_bare_date() -> None:
    assert days(course(2, exceptions=("2027-01-25 Conference",))) == ["(2027-01-25 Conference)"]


def test_a_course_without_weekdays_begins_its_week_after_a_break() -> None:
    assert days(course(1, 2, meets=(), breaks=("2027-01-25..2027-01-26",))) == ["2027-01-18", "2027-01-27"]


def test_short_and_long_forms_of_a_break_are_the_same() -> None:
    long = Break.model_validate({"start": "2027-03-29", "end": "2027-04-04", "label": "Holy Week"})
    assert Break.model_validate("2027-03-29..2027-04-04 Holy Week") == long
    assert Break.model_validate("2027-03-29 Day") == Break.model_validate(
        {"start": "2027-03-29", "label": "Day"}
    )


TERM = "title: t\nterm:\n  start: 2027-01-18\n  weeks: 12\n  meets: monday\n"


@pytest.mark.parametrize(
    ("line", "place", "message"),
    [
        ("breaks: 2027-04-04..2027-03-29", ":6:3: term, break 1", "ends before it starts"),
        ("breaks: [2027-02-31]", ":6:12: term, break 1: start", "no such day"),
        ("breaks: [31/02/2027]", ":6:12: term, break 1: start", "year-month-day"),
        ("breaks: [{start: 2027-02-01, ende: 2027-02-02}]", ":6:32: term, break 1: ende", "no key 'ende'"),
        ("exceptions: [{date: 2027-02-01, to: 2027-02-03, held: yes}]", ":6:16: term, exception 1", "either"),
        ("time: 18:30-16:00", ":6:3: term: time", "an end after the beginning"),
        ("time: in the afternoon", ":6:3: term: time", "16:00-18:30"),
        ("on_holiday: slide", ":6:3: term: on_holiday", "skip or shift"),
    ],
)
def test_a_mistake_in_the_calendar_is_named_with_its_place(
    tmp_path: Path, line: str, place: str, message: str
) -> None:
    (tmp_path / "c.yaml").write_text(f"{TERM}  {line}\n")
    with pytest.raises(ListError) as caught:
        load_list(tmp_path / "c.yaml")
    assert f"c.yaml{place}" in caught.value.where
    assert message in caught.value.message


@pytest.mark.parametrize(
    ("exceptions", "message", "hint"),
    [
        (("2027-02-02",), "2027-02-02 is no day of class", "2027-02-01"),
        (("2027-02-01", "2027-02-01"), "stands twice", ""),
        (({"date": "2028-01-01", "held": True},), "outside the term", ""),
    ],
)
def test_an_exception_that_excepts_nothing_is_an_error(
    exceptions: tuple[object, ...], message: str, hint: str
) -> None:
    with pytest.raises(ListError, match=message) as caught:
        schedule(course(1, exceptions=exceptions))
    assert hint in caught.value.hint
    assert "term.exceptions" in caught.value.where


def test_a_break_of_a_century_ends() -> None:
    plan = course(1, 12, breaks=("2027-01-18..2199-12-31",), on_holiday="shift")
    assert all(one.date is None or one.date.year >= 2199 for one in schedule(plan))


def test_the_calendar_in_the_guide_is_read_as_it_says(tmp_path: Path) -> None:
    guide = (Path(__file__).parents[2] / "docs" / "over-the-years.md").read_text("utf-8")
    block = guide.partition("```yaml\n")[2].partition("```")[0]
    weeks = "".join(f"  - {{title: s, week: {week}}}\n" for week in (4, 5, 9, 10, 11, 12))
    (tmp_path / "c.yaml").write_text(f"title: t\n{block}sections:\n{weeks}")
    assert days(load_list(tmp_path / "c.yaml")) == [
        "2027-02-08",
        "(2027-02-15 Reading week)",
        "2027-03-17",
        "2027-03-22",
        "2027-04-05",
        "2027-04-12",
    ]


weekdays = st.lists(st.sampled_from(get_args(Weekday)), min_size=1, max_size=4).map(tuple)
places = st.sampled_from(["MX", "US-CA", "ES", "GB-ENG", "DE-BY", "JP", "CO", ""])


@st.composite
def terms(draw: st.DrawFn) -> Term:
    start = draw(st.dates(DAY("2020-01-01"), DAY("2032-01-01")))
    spans = draw(st.lists(st.tuples(st.integers(0, 120), st.integers(0, 20)), max_size=3))
    breaks = tuple(
        Break(start=start + datetime.timedelta(at), end=start + datetime.timedelta(at + length))
        for at, length in spans
    )
    return Term(
        start=start, weeks=draw(st.integers(1, 18)), meets=draw(weekdays), holidays=draw(places),
        breaks=breaks,
        on_holiday=draw(st.sampled_from(["skip", "shift"])),
    )  # fmt: skip


@settings(deadline=None, max_examples=80)
@given(terms(), st.lists(st.integers(1, 18), min_size=1, max_size=12))
def test_there_is_no_class_on_a_holiday_nor_in_a_break(term: Term, weeks: list[int]) -> None:
    sections = tuple(Section(title="s", week=min(week, term.weeks)) for week in weeks)
    for meeting in schedule(ReadingList(title="t", term=term, sections=sections)):
        assert meeting.date is not None
        assert meeting.date >= term.start
        if meeting.held:
            assert not any(meeting.date in one for one in term.breaks)
            if term.holidays:
                assert meeting.date not in load_holidays(term.holidays, meeting.date.year, "", "")
            assert meeting.date.strftime("%A").casefold() in term.meets
        else:
            assert term.holidays or term.breaks


@settings(deadline=None, max_examples=50)
@given(terms())
def test_later_weeks_meet_later(term: Term) -> None:
    sections = tuple(Section(title="s", week=week) for week in range(1, term.weeks + 1))
    dates = [one.date for one in schedule(ReadingList(title="t", term=term, sections=sections)) if one.date]
    assert dates == sorted(dates)
    assert len(set(dates)) == len(dates)


@settings(deadline=None, max_examples=50)
@given(terms())
def test_every_numbered_week_has_its_seven_days_to_itself(term: Term) -> None:
    firsts = Calendar(term).firsts
    assert len(firsts) == term.weeks
    assert all(later - earlier >= datetime.timedelta(7) for earlier, later in pairwise(firsts))


def test_one_country_is_loaded_without_all_others() -> None:
    script = (
        "import sys\n"
        "from readinglist.lists.calendar import load_holidays\n"
        "first = dict(load_holidays('MX', 2027, 'es', ''))\n"
        "print(len([one for one in sys.modules if one.startswith('holidays.countries.')]))\n"
        "import holidays, holidays.countries\n"
        "print(first == dict(holidays.countries.Mexico(years=2027, language='es').items()))\n"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    loaded, same = done.stdout.split()
    assert int(loaded) < 10
    assert same == "True"
