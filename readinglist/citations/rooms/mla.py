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
    in_groups,
    insert_after,
    layout_of,
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
    layout = layout_of(root)
    if held is None or held.get("delimiter") != ", " or layout is None:
        return False
    titles = in_groups(
        layout, lambda group, child: child.get("macro") == "title" and group.get("delimiter") == ". "
    )
    if not titles:
        return False
    held.append(people_within(_SMALL))
    for group, title in titles:
        insert_after(group, title, people_here())
    names = {"initialize": "false"}
    add_people(root, Form(names, False, ". ", "capitalize-first"), language)
    add_people(root, Form(names, False, ", "), language, _SMALL)
    return True
