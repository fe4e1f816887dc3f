"""MLA: after the title, "Narrated by Wei Li"; those of what holds the work after that one's title.

Whoever else had a part in a work that matters to the reader is named in the entry, before version, number and
publisher: a verb with "by", small unless a sentence begins with it, then the names in reading order
(library.nwacc.edu/mla/contributor). The style does so for the parts that it knows; all others follow the
title, or that of what holds the work.
"""

from __future__ import annotations

import xml.etree.ElementTree as ET

from readinglist.citations.csl import name
from readinglist.citations.rooms.people import (
    Form,
    add_people,
    insert_after,
    macros_of,
    people_here,
    people_within,
)

# Within an element, where no sentence begins.
_SMALL = "people-small"


def make_room(root: ET.Element, language: str) -> bool:
    """As `rooms.make_room`, for this kind of style."""
    macros = macros_of(root)
    contributors = macros.get("container1-contributor")
    held = contributors.find(name("group")) if contributors is not None else None
    layout = root.find(f"{name('bibliography')}/{name('layout')}/{name('group')}")
    if held is None or held.get("delimiter") != ", " or layout is None or layout.get("delimiter") != ". ":
        return False
    title = next((child for child in layout if child.get("macro") == "title"), None)
    if title is None:
        return False
    held.append(people_within(_SMALL))
    insert_after(layout, title, people_here())
    names = {"initialize": "false"}
    add_people(root, Form(names, False, ". ", "capitalize-first"), language)
    add_people(root, Form(names, False, ", "), language, _SMALL)
    return True
