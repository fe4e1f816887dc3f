"""XLSX: each list as a sheet with filters and a header that stays, and a sheet for ordering."""

from __future__ import annotations

import datetime
import io
import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from readinglist.export.listed import unlisted
from readinglist.export.tabular import COLUMNS, OPTIONS, Order, Value, orders, rows
from readinglist.export.target import Rendered, RenderOptions, Target
from readinglist.export.view import ListView
from readinglist.export.words import Words
from readinglist.export.worksheet import add_sheet

if TYPE_CHECKING:
    from xlsxwriter import Workbook

_PRINTED = (
    "week", "date", "section", "importance", "authors", "year", "title", "published_in", "publisher", "read",
    "due", "shelf_mark", "reserve", "isbn", "note",
)  # fmt: skip
_FURTHER = (
    "editors", "edition", "place", "volume", "issue", "pages", "minutes", "issn", "doi", "url", "themes",
    "citation", "citation_key",
)  # fmt: skip


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
            _list_sheet(book, view, _sheet_name(view, taken), options)
        _order_sheet(book, to_order, views, options)
    warnings = (one for view in views for one in (*view.warnings, *unlisted(view)))
    return Rendered(made.getvalue(), tuple(dict.fromkeys(warnings)))


def _list_sheet(book: Workbook, view: ListView, name: str, options: RenderOptions) -> None:
    labels, said = headings(view.words), _said(view)
    table = {
        key: [_shown(key, COLUMNS[key](row), said) for row in rows(view)] for key in (*_PRINTED, *_FURTHER)
    }
    # A column in which no entry has anything is left out.
    shown = [key for key, cells in table.items() if any(cell != "" for cell in cells) or key == "title"]
    content = [[table[key][at] for key in shown] for at in range(len(table["title"]))]
    add_sheet(
        book,
        name,
        {key: labels[key] for key in shown},
        content,
        paper=options.paper_for(view.words.locale),
        printed=sum(key in _PRINTED for key in shown),
    )


def _order_sheet(book: Workbook, name: str, views: Sequence[ListView], options: RenderOptions) -> None:
    words, said = views[0].words, _said(views[0])
    labels = headings(words)
    columns = {key: labels[key] for key in _ORDERED}
    columns |= {"students": words.gettext("Students"), "copies": words.gettext("Copies")}
    if len(views) > 1:
        columns["lists"] = words.gettext("Reading lists")
    add_sheet(
        book,
        name,
        columns,
        [_order(one, columns, said) for one in orders(views, options)],
        paper=options.paper_for(words.locale),
        printed=len(columns),
    )


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
        "due": words.pgettext("column", "Due"),
        "shelf_mark": words.gettext("Shelf mark"),
        "reserve": words.pgettext("column", "On reserve"),
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
