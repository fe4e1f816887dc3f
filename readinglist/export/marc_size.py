"""A MARC record's room: ISO 2709 has four digits for the length of a field and five for that of a record.

What does not fit is cut between characters, and an address that does not fit is left out whole: half an
address leads nowhere.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from pymarc import Field, Subfield

_LONGEST_FIELD = 9_900  # Of 9,999 bytes, with indicators and marks.
_MOST_BYTES = 90_000  # Of 99,999, with leader, control fields and directory.
_SHORTEST = 100
_DIRECTORY = 14  # Bytes a field takes beside its subfields: in the directory, for indicators and its end.
_ADDRESS = ("856", "u")
_MARK = re.compile(r" [:;/]$|[.,]$")


def fitting(fields: Sequence[Field]) -> tuple[list[Field], bool]:
    """These fields within the room of one record, and whether nothing had to be cut or left out."""
    longest = _LONGEST_FIELD
    made = _within(fields, longest)
    while sum(map(_size, made)) > _MOST_BYTES and longest > _SHORTEST:
        longest //= 2
        made = _within(fields, longest)
    while sum(map(_size, made)) > _MOST_BYTES:
        made = made[: len(made) * 9 // 10]
    return made, made == list(fields)


def _within(fields: Sequence[Field], longest: int) -> list[Field]:
    shortened = (one if _size(one) <= longest else _shortened(one, longest) for one in fields)
    return [one for one in shortened if one is not None]


def _shortened(field: Field, longest: int) -> Field | None:
    """The field with its longest subfields cut; None for an address that would be cut."""
    sizes = {at: len(one.value.encode()) for at, one in enumerate(field.subfields)}
    room = longest - _size(field) + sum(sizes.values())
    # Short ones stay whole, the long ones share what is left.
    shares: dict[int, int] = {}
    for done, at in enumerate(sorted(sizes, key=lambda at: sizes[at])):
        shares[at] = min(sizes[at], max(1, (room - sum(shares.values())) // (len(sizes) - done)))
    if any(
        (field.tag, one.code) == _ADDRESS and shares[at] < sizes[at] for at, one in enumerate(field.subfields)
    ):
        return None
    subfields = [Subfield(one.code, _cut(one.value, shares[at])) for at, one in enumerate(field.subfields)]
    return Field(field.tag, field.indicators, subfields)


def _cut(value: str, size: int) -> str:
    """A value within `size` bytes, "…" where it was cut; the mark that ISBD puts at its end stays there."""
    data = value.encode()
    if len(data) <= size:
        return value
    found = _MARK.search(value)
    mark = found[0] if found else ""
    room = max(0, size - len(f"…{mark}".encode()))
    return data[:room].decode("utf-8", "ignore").rstrip() + "…" + mark


def _size(field: Field) -> int:
    return _DIRECTORY + sum(2 + len(one.value.encode()) for one in field.subfields)
