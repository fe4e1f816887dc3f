"""The two bundled lists against the bundled collection: complete, bilingual, right in every page number."""

from __future__ import annotations

import datetime
import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from readinglist.items.text import language_tag
from readinglist.library import Library, open_library
from readinglist.library.assignments import AssignedItem
from readinglist.lists.load import list_names, load_list
from readinglist.lists.model import Workload
from readinglist.lists.resolve import ResolvedList, resolve
from readinglist.lists.size import resolved_size
from readinglist.lists.workload import count_pages
from readinglist.resources import package_file
from readinglist.themes.assign import assign
from readinglist.themes.vocabulary import load_vocabulary
from readinglist.zotero.pulled import Pulled

LISTS = package_file("demo", "data", "lists")
SOURCE = "groups/4420117"


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    held = json.loads(package_file("demo", "data", "collection.json").read_text("utf-8"))

    def wrapped(kind: str) -> dict[str, dict[str, object]]:
        return {one["key"]: {"key": one["key"], "version": one["version"], "data": one} for one in held[kind]}

    vocabulary = load_vocabulary(package_file("demo", "data", "themes.toml"))
    path = tmp_path_factory.mktemp("bundled") / "library.sqlite"
    with open_library(path, themes={theme: [theme] for theme in vocabulary.ids}) as opened:
        opened.apply(Pulled(SOURCE, 0, held["library"]["version"], wrapped("items"), wrapped("collections")))
        names = opened.collection_names()
        opened.save_assignments(
            AssignedItem((item.source, item.key), "", assign(vocabulary, item, names))
            for item in opened.items()
        )
        yield opened


@pytest.fixture(scope="module")
def syllabus(library: Library) -> ResolvedList:
    return resolve(load_list(LISTS / "narco-digital-syllabus.yaml"), library)


@pytest.fixture(scope="module")
def reserve(library: Library) -> ResolvedList:
    return resolve(load_list(LISTS / "course-reserve.yaml"), library)


def test_these_two_lists_are_bundled() -> None:
    assert list_names(LISTS) == ("course-reserve", "narco-digital-syllabus")


def test_every_cited_key_is_the_current_key_of_an_item(syllabus: ResolvedList, reserve: ResolvedList) -> None:
    for resolved in (syllabus, reserve):
        for section in resolved.sections:
            for one in section.entries:
                assert one.entry.cite == one.item.citation_key


def test_no_section_is_empty_or_without_an_introduction(
    syllabus: ResolvedList, reserve: ResolvedList
) -> None:
    for resolved in (syllabus, reserve):
        for section in resolved.sections:
            assert section.entries, section.section.title
            assert section.section.intro, section.section.title


def test_the_seminar_has_twelve_weeks_on_their_days(syllabus: ResolvedList) -> None:
    assert [section.section.week for section in syllabus.sections] == list(range(1, 13))
    dates = [section.date for section in syllabus.sections]
    assert dates[0] == datetime.date(2027, 1, 18)
    assert dates[2] == datetime.date(2027, 2, 3)
    assert dates[11] == datetime.date(2027, 4, 5)
    assert dates == sorted(date for date in dates if date)


def test_the_one_meeting_that_falls_on_a_holiday_says_that_there_is_no_class(
    syllabus: ResolvedList,
) -> None:
    holidays = {section.section.week: section.holiday for section in syllabus.sections if section.holiday}
    assert holidays == {9: "Benito Juárez's birthday"}
    assert "No class" in syllabus.sections[8].section.intro


def test_english_and_spanish_stand_side_by_side_among_the_essentials_of_every_week(
    syllabus: ResolvedList,
) -> None:
    for section in syllabus.sections:
        essential = [one for one in section.entries if one.entry.importance == "essential"]
        languages = {language_tag(one.item.language)[:2] for one in essential}
        assert {"en", "es"} <= languages, section.section.title


def test_the_load_of_every_week_can_be_borne(syllabus: ResolvedList) -> None:
    for section in syllabus.sections:
        essential = [one for one in section.entries if one.entry.importance == "essential"]
        assert 3 <= len(section.entries) <= 6
        assert 2 <= len(essential) <= 3
        assert 60 <= sum(one.minutes or 0 for one in essential) <= 4 * 60
        assert section.minutes <= 6 * 60
        assert all(one.minutes for one in essential), section.section.title


def test_pages_to_read_lie_within_the_pages_of_the_work(
    syllabus: ResolvedList, reserve: ResolvedList
) -> None:
    checked = 0
    for resolved in (syllabus, reserve):
        for one in (entry for section in resolved.sections for entry in section.entries):
            if not one.entry.locator.startswith("p"):
                continue
            first, last = (int(page) for page in re.findall(r"\d+", one.entry.locator))
            begins, ends = (int(page) for page in re.findall(r"\d+", one.item.get("pages")))
            assert begins <= first <= last <= ends, one.entry.cite
            assert (first, last) != (begins, ends), f"{one.entry.cite}: the whole work needs no pages"
            assert count_pages(one.entry.locator) == last - first + 1
            checked += 1
    assert checked >= 8


def test_two_notes_are_private_and_only_two(syllabus: ResolvedList, reserve: ResolvedList) -> None:
    def private(resolved: ResolvedList) -> int:
        return sum(bool(one.entry.private_note) for section in resolved.sections for one in section.entries)

    assert (private(syllabus), private(reserve)) == (2, 0)


def test_films_songs_and_broadcasts_are_among_the_readings(syllabus: ResolvedList) -> None:
    kinds = {one.item.item_type for section in syllabus.sections for one in section.entries}
    assert {"film", "podcast", "audioRecording", "case", "forumPost", "newspaperArticle"} <= kinds


def test_addresses_of_people_are_examples(syllabus: ResolvedList, reserve: ResolvedList) -> None:
    for name in list_names(LISTS):
        text = (LISTS / f"{name}.yaml").read_text("utf-8")
        found = re.findall(r"[\w.+-]+@[\w-]+\.[\w.]*\w", text)
        assert found
        assert all(address.endswith("@example.edu") for address in found)


def test_the_reserve_list_fills_sections_by_theme_and_by_hand(reserve: ResolvedList) -> None:
    queries = [section for section in reserve.sections if section.section.query]
    written = [section for section in reserve.sections if section.section.entries]
    assert len(queries) >= 4
    assert len(written) >= 4
    for section in queries:
        found = [one for one in section.entries if one.entry not in section.section.entries]
        assert 3 <= len(found) <= (section.section.limit or 12), section.section.title


def test_the_reserve_list_asks_for_no_hours(reserve: ResolvedList) -> None:
    assert reserve.reading_list.workload is None
    assert (resolved_size(reserve).minutes, resolved_size(reserve).unestimated) == (0, 0)


def test_the_seminar_counts_its_hours(syllabus: ResolvedList) -> None:
    size = resolved_size(syllabus)
    assert syllabus.reading_list.workload == Workload()
    assert size.sections == 12
    assert 36 * 60 < size.minutes < 60 * 60
    assert 0 < size.unestimated <= 8


def test_the_files_are_plain_and_readable() -> None:
    for name in list_names(LISTS):
        text = Path(LISTS / f"{name}.yaml").read_text("utf-8")
        assert "\t" not in text
        assert max(map(len, text.splitlines())) <= 120
