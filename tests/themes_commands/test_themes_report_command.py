"""`themes report` and `themes suggest`: counts that add up, files that others read, nothing hostile."""

from __future__ import annotations

import csv
import io
import xml.etree.ElementTree as ET
from typing import Any

import pytest

HOSTILE = '=HYPERLINK("http://x") <script>alert(1)</script> | a pipe'


@pytest.fixture
def reported(bench: Any) -> Any:
    bench.editor.add_item("book", title=HOSTILE, date="2011", language="es")
    for year in (1980, 1981, 1982):
        bench.editor.add_item("report", title=f"Penguin and seal {year}", date=str(year), language="es")
    for n in range(4):
        bench.editor.add_item("book", title=f"Ledger keeping, part {n}", abstractNote="Double-entry ledgers.")
    bench.ok("sync")
    return bench


def rows(bench: Any, name: str) -> list[dict[str, str]]:
    text = (bench.folder / "exports" / f"themes-report-{name}.csv").read_bytes().decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text)))


def test_counts_are_those_of_the_library(reported: Any) -> None:
    done = reported.ok("themes", "report", "--format", "csv")
    found = {row["Theme"]: row for row in rows(reported, "themes")}
    assert found["ice"]["Entries"] == "3"
    assert found["birds"]["Entries"] == "5"
    assert (found["birds"]["First year"], found["birds"]["Last year"]) == ("1980", "2010")
    years = rows(reported, "years")
    assert sum(int(row["All"]) for row in years) == 14
    assert [row["Year"] for row in years][-1] == "none"
    together = {row["Theme"]: row for row in rows(reported, "together")}
    assert together["birds"]["animals"] == together["animals"]["birds"] == "3"
    assert len(rows(reported, "without")) == 7
    assert "nothing on Avifauna between 1982 and 2004" in done.out
    assert "nothing on Avifauna since 2010" in done.out


def test_html_is_one_file_without_anything_active(reported: Any) -> None:
    reported.ok("themes", "report")
    page = (reported.folder / "exports" / "themes-report.html").read_text("utf-8")
    assert "<script>alert" not in page
    assert "&lt;script&gt;" in page
    assert "Content-Security-Policy" in page
    assert page.count("<svg") == 4
    assert page.count("<details>") == 4, "each chart has its table behind it"


def test_charts_are_well_formed_and_say_their_numbers(reported: Any) -> None:
    reported.ok("themes", "report", "--format", "svg")
    files = sorted((reported.folder / "exports").glob("themes-report-*.svg"))
    assert len(files) == 4
    for path in files:
        root = ET.fromstring(path.read_text("utf-8"))
        space = "{http://www.w3.org/2000/svg}"
        title, numbers = root.find(f"{space}title"), root.find(f"{space}desc")
        assert title is not None and title.text
        assert numbers is not None and any(letter.isdigit() for letter in numbers.text or "")
        assert root.get("role") == "img"
        assert "http" not in path.read_text("utf-8").replace("http://www.w3.org/2000/svg", "")


def test_spreadsheets_hold_no_formula(reported: Any) -> None:
    openpyxl = pytest.importorskip("openpyxl")
    reported.ok("themes", "report", "--format", "xlsx,csv")
    book = openpyxl.load_workbook(reported.folder / "exports" / "themes-report.xlsx")
    kinds = {cell.data_type for sheet in book for row in sheet for cell in row if cell.value is not None}
    assert kinds == {"s", "n"}
    for name in ("without", "many", "themes"):
        for row in rows(reported, name):
            assert not any(value.startswith("=") for value in row.values())


def test_markdown_keeps_its_tables_whole(reported: Any) -> None:
    reported.ok("themes", "report", "--format", "md")
    text = (reported.folder / "exports" / "themes-report.md").read_text("utf-8")
    assert "# Themes: an overview" in text
    for block in text.split("\n\n"):
        lines = [line for line in block.splitlines() if line.startswith("|")]
        assert len({line.replace("\\|", "").count("|") for line in lines}) <= 1, block


def test_a_report_that_is_written_again_is_the_same(reported: Any) -> None:
    reported.ok("themes", "report", "--format", "html,md,csv,svg,xlsx")
    folder = reported.folder / "exports"
    before = {path.name: path.read_bytes() for path in folder.iterdir() if path.suffix != ".xlsx"}
    reported.ok("themes", "report", "--format", "html,md,csv,svg,xlsx")
    assert before == {path.name: path.read_bytes() for path in folder.iterdir() if path.suffix != ".xlsx"}


def test_an_unknown_format_is_refused(bench: Any) -> None:
    done = bench.run("themes", "report", "--format", "pdf")
    assert done.code == 2
    assert "html, md, csv, xlsx, svg" in done.err


def test_an_empty_vocabulary_makes_a_report_too(bench: Any) -> None:
    bench.themes.write_text("", "utf-8")
    bench.ok("sync")
    bench.ok("themes", "report", "--format", "html,md,csv,xlsx,svg")


def test_suggest_finds_the_group_and_names_no_label(reported: Any) -> None:
    done = reported.ok("themes", "suggest", "--json").json
    assert done["unthemed"] == 7
    assert {"ledger", "double"} <= set(done["groups"][0]["terms"])
    assert len(done["groups"][0]["entries"]) == 4
    text = reported.ok("themes", "suggest")
    assert "4 entries" in text.out
    assert "themes new" in text.err
