"""What the server tells about an item beside its data: creators in short, the date read, counts, links."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from html import unescape
from typing import Any

from readinglist.demo.server.library import Library
from readinglist.demo.server.state import Item
from readinglist.items import schema

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_ISO = re.compile(r"^\s*(\d{4})(?:[-/.](\d{1,2})(?:[-/.](\d{1,2}))?)?(?!\d)")
_NUMERIC = re.compile(r"\b(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})\b")
_YEAR = re.compile(r"(?<!\d)(\d{4})(?!\d)")
_MONTH = re.compile(r"\b(" + "|".join(_MONTHS) + r")[a-z]*\b", re.IGNORECASE)
_DAY = re.compile(r"(?<!\d)(\d{1,2})(?:st|nd|rd|th)?(?!\d)", re.IGNORECASE)
_CHILDREN_TYPES = ("application/pdf", "application/epub+zip", "text/html")


def creator_summary(item: Item) -> str:
    """The creators in short: "Ríos", "Ríos and Ortega" or "Ríos et al.".

    Those of the type's primary kind count, else the editors, else the contributors.
    """
    creators = item.data.get("creators") or []
    for kind in (schema.primary_creator_type(item.type), "editor", "contributor"):
        names = [one.get("lastName") or one.get("name", "") for one in creators if one["creatorType"] == kind]
        if names:
            return names[0] if len(names) == 1 else _several(names)
    return ""


def _several(names: list[str]) -> str:
    return f"{names[0]} and {names[1]}" if len(names) == 2 else f"{names[0]} et al."


@lru_cache(maxsize=65536)
def parsed_date(text: str) -> str:
    """What can be read in a date: "2022", "2022-08", "2022-08-30" or ""; no calendar is asked."""
    iso = _ISO.match(text)
    if iso and iso[2]:
        return _date(iso[1], iso[2], iso[3])
    numeric = _NUMERIC.search(text)
    if numeric:
        first, second, year = numeric.groups()
        month, day = (second, first) if int(first) > 12 else (first, second)
        return _date(year, month, day)
    found = _YEAR.search(text)
    if not found:
        return ""
    month_found = _MONTH.search(text)
    if not month_found:
        return found[1]
    month = str(_MONTHS.index(month_found[1].lower()) + 1)
    day_found = _DAY.search(text.replace(found[1], " ", 1))
    return _date(found[1], month, day_found[1] if day_found else None)


def _date(year: str, month: str | None, day: str | None) -> str:
    if not month or not 1 <= int(month) <= 12:
        return year
    if not day or not 1 <= int(day) <= 31:
        return f"{year}-{int(month):02}"
    return f"{year}-{int(month):02}-{int(day):02}"


def date_of(item: Item) -> str:
    """The date read from the item's date field, or from the field that stands for it in its type."""
    for field in ("date", *schema.fields_with_base(item.type, "date")):
        value = item.data.get(field)
        if isinstance(value, str) and value:
            return parsed_date(value)
    return ""


def title_of(item: Item) -> str:
    """The title, also of types that call it otherwise; the first line of a note."""
    if item.type == "note":
        return note_title(str(item.data.get("note", "")))
    for field in ("title", *schema.fields_with_base(item.type, "title")):
        value = item.data.get(field)
        if value:
            return str(value)
    return ""


def note_title(html: str) -> str:
    """The first line of a note as text."""
    text = unescape(re.sub(r"<[^>]*>", "", re.sub(r"<br\s*/?>|</p>|</h\d>|</div>|</li>", "\n", html.strip())))
    return text.strip().split("\n", 1)[0].strip()


@lru_cache(maxsize=65536)
def folded(text: str) -> str:
    """Text as the database compares it: without case and accents."""
    plain = unicodedata.normalize("NFD", text.casefold())
    return "".join(one for one in plain if not unicodedata.combining(one))


def may_have_children(item: Item) -> bool:
    """Whether the item can have children: not annotations, links, or files that cannot be annotated."""
    if item.type == "annotation":
        return False
    if item.type != "attachment":
        return True
    return item.data.get("linkMode") != "linked_url" and item.data.get("contentType") in _CHILDREN_TYPES


def counts_children(item: Item) -> bool:
    """Whether `meta.numChildren` is given. A snapshot's annotations are not counted."""
    return may_have_children(item) and item.data.get("contentType") != "text/html"


def item_meta(library: Library, item: Item, users: dict[int, Any], notes: bool) -> dict[str, Any]:
    """The `meta` block of an item; `users` maps ids to the block that describes a user.

    Without the right to see `notes` they are not counted either [nonotes-parent].
    """
    meta: dict[str, Any] = {}
    if library.type == "group" and item.created_by in users:
        meta["createdByUser"] = users[item.created_by]
        if item.modified_by in users and item.modified_by != item.created_by:
            meta["lastModifiedByUser"] = users[item.modified_by]
    if item.raw is None:
        summary, date = creator_summary(item), date_of(item)
        if summary:
            meta["creatorSummary"] = summary
        if date:
            meta["parsedDate"] = date
    if counts_children(item):
        # Children in the trash count too [item-type-change-result].
        below = library.children.get(item.key, ())
        meta["numChildren"] = sum(notes or library.items[one].type != "note" for one in below)
    return meta
