"""Elsevier's Vancouver, and others that set editors so: after title and edition, "Katz J, translator."

Editors, translators, producers and other secondary authors follow the edition, with their part (Citing
Medicine, by is.muni.cz, NLM_audio; its own citation is "Patrias K. Citing medicine. 2nd ed. Wendling DL,
technical editor. Bethesda (MD): ...", by scribd.com/document/495974092). These styles have editors so; all
others get their form.
"""

from __future__ import annotations

import xml.etree.ElementTree as ET

from readinglist.citations.csl import name
from readinglist.citations.rooms.people import (
    PEOPLE,
    Form,
    add_people,
    in_groups,
    insert_after,
    layout_of,
    macros_of,
    people_here,
    people_within,
)

# With a full stop of their own, where a year may follow after a blank.
_STOPPED = "people-stopped"


def make_room(root: ET.Element, language: str) -> bool:
    """As `rooms.make_room`, for this kind of style."""
    editor = macros_of(root).get("editor")
    written = editor.find(f"{name('names')}/{name('name')}") if editor is not None else None
    label = editor.find(f"{name('names')}/{name('label')}") if editor is not None else None
    layout = layout_of(root)
    if layout is None or written is None or label is None:
        return False
    if (label.get("form"), label.get("prefix"), written.get("sort-separator")) != ("long", ", ", " "):
        return False
    groups = in_groups(
        layout, lambda group, child: child.get("variable") == "title" and group.get("delimiter") == ". "
    )
    parents = {child: parent for parent in layout.iter() for child in parent}
    for group, title in groups:
        edition = next((child for child in group if child.get("macro") == "edition"), title)
        of = _STOPPED if parents[group].get("delimiter") == " " else PEOPLE
        insert_after(group, edition, people_here(of), people_within(of))
    if groups:
        add_people(root, Form(written, True, ". ", by=False), language)
        stop = {"prefix": ", ", "suffix": "."}
        add_people(root, Form(written, True, " ", affixes=stop, by=False), language, _STOPPED)
    return bool(groups)
