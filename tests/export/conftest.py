"""Lists to export, made by hand: an English seminar with Spanish works, a Spanish one, a hostile one."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from dataclasses import dataclass

import pytest

from readinglist.citations.richtext import Link, Rich, Span, Text
from readinglist.export.compose import build_view
from readinglist.export.view import ListView, Provenance
from readinglist.items import Attachment, Creator, Item, Note
from readinglist.lists.model import Entry, Person, ReadingList, Section, Term
from readinglist.lists.resolve import ResolvedEntry, ResolvedList, ResolvedSection

PRIVATE = "ONLY-FOR-THE-LIBRARIAN"
PROVENANCE = Provenance("APA Style 7th edition", "Teaching", 312, datetime.date(2026, 11, 2))


@dataclass(frozen=True)
class Made:
    """A formatted entry as the citation processor gives it."""

    bibliography: Rich
    number: str = ""


def article(
    key: str, author: str, title: str, journal: str, language: str = "", doi: str = ""
) -> tuple[Item, Made]:
    fields = {"title": title, "publicationTitle": journal, "date": "2014", "language": language}
    if doi:
        fields["DOI"] = doi
    item = Item(
        key=key.upper()[:8],
        item_type="journalArticle",
        citation_key=key,
        fields={name: value for name, value in fields.items() if value},
        creators=(Creator("author", author),),
        notes=(Note("N1", f"<p>{PRIVATE} child note</p>"),),
        attachments=(
            Attachment("A1", "Full text", "linked_url", "https://repository.example.org/" + key),
            Attachment("A2", PRIVATE, "imported_file", "file:///home/librarian/" + PRIVATE),
        ),
    )
    url = f"https://doi.org/{doi}" if doi else ""
    link: Rich = (Text(" "), Link(url, (Text(url),))) if doi else ()
    made = Made(
        (Text(f"{author}, H. (2014). {title}. "), Span("emphasis", (Text(journal),)), Text(", 41."), *link)
    )
    return item, made


def works() -> list[tuple[Item, Made]]:
    return [
        article(
            "campbell2014narco",
            "Campbell",
            "Narco-propaganda",
            "Latin American Perspectives",
            "en",
            "10.1177/0094582X12443519",
        ),
        article(
            "guevara2013propaganda", "Guevara", "Propaganda in Mexico’s war", "Strategic Security", "English"
        ),
        article("astorga2005siglo", "Astorga", "El siglo de las drogas", "Argumentos", "es-MX"),
        article("tabachnik2014voces", "Tabáchnik", "Voces clandestinas en la red", "Argumentos", "español"),
        article(
            "nix2016use",
            "Nix",
            "Use of “social” media — a [first] *look*",
            "Homeland Security",
            "",
            "10.1515/jhsem-2015-0084",
        ),
        article("shalev2010maqam", "שלו", "מקאם בעיר", "תרבות", "he"),
    ]


def seminar(locale: str = "en-US", **changes: object) -> ResolvedList:
    entries = [
        Entry(
            cite="campbell2014narco",
            locator="pp. 60-77",
            note="Read the *first* half, see [the data](https://example.org/data).",
            private_note=PRIVATE,
        ),
        Entry(cite="guevara2013propaganda", importance="recommended", private_note=PRIVATE),
        Entry(cite="astorga2005siglo", importance="further", locator="ch. 3"),
        Entry(cite="tabachnik2014voces"),
        Entry(cite="nix2016use", importance="recommended", locator="the tables"),
        Entry(cite="shalev2010maqam", importance="further"),
    ]
    sections = (
        Section(title="Propaganda", week=3, intro="What changes when a threat is *uploaded*?"),
        Section(title="Encryption", week=4, order="author"),
        Section(title="Nothing yet", week=5),
    )
    fields: dict[str, object] = {
        "name": "seminar",
        "title": "Geeks for the Cartels: digital crime",
        "subtitle": "A seminar",
        "course": "SOC 4420",
        "department": "Sociology",
        "institution": "State University",
        "instructors": (
            Person(name="Rosa Koenraadt", email="rosa@example.edu", orcid="0000-0002-1825-0097"),
        ),
        "term": Term(
            start=datetime.date(2027, 1, 18), weeks=12, meets=("monday", "wednesday"), label="Spring 2027"
        ),
        "description": "What is **digital** about it?\n\n- one\n- two",
        "policies": "## Late work\n\nSay so early.",
        "licence": "https://creativecommons.org/licenses/by/4.0/",
        "locale": locale,
        "sections": sections,
    }
    reading_list = ReadingList.model_validate({**fields, **changes})
    found = {item.citation_key: item for item, _ in works()}
    resolved = [
        ResolvedEntry(entry, found[entry.cite], minutes)
        for entry, minutes in zip(entries, (63, 48, None, 12, 130, 20), strict=True)
    ]
    return ResolvedList(
        reading_list,
        (
            ResolvedSection(
                reading_list.sections[0], tuple(resolved[:3]), datetime.date(2027, 2, 1), "", 111, 1
            ),
            ResolvedSection(
                reading_list.sections[1],
                tuple(resolved[3:]),
                datetime.date(2027, 2, 8),
                "Constitution Day",
                162,
                0,
            ),
            ResolvedSection(reading_list.sections[2], ()),
        ),
    )


def formatted(numbered: bool = False) -> dict[str, Made]:
    return {
        item.citation_key: Made(made.bibliography, f"[{at}]" if numbered else "")
        for at, (item, made) in enumerate(works(), 1)
    }


HOSTILE = (
    "<script>alert(1)</script>",
    '#import "@preview/x:1.0.0"',
    '#read("/etc/passwd")',
    "\\input{/etc/passwd}",
    "=cmd()",
    "\x1b[31mred\x1b[0m",
    "\u202egnp.exe",
    '"; #panic("x")',
    "{{ 8123*2 }}{% raw %}",
    "]] ) } *_$#@<a>`~^&amp; \\ // /* */",
    "[x](javascript:alert(1)) ![y](http://tracker.example/p.png)",
    "../../etc/passwd",
    "\x00\x07\ufeff\ufffe",
    "<!--#exec cmd-->",
    "- list\n# heading\n1. item",
    "好 😀 שלום",
    "Z" * 10_000,
)


def hostile() -> ResolvedList:
    text = " ".join(HOSTILE)
    items = [
        Item(
            key=f"K{at}",
            item_type="journalArticle",
            citation_key=f"bad{at}",
            fields={"title": evil, "language": evil, "url": evil, "DOI": evil},
            attachments=(Attachment("A", evil, "linked_url", "javascript:alert(1)"),),
        )
        for at, evil in enumerate(HOSTILE)
    ]
    entries = tuple(
        ResolvedEntry(Entry(cite=item.citation_key, locator=evil, note=evil), item, 5)
        for item, evil in zip(items, HOSTILE, strict=True)
    )
    section = Section(title=text, intro=text, week=1)
    person = Person(name=text, email=text, orcid=text, office=text)
    reading_list = ReadingList(
        title=text, subtitle=text, course=text, department=text, institution=text, instructors=(person,),
        meeting=text, description=text, policies=text, licence=text, sections=(section,),
    )  # fmt: skip
    return ResolvedList(reading_list, (ResolvedSection(section, entries, None, text, 50, 0),))


def hostile_formatted() -> dict[str, Made]:
    return {
        f"bad{at}": Made(
            (
                Text(evil + "\ud800"),
                Span("emphasis", (Text(evil),), 'x"]#{'),
                Link("javascript:alert(1)", (Text(evil),)),
                Link('https://example.org/(a)"<b>', (Text(evil),)),
            ),
            "[1]",
        )
        for at, evil in enumerate(HOSTILE)
    }


@pytest.fixture
def make_view() -> Callable[..., ListView]:
    """Builds the seminar's view; keyword arguments change the list, `numbered` the citations."""

    def make(locale: str = "en-US", *, numbered: bool = False, **changes: object) -> ListView:
        return build_view(
            seminar(locale, **changes), formatted(numbered), locale=locale, provenance=PROVENANCE
        )

    return make


@pytest.fixture
def view(make_view: Callable[..., ListView]) -> ListView:
    """The seminar in American English."""
    return make_view()


@pytest.fixture
def spanish(make_view: Callable[..., ListView]) -> ListView:
    """The seminar in Mexican Spanish, its author's own words Spanish too."""
    resolved = {
        "title": "Técnicos de los cárteles: delincuencia digital",
        "subtitle": "Un seminario",
        "department": "Sociología",
        "institution": "Universidad Estatal",
        "description": "¿Qué tiene de **digital**?",
        "policies": "Avise a tiempo.",
        "term": {"start": "2027-01-18", "weeks": 12, "meets": ("monday",), "label": "Primavera de 2027"},
        "licence": "CC BY 4.0",
    }
    return make_view("es-MX", **resolved)


@pytest.fixture
def hostile_view() -> ListView:
    """A list in which every text tries something."""
    return build_view(
        hostile(),
        hostile_formatted(),
        locale="en-US",
        provenance=Provenance(style=HOSTILE[0], library=HOSTILE[1]),
    )


@pytest.fixture
def private_word() -> str:
    """A word that stands in private notes, child notes and file attachments, and nowhere else."""
    return PRIVATE
