"""XLSX: the list as a sheet with filters and a header that stays, and a sheet for ordering."""

from __future__ import annotations

import datetime
import io
import re
from typing import TYPE_CHECKING

from readinglist.export.tabular import COLUMNS, OPTIONS, Row, Value, order_rows, rows
from readinglist.export.target import Rendered, RenderOptions, Target
from readinglist.export.view import ListView
from readinglist.export.words import Words

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.worksheet import Worksheet

_LONGEST_CELL = 32_767
_WIDE = {"title": 48, "citation": 60, "note": 40, "authors": 28, "published_in": 28, "url": 30, "section": 26}
_LEFT_OUT = frozenset({"type", "language"})


def render_xlsx(view: ListView, options: RenderOptions) -> Rendered:
    """A workbook of two sheets. Texts are written as texts, so that none is a formula or a link by itself."""
    from xlsxwriter import Workbook

    made = io.BytesIO()
    settings = {
        "in_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    with Workbook(made, settings) as book:
        moment = datetime.datetime.fromtimestamp(options.timestamp_for(view.date), datetime.UTC)
        book.set_properties({"title": view.title, "created": moment.replace(tzinfo=None)})
        words = view.words
        names = {key: label for key, label in headings(words).items() if key not in _LEFT_OUT}
        said = {importance: one.label for importance, one in view.importances.items()}
        listed = [[_shown(key, COLUMNS[key](row), said) for key in names] for row in rows(view)]
        _sheet(book, _sheet_name(view.short_title, words.gettext("Reading list")), names, listed)
        ordered = {**{key: names[key] for key in _ORDERED}, **_order_headings(words)}
        orders = [_order(row, copies, ordered, said, options) for row, copies in order_rows(view, options)]
        _sheet(book, words.gettext("To order"), ordered, orders)
    return Rendered(made.getvalue(), view.warnings)


_ORDERED = ("isbn", "authors", "title", "edition", "publisher", "year", "importance", "citation_key")


def headings(words: Words) -> dict[str, str]:
    """What each column of `tabular.COLUMNS` is called in the list's language."""
    return {
        "week": words.pgettext("column", "Week"),
        "date": words.pgettext("column", "Date"),
        "section": words.gettext("Section"),
        "importance": words.gettext("Importance"),
        "authors": words.gettext("Authors"),
        "year": words.gettext("Year"),
        "title": words.gettext("Title"),
        "published_in": words.gettext("Published in"),
        "editors": words.gettext("Editors"),
        "edition": words.gettext("Edition"),
        "publisher": words.gettext("Publisher"),
        "place": words.gettext("Place"),
        "volume": words.gettext("Volume"),
        "issue": words.gettext("Issue"),
        "pages": words.gettext("Pages"),
        "read": words.gettext("Part to read"),
        "minutes": words.gettext("Minutes"),
        "isbn": "ISBN",
        "issn": "ISSN",
        "doi": "DOI",
        "url": words.gettext("Link"),
        "themes": words.gettext("Themes"),
        "note": words.gettext("Note"),
        "citation": words.gettext("Citation"),
        "citation_key": words.gettext("Citation key"),
    }


def _order_headings(words: Words) -> dict[str, str]:
    return {"students": words.gettext("Students"), "copies": words.gettext("Copies")}


def _order(
    row: Row, copies: Value, columns: dict[str, str], said: dict[str, str], options: RenderOptions
) -> list[Value]:
    own: dict[str, Value] = {"students": options.number(OPTIONS[0]) or "", "copies": copies}
    book = {"title": row.work.host or row.work.title} if row.work.kind == "chapter" else {}
    return [
        own[key] if key in own else book.get(key) or _shown(key, COLUMNS[key](row), said) for key in columns
    ]


def _shown(key: str, value: Value, said: dict[str, str]) -> Value:
    return said.get(str(value), value) if key == "importance" else value


def _sheet(book: Workbook, name: str, columns: dict[str, str], content: list[list[Value]]) -> None:
    sheet: Worksheet = book.add_worksheet(name)
    head = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"})
    cell = book.add_format({"valign": "top", "text_wrap": True})
    for at, (key, label) in enumerate(columns.items()):
        sheet.set_column(at, at, _WIDE.get(key, max(9, len(label) + 3)))
        sheet.write_string(0, at, label, head)
    for line, values in enumerate(content, 1):
        for at, value in enumerate(values):
            if isinstance(value, int):
                sheet.write_number(line, at, value, cell)
            elif value:
                sheet.write_string(line, at, value[:_LONGEST_CELL], cell)
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, max(1, len(content)), len(columns) - 1)
    sheet.set_landscape()
    sheet.repeat_rows(0)
    sheet.fit_to_pages(1, 0)


def _sheet_name(title: str, fallback: str) -> str:
    """A name that Excel takes: at most 31 characters, none of []:*?/\\, no apostrophe at its ends."""
    name = re.sub(r"[\[\]:*?/\\]", " ", title)
    return " ".join(name.split())[:31].strip("' ") or fallback


TARGET = Target(
    name="xlsx",
    extension="xlsx",
    description="a workbook: the list with filters, and a sheet for ordering",
    audience="librarians",
    render=render_xlsx,
    options=OPTIONS,
)
