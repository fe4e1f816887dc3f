"""Reading time: pages, rates, running times, and what stays unestimated."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from readinglist.items import Item
from readinglist.lists.model import Entry, Workload
from readinglist.lists.workload import (
    WORDS_PER_MINUTE,
    count_pages,
    entry_minutes,
    item_pages,
    pages_per_hour,
    running_minutes,
    stamped_minutes,
)

# The estimator's published table: pages an hour at 450 / 600 / 750 words a page.
PUBLISHED = {
    "none": {"survey": (67, 50, 40), "understand": (33, 25, 20), "engage": (17, 13, 10)},
    "some": {"survey": (47, 35, 28), "understand": (24, 18, 14), "engage": (12, 9, 7)},
    "many": {"survey": (33, 25, 20), "understand": (17, 13, 10), "engage": (9, 7, 5)},
}


def item(item_type: str = "journalArticle", **fields: str) -> Item:
    return Item(item_type=item_type, fields=fields)


def minutes(one: Item, locator: str = "", own: int | None = None) -> int | None:
    return entry_minutes(Entry(cite="a", locator=locator, minutes=own), one, Workload())


@pytest.mark.parametrize("difficulty", PUBLISHED)
@pytest.mark.parametrize("purpose", ["survey", "understand", "engage"])
@pytest.mark.parametrize("place", [0, 1, 2])
def test_the_rates_are_those_of_the_estimator(difficulty: str, purpose: str, place: int) -> None:
    workload = Workload.model_validate(
        {"density": (450, 600, 750)[place], "difficulty": difficulty, "purpose": purpose}
    )
    assert int(pages_per_hour(workload) + 0.5) == PUBLISHED[difficulty][purpose][place]


@pytest.mark.parametrize(
    ("locator", "pages"),
    [
        ("pp. 60-77", 18),
        ("pp. 60–77", 18),
        ("pp. 60–77, 80", 19),
        ("p. 5", 1),
        ("60-77", 18),
        ("60–7", 8),
        ("351–67", 17),
        ("pp. xi–xx", 10),
        ("pp. xi–xx, 1–12", 22),
        ("xi-xx", 10),
        ("págs. 10 a 12", 1),
        ("págs. 10-12 y 20", 4),
        ("S. 41–46", 6),
        ("Seiten 41–46", 6),
        ("páginas 5-6", 2),
        ("chap. 3, pp. 60-77", 18),
        ("pp. S12–S18", 7),
        ("pp. 1-3 & 5-7", 6),
        ("pages 12 and 14", 2),
        ("pp. 60 -- 77", 18),
        ("pp.60-77.", 18),
        ("chap. 3", None),
        ("ch. 3-4", None),
        ("Kap. 3", None),
        ("Introduction", None),
        ("three cases of your choice", None),
        ("pp. 77-60", None),
        ("pp. iv–12", None),
        ("pp. 1-99999", None),
        ("§ 12", None),
        ("", None),
        ("e13803", None),
        ("p. S12", 1),
        ("pp. 60–77–80", None),
        ("p. 60ff.", None),
        ("60", 1),
        ("0:12:30–0:45:00", None),
        ("the sections on pp", None),
        ("p. iiii–x", None),
        ("chapters 1, 2", None),
        ("pp. 1-999999999999999999999", None),
    ],
)
def test_a_locator_tells_its_pages_or_nothing(locator: str, pages: int | None) -> None:
    assert count_pages(locator) == pages


@pytest.mark.parametrize(
    ("one", "pages"),
    [
        (item(pages="60–77"), 18),
        (item(pages="e13803"), None),
        (item(pages="18827"), None),
        (item(pages="73"), None),
        (item(pages="131–151, 160"), 22),
        (item(pages="A1, A4"), None),
        (item(), None),
        (item("report", pages="56"), 56),
        (item("report", pages="10–15"), 6),
        (item("thesis", numPages="311"), 311),
        (item("book", numPages="483"), 483),
        (item("book", numPages="xii, 340 p."), 352),
        (item("book", numPages="240 páginas"), 240),
        (item("book", numPages="2 vols"), None),
        (item("book", numPages="0"), None),
        (item("webpage"), None),
        (item("newspaperArticle", pages="A1"), None),
        (item("bookSection", pages="7–48"), 42),
        (item("bookSection", pages="7"), None),
    ],
)
def test_an_item_tells_its_pages_or_nothing(one: Item, pages: int | None) -> None:
    assert item_pages(one) == pages


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1:32:00", 92),
        ("95 min", 95),
        ("103 min", 103),
        ("72 minutes", 72),
        ("1 h 32 min", 92),
        ("1h32m", 92),
        ("PT1H32M", 92),
        ("1.5 hours", 90),
        ("1,5 h", 90),
        ("45:10", 45),
        ("2 horas", 120),
        ("90 s", 2),
        ("0:00:20", 1),
        ("1:32", None),
        ("92", None),
        ("", None),
        ("long", None),
        ("0 min", None),
        ("PT", None),
        ("1:99:xx", None),
    ],
)
def test_a_running_time_is_read_or_stays_unknown(text: str, expected: int | None) -> None:
    assert running_minutes(item("film", runningTime=text)) == expected


def test_a_song_of_four_minutes_is_no_film_of_four_hours() -> None:
    assert running_minutes(item("audioRecording", runningTime="4:12")) == 4


@pytest.mark.parametrize(
    ("locator", "expected"),
    [
        ("0:12:30–0:45:00", 32),
        ("12:30-45:00", 32),
        ("45:00–12:30", None),
        ("episode 3", None),
        ("min. 10-25", 15),
        ("minutos 10–25", 15),
        ("5 – 12 minutes", 7),
        ("25–10 min", None),
        ("admin 10-25", None),
        ("10-25", None),
    ],
)
def test_time_stamps_tell_the_part_to_hear(locator: str, expected: int | None) -> None:
    assert stamped_minutes(locator) == expected


def test_the_entrys_own_minutes_win_over_everything() -> None:
    assert minutes(item(pages="1-100"), "pp. 1-50", own=7) == 7
    assert minutes(item(pages="1-100"), own=0) == 0


def test_the_locator_wins_over_the_item_and_an_unclear_one_leaves_it_unknown() -> None:
    article = item(pages="60-77")
    assert minutes(article) == 60
    assert minutes(article, "pp. 60-68") == 30
    assert minutes(article, "the conclusion") is None
    assert minutes(item("book", numPages="483"), "chap. 3") is None


def test_recordings_count_their_running_time() -> None:
    film = item("film", runningTime="103 min")
    assert minutes(film) == 103
    assert minutes(film, "0:10:00–0:30:00") == 20
    assert minutes(film, "the first half") is None
    assert minutes(item("podcast")) is None


@given(st.integers(1, 5000), st.integers(0, 3000))
def test_a_span_of_pages_has_as_many_pages_as_it_says(start: int, more: int) -> None:
    assert count_pages(f"pp. {start}–{start + more}") == more + 1
    assert count_pages(f"{start}-{start + more}") == more + 1


@given(st.text(max_size=60))
def test_any_locator_is_read_or_unknown(text: str) -> None:
    pages = count_pages(text)
    assert pages is None or pages > 0
    assert (stamped_minutes(text) or 1) > 0
    assert (item_pages(item(pages=text)) or 1) > 0
    assert (running_minutes(item("film", runningTime=text)) or 1) > 0


@given(
    st.integers(1, 500),
    st.integers(0, 100),
    st.sampled_from([450, 600, 750]),
    st.sampled_from(list(WORDS_PER_MINUTE)),
    st.sampled_from(["survey", "understand", "engage"]),
)
def test_more_pages_never_take_less_time(
    pages: int, more: int, density: int, difficulty: str, purpose: str
) -> None:
    workload = Workload.model_validate({"density": density, "difficulty": difficulty, "purpose": purpose})

    def estimate(count: int) -> int:
        found = entry_minutes(Entry(cite="a", locator=f"pp. 1-{count}"), item(), workload)
        assert found is not None
        return found

    assert estimate(pages) <= estimate(pages + more)


def test_a_hostile_locator_takes_no_time() -> None:
    assert count_pages("pp. " + "1-2, " * 5000 + "x") is None
    assert count_pages("x" * 100_000) is None
    assert count_pages("i" * 100_000) is None
