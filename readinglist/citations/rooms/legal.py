"""References to law by the Bluebook, as APA and Chicago styles set them: people in parentheses at the end.

A witness stands in parentheses of their own behind those of the date: "(testimony of Testifier)" (APA 7,
congressional hearings, by sites.google.com/wcs.k12.va.us/citation-consultation/government-document). The
styles do so; whoever else is left out has the same place here, with the part.
"""

from __future__ import annotations

import xml.etree.ElementTree as ET
from collections.abc import Mapping

from readinglist.citations.csl import name
from readinglist.citations.rooms.people import everyone, insert_after

LAW = "law"
"""How `people.add_people` tells this form apart."""


def add_to_law(macros: Mapping[str, ET.Element]) -> None:
    """Put the people who are left out behind the date in the macro of legal references, if there is one."""
    reference = macros.get("legal-reference")
    for parent in list(reference.iter()) if reference is not None else ():
        called = {child.get("macro"): child for child in parent}
        people = everyone(LAW, prefix="(", suffix=")", delimiter="; ")
        if "legal-identifier" in called:
            insert_after(parent, called["legal-identifier"], people)
        elif "legal-date" in called and "legal-source" in called:
            # A treaty's, parted by commas: no comma stands before the parentheses.
            date, source = called["legal-date"], called["legal-source"]
            both = ET.Element(name("group"), {"delimiter": ", "})
            outer = ET.Element(name("group"), {"delimiter": " "})
            parent.insert(list(parent).index(date), outer)
            for one in (date, source):
                parent.remove(one)
                both.append(one)
            outer.extend((both, people))
