"""What programs get: records, references, tables, dates and courses, read by the strictest readers."""

from __future__ import annotations

import csv
import datetime
import io
import json
import re
import shutil
from collections.abc import Callable
from pathlib import Path

import icalendar
import openpyxl
import pytest

from tests.readers.conftest import CHECKED, Made, converted, pandoc, program, ran

# How LibreOffice is told that a table is in UTF-8 (its guide, "Filter Options for CSV"): nobody is asked.
_UTF8 = {"csv": "CSV:44,34,76,1", "xlsx": ""}


@pytest.mark.heavy
@pytest.mark.reads("marc", "MARC::Lint")
@pytest.mark.reads("marcxml", "MARC::File::XML")
@pytest.mark.parametrize("name", CHECKED)
def test_marc_lint_finds_no_fault(name: str, checked: Callable[[str], Made]) -> None:
    files = checked(name)
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
