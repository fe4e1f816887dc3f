"""XLSX: each list as a sheet with filters and a header that stays, and a sheet for ordering."""

from __future__ import annotations

import datetime
import io
import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from readinglist.export.tabular import COLUMNS, OPTIONS, Order, Value, orders, rows
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
    return render_workbook([view], options)


def render_workbook(views: Sequence[ListView], options: RenderOptions) -> Rendered:
    """A workbook of a sheet for each list, in its language, and one for ordering, in the first list's."""
    from xlsxwriter import Workbook

    made = io.BytesIO()
    settings = {
        "in_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    first = views[0]
    dates = [view.date for view in views if view.date]
    with Workbook(made, settings) as book:
        stamp = options.timestamp_for(max(dates, default=None))
        created = datetime.datetime.fromtimestamp(stamp, datetime.UTC).replace(tzinfo=None)
        title = first.title if len(views) == 1 else first.words.gettext("Reading lists")
        book.set_properties({"title": title, "created": created})
        to_order = first.words.gettext("To order")
        taken = {to_order.casefold()}
        for view in views:
            _list_sheet(book, view, _sheet_name(view, taken))
        _order_sheet(book, to_order, views, options)
    return Rendered(made.getvalue(), tuple(dict.fromkeys(one for view in views for one in view.warnings)))


def _list_sheet(book: Workbook, view: ListView, name: str) -> None:
    names = {key: label for key, label in headings(view.words).items() if key not in _LEFT_OUT}
    said = _said(view)
    _sheet(book, name, names, [[_shown(key, COLUMNS[key](row), said) for key in names] for row in rows(view)])


def _order_sheet(book: Workbook, name: str, views: Sequence[ListView], options: RenderOptions) -> None:
    words, said = views[0].words, _said(views[0])
    labels = headings(words)
    columns = {key: labels[key] for key in _ORDERED}
    columns |= {"students": words.gettext("Students"), "copies": words.gettext("Copies")}
    if len(views) > 1:
        columns["lists"] = words.gettext("Reading lists")
    _sheet(book, name, columns, [_order(one, columns, said) for one in orders(views, options)])


def _said(view: ListView) -> dict[str, str]:
    return {importance: one.label for importance, one in view.importances.items()}


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


def _order(order: Order, columns: dict[str, str], said: dict[str, str]) -> list[Value]:
    row = order.row
    own: dict[str, Value] = {
        "students": order.students or "",
        "copies": order.copies,
        "lists": "; ".join(order.lists),
    }
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


def _sheet_name(view: ListView, taken: set[str]) -> str:
    """A name that Excel takes and no other sheet has: at most 31 characters, none of []:*?/\\, no apostrophe
    at its ends."""
    text = re.sub(r"[\[\]:*?/\\]", " ", view.short_title)
    base = " ".join(text.split())[:31].strip("' ") or view.words.gettext("Reading list")
    name, number = base, 1
    while name.casefold() in taken:
        number += 1
        name = f"{base[: 27 - len(str(number))].rstrip()} ({number})"
    taken.add(name.casefold())
    return name


TARGET = Target(
    name="xlsx",
    extension="xlsx",
    description="a workbook: the list with filters, and a sheet for ordering",
    audience="librarians",
    render=render_xlsx,
    options=OPTIONS,
    together=render_workbook,
)
