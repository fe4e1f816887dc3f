"""The Word file: named styles and nothing beside them, headings in order, languages, a marked header row."""

from __future__ import annotations

import io
import itertools
import re
import runpy
import zipfile
from collections.abc import Callable
from dataclasses import replace

import docx
import pytest
from docx.document import Document
from docx.oxml.ns import qn

from readinglist.export import RenderOptions, load_target
from readinglist.export.view import ListView
from readinglist.resources import shipped_folder


def made(view: ListView, **options: object) -> bytes:
    return load_target("docx").render(view, RenderOptions(**options)).content  # type: ignore[arg-type]


@pytest.fixture
def document(view: ListView) -> Document:
    return docx.Document(io.BytesIO(made(view)))


def test_title_subtitle_and_headings_in_order(document: Document) -> None:
    styles = [paragraph.style.name for paragraph in document.paragraphs]
    assert styles[:2] == ["Title", "Subtitle"]
    levels = [int(name[-1]) for name in styles if name.startswith("Heading ")]
    assert levels[0] == 1
    assert all(after - before <= 1 for before, after in itertools.pairwise(levels))


def test_every_style_used_is_a_named_one_of_the_reference(document: Document) -> None:
    reference = docx.Document(str(shipped_folder("templates") / "reference.docx"))
    known = {style.style_id for style in reference.styles}
    body = document.element.body
    used = {
        element.get(qn("w:val"))
        for tag in ("w:pStyle", "w:rStyle", "w:tblStyle")
        for element in body.iter(qn(tag))
    }
    assert used <= known
    assert {"Bibliography", "ListNote", "Importance", "Emphasis", "SectionLabel"} <= used


def test_no_direct_formatting(document: Document) -> None:
    allowed = {qn("w:rStyle"), qn("w:lang"), qn("w:rtl")}
    for properties in document.element.body.iter(qn("w:rPr")):
        assert {child.tag for child in properties} <= allowed
    structure = {qn("w:pStyle"), qn("w:numPr"), qn("w:keepNext"), qn("w:bidi")}
    for properties in document.element.body.iter(qn("w:pPr")):
        assert {child.tag for child in properties} <= structure


def test_a_citation_stays_on_the_page_of_its_details(document: Document) -> None:
    pairs = list(itertools.pairwise(document.paragraphs))
    kept = {
        before.text: before.paragraph_format.keep_with_next for before, _ in pairs
        if before.style.name == "Bibliography"
    }  # fmt: skip
    detailed = {before.text for before, after in pairs if after.style.name == "Reading Details"}
    assert detailed and {text for text, keep in kept.items() if keep} == detailed


def test_no_empty_paragraphs(document: Document) -> None:
    assert all(paragraph.text.strip() for paragraph in document.paragraphs)


def test_hanging_indent_is_the_styles(document: Document) -> None:
    layout = document.styles["Bibliography"].paragraph_format
    assert layout.first_line_indent is not None and layout.first_line_indent < 0


def test_the_schedule_has_a_marked_header_row(document: Document) -> None:
    assert len(document.tables) == 1
    rows = document.tables[0].rows
    assert [cell.text for cell in rows[0].cells] == ["Week", "Date", "Topic", "Readings", "Time"]
    assert rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None
    assert [cell.text for cell in rows[1].cells][:4] == ["3", "February 1", "Propaganda", "3"]


def test_language_of_document_and_runs(document: Document) -> None:
    defaults = document.styles.element.find(qn("w:docDefaults"))
    assert next(defaults.iter(qn("w:lang"))).get(qn("w:val")) == "en-US"
    assert document.core_properties.language == "en-US"
    languages = {element.get(qn("w:val")) for element in document.element.body.iter(qn("w:lang"))}
    assert {"es", "es-MX"} <= languages


def test_title_is_in_the_properties(document: Document) -> None:
    assert document.core_properties.title == "Geeks for the Cartels: digital crime"


def test_the_foot_has_fields_and_words_of_the_language(view: ListView, spanish: ListView) -> None:
    for one, word, title in (
        (view, " of ", "Geeks for the Cartels"),
        (spanish, " de ", "Técnicos de los cárteles"),
    ):
        with zipfile.ZipFile(io.BytesIO(made(one))) as archive:
            foot = archive.read("word/footer1.xml").decode()
        assert re.findall("<w:instrText[^>]*>([^<]*)<", foot) == [" PAGE ", " NUMPAGES "]
        assert f">{word}<" in foot
        assert f">{title}<" in foot


@pytest.mark.parametrize(
    ("paper", "locale", "width"), [("auto", "en-US", 12240), ("auto", "en-GB", 11906), ("a4", "es-MX", 11906)]
)
def test_paper(make_view: Callable[..., ListView], paper: str, locale: str, width: int) -> None:
    section = docx.Document(io.BytesIO(made(make_view(locale), paper=paper))).sections[0]
    assert section.page_width.twips == width
    assert section.page_width.twips - section.left_margin.twips - section.right_margin.twips == 7824


def test_every_part_is_dated_alike(view: ListView) -> None:
    with zipfile.ZipFile(io.BytesIO(made(view, timestamp=1_700_000_000))) as archive:
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert b"2023-11-14T22:13:20Z" in archive.read("docProps/core.xml")


@pytest.mark.parametrize(
    ("script", "name"), [("make_reference.py", "reference.docx"), ("make_odt_reference.py", "reference.odt")]
)
def test_references_of_all_looks_are_what_their_script_makes(script: str, name: str) -> None:
    folder = shipped_folder("templates")
    made = runpy.run_path(str(folder / script))
    for design in made["DESIGNS"]:
        assert made["make_reference"](design) == (folder / design.folder / name).read_bytes(), design.folder


def test_a_citation_from_right_to_left_has_a_paragraph_of_that_direction(document: Document) -> None:
    turned = [one.text for one in document.paragraphs if one._p.pPr.find(qn("w:bidi")) is not None]
    assert len(turned) == 1 and "מקאם" in turned[0]
    assert turned[0].rstrip().endswith("\u200f")  # So that its full stop ends it everywhere.


def test_a_subsection_is_larger_than_the_groups_in_it(make_view: Callable[..., ListView]) -> None:
    view = make_view()
    sections = (view.sections[0], replace(view.sections[1], level=2), view.sections[2])
    made_of = docx.Document(io.BytesIO(made(replace(view, sections=sections))))
    heading = next(one for one in made_of.paragraphs if "Encryption" in one.text)
    assert heading.style.name == "Heading 2"
    title = next(run for run in heading.runs if run.text == "Encryption")
    assert title.style.name == "Subsection Title"
    sizes = {name: made_of.styles[name].font.size for name in ("Heading 1", "Heading 2", "Heading 3")}
    assert sizes["Heading 1"] > title.style.font.size > sizes["Heading 2"] >= sizes["Heading 3"]


def test_the_schedules_first_column_holds_the_word_for_week(spanish: ListView) -> None:
    document = docx.Document(io.BytesIO(made(spanish)))
    columns = [column.width.pt for column in document.tables[0].columns]
    assert document.tables[0].rows[0].cells[0].text == "Semana"
    assert columns[0] >= 54  # "Semana" in bold type of 9.5 points, and the cell's margin.
