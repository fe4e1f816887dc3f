"""docs/templates.md names every value and every block that a template has, and no other."""

from __future__ import annotations

import dataclasses
import re
from functools import cached_property
from pathlib import Path

import pytest

from readinglist.export.looks import Brand, Logo, look_names
from readinglist.export.view import (
    Course,
    DayOff,
    EntryView,
    Fact,
    Group,
    ImportanceWords,
    ListView,
    Mark,
    SectionView,
    WebLink,
)
from readinglist.resources import shipped_folder

PAGE = (Path(__file__).parents[2] / "docs" / "templates.md").read_text("utf-8")
TABLES = {
    "`list`": ListView,
    "A section": SectionView,
    "A group": Group,
    "An entry": EntryView,
    "A link": WebLink,
    "A fact": Fact,
    "A mark": Mark,
    "`list.about`": Course,
    "A day off": DayOff,
    "The words of an importance": ImportanceWords,
    "`brand`": Brand,
    "A logo": Logo,
}


def first_column(heading: str) -> list[str]:
    """What the table below a heading names in its first column."""
    part = re.search(rf"^#+ {re.escape(heading)}\n\n((?:\|.*\n)+)", PAGE, re.MULTILINE)
    assert part, heading
    cells = [row.split("|")[1] for row in part[1].splitlines()[2:]]
    return [name for cell in cells for name in re.findall(r"`([^`]+)`", cell)]


@pytest.mark.parametrize("heading", TABLES)
def test_every_value_is_described_once(heading: str) -> None:
    kind = TABLES[heading]
    properties = [name for name, value in vars(kind).items() if isinstance(value, property | cached_property)]
    there = [field.name for field in dataclasses.fields(kind)] + properties
    assert sorted(first_column(heading)) == sorted(there)


def test_values_cannot_be_changed() -> None:
    for kind in TABLES.values():
        assert kind.__dataclass_params__.frozen, kind


def test_every_block_is_named_with_its_template() -> None:
    described: dict[str, set[str]] = {}
    part = re.search(r"^### Blocks\n\n((?:\|.*\n)+)", PAGE, re.MULTILINE)
    assert part
    for row in part[1].splitlines()[2:]:
        _, names, blocks, _ = row.split("|")
        for name in re.findall(r"`([^`]+)`", names):
            described[name] = set(re.findall(r"`([^`]+)`", blocks))
    there = {}
    for file in shipped_folder("templates").glob("*.j2"):
        blocks = set(re.findall(r"\{%-?\s*block\s+(\w+)", file.read_text("utf-8")))
        if blocks:
            there[file.name] = blocks
    assert described == there


def test_every_look_is_described() -> None:
    table = re.search(r"\| look \| is \|\n\|---\|---\|\n((?:\|.*\n)+)", PAGE)
    assert table
    assert tuple(sorted(re.findall(r"^\| `(\w+)`", table[1], re.MULTILINE))) == look_names(None)
