"""A MARC record's codes of what the thing is: each the length it has, and none that contradicts another."""

from __future__ import annotations

import datetime
import io
from collections.abc import Callable

import pymarc
import pytest
from hypothesis import given
from hypothesis import strategies as st

from readinglist.export import RenderOptions, load_target
from readinglist.export.marc_codes import LEADERS, extent, fixed_fields, is_online, rda_types
from readinglist.export.view import ListView
from readinglist.export.works import Work
from readinglist.items import Item
from readinglist.items.schema import item_types

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
