"""IEEE: after the title, or that of the book that holds the work, "J. Peters, Ed., W. Li, Narrator".

The IEEE guide has editors there, initials first, with the part after the names ("in Plastics, vol. 3,
Polymers of Hexadromicon, J. Peters, Ed., 2nd ed.", by slideshare.net/LinaEndriyati/ieeecitationref). What it
does not cover it leaves to the Chicago Manual of Style (the same page; exploringtechwriting.wordpress.com,
2012/02/29), which names all who had a further part after the title. Other parts have the editors' form here.
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

_MACROS = frozenset(("author", "editor", "title", "event", "locators", "collection", "access"))
_SHORTENED = frozenset(
    ("editor", "translator", "illustrator", "editor-translator", "compiler", "editorial-director")
)


def make_room(root: ET.Element, language: str) -> bool:
    """As `rooms.make_room`, for this kind of style."""
    macros = macros_of(root)
    layout = layout_of(root)
    written = _editors(macros.get("editor"))
    if layout is None or written is None or not macros.keys() >= _MACROS:
        return False
    groups = in_groups(
        layout, lambda group, child: child.get("macro") == "title" and group.get("delimiter") in (", ", ". ")
    )
    if not groups:
        return False
    for group, title in groups:
        insert_after(group, _holder(group, title), people_within())
        insert_after(group, title, people_here())
    add_people(root, Form(written, True, ", ", "title", shortened=_SHORTENED), language)
    return True


def _editors(macro: ET.Element | None) -> ET.Element | None:
    """The names of editors, if the style sets the part after them."""
    for names in macro.iter(name("names")) if macro is not None else ():
        label, written = names.find(name("label")), names.find(name("name"))
        if names.get("variable") == "editor" and label is not None and label.get("prefix") == ", ":
            return written
    return None


def _holder(group: ET.Element, title: ET.Element) -> ET.Element:
    """What of a group stands for the work that holds another one, or its editors if the group has them, else
    the `title`."""
    found = title
    for child in group:
        shown = {node.get("variable") or node.get("macro") for node in child.iter()}
        if shown & {"container-title", "event"} or (found is not title and child.get("macro") == "editor"):
            found = child
    return found
