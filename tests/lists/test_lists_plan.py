"""Plans of whole lists: weeks with their hours, what may move, what may not, order from the list."""

from __future__ import annotations

from pathlib import Path

import pytest

from readinglist.errors import ListError
from readinglist.items import Item
from readinglist.lists.load import load_list, parse_list
from readinglist.lists.model import ReadingList
from readinglist.lists.order import reading_order
from readinglist.lists.plan import Plan, make_plan
from readinglist.lists.resolve import resolve

HEAD = "title: t\nterm: {start: 2027-01-18, weeks: 4, meets: monday}\nsections:\n"


class Shelf:
    """A library that has every key, a book of no stated length."""

    def item(self, key: str) -> Item | None:
        return Item(key=key.upper(), item_type="book", citation_key=key)

    def find(self, query: str) -> list[Item]:
        return [Item(key="Q", item_type="book", citation_key="found")]

    def known_keys(self) -> list[str]:
        return []


def course(*weeks: str) -> ReadingList:
    """A list with a section a week; each says its entries as `key:importance:minutes` words."""
    text = HEAD
    for number, entries in enumerate(weeks, 1):
        text += f"  - title: Section {number}\n    week: {number}\n    entries:\n"
        for word in entries.split():
            key, importance, minutes, *more = word.split(":")
            text += f"      - {{cite: {key}, importance: {importance}"
            text += f", minutes: {minutes}" if minutes else ""
            text += "".join(f", {one.replace('=', ': ')}" for one in more) + "}\n"
    return parse_list(text, Path("c.yaml"))


def plan(*weeks: str, **options: object) -> Plan:
    return make_plan(resolve(course(*weeks), Shelf()), **options)  # type: ignore[arg-type]


def test_essentials_keep_their_week() -> None:
    made = plan("a:essential:300 b:essential:300", "c:recommended:60")
    assert made.moves == ()
    assert [one.total for one in made.weeks] == [600, 60, 0, 0]


def test_a_reading_goes_where_there_is_room() -> None:
    made = plan("a:essential:100 b:recommended:100", "c:essential:20", "d:essential:100")
    assert [(one.reading.label, one.from_week, one.to_week, one.to_section) for one in made.moves] == [
        ("b", "1", "2", "Section 2")
    ]
    assert [one.after for one in made.weeks] == [100, 120, 100, 0]
    assert made.moves[0].spread == pytest.approx(made.spread_after)


def test_a_week_without_a_section_is_no_place_to_move_to() -> None:
    made = plan("a:recommended:100 b:recommended:100", "c:essential:0")
    assert {one.to_week for one in made.moves} == {"2"}
    assert [one.note for one in made.weeks] == ["", "", "no section", "no section"]


def test_weeks_over_and_under_are_told_against_the_hours_asked_for() -> None:
    made = plan("a:essential:400", "b:essential:360", "c:essential:100", hours=6)
    assert [made.verdict(one.total) for one in made.weeks[:3]] == ["over", "fits", "under"]


def test_the_parts_of_one_work_stay_in_the_order_of_their_pages() -> None:
    whole = course(
        "a:further:100:locator=pp.1-50", "a:further:100:locator=pp.51-90 b:essential:200", "c:essential:0"
    )
    assert len(reading_order(whole)) == 1
    made = make_plan(resolve(whole, Shelf()))
    weeks = {one.reading.where: int(one.to_week) for one in made.moves}
    first, second = weeks.get("c.yaml:7", 1), weeks.get("c.yaml:11", 2)
    assert first <= second


def test_what_comes_after_another_stays_after_it() -> None:
    weeks = ("a:essential:0", "b:essential:100", "c:further:100:after=b d:essential:100")
    made = plan(*weeks)
    assert made.moves == ()
    free = plan(*(one.replace(":after=b", "") for one in weeks))
    assert [(one.reading.label, one.to_week) for one in free.moves] == [("c", "1")]


def test_at_most_so_many_moves_and_so_far() -> None:
    weeks = (
        "a:further:60 b:further:60 c:further:60 d:further:60",
        "e:essential:0",
        "f:essential:0",
        "g:essential:0",
    )
    assert len(plan(*weeks).moves) == 3
    assert len(plan(*weeks, most=1).moves) == 1
    assert plan(*weeks, most=0).moves == ()
    assert {one.to_week for one in plan(*weeks, within=1).moves} == {"2"}
    assert plan(*weeks, within=0).moves == ()


def test_further_readings_can_be_left_out_of_the_count() -> None:
    made = plan("a:essential:60 b:recommended:60 c:further:60", "d:essential:10", count="recommended")
    assert made.weeks[0].minutes == (60, 60, 0)
    assert [one.reading.label for one in made.moves] == ["b"]


def test_what_has_no_time_is_listed_and_not_guessed() -> None:
    made = plan("a:essential: b:recommended:60", "c:essential:0")
    assert made.unestimated == (("a", "c.yaml:7"),)
    assert made.weeks[0].unestimated == 1


def test_what_a_query_finds_is_not_moved() -> None:
    text = HEAD + "  - {title: s, week: 1, query: theme:x, importance: further}\n  - {title: u, week: 2}\n"
    made = make_plan(resolve(parse_list(text.replace("weeks: 4", "weeks: 4"), Path("c.yaml")), Shelf()))
    assert made.moves == ()


def test_sections_with_dates_and_no_term_are_planned_by_the_calendars_weeks() -> None:
    text = "title: t\nsections:\n"
    for date in ("2027-01-20", "2027-02-03"):
        text += f"  - {{title: s, date: {date}, entries: [{{cite: a, minutes: 50, importance: further}}]}}\n"
    made = make_plan(resolve(parse_list(text, Path("c.yaml")), Shelf()))
    assert [one.label for one in made.weeks] == ["2027-01-18", "2027-01-25", "2027-02-01"]


def test_a_list_without_weeks_has_no_plan() -> None:
    with pytest.raises(ListError, match="nothing to plan"):
        make_plan(resolve(parse_list("title: t\nsections: [{title: s}]\n", Path("c.yaml")), Shelf()))


@pytest.mark.parametrize(
    ("entries", "message", "hint"),
    [
        ("[{cite: alpha, after: bet}, beta]", "the list has no 'bet'", "Did you mean 'beta'"),
        (
            "[{cite: a, after: b}, {cite: b, after: [c]}, {cite: c, after: a}]",
            "each to be read after",
            "Take one",
        ),
    ],
)
def test_an_order_that_cannot_be_is_named_with_its_place(
    tmp_path: Path, entries: str, message: str, hint: str
) -> None:
    path = tmp_path / "c.yaml"
    path.write_text(f"title: t\nsections:\n  - title: s\n    entries: {entries}\n")
    with pytest.raises(ListError) as caught:
        load_list(path)
    assert "c.yaml:4:" in str(caught.value)
    assert message in str(caught.value)
    assert hint in str(caught.value)
