"""A list as a table: one row an entry, and what to order of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from math import ceil

from readinglist.errors import UsageError
from readinglist.export.listed import listed
from readinglist.export.target import Option, RenderOptions
from readinglist.export.view import EntryView, ListView, SectionView
from readinglist.export.works import Work, joined
from readinglist.items.schema import item_types

STUDENTS = Option("students", "how many students take the course; 0: not known", "0")
COPIES = {
    "essential": Option(
        "per-copy-essential", "students that share a copy of essential reading; 0: none bought", "10"
    ),
    "recommended": Option("per-copy-recommended", "the same for recommended reading", "25"),
    "further": Option("per-copy-further", "the same for further reading", "0"),
}
OPTIONS = (STUDENTS, *COPIES.values())

MOST_STUDENTS = 100_000

Value = str | int
_BOUGHT = frozenset({"book", "chapter", "thesis", "video", "audio", "map"})


@dataclass(frozen=True, slots=True)
class Row:
    """An entry with its section and what is known of its work."""

    section: SectionView
    entry: EntryView
    work: Work


def rows(view: ListView) -> Iterator[Row]:
    """The works and links in the order of the list."""
    for section in view.sections:
        for entry in listed(section.shown):
            yield Row(section, entry, Work(entry.item))


COLUMNS: dict[str, Callable[[Row], Value]] = {
    "section": lambda row: row.section.title,
    "week": lambda row: row.section.number or "",
    "date": lambda row: row.section.day.isoformat() if row.section.day else "",
    "importance": lambda row: row.entry.importance,
    "citation_key": lambda row: row.entry.key,
    "type": lambda row: row.entry.item.item_type if row.entry.item.item_type in item_types() else "document",
    "authors": lambda row: joined(row.work.authors),
    "year": lambda row: int(row.work.year) if row.work.year else "",
    "title": lambda row: row.work.title or row.entry.title,
    "published_in": lambda row: row.work.host,
    "editors": lambda row: joined(row.work.editors) if row.work.editors != row.work.authors else "",
    "edition": lambda row: row.work.text("edition"),
    "publisher": lambda row: row.work.text("publisher"),
    "place": lambda row: row.work.text("place"),
    "volume": lambda row: row.work.text("volume"),
    "issue": lambda row: row.work.text("issue"),
    "pages": lambda row: row.work.text("pages"),
    "isbn": lambda row: " ".join(row.work.isbns),
    "issn": lambda row: " ".join(row.work.issns),
    "doi": lambda row: row.work.doi,
    "url": lambda row: row.entry.url or row.work.url,
    "language": lambda row: row.entry.language,
    "read": lambda row: row.entry.locator,
    "minutes": lambda row: row.entry.minutes if row.entry.minutes is not None else "",
    "due": lambda row: row.entry.due.isoformat() if row.entry.due else "",
    "shelf_mark": lambda row: row.entry.shelf_mark,
    "reserve": lambda row: row.entry.reserve,
    "themes": lambda row: "; ".join(row.entry.themes),
    "note": lambda row: row.entry.note.plain,
    "citation": lambda row: row.entry.citation.plain,
}
"""The columns of the table: names that stay, whatever the list's language, and what stands in them."""


@dataclass(frozen=True, slots=True)
class Order:
    """A work that a library buys: the row that wants it most, the students of all lists that have it, copies
    ("" where the number of students is not known), and the names of these lists."""

    row: Row
    students: int
    copies: int | str
    lists: tuple[str, ...]


def orders(views: Sequence[ListView], options: RenderOptions) -> list[Order]:
    """What a library buys for these lists, each work once at its highest importance.

    For each list that has a work, its students are divided by those who share a copy and rounded up; copies
    and students of several lists are added. Raises `UsageError` for an option that is no number.
    """
    found: dict[str, Order] = {}
    for view in views:
        for order in _orders(view, options):
            bought = _bought_as(order.row)
            found[bought] = _together(found[bought], order) if bought in found else order
    return list(found.values())


def _orders(view: ListView, options: RenderOptions) -> list[Order]:
    students = view.about.students or options.number(STUDENTS)
    shared = {importance: options.number(option) for importance, option in COPIES.items()}
    if students > MOST_STUDENTS:
        raise UsageError(f"the option 'students' is at most {MOST_STUDENTS}")
    best: dict[str, Row] = {}
    for row in rows(view):
        held = best.get(_bought_as(row))
        if row.work.kind in _BOUGHT and (held is None or _rank(row) < _rank(held)):
            best[_bought_as(row)] = row
    return [
        Order(row, students, _copies(students, shared[row.entry.importance]), (view.short_title,))
        for row in best.values()
    ]


def _together(first: Order, second: Order) -> Order:
    known = isinstance(first.copies, int) and isinstance(second.copies, int)
    return Order(
        first.row if _rank(first.row) <= _rank(second.row) else second.row,
        first.students + second.students,
        int(first.copies) + int(second.copies) if known else first.copies or second.copies,
        (*first.lists, *second.lists),
    )


def _rank(row: Row) -> int:
    return list(COPIES).index(row.entry.importance)


def _bought_as(row: Row) -> str:
    """Two chapters of one book are one book to buy."""
    return row.work.isbns[0] if row.work.isbns else row.entry.key


def _copies(students: int, shared: int) -> int | str:
    if not students:
        return ""
    return ceil(students / shared) if shared else 0
