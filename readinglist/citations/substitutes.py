"""Who stands in for an author, one candidate at a time.

Where an edited and translated work has no author, its editor stands first. A style may put the candidates
under one condition ("if it is no standard: editor, translator"); pandoc then takes them for one, and leaves
the translator out of the rest of the entry together with the editor. citeproc-js leaves out only who was
named (CSL 1.0.2, "Substitute").
"""

from __future__ import annotations

import copy
import xml.etree.ElementTree as ET

from readinglist.citations.csl import name


def part_substitutes(root: ET.Element) -> None:
    """Give each element in the conditions of a `substitute` in `root` its condition to itself."""
    for substitute in root.iter(name("substitute")):
        parted = [one for child in substitute for one in _parted(child)]
        for child in list(substitute):
            substitute.remove(child)
        substitute.extend(parted)


def _parted(element: ET.Element) -> list[ET.Element]:
    if element.tag != name("choose"):
        return [element]
    found: list[ET.Element] = []
    earlier: list[ET.Element] = []
    for branch in element:
        for child in branch:
            for one in _parted(child):
                choice = ET.Element(name("choose"))
                choice.extend(copy.deepcopy(condition) for condition in earlier)
                ET.SubElement(choice, branch.tag, branch.attrib).append(copy.deepcopy(one))
                found.append(choice)
        earlier.append(ET.Element(branch.tag, branch.attrib))
    return found
