"""Sorting by date as citeproc-js does: letters after years are given in the order of the bibliography.

pandoc sorts a season as a month after December, and a range by its printed form, which is not the same in
every macro. In a style's sort keys the date of issue is therefore a text of ours, "2019" or "2019-03-05".
"""

from __future__ import annotations

import copy
import xml.etree.ElementTree as ET
from collections.abc import Mapping
from typing import Any

from readinglist.citations.csl import name
from readinglist.citations.variables import DATE_VARIABLES

YEAR, DAY = "x-sort-year", "x-sort-day"
"""The variables that hold the date of issue for sorting, to the year and to the day."""

_PREFIX = "x-sort-"
_DATES = frozenset((*DATE_VARIABLES, "status", "year-suffix"))


def sortable(item: Mapping[str, Any]) -> dict[str, str]:
    """The two variables for an item that was prepared; none where its year is unknown or before our era."""
    parts = item.get("issued", {}).get("date-parts")
    if not parts or not 0 < parts[0][0] <= 9999:
        return {}
    # A season stands as a month above twelve, or beside the year: it is no part of the order.
    known = parts[0][:1] if len(parts[0]) > 1 and parts[0][1] > 12 else parts[0]
    day = "-".join(f"{number:04}" if not place else f"{number:02}" for place, number in enumerate(known))
    return {YEAR: f"{known[0]:04}", DAY: day}


def sort_by_date(root: ET.Element) -> None:
    """Let the bibliography of `root` sort by these variables, in those of its keys that are about dates."""
    bibliography = root.find(name("bibliography"))
    sort = bibliography.find(name("sort")) if bibliography is not None else None
    if sort is None:
        return
    macros = {str(macro.get("name")): macro for macro in root.findall(name("macro"))}
    made: dict[str, ET.Element] = {}
    for key in sort.findall(name("key")):
        called = key.get("macro", "")
        if key.get("variable") == "issued":
            key.set("variable", DAY)
        elif called in macros and _is_date(macros[called], macros):
            key.set("macro", _copied(called, macros, made))
    place = list(root).index(bibliography) if bibliography is not None else 0
    for macro in made.values():
        root.insert(place, macro)


def _is_date(macro: ET.Element, macros: Mapping[str, ET.Element]) -> bool:
    """Whether a macro, with those it calls, shows dates and nothing else, the date of issue among them."""
    found, waiting, seen = set(), [macro], {macro.get("name")}
    while waiting:
        for node in waiting.pop().iter():
            if node.tag in (name("names"), name("number"), name("text"), name("date")):
                found.update((node.get("variable") or "").split())
            called = node.get("macro")
            if called in macros and called not in seen:
                seen.add(called)
                waiting.append(macros[str(called)])
    return "issued" in found and found <= _DATES


def _copied(called: str, macros: Mapping[str, ET.Element], made: dict[str, ET.Element]) -> str:
    """The name of a copy of a macro, added to `made` with those it calls, that shows our variables."""
    new = _PREFIX + called
    if new in made:
        return new
    made[new] = macro = copy.deepcopy(macros[called])
    macro.set("name", new)
    for node in list(macro.iter()):
        if node.get("macro") in macros:
            node.set("macro", _copied(str(node.get("macro")), macros, made))
        if node.tag == name("date") and node.get("variable") == "issued":
            _as_text(node)
    return new


def _as_text(date: ET.Element) -> None:
    parts = {part.get("name") for part in date}
    whole = date.get("date-parts", "year-month-day") != "year" if date.get("form") else parts != {"year"}
    date.clear()
    date.tag = name("text")
    date.set("variable", DAY if whole else YEAR)
