"""RIS: what is written comes back, what other programs write is read, nothing typed can break a record."""

from __future__ import annotations

import pytest
import rispy
from hypothesis import given
from hypothesis import strategies as st

from readinglist.errors import FormatError
from readinglist.interchange import load_format
from readinglist.interchange.ris import read, record, write, write_records
from readinglist.interchange.ristags.tables import READ_TYPES, TYPES, fields_and_tags
from readinglist.items import Creator, Item, Note, Tag
from readinglist.items.schema import fields_of, fields_with_base

ARTICLE = Item(
    item_type="journalArticle",
    citation_key="campbell2014narco",
    fields={
        "title": "Narco-Propaganda in the <i>Mexican</i> “Drug War”",
        "abstractNote": "One.\nTwo.",
        "publicationTitle": "Latin American Perspectives",
        "volume": "41",
        "issue": "2",
        "pages": "60-77",
        "date": "2014-03",
        "DOI": "10.1177/0094582X12443519",
        "ISSN": "0094-582X",
        "language": "en",
        "extra": "Ask Bob",
    },
    creators=(Creator("author", "Campbell", "Howard"), Creator("editor", name="The Editors")),
    tags=(Tag("propaganda"),),
    notes=(Note("N", "<p>secret</p>"),),
)


def test_an_article_comes_back() -> None:
    (found,) = read(write([ARTICLE])).items
    assert found.item_type == "journalArticle"
    assert found.citation_key == "campbell2014narco"
    wanted = dict(ARTICLE.fields) | {"abstractNote": "One. Two."}
    wanted["title"] = "Narco-Propaganda in the Mexican “Drug War”"
    del wanted["extra"]
    assert found.fields == wanted
    assert found.creators[0] == Creator("author", "Campbell", "Howard")
    assert found.creators[1].name == "The Editors"
    assert found.tags == (Tag("propaganda"),)


def test_a_type_told_in_extra_has_the_tags_of_that_type() -> None:
    fields = {"title": "T", "number": "12", "extra": "Type: report"}
    text = write([Item(item_type="document", citation_key="k", fields=fields)])
    (found,) = read(text).items
    assert (found.item_type, found.get("number"), found.get("seriesNumber")) == ("report", "12", "")


def test_no_note_and_no_extra_is_written() -> None:
    text = write([ARTICLE])
    assert "secret" not in text
    assert "Bob" not in text


def test_types_come_back() -> None:
    kinds = (
        "book",
        "bookSection",
        "thesis",
        "report",
        "webpage",
        "newspaperArticle",
        "conferencePaper",
        "film",
        "case",
    )
    items = [Item(item_type=kind, citation_key=kind, fields={"title": "T"}) for kind in kinds]
    assert {item.item_type for item in read(write(items)).items} == set(kinds)


OWN = sorted(kind for kind, tag in TYPES.items() if READ_TYPES[tag] == kind)


@pytest.mark.parametrize("kind", OWN)
def test_each_field_that_has_a_tag_comes_back_where_it_was(kind: str) -> None:
    by_tag: dict[str, str] = {}  # Where several share a tag, it is read as the first of them.
    for field, tag in fields_and_tags(kind):
        for own in (field, *fields_with_base(kind, field)):
            if own in fields_of(kind) and field not in ("language", "accessDate"):
                by_tag.setdefault(tag if own not in ("conferenceName", "meetingName") else own, own)
    # What is at a meeting is read as that beside the proceedings; without them it is where the work is.
    meetings = {"conferenceName": {"proceedingsTitle": "P"}, "meetingName": {"sessionTitle": "P"}}
    for name in by_tag.values():
        given = {name: f"A {name}", **meetings.get(name, {})}
        (found,) = read(write([Item(item_type=kind, citation_key="k", fields=given)])).items
        assert dict(found.fields) == given, name


# Who is what in Zotero's own import of RIS (its translator RIS.js), and in the specification of 2011.
ROLES = [
    ("book", "editor", "ED"), ("book", "seriesEditor", "A2"), ("report", "editor", "ED"),
    ("bookSection", "editor", "A2"), ("bookSection", "seriesEditor", "A3"),
    ("bookSection", "bookAuthor", "C2"), ("journalArticle", "editor", "A2"),
    ("letter", "recipient", "A2"), ("book", "translator", "A4"),
]  # fmt: skip


@pytest.mark.parametrize(("kind", "role", "tag"), ROLES)
def test_a_part_in_the_work_has_the_tag_that_other_programs_read_so(kind: str, role: str, tag: str) -> None:
    creators = (Creator("author", "Ruiz", "Ana"), Creator(role, "Li", "Bo"))
    item = Item(item_type=kind, citation_key="k", fields={"title": "T"}, creators=creators)
    assert (tag, "Li, Bo") in record(item)
    (found,) = read(write([item])).items
    assert set(found.creators) == set(creators)


def test_whose_work_is_reviewed_made_nothing_of_the_item() -> None:
    creators = (Creator("author", "Ruiz", "Ana"), Creator("reviewedAuthor", "Li", "Bo"))
    item = Item(item_type="journalArticle", fields={"title": "T"}, creators=creators)
    assert [value for tag, value in record(item) if tag.startswith("A")] == ["Ruiz, Ana"]
    assert ("RI", "Li, Bo") in record(item)


def test_the_proceedings_stand_beside_the_meeting() -> None:
    fields = {"title": "T", "proceedingsTitle": "Proceedings of it", "conferenceName": "First Meeting"}
    lines = record(Item(item_type="conferencePaper", fields=fields))
    assert ("T2", "First Meeting") in lines and ("C3", "Proceedings of it") in lines
    alone = record(Item(item_type="conferencePaper", fields={"proceedingsTitle": "Proceedings of it"}))
    assert ("T2", "Proceedings of it") in alone


def test_a_reports_number_is_no_isbn() -> None:
    fields = {"title": "T", "reportNumber": "WP 12-3", "ISBN": "978-3-16-148410-0"}
    (found,) = read(write([Item(item_type="report", citation_key="k", fields=fields)])).items
    assert dict(found.fields) == fields


def test_the_registry_knows_it() -> None:
    assert load_format("ris").extension == ".ris"


def test_what_other_programs_write_is_read() -> None:
    text = (
        "\ufeff1.\r\nTY  - JOUR\r\nT1  - A title\r\nA1  - Núñez, Ana\r\nJO  - Journal\r\n"
        "Y1  - 2014/03/05/\r\nN2  - Abstract\r\nSP  - 1\r\nEP  - 9\r\nXX  - unknown\r\nER  - \r\n\r\n"
        "TY  - EBOOK\r\nTI  - A book\r\nSN  - 978-3-16-148410-0\r\nER  -\r\n"
    )
    article, book = read(text).items
    assert article.title == "A title"
    assert article.get("publicationTitle") == "Journal"
    assert article.get("date") == "2014-03-05"
    assert article.get("pages") == "1-9"
    assert article.abstract == "Abstract"
    assert book.item_type == "book"
    assert book.get("ISBN") == "978-3-16-148410-0"


def test_a_record_without_its_end_is_named_with_its_line() -> None:
    result = read("TY  - BOOK\nTI  - One\n\nTY  - BOOK\nTI  - Two\nER  - \n")
    assert [item.title for item in result.items] == ["One", "Two"]
    assert result.problems[0].line == 1
    assert "no ER" in result.problems[0].message


def test_an_unknown_type_is_named() -> None:
    result = read("TY  - NONSENSE\nTI  - One\nER  - \n")
    assert result.items[0].item_type == "document"
    assert "NONSENSE" in result.problems[0].message


def test_what_is_no_ris_is_refused() -> None:
    with pytest.raises(FormatError, match="not RIS"):
        read("@book{x, title={y}}")


LINE = st.text(max_size=40)


@given(title=LINE, name=LINE, abstract=LINE)
def test_no_text_can_begin_another_tag_or_record(title: str, name: str, abstract: str) -> None:
    item = Item(
        item_type="book",
        citation_key="k",
        fields={"title": "T" + title, "abstractNote": abstract + "\r\nER  - \nTY  - BOOK\u2028N1  - x"},
        creators=(Creator("author", name=name + "\nTY  - JOUR"),),
    )
    found = rispy.loads(write_records([record(item)], newline="\r\n"))
    assert len(found) == 1
    assert "notes" not in found[0]
    assert found[0]["title"].startswith("T")


@given(st.lists(st.text(alphabet="TYER -AU19\n\r\u0000é", max_size=60), max_size=6))
def test_reading_never_fails_otherwise(lines: list[str]) -> None:
    read("TY  - BOOK\n" + "\n".join(lines) + "\nER  - \n")
