"""A check of MARC 21 in ISO 2709, written from "MARC 21 Record Structure" (loc.gov/marc/specifications)."""

from __future__ import annotations

import re

from lxml import etree

from tests.readers.marcxml_rules import SPACE, record_faults

_SUBFIELD, _FIELD, _RECORD = b"\x1f", b"\x1e", b"\x1d"
_LEADER, _ENTRY = 24, 12


def marc_faults(content: bytes) -> list[str]:
    """Where a file of bibliographic records breaks one of these rules; empty if nowhere.

    1. Records follow each other and nothing stands between or after them; each is as long as its leader says
       and ends with the record terminator, which is nowhere else.
    2. The directory stands between the leader and the base address, has entries of twelve digits and ends
       with a field terminator; a tag has three digits.
    3. Fields lie in the order of the directory, from the base address to the end, none over another and
       without gaps; each is as long as its entry says and ends with a field terminator, which is nowhere
       else.
    4. A control field has no delimiter; a data field has two indicators, and each delimiter a code and text.
    5. Everything is UTF-8, the leader and the directory ASCII.
    6. What the records hold keeps the rules of `marcxml_rules`.
    """
    root = etree.Element(f"{SPACE}collection")
    faults: list[str] = []
    at = 0
    while at < len(content):
        length = content[at : at + 5]
        if not re.fullmatch(b"[0-9]{5}", length) or not _LEADER < int(length) <= len(content) - at:
            return [*faults, f"byte {at}: {length!r} is no length of a record here"]
        record = content[at : at + int(length)]
        try:
            root.append(_record(record))
        except ValueError as error:
            faults.append(f"byte {at}: {error}")
        at += int(length)
    return faults + record_faults(root)


def marc_tree(content: bytes) -> etree._Element:
    """The records as a collection of MARCXML. Raises `ValueError` for a record that breaks rules 1 to 5."""
    root = etree.Element(f"{SPACE}collection")
    while content:
        length = int(content[:5])
        root.append(_record(content[:length]))
        content = content[length:]
    return root


def _record(record: bytes) -> etree._Element:
    if not record.endswith(_RECORD) or record.count(_RECORD) != 1:
        raise ValueError("the record terminator is not at the end alone")
    leader = record[:_LEADER].decode("ascii")
    if not re.fullmatch("[0-9]{5}", leader[12:17]):
        raise ValueError(f"{leader[12:17]!r} is no base address")
    base = int(leader[12:17])
    directory, fields = record[_LEADER : base - 1], record[base:-1]
    if record[base - 1 : base] != _FIELD or len(directory) % _ENTRY or not re.fullmatch(b"[0-9]+", directory):
        raise ValueError("the directory is no row of entries that ends before the base address")
    made = etree.Element(f"{SPACE}record")
    etree.SubElement(made, f"{SPACE}leader").text = leader
    end = 0
    for at in range(0, len(directory), _ENTRY):
        entry = directory[at : at + _ENTRY].decode("ascii")
        tag, length, start = entry[:3], int(entry[3:7]), int(entry[7:])
        if start != end:
            raise ValueError(f"{tag} begins at {start}, where {end} is due")
        end += length
        made.append(_field(tag, fields[start:end]))
    if end != len(fields):
        raise ValueError(f"the fields end at {end} of {len(fields)}")
    return made


def _field(tag: str, content: bytes) -> etree._Element:
    if not content.endswith(_FIELD) or content.count(_FIELD) != 1:
        raise ValueError(f"{tag}: the field terminator is not at the end alone")
    head, *parts = content[:-1].split(_SUBFIELD)
    if tag.startswith("00"):
        if parts:
            raise ValueError(f"{tag}: a delimiter in a control field")
        made = etree.Element(f"{SPACE}controlfield", tag=tag)
        made.text = head.decode("utf-8")
        return made
    if len(head) != 2 or not parts:
        raise ValueError(f"{tag}: {head!r} are not two indicators before a subfield")
    ind1, ind2 = head.decode("ascii")
    made = etree.Element(f"{SPACE}datafield", tag=tag, ind1=ind1, ind2=ind2)
    for part in parts:
        text = part.decode("utf-8")
        etree.SubElement(made, f"{SPACE}subfield", code=text[:1]).text = text[1:]
    return made
