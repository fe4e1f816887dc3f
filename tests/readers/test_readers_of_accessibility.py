"""What the law asks of documents for students, judged by axe-core, Nu, Ace, epubcheck and Out Loud."""

from __future__ import annotations

import itertools
import json
import re
import zipfile
from collections.abc import Sequence
from pathlib import Path

import docx
import pikepdf
import pytest
from docx.oxml.ns import qn
from lxml import etree, html

from tests.cli.conftest import Result, run_command
from tests.readers.conftest import Made, node_module, program, ran

# What Nu warns of and what stands there for a reason: Safari's VoiceOver calls an unnumbered list a list only
# where its role says so, data for search engines need no permission to run, titles stay as they were typed.
_REASONED = re.compile(
    "The .list. role is unnecessary|Inline script violates Content Security Policy|Normalization Form C"
)


@pytest.fixture(scope="module")
def pages(
    syllabus: Made, scripts: Made, arabic: Made, hostile: Made, demo_result: tuple[Path, Result]
) -> Sequence[Path]:
    """Every kind of page that the program writes."""
    workspace = demo_result[0]
    folder = syllabus.folder
    listed = ("export", syllabus.name, "--to", "html", "-o", folder)
    run_command("-C", workspace, *listed, "--by", "theme")
    run_command("-C", workspace, *listed, "--fragment")
    run_command(
        "-C", workspace, "export", "course-reserve", "--to", "html", "--locale", "es-MX", "-o", folder
    )
    run_command("-C", workspace, "themes", "report")
    report = workspace / "exports" / "themes-report.html"
    return [
        *sorted(folder.glob("*.html")),
        *(one.path("html") for one in (scripts, arabic, hostile)),
        report,
    ]


@pytest.mark.heavy
@pytest.mark.reads("html", "axe-core")
def test_axe_finds_no_violation_in_light_dark_on_a_phone_or_printed(pages: Sequence[Path]) -> None:
    node_module("axe-core")
    node_module("puppeteer-core")
    script = Path(__file__).with_name("axe.cjs")
    whole = [page for page in pages if not page.name.endswith(".fragment.html")]
    found = json.loads(ran(program("node"), script, program("chromium"), *whole))
    assert len(found) == 5 * len(whole)
    for one in found:
        where = (one["page"], one["way"])
        assert one["violations"] == [], where
        assert one["rules"] > 15, where
        assert one["unseen"] == [], where  # Everything that gets the focus shows it.
        assert one["asked"] == [] and one["dialogs"] == [], where
        if not one["page"].endswith("themes-report.html"):
            # What axe cannot say of text in a chart, test_theme_charts_have_contrast says.
            assert one["unsure"] == [], where
        if one["way"] != "print":
            assert one["sideways"] <= 0, where
            assert one["first"] in ("#list", "#report"), where  # The skip link comes first.


def _luminance(colour: str) -> float:
    """Relative luminance (WCAG 2.2)."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [one / 12.92 if one <= 0.04045 else ((one + 0.055) / 1.055) ** 2.4 for one in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def test_theme_charts_have_contrast() -> None:
    from readinglist.export.charts import _STYLE

    light, _, dark = _STYLE.partition("@media (prefers-color-scheme:dark)")
    for css in (light, dark):
        colours = dict(re.findall(r"--(\w+):(#[0-9a-f]{6})", css))
        paper = _luminance(colours["paper"])
        for name in ("ink", "quiet", "accent", "second"):  # Text on paper, and paper's colour on a bar.
            low, high = sorted((paper, _luminance(colours[name])))
            assert (high + 0.05) / (low + 0.05) >= 4.5, name


@pytest.mark.heavy
@pytest.mark.reads("html", "the Nu validator")
def test_nu_finds_no_error(pages: Sequence[Path], tmp_path: Path) -> None:
    jar = node_module("vnu-jar") / "build" / "dist" / "vnu.jar"
    files = []
    for page in pages:
        text = page.read_text("utf-8")
        if page.name.endswith(".fragment.html"):
            head = '<!doctype html><html lang="en"><head><title>Page</title></head>'
            text = f"{head}<body><h1>Page</h1>{text}</body></html>"
        (tmp_path / page.name).write_text(text, "utf-8")
        files.append(tmp_path / page.name)
    told = ran(program("java"), "-Xss8m", "-jar", jar, "--format", "json", "--exit-zero-always", *files)
    messages = json.loads(told)["messages"]
    assert [one for one in messages if not _REASONED.search(one["message"])] == []


def test_links_say_where_they_go_and_foreign_entries_their_language(syllabus: Made) -> None:
    page = html.fromstring(syllabus.bytes("html"))
    assert len(page.xpath("//h1")) == 1
    for landmark in ("main", "nav", "header", "footer"):
        assert page.xpath(f"//{landmark}"), landmark
    for link in page.xpath("//a[@href]"):
        name = (link.get("aria-label") or link.text_content()).strip().lower()
        assert len(name) > 2, etree.tostring(link)
        assert name not in ("here", "link", "click here", "read more")
    spoken = [one.get("lang", "") for one in page.xpath('//p[contains(@class,"citation")]')]
    assert sum(one.startswith("es") for one in spoken) >= 5


@pytest.mark.heavy
@pytest.mark.reads("epub", "epubcheck")
def test_epubcheck_finds_nothing(syllabus: Made, scripts: Made) -> None:
    for made in (syllabus, scripts):
        told = ran(program("java"), "-jar", program("epubcheck"), made.path("epub"))
        assert "0 fatals / 0 errors / 0 warnings" in told


@pytest.mark.heavy
@pytest.mark.reads("epub", "Ace by DAISY")
def test_ace_finds_no_barrier_in_the_book(syllabus: Made, scripts: Made, tmp_path: Path) -> None:
    script = node_module("@daisy/ace-cli") / "bin" / "ace.js"
    browser = {"PUPPETEER_EXECUTABLE_PATH": program("chromium")}
    for made in (syllabus, scripts):
        with pytest.MonkeyPatch.context() as patch:
            for name, value in browser.items():
                patch.setenv(name, value)
            ran(program("node"), script, "-s", "-f", "-o", tmp_path, made.path("epub"))
        report = json.loads((tmp_path / "report.json").read_text("utf-8"))
        assert [part for part in report["assertions"] if part["assertions"]] == []
        assert report["earl:result"]["earl:outcome"] == "pass"
        assert {"schema:accessibilitySummary", "dcterms:conformsTo"} <= set(
            report["a11y-metadata"]["present"]
        )


@pytest.mark.heavy
@pytest.mark.reads("pdf", "Out Loud")
@pytest.mark.parametrize("made", ["syllabus", "scripts", "hostile"])
def test_an_independent_checker_finds_no_fault_in_the_pdf(made: str, request: pytest.FixtureRequest) -> None:
    told = ran(program("outloud"), "--json", "-", request.getfixturevalue(made).path("pdf"), code=None)
    (result,) = json.loads(told[told.index("{") : told.rindex("}") + 1])["results"]
    assert result["stats"]["tagged"]
    assert [one for one in result["findings"] if one["severity"] == "error"] == []
    assert len([one for one in result["rules"] if one["status"] == "ran"]) > 30


@pytest.mark.reads("pdf", "pikepdf")
def test_the_pdf_is_read_in_the_order_of_the_list(syllabus: Made) -> None:
    with pikepdf.open(syllabus.path("pdf")) as pdf, pdf.open_metadata() as metadata:
        assert str(metadata["pdfuaid:part"]) == "1"
        assert str(pdf.Root.Lang) == "en-US"
        assert all(str(page.get("/Tabs")) == "/S" for page in pdf.pages if "/Annots" in page)
        notes = [note for page in pdf.pages for note in page.get("/Annots", [])]
        assert notes and all(str(note.get("/Contents", "")).strip() for note in notes)
        kinds = [str(node.S) for node in _nodes(pdf.Root.StructTreeRoot)]
    assert "/TH" not in kinds or "/Table" in kinds
    levels = [int(kind[2:]) for kind in kinds if re.fullmatch("/H[1-6]", kind)]
    assert levels[0] == 1
    assert all(after - before <= 1 for before, after in itertools.pairwise(levels))


def _nodes(node: pikepdf.Object) -> list[pikepdf.Object]:
    kids = node.get("/K") if isinstance(node, pikepdf.Dictionary) else None
    found = [node] if isinstance(node, pikepdf.Dictionary) and "/S" in node else []
    for kid in kids if isinstance(kids, pikepdf.Array) else [kids]:
        if isinstance(kid, pikepdf.Dictionary):
            found += _nodes(kid)
    return found


@pytest.mark.reads("docx", "python-docx")
def test_the_word_file_has_what_a_screen_reader_needs(syllabus: Made, scripts: Made) -> None:
    for made in (syllabus, scripts):
        document = docx.Document(str(made.path("docx")))
        levels = [
            int(one.style.name[-1]) for one in document.paragraphs if one.style.name.startswith("Heading ")
        ]
        assert levels[0] == 1
        assert all(after - before <= 1 for before, after in itertools.pairwise(levels))
        assert all(one.text.strip() for one in document.paragraphs)
        for table in document.tables:
            assert table.rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None
        assert document.core_properties.language == "en-US"
        assert document.core_properties.title
    runs = docx.Document(str(scripts.path("docx"))).element.body.iter(qn("w:rPr"))
    spoken = {value for run in runs for one in run.iter(qn("w:lang")) for value in one.attrib.values()}
    assert {"he", "ar", "zh-CN", "ja", "ko", "ru", "el", "hi", "th"} <= spoken


def test_word_learns_the_language_of_each_kind_of_script(scripts: Made) -> None:
    with zipfile.ZipFile(scripts.path("docx")) as file:
        document = file.read("word/document.xml").decode()
    for word, language in (("מקאם", 'w:bidi="he"'), ("تهريب", 'w:bidi="ar"'), ("墨西", 'w:eastAsia="zh-CN"')):
        run = document[: document.index(word)].rpartition("<w:r>")[2]
        assert language in run, run
