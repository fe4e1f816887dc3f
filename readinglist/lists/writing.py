"""New lists as the text of their files: a title, a hint for editors, sections with entries."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from readinglist.lists.editing.scalars import Value, mapping_lines
from readinglist.lists.schema import SCHEMA_NAME


@dataclass(frozen=True, slots=True)
class NewSection:
    """A section to write: its keys in order, and its entries (a citation key, or keys with values)."""

    keys: Mapping[str, Value]
    entries: Sequence[Value] = ()


@dataclass(frozen=True, slots=True)
class NewList:
    """A list to write: its keys in order, its sections, and what a comment at its head says."""

    keys: Mapping[str, Value]
    sections: Sequence[NewSection] = ()
    policies: str = ""
    comment: str = ""
    more: Mapping[str, Value] = field(default_factory=dict)


def list_text(new: NewList) -> str:
    """The text of a new list's file, sections apart by blank lines."""
    lines = [f"# yaml-language-server: $schema=../.readinglist/{SCHEMA_NAME}"]
    lines += [f"# {line}".rstrip() for line in new.comment.splitlines()]
    lines += ["", *mapping_lines(new.keys)]
    if new.sections:
        lines += ["", "sections:"]
        for at, section in enumerate(new.sections):
            lines += [""] if at else []
            lines += _section_lines(section)
    if new.policies:
        lines += ["", *mapping_lines({"policies": new.policies})]
    return "\n".join(line.rstrip() for line in lines) + "\n"


def _section_lines(section: NewSection) -> list[str]:
    lines = mapping_lines(section.keys)
    if section.entries:
        lines.append("entries:")
        for entry in section.entries:
            lines += _entry_lines(entry)
    return [f"  - {lines[0]}", *(f"    {line}" for line in lines[1:])]


def _entry_lines(entry: Value) -> list[str]:
    from readinglist.lists.editing.scalars import item_lines

    return [f"  {line}" for line in item_lines(entry)]
