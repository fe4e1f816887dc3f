"""A sheet of a workbook: a header that stays, filters, room for the text, and a page to print."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import ceil
from typing import TYPE_CHECKING

from readinglist.export.tabular import Value

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.worksheet import Worksheet

_LONGEST_CELL = 32_767
_MOST_LINES = 10
_LINE = 15
_FURTHER_LINES = 2
_PAPERS = {"letter": 1, "a4": 9}
# In characters of the standard font, as Excel counts.
_WIDTHS = {
    "week": 8, "date": 11, "section": 24, "importance": 15, "authors": 26, "year": 8, "title": 46,
    "published_in": 26, "editors": 20, "edition": 10, "publisher": 20, "place": 14, "volume": 10, "issue": 9,
    "pages": 10, "read": 18, "minutes": 10, "isbn": 16, "issn": 11, "doi": 26, "url": 36, "themes": 30,
    "note": 38, "citation": 60, "citation_key": 30, "students": 13, "copies": 12, "lists": 32,
    "due": 11, "shelf_mark": 16, "reserve": 18,
}  # fmt: skip
_COUNTS = frozenset(("students", "copies", "minutes"))


def add_sheet(
    book: Workbook,
    name: str,
    columns: Mapping[str, str],
    content: Sequence[Sequence[Value]],
    *,
    paper: str,
    printed: int,
) -> None:
    """Add a sheet; `columns` are keys and headings, `content` the rows.

    Texts are written as texts, so that none is a formula or a link by itself. The first `printed` columns
    are those that paper gets, as wide as the page.
    """
    sheet: Worksheet = book.add_worksheet(name)
    head = book.add_format({"bold": True, "bg_color": "#ECE9E2", "text_wrap": True, "valign": "vcenter"})
    text = book.add_format({"valign": "top", "text_wrap": True})
    number = book.add_format({"valign": "top", "align": "left"})
    count = book.add_format({"valign": "top", "align": "right", "indent": 1})
    widths = [_width(key, label) for key, label in columns.items()]
    for at, (key, label) in enumerate(columns.items()):
        sheet.set_column(at, at, widths[at])
        sheet.write_string(0, at, label, head)
        for line, row in enumerate(content, 1):
            value = row[at]
            if isinstance(value, int):
                sheet.write_number(line, at, value, count if key in _COUNTS else number)
            elif value:
                sheet.write_string(line, at, value[:_LONGEST_CELL], text)
    for line, row in enumerate(content, 1):
        # Not every program makes rows as high as their text by itself.
        further = min(_lines(row[printed:], widths[printed:]), _FURTHER_LINES)
        sheet.set_row(line, _LINE * max(_lines(row[:printed], widths[:printed]), further))
    sheet.set_row(0, _LINE * _lines(list(columns.values()), [width - 4 for width in widths]) + 6)
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, max(1, len(content)), len(columns) - 1)
    sheet.set_landscape()
    sheet.set_paper(_PAPERS[paper])
    sheet.set_margins(0.5, 0.5, 0.6, 0.7)
    sheet.set_footer("&L&9&A&R&9&P / &N")
    sheet.repeat_rows(0)
    sheet.print_area(0, 0, max(1, len(content)), min(printed, len(columns)) - 1)
    sheet.fit_to_pages(1, 0)


def _width(key: str, label: str) -> int:
    # Beside the heading stands the button of its filter.
    return max(_WIDTHS.get(key, 9), max(map(len, label.split()), default=0) + 4)


def _lines(row: Sequence[Value], widths: Sequence[int]) -> int:
    """How many lines the fullest cell takes, at most `_MOST_LINES`."""
    needed = 1
    for value, width in zip(row, widths, strict=True):
        if isinstance(value, str):
            lines = sum(max(1, ceil(len(part) * 1.1 / width)) for part in value[:2000].split("\n"))
            needed = max(needed, lines)
    return min(needed, _MOST_LINES)
