"""ISO 690 in Spanish: after the title, "Traducido por J. KATZ. Narrado por W. LI."

Editors, translators, illustrators and the like ("subordinate responsibility") may be added after the title,
with their part, names in reading order: "The works of John Dryden. Edited by H. T. Swedengerg." (ci2.ual.es,
"Elementos y transcripción de materiales publicados y electrónicos").
"""

from __future__ import annotations

import xml.etree.ElementTree as ET

from readinglist.citations.csl import name
from readinglist.citations.rooms.people import (
    PEOPLE,
    Form,
    add_people,
    everyone,
    in_groups,
    insert_after,
    layout_of,
    macros_of,
)

# Between commas, where the title is that of a journal.
_SMALL = "people-small"
_MACROS = frozenset(("author", "editor", "translator", "container-author", "title", "publisher-place"))


def make_room(root: ET.Element, language: str) -> bool:
    """As `rooms.make_room`, for this kind of style."""
    macros = macros_of(root)
    layout = layout_of(root)
    if layout is None or not macros.keys() >= _MACROS:
        return False
    written = macros["container-author"].find(f"{name('names')}/{name('name')}")
    groups = in_groups(
        layout, lambda _, child: child.get("macro") == "title" and child.get("suffix") in (". ", ", ")
    )
    if written is None or not groups or any(group.get("delimiter") for group, _ in groups):
        return False
    for group, title in groups:
        after = str(title.get("suffix"))
        insert_after(
            group, title, everyone(_SMALL if after == ", " else PEOPLE, delimiter=after, suffix=after)
        )
    add_people(root, Form(written, False, ". ", "capitalize-first"), language)
    add_people(root, Form(written, False, ", "), language, _SMALL)
    return True
