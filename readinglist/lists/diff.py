"""What differs between two lists, part by part; the changes applied to the one give the other.

Sections are the same when their titles are, or nearly are, or when they share most of their readings; entries
when they cite the same work (or say the same text). So a section that was renamed or a reading that went to
another week is one change and not two.
"""

from __future__ import annotations

import difflib
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

from readinglist.items.text import fold
from readinglist.lists.model import Entry, ReadingList, Section

Place = tuple[int, int]
"""A section's place among all sections of its list in reading order, and an entry's place in that section."""

_LIKE_TITLE = 0.75
_SHARED = 0.5


@dataclass(frozen=True, slots=True)
class ListField:
    """A field of the whole list changed."""

    field: str
    old: Any
    new: Any


@dataclass(frozen=True, slots=True)
class SectionAdded:
    """A section, without its entries and subsections, is new at `at`; `level` is its depth from 1."""

    at: int
    level: int
    section: Section


@dataclass(frozen=True, slots=True)
class SectionRemoved:
    """The section that was at `was` is gone."""

    was: int
    section: Section


@dataclass(frozen=True, slots=True)
class SectionMoved:
    """A section went to another place or depth."""

    was: int
    at: int
    level: int
    section: Section


@dataclass(frozen=True, slots=True)
class SectionField:
    """A field of a section changed."""

    was: int
    at: int
    field: str
    old: Any
    new: Any


@dataclass(frozen=True, slots=True)
class EntryAdded:
    """An entry is new at `at`."""

    at: Place
    entry: Entry


@dataclass(frozen=True, slots=True)
class EntryRemoved:
    """The entry that was at `was` is gone."""

    was: Place
    entry: Entry


@dataclass(frozen=True, slots=True)
class EntryMoved:
    """An entry went to another place or section."""

    was: Place
    at: Place
    entry: Entry


@dataclass(frozen=True, slots=True)
class EntryField:
    """A field of an entry changed; `entry` is the new one."""

    was: Place
    at: Place
    field: str
    old: Any
    new: Any
    entry: Entry


Change: TypeAlias = (
    ListField
    | SectionAdded
    | SectionRemoved
    | SectionMoved
    | SectionField
    | EntryAdded
    | EntryRemoved
    | EntryMoved
    | EntryField
)


@dataclass(frozen=True, slots=True)
class Flat:
    """A section at its depth, its subsections taken out of it."""

    level: int
    section: Section


def flatten(sections: Iterable[Section], level: int = 1) -> list[Flat]:
    """Every section in reading order, each before its subsections; what is not written is not filled in."""
    found: list[Flat] = []
    for section in sections:
        found.append(Flat(level, section.model_copy(update={"sections": ()})))
        found += flatten(section.sections, level + 1)
    return found


def compare(old: ReadingList, new: ReadingList) -> tuple[Change, ...]:
    """The changes that make `new` of `old`, none for lists that say the same. Names of lists do not count."""
    before, after = flatten(old.sections), flatten(new.sections)
    fields = [
        ListField(name, getattr(old, name), getattr(new, name))
        for name in type(old).model_fields
        if name not in ("name", "sections") and getattr(old, name) != getattr(new, name)
    ]
    origin = _matched_sections(before, after)
    return (*fields, *_section_changes(before, after, origin), *_entry_changes(before, after, origin))


def apply(old: ReadingList, changes: Iterable[Change]) -> ReadingList:
    """`old` with the changes made, which must have been found by comparing with it."""
    by_kind: dict[type, list[Any]] = defaultdict(list)
    for change in changes:
        by_kind[type(change)].append(change)
    before = flatten(old.sections)
    places = _placed(
        range(len(before)),
        gone={one.was for one in by_kind[SectionRemoved]},
        moved={one.was: one.at for one in by_kind[SectionMoved]},
        added={one.at for one in by_kind[SectionAdded]},
    )
    added = {one.at: one for one in by_kind[SectionAdded]}
    levels = {one.at: one.level for one in by_kind[SectionMoved]}
    entries = _applied_entries(before, places, by_kind)
    made = []
    for at, was in enumerate(places):
        base = before[was] if was is not None else Flat(added[at].level, added[at].section)
        update = {one.field: one.new for one in by_kind[SectionField] if one.at == at}
        section = base.section.model_copy(update={**update, "entries": tuple(entries[at])})
        made.append(Flat(levels.get(at, base.level), section))
    top = {one.field: one.new for one in by_kind[ListField]}
    return old.model_copy(update={**top, "sections": _nested(made, 1)})


def _matched_sections(before: Sequence[Flat], after: Sequence[Flat]) -> dict[int, int]:
    """For each place in the new list the place in the old one, for sections that are the same."""
    origin: dict[int, int] = {}

    def rest(places: Sequence[Flat], taken: Iterable[int]) -> list[int]:
        gone = set(taken)
        return [at for at in range(len(places)) if at not in gone]

    titles: dict[str, list[int]] = defaultdict(list)
    for was, flat in enumerate(before):
        titles[fold(flat.section.title)].append(was)
    for at, flat in enumerate(after):
        known = titles[fold(flat.section.title)]
        if known:
            origin[at] = known.pop(0)
    scored = [
        (score, was, at)
        for at in rest(after, origin)
        for was in rest(before, origin.values())
        if (score := _likeness(before[was].section, after[at].section)) > 0
    ]
    for _score, was, at in sorted(scored, key=lambda one: (-one[0], one[1], one[2])):
        if at not in origin and was not in origin.values():
            origin[at] = was
    return origin


def _likeness(one: Section, other: Section) -> float:
    """How much two sections with different titles look like one that was renamed; 0 for not enough."""
    mine, theirs = ({entry.label for entry in section.entries} for section in (one, other))
    shared = len(mine & theirs) / len(mine | theirs) if mine | theirs else 0.0
    matcher = difflib.SequenceMatcher(None, fold(one.title), fold(other.title))
    title = matcher.ratio() if matcher.quick_ratio() >= _LIKE_TITLE else 0.0
    return (shared if shared >= _SHARED else 0.0) + (title if title >= _LIKE_TITLE else 0.0)


def _section_changes(
    before: Sequence[Flat], after: Sequence[Flat], origin: Mapping[int, int]
) -> list[Change]:
    changes: list[Change] = []
    matched = set(origin.values())
    changes += [SectionRemoved(was, flat.section) for was, flat in enumerate(before) if was not in matched]
    kept = _longest_rising([origin[at] for at in sorted(origin)])
    for at, flat in enumerate(after):
        was = origin.get(at)
        if was is None:
            changes.append(SectionAdded(at, flat.level, flat.section.model_copy(update={"entries": ()})))
            continue
        if was not in kept or before[was].level != flat.level:
            changes.append(SectionMoved(was, at, flat.level, flat.section))
        changes += [
            SectionField(was, at, name, getattr(before[was].section, name), getattr(flat.section, name))
            for name in Section.model_fields
            if name not in ("entries", "sections")
            and getattr(before[was].section, name) != getattr(flat.section, name)
        ]
    return changes


def _entry_changes(before: Sequence[Flat], after: Sequence[Flat], origin: Mapping[int, int]) -> list[Change]:
    pairs = _matched_entries(before, after, origin)
    kept: set[Place] = set()
    for at, was in origin.items():
        within = [
            pairs[at, place][1]
            for place in range(len(after[at].section.entries))
            if (at, place) in pairs and pairs[at, place][0] == was
        ]
        kept |= {(was, one) for one in _longest_rising(within)}
    changes: list[Change] = []
    matched = set(pairs.values())
    for was, flat in enumerate(before):
        changes += [
            EntryRemoved((was, place), entry)
            for place, entry in enumerate(flat.section.entries)
            if (was, place) not in matched
        ]
    for at, flat in enumerate(after):
        for place, entry in enumerate(flat.section.entries):
            here = (at, place)
            if here not in pairs:
                changes.append(EntryAdded(here, entry))
                continue
            there = pairs[here]
            if there not in kept:
                changes.append(EntryMoved(there, here, entry))
            earlier = before[there[0]].section.entries[there[1]]
            changes += [
                EntryField(there, here, name, getattr(earlier, name), getattr(entry, name), entry)
                for name in Entry.model_fields
                if getattr(earlier, name) != getattr(entry, name)
            ]
    return changes


def _matched_entries(
    before: Sequence[Flat], after: Sequence[Flat], origin: Mapping[int, int]
) -> dict[Place, Place]:
    """For each entry of the new list the same one in the old: in the same section first, then anywhere."""
    pairs: dict[Place, Place] = {}
    left: dict[str, list[Place]] = defaultdict(list)
    for was, flat in enumerate(before):
        for place, entry in enumerate(flat.section.entries):
            left[_identity(entry)].append((was, place))
    for anywhere in (False, True):
        for at, flat in enumerate(after):
            for place, entry in enumerate(flat.section.entries):
                if (at, place) in pairs:
                    continue
                found = [one for one in left[_identity(entry)] if anywhere or one[0] == origin.get(at)]
                if found:
                    same = [one for one in found if before[one[0]].section.entries[one[1]] == entry]
                    pairs[at, place] = (same or found)[0]
                    left[_identity(entry)].remove(pairs[at, place])
    return pairs


def _identity(entry: Entry) -> str:
    kind = "cite" if entry.cite else "link" if entry.link else "text"
    return f"{kind}:{getattr(entry, kind)}"


def _longest_rising(numbers: Sequence[int]) -> set[int]:
    """The members of a longest rising subsequence of different numbers."""
    ends: list[int] = []
    last: list[int] = []
    previous: list[int] = []
    for at, number in enumerate(numbers):
        length = bisect_left(ends, number)
        previous.append(last[length - 1] if length else -1)
        ends[length:] = [number] if length == len(ends) else [number, *ends[length + 1 :]]
        last[length:] = [at] if length == len(last) else [at, *last[length + 1 :]]
    found: set[int] = set()
    at = last[-1] if last else -1
    while at >= 0:
        found.add(numbers[at])
        at = previous[at]
    return found


def _placed(
    old: Iterable[int], gone: set[int], moved: Mapping[int, int], added: set[int]
) -> list[int | None]:
    """What stands at each new place: the old place of what was kept or moved, None for what is new."""
    stay = [was for was in old if was not in gone and was not in moved]
    fixed: dict[int, int | None] = {**{at: was for was, at in moved.items()}, **dict.fromkeys(added)}
    remaining = iter(stay)
    return [fixed[at] if at in fixed else next(remaining) for at in range(len(stay) + len(fixed))]


def _applied_entries(
    before: Sequence[Flat], places: Sequence[int | None], by_kind: Mapping[type, list[Any]]
) -> list[list[Entry]]:
    removed = {one.was for one in by_kind.get(EntryRemoved, ())}
    moved = {one.was: one.at for one in by_kind.get(EntryMoved, ())}
    updates: dict[Place, dict[str, Any]] = defaultdict(dict)
    for one in by_kind.get(EntryField, ()):
        updates[one.was][one.field] = one.new

    def entry(was: Place) -> Entry:
        found = before[was[0]].section.entries[was[1]]
        return found.model_copy(update=updates[was]) if was in updates else found

    put: dict[int, dict[int, Entry]] = defaultdict(dict)
    for one in by_kind.get(EntryAdded, ()):
        put[one.at[0]][one.at[1]] = one.entry
    for was, at in moved.items():
        put[at[0]][at[1]] = entry(was)
    whole = []
    for at, section in enumerate(places):
        old = before[section].section.entries if section is not None else ()
        stay = [(section or 0, place) for place in range(len(old))]
        kept = iter([entry(was) for was in stay if was not in removed and was not in moved])
        count = sum(was not in removed and was not in moved for was in stay) + len(put[at])
        whole.append([put[at][place] if place in put[at] else next(kept) for place in range(count)])
    return whole


def _nested(flat: Sequence[Flat], level: int) -> tuple[Section, ...]:
    made: list[Section] = []
    at = 0
    while at < len(flat):
        end = at + 1
        while end < len(flat) and flat[end].level > level:
            end += 1
        below = _nested(flat[at + 1 : end], level + 1)
        made.append(flat[at].section.model_copy(update={"sections": below}))
        at = end
    return tuple(made)
