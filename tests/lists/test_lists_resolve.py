"""A list joined with a library: order, queries, hours, and what is missing named all at once."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from readinglist.errors import ListError, ReadinglistError
from readinglist.items import Creator, Item
from readinglist.lists.load import load_list
from readinglist.lists.model import Entry, ReadingList, Section, Term
from readinglist.lists.resolve import ResolvedSection, resolve
from readinglist.lists.size import resolved_size, written_size


class Shelf:
    """A library held in memory: items by key, older keys, and the one query that it understands."""

    def __init__(self, *items: Item, aliases: dict[str, str] | None = None) -> None:
        self.items = {item.citation_key: item for item in items}
        self.aliases = aliases or {}

    def item(self, citation_key: str) -> Item | None:
        return self.items.get(self.aliases.get(citation_key, citation_key))

    def find(self, query_text: str) -> Sequence[Item]:
        if query_text.startswith("bad"):
            raise ReadinglistError("there is no field 'bad'", where="query, column 1", hint="Use theme:.")
        return [item for item in self.items.values() if query_text in item.title]

    def known_keys(self) -> Iterable[str]:
        return self.items


def work(
    key: str, author: str = "", year: str = "", title: str = "", *, deleted: bool = False, **fields: str
) -> Item:
    return Item(
        item_type="journalArticle",
        citation_key=key,
        fields={"title": title or key, "date": year, **fields},
        creators=(Creator("author", last_name=author),) if author else (),
        deleted=deleted,
    )


SHELF = Shelf(
    work("zuniga2001", "Zúñiga", "2001", "Beta", pages="1-18"),
    work("abad2010", "Ábad", "2010", "“Alpha”", pages="10-27"),
    work("abad2005", "Abad", "2005", "Gamma"),
    work("anon", "", "", "Delta"),
    work("gone1999", "Gone", "1999", "Epsilon", deleted=True),
    aliases={"oldkey": "abad2010"},
)


def one_section(**settings: object) -> ReadingList:
    return ReadingList(title="t", sections=(Section.model_validate({"title": "s", **settings}),))


def keys(section: ResolvedSection) -> list[str]:
    return [one.item.citation_key for one in section.entries]


ALL = ("zuniga2001", "abad2010", "abad2005", "anon")


@pytest.mark.parametrize(
    ("order", "expected"),
    [
        ("list", ["zuniga2001", "abad2010", "abad2005", "anon"]),
        ("author", ["abad2005", "abad2010", "anon", "zuniga2001"]),
        ("year", ["zuniga2001", "abad2005", "abad2010", "anon"]),
        ("-year", ["abad2010", "abad2005", "zuniga2001", "anon"]),
        ("title", ["abad2010", "zuniga2001", "anon", "abad2005"]),
    ],
)
def test_a_section_is_put_in_its_order(order: str, expected: list[str]) -> None:
    plan = one_section(order=order, entries=[{"cite": key} for key in ALL])
    assert keys(resolve(plan, SHELF).sections[0]) == expected


def test_by_importance_the_hand_made_order_is_kept_within_each() -> None:
    plan = one_section(
        entries=[
            {"cite": "zuniga2001", "importance": "further"},
            {"cite": "abad2010", "importance": "recommended"},
            {"cite": "anon"},
            {"cite": "abad2005", "importance": "recommended"},
        ]
    )
    assert keys(resolve(plan, SHELF).sections[0]) == ["anon", "abad2010", "abad2005", "zuniga2001"]


def test_the_lists_order_holds_where_a_section_has_none() -> None:
    plan = ReadingList(
        title="t",
        order="title",
        sections=(
            Section(title="a", entries=tuple(Entry(cite=key) for key in ALL)),
            Section(title="b", order="list", entries=tuple(Entry(cite=key) for key in ALL)),
        ),
    )
    first, second = resolve(plan, SHELF).sections
    assert (keys(first)[0], keys(second)[0]) == ("abad2010", "zuniga2001")


def test_a_query_fills_a_section_by_author_unless_told_otherwise() -> None:
    assert keys(resolve(one_section(query="a"), SHELF).sections[0]) == [
        "abad2005",
        "abad2010",
        "anon",
        "zuniga2001",
    ]
    newest = one_section(query="a", order="-year", limit=2, importance="further")
    found = resolve(newest, SHELF).sections[0]
    assert keys(found) == ["abad2010", "abad2005"]
    assert {one.entry.importance for one in found.entries} == {"further"}


def test_entries_written_out_come_once_and_do_not_count_against_the_limit() -> None:
    plan = one_section(
        query="a", limit=1, importance="further", entries=[{"cite": "oldkey", "note": "Mine."}]
    )
    found = resolve(plan, SHELF).sections[0]
    assert keys(found) == ["abad2010", "abad2005"]
    assert (found.entries[0].entry.note, found.entries[0].entry.cite) == ("Mine.", "oldkey")


def test_what_lies_in_the_trash_is_not_found_and_not_cited() -> None:
    assert resolve(one_section(query="Epsilon"), SHELF).sections[0].entries == ()
    with pytest.raises(ListError, match="trash"):
        resolve(one_section(entries=[{"cite": "gone1999"}]), SHELF)


def test_an_entry_may_stand_in_several_sections() -> None:
    plan = ReadingList(title="t", sections=(Section(title="a", entries=(Entry(cite="anon"),)),) * 2)
    resolved = resolve(plan, SHELF)
    assert [keys(section) for section in resolved.sections] == [["anon"], ["anon"]]
    assert (resolved_size(resolved).entries, resolved_size(resolved).works) == (2, 1)


def test_hours_are_summed_and_what_is_unknown_is_counted() -> None:
    plan = one_section(entries=[{"cite": "zuniga2001"}, {"cite": "abad2010"}, {"cite": "anon"}])
    section = resolve(plan, SHELF).sections[0]
    assert (section.minutes, section.unestimated) == (120, 1)


def test_a_list_without_workload_estimates_nothing_and_misses_nothing() -> None:
    plan = ReadingList(
        title="t",
        workload=None,
        sections=(Section(title="a", entries=(Entry(cite="zuniga2001"), Entry(cite="anon", minutes=5))),),
    )
    section = resolve(plan, SHELF).sections[0]
    assert (section.minutes, section.unestimated) == (5, 0)
    assert [one.minutes for one in section.entries] == [None, 5]


def test_a_section_has_its_date_and_holiday() -> None:
    plan = ReadingList(
        title="t",
        locale="en-US",
        term=Term(start=datetime.date(2027, 1, 18), weeks=12, meets=("monday",), holidays="MX"),
        sections=(Section(title="a", week=3),),
    )
    section = resolve(plan, SHELF).sections[0]
    assert (section.date, section.holiday) == (datetime.date(2027, 2, 1), "Constitution Day")


def test_everything_missing_is_named_at_once_with_its_place_and_near_matches(tmp_path: Path) -> None:
    path = tmp_path / "course.yaml"
    path.write_text(
        "title: t\nsections:\n  - title: a\n    entries:\n      - abad201\n      - anon\n"
        "  - title: b\n    query: 'bad:x'\n    entries:\n      - cite: nobody1900\n      - zuniga20001\n"
    )
    with pytest.raises(ListError) as caught:
        resolve(load_list(path), SHELF)
    text = str(caught.value)
    assert "the list 'course' has 4 problems" in text
    assert f"{path}:5: the library has no 'abad201'\n    Did you mean 'abad2010'" in text
    assert f"{path}:10: the library has no 'nobody1900'\n" in text
    assert f"{path}:11: the library has no 'zuniga20001'\n    Did you mean 'zuniga2001'?" in text
    assert f"{path}:8: in `query`: there is no field 'bad' (query, column 1)\n    Use theme:." in text


def test_one_missing_key_is_the_error_itself(tmp_path: Path) -> None:
    path = tmp_path / "course.yaml"
    path.write_text("title: t\nsections:\n  - title: a\n    entries:\n      - abad201\n")
    with pytest.raises(ListError) as caught:
        resolve(load_list(path), SHELF)
    assert caught.value.where == f"{path}:5"
    assert caught.value.message == "the library has no 'abad201'"
    assert caught.value.hint.startswith("Did you mean 'abad2010'")


def test_very_many_missing_keys_are_counted_not_listed() -> None:
    plan = one_section(entries=[{"cite": f"missing{number}"} for number in range(5000)])
    with pytest.raises(ListError, match="and 4980 more"):
        resolve(plan, SHELF)


def test_the_size_as_written_and_as_resolved() -> None:
    plan = ReadingList(
        title="t",
        sections=(
            Section(title="a", entries=(Entry(cite="zuniga2001"), Entry(cite="anon", importance="further"))),
            Section(title="b", query="Gamma", importance="recommended"),
        ),
    )
    written, resolved = written_size(plan), resolved_size(resolve(plan, SHELF))
    assert (written.sections, written.entries, written.essentials, written.queries) == (2, 2, 1, 1)
    assert (resolved.entries, resolved.essentials, resolved.works) == (3, 1, 3)
    assert (resolved.minutes, resolved.unestimated) == (60, 2)


@settings(deadline=None)
@given(st.permutations(ALL), st.sampled_from(["author", "year", "-year", "title"]))
def test_an_order_by_content_does_not_depend_on_how_the_entries_were_written(
    entries: list[str], order: str
) -> None:
    plan = one_section(order=order, entries=[{"cite": key} for key in entries])
    reference = one_section(order=order, entries=[{"cite": key} for key in ALL])
    assert keys(resolve(plan, SHELF).sections[0]) == keys(resolve(reference, SHELF).sections[0])
