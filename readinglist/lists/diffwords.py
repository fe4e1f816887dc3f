"""The changes between two lists in words, by section, with the hours that they come to."""

from __future__ import annotations

import datetime
import difflib
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel

from readinglist.lists.diff import (
    Change,
    EntryAdded,
    EntryField,
    EntryMoved,
    EntryRemoved,
    ListField,
    SectionAdded,
    SectionField,
    SectionMoved,
    SectionRemoved,
    flatten,
)
from readinglist.lists.model import Entry, ReadingList, Section

PRIVATE = frozenset({"private_note"})
_LONG = 80
_WORDS = {
    "private_note": "private note",
    "intro": "introduction",
    "on_holiday": "on holidays",
    "importance_labels": "importance labels",
    "weeks": "weeks",
    "locator": "pages or part",
}
_MARKS = {"added": "+", "removed": "−", "moved": "→", "changed": "~"}


@dataclass(frozen=True, slots=True)
class DiffLine:
    """One change in words. `kind` is "added", "removed", "moved" or "changed"."""

    kind: str
    text: str

    @property
    def mark(self) -> str:
        """The sign of its kind: + − → ~."""
        return _MARKS[self.kind]


@dataclass(frozen=True, slots=True)
class DiffGroup:
    """The changes of one section, or of the list itself; `hours` says what they come to ("5.0 h → 6.1 h")."""

    heading: str
    lines: tuple[DiffLine, ...]
    hours: str = ""


@dataclass(frozen=True, slots=True)
class DiffReport:
    """Two lists' differences for a reader. No groups: they say the same."""

    old: str
    new: str
    groups: tuple[DiffGroup, ...]
    summary: str


@dataclass(frozen=True, slots=True)
class Hours:
    """Reading minutes of each section of the two lists, by place; None where no library tells."""

    old: tuple[int, ...] | None = None
    new: tuple[int, ...] | None = None


def describe(
    old: ReadingList,
    new: ReadingList,
    changes: Sequence[Change],
    *,
    hours: Hours | None = None,
    titles: Mapping[str, str] | None = None,
    private: bool = False,
) -> DiffReport:
    """The changes in words.

    `titles` gives a work's title by citation key; private notes are told in full only with `private`.
    """
    return _Words(old, new, hours or Hours(), titles or {}, private).report(changes)


class _Words:
    def __init__(
        self, old: ReadingList, new: ReadingList, hours: Hours, titles: Mapping[str, str], private: bool
    ) -> None:
        self.old, self.new = old, new
        self.before, self.after = flatten(old.sections), flatten(new.sections)
        self.hours, self.titles, self.private = hours, titles, private

    def report(self, changes: Sequence[Change]) -> DiffReport:
        top: list[DiffLine] = []
        sections: dict[int, list[DiffLine]] = defaultdict(list)
        gone: dict[int, list[DiffLine]] = defaultdict(list)
        origin = self.origin(changes)
        place = {was: at for at, was in origin.items()}
        for change in changes:
            if isinstance(change, ListField):
                top += self.list_field(change)
            elif isinstance(change, SectionRemoved | EntryRemoved):
                was = change.was if isinstance(change, SectionRemoved) else change.was[0]
                (sections[place[was]] if was in place else gone[was]).append(self.removed(change))
            else:
                at = change.at if isinstance(change.at, int) else change.at[0]
                sections[at] += self.line(change)
        groups = [DiffGroup("The list", tuple(top))] if top else []
        for at in sorted(sections):
            hours = self.section_hours(origin.get(at), at)
            groups.append(DiffGroup(heading(self.after[at].section), tuple(sections[at]), hours))
        for was in sorted(gone):
            hours = self.section_hours(was, None)
            groups.append(DiffGroup(heading(self.before[was].section), tuple(gone[was]), hours))
        return DiffReport(self.old.name, self.new.name, tuple(groups), self.summary(changes))

    def origin(self, changes: Sequence[Change]) -> dict[int, int]:
        """The old place of each section that is in both lists, by its new one."""
        gone = {one.was for one in changes if isinstance(one, SectionRemoved)}
        fresh = {one.at for one in changes if isinstance(one, SectionAdded)}
        moved = {one.at: one.was for one in changes if isinstance(one, SectionMoved)}
        stay = iter(was for was in range(len(self.before)) if was not in gone and was not in moved.values())
        return {
            at: moved[at] if at in moved else next(stay) for at in range(len(self.after)) if at not in fresh
        }

    def line(self, change: Change) -> Iterator[DiffLine]:
        if isinstance(change, SectionAdded):
            yield DiffLine("added", "the section is new")
        elif isinstance(change, SectionMoved):
            yield DiffLine("moved", f"the section {self.section_place(change)}")
        elif isinstance(change, SectionField):
            yield DiffLine("changed", said(change.field, change.old, change.new))
        elif isinstance(change, EntryAdded):
            yield DiffLine("added", self.entry(change.entry))
        elif isinstance(change, EntryMoved):
            there = self.before[change.was[0]].section
            same = there.title == self.after[change.at[0]].section.title
            place = (
                f"within the section, from {change.was[1] + 1} to {change.at[1] + 1}"
                if same
                else f"from {heading(there)}"
            )
            yield DiffLine("moved", f"{self.entry(change.entry, facts=False)}, {place}")
        elif isinstance(change, EntryField):
            name = self.entry(change.entry, facts=False, title=False)
            if change.field in PRIVATE and not self.private:
                yield DiffLine("changed", f"{name}: private note {_fate(change.old, change.new)}")
            else:
                yield DiffLine("changed", f"{name}: {said(change.field, change.old, change.new)}")

    def section_place(self, change: SectionMoved) -> str:
        if change.at == 0:
            return "now comes first"
        before = self.after[change.at - 1].section.title
        depth = " as its part" if change.level > self.after[change.at - 1].level else ""
        return f"now comes after “{before}”{depth}"

    def removed(self, change: SectionRemoved | EntryRemoved) -> DiffLine:
        if isinstance(change, SectionRemoved):
            return DiffLine("removed", "the section is gone")
        return DiffLine("removed", self.entry(change.entry))

    def list_field(self, change: ListField) -> Iterator[DiffLine]:
        old, new = change.old, change.new
        if isinstance(old, BaseModel) and isinstance(new, BaseModel):
            for name in type(new).model_fields:
                before, after = getattr(old, name), getattr(new, name)
                if before != after:
                    yield DiffLine("changed", f"{change.field}: {said(name, before, after)}")
        else:
            yield DiffLine("changed", said(change.field, old, new))

    def entry(self, entry: Entry, *, facts: bool = True, title: bool = True) -> str:
        name = entry.cite or f"“{_short(entry.label)}”"
        told = [entry.importance, entry.locator] if facts else []
        shown = f" ({', '.join(one for one in told if one)})" if told else ""
        work = self.titles.get(entry.cite, "") if title else ""
        return f"{name}{shown}: {_short(work)}" if work else f"{name}{shown}"

    def section_hours(self, was: int | None, at: int | None) -> str:
        if self.hours.old is None or self.hours.new is None:
            return ""
        old = self.hours.old[was] if was is not None else 0
        new = self.hours.new[at] if at is not None else 0
        return f"{_hours(old)} → {_hours(new)}" if old != new else ""

    def summary(self, changes: Sequence[Change]) -> str:
        if not changes:
            return "The two lists say the same."
        counts = {
            kind: sum(isinstance(one, type_) for one in changes)
            for kind, type_ in (("added", EntryAdded), ("removed", EntryRemoved), ("moved", EntryMoved))
        }
        changed = len({one.at for one in changes if isinstance(one, EntryField)})
        parts = [f"{count} {kind}" for kind, count in (*counts.items(), ("changed", changed)) if count]
        text = (
            f"Readings: {', '.join(parts)}." if parts else "No reading was added, removed, moved or changed."
        )
        sections = sum(
            isinstance(one, SectionAdded | SectionRemoved | SectionMoved | SectionField) for one in changes
        )
        if sections:
            text += f" Changes to sections: {sections}."
        if self.hours.old is not None and self.hours.new is not None:
            old, new = sum(self.hours.old), sum(self.hours.new)
            text += (
                f" Hours: {_hours(old)} → {_hours(new)}."
                if old != new
                else f" Hours: {_hours(new)} as before."
            )
        return text


def heading(section: Section) -> str:
    """A section as it is named: "Week 4: Encryption", or its title."""
    return f"Week {section.week}: {section.title}" if section.week else section.title


def said(field: str, old: Any, new: Any) -> str:
    """A changed field in words: "pages or part pp. 1-9 → pp. 1-12", "note added: …"."""
    name = _WORDS.get(field, field.replace("_", " "))
    before, after = shown_value(old), shown_value(new)
    if not before:
        return f"{name} added: {_short(after)}"
    if not after:
        return f"{name} removed: {_short(before)}"
    if max(len(before), len(after)) <= _LONG:
        return f"{name} {before} → {after}"
    one, other = before.split(), after.split()
    codes = difflib.SequenceMatcher(None, one, other, autojunk=False).get_opcodes()
    gone = sum(end - start for code, start, end, _, _ in codes if code != "equal")
    come = sum(end - start for code, _, _, start, end in codes if code != "equal")
    told = [text for count, text in ((come, f"{come} words in"), (gone, f"{gone} words out")) if count]
    return f"{name} reworded: {', '.join(told) or 'spaces only'}"


def shown_value(value: Any) -> str:
    """A value in a line: dates as 2027-01-18, parts with their keys, several with commas; "" for nothing."""
    if value is None or value == "" or value == () or value == {}:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, datetime.date):
        return value.isoformat()
    if isinstance(value, BaseModel):
        # What is as it always is goes without saying.
        fields = type(value).model_fields.items()
        said_fields = ((name, getattr(value, name)) for name, _ in fields)
        usual = {name: field.get_default() for name, field in fields if not field.is_required()}
        said_fields = ((name, one) for name, one in said_fields if name not in usual or one != usual[name])
        parts = [f"{name} {shown_value(one)}" for name, one in said_fields if shown_value(one)]
        return parts[0].partition(" ")[2] if len(parts) == 1 else ", ".join(parts)
    if isinstance(value, Mapping):
        return ", ".join(f"{key} {shown_value(one)}" for key, one in value.items())
    if isinstance(value, tuple | list):
        return "; ".join(shown_value(one) for one in value)
    return " ".join(str(value).split())


def _fate(old: Any, new: Any) -> str:
    return "changed" if old and new else "added" if new else "removed"


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= _LONG else line[: _LONG - 1].rsplit(" ", 1)[0].rstrip(" ,;:.") + "…"


def _hours(minutes: int) -> str:
    return f"{minutes / 60:.1f} h"
