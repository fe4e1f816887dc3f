"""Every title that Zotero can hold arrives in every target, as the target's own readers show it."""

from __future__ import annotations

import csv
import io
import re
import shutil
import unicodedata
import zipfile
from collections.abc import Callable
from pathlib import Path

import feedparser
import icalendar
import openpyxl
import pikepdf
import pymarc
import pytest
import rispy
from lxml import etree, html

from readinglist.export import targets
from tests.readers.conftest import ARABIC, SCRIPTS, Made, converted, pandoc, program, ran
from tests.readers.titles import MARKED, plain

# What Typst's own fonts lack; the export says so of each.
LACKING = {
    "emoji": "emoji",
    "chinese": "Han",
    "japanese": "Japanese kana",
    "korean": "Hangul",
    "thai": "Thai",
}


def squeezed(text: str) -> str:
    """Text to compare: composed, without spaces, soft hyphens and marks of direction, quotes all alike."""
    text = unicodedata.normalize("NFKC", text).replace(
        "NASA", "nasa"
    )  # Small capitals, as pandoc shows them.
    text = re.sub("[\\s\u200b-\u200f\u202a-\u202e\u2060-\u2069\u00ad]", "", text)
    return re.sub("[\u2018\u2019\u201c\u201d\u00ab\u00bb'\"]", "'", text)


def marked_text(found: str) -> str:
    """Text of a format whose titles keep Zotero's markup."""
    return plain(found)


def cells(made: Made) -> str:
    return "\n".join(" ".join(row) for row in csv.reader(io.StringIO(made.text("csv"))))


def workbook(made: Made) -> str:
    book = openpyxl.load_workbook(made.path("xlsx"))
    return "\n".join(str(cell.value) for sheet in book for row in sheet.iter_rows() for cell in row)


def cartridge(made: Made) -> str:
    with zipfile.ZipFile(made.path("imscc")) as file:
        parts = [file.read(name) for name in file.namelist() if name.endswith((".xml", ".html"))]
    return "\n".join("".join(html.fromstring(part).itertext()) for part in parts)


def calendar(made: Made) -> str:
    found = icalendar.Calendar.from_ical(made.bytes("ics"))
    return "\n".join(str(one.get("DESCRIPTION", "")) for one in found.walk("VEVENT"))


def feed(made: Made) -> str:
    return "\n".join(entry.title for entry in feedparser.parse(made.bytes("atom")).entries)


def catalogue(made: Made) -> str:
    records = pymarc.MARCReader(made.bytes("marc"), permissive=False)
    return "\n".join(" ".join(record["245"].get_subfields("a", "b")) for record in records)


def catalogue_xml(made: Made) -> str:
    records = pymarc.parse_xml_to_array(io.BytesIO(made.bytes("marcxml")))
    return "\n".join(" ".join(record["245"].get_subfields("a", "b")) for record in records)


def ris(made: Made, target: str) -> str:
    return "\n".join(
        str(one.get("title") or one.get("primary_title")) for one in rispy.loads(made.text(target))
    )


def page(made: Made) -> str:
    return "".join(html.fromstring(made.bytes("html")).find("body").itertext())


READERS: dict[str, Callable[[Made], str]] = {
    "atom": feed, "csv": cells, "html": page, "ics": calendar, "imscc": cartridge, "marc": catalogue,
    "marcxml": catalogue_xml, "xlsx": workbook,
    "bib": lambda made: pandoc(made.bytes("bib"), "bibtex", "csljson"),
    "biblatex": lambda made: pandoc(made.bytes("biblatex"), "biblatex", "csljson"),
    "csljson": lambda made: made.text("csljson"),
    "docx": lambda made: pandoc(made.bytes("docx"), "docx"),
    "epub": lambda made: pandoc(made.bytes("epub"), "epub"),
    "leganto": lambda made: made.text("leganto"),
    "md": lambda made: pandoc(made.bytes("md"), "markdown"),
    "odt": lambda made: pandoc(made.bytes("odt"), "odt"),
    "ris": lambda made: ris(made, "ris"),
    "talis": lambda made: ris(made, "talis"),
    "txt": lambda made: made.text("txt"),
    "pdf": lambda made: ran(program("pdftotext"), made.path("pdf"), "-"),
}  # fmt: skip
ELSEWHERE = {"latex"}  # Typeset below, in the heavy tests.


def unescaped(target: str, text: str) -> str:
    """What JSON and plain text write otherwise than as it is."""
    return (
        text.replace("\\\\", "\\").replace('\\"', '"') if target in ("bib", "biblatex", "csljson") else text
    )


def test_every_target_has_a_reader_of_titles() -> None:
    assert set(READERS) | ELSEWHERE == set(targets())


@pytest.mark.parametrize("target", READERS)
def test_every_title_arrives(target: str, scripts: Made) -> None:
    found = squeezed(plain(unescaped(target, READERS[target](scripts))))
    lost = {}
    for name, title in MARKED.items():
        wanted = squeezed(plain(title))
        if target in ("bib", "biblatex"):  # Pandoc knows no \\textbraceleft, and no \\textasciigrave.
            wanted = re.sub("[{}`]", "", wanted)
            # … and changes capitals in the argument of a command, whatever braces stand in it.
            wanted = wanted.replace("Sinaloa", "sinaloa")
        whole = _same_letters(wanted, found) or name in LACKING if target == "pdf" else wanted in found
        if not whole:
            lost[name] = wanted
    assert lost == {}


def _same_letters(wanted: str, found: str) -> bool:
    """Whether a text is there, letters of right-to-left words in whatever order the PDF draws them."""
    if all(unicodedata.bidirectional(one) not in ("R", "AL") for one in wanted):
        return wanted in found
    size = len(wanted)
    return any(sorted(found[at : at + size]) == sorted(wanted) for at in range(len(found) - size + 1))


@pytest.mark.parametrize(("name", "script"), LACKING.items())
def test_what_the_pdf_cannot_show_is_said_with_its_entry(name: str, script: str, scripts: Made) -> None:
    told = re.findall(
        r"no font of the PDF has ([^:]*): each is shown as \ufffd\. (\w[\w ]*), put into", scripts.said
    )
    (found,) = [(what, font) for what, font in told if what.startswith(f"{script} ")]
    assert name in found[0].rpartition(" in ")[2]
    assert found[1].startswith("Noto")


def test_no_glyph_of_the_pdf_is_the_box_of_a_missing_one(scripts: Made) -> None:
    drawn = 0
    with pikepdf.open(scripts.path("pdf")) as pdf:
        for one in pdf.pages:
            for operands, operator in pikepdf.parse_content_stream(one):
                if str(operator) in ("Tj", "TJ"):
                    strings = operands[0] if str(operator) == "TJ" else operands
                    for text in strings:
                        if isinstance(text, pikepdf.String):
                            codes = bytes(text)
                            glyphs = [codes[at : at + 2] for at in range(0, len(codes), 2)]
                            assert b"\0\0" not in glyphs
                            drawn += len(glyphs)
    assert drawn > 1000


@pytest.mark.parametrize(
    ("target", "source"),
    [("html", "html"), ("epub", "epub"), ("md", "markdown"), ("docx", "docx+styles")],
)
def test_markup_arrives_as_markup(target: str, source: str, scripts: Made) -> None:
    made = html.fromstring(pandoc(scripts.bytes(target), source, "html"))
    text = "".join(etree.tostring(made, encoding="unicode"))
    assert re.search(r"<(em|i)[^>]*>Sinaloa</|custom-style=\"Emphasis\"[^>]*>Sinaloa", text)
    assert re.search(r"<(strong|b)[^>]*>bold</|custom-style=\"Strong\"[^>]*>bold", text)
    assert re.search(r"H<sub>2</sub>O|H<span[^>]*Subscript[^>]*>2</span>O|H<sub>", text)
    assert re.search(r"(?i)small.?cap", text)


@pytest.mark.heavy
def test_latex_shows_every_title_for_which_there_is_a_font(scripts: Made, tmp_path: Path) -> None:
    latex, biber = [program("lualatex"), "-interaction=nonstopmode", "-no-shell-escape"], program("biber")
    for path in (scripts.path("latex"), scripts.folder / f"{SCRIPTS}-references.bib"):
        shutil.copy(path, tmp_path)
    ran(*latex, f"{SCRIPTS}.tex", cwd=tmp_path)
    ran(biber, SCRIPTS, cwd=tmp_path)
    said = ran(*latex, f"{SCRIPTS}.tex", cwd=tmp_path)
    shown = squeezed(ran(program("pdftotext"), f"{SCRIPTS}.pdf", "-", cwd=tmp_path))
    told = set(re.findall(r"No font here has ([\w ]+)\.", said.replace("\n", " ")))
    for name, title in MARKED.items():
        missing = set(re.findall(r"no (.) \(U\+", said))
        wanted = squeezed(plain(title))
        if not missing & set(title) and name != "devanagari":  # Whose vowels a PDF has in another order.
            assert _same_letters(wanted, shown), name
    assert "Hebrew" not in told or "שלום" not in shown


@pytest.mark.heavy
def test_latex_shows_a_book_in_a_script_whose_fonts_have_no_italics(arabic: Made, tmp_path: Path) -> None:
    latex, biber = [program("lualatex"), "-interaction=nonstopmode", "-no-shell-escape"], program("biber")
    for path in (arabic.path("latex"), arabic.folder / f"{ARABIC}-references.bib"):
        shutil.copy(path, tmp_path)
    ran(*latex, f"{ARABIC}.tex", cwd=tmp_path)
    ran(biber, ARABIC, cwd=tmp_path)
    said = ran(*latex, f"{ARABIC}.tex", cwd=tmp_path)
    if "No font here has Arabic" in said:
        pytest.skip("no font with Arabic letters is installed")
    fonts = ran(program("pdffonts"), f"{ARABIC}.pdf", cwd=tmp_path)
    assert "FreeSerifItalic" not in fonts  # It has no Arabic letter.
    shown = squeezed(ran(program("pdftotext"), f"{ARABIC}.pdf", "-", cwd=tmp_path))
    assert _same_letters(squeezed("تهريب المخدرات في المكسيك"), shown)


@pytest.mark.heavy
@pytest.mark.parametrize("target", ["docx", "odt"])
def test_libreoffice_shows_every_title(target: str, scripts: Made, office: Path, tmp_path: Path) -> None:
    made = converted(office, scripts.path(target), "txt:Text (encoded):UTF8", tmp_path)
    found = squeezed(made.read_text("utf-8-sig"))
    assert {name for name, title in MARKED.items() if squeezed(plain(title)) not in found} == set()


@pytest.mark.heavy
def test_a_font_in_the_workspace_shows_what_was_missing(library_of_titles: Path, tmp_path: Path) -> None:
    file = ran(program("fc-match"), "--format=%{file}", "Droid Sans Fallback")
    if "Droid" not in file:
        pytest.skip("Droid Sans Fallback is not installed")
    folder = library_of_titles / "templates" / "fonts"
    folder.mkdir(parents=True)
    try:
        shutil.copy(file, folder)
        made = Made.make(library_of_titles, SCRIPTS, tmp_path)
    finally:
        shutil.rmtree(folder)
    assert "Han" not in made.said.replace("latex: LaTeX's own font lacks", "").split("Note: pdf")[-1]
    assert plain(MARKED["chinese"]) in ran(program("pdftotext"), made.path("pdf"), "-")
