"""Chicago: after the title and the edition, "Translated by Jo Katz. Narrated by Wei Li."

In a bibliography "edited by", "translated by" and the like are spelled out before the names in reading order,
after the title (csus.libguides.com/chicagostyle/bibliography). The style does so for the parts that it knows;
all others follow these. References to law have them at the end (`legal`).
"""

from __future__ import annotations

import xml.etree.ElementTree as ET

from readinglist.citations.csl import name
from readinglist.citations.rooms.legal import LAW, add_to_law
from readinglist.citations.rooms.people import (
    Form,
    add_people,
    insert_after,
    macros_of,
    people_here,
    people_within,
)

# The last that the style sets of those who had a part in the book that holds the work.
_WITHIN = "source-monographic-identifier-contributors-bib-container-author"


def make_room(root: ET.Element, language: str) -> bool:
    """As `rooms.make_room`, for this kind of style."""
    macros = macros_of(root)
    if "legal-reference" not in macros or "identifier-bib" not in macros:
        return False
    group = macros["identifier-bib"].find(name("group"))
    if group is None or group.get("delimiter") != ". ":
        return False
    group.append(people_here())
    for macro in macros.values():
        for parent in macro.iter():
            for child in list(parent):
                if child.get("macro") == _WITHIN and parent.get("delimiter", ". ") == ". ":
                    insert_after(parent, child, people_within())
    add_to_law(macros)
    names = {"and": "text", "initialize": "false"}
    add_people(root, Form(names, False, ". ", "capitalize-first"), language)
    add_people(root, Form(names, False, "; "), language, LAW)
    return True
