"""APA: in the parentheses after the title, "(W. Li, Contributor; 2nd ed.)".

APA 7 names those who had another part than the author's there, in reading order, with the part after the
name: narrators (p. 321, by writeanswers.royalroads.ca/faq/201822), illustrators and translators
(apastyle.apa.org, "Children's book references"). The style does so for the parts that it knows; here all
others get the same form. "Ed.", "Trans." and "Narr." are the manual's abbreviations of parts (pp. 306-307, by
latrobe.libguides.com/apa7/stylenotes), "Illus." is the style's; any other part is written out. References to
law have them at the end (`legal`).
"""

from __future__ import annotations

import xml.etree.ElementTree as ET

from readinglist.citations.csl import name
from readinglist.citations.rooms.legal import LAW, add_to_law
from readinglist.citations.rooms.people import (
    PEOPLE,
    Form,
    add_people,
    insert_after,
    macros_of,
    people_here,
    people_within,
)

# As the APA style has it: other parts stand beside names in full ("Director").
_SHORTENED = frozenset(
    ("editor", "translator", "narrator", "illustrator", "editor-translator", "editorial-director")
)


def make_room(root: ET.Element, language: str) -> bool:
    """As `rooms.make_room`, for this kind of style."""
    macros = macros_of(root)
    own, whole = (_parentheses(macros.get(one)) for one in ("identifier", "source-monographic-identifier"))
    written = next(
        (
            names.find(name("name"))
            for key, macro in macros.items()
            if key.startswith("identifier-contributors")
            for names in macro.iter(name("names"))
            if "translator" in names.get("variable", "").split() and names.find(name("name")) is not None
        ),
        None,
    )
    if own is None or whole is None or written is None:
        return False
    parents = {child: parent for parent in own.iter() for child in parent}
    calls = [node for node in parents if node.get("macro") == "identifier-contributors"]
    if not calls:
        return False
    for call in calls:
        insert_after(parents[call], call, people_here())
    for branch in own.iter():
        if branch.get("type") == "patent":
            branch.insert(0, people_here())
    whole.insert(0, people_within())
    add_to_law(macros)
    form = Form(written, True, "; ", "title", shortened=_SHORTENED)
    for of in (PEOPLE, LAW):
        add_people(root, form, language, of)
    return True


def _parentheses(macro: ET.Element | None) -> ET.Element | None:
    """The group of a macro that is set in parentheses, if that is all it sets."""
    for group in macro.iter(name("group")) if macro is not None else ():
        if (group.get("prefix"), group.get("suffix"), group.get("delimiter")) == ("(", ")", "; "):
            return group
    return None
