"""What a view holds, and in which words."""

from __future__ import annotations

import dataclasses
import datetime
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import pytest

from readinglist.citations.richtext import Link, Rich, Text, plain_text
from readinglist.errors import CitationError, ExportError
from readinglist.export.arrange import arranged
from readinglist.export.compose import build_view
from readinglist.export.prose import Paragraph, Phrase, parse_prose
from readinglist.export.view import ListView, Provenance
from readinglist.export.words import words_for
from readinglist.export.writers.plain import PlainWriter
from readinglist.items import Attachment, Item
from readinglist.lists.model import Entry, ReadingList, Section
from readinglist.lists.resolve import ResolvedEntry, ResolvedList, ResolvedSection


@dataclasses.dataclass(frozen=True)
class Made:
    bibliography: Rich
    number: str = ""


def texts(value: Any) -> Iterator[str]:
    """Every text in a value, however deep."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, tuple):
        for one in value:
            yield from texts(one)
    elif dataclasses.is_dataclass(value):
        for field in dataclasses.fields(value):
            if field.name != "words":
                yield from texts(getattr(value, field.name))


def one_entry(item: Item, bibliography: Rich, **entry: Any) -> Any:
    section = Section(title="One")
    resolved = ResolvedList(
        ReadingList(title="List", sections=(section,)),
        (ResolvedSection(section, (ResolvedEntry(Entry(cite=item.citation_key, **entry), item),)),),
    )
    view = build_view(resolved, {item.citation_key: Made(bibliography)}, locale="en-US")
    return view.entries[0]


def test_no_private_text_anywhere_in_a_view(view: ListView, private_word: str) -> None:
    found = list(texts(view))
    assert any("Narco-propaganda" in text for text in found)
    assert not any(private_word in text for text in found)


def test_section_label_summary_and_groups(view: ListView) -> None:
    section = view.sections[0]
    assert section.label == "Week 3 · February 1"
    assert section.summary == "3 readings · about 1\u00a0h\u00a050\u00a0min (1 not timed)"
    assert [group.label for group in section.groups] == [
        "Essential reading",
        "Recommended reading",
        "Further reading",
    ]
    assert [entry.mark for entry in view.entries[:3]] == ["", "", ""]


def test_a_section_in_its_own_order_marks_each_entry(view: ListView) -> None:
    section = view.sections[1]
    assert [group.label for group in section.groups] == [""]
    assert [entry.mark for entry in section.groups[0].entries] == ["Essential", "Recommended", "Further"]
    assert section.holiday == "Public holiday: Constitution Day"


def test_an_empty_section_has_no_groups_and_no_summary(view: ListView) -> None:
    assert view.sections[2].groups == ()
    assert view.sections[2].summary == ""


@pytest.mark.parametrize(
    ("locale", "label", "term"),
    [
        ("en-US", "Week 3 · February 1", "Spring 2027 · 12 weeks from January 18, 2027"),
        ("en-GB", "Week 3 · 1 February", "Spring 2027 · 12 weeks from 18 January 2027"),
        ("es-MX", "Semana 3 · 1 de febrero", "Spring 2027 · 12 semanas desde el 18 de enero de 2027"),
    ],
)
def test_dates_by_locale(make_view: Callable[..., ListView], locale: str, label: str, term: str) -> None:
    view = make_view(locale)
    assert view.sections[0].label == label
    assert term in [value.plain for fact in view.facts for value in fact.values]


def test_facts_hold_people_with_links_and_weekdays(view: ListView) -> None:
    facts = {fact.label: fact.values for fact in view.facts}
    assert [value.plain for value in facts["Instructor"]] == ["Rosa Koenraadt, rosa@example.edu, ORCID"]
    assert [node.url for node in facts["Instructor"][0].nodes if isinstance(node, Link)] == [
        "mailto:rosa@example.edu",
        "https://orcid.org/0000-0002-1825-0097",
    ]
    assert facts["Meets"] == (Phrase((Text("Monday and Wednesday"),)),)


def test_one_importance_needs_no_marks(make_view: Callable[..., ListView]) -> None:
    item = Item(item_type="book", citation_key="a", fields={"title": "A"})
    section = Section(title="One")
    resolved = ResolvedList(
        ReadingList(title="L", sections=(section,)),
        (ResolvedSection(section, (ResolvedEntry(Entry(cite="a"), item),)),),
    )
    view = build_view(resolved, {"a": Made((Text("A."),))}, locale="en")
    assert view.marks == ()
    assert view.sections[0].groups[0].label == ""


def test_anchors_are_keys_and_differ(make_view: Callable[..., ListView]) -> None:
    item = Item(item_type="book", citation_key="list", fields={"title": "A"})
    section = Section(title="List")
    entries = tuple(ResolvedEntry(Entry(cite="list"), item) for _ in range(2))
    resolved = ResolvedList(
        ReadingList(title="L", sections=(section, section)),
        (ResolvedSection(section, entries), ResolvedSection(section, ())),
    )
    view = build_view(resolved, {"list": Made((Text("A."),))}, locale="en")
    ids = [one.id for one in view.sections] + [entry.id for entry in view.entries]
    assert len(set(ids)) == 4
    assert "list" not in ids  # taken by the page's own landmark


def test_an_alias_is_found_under_the_items_present_key() -> None:
    item = Item(item_type="book", citation_key="new2020key", fields={"title": "A"})
    section = Section(title="One")
    resolved = ResolvedList(
        ReadingList(title="L", sections=(section,)),
        (ResolvedSection(section, (ResolvedEntry(Entry(cite="old"), item),)),),
    )
    assert (
        build_view(resolved, {"new2020key": Made((Text("A."),))}, locale="en").entries[0].id == "new2020key"
    )


def test_links_in_words_each_address_once() -> None:
    doi = "10.1177/0094582X12443519"
    item = Item(
        item_type="journalArticle", citation_key="k", fields={"title": "T", "DOI": doi, "url": "https://publisher.example/x"},
        attachments=(
            Attachment("A", "Full text", "linked_url", "https://archive.example/x"),
            Attachment("B", "Again", "linked_url", "http://www.archive.example/x/"),
            Attachment("C", "Same", "linked_url", "https://publisher.example/x"),
            Attachment("D", "Evil", "linked_url", "javascript:alert(1)"),
        ),
    )  # fmt: skip
    entry = one_entry(item, (Text("No link here."),))
    assert [(link.label, link.url) for link in entry.links] == [
        ("Publisher’s page", f"https://doi.org/{doi}"),
        ("Open copy", "https://archive.example/x"),
    ]
    shown = one_entry(item, (Text("With "), Link(f"https://doi.org/{doi}", (Text("link"),))))
    assert [link.label for link in shown.links] == ["Open copy"]
    spelt = one_entry(item, (Text(f"With https://doi.org/{doi}."),))
    assert [link.label for link in spelt.links] == ["Open copy"]


@pytest.mark.parametrize(
    ("item_type", "label"),
    [
        ("podcast", "Listen online"),
        ("film", "Watch online"),
        ("webpage", "Read online"),
        ("book", "Publisher’s page"),
    ],
)
def test_what_a_link_does_is_said_by_the_kind_of_work(item_type: str, label: str) -> None:
    item = Item(item_type=item_type, citation_key="k", fields={"title": "T", "url": "https://e.example/1"})
    assert [link.label for link in one_entry(item, (Text("T."),)).links] == [label]


def test_a_missing_citation_is_an_error() -> None:
    item = Item(item_type="book", citation_key="k", fields={"title": "T"})
    section = Section(title="One")
    resolved = ResolvedList(
        ReadingList(title="L", sections=(section,)),
        (ResolvedSection(section, (ResolvedEntry(Entry(cite="k"), item),)),),
    )
    with pytest.raises(ExportError, match="'k'"):
        build_view(resolved, {}, locale="en-US")


def test_an_unknown_locale_is_an_error() -> None:
    with pytest.raises(CitationError, match="xx-nowhere"):
        words_for("xx-nowhere")


def test_a_language_without_catalogue_is_told(make_view: Callable[..., ListView]) -> None:
    view = make_view("fr-FR")
    assert view.sections[0].label == "Week 3 · 1 février"
    assert "French" in view.warnings[0]


def test_colophon_says_where_the_list_comes_from() -> None:
    resolved = ResolvedList(ReadingList(title="L", licence="CC BY 4.0"), ())
    provenance = Provenance("MLA", "Teaching", 7, datetime.date(2026, 11, 2))
    view = build_view(resolved, {}, locale="es-ES", provenance=provenance)
    assert [line.plain for line in view.colophon] == [
        "Citas: MLA.",
        "De la biblioteca «Teaching», versión 7.",
        "Al 2 de noviembre de 2026.",
        "Se comparte bajo CC BY 4.0.",
    ]
    assert build_view(resolved, {}, locale="en").colophon == (
        Phrase((Text("Shared under "), Text("CC BY 4.0"), Text("."))),
    )


def test_short_title_for_the_running_foot(make_view: Callable[..., ListView]) -> None:
    assert make_view(title="Geeks: digital crime").short_title == "Geeks"
    long = make_view(title="A very long title that goes on and on without any colon until it ends at last")
    assert len(long.short_title) <= 60
    assert long.short_title.endswith("…")


def test_the_hours_of_the_term_are_said_with_its_days(make_view: Callable[..., ListView]) -> None:
    term = {"start": "2027-01-18", "weeks": 12, "meets": ("monday",), "time": "16:00-18:30"}
    facts = {fact.label: fact.values[0].plain for fact in make_view(term=term).facts}
    assert facts["Meets"] == "Monday, 16:00–18:30"


def test_an_address_pasted_into_a_text_is_a_link() -> None:
    text = "See https://example.org/a_b(c), [words](https://example.org/d) (or http://example.org/e?f=1&g=2)."
    (paragraph,) = parse_prose(text).blocks
    assert isinstance(paragraph, Paragraph)
    links = [(one.url, plain_text(one.content)) for one in paragraph.content if isinstance(one, Link)]
    assert links == [
        ("https://example.org/a_b(c)", "https://example.org/a_b(c)"),
        ("https://example.org/d", "words"),
        ("http://example.org/e?f=1&g=2", "http://example.org/e?f=1&g=2"),
    ]
    assert plain_text(paragraph.content) == text.replace("[words](https://example.org/d)", "words")


@pytest.mark.parametrize("text", ["https://", "http://[::1", "x://y", "https://e.example/" + ")" * 100_000])
def test_what_is_no_address_stays_text(text: str) -> None:
    (paragraph,) = parse_prose(text).blocks
    assert isinstance(paragraph, Paragraph)
    assert paragraph.content == (Text(text),)


def test_times_that_are_missing_are_told_in_every_arrangement(view: ListView) -> None:
    summaries = {one.title: one.summary for one in arranged(view, "importance").sections}
    assert summaries["Further reading"] == "2 readings · about 20\xa0min (1 not timed)"
    bare = arranged(replace(view, estimated=False), "importance")
    assert not [one.summary for one in bare.sections if "not timed" in one.summary]


def test_what_is_no_work_comes_after_what_has_no_year(view: ListView) -> None:
    first = view.sections[0]
    entry = first.groups[0].entries[0]
    undated = replace(entry, item=Item(item_type="book", citation_key="u", fields={"title": "U"}))
    text = replace(entry, kind="text", key="")
    groups = (replace(first.groups[0], entries=(text, undated, entry)),)
    made = arranged(replace(view, sections=(replace(first, groups=groups),)), "year")
    assert [one.title for one in made.sections] == ["2014", "Without a year", "Other readings"]


def test_an_address_whose_signs_are_encoded_is_written_once_in_a_mail() -> None:
    link = Link("https://doi.org/10.1000/a%3Cb%3E", (Text("https://doi.org/10.1000/a<b>"),))
    assert PlainWriter().inline((link,)) == "https://doi.org/10.1000/a<b>"
    assert PlainWriter().inline((Link("https://e.example", (Text("words"),)),)) == "words (https://e.example)"


def test_a_heading_in_a_text_is_underlined_in_a_mail() -> None:
    made = PlainWriter().prose(parse_prose("### Late *work*\n\nSay so.", headings=True))
    assert made == "Late work\n---------\n\nSay so."
