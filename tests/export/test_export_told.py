"""What Extra says of a work reaches records and links, and changes nothing of what citations read."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from readinglist.export.compose import build_view
from readinglist.export.public import public_item
from readinglist.export.told import told
from readinglist.export.works import Work
from readinglist.interchange.csljson import to_csl
from readinglist.interchange.ris import record
from readinglist.items import Creator, Item
from readinglist.items.schema import item_types
from readinglist.lists.model import Entry, ReadingList, Section
from readinglist.lists.resolve import ResolvedEntry, ResolvedList, ResolvedSection

EXTRA = """DOI: 10.1234/x
ISBN: 9780306406157
Container title: A Reader
Volume: 3
issued: 2011-03
editor: Smith || John
illustrator: Kahlo || Frida
note: ask Bob
Call number: our shelf
read it twice"""
CHAPTER = Item(
    item_type="bookSection",
    citation_key="k",
    fields={"title": "T", "volume": "2", "extra": EXTRA},
    creators=(Creator("author", "Ruiz", "Ana"), Creator("editor", "Old", "Ed")),
)


def test_records_have_the_fields_and_people_that_extra_names() -> None:
    work = Work(public_item(CHAPTER, "k", ()))
    assert (work.doi, work.isbns, work.host) == ("10.1234/x", ("9780306406157",), "A Reader")
    assert (work.text("volume"), work.year) == ("3", "2011")
    assert [one.display for one in work.editors] == ["John Smith"]
    assert [one.display for one in work.others] == ["Frida Kahlo"]
    lines = record(work.item)
    assert ("A2", "Smith, John") in lines and ("DO", "10.1234/x") in lines and ("VL", "3") in lines


def test_what_extra_says_a_document_is_it_is_for_library_systems_too() -> None:
    item = Item(item_type="document", fields={"title": "T", "extra": "Type: dataset"})
    work = Work(public_item(item, "k", ()))
    assert work.kind == "software"
    assert record(work.item)[0] == ("TY", "DATA")
    assert Work(replace(item, fields={"title": "T"})).kind == "other"


def test_what_is_private_in_extra_stays_private() -> None:
    said = repr(public_item(CHAPTER, "k", ()))
    assert not [word for word in ("Bob", "our shelf", "twice") if word in said]


class Made:
    """A citation that spells out no address."""

    number = ""
    bibliography = ()


def test_a_doi_in_extra_is_a_link() -> None:
    whole = ReadingList(title="One", sections=(Section(title="All"),))
    section = ResolvedSection(whole.sections[0], (ResolvedEntry(Entry(cite="k"), CHAPTER, None, 0),))
    view = build_view(ResolvedList(whole, (section,)), {"k": Made()}, locale="en")
    assert view.entries[0].url == "https://doi.org/10.1234/x"


LINES = st.lists(
    st.sampled_from(
        [
            "DOI: 10.1/y", "volume: 9", "Issue: 4", "collection-title: Papers", "editor: Li || Bo",
            "author: UN", "illustrator: Ek || Cy", "contributor: Oz || Di", "translator: Na || No",
            "issued: n.d.", "genre: g", "container-title: C", "publisher: P", "page: 1-2", "number: 7",
            "event-title: E",
            "URL: https://x.org", "original-date: 1999", "Type: dataset", "reviewed-author: Ra || Re",
            "host: Ho || St",
        ]
    )
)  # fmt: skip


@given(kind=st.sampled_from(sorted(item_types())), lines=LINES)
def test_citations_read_the_same_as_before(kind: str, lines: list[str]) -> None:
    fields = {"title": "T", "date": "2001", "series": "S", "volume": "1", "extra": "\n".join(lines)}
    people = (Creator("author", "A", "B"), Creator("editor", "C", "D"), Creator("contributor", "E", "F"))
    item = Item(item_type=kind, citation_key="k", fields=fields, creators=people)
    assert to_csl(told(item)) == to_csl(item)


def test_an_item_without_extra_is_as_it_was() -> None:
    bare = replace(CHAPTER, fields={"title": "T"})
    assert told(bare) == bare
