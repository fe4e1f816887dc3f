"""A section whose title is its own week or date does not say either twice."""

from __future__ import annotations

import datetime
from collections.abc import Callable

import pytest

from readinglist.export.headings import said_by_title
from readinglist.export.view import ListView
from readinglist.export.words import words_for

DAY = datetime.date(2027, 2, 8)  # A Monday.


@pytest.mark.parametrize(
    "title",
    [
        "February 8", "8 February", "Feb. 8th", "Monday, February 8, 2027", "Mon 8 Feb", "2027-02-08", "2/8",
        "8.2.27", "8 de febrero", "Lunes 8 de febrero de 2027", "8 février", "8. Februar",
    ],
)  # fmt: skip
def test_a_title_may_be_the_day_in_any_form(title: str) -> None:
    assert said_by_title(title, 4, DAY, words_for("fr")) == (False, True)


@pytest.mark.parametrize(
    "title",
    [
        "February 9", "February", "8", "February 8, 2026", "Tuesday, February 8", "February 8 to 10",
        "The elections of February 8", "Week 5", "Week 5, February 8", "1968", "", "Week 4: Propaganda",
    ],
)  # fmt: skip
def test_what_says_anything_else_says_neither(title: str) -> None:
    assert said_by_title(title, 4, DAY, words_for("en")) == (False, False)


@pytest.mark.parametrize(
    ("title", "said"),
    [
        ("Week 4", (True, False)),
        ("SEMANA 04.", (True, False)),
        ("Week 4 · February 8", (True, True)),
        ("Semana 4: 8 de febrero", (True, True)),
    ],
)
def test_a_title_may_be_the_week(title: str, said: tuple[bool, bool]) -> None:
    assert said_by_title(title, 4, DAY, words_for("en")) == said


def test_without_week_or_day_nothing_is_said_twice() -> None:
    assert said_by_title("February 8", None, None, words_for("en")) == (False, False)
    assert said_by_title("Week 4", None, None, words_for("en")) == (False, False)


def test_the_label_leaves_out_what_the_title_says(make_view: Callable[..., ListView]) -> None:
    sections = (
        {"title": "Monday, February 1", "week": 3},
        {"title": "Week 4", "week": 4},
        {"title": "Nothing yet", "week": 5},
    )
    view = make_view(sections=sections)
    assert [one.full_title for one in view.sections] == [
        "Week 3: Monday, February 1",
        "February 8: Week 4",
        "Week 5: Nothing yet",
    ]
    assert view.sections[0].day == datetime.date(2027, 2, 1)
    assert view.sections[1].number == 4
