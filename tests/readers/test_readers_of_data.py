"""What programs get: records, references, tables, dates and courses, read by the strictest readers."""

from __future__ import annotations

import csv
import datetime
import io
import json
import re
import shutil
import zipfile
from pathlib import Path
from typing import Any

import icalendar
import openpyxl
import pytest
from lxml import etree

from readinglist.items import schema
from tests.readers.conftest import Made, converted, pandoc, program, ran

# How LibreOffice is told that a table is in UTF-8 (its guide, "Filter Options for CSV"): nobody is asked.
_UTF8 = {"csv": "CSV:44,34,76,1", "xlsx": ""}
# CSL 1.0.2, appendix IV ("Variables") and the CSL-JSON schema's definitions of a name and a date.
_DATES = {"accessed", "available-date", "event-date", "issued", "original-date", "submitted"}
_NAME = {
    *("family", "given", "dropping-particle", "non-dropping-particle", "suffix", "comma-suffix"),
    *("static-ordering", "literal", "parse-names"),
}
_NAMES = {
    *("author", "chair", "collection-editor", "compiler", "composer", "container-author", "contributor"),
    *("curator", "director", "editor", "editorial-director", "executive-producer", "guest", "host"),
    *("illustrator", "interviewer", "narrator", "organizer", "original-author", "performer", "producer"),
    *("recipient", "reviewed-author", "script-writer", "series-creator", "translator"),
}
_TYPES = {
    *(
        "article",
        "article-journal",
        "article-magazine",
        "article-newspaper",
        "bill",
        "book",
    ),
    *(
        "broadcast",
        "chapter",
        "classic",
        "collection",
        "dataset",
        "document",
        "entry",
        "entry-dictionary",
    ),
    *(
        "entry-encyclopedia",
        "event",
        "figure",
        "graphic",
        "hearing",
        "interview",
        "legal_case",
    ),
    *(
        "legislation",
        "manuscript",
        "map",
        "motion_picture",
        "musical_score",
        "pamphlet",
    ),
    *(
        "paper-conference",
        "patent",
        "performance",
        "periodical",
        "personal_communication",
    ),
    *(
        "post",
        "post-weblog",
        "regulation",
        "report",
        "review",
        "review-book",
        "software",
    ),
    *(
        "song",
        "speech",
        "standard",
        "thesis",
        "treaty",
        "webpage",
    ),
}


def check_csl(one: dict[str, Any]) -> None:
    """An item as the CSL-JSON schema has it (citation-style-language/schema, csl-data.json, 1.0.2)."""
    assert one["type"] in _TYPES
    assert isinstance(one["id"], str) and one["id"]
    for name, value in one.items():
        assert re.fullmatch(r"[A-Za-z][A-Za-z-]*", name), name
        if name in _DATES:
            assert set(value) <= {"date-parts", "season", "circa", "literal", "raw", "edtf"}, value
            for parts in value.get("date-parts", []):
                assert 1 <= len(parts) <= 3 and all(isinstance(part, int) for part in parts), value
            assert len(value.get("date-parts", [[0]])) in (1, 2)
        elif name in _NAMES:
            assert value and all(set(creator) <= _NAME and any(creator.values()) for creator in value), value
        elif name in ("categories", "keyword-list"):
            assert all(isinstance(text, str) for text in value)
        elif name == "custom":
            assert isinstance(value, dict)
        else:
            assert isinstance(value, (str, int)) and value != "", (name, value)


@pytest.mark.reads("csljson", "the schema's rules")
@pytest.mark.parametrize("made", ["syllabus", "scripts", "hostile"])
def test_csl_json_keeps_its_schema(made: str, request: pytest.FixtureRequest) -> None:
    found = json.loads(request.getfixturevalue(made).text("csljson"))
    assert len(found) >= 16
    for one in found:
        check_csl(one)


@pytest.mark.heavy
@pytest.mark.reads("marc", "MARC::Lint")
@pytest.mark.reads("marcxml", "MARC::File::XML")
@pytest.mark.parametrize("made", ["syllabus", "scripts", "hostile"])
def test_marc_lint_finds_no_fault(made: str, request: pytest.FixtureRequest) -> None:
    files = request.getfixturevalue(made)
    perl, script = program("perl"), Path(__file__).with_name("marc_lint.pl")
    if "ok" not in ran(perl, "-e", "require MARC::Lint; require MARC::File::XML; print 'ok'", code=None):
        pytest.skip("MARC::Lint and MARC::File::XML are not installed")
    plain, xml = ran(perl, script, files.path("marc")), ran(perl, script, files.path("marcxml"), "xml")
    assert plain == xml
    # Lint asks whether "el" is an article; in "El Chapo", an English title, it is none. What an attack put
    # where a number belongs is no number, and lint says so.
    allowed = r".*(may be an article, check 2nd indicator|020|022|has bad ISS?B?N).*|records: \d+"
    assert [line for line in plain.splitlines() if not re.fullmatch(allowed, line)] == []
    count = len(json.loads(files.text("csljson")))
    assert f"records: {count}" in plain


@pytest.mark.reads("ics", "icalendar")
def test_icalendar_reads_the_dates_of_the_syllabus(syllabus: Made) -> None:
    calendar = icalendar.Calendar.from_ical(syllabus.bytes("ics"))
    events = calendar.walk("VEVENT")
    assert len(events) >= 12
    for event in events:
        assert not event.errors
        assert str(event["SUMMARY"]) and str(event["UID"])
        assert event["DTSTAMP"].dt.tzinfo is datetime.UTC or str(event["DTSTAMP"].dt.tzinfo) == "UTC"
        assert event["DTSTART"].dt.year in (2026, 2027)
    assert calendar.to_ical().count(b"BEGIN:VEVENT") == len(events)
    assert all(len(line) <= 75 for line in syllabus.bytes("ics").split(b"\r\n"))


@pytest.mark.reads("leganto", "csv")
def test_csv_reads_the_columns_of_leganto_in_their_order(syllabus: Made) -> None:
    rows = list(csv.reader(io.StringIO(syllabus.text("leganto"), newline=""), delimiter="\t"))
    heads = rows[0]
    assert heads[:7] == [
        *("coursecode", "section_id", "searchable_id1", "searchable_id2", "searchable_id3"),
        *("reading_list_code", "reading_list_name"),
    ]
    assert heads[-1] == "external_system_id"
    assert {len(row) for row in rows} == {len(heads)}
    sections = [row[heads.index("section_name")] for row in rows[1:]]
    assert len(dict.fromkeys(sections)) == sum(
        one != before for one, before in zip(sections, ["", *sections], strict=False)
    )
    kinds = {row[heads.index("citation_secondary_type")] for row in rows[1:]}
    assert kinds <= {"BK", "BK_C", "CR", "JR", "WS", "DO", "VD", "CASE", "LEGISLATION", "OTHER"}
    assert {row[heads.index("citation_tags")] for row in rows[1:]} <= {"ESS", "REC", "OPT"}


@pytest.mark.reads("txt", "pandoc")
def test_plain_text_is_plain(syllabus: Made) -> None:
    text = syllabus.text("txt")
    assert all(len(line) <= 72 or "http" in line for line in text.splitlines())
    assert not re.search(r"</?[a-z]+[ >]|\*\*|&[a-z]+;", text)
    # As one paragraph after another, whatever reads it.
    assert pandoc(text.encode(), "markdown-raw_html").count("Campbell") == text.count("Campbell")


@pytest.mark.reads("imscc", "the specification's structure")
def test_every_resource_of_the_cartridge_is_used_once_and_every_link_opens(syllabus: Made) -> None:
    with zipfile.ZipFile(syllabus.path("imscc")) as file:
        names = set(file.namelist())
        manifest = etree.fromstring(file.read("imsmanifest.xml"))
        links = [etree.fromstring(file.read(name)) for name in names if name.startswith("links/")]
    space = "{http://www.imsglobal.org/xsd/imsccv1p3/imscp_v1p1}"
    # IMS Common Cartridge 1.3, 4.4: metadata, organizations, resources, in this order and no other.
    assert [etree.QName(one).localname for one in manifest][:3] == ["metadata", "organizations", "resources"]
    schema_ = manifest.find(f"{space}metadata/{space}schema")
    assert schema_ is not None and schema_.text == "IMS Common Cartridge"
    lom = "{http://ltsc.ieee.org/xsd/imsccv1p3/LOM/manifest}"
    assert manifest.findtext(f".//{lom}title/{lom}string")
    resources = manifest.findall(f"{space}resources/{space}resource")
    assert {one.get("type") for one in resources} <= {"imswl_xmlv1p3", "webcontent"}
    for one in resources:
        assert one.get("href") in names or one.get("type") == "imswl_xmlv1p3"
        assert {file.get("href") for file in one.findall(f"{space}file")} <= names
    used = [one.get("identifierref") for one in manifest.iter(f"{space}item") if one.get("identifierref")]
    assert sorted(used) == sorted(one.get("identifier") for one in resources)
    for item in manifest.iter(f"{space}item"):
        # A leaf or a folder, never both; the root has no title, as section 4.4.2 has it.
        assert bool(item.get("identifierref")) != bool(item.findall(f"{space}item"))
    for link in links:
        title, url = link
        assert title.text and url.get("href", "").startswith(("http://", "https://"))


@pytest.mark.heavy
@pytest.mark.reads("xlsx", "LibreOffice")
@pytest.mark.reads("csv", "LibreOffice")
def test_libreoffice_reads_the_same_rows_from_both_tables(
    syllabus: Made, office: Path, tmp_path: Path
) -> None:
    rows = list(csv.DictReader(io.StringIO(syllabus.text("csv"))))
    for target in ("csv", "xlsx"):
        file = Path(shutil.copy(syllabus.path(target), tmp_path / f"{target}-list.{target}"))
        made = converted(office, file, "xlsx:Calc MS Excel 2007 XML", tmp_path / "out", given=_UTF8[target])
        cells = {
            str(cell.value) for row in openpyxl.load_workbook(made).worksheets[0].iter_rows() for cell in row
        }
        assert {row["citation_key"] for row in rows} <= cells
        assert {row["title"] for row in rows} <= cells


@pytest.mark.heavy
@pytest.mark.reads("bib", "bibtex")
def test_bibtex_itself_reads_the_bib_file(syllabus: Made, tmp_path: Path) -> None:
    bibtex = program("bibtex")
    shutil.copy(syllabus.path("bib"), tmp_path / "list.bib")
    (tmp_path / "list.aux").write_text("\\citation{*}\n\\bibstyle{plain}\n\\bibdata{list}\n")
    told = ran(bibtex, "list", cwd=tmp_path, code=None)
    assert "error" not in told.lower(), told
    made = (tmp_path / "list.bbl").read_text("utf-8")
    assert made.count("\\bibitem") == len(json.loads(syllabus.text("csljson")))


def test_the_types_known_to_zotero_are_types_of_csl(syllabus: Made) -> None:
    assert schema
    assert {one["type"] for one in json.loads(syllabus.text("csljson"))} <= _TYPES
