"""The check of MARC 21 finds each fault that is put into an exported record."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.readers.breaking import SETTINGS
from tests.readers.conftest import Made
from tests.readers.marc_rules import marc_faults


@pytest.fixture(scope="session")
def records(checked: Callable[[str], Made]) -> list[bytes]:
    """The first two records of the bundled syllabus."""
    content = checked("syllabus").bytes("marc")
    return [part + b"\x1d" for part in content.split(b"\x1d")[:2]]


def _number(at: int, digits: int, more: int) -> Callable[[bytes], bytes]:
    def put(record: bytes) -> bytes:
        number = int(record[at : at + digits]) + more
        return record[:at] + b"%0*d" % (digits, number) + record[at + digits :]

    return put


def _at(at: int, text: bytes) -> Callable[[bytes], bytes]:
    return lambda record: record[:at] + text + record[at + len(text) :]


def _longer(put: Callable[[bytes], bytes]) -> Callable[[bytes], bytes]:
    """The change, with the length that the record then has."""
    return lambda record: b"%05d" % len(put(record)) + put(record)[5:]


FAULTS: dict[str, tuple[Callable[[bytes], bytes], str]] = {
    "a record that is said to be longer": (_number(0, 5, 1), "terminator"),
    "a record that is said to be shorter": (_number(0, 5, -1), "terminator"),
    "a length that is no number": (_at(0, b"0x"), "no length of a record"),
    "a length that is beyond the end": (_at(0, b"99999"), "no length of a record"),
    "a leader of 23 characters": (_longer(lambda record: record[:5] + record[6:]), "the directory is no row"),
    "a base address that is too high": (_number(12, 5, 1), "the directory is no row"),
    "a base address that is too low": (_number(12, 5, -12), "the directory is no row"),
    "a base address of blanks": (_at(12, b"     "), "no base address"),
    "another entry map": (_at(20, b"5500"), "is no text that may be"),
    "a record in MARC-8": (_at(9, b" "), "is no text that may be"),
    "a tag with a letter": (_at(24, b"x"), "the directory is no row"),
    "a field that is said to be longer": (_number(27, 4, 1), "field terminator"),
    "a field that is said to be shorter": (_number(27, 4, -1), "field terminator"),
    "a field that begins later": (_number(31, 5, 1), "begins at 1"),
    "fields that overlap": (_number(43, 5, -1), "where"),
    "no record terminator": (lambda record: record[:-1] + b"x", "record terminator"),
    "a record that is cut off": (lambda record: record[:-5], "record terminator"),
    "a record terminator within": (lambda record: record.replace(b" ", b"\x1d", 1), "record terminator"),
    "bytes that are no UTF-8": (lambda record: record.replace(b"Read", b"R\xe9ad"), "utf-8"),
    "a line end after the record": (lambda record: record + b"\r\n", "no length of a record"),
    "no text after a code": (
        lambda record: record.replace(b"\x1fbeng", b"\x1fb\x1fen"), "no text that may be"
    ),
    "a delimiter in a control field": (lambda record: record.replace(b"2026", b"20\x1f6", 1), "a delimiter"),
    "one indicator": (
        lambda record: record.replace(b"\x1e  \x1f", b"\x1e \x1fa", 1), "are not two indicators"
    ),
}  # fmt: skip


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_in_a_record_is_found(fault: str, records: list[bytes]) -> None:
    put, words = FAULTS[fault]
    faulty = put(records[0])
    assert faulty != records[0]
    found = marc_faults(faulty + records[1])
    assert any(words in one for one in found), found
    assert marc_faults(records[1] + faulty)


@SETTINGS
@given(st.data())
def test_a_byte_more_or_less_is_found_wherever_it_is(records: list[bytes], data: st.DataObject) -> None:
    content = records[0]
    at = data.draw(st.integers(0, len(content) - 1))
    more = data.draw(st.sampled_from([b"", b"x", b"\x1e", b"\x1f"]))
    faulty = content[:at] + more + content[at + (0 if more else 1) :]
    assert marc_faults(faulty)


def test_the_records_before_the_faults_have_none(records: list[bytes]) -> None:
    assert marc_faults(b"".join(records)) == []
