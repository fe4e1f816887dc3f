"""A document of one's own to take styles from need not know ours: what it lacks is added, the rest stays."""

from __future__ import annotations

import io
import re
import zipfile
from pathlib import Path

import docx
import pytest
from docx.oxml.ns import qn
from docx.shared import Pt

from readinglist.errors import ExportError
from readinglist.export import RenderOptions, load_target
from readinglist.export.reference import completed
from readinglist.export.view import ListView
from readinglist.resources import shipped_folder

SHIPPED = {kind: (shipped_folder("templates") / f"reference.{kind}").read_bytes() for kind in ("docx", "odt")}


def house_docx(path: Path) -> Path:
    """A document as Word writes it, with none of our styles, and a "Heading 2" under another identifier."""
    document = docx.Document()
    document.styles["Heading 1"].font.size = Pt(33)
    for name in ("Emphasis", "Strong", "Title", "Subtitle", "Heading 3"):
        document.styles[name].element.getparent().remove(document.styles[name].element)
    document.styles["Heading 2"].element.set(qn("w:styleId"), "Emphasis")
    document.save(str(path))
    return path


def house_odt(path: Path) -> Path:
    """An OpenDocument text with the styles "Standard" and "Heading 1" alone."""
    with zipfile.ZipFile(io.BytesIO(SHIPPED["odt"])) as source, zipfile.ZipFile(path, "w") as target:
        for name in source.namelist():
            content = source.read(name)
            if name == "styles.xml":
                content = re.sub(
                    rb'<style:style style:name="(?!Standard"|Heading_20_1")[^"]*"[^>]*'
                    rb"(?:/>|(?<!/)>.*?</style:style>)",
                    b"",
                    content,
                    flags=re.DOTALL,
                )
            target.writestr(name, content)
    return path


def made(kind: str, view: ListView, reference: Path) -> bytes:
    options = RenderOptions(values={"reference": str(reference)})
    return load_target(kind).render(view, options).content


def test_titles_keep_their_italics_in_a_document_that_has_no_such_style(
    view: ListView, tmp_path: Path
) -> None:
    document = docx.Document(io.BytesIO(made("docx", view, house_docx(tmp_path / "house.docx"))))
    known = {style.style_id for style in document.styles}
    used = {
        element.get(qn("w:val"))
        for tag in ("w:pStyle", "w:rStyle", "w:tblStyle")
        for element in document.element.body.iter(qn(tag))
    }
    assert used <= known
    journal = next(
        run for one in document.paragraphs for run in one.runs if run.text == "Latin American Perspectives"
    )
    assert journal.style.name == "Emphasis" and journal.style.font.italic
    assert document.styles["Bibliography"].paragraph_format.first_line_indent < 0


def test_what_the_document_has_stays_as_it_is(view: ListView, tmp_path: Path) -> None:
    document = docx.Document(io.BytesIO(made("docx", view, house_docx(tmp_path / "house.docx"))))
    assert document.styles["Heading 1"].font.size == Pt(33)
    assert {one.style.style_id for one in document.paragraphs if one.style.name == "Heading 2"} == {
        "Emphasis"
    }
    names = [style.name.casefold() for style in document.styles]
    assert len(set(names)) == len(names)
    assert len([one for one in document.styles.element if one.get(qn("w:default")) == "1"]) == 4


def test_added_styles_follow_the_documents_fonts_and_colours(tmp_path: Path) -> None:
    house = house_docx(tmp_path / "house.docx").read_bytes()
    document = docx.Document(io.BytesIO(completed(house, SHIPPED["docx"], "docx")))
    for name in ("Section Label", "Reading Details", "Title"):
        assert document.styles[name].font.name is None
        assert document.styles[name].font.color.rgb is None


def test_an_opendocument_text_gets_them_too(view: ListView, tmp_path: Path) -> None:
    content = made("odt", view, house_odt(tmp_path / "house.odt"))
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        styles, body = archive.read("styles.xml").decode(), archive.read("content.xml").decode()
    for name in ("Bibliography", "Reading_20_Details", "Heading_20_2", "Emphasis"):
        assert f'"{name}"' in body
        assert len(re.findall(rf'style:name="{name}"', styles)) == 1


@pytest.mark.parametrize("kind", ["docx", "odt"])
def test_a_document_that_lacks_nothing_is_left_to_the_byte(kind: str) -> None:
    assert completed(SHIPPED[kind], SHIPPED[kind], kind) is SHIPPED[kind]


def test_a_broken_document_is_told_with_its_name(view: ListView, tmp_path: Path) -> None:
    house = house_docx(tmp_path / "house.docx")
    content = bytearray(house.read_bytes())
    with zipfile.ZipFile(house) as archive:
        start = archive.getinfo("word/styles.xml").header_offset + 60
    content[start : start + 400] = b"x" * 400
    house.write_bytes(bytes(content))
    with pytest.raises(ExportError, match="cannot be read") as caught:
        made("docx", view, house)
    assert caught.value.where == str(house)
