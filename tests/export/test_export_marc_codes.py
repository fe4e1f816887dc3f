"""A MARC record's codes of what the thing is: each the length it has, and none that contradicts another."""

from __future__ import annotations

import datetime
import io
from collections.abc import Callable
from dataclasses import replace

import pymarc
import pytest
from hypothesis import given
from hypothesis import strategies as st

from readinglist.export import RenderOptions, load_target
from readinglist.export.marc_codes import LEADERS, RELATORS, extent, fixed_fields, is_online, rda_types
from readinglist.export.prose import parse_prose
from readinglist.export.told import told
from readinglist.export.view import Group, ListView
from readinglist.export.works import Work
from readinglist.items import Creator, Item
from readinglist.items.extra import NAME_VARIABLES
from readinglist.items.schema import creator_types, item_types

NOW = datetime.datetime(2026, 11, 2, tzinfo=datetime.UTC)
# Where 008 has the form of item (bd008b, c, m, s: 23; bd008p, bd008v: 29), by leader 06.
FORM = dict.fromkeys("atim", 23) | dict.fromkeys("egk", 29)
ISBN = "978-0-306-40615-7"

works = st.builds(
    lambda kind, fields: Work(Item(item_type=kind, citation_key="k", fields={"title": "T"} | fields)),
    st.sampled_from(sorted(item_types())),
    st.fixed_dictionaries(
        {},
        optional={
            "url": st.just("https://example.org/1"),
            "DOI": st.just("10.1000/1"),
            "ISBN": st.just(ISBN),
            "date": st.sampled_from(("2010", "33", "n.d.", "12010")),
            "language": st.sampled_from(("es-MX", "en", "xx")),
            "pages": st.sampled_from(("60-77", "9", "e12")),
            "numPages": st.sampled_from(("240", "1", "xii, 240")),
        },
    ),
)


@given(works)
def test_the_codes_agree_with_one_another(work: Work) -> None:
    fields, types = fixed_fields(work, NOW), rda_types(work)
    online = is_online(work)
    general = fields["008"]
    assert len(general) == 40
    assert (general[FORM[LEADERS[work.kind][0]]] == "o") is online
    assert ("007" in fields) is online
    assert (types["338"][1] == "cr") is online
    assert extent(work).startswith("1 online resource") is online
    if online:
        assert types["337"][1] == "c" and fields["007"].startswith("cr") and len(fields["007"]) == 14
    if "006" in fields:
        assert online and len(fields["006"]) == 18 and fields["006"].startswith("m")
        assert fields["006"][6] == "o"


@pytest.mark.parametrize(
    ("kind", "fields", "said"),
    [
        ("book", {"numPages": "240"}, "240 pages"),
        ("book", {"numPages": "1"}, "1 page"),
        ("bookSection", {"pages": "60-77"}, "pages 60-77"),
        ("journalArticle", {"pages": "9"}, "page 9"),
        ("report", {"numPages": "12", "url": "https://example.org/"}, "1 online resource (12 pages)"),
        ("webpage", {}, "1 online resource"),
        ("book", {}, ""),
    ],
)
def test_the_extent_says_what_is_known(kind: str, fields: dict[str, str], said: str) -> None:
    assert extent(Work(Item(item_type=kind, fields=fields))) == said


def test_a_printed_book_with_an_address_is_a_volume_and_the_address_another_version() -> None:
    work = Work(Item(item_type="book", fields={"ISBN": ISBN, "url": "https://example.org/"}))
    assert not is_online(work)
    assert rda_types(work)["338"][:2] == ("volume", "nc")


def test_records_hold_the_fields_and_read_strictly(make_view: Callable[..., ListView]) -> None:
    content = load_target("marc").render(make_view(), RenderOptions()).content
    records = list(pymarc.MARCReader(io.BytesIO(content), permissive=False))
    by_title = {record["245"]["a"].split(" /")[0].rstrip("."): record for record in records if record}
    online = next(record for title, record in by_title.items() if title.startswith("Narco-propaganda"))
    printed = next(record for title, record in by_title.items() if title.startswith("El siglo"))
    assert online["007"].data.startswith("cr") and online["338"]["b"] == "cr"
    assert online["856"].indicators == pymarc.Indicators("4", "0")
    assert "007" not in printed and "006" not in printed and printed["338"]["b"] == "nc"


def record_of(view: ListView, item: Item, notes: tuple[str, ...] = ("",)) -> tuple[pymarc.Record, str]:
    """A work's record in ISO 2709 as a strict reader finds it, and what was warned of."""
    entry = replace(view.entries[0], key="k", item=item, title=item.title, addresses=())
    entries = tuple(replace(entry, id=f"k-{at}", note=parse_prose(note)) for at, note in enumerate(notes))
    section = replace(view.sections[0], groups=(Group("", entries),))
    rendered = load_target("marc").render(replace(view, sections=(section,)), RenderOptions())
    check_lengths(rendered.content)
    (record,) = pymarc.MARCReader(rendered.content, permissive=False)
    assert record is not None
    return record, " ".join(rendered.warnings)


def check_lengths(data: bytes) -> None:
    """Leader and directory say where each field is, with the digits that ISO 2709 has for it."""
    assert int(data[:5]) == len(data)
    base = int(data[12:17])
    directory = data[24 : base - 1]
    assert len(directory) % 12 == 0 and data[base - 1 : base] == b"\x1e"
    for at in range(0, len(directory), 12):
        length, start = int(directory[at + 3 : at + 7]), int(directory[at + 7 : at + 12])
        field = data[base + start : base + start + length]
        assert field.endswith(b"\x1e") and field.count(b"\x1e") == 1


ROLES = sorted({role for kind in item_types() for role in creator_types(kind)})
TOLD = {
    one.creator_type
    for kind in item_types()
    for variable in NAME_VARIABLES
    for one in told(Item(item_type=kind, fields={"extra": f"{variable}: Ruiz || Ana"})).creators
}


@pytest.mark.parametrize("role", sorted({*ROLES, *TOLD}))
def test_each_part_in_a_work_has_a_term_and_a_code(role: str) -> None:
    term, code = RELATORS.get(role, ("", "")) if role != "reviewedAuthor" else ("-", "xxx")
    assert term and len(code) == 3


def test_whose_work_is_reviewed_is_a_subject_and_no_maker(make_view: Callable[..., ListView]) -> None:
    creators = (Creator("author", "Ruiz", "Ana"), Creator("reviewedAuthor", "Li", "Bo"))
    item = Item(item_type="journalArticle", fields={"title": "A review"}, creators=creators)
    record, _ = record_of(make_view(), item)
    assert record["600"]["a"] == "Li, Bo"
    assert "700" not in record


def test_a_chapter_is_in_the_book_of_its_author_and_its_editors_are_named(
    make_view: Callable[..., ListView],
) -> None:
    creators = (
        Creator("author", "Ruiz", "A"),
        Creator("bookAuthor", "Li", "B"),
        Creator("editor", "Ek", "C"),
    )
    item = Item(item_type="bookSection", fields={"title": "Part", "bookTitle": "Whole"}, creators=creators)
    record, _ = record_of(make_view(), item)
    assert (record["773"]["a"], record["773"]["t"]) == ("Li, B", "Whole")
    assert [(one["a"], one["4"]) for one in record.get_fields("700")] == [("Ek, C,", "edt")]


@pytest.mark.parametrize(
    ("kind", "fields", "tag", "code", "said"),
    [
        ("book", {"ISBN": "978-0-306-40615-0"}, "020", "z", "978-0-306-40615-0"),
        ("book", {"language": "sk"}, "041", "a", "slo"),
        ("book", {"volume": "2"}, "245", "n", "Volume 2."),
        ("book", {"numberOfVolumes": "3"}, "300", "a", "3 volumes"),
        ("report", {"seriesTitle": "Papers"}, "490", "a", "Papers"),
        ("report", {"reportNumber": "WP 12"}, "088", "a", "WP 12"),
        ("standard", {"number": "ISO 690"}, "024", "a", "ISO 690"),
        ("document", {"number": "ISO 690", "extra": "Type: standard"}, "024", "a", "ISO 690"),
        ("patent", {"patentNumber": "US 1"}, "013", "a", "US 1"),
        ("conferencePaper", {"conferenceName": "First Meeting"}, "711", "a", "First Meeting"),
        ("presentation", {"meetingName": "First Meeting"}, "711", "a", "First Meeting"),
        ("tvBroadcast", {"programTitle": "News", "episodeNumber": "7"}, "773", "g", "no. 7"),
        ("blogPost", {"blogTitle": "Borderland"}, "773", "t", "Borderland"),
        ("dataset", {}, "336", "a", "computer dataset"),
        ("case", {"court": "Supreme Court"}, "524", "a", "Campbell"),
    ],
)
def test_what_a_catalogue_has_a_field_for_is_there(
    kind: str, fields: dict[str, str], tag: str, code: str, said: str, make_view: Callable[..., ListView]
) -> None:
    record, _ = record_of(make_view(), Item(item_type=kind, fields={"title": "T"} | fields))
    assert said in record[tag][code]


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"place": "Lima", "publisher": "Sur", "date": "2001"}, ["Lima :", "Sur,", "2001"]),
        ({"place": "Lima", "publisher": "Sur"}, ["Lima :", "Sur"]),
        ({"publisher": "Sur", "date": "n.d."}, ["Sur"]),
        ({"place": "Lima", "date": "2001"}, ["Lima,", "2001"]),
        ({"place": "Lima"}, ["Lima"]),
    ],
)
def test_an_imprint_has_marks_between_its_parts_only(
    fields: dict[str, str], said: list[str], make_view: Callable[..., ListView]
) -> None:
    record, _ = record_of(make_view(), Item(item_type="book", fields={"title": "T"} | fields))
    assert [one.value for one in record["264"].subfields] == said


def test_nothing_is_too_long_for_a_field_or_a_record(make_view: Callable[..., ListView]) -> None:
    people = [Creator("author", f"Family{at}", f"Given{at}") for at in range(3000)]
    people += [Creator("editor", "é" * 900, f"Given{at}") for at in range(200)]
    long = dict.fromkeys(("publisher", "place", "series", "seriesNumber", "abstractNote"), "ñ" * 9000)
    title = "A" * 6000 + ": " + "b" * 6000
    item = Item(item_type="book", fields={"title": title} | long, creators=tuple(people))
    record, warned = record_of(make_view(), item, ("n" * 8000,) * 120)
    assert record["245"]["a"].startswith("AAA") and record["245"]["a"].endswith("… :")
    assert record["100"]["a"] == "Family0, Given0,"
    assert "no room for all that is known of k" in warned


def test_an_address_is_whole_or_not_there(make_view: Callable[..., ListView]) -> None:
    url = "https://example.org/" + "u" * 3900
    people = [Creator("author", "F" * 300, str(at)) for at in range(300)]
    found = []
    for creators in (people[:3], people):
        item = Item(item_type="book", fields={"title": "T", "url": url}, creators=tuple(creators))
        record, warned = record_of(make_view(), item)
        found.append([one["u"] for one in record.get_fields("856")])
    assert found == [[url], []]
    assert "no room" in warned
