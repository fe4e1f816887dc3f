"""Sorting by date as citeproc-js does: letters after years are given in the order of the bibliography.

pandoc sorts a season as a month after December, and a range by its printed form, which is not the same in
every macro. In a style's sort keys the date of issue is therefore a text of ours, "2019" or "2019-03-05".
"""

from __future__ import annotations

import copy
import xml.etree.ElementTree as ET
from collections.abc import Iterator, Mapping
from typing import Any

from readinglist.citations.csl import name
from readinglist.citations.variables import DATE_VARIABLES

YEAR, DAY = "x-sort-year", "x-sort-day"
"""The variables that hold the date of issue for sorting, to the year and to the day."""

_PREFIX = "x-sort-"
_LAST = "x-last-"
_NOBODY = "x-nobody"
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


def sort_empty_last(root: ET.Element) -> None:
    """Put works for which a sort key shows nothing after the others, as CSL 1.0.2 ("Sorting") has it.

    pandoc does that for variables; a macro that shows nothing it takes for the lowest of texts. Such a macro
    gets a last resort, the highest. Descending order has the lowest at the end anyway. Macros that name
    people with substitutes stay as they are: what stands for an author must not be gone for the next key.
    """
    bibliography = root.find(name("bibliography"))
    sort = bibliography.find(name("sort")) if bibliography is not None else None
    place = list(root).index(bibliography) if bibliography is not None else 0
    macros = {str(macro.get("name")): macro for macro in root.findall(name("macro"))}
    for key in sort.findall(name("key")) if sort is not None else ():
        called = key.get("macro", "")
        if called not in macros or key.get("sort") == "descending" or _substitutes(macros[called], macros):
            continue
        new = _LAST + called
        key.set("macro", new)
        if new in macros:
            continue
        macros[new] = macro = ET.Element(name("macro"), {"name": new})
        substitute = ET.SubElement(
            ET.SubElement(macro, name("names"), {"variable": _NOBODY}), name("substitute")
        )
        ET.SubElement(substitute, name("text"), {"macro": called})
        ET.SubElement(substitute, name("text"), {"value": "\U0010fffd"})
        root.insert(place, macro)


def _nodes(macro: ET.Element, macros: Mapping[str, ET.Element]) -> Iterator[ET.Element]:
    """All that stands in a macro and in those that it calls."""
    waiting, seen = [macro], {macro.get("name")}
    while waiting:
        for node in waiting.pop().iter():
            yield node
            called = node.get("macro")
            if called in macros and called not in seen:
                seen.add(called)
                waiting.append(macros[str(called)])


def _substitutes(macro: ET.Element, macros: Mapping[str, ET.Element]) -> bool:
    return any(node.tag == name("substitute") for node in _nodes(macro, macros))


def _is_date(macro: ET.Element, macros: Mapping[str, ET.Element]) -> bool:
    """Whether a macro, with those it calls, shows dates and nothing else, the date of issue among them."""
    found = set()
    for node in _nodes(macro, macros):
        if node.tag in (name("names"), name("number"), name("text"), name("date")):
            found.update((node.get("variable") or "").split())
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
