"""When sections meet: weeks, weekdays, explicit dates and public holidays."""

from __future__ import annotations

import datetime
from typing import get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from readinglist.errors import ListError
from readinglist.lists.model import ReadingList, Section, Term, Weekday
from readinglist.lists.schedule import WEEKDAYS, meetings_of_week, schedule

MONDAY = datetime.date(2027, 1, 18)

starts = st.dates(datetime.date(1900, 1, 1), datetime.date(2199, 1, 1))
weekdays = st.lists(st.sampled_from(get_args(Weekday)), min_size=1, max_size=7).map(tuple)


def course(*sections: Section, locale: str = "", **term: object) -> ReadingList:
    settings = {"start": MONDAY, "weeks": 12, "meets": ("monday",), **term}
    return ReadingList(title="t", term=Term.model_validate(settings), sections=sections, locale=locale)


def section(week: int | None = None, date: datetime.date | None = None) -> Section:
    return Section(title="s", week=week, date=date)


def test_a_week_falls_on_its_weekday() -> None:
    dates = [meeting.date for meeting in schedule(course(section(1), section(4), section(12)))]
    assert dates == [MONDAY, datetime.date(2027, 2, 8), datetime.date(2027, 4, 5)]


def test_a_term_that_starts_in_midweek_has_its_first_monday_in_week_one() -> None:
    wednesday = datetime.date(2027, 1, 20)
    assert schedule(course(section(1), start=wednesday))[0].date == datetime.date(2027, 1, 25)


def test_an_explicit_date_wins_and_takes_no_meeting() -> None:
    moved = datetime.date(2027, 2, 3)
    dates = [one.date for one in schedule(course(section(3, moved), section(3)))]
    assert dates == [moved, datetime.date(2027, 2, 1)]


def test_sections_of_one_week_take_its_meetings_in_turn_and_share_the_last() -> None:
    plan = course(section(1), section(1), section(2), section(1), meets=("thursday", "tuesday"))
    assert [one.date for one in schedule(plan) if one.date] == [
        datetime.date(2027, 1, 19),
        datetime.date(2027, 1, 21),
        datetime.date(2027, 1, 26),
        datetime.date(2027, 1, 21),
    ]


def test_without_weekdays_a_week_begins_with_the_term() -> None:
    wednesday = datetime.date(2027, 1, 20)
    assert schedule(course(section(2), start=wednesday, meets=()))[0].date == datetime.date(2027, 1, 27)


def test_without_week_date_or_term_there_is_no_date() -> None:
    assert schedule(course(section()))[0].date is None
    assert schedule(ReadingList(title="t", sections=(section(3),)))[0].date is None


def test_a_holiday_is_named_in_the_language_of_the_list() -> None:
    weeks = (section(3), section(4), section(9))
    english = [one.holiday for one in schedule(course(*weeks, holidays="MX", locale="en-GB"))]
    assert english == ["Constitution Day", "", "Benito Juárez's birthday"]
    spanish = [one.holiday for one in schedule(course(*weeks, holidays="mx", locale="es-MX"))]
    assert spanish[0] == "Día de la Constitución"
    native = schedule(course(*weeks, holidays="MX", locale="ja"))[0].holiday
    assert native == "Día de la Constitución"


def test_a_holiday_on_an_explicit_date_is_named_too() -> None:
    plan = course(section(date=datetime.date(2027, 2, 1)), holidays="MX", locale="en-US")
    assert schedule(plan)[0].holiday == "Constitution Day"


def test_a_part_of_a_country_has_its_own_holidays() -> None:
    day = section(date=datetime.date(2027, 3, 31))
    assert schedule(course(day, holidays="US-CA", locale="en-US"))[0].holiday == "Cesar Chavez Day"
    assert schedule(course(day, holidays="US-NY", locale="en-US"))[0].holiday == ""


@pytest.mark.parametrize(
    ("place", "message"),
    [("MXX", "'MXX' are not known"), ("XX", "'XX' are not known"), ("US-ZZ", "no part of US")],
)
def test_an_unknown_country_is_an_error_with_a_way_out(place: str, message: str) -> None:
    with pytest.raises(ListError, match=message) as caught:
        schedule(course(section(1), holidays=place))
    assert "MX" in caught.value.hint
    assert "term.holidays" in caught.value.where


def test_a_list_without_dates_asks_for_no_holidays() -> None:
    assert schedule(course(section(), holidays="nowhere"))[0].holiday == ""


@settings(deadline=None)
@given(starts, weekdays, st.integers(1, 60))
def test_meetings_lie_in_their_week_on_their_weekdays_in_order(
    start: datetime.date, meets: tuple[Weekday, ...], week: int
) -> None:
    days = meetings_of_week(Term(start=start, weeks=60, meets=meets), week)
    first = start + datetime.timedelta(weeks=week - 1)
    assert {WEEKDAYS[day.weekday()] for day in days} == set(meets)
    assert all(first <= day < first + datetime.timedelta(days=7) for day in days)
    assert list(days) == sorted(set(days))


@settings(deadline=None)
@given(starts, weekdays, st.integers(0, 400), st.lists(st.integers(1, 60), min_size=1, max_size=20))
def test_moving_the_start_by_whole_weeks_moves_every_date_by_as_much(
    start: datetime.date, meets: tuple[Weekday, ...], weeks: int, wanted: list[int]
) -> None:
    shift = datetime.timedelta(weeks=weeks)
    if (start + shift).year > 2199:
        shift = datetime.timedelta(0)
    sections = [section(week) for week in wanted]
    before = schedule(course(*sections, start=start, meets=meets, weeks=60))
    after = schedule(course(*sections, start=start + shift, meets=meets, weeks=60))
    assert [one.date and one.date + shift for one in before] == [one.date for one in after]


@settings(deadline=None)
@given(starts, weekdays, st.lists(st.integers(1, 60), min_size=2, max_size=20))
def test_later_weeks_have_later_dates(
    start: datetime.date, meets: tuple[Weekday, ...], wanted: list[int]
) -> None:
    sections = [section(week) for week in sorted(wanted)]
    dates = [one.date for one in schedule(course(*sections, start=start, meets=meets, weeks=60))]
    assert dates == sorted(date for date in dates if date)
