"""Every target, made by the real command and read back by a program that nobody here wrote."""

from __future__ import annotations

import csv
import io
import json
import re
import shutil
import subprocess
import zipfile
from pathlib import Path
from urllib.parse import parse_qs

import feedparser
import openpyxl
import pybtex.database
import pymarc
import pypandoc
import pytest
import rispy
from lxml import etree, html
from ruamel.yaml import YAML

from readinglist.citations.processor import format_list
from readinglist.export import RenderOptions, load_target, targets
from readinglist.export.compose import build_view
from readinglist.interchange.csljson import to_csl
from readinglist.items import Creator, Item
from readinglist.lists.model import Entry, ReadingList, Section
from readinglist.lists.resolve import ResolvedEntry, ResolvedList, ResolvedSection
from tests.cli.conftest import SYLLABUS, Result, run_command

LIST = "readers"
PRIVATE = "PRIVATE-FOR-THE-LIBRARIAN"
KEYS = ("campbell2014narco", "guevara2013propaganda", "christin2013traveling", "wilsonndresearching")


@pytest.fixture(scope="module")
def workspace_of_readers(demo_result: tuple[Path, Result], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demo with a short list of several kinds of works, all of whose targets are made."""
    workspace = tmp_path_factory.mktemp("readers") / "workspace"
    shutil.copytree(demo_result[0], workspace)
    entries = [{"cite": key, "private_note": PRIVATE} for key in KEYS]
    entries[0] |= {"note": "Read the *first* half.", "locator": "pp. 60-77"}
    entries[1] |= {"importance": "recommended", "note": '=HYPERLINK("http://example.org")'}
    written = {"title": "Readers", "course": "SOC 1", "sections": [
        {"title": "One", "week": 1, "entries": entries[:2]}, {"title": "Two", "entries": entries[2:]}
    ]}  # fmt: skip
    with (workspace / "lists" / f"{LIST}.yaml").open("w", encoding="utf-8") as file:
        YAML().dump(written, file)
    run_command("-C", workspace, "export", LIST, "--to", ",".join(targets()))
    return workspace


@pytest.fixture(scope="module")
def made(workspace_of_readers: Path) -> Path:
    """The folder and the stem of the files: `made.with_suffix(".ris")`."""
    return workspace_of_readers / "exports" / LIST


def content(made: Path, extension: str) -> bytes:
    return made.parent.joinpath(f"{made.name}{extension}").read_bytes()


def pandoc(text: bytes, source: str) -> list[dict[str, object]]:
    """What pandoc's own reader finds in a bibliography."""
    done = subprocess.run(
        [pypandoc.get_pandoc_path(), f"--from={source}", "--to=csljson"],
        input=text, capture_output=True, check=True,
    )  # fmt: skip
    found = json.loads(done.stdout)
    assert isinstance(found, list)
    return found


def test_no_private_note_in_any_file(made: Path) -> None:
    files = [path for path in made.parent.iterdir() if path.name.startswith(LIST)]
    assert len(files) >= len(targets())
    for path in files:
        data = path.read_bytes()
        parts = [data]
        if zipfile.is_zipfile(io.BytesIO(data)):
            with zipfile.ZipFile(io.BytesIO(data)) as archive:
                parts = [archive.read(name) for name in archive.namelist()]
        assert not any(PRIVATE.encode() in part for part in parts), path.name


@pytest.mark.reads("bib", "pybtex")
@pytest.mark.reads("biblatex", "pybtex")
@pytest.mark.parametrize("extension", [".bib", ".biblatex.bib", "-references.bib"])
def test_pybtex_reads_the_bib_files(made: Path, extension: str) -> None:
    found = pybtex.database.parse_string(content(made, extension).decode(), "bibtex")
    assert set(found.entries) == set(KEYS)
    first = found.entries["campbell2014narco"]
    assert first.type == "article"
    assert first.persons["author"][0].last_names == ["Campbell"]
    assert not [
        name for entry in found.entries.values() for name in entry.fields if name.startswith("zotero")
    ]


@pytest.mark.reads("csljson", "pandoc")
@pytest.mark.parametrize(
    ("extension", "source"),
    [(".bib", "bibtex"), (".biblatex.bib", "biblatex"), (".csl.json", "csljson"), (".ris", "ris")],
)
def test_pandoc_reads_what_reference_managers_get(made: Path, extension: str, source: str) -> None:
    found = {str(one["id"]): one for one in pandoc(content(made, extension), source)}
    assert set(found) == set(KEYS)
    first = found["campbell2014narco"]
    assert first["type"] == "article-journal"
    assert first["container-title"] == "Latin American Perspectives"
    assert str(first["DOI"]) == "10.1177/0094582X12443519"


@pytest.mark.heavy
@pytest.mark.reads("biblatex", "biber")
def test_biber_reads_the_biblatex_file(made: Path, tmp_path: Path) -> None:
    if shutil.which("biber") is None:
        pytest.skip("biber is not installed")
    command = ["biber", "--tool", "-O", str(tmp_path / "out.bib"), str(made) + ".biblatex.bib"]
    done = subprocess.run(command, capture_output=True, text=True, cwd=tmp_path, check=False)
    assert done.returncode == 0, done.stdout
    assert "ERROR" not in done.stdout
    assert "WARN" not in done.stdout


@pytest.mark.reads("ris", "rispy")
def test_rispy_reads_ris_strictly(made: Path) -> None:
    text = content(made, ".ris").decode()
    assert "\r\n" in text
    found = rispy.loads(text)
    assert [one["id"] for one in found] == list(KEYS)
    assert found[0]["authors"] == ["Campbell, Howard"]
    podcast = found[3]
    assert podcast["subsidiary_authors"] == ["Garcia, Nilda"]


@pytest.mark.reads("talis", "rispy")
def test_talis_gets_importance_and_the_note_for_students(made: Path) -> None:
    data = content(made, ".talis.ris")
    assert b"\n" not in data.replace(b"\r\n", b"")
    assert b"U1  - Essential\r\n" in data
    assert b"U1  - Recommended\r\n" in data
    found = rispy.loads(data.decode())
    assert found[0]["notes"][0].endswith("Read the first half.")
    assert all(one.get("title") for one in found)


def test_leganto_has_every_column_in_every_row(made: Path) -> None:
    rows = [line.split("\t") for line in content(made, ".leganto.txt").decode().split("\r\n") if line]
    assert len(rows) == 1 + len(KEYS)
    assert {len(row) for row in rows} == {len(rows[0])}
    first = dict(zip(rows[0], rows[1], strict=True))
    assert first["citation_secondary_type"] == "CR"
    assert first["citation_tags"] == "ESS"
    assert first["citation_journal_title"] == "Latin American Perspectives"
    assert first["section_name"].endswith("One")


@pytest.mark.reads("marc", "pymarc")
def test_pymarc_reads_the_records(made: Path) -> None:
    records = list(pymarc.MARCReader(content(made, ".mrc"), permissive=False))
    assert [record["001"].data for record in records] == list(KEYS)
    first = records[0]
    assert first.title.startswith("Narco-Propaganda")
    assert first["100"]["a"] == "Campbell, Howard,"
    assert first["773"]["t"] == "Latin American Perspectives"
    assert first["856"]["u"] == "https://doi.org/10.1177/0094582X12443519"
    assert len(first["008"].data) == 40
    assert any(field.tag == "653" for field in first)
    guest = [field for field in records[3].get_fields("700") if "Garcia" in field["a"]]
    assert guest


@pytest.mark.reads("marcxml", "pymarc")
def test_pymarc_reads_the_same_from_marcxml(made: Path) -> None:
    data = content(made, ".marc.xml")
    records = pymarc.parse_xml_to_array(io.BytesIO(data))
    binary = list(pymarc.MARCReader(content(made, ".mrc"), permissive=False))
    # The leader's lengths are a binary record's alone.
    assert [str(one).split("\n", 1)[1] for one in records] == [str(one).split("\n", 1)[1] for one in binary]
    root = etree.fromstring(data)
    assert root.tag == "{http://www.loc.gov/MARC21/slim}collection"


@pytest.mark.reads("marc", "yaz-marcdump")
def test_yaz_finds_nothing_wrong_with_the_records(made: Path) -> None:
    if shutil.which("yaz-marcdump") is None:
        pytest.skip("yaz is not installed")
    done = subprocess.run(["yaz-marcdump", "-n", f"{made}.mrc"], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == ""
    assert done.stderr.strip() == ""


@pytest.mark.reads("xlsx", "openpyxl")
def test_openpyxl_reads_the_workbook(made: Path) -> None:
    book = openpyxl.load_workbook(f"{made}.xlsx")
    assert book.sheetnames == ["Readers", "To order"]
    sheet = book["Readers"]
    assert sheet.freeze_panes == "A2"
    assert sheet.auto_filter.ref is not None
    cells = [cell for row in sheet.iter_rows() for cell in row]
    assert {cell.data_type for cell in cells if cell.value is not None} <= {"s", "n"}
    assert any(str(cell.value).startswith("=HYPERLINK") for cell in cells)  # Shown, not run.


@pytest.mark.reads("csv", "csv")
def test_csv_runs_no_formula(made: Path) -> None:
    data = content(made, ".csv")
    assert data.startswith(b"\xef\xbb\xbf")
    rows = list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"))))
    assert [row["citation_key"] for row in rows] == list(KEYS)
    assert rows[1]["note"].startswith("'=HYPERLINK")
    assert not any(str(value).startswith(("=", "+", "-", "@")) for row in rows for value in row.values())


_CP = "{http://www.imsglobal.org/xsd/imsccv1p3/imscp_v1p1}"


@pytest.mark.reads("imscc", "lxml")
def test_the_cartridge_keeps_its_specification(made: Path) -> None:
    with zipfile.ZipFile(f"{made}.imscc") as archive:
        names = archive.namelist()
        root = etree.fromstring(archive.read("imsmanifest.xml"))
        pages = {name: etree.fromstring(archive.read(name)) for name in names if name.endswith(".xml")}
    assert root.findtext(f"{_CP}metadata/{_CP}schemaversion") == "1.3.0"
    organisation = root.find(f"{_CP}organizations/{_CP}organization")
    assert organisation.get("structure") == "rooted-hierarchy"
    assert len(organisation.findall(f"{_CP}item")) == 1
    identifiers = [one.get("identifier") for one in root.iter() if one.get("identifier")]
    assert len(set(identifiers)) == len(identifiers)
    resources = {one.get("identifier"): one for one in root.iter(f"{_CP}resource")}
    leaves = [one for one in root.iter(f"{_CP}item") if one.get("identifierref")]
    assert {one.get("identifierref") for one in leaves} == set(resources)
    assert all(one.findtext(f"{_CP}title") for one in leaves)
    files = [one.get("href") for one in root.iter(f"{_CP}file")]
    assert sorted(files) == sorted(name for name in names if name != "imsmanifest.xml")
    for name, page in pages.items():
        if name.startswith("links/"):
            assert page.tag == "{http://www.imsglobal.org/xsd/imsccv1p3/imswl_v1p3}webLink"
            assert page[1].get("href").startswith("http")


@pytest.mark.reads("atom", "feedparser")
def test_feedparser_reads_the_feed(made: Path) -> None:
    feed = feedparser.parse(content(made, ".atom"))
    assert not feed.bozo
    assert feed.version == "atom10"
    assert len(feed.entries) == len(KEYS)
    assert len({entry.id for entry in feed.entries}) == len(KEYS)
    assert feed.entries[0].link == "https://doi.org/10.1177/0094582X12443519"


def test_the_book_is_well_formed_and_whole(made: Path) -> None:
    with zipfile.ZipFile(f"{made}.epub") as archive:
        assert archive.infolist()[0].filename == "mimetype"
        assert archive.infolist()[0].compress_type == zipfile.ZIP_STORED
        package = etree.fromstring(archive.read("EPUB/package.opf"))
        listed = {one.get("href") for one in package.iter("{http://www.idpf.org/2007/opf}item")}
        for name in archive.namelist():
            if name.endswith((".xhtml", ".opf", ".xml")):
                etree.fromstring(archive.read(name))
        assert {f"EPUB/{name}" for name in listed} <= set(archive.namelist())
    assert b"accessibilitySummary" in etree.tostring(package)


@pytest.mark.heavy
@pytest.mark.reads("epub", "epubcheck")
def test_epubcheck_finds_no_error(made: Path) -> None:
    jar = shutil.which("epubcheck")
    if jar is None or shutil.which("java") is None:
        pytest.skip("epubcheck is not installed")
    command = ["java", "-jar", jar] if Path(jar).read_bytes().startswith(b"PK") else [jar]
    done = subprocess.run([*command, f"{made}.epub"], capture_output=True, text=True, check=False)
    assert "0 fatals / 0 errors / 0 warnings" in done.stdout + done.stderr


@pytest.mark.heavy
@pytest.mark.reads("odt", "LibreOffice")
@pytest.mark.reads("docx", "LibreOffice")
def test_libreoffice_opens_the_documents(made: Path, tmp_path: Path) -> None:
    office = shutil.which("soffice")
    if office is None:
        pytest.skip("LibreOffice is not installed")
    profile = f"-env:UserInstallation=file://{tmp_path}/profile"
    files = [f"{made}.odt", f"{made}.docx"]
    command = [office, profile, "--headless", "--convert-to", "txt:Text", "--outdir", str(tmp_path)]
    for file in files:
        subprocess.run([*command, file], capture_output=True, timeout=120, check=True)
        text = (tmp_path / f"{LIST}.txt").read_text("utf-8-sig")
        assert "Narco-Propaganda" in text
        assert "60–77" in text


@pytest.mark.heavy
@pytest.mark.reads("latex", "lualatex")
def test_latex_compiles(made: Path, tmp_path: Path) -> None:
    if not (shutil.which("lualatex") and shutil.which("biber") and shutil.which("kpsewhich")):
        pytest.skip("no TeX with lualatex and biber is installed")
    if not subprocess.run(["kpsewhich", "biblatex.sty"], capture_output=True, check=False).stdout:
        pytest.skip("this TeX has no biblatex")
    for name in (f"{LIST}.tex", f"{LIST}-references.bib"):
        shutil.copy(made.parent / name, tmp_path)
    latex = ["lualatex", "-interaction=nonstopmode", "-halt-on-error", "-no-shell-escape", f"{LIST}.tex"]
    for command in (latex, ["biber", LIST], latex):
        done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, timeout=120, check=False)
        assert done.returncode == 0, done.stdout[-2000:]
    assert (tmp_path / f"{LIST}.pdf").read_bytes().startswith(b"%PDF")
    assert "Citation" not in "".join(
        re.findall("Warning: (.*)", (tmp_path / f"{LIST}.log").read_text("utf-8", "replace"))
    )


@pytest.mark.heavy
def test_a_backtick_is_itself_in_titles_names_and_links_of_latex(tmp_path: Path) -> None:
    if not (shutil.which("lualatex") and shutil.which("biber") and shutil.which("pdftotext")):
        pytest.skip("no TeX with lualatex and biber, or no pdftotext, is installed")
    item = Item(
        item_type="book",
        citation_key="akaka",
        fields={"title": "A `ticked` word", "date": "2010", "url": "https://example.org/a`b"},
        creators=(Creator("author", "`Akaka", "Ka`i `Ana"),),
    )
    section = Section(title="All", entries=(Entry(cite="akaka"),))
    resolved = ResolvedList(
        ReadingList(name="ticks", title="Ticks", sections=(section,)),
        (ResolvedSection(section, (ResolvedEntry(section.entries[0], item),)),),
    )
    formatted = format_list([to_csl(item)], style="apa", locale="en-US")
    made = load_target("latex").render(
        build_view(resolved, formatted.entries, locale="en-US"), RenderOptions()
    )
    (tmp_path / "ticks.tex").write_bytes(made.content)
    for ending, content_ in made.beside:
        (tmp_path / f"ticks{ending}").write_bytes(content_)
    latex = ["lualatex", "-interaction=nonstopmode", "-halt-on-error", "-no-shell-escape", "ticks.tex"]
    for command in (latex, ["biber", "ticks"], latex, ["pdftotext", "ticks.pdf"]):
        done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, timeout=120, check=False)
        assert done.returncode == 0, done.stdout[-2000:]
    shown = (tmp_path / "ticks.txt").read_text("utf-8")
    assert "A `ticked` word" in shown and "`Akaka" in shown and "Ka`i `Ana" in shown
    assert "‘" not in shown


def test_plain_text_keeps_to_its_columns(made: Path) -> None:
    text = content(made, ".txt").decode()
    assert "Narco-Propaganda" in text
    assert all(len(line) <= 72 or "http" in line for line in text.splitlines())
    assert not re.search(r"<[a-z]+>|\*\*", text)


def test_the_page_tells_programs_what_it_lists(made: Path) -> None:
    page = html.fromstring(content(made, ".html"))
    spans = page.xpath('//span[@class="Z3988"]/@title')
    assert len(spans) == len(KEYS)
    first = parse_qs(str(spans[0]))
    assert first["rft_val_fmt"] == ["info:ofi/fmt:kev:mtx:journal"]
    assert first["rft_id"] == ["info:doi/10.1177/0094582X12443519"]
    assert first["rft.jtitle"] == ["Latin American Perspectives"]
    course = json.loads(page.xpath('//script[@type="application/ld+json"]/text()')[0])
    assert course["@type"] == "Course"
    assert course["courseCode"] == "SOC 1"
    items = course["mainEntity"]["itemListElement"]
    assert [one["position"] for one in items] == [1, 2, 3, 4]
    assert items[0]["item"]["@type"] == "ScholarlyArticle"


def test_the_fragment_has_nothing_that_course_pages_take_out(workspace_of_readers: Path) -> None:
    run_command("-C", workspace_of_readers, "export", LIST, "--to", "html", "--fragment")
    text = (workspace_of_readers / "exports" / f"{LIST}.fragment.html").read_text("utf-8")
    elements = list(html.fragment_fromstring(text).iter())
    assert {one.tag for one in elements} <= set(
        str.split("div h2 h3 h4 p ul li span strong em a br sup sub s u code blockquote ol")
    )
    assert not [one for one in elements if one.get("class") or one.get("id")]
    assert elements[1].tag == "h2"


@pytest.mark.reads("md", "pandoc")
@pytest.mark.parametrize(
    ("flavour", "source", "extension"),
    [("gfm", "gfm", "gfm.md"), ("quarto", "markdown", "qmd"), ("obsidian", "commonmark_x", "obsidian.md")],
)
def test_pandoc_reads_each_flavour_of_markdown(
    workspace_of_readers: Path, flavour: str, source: str, extension: str
) -> None:
    run_command("-C", workspace_of_readers, "export", LIST, "--to", "md", "--flavour", flavour)
    text = (workspace_of_readers / "exports" / f"{LIST}.{extension}").read_text("utf-8")
    command = [pypandoc.get_pandoc_path(), f"--from={source}", "--to=plain", "--wrap=none"]
    done = subprocess.run(command, input=text, capture_output=True, encoding="utf-8", check=True)
    assert "Narco-Propaganda" in done.stdout
    assert "\\" not in done.stdout


def test_the_demo_syllabus_is_read_whole(demo_result: tuple[Path, Result]) -> None:
    out = run_command("-C", demo_result[0], "export", SYLLABUS, "--to", "ris", "--stdout").out
    found = rispy.loads(out)
    assert len(found) > 50
    assert len({one["id"] for one in found}) == len(found)
