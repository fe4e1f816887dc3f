"""`export --all --to xlsx`: one workbook with a sheet for each list and one for ordering."""

from __future__ import annotations

from pathlib import Path

import openpyxl

from tests.cli.conftest import Run

BOOK = "valdescastellanos2013historia"


def small(workspace: Path, name: str, **facts: object) -> None:
    """A list of one book and one article."""
    lines = [f"title: {facts.pop('title', name)}", "locale: en-US"]
    importance = facts.pop("importance", "essential")
    lines += [f"{key}: {value}" for key, value in facts.items()]
    lines += ["sections:", "  - title: Books", "    entries:"]
    lines += [f"      - {{cite: {BOOK}, importance: {importance}}}", "      - campbell2014narco"]
    (workspace / "lists" / f"{name}.yaml").write_text("\n".join(lines) + "\n", "utf-8")


def workbook(workspace: Path, run: Run, *options: str) -> openpyxl.Workbook:
    for old in (workspace / "lists").iterdir():
        if old.stem in ("course-reserve", "narco-digital-syllabus"):
            old.unlink()
    run("-C", workspace, "export", "--all", "--to", "xlsx", *options)
    return openpyxl.load_workbook(workspace / "exports" / "all-lists.xlsx")


def to_order(book: openpyxl.Workbook) -> list[dict[str, object]]:
    head, *rows = book["To order"].iter_rows(values_only=True)
    return [dict(zip(map(str, head), row, strict=True)) for row in rows]


def test_a_sheet_for_each_list_and_one_for_ordering(workspace: Path, run: Run) -> None:
    small(workspace, "one", title="Seminar")
    small(workspace, "two", title="seminar")
    book = workbook(workspace, run)
    assert book.sheetnames == ["Seminar", "seminar (2)", "To order"]
    for sheet in book:
        assert sheet.freeze_panes == "A2"
        assert sheet.auto_filter.ref == sheet.dimensions


def test_copies_of_lists_are_added_each_by_its_own_students_and_importance(workspace: Path, run: Run) -> None:
    small(workspace, "one", students=41)
    small(workspace, "two", importance="recommended", students=60)
    rows = to_order(workbook(workspace, run))
    assert [row["Citation key"] for row in rows] == [BOOK]  # Articles are not bought.
    # 41 students of essential reading, ten to a copy: 5. 60 of recommended, 25 to a copy: 3.
    assert (rows[0]["Copies"], rows[0]["Students"]) == (8, 101)
    assert (rows[0]["Importance"], rows[0]["Reading lists"]) == ("Essential", "one; two")


def test_students_said_at_the_command_stand_over_the_lists(workspace: Path, run: Run) -> None:
    small(workspace, "one", students=41)
    small(workspace, "two", students=60)
    rows = to_order(workbook(workspace, run, "--option", "students=10", "--option", "per-copy-essential=5"))
    assert (rows[0]["Copies"], rows[0]["Students"]) == (4, 20)


def test_students_that_are_not_known_are_left_open(workspace: Path, run: Run) -> None:
    small(workspace, "one")
    small(workspace, "two", students=60)
    rows = to_order(workbook(workspace, run))
    assert (rows[0]["Copies"], rows[0]["Students"]) == (6, 60)


def test_the_workbook_is_checked_and_recorded_as_every_file(workspace: Path, run: Run) -> None:
    small(workspace, "one")
    small(workspace, "two")
    workbook(workspace, run)
    run("-C", workspace, "export", "--all", "--to", "xlsx", "--check")
    assert '"all-lists.xlsx"' in (workspace / "exports" / "manifest.json").read_text("utf-8")
    small(workspace, "two", title="Another")
    told = run("-C", workspace, "export", "--all", "--to", "xlsx", "--check", code=1)
    assert "all-lists.xlsx" in told.out and "one.xlsx" not in told.out


def test_one_list_alone_makes_no_second_workbook(workspace: Path, run: Run) -> None:
    run("-C", workspace, "export", "course-reserve", "--to", "xlsx")
    assert not (workspace / "exports" / "all-lists.xlsx").exists()


def test_two_lists_never_share_a_file(workspace: Path, run: Run) -> None:
    small(workspace, "all-lists")
    small(workspace, "two")
    told = run("-C", workspace, "export", "--all", "--to", "xlsx", code=1)
    assert "would be written to all-lists.xlsx" in told.err
    assert not list((workspace / "exports").glob("*.xlsx"))
