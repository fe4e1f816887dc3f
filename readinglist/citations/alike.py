"""Which works a style would cite alike, found before it tells them apart.

To tell works apart, the processor compares all names of a list with one another: its time grows with more
than the square of the list's length. Only works whose citations come out alike need it (CSL 1.0.2,
"Disambiguation": it is ambiguous cites that are told apart), and those are few.
"""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from collections.abc import Mapping, Sequence

from readinglist.citations.csl import NAMESPACE

_NEVER = "x-readinglist-never"


def plain_style(style_xml: bytes) -> bytes:
    """The style without all by which it tells works apart: letters, names, given names, conditions."""
    root = ET.fromstring(style_xml)
    for node in root.iter():
        for key in list(node.attrib):
            if key.startswith("disambiguate-add-") or key == "givenname-disambiguation-rule":
                del node.attrib[key]
        if node.attrib.pop("disambiguate", None) is not None:
            # A condition needs something to ask for: here, what no item has.
            node.set("variable", f"{node.get('variable', '')} {_NEVER}".strip())
    ET.register_namespace("", NAMESPACE)
    made: bytes = ET.tostring(root, encoding="utf-8", xml_declaration=True)
    return made


def alike(citations: Mapping[str, str]) -> list[list[str]]:
    """The ids, in the order given, of each group of items whose citations read the same, marks and case
    aside: to the processor, quotation marks are no part of the text."""
    groups: dict[str, list[str]] = {}
    for one, text in citations.items():
        groups.setdefault(re.sub(r"[\W_]+", "", text.casefold()), []).append(one)
    return [group for group in groups.values() if len(group) > 1]


def filled(groups: Sequence[Sequence[int]], size: int) -> list[list[int]]:
    """The groups put together in batches of about `size`, none torn apart; ascending within a batch."""
    batches: list[list[int]] = [[]]
    for group in groups:
        if len(batches[-1]) >= size or (batches[-1] and len(batches[-1]) + len(group) > size):
            batches.append([])
        batches[-1] += group
    return [sorted(batch) for batch in batches if batch]
