"""Entries that are no works, alternatives, due dates, subsections: in every target, and rearranged."""

from __future__ import annotations

import csv
import datetime
import io
import json
import re
import zipfile
from dataclasses import replace
from xml.etree import ElementTree as Xml

import feedparser
import openpyxl
import pytest
import rispy

from readinglist.citations.richtext import Span, Text
from readinglist.export import RenderOptions, load_target, targets
from readinglist.export.arrange import ARRANGEMENTS, annotated, arranged, with_links
from readinglist.export.compose import build_view
from readinglist.export.linking import LinkRules
from readinglist.export.view import Group, ListView, Provenance
from readinglist.items import Creator, Item
from readinglist.lists.model import Available, Entry, ReadingList, Section, Status
from readinglist.lists.resolve import PlainEntry, ResolvedEntry, ResolvedList, ResolvedSection

ALL = targets()
WORKS_ONLY = ("bib", "biblatex", "csljson", "marc", "marcxml", "ris")
NO_TEXTS = ("csv", "leganto", "talis", "xlsx")
FOR_PEOPLE = tuple(name for name in ALL if name not in (*WORKS_ONLY, *NO_TEXTS))
DUE = datetime.date(2027, 2, 12)
LABELS = {"": {"essential": "Core text", "recommended": "Side text"}}


class Made:
    """A citation without a number."""

    number = ""

    def __init__(self, item: Item) -> None:
        self.bibliography = (Text(f"{item.title}. "), Span("emphasis", (Text("Argumentos"),)))


def work(key: str, author: str, title: str) -> Item:
    fields = {"title": title, "publicationTitle": "Argumentos", "date": "2014", "ISSN": "0094-582X"}
    return Item(
        item_type="journalArticle",
        citation_key=key,
        fields=fields,
        creators=(Creator("author", author, "H."),),
    )


ITEMS = {
    item.citation_key: item
    for item in (
        work("nandu", "Ñandú", "Birds"),
        work("nunez", "Nuza", "Borders"),
        work("ortiz", "Ortiz", "Oceans"),
        work("zapata", "Zapata", "Zones"),
    )
}


def the_list() -> ResolvedList:
    available = Available(
        permalink="https://library.example.edu/work/1", link="https://course.example.edu/1.pdf"
    )
    choice = Entry(cite="ortiz", due=DUE, available=available, alternatives=(Entry(cite="zapata"),))
    text = Entry(text="Bring *two* photographs.\n\nAny size will do.", minutes=5)
    link = Entry(link="https://archive.example.org/maps", title="The map room", importance="recommended")
    whole = ReadingList(
        name="kinds",
        title="Kinds",
        locale="es",
        sections=(Section(title="Whole", week=1), Section(title="Part of it", week=1)),
        importance_labels=LABELS,
    )
    first = ResolvedSection(
        whole.sections[0],
        (
            ResolvedEntry(
                choice, ITEMS["ortiz"], 60, 0, (ResolvedEntry(Entry(cite="zapata"), ITEMS["zapata"], 90),)
            ),
            ResolvedEntry(Entry(cite="nandu"), ITEMS["nandu"], 30, 1),
        ),
        minutes=90,
        plain=(PlainEntry(text, 2), PlainEntry(link, 3)),
    )
    second = ResolvedSection(
        whole.sections[1],
        (ResolvedEntry(Entry(cite="nunez", importance="recommended"), ITEMS["nunez"], 10, 0),),
        minutes=10,
        level=2,
    )
    return ResolvedList(whole, (first, second))


def view_of(links: LinkRules | None = None) -> ListView:
    formatted = {key: Made(item) for key, item in ITEMS.items()}
    return build_view(the_list(), formatted, locale="es", links=links, annotated=True)


@pytest.fixture
def view() -> ListView:
    return view_of()


def text_of(target: str, view: ListView) -> str:
    rendered = load_target(target).render(view, RenderOptions())
    parts = [rendered.content, *(content for _, content in rendered.beside)]
    found = []
    for part in parts:
        if part.startswith(b"PK"):
            with zipfile.ZipFile(io.BytesIO(part)) as archive:
                found += [archive.read(name).decode("utf-8", "replace") for name in archive.namelist()]
        else:
            found.append(part.decode("utf-8", "replace").replace("\r\n ", ""))
    return "\n".join(found)


@pytest.mark.parametrize("name", ALL)
def test_every_target_takes_texts_links_and_alternatives(name: str, view: ListView) -> None:
    text = text_of(name, view)
    if name == "pdf":
        assert text.startswith("%PDF")
        return
    plain = re.sub(r"<[^>]*>|[*_]", "", text)
    assert "Oceans" in plain
    assert "Zones" in plain
    # Without a date nothing but works with a due date is an event's own.
    assert ("photographs" in plain) == (name in FOR_PEOPLE)
    assert ("The map room" in plain) == (name not in WORKS_ONLY)


@pytest.mark.parametrize("by", ARRANGEMENTS)
@pytest.mark.parametrize("name", ["html", "latex", "epub", "imscc", "atom", "csv", "ics"])
def test_every_arrangement_can_be_made(name: str, by: str, view: ListView) -> None:
    made = annotated(arranged(view, by))  # type: ignore[arg-type]
    assert "Oceans" in text_of(name, made)


def test_an_arranged_list_keeps_what_is_no_work_and_a_choice_together(view: ListView) -> None:
    made = arranged(view, "author")
    titles = {section.title: [entry.title for entry in section.shown] for section in made.sections}
    assert titles == {
        "N": ["Borders"],
        "Ñ": ["Birds"],
        "O": ["Oceans", "Zones"],
        "Otras lecturas": ["Bring two photographs.", "The map room"],
    }
    choice = made.sections[2].shown
    assert [entry.mark for entry in choice] == ["Core text · O bien", "O"]
    assert made.sections[2].summary.startswith("1 lectura ")
    assert "90" not in made.sections[2].summary
    ids = [entry.id for section in made.sections for entry in section.shown]
    assert len(set(ids)) == len(ids)
    assert set(ids) == {entry.id for entry in view.sections[0].shown + view.sections[1].shown}


def test_headings_by_importance_are_the_institutions_words(view: ListView) -> None:
    assert [section.title for section in arranged(view, "importance").sections] == ["Core text", "Side text"]


def test_by_week_a_subsection_stays_below_its_section(view: ListView) -> None:
    later = replace(view.sections[0], id="later", title="Later", number=None)
    earlier = replace(view, sections=(later, *view.sections))
    assert [one.title for one in arranged(earlier, "week").sections] == ["Whole", "Part of it", "Later"]


def test_a_list_gives_its_own_links_and_a_permalink_stands_for_the_resolver() -> None:
    rules = LinkRules(resolver="https://resolver.example.edu")
    entries = {entry.key: entry for entry in view_of(rules).entries}
    assert [(link.kind, link.url) for link in entries["ortiz"].links] == [
        ("permalink", "https://library.example.edu/work/1"),
        ("copy", "https://course.example.edu/1.pdf"),
    ]
    assert [link.kind for link in entries["zapata"].links] == ["resolver"]


def test_a_link_of_the_list_stays_whatever_kinds_are_shown(view: ListView) -> None:
    shown = with_links(view, ()).sections[0].shown
    assert [entry.url for entry in shown if entry.kind == "link"] == ["https://archive.example.org/maps"]
    assert not any(entry.links for entry in shown)


def test_an_annotated_list_keeps_its_texts(view: ListView) -> None:
    made = annotated(view)
    assert [entry.note.plain for entry in made.sections[0].shown if entry.kind == "text"] == [
        "Any size will do."
    ]
    assert "4 of 4" in made.warnings[-1]


def test_the_table_has_a_row_a_work_and_a_link_with_week_as_data(view: ListView) -> None:
    content = load_target("csv").render(view, RenderOptions()).content.decode("utf-8-sig")
    made = list(csv.DictReader(io.StringIO(content)))
    assert [row["citation_key"] for row in made] == ["ortiz", "zapata", "nandu", "", "nunez"]
    assert {row["week"] for row in made} == {"1"}
    link = made[3]
    assert (link["type"], link["title"]) == ("webpage", "The map room")
    assert (link["url"], link["importance"]) == ("https://archive.example.org/maps", "recommended")


def test_the_table_says_until_when_and_where_a_work_is_to_be_had() -> None:
    available = Available(shelf_mark="QA 76", reserve="Front desk")
    entry = Entry(cite="ortiz", due=DUE, available=available)
    whole = ReadingList(name="n", title="One", sections=(Section(title="Birds"),))
    section = ResolvedSection(whole.sections[0], (ResolvedEntry(entry, ITEMS["ortiz"], None, 0),))
    made = build_view(ResolvedList(whole, (section,)), {"ortiz": Made(ITEMS["ortiz"])}, locale="es")
    content = load_target("csv").render(made, RenderOptions()).content.decode("utf-8-sig")
    (row,) = csv.DictReader(io.StringIO(content))
    assert (row["due"], row["shelf_mark"], row["reserve"]) == ("2027-02-12", "QA 76", "Front desk")
    book = openpyxl.load_workbook(io.BytesIO(load_target("xlsx").render(made, RenderOptions()).content))
    cells = {head.value: cell.value for head, cell in zip(*list(book.worksheets[0].rows)[:2], strict=True)}
    assert (cells["Fecha límite"], cells["Signatura"]) == ("2027-02-12", "QA 76")
    assert cells["En reserva"] == "Front desk"


def test_a_link_is_a_web_page_for_library_systems_and_texts_are_told_of(view: ListView) -> None:
    talis = load_target("talis").render(view, RenderOptions())
    page = rispy.loads(talis.content.decode())[3]
    assert page["type_of_reference"] == "ELEC"
    assert page["title"] == "The map room"
    assert page["urls"] == ["https://archive.example.org/maps"]
    leganto = load_target("leganto").render(view, RenderOptions())
    row = list(csv.DictReader(io.StringIO(leganto.content.decode()), delimiter="\t"))[3]
    assert (row["citation_secondary_type"], row["citation_title"]) == ("WS", "The map room")
    assert row["citation_source"] == "https://archive.example.org/maps"
    assert row["citation_tags"] == "REC" and row["external_system_id"]
    tables = [load_target(name).render(view, RenderOptions()) for name in ("csv", "xlsx")]
    for made in (talis, leganto, *tables):
        assert "texts of the list's own, which it cannot hold: 1" in made.warnings


def with_item(view: ListView, item: Item) -> ListView:
    """The view with one entry, which is of this work."""
    entry = replace(view.entries[0], key="k", item=item, title=item.title)
    return replace(view, sections=(replace(view.sections[0], groups=(Group("", (entry,)),)),))


PEOPLE = (
    Creator("author", "Ruiz", "Ana"), Creator("editor", "Li", "Bo"), Creator("translator", "Ek", "Cy"),
)  # fmt: skip


@pytest.mark.parametrize("kind", ["book", "bookSection", "report"])
def test_editors_are_editors_in_talis_and_no_authors(kind: str, view: ListView) -> None:
    item = Item(item_type=kind, fields={"title": "T"}, creators=PEOPLE)
    content = load_target("talis").render(with_item(view, item), RenderOptions()).content.decode()
    assert "\r\nED  - Li, Bo\r\n" in content
    assert [line for line in content.split("\r\n") if line.startswith(("AU", "A1", "A2"))] == [
        "AU  - Ruiz, Ana"
    ]


@pytest.mark.parametrize(
    ("title", "shown"),
    [
        ('"Quoted" title', "“Quoted” title"),
        ('"All of it"', "“All of it”"),
        ('"Half', "“Half"),
        ('The "inner" one', 'The "inner" one'),
        ('""two', "“”two"),
    ],
)
def test_a_title_that_begins_with_a_quotation_mark_keeps_it_in_leganto(
    title: str, shown: str, view: ListView
) -> None:
    item = Item(item_type="book", fields={"title": title}, creators=PEOPLE)
    content = load_target("leganto").render(with_item(view, item), RenderOptions()).content.decode()
    (row,) = csv.DictReader(io.StringIO(content), delimiter="\t")
    assert row["citation_title"] == shown
    assert row["additional_person_name"] == "Ek, Cy"


@pytest.mark.parametrize(
    ("kind", "field"),
    [("statute", "code"), ("bill", "code"), ("case", "reporter"), ("tvBroadcast", "programTitle")],
)
def test_where_a_law_case_or_broadcast_stands_is_told(kind: str, field: str, view: ListView) -> None:
    item = Item(item_type=kind, fields={"title": "T", field: "Diario Oficial"})
    content = load_target("leganto").render(with_item(view, item), RenderOptions()).content.decode()
    (row,) = csv.DictReader(io.StringIO(content), delimiter="\t")
    assert row["citation_journal_title"] == "Diario Oficial"
    table = load_target("csv").render(with_item(view, item), RenderOptions()).content.decode("utf-8-sig")
    (row,) = csv.DictReader(io.StringIO(table))
    assert row["published_in"] == "Diario Oficial"


def test_a_work_read_twice_is_two_citations_in_leganto(view: ListView) -> None:
    again = replace(view.entries[0], id="ortiz-2")
    last = replace(view.sections[1], groups=(Group("", (again,)),))
    made = load_target("leganto").render(replace(view, sections=(view.sections[0], last)), RenderOptions())
    rows = list(csv.DictReader(io.StringIO(made.content.decode()), delimiter="\t"))
    numbers = [row["external_system_id"] for row in rows]
    assert numbers[0] == "ortiz" and numbers[-1] == "ortiz-2"
    assert len(set(numbers)) == len(numbers)
    assert {rows[0]["citation_original_system_id"], rows[-1]["citation_original_system_id"]} == {"ortiz"}


def test_a_chapters_book_has_its_own_author_in_leganto(view: ListView) -> None:
    people = (*PEOPLE, Creator("bookAuthor", "Oz", "Di"))
    item = Item(item_type="bookSection", fields={"title": "T", "bookTitle": "B"}, creators=people)
    content = load_target("leganto").render(with_item(view, item), RenderOptions()).content.decode()
    (row,) = csv.DictReader(io.StringIO(content), delimiter="\t")
    assert (row["citation_title"], row["citation_author"]) == ("B", "Oz, Di")
    assert (row["rlterms_chapter_title"], row["citation_chapter_author"]) == ("T", "Ruiz, Ana")


def test_machine_readable_data_counts_works_and_not_the_time_of_alternatives(view: ListView) -> None:
    page = load_target("html").render(view, RenderOptions()).content.decode()
    data = json.loads(re.search(r'<script type="application/ld\+json">(.*?)</script>', page)[1])  # type: ignore[index]
    assert data["numberOfItems"] == 4
    assert page.count('class="Z3988"') == 4


def made_of(whole: ReadingList, links: tuple[Entry, ...], name: str = "imscc") -> bytes:
    """A list of one section: links of its own, and one work whose library item was changed on a day."""
    people = (*PEOPLE, Creator("contributor", "Oz", "Di"))
    item = replace(ITEMS["ortiz"], creators=people, date_modified="2026-05-06T07:08:09Z")
    plain = tuple(PlainEntry(link, at) for at, link in enumerate(links, 1))
    section = ResolvedSection(
        whole.sections[0], (ResolvedEntry(Entry(cite="ortiz"), item, None, 0),), plain=plain
    )
    view = build_view(
        ResolvedList(whole, (section,)),
        {"ortiz": Made(item)},
        locale="en",
        provenance=Provenance(date=datetime.date(2026, 11, 2)),
    )
    return load_target(name).render(view, RenderOptions()).content


def identifiers(content: bytes) -> list[str]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        manifest = Xml.fromstring(archive.read("imsmanifest.xml"))
    return [one.get("identifier", "") for one in manifest.iter() if one.get("identifier")]


def test_a_renamed_section_and_link_are_the_same_on_the_course_page() -> None:
    link = Entry(link="https://archive.example.org/maps", title="The map room")
    first = ReadingList(name="n", title="One", sections=(Section(title="Birds"),))
    kept = ReadingList(name="n", title="Another", sections=(Section(title="Fowl", id="birds"),))
    other = ReadingList(name="n", title="Another", sections=(Section(title="Fowl"),))
    before = identifiers(made_of(first, (link,)))
    assert identifiers(made_of(kept, (link.model_copy(update={"title": "Rooms of maps"}),))) == before
    assert identifiers(made_of(other, (link,))) != before


def test_the_course_page_names_authors_and_nobody_else() -> None:
    content = made_of(ReadingList(name="n", title="One", sections=(Section(title="Birds"),)), ())
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        manifest = archive.read("imsmanifest.xml").decode()
    assert "Ruiz 2014: Oceans" in manifest


def test_a_feeds_entry_is_as_new_as_its_work_and_names_authors_as_authors() -> None:
    whole = ReadingList(name="n", title="One", sections=(Section(title="Birds"),))
    feed = feedparser.parse(made_of(whole, (), "atom"))
    assert (feed.feed.updated, feed.entries[0].updated) == ("2026-11-02T00:00:00Z", "2026-05-06T00:00:00Z")
    assert [one.name for one in feed.entries[0].authors] == ["Ana Ruiz"]
    assert [one.name for one in feed.entries[0].contributors] == ["Bo Li", "Cy Ek", "Di Oz"]
    later = whole.model_copy(update={"status": Status(state="published", since=datetime.date(2026, 12, 1))})
    feed = feedparser.parse(made_of(later, (), "atom"))
    assert {feed.feed.updated, feed.entries[0].updated} == {"2026-12-01T00:00:00Z"}


def test_the_cartridge_links_a_link_and_nests_subsections(view: ListView) -> None:
    content = load_target("imscc").render(view, RenderOptions()).content
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        manifest = Xml.fromstring(archive.read("imsmanifest.xml"))
        links = [archive.read(name).decode() for name in archive.namelist() if name.startswith("links/")]
    assert any("https://archive.example.org/maps" in one for one in links)
    space = "{http://www.imsglobal.org/xsd/imsccv1p3/imscp_v1p1}"
    nested = manifest.findall(f".//{space}item/{space}item/{space}item/{space}title")
    assert any("Part of it" in (one.text or "") for one in nested)


def test_the_books_contents_nest_subsections(view: ListView) -> None:
    content = load_target("epub").render(view, RenderOptions()).content
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        nav = Xml.fromstring(archive.read("EPUB/nav.xhtml"))
    space = "{http://www.w3.org/1999/xhtml}"
    assert [one.text for one in nav.findall(f".//{space}li/{space}ol/{space}li/{space}a")] == ["Part of it"]
