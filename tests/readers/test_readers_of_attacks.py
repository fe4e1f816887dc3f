"""A list that is one attack in each of its fields: what the readers of each target find of it is text."""

from __future__ import annotations

import csv
import io
import json
import re
import shutil
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import feedparser
import icalendar
import openpyxl
import pikepdf
import pybtex.database
import pymarc
import pytest
import rispy
from lxml import etree, html

from readinglist.export import targets
from tests.readers.attacks import ATTACKS
from tests.readers.conftest import Made, converted, node_module, pandoc, program, ran

KEYS = sorted(f"x{name}" for name in ATTACKS)
CONTROL = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff\ufffe]"
)
RUNS = {
    "script",
    "iframe",
    "object",
    "embed",
    "base",
    "form",
    "link",
    "img",
    "svg",
    "style",
    "audio",
    "video",
}
_PARSER = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)


def xml(content: bytes) -> etree._Element:
    """An XML document that declares nothing: no document type but HTML's own, no entity, no instruction."""
    root = etree.fromstring(content, _PARSER)
    tree = root.getroottree()
    assert tree.docinfo.doctype in ("", "<!DOCTYPE html>")
    assert not [one for one in root.iter() if one.tag in (etree.Entity, etree.ProcessingInstruction)]
    return root


def check_elements(elements: Iterator[etree._Element], *, allowed: frozenset[str] = frozenset()) -> None:
    """No element that runs or fetches, no handler, and no address but of the web and of mail."""
    for one in elements:
        if not isinstance(one.tag, str):
            continue
        assert etree.QName(one).localname not in RUNS - allowed, etree.tostring(one)[:200]
        for name, value in one.attrib.items():
            assert not name.startswith("on"), (name, value)
            if etree.QName(name).localname in ("href", "src"):
                address = value.strip().lower()
                local = ":" not in address.split("/")[0]
                assert local or address.startswith(("http://", "https://", "mailto:")), value


def archive(made: Made, target: str) -> dict[str, bytes]:
    """The files in a zip, none of which leaves its folder."""
    with zipfile.ZipFile(made.path(target)) as file:
        assert all(not name.startswith(("/", "..")) and "\\" not in name for name in file.namelist())
        return {name: file.read(name) for name in file.namelist()}


def check_bib(made: Made, target: str) -> None:
    found = pybtex.database.parse_string(made.text(target), "bibtex")
    assert sorted(found.entries) == KEYS
    assert not re.search(r"\\(input|write18|openin)\b", made.text(target))
    assert pandoc(made.bytes(target), {"bib": "bibtex"}.get(target, target), "csljson").count('"id":') == len(
        KEYS
    )


def check_ris(made: Made, target: str) -> None:
    lines = made.bytes(target).decode().split("\r\n")
    assert "\n" not in "".join(lines)
    assert all(re.match(r"[A-Z][A-Z0-9]  - |$", line) for line in lines)
    assert len(rispy.loads(made.text(target))) == len(KEYS)


def check_csljson(made: Made, target: str) -> None:
    assert sorted(one["id"] for one in json.loads(made.text(target))) == KEYS


def check_marc(made: Made, target: str) -> None:
    data = made.bytes(target)
    read = (
        pymarc.MARCReader(data, permissive=False)
        if target == "marc"
        else pymarc.parse_xml_to_array(io.BytesIO(data))
    )
    assert sorted(record["001"].data for record in read) == KEYS
    if target == "marcxml":
        check_elements(xml(data).iter())


def check_cells(made: Made, target: str) -> None:
    rows = list(csv.reader(io.StringIO(made.text(target)), delimiter="\t" if target == "leganto" else ","))
    assert len(rows) == len(KEYS) + 1
    assert len({len(row) for row in rows}) == 1
    if target == "csv":
        cells = [cell for row in rows for cell in row]
        assert not [cell for cell in cells if re.match(r"[=+\-@\t\r]", cell)]


def check_workbook(made: Made, target: str) -> None:
    book = openpyxl.load_workbook(made.path(target))
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert {cell.data_type for cell in cells} <= {"s", "n"}
    links = [cell.hyperlink.target for cell in cells if cell.hyperlink]
    assert all(link.startswith(("http://", "https://")) for link in links)
    assert not [name for name in archive(made, target) if "external" in name or "vba" in name.lower()]


def check_ics(made: Made, target: str) -> None:
    calendar = icalendar.Calendar.from_ical(made.bytes(target))
    events = calendar.walk("VEVENT")
    assert not [one for one in events if str(one.get("SUMMARY")) == "forged"]
    assert not calendar.errors
    assert len({str(one["UID"]) for one in events}) == len(events) > 0


def check_atom(made: Made, target: str) -> None:
    check_elements(xml(made.bytes(target)).iter(), allowed=frozenset({"link"}))
    feed = feedparser.parse(made.bytes(target), sanitize_html=False)
    assert not feed.bozo
    assert len(feed.entries) == len(KEYS)
    for entry in feed.entries:
        for content in entry.get("content", []):
            if content.type != "text/plain":
                check_elements(html.fragment_fromstring(content.value, create_parent=True).iter())


def check_cartridge(made: Made, target: str) -> None:
    for name, content in archive(made, target).items():
        if name.endswith(".xml"):
            check_elements(xml(content).iter())
        else:
            check_elements(html.fromstring(content).iter(), allowed=frozenset({"style"}))


def check_book(made: Made, target: str) -> None:
    for name, content in archive(made, target).items():
        if name.endswith((".xhtml", ".opf", ".xml")):
            check_elements(xml(content).iter(), allowed=frozenset({"link"}))


def check_page(made: Made, target: str) -> None:
    page = html.fromstring(made.bytes(target))
    assert [one.get("type") for one in page.iter("script")] == ["application/ld+json"]
    json.loads(next(page.iter("script")).text)
    check_elements(page.iter(), allowed=frozenset({"script", "style"}))


def check_markdown(made: Made, target: str) -> None:
    for flavour in ("markdown", "gfm", "commonmark_x"):
        page = html.fragment_fromstring(pandoc(made.bytes(target), flavour, "html"), create_parent=True)
        check_elements(page.iter())
        assert "{{ 7*7191 }}" in page.text_content()


def check_office(made: Made, target: str) -> None:
    parts = archive(made, target)
    assert not [name for name in parts if re.search(r"vba|macro|embedding|Basic/|Scripts/", name, re.I)]
    for name, content in parts.items():
        if name.endswith((".xml", ".rels")):
            root = xml(content)
            assert not re.search(rb"instrText[^>]*>[^<]*(DDE|INCLUDE|HYPERLINK)", content)
            for one in root.iter():
                target_ = one.get(
                    "Target" if one.get("TargetMode") == "External" else "{http://www.w3.org/1999/xlink}href"
                )
                assert not target_ or re.match(r"https?://|mailto:|#|\.?/?[A-Z]\w+/|/?$", target_), target_


def check_pdf(made: Made, target: str) -> None:
    with pikepdf.open(made.path(target)) as pdf:
        assert not {"/OpenAction", "/AA", "/Names/JavaScript"} & set(pdf.Root.keys())
        actions = [note.A for page in pdf.pages for note in page.get("/Annots", []) if "/A" in note]
        assert {str(one.S) for one in actions} <= {"/URI", "/GoTo"}
        assert all(re.match("https?://|mailto:", str(one.URI)) for one in actions if str(one.S) == "/URI")
        assert not any("/EmbeddedFiles" in (pdf.Root.get("/Names") or {}) for _ in (0,))


def check_text(made: Made, target: str) -> None:
    assert "alert('pwned')" in made.text(target)


def check_latex(made: Made, target: str) -> None:
    assert not re.search(r"\\(input|write18|openin|include)\b", made.text(target))
    assert r"\textbackslash{}input" in made.text(target)


CHECKS: dict[str, Callable[[Made, str], None]] = {
    "atom": check_atom, "bib": check_bib, "biblatex": check_bib, "csljson": check_csljson, "csv": check_cells,
    "docx": check_office, "epub": check_book, "html": check_page, "ics": check_ics, "imscc": check_cartridge,
    "latex": check_latex, "leganto": check_cells, "marc": check_marc, "marcxml": check_marc,
    "md": check_markdown, "odt": check_office, "pdf": check_pdf, "ris": check_ris, "talis": check_ris,
    "txt": check_text, "xlsx": check_workbook,
}  # fmt: skip
_IN_ZIP = ("docx", "odt", "epub", "imscc", "xlsx")


def test_every_target_is_attacked() -> None:
    assert set(CHECKS) == set(targets())


@pytest.mark.parametrize("target", targets())
def test_a_reader_finds_text_and_nothing_else(target: str, hostile: Made) -> None:
    CHECKS[target](hostile, target)


@pytest.mark.parametrize("target", targets())
def test_no_control_character_and_no_file_of_the_machine_in_a_target(target: str, hostile: Made) -> None:
    parts = archive(hostile, target) if target in _IN_ZIP else {"": hostile.bytes(target)}
    for name, content in parts.items():
        assert b"root:x:0:0" not in content, name
        assert str(7 * 7191).encode() not in content, name
        if target not in ("marc", "pdf"):  # ISO 2709 has separators of its own, a PDF is no text.
            assert not CONTROL.search(content.decode("utf-8-sig")), name


@pytest.mark.heavy
def test_chromium_runs_and_fetches_nothing(hostile: Made) -> None:
    node_module("puppeteer-core")
    script = Path(__file__).with_name("axe.cjs")
    for found in json.loads(ran(program("node"), script, program("chromium"), hostile.path("html"))):
        assert found["dialogs"] == []
        assert found["asked"] == []


@pytest.mark.heavy
def test_latex_reads_no_file_and_runs_no_command(hostile: Made, tmp_path: Path) -> None:
    latex = [program("lualatex"), "-interaction=nonstopmode", "-recorder", "-no-shell-escape"]
    biber = program("biber")
    for path in (hostile.path("latex"), hostile.folder / f"{hostile.name}-references.bib"):
        shutil.copy(path, tmp_path)
    name = hostile.name
    ran(*latex, f"{name}.tex", cwd=tmp_path)
    ran(biber, name, cwd=tmp_path)
    ran(*latex, f"{name}.tex", cwd=tmp_path)
    assert "/etc/passwd" not in (tmp_path / f"{name}.fls").read_text()
    assert not (tmp_path / "pwned").exists()
    shown = ran(program("pdftotext"), f"{name}.pdf", "-", cwd=tmp_path)
    assert "root:x:0:0" not in shown
    assert r"\input{/etc/passwd}" in shown


@pytest.mark.heavy
@pytest.mark.parametrize("target", ["csv", "xlsx"])
def test_libreoffice_finds_no_formula_in_a_sheet(
    target: str, hostile: Made, office: Path, tmp_path: Path
) -> None:
    again = shutil.copy(hostile.path(target), tmp_path / f"sheet.{target}")
    made = converted(office, Path(again), "xlsx:Calc MS Excel 2007 XML", tmp_path / "out")
    cells = [cell for sheet in openpyxl.load_workbook(made) for row in sheet.iter_rows() for cell in row]
    assert len(cells) > 200
    assert not [cell.value for cell in cells if cell.data_type == "f"]


@pytest.mark.heavy
def test_biber_reads_the_attacks_as_entries(hostile: Made, tmp_path: Path) -> None:
    out = ran(program("biber"), "--tool", "-O", tmp_path / "out.bib", hostile.path("biblatex"), cwd=tmp_path)
    assert "ERROR" not in out
    assert (tmp_path / "out.bib").read_text("utf-8").count("@") >= len(KEYS)


@pytest.mark.heavy
def test_epubcheck_accepts_the_attacks(hostile: Made) -> None:
    jar = program("epubcheck")
    assert "0 fatals / 0 errors / 0 warnings" in ran(program("java"), "-jar", jar, hostile.path("epub"))
