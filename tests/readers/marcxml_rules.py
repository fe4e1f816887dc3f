"""A check of MARCXML, written from what the Library of Congress says of the schema and of MARC 21."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from lxml import etree

from tests.readers.shapes import Child, Shape, parsed, shape_faults

SPACE = "{http://www.loc.gov/MARC21/slim}"
# Leader of a bibliographic record in Unicode (loc.gov/marc/bibliographic/bdleader.html), place by place.
_LEADER = (
    "[0-9]{5}[acdnp][acdefgijkmoprt][abcdims][ a]a22[0-9]{5}"
    "[ 1234578uz][ acinu][ abc]4500"
)  # fmt: skip
# What MARC 21 says of control fields (bd00x.html): the length of the fixed ones, and the form of 005.
_CONTROL = {
    "001": r"\S{1,200}", "003": r"\S+", "005": r"[0-9]{14}\.[0-9]", "006": r".{18}", "007": r".{2,23}",
    "008": r"[0-9]{6}[ -~]{34}",
}  # fmt: skip
_REPEATED = {"006", "007"}
# No control characters: in ISO 2709 three of them end subfields, fields and records.
_TEXT = "[^\x00-\x1f\x7f-\x9f]*[^\\s\x00-\x1f\x7f-\x9f][^\x00-\x1f\x7f-\x9f]*"
SHAPES = {
    "collection": Shape((Child(f"{SPACE}record", "record", 0, None),)),
    "record": Shape(
        (
            Child(f"{SPACE}leader", "leader"),
            Child(f"{SPACE}controlfield", "control", 1, None),
            Child(f"{SPACE}datafield", "data", 1, None),
        ),
        optional={"type": "Bibliographic"},
    ),
    "leader": Shape(text=_LEADER),
    "control": Shape(attributes={"tag": "00[1-9]"}, text=_TEXT),
    "data": Shape(
        (Child(f"{SPACE}subfield", "subfield", 1, None),),
        attributes={"tag": "0[1-9][0-9]|[1-9][0-9]{2}", "ind1": "[ 0-9a-z]", "ind2": "[ 0-9a-z]"},
    ),
    "subfield": Shape(attributes={"code": "[0-9a-z]"}, text=_TEXT),
}


def marcxml_faults(content: bytes) -> list[str]:
    """Where a MARCXML file of bibliographic records breaks one of these rules; empty if nowhere.

    Of the schema (loc.gov/standards/marcxml, "MARC 21 XML Schema" 1.2):

    1. well-formed, without a document type; the root is `collection` in the namespace of MARC 21 slim;
    2. a collection holds records and nothing else;
    3. a record holds one leader, then control fields, then data fields, in this order;
    4. a leader has 24 characters, digits, letters and blanks each in its place, "22" and "4500" in theirs;
    5. a control field has a tag 001 to 009 and text, no subfields; a data field has a tag from 010 on, two
       indicators of one character, and at least one subfield; a subfield has a code of one character;
    6. no other elements, attributes, or text between elements.

    Of MARC 21 (loc.gov/marc/bibliographic), which the schema leaves to whoever catalogues:

    7. each place of the leader has a code that is defined for it; the record is in Unicode (09 is "a");
    8. 001 and 008 stand in each record; control fields but 006 and 007 stand once;
    9. 005, 006, 007 and 008 have their form and length;
    10. one 245, at most one main entry (1XX); these and added entries (70X, 71X) have a name or title in
        subfield a; fields stand in the order of their hundreds;
    11. no field or subfield is empty; none has a control character.

    And of ours: 12. no two records have the same 001.
    """
    root = parsed(content)
    return [root] if isinstance(root, str) else record_faults(root)


def record_faults(root: etree._Element) -> list[str]:
    """The same of a collection that is parsed."""
    faults = list(shape_faults(root, Child(f"{SPACE}collection", "collection"), SHAPES))
    names: Counter[str] = Counter()
    for at, record in enumerate(root.iter(f"{SPACE}record"), 1):
        faults += [f"/collection/record[{at}]: {fault}" for fault in _record_faults(record)]
        names.update(_controls(record).get("001", ()))
    return faults + [
        f"the record {name!r} is there {count} times" for name, count in names.items() if count > 1
    ]


def _controls(record: etree._Element) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for one in record.iter(f"{SPACE}controlfield"):
        found.setdefault(one.get("tag", ""), []).append(one.text or "")
    return found


def _record_faults(record: etree._Element) -> Iterator[str]:
    controls = _controls(record)
    for tag in ("001", "008"):
        if tag not in controls:
            yield f"no {tag}"
    for tag, values in controls.items():
        if len(values) > 1 and tag not in _REPEATED:
            yield f"{tag} stands {len(values)} times"
        for value in values:
            if not re.fullmatch(_CONTROL.get(tag, ".*"), value):
                yield f"{tag} is {value!r}"
    tags = [one.get("tag", "") for one in record.iter(f"{SPACE}datafield")]
    if tags.count("245") != 1:
        yield f"{tags.count('245')} titles (245)"
    if sum(tag.startswith("1") for tag in tags) > 1:
        yield "more than one main entry (1XX)"
    for one in record.iter(f"{SPACE}datafield"):
        if re.match("1|245|7[01]", one.get("tag", "")) and one.find(f"{SPACE}subfield[@code='a']") is None:
            yield f"{one.get('tag')} without subfield a"
    if [tag[:1] for tag in tags] != sorted(tag[:1] for tag in tags):
        yield "fields out of the order of their hundreds"
