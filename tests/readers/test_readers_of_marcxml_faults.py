"""The check of MARCXML finds each fault that is put into an exported file."""

from __future__ import annotations

import copy
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from tests.readers.breaking import (
    SETTINGS,
    Breaking,
    Node,
    again,
    attribute,
    broken,
    drop,
    first,
    gone,
    inside,
    places,
    text,
)
from tests.readers.conftest import Made
from tests.readers.marcxml_rules import SHAPES, SPACE, marcxml_faults


@pytest.fixture(scope="session")
def catalogue(checked: Callable[[str], Made]) -> Node:
    """The first records of the bundled syllabus as MARCXML."""
    root = etree.fromstring(checked("syllabus").bytes("marcxml"))
    for record in root[5:]:
        root.remove(record)
    return root


def _leader(at: int, text: str) -> Breaking:
    def put(root: Node) -> None:
        leader = root[0][0]
        leader.text = leader.text[:at] + text + leader.text[at + 1 :]

    return put


def _control(tag: str) -> str:
    return f"m:record/m:controlfield[@tag='{tag}']"


def _field(tag: str) -> str:
    return f"m:record/m:datafield[@tag='{tag}']"


MARC_FAULTS: dict[str, tuple[Breaking, str]] = {
    "a leader of 23 characters": (_leader(23, ""), "is no text that may be"),
    "a leader of 25 characters": (_leader(0, "00"), "is no text that may be"),
    "a record that is not in Unicode": (_leader(9, " "), "is no text that may be"),
    "an unknown status": (_leader(5, "x"), "is no text that may be"),
    "an unknown type of record": (_leader(6, "z"), "is no text that may be"),
    "a bibliographic level in capitals": (_leader(7, "M"), "is no text that may be"),
    "three indicators": (_leader(10, "3"), "is no text that may be"),
    "an entry map that is none": (_leader(20, "5"), "is no text that may be"),
    "no leader": (gone("m:record/m:leader"), "0 <leader>"),
    "two leaders": (again("m:record/m:leader"), "2 <leader>"),
    "a leader at the end": (lambda root: root[0].append(root[0][0]), "<leader> out of order"),
    "no 001": (gone(_control("001")), "no 001"),
    "no 008": (gone(_control("008")), "no 008"),
    "a second 005": (again(_control("005")), "005 stands 2 times"),
    "an empty 001": (text(_control("001"), ""), "is no text that may be"),
    "a time without seconds": (text(_control("005"), "202611020000.0"), "005 is"),
    "an 008 of 39 characters": (lambda root: text(_control("008"), "0" * 39)(root), "008 is"),
    "an 008 of 41 characters": (lambda root: text(_control("008"), "0" * 41)(root), "008 is"),
    "a control field without a tag": (attribute(_control("001"), "tag", None), "no attribute tag"),
    "a control field with a tag of data": (attribute(_control("001"), "tag", "245"), "tag='245' is none"),
    "a control field with a subfield": (inside(_control("001"), f"{SPACE}subfield"), "not allowed here"),
    "a control field after data": (lambda root: root[0].append(root[0][1]), "<controlfield> out of order"),
    "no title": (gone(_field("245")), "0 titles"),
    "two titles": (again(_field("245")), "2 titles"),
    "two main entries": (again(_field("100")), "more than one main entry"),
    "a main entry without a name": (gone(_field("100") + "/m:subfield[@code='a']"), "100 without subfield a"),
    "fields out of order": (lambda root: root[0].insert(5, root[0][-1]), "out of the order"),
    "a tag of two digits": (attribute(_field("245"), "tag", "24"), "tag='24' is none"),
    "a field with a tag of control": (attribute(_field("245"), "tag", "008"), "tag='008' is none"),
    "no first indicator": (attribute(_field("245"), "ind1", None), "no attribute ind1"),
    "no second indicator": (attribute(_field("245"), "ind2", None), "no attribute ind2"),
    "an empty indicator": (attribute(_field("245"), "ind1", ""), "ind1='' is none"),
    "an indicator of two characters": (attribute(_field("245"), "ind2", "10"), "ind2='10' is none"),
    "a field without subfields": (
        lambda root: [drop(one) for one in list(first(root, _field("245")))], "0 <subfield>"
    ),
    "a subfield without a code": (
        attribute(_field("245") + "/m:subfield", "code", None), "no attribute code"
    ),
    "a code of two characters": (attribute(_field("245") + "/m:subfield", "code", "ab"), "code='ab' is none"),
    "an empty subfield": (text(_field("245") + "/m:subfield", ""), "is no text that may be"),
    "a subfield in a subfield": (inside(_field("245") + "/m:subfield", f"{SPACE}subfield"), "not allowed"),
    "text between subfields": (text(_field("245"), "x"), "text where none may be"),
    "an unknown attribute": (attribute("m:record", "status", "n"), "status is not allowed"),
    "an authority record": (attribute("m:record", "type", "Authority"), "type='Authority' is none"),
    "an unknown element": (inside("m:record", f"{SPACE}field"), "<field> is not allowed here"),
    "an element of another namespace": (
        inside("m:record", "{urn:x}datafield"), "<datafield> is not allowed here"
    ),
    "a record twice": (again("m:record"), "is there 2 times"),
    "another root": (lambda root: setattr(root, "tag", f"{SPACE}records"), "instead of"),
    "a root of another namespace": (lambda root: setattr(root, "tag", "{urn:x}collection"), "instead of"),
}  # fmt: skip


@pytest.mark.parametrize("fault", MARC_FAULTS)
def test_a_fault_in_marcxml_is_found(fault: str, catalogue: Node) -> None:
    put, words = MARC_FAULTS[fault]
    root = copy.deepcopy(catalogue)
    put(root)
    found = marcxml_faults(etree.tostring(root))
    assert any(words in one for one in found), found


def test_marcxml_that_is_cut_off_or_has_entities_is_found(catalogue: Node) -> None:
    content = etree.tostring(catalogue)
    assert "not well-formed" in marcxml_faults(content[:-20])[0]
    assert "document type" in marcxml_faults(b'<!DOCTYPE x [<!ENTITY e "x">]>' + content)[0]


@SETTINGS
@given(st.data())
def test_a_broken_rule_of_marcxml_is_found_at_each_place(catalogue: Node, data: st.DataObject) -> None:
    root = copy.deepcopy(catalogue)
    broken(data, *data.draw(st.sampled_from(list(places(root, SHAPES["collection"], SHAPES)))))
    assert marcxml_faults(etree.tostring(root))
