"""Leganto's reading-list loader: a tab-separated text, one citation a row, the rows of a section together.

The columns and their order, the secondary types and the values of status are those that two public loaders
write (Ex Libris Knowledge Center, "Reading List Loader"); the vendor's own page of columns is not open to
all, so the first import is worth a look with one short list.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from readinglist.export.listed import listed, unlisted
from readinglist.export.target import Option, Rendered, RenderOptions, Target
from readinglist.export.view import EntryView, ListView, SectionView
from readinglist.export.works import Kind, Work, joined

COLUMNS = tuple(str.split(
    "coursecode section_id searchable_id1 searchable_id2 searchable_id3 reading_list_code reading_list_name"
    " reading_list_description reading_list_subject reading_list_status RLStatus visibility"
    " reading_list_assigned_to reading_list_library_note reading_list_instructor_note owner_user_name"
    " creativecommon section_name section_description section_start_date section_end_date section_tags"
    " citation_secondary_type citation_status citation_tags citation_mms_id citation_original_system_id"
    " citation_title citation_journal_title citation_author citation_publication_date citation_edition"
    " citation_isbn citation_issn citation_place_of_publication citation_publisher citation_volume"
    " citation_issue citation_pages citation_start_page citation_end_page citation_doi citation_oclc"
    " citation_lccn citation_chapter rlterms_chapter_title citation_chapter_author editor citation_source"
    " citation_source1 citation_source2 citation_source3 citation_source4 citation_source5 citation_source6"
    " citation_source7 citation_source8 citation_source9 citation_source10 citation_note"
    " additional_person_name file_name citation_public_note license_type citation_instructor_note"
    " citation_library_note external_system_id"
))  # fmt: skip

STATUS = Option("status", "the status of the list", "DRAFT")
CITATION_STATUS = Option("citation-status", "the status of each citation", "BeingPrepared")
VISIBILITY = Option("visibility", "who may see the list", "RESTRICTED")
OWNER = Option("owner", "the user name of the list's owner")
COURSE = Option("course-code", "the course's code in Alma, where it is not the list's `course`")
_TAGS = {"essential": "ESS", "recommended": "REC", "further": "OPT"}
_TYPES: dict[Kind, str] = {
    "article": "CR", "newspaper": "CR", "book": "BK", "chapter": "BK_C", "paper": "CR", "thesis": "BK",
    "report": "DO", "webpage": "WS", "video": "VD", "audio": "OTHER", "case": "CASE", "law": "LEGISLATION",
    "image": "OTHER", "map": "OTHER", "software": "OTHER", "other": "DO",
}  # fmt: skip


def render_leganto(view: ListView, options: RenderOptions) -> Rendered:
    """The loader's rows under a header row, which it skips."""
    rows = ["\t".join(COLUMNS)]
    known: set[str] = set()
    for section in view.sections:
        for entry in listed(section.shown):
            # A work read twice is two citations, which the loader would take for one by their number.
            number = entry.id if not entry.key or entry.key in known else entry.key
            known.add(number)
            values = {**_list(view, options), **_section(section), **_citation(entry, options)}
            values["external_system_id"] = number
            rows.append("\t".join(_cell(values.get(column, "")) for column in COLUMNS))
    text = "\r\n".join(rows) + "\r\n"
    note = "the loader's columns are those of public loaders: try one short list first"
    return Rendered(text.encode(), (*view.warnings, *unlisted(view), note))


def _cell(value: str) -> str:
    """No tab or line end, which could begin another cell or row, and no quotation mark at the start.

    A text that begins with one has all of its straight marks made typographic, so that none is lost or alone.
    """
    text = re.sub(r"[\s\u2028\u2029]+", " ", value).strip()
    if not text.startswith('"'):
        return text
    paired = re.sub(r'"([^"]*)"', "“\\1”", text)
    return re.sub('^"', "“", paired).replace('"', "”")


def _list(view: ListView, options: RenderOptions) -> dict[str, str]:
    status = options.value(STATUS)
    return {
        "coursecode": options.value(COURSE) or view.about.code,
        "reading_list_code": view.name,
        "reading_list_name": view.title,
        "reading_list_description": view.description.plain,
        "reading_list_status": options.value(CITATION_STATUS),
        "RLStatus": status,
        "visibility": options.value(VISIBILITY),
        "owner_user_name": options.value(OWNER),
        "creativecommon": "",
    }


def _section(section: SectionView) -> dict[str, str]:
    day = section.day.isoformat() if section.day else ""
    return {
        "section_name": section.full_title,
        "section_description": section.intro.plain,
        "section_start_date": day,
    }


def _citation(entry: EntryView, options: RenderOptions) -> dict[str, str]:
    work = Work(entry.item)
    values = {
        "citation_secondary_type": _TYPES[work.kind],
        "citation_status": options.value(CITATION_STATUS),
        "citation_tags": _TAGS[entry.importance],
        "citation_original_system_id": entry.key or entry.id,
        "citation_publication_date": work.year,
        "citation_edition": work.text("edition"),
        "citation_isbn": ",".join(work.isbns),
        "citation_issn": ",".join(work.issns),
        "citation_place_of_publication": work.text("place"),
        "citation_publisher": work.text("publisher"),
        "citation_volume": work.text("volume"),
        "citation_issue": work.text("issue"),
        "citation_pages": work.text("pages"),
        "citation_start_page": work.pages[0],
        "citation_end_page": work.pages[1],
        "citation_doi": work.doi,
        "editor": joined(work.editors),
        "additional_person_name": joined(work.others),
        "citation_public_note": " ".join(part for part in (_sentence(entry), entry.note.plain) if part),
        **dict(_titles(work, entry)),
    }
    addresses = dict.fromkeys([*(link.url for link in entry.addresses), *([work.url] if work.url else [])])
    for number, url in enumerate(list(addresses)[:11]):
        values["citation_source" + (str(number) if number else "")] = url
    return values


def _titles(work: Work, entry: EntryView) -> Iterator[tuple[str, str]]:
    title = work.title or entry.title
    if work.kind == "chapter":
        book = tuple(one for one in work.others if one.creator_type == "bookAuthor")
        yield "citation_title", work.host or title
        yield "rlterms_chapter_title", title
        yield "citation_chapter_author", joined(work.authors)
        yield "citation_author", joined(book or work.editors or work.authors)
    else:
        yield "citation_title", title
        yield "citation_journal_title", work.host
        yield "citation_author", joined(work.authors)


def _sentence(entry: EntryView) -> str:
    return f"{entry.details}." if entry.details else ""


TARGET = Target(
    name="leganto",
    extension="leganto.txt",
    description="a tab-separated file for Leganto's reading-list loader",
    audience="libraries with Alma and Leganto",
    render=render_leganto,
    options=(STATUS, CITATION_STATUS, VISIBILITY, OWNER, COURSE),
    worded=False,
)
