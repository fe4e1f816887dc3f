"""CSV: one row an entry, for spreadsheets and scripts; no cell can act as a formula."""

from __future__ import annotations

import csv
import io

from readinglist.export.listed import unlisted
from readinglist.export.tabular import COLUMNS, rows
from readinglist.export.target import Rendered, RenderOptions, Target
from readinglist.export.view import ListView

# What makes Excel, LibreOffice and Google Sheets take a cell for a formula (OWASP, "CSV Injection").
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\uff1d", "\uff0b", "\uff0d", "\uff20")


def render_csv(view: ListView, options: RenderOptions) -> Rendered:
    """RFC 4180 in UTF-8 with a byte-order mark, without which Excel takes it for another encoding."""
    made = io.StringIO(newline="")
    writer = csv.writer(made, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for row in rows(view):
        writer.writerow([_safe(value(row)) for value in COLUMNS.values()])
    return Rendered(made.getvalue().encode("utf-8-sig"), (*view.warnings, *unlisted(view)))


def _safe(value: str | int) -> str | int:
    """A text that a spreadsheet would run, with an apostrophe before it, which spreadsheets do not show."""
    return f"'{value}" if isinstance(value, str) and value.lstrip(" ").startswith(_FORMULA) else value


TARGET = Target(
    name="csv",
    extension="csv",
    description="a table of comma-separated values, one row an entry",
    audience="librarians, and scripts",
    render=render_csv,
    worded=False,
)
