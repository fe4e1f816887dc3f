"""Harvard (Cite Them Right), and others of its make: after the title, "Translated by J. Katz. With W. Li."

"Translated by" with initials and surname stands after the title, "Directed by" in a film's entry
(bibguru.com/g/harvard-translated-book-citation, babatabase.wordpress.com/2018/01/08). The style does so for
editors and translators; all others follow these, in the form of these.
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


def make_room(root: ET.Element, language: str) -> bool:
    """As `rooms.make_room`, for this kind of style."""
    contributors = macros_of(root).get("secondary-contributors")
    layout = layout_of(root)
    written = contributors.find(f".//{name('name')}") if contributors is not None else None
    if contributors is None or written is None or layout is None or not _with_verbs(contributors):
        return False
    places = in_groups(
        layout,
        lambda group, child: (
            child.get("macro") == "secondary-contributors" and group.get("delimiter") == ". "
        ),
    )
    for group, child in places[:1]:
        insert_after(group, child, people_here(), people_within())
        add_people(root, Form(written, False, ". ", "capitalize-first"), language)
    return bool(places)


def _with_verbs(macro: ET.Element) -> bool:
    labels = list(macro.iter(name("label")))
    wanted = ("verb", "capitalize-first")
    return bool(labels) and all((one.get("form"), one.get("text-case")) == wanted for one in labels)
