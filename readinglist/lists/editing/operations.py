"""What can be done to a list's file: each function takes its text and returns the new one.

The file is to have been loaded before (`lists.load`): then its parts are what they should be.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias

from readinglist.errors import ListError, UsageError
from readinglist.lists.editing.finding import EntrySpot, Outline, SectionSpot, read_outline
from readinglist.lists.editing.scalars import Value, flow, item_lines
from readinglist.lists.editing.splices import (
    Splice,
    apply,
    as_mapping,
    block_item,
    chunk_lines,
    column,
    dash_of,
    insert_item,
    newline_of,
    remove_item,
    set_key,
    unset_key,
)
from readinglist.lists.editing.tree import Span
from readinglist.lists.model import Entry, ReadingList, Section

_LIST_ORDER = (
    *[k for k in ReadingList.model_fields if k not in ("policies", "licence")],
    "policies",
    "licence",
)
_SECTION_ORDER = tuple(Section.model_fields)
_ENTRY_ORDER = tuple(Entry.model_fields)

Fields: TypeAlias = Mapping[str, "Value | None"]
"""Keys with their new values; None takes a key out."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where among its siblings something goes: at the end, first, or by a sibling (a key, a section) or
    number."""

    how: Literal["last", "first", "before", "after", "number"] = "last"
    sibling: str = ""
    number: int = 0


def add_entries(
    text: str,
    file: str,
    keys: Sequence[str],
    section: str,
    fields: Fields,
    place: Place,
    *,
    heading: Callable[[Outline], str] = lambda _: "Readings",
) -> str:
    """Put entries into a section; one without fields is written as just its key.

    Without a `section` the list must have only one, or none: then one called what `heading` says is made.
    Raises `ListError` for a section that is not there and for a key that is there already.
    """
    outline = read_outline(text, file)
    if not section and not outline.sections():
        text = add_section(text, file, heading(outline), {}, Place())
        outline = read_outline(text, file)
    spot = _the_section(outline, section)
    there = {entry.key.casefold() for entry in outline.entries(spot)}
    for key in keys:
        if key.casefold() in there:
            raise ListError(
                f"'{key}' is in section '{spot.title}' already",
                where=file,
                hint="`readinglist lists set` changes what the list says about it.",
            )
    given: dict[str, Value] = {}
    for one in sorted(fields, key=_ENTRY_ORDER.index):
        value = fields[one]
        if value is not None:
            given[one] = value
    items: list[Value] = [{"cite": key, **given} if given else key for key in keys]
    index = _entry_index(outline, spot, place)
    for offset, item in enumerate(items):
        spot = read_outline(text, file).find_same(spot)
        text = apply(text, [_insert_entry(read_outline(text, file), spot, index + offset, *block_item(item))])
    return text


def remove_entries(text: str, file: str, keys: Sequence[str], section: str) -> str:
    """Take entries out of a section, or out of the whole list. Raises `ListError` for one that is not
    there."""
    for key in keys:
        outline = read_outline(text, file)
        hits = outline.find_entries(key, section)
        splices = [splice for hit in hits for splice in remove_item(text, hit.sequence, hit.index)]
        text = apply(text, splices)
    return text


def move_entry(text: str, file: str, key: str, source: str, target: str, place: Place) -> str:
    """Move an entry to another section, or to another place in its own; comments right above it go with
    it."""
    outline = read_outline(text, file)
    entry = outline.find_entry(key, source)
    spot = outline.find_section(target) if target else entry.section
    if spot.span is not entry.section.span:
        for other in outline.entries(spot):
            if other.key.casefold() == key.casefold():
                raise ListError(f"'{key}' is in section '{spot.title}' already", where=file)
    index = _entry_index(outline, spot, place, without=entry)
    return apply(text, _moved(outline, entry, spot, index))


def set_entry(text: str, file: str, key: str, section: str, fields: Fields) -> str:
    """Set, change or (with None) take out what the list says about an entry."""
    for name, value in fields.items():
        outline = read_outline(text, file)
        entry = outline.find_entry(key, section)
        if entry.span.kind == "alias":
            raise ListError(
                f"'{key}' is written as the alias *{entry.span.value} here",
                where=file,
                hint="Write the entry out in an editor first (`readinglist lists edit`).",
            )
        if entry.span.kind == "scalar":
            pairs = [(one, said) for one, said in fields.items() if said is not None]
            return (
                apply(text, as_mapping(text, entry.span, pairs, in_flow=entry.sequence.flow))
                if pairs
                else text
            )
        text = apply(text, _changed(text, entry.span, name, value, _ENTRY_ORDER))
    return text


def set_section(text: str, file: str, section: str, fields: Fields) -> str:
    """Set, change or (with None) take out keys of a section."""
    spot = _the_section(read_outline(text, file), section)
    for name, value in fields.items():
        outline = read_outline(text, file)
        spot = outline.find_same(spot)
        text = apply(text, _changed(text, spot.span, name, value, _SECTION_ORDER))
    return text


def set_list(text: str, file: str, fields: Fields) -> str:
    """Set, change or (with None) take out keys of the list itself."""
    for name, value in fields.items():
        text = apply(text, _changed(text, read_outline(text, file).root, name, value, _LIST_ORDER))
    return text


def add_section(text: str, file: str, title: str, fields: Fields, place: Place, within: str = "") -> str:
    """Add a section, at the end or beside another; `within` names the section that it becomes a part of."""
    outline = read_outline(text, file)
    holder = outline.find_section(within).span if within else outline.root
    given: dict[str, Value] = {"title": title}
    given |= {key: value for key, value in fields.items() if value is not None}
    pair = holder.pair("sections")
    if pair is None:
        order = _SECTION_ORDER if within else _LIST_ORDER
        return apply(text, [_new_sequence(text, holder, "sections", given, order)])
    index = _section_index(outline, pair[1], place)
    return apply(text, [insert_item(text, pair, index, item_lines(given), flow(given))])


def rename_section(text: str, file: str, section: str, title: str) -> str:
    """Give a section another title."""
    return set_section(text, file, section, {"title": title})


def move_section(text: str, file: str, section: str, place: Place) -> str:
    """Move a section with all that is in it to another place among its siblings."""
    outline = read_outline(text, file)
    spot = outline.find_section(section)
    index = _section_index(outline, spot.sequence, place, without=spot.index)
    sequence = spot.sequence
    if index == spot.index:
        return text
    holder = _holder(outline, sequence)
    target = index if index < spot.index else index + 1
    if sequence.flow:
        written = text[spot.span.start : spot.span.end]
        put = insert_item(text, holder, target, [], written)
    else:
        put = insert_item(text, holder, target, chunk_lines(text, sequence, spot.index), "")
    return apply(text, [*remove_item(text, sequence, spot.index, comments=True), put])


def remove_section(text: str, file: str, section: str, *, with_entries: bool = False) -> str:
    """Take a section out. Raises `UsageError` for one that is not empty, unless `with_entries`."""
    outline = read_outline(text, file)
    spot = outline.find_section(section)
    inner = spot.span.get("sections")
    count = len(outline.entries(spot)) + (len(inner.items) if inner else 0)
    if count and not with_entries:
        raise UsageError(
            f"section '{spot.title}' has {count} {'entry' if count == 1 else 'entries'}",
            where=file,
            hint="`--force` takes it out with them; `readinglist lists undo` brings it back.",
        )
    return apply(text, remove_item(text, spot.sequence, spot.index))


def replace_query(text: str, file: str, section: SectionSpot, entries: Sequence[Value]) -> str:
    """Write a section's entries out in place of its query, which goes with all that belongs to it."""
    for name in ("query", "limit", "importance", "pins", "exclude"):
        spot = read_outline(text, file).find_same(section)
        text = apply(text, unset_key(text, spot.span, name))
    for item in entries:
        outline = read_outline(text, file)
        spot = outline.find_same(section)
        text = apply(text, [_insert_entry(outline, spot, len(outline.entries(spot)), *block_item(item))])
    return text


def _changed(text: str, mapping: Span, key: str, value: Value | None, order: Sequence[str]) -> list[Splice]:
    return unset_key(text, mapping, key) if value is None else [set_key(text, mapping, key, value, order)]


def _the_section(outline: Outline, name: str) -> SectionSpot:
    if name:
        return outline.find_section(name)
    known = outline.sections()
    if len(known) == 1:
        return known[0]
    listed = "; ".join(spot.label for spot in known[:12]) + ("; …" if len(known) > 12 else "")
    raise UsageError(
        f"the list has {len(known)} sections", where=outline.file, hint=f"Say which with --section: {listed}"
    )


def _entry_index(outline: Outline, spot: SectionSpot, place: Place, without: EntrySpot | None = None) -> int:
    """The index at which an entry goes in; the entry that is being moved counts as gone."""
    entries = [one for one in outline.entries(spot) if without is None or one.span is not without.span]
    return _index(place, [one.key for one in entries], outline, f"section '{spot.title}' has no entry")


def _section_index(outline: Outline, sequence: Span, place: Place, without: int = -1) -> int:
    if place.how in ("before", "after"):
        sibling = outline.find_section(place.sibling)
        if sibling.sequence is not sequence:
            raise UsageError(f"'{place.sibling}' stands in another section", where=outline.file)
        gone = 0 <= without < sibling.index
        return sibling.index - gone + (place.how == "after")
    names = [""] * (len(sequence.items) - (without >= 0))
    return _index(place, names, outline, "there is no section")


def _index(place: Place, names: Sequence[str], outline: Outline, missing: str) -> int:
    if place.how == "first":
        return 0
    if place.how == "number":
        return max(0, min(place.number - 1, len(names)))
    if place.how == "last":
        return len(names)
    folded = [name.casefold() for name in names]
    if place.sibling.casefold() not in folded:
        raise ListError(f"{missing} '{place.sibling}'", where=outline.file)
    return folded.index(place.sibling.casefold()) + (place.how == "after")


def _insert_entry(
    outline: Outline, spot: SectionSpot, index: int, lines: list[str], flow_text: str
) -> Splice:
    text, section = outline.text, spot.span
    if section.kind != "mapping":
        raise ListError(
            f"section '{spot.title}' is an alias here", where=outline.file, hint="Write it out in an editor."
        )
    pair = section.pair("entries")
    if pair is None:
        if section.flow:
            after = max(section.pairs[-1][1].end, section.pairs[-1][0].end)
            return Splice(after, after, f", entries: [{flow_text}]")
        pad = " " * _indent_used(outline)
        block = ["entries:", *(pad + line if line else "" for line in lines)]
        return _lines_after(text, section, "entries", block, _SECTION_ORDER)
    if pair[1].kind == "alias":
        raise ListError(
            f"the entries of '{spot.title}' are an alias",
            where=outline.file,
            hint="Write them out in an editor.",
        )
    return insert_item(text, pair, index, lines, flow_text, _indent_used(outline))


def _indent_used(outline: Outline) -> int:
    """How far the file's own entries stand in from their key; 2 where there are none to follow."""
    for spot in outline.sections():
        pair = spot.span.pair("entries") if spot.span.kind == "mapping" else None
        if pair and pair[1].kind == "sequence" and pair[1].items and not pair[1].flow:
            return column(outline.text, dash_of(outline.text, pair[1], 0)) - column(
                outline.text, pair[0].start
            )
    return 2


def _new_sequence(
    text: str, holder: Span, key: str, item: Mapping[str, Value], order: Sequence[str]
) -> Splice:
    if holder.flow:
        return set_key(text, holder, key, [item], order)
    return _lines_after(text, holder, key, [f"{key}:", *(f"  {line}" for line in item_lines(item))], order)


def _lines_after(text: str, mapping: Span, key: str, block: Sequence[str], order: Sequence[str]) -> Splice:
    """A key with its lines, put where `set_key` would put it."""
    made = set_key(text, mapping, key, "x", order)
    pad = newline_of(text) + " " * column(text, mapping.pairs[0][0].start)
    return Splice(made.start, made.end, "".join(pad + line if line else newline_of(text) for line in block))


def _moved(outline: Outline, entry: EntrySpot, spot: SectionSpot, index: int) -> list[Splice]:
    text = outline.text
    written = text[entry.span.start : entry.span.end]
    same = spot.span is entry.section.span
    if same and index == entry.index:
        return []
    target = index + 1 if same and index >= entry.index else index
    if entry.sequence.flow:
        return [
            _insert_entry(outline, spot, target, [f"- {written}"], written),
            *remove_item(text, entry.sequence, entry.index),
        ]
    into = spot.span.get("entries")
    lines = chunk_lines(text, entry.sequence, entry.index)
    is_block = entry.span.kind == "mapping" and not entry.span.flow
    if into is not None and into.flow and into.items and (is_block or any("#" in line for line in lines)):
        raise ListError(
            f"the entries of '{spot.title}' stand in one pair of brackets",
            where=outline.file,
            hint="Give each a line of its own first (`readinglist lists edit`).",
        )
    put = _insert_entry(outline, spot, target, lines, written)
    return [put, *remove_item(text, entry.sequence, entry.index, comments=True)]


def _holder(outline: Outline, sequence: Span) -> tuple[Span, Span]:
    """The key and value of which a sequence of sections is the value."""
    holders = [outline.root, *(spot.span for spot in outline.sections() if spot.span.kind == "mapping")]
    for holder in holders:
        pair = holder.pair("sections")
        if pair is not None and pair[1] is sequence:
            return pair
    raise ListError("this part of the file is written in a way that only an editor can change")
