"""The dates in a style's XML: what is asked for before they are shown, and the order of their parts."""

from __future__ import annotations

import xml.etree.ElementTree as ET

from readinglist.citations.csl import name

DATED_PREFIX = "x-dated-"
"""Before the name of a date variable: the variable that an item bears where that date is no mere words."""


def ask_for_figures(parent: ET.Element) -> None:
    """Make dates in `parent` that show no year depend on their being known in figures."""
    for position, child in enumerate(parent):
        if child.tag != name("date") or child.get("form") is not None:
            continue
        if len(child) and all(part.get("name") != "year" for part in child):
            choice = ET.Element(name("choose"))
            asked = {"variable": f"{DATED_PREFIX}{child.get('variable')}"}
            ET.SubElement(choice, name("if"), asked).append(child)
            parent.remove(child)
            parent.insert(position, choice)


def day_first(date: ET.Element) -> None:
    """Month name, day and maybe year, in this order, as "day de month de year".

    Affixes go with the part before them, so that a part that is missing takes its "de" along.
    """
    parts = list(date)
    order = [part.get("name") for part in parts]
    if date.get("form") is not None or order[:2] != ["month", "day"] or order[2:] not in ([], ["year"]):
        return
    month, day = parts[:2]
    if month.get("form", "long") != "long":
        return
    affixes = (month.get("prefix", ""), parts[-1].get("suffix", ""))
    for part in parts:
        part.attrib.pop("prefix", None)
        part.attrib.pop("suffix", None)
    date.attrib.pop("delimiter", None)
    date.remove(month)
    date.insert(1, month)
    day.set("suffix", " de ")
    if len(parts) == 3:
        month.set("suffix", " de ")
    last = list(date)[-1]
    if affixes[1]:
        last.set("suffix", affixes[1])
    # What came before the month must now come before the date, whose first part may be missing.
    if affixes[0].strip():
        date.set("prefix", date.get("prefix", "") + affixes[0])
