"""Small changes to a YAML text by its spans: an item put in, taken out or moved, a key set or unset.

Every function takes a text and spans of it and returns splices; `apply` makes the new text. What no splice
names stays as it is, to the byte.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from readinglist.errors import ListError
from readinglist.lists.editing.scalars import Value, flow, item_lines, pair_lines, scalar
from readinglist.lists.editing.tree import Span


@dataclass(frozen=True, slots=True)
class Splice:
    """`text` in place of what stands from `start` to `end`."""

    start: int
    end: int
    text: str


def apply(text: str, splices: Iterable[Splice]) -> str:
    """The text with all splices made; they must not overlap."""
    parts, at = [], 0
    for one in sorted(splices, key=lambda splice: (splice.start, splice.end)):
        if one.start < at:
            raise ListError("this edit touches the same place twice", hint="Make it in two steps.")
        parts += [text[at : one.start], one.text]
        at = one.end
    return "".join([*parts, text[at:]])


def newline_of(text: str) -> str:
    """The line end that the text uses."""
    return "\r\n" if "\r\n" in text else "\n"


def line_start(text: str, at: int) -> int:
    """Where the line around `at` begins."""
    return text.rfind("\n", 0, at) + 1


def line_end(text: str, at: int) -> int:
    """Where the line around `at` ends, before its line end."""
    end = text.find("\n", at)
    end = len(text) if end < 0 else end
    return end - 1 if end > at and text[end - 1] == "\r" else end


def column(text: str, at: int) -> int:
    """How far into its line `at` stands."""
    return at - line_start(text, at)


def dash_of(text: str, sequence: Span, index: int) -> int:
    """Where the dash of a block sequence's item stands."""
    after = sequence.items[index - 1].end if index else sequence.start
    if index == 0 and text[sequence.start : sequence.start + 1] == "-":
        return sequence.start
    between = text[after : sequence.items[index].start + 1]
    found = next(re.finditer(r"(?m)^[ ]*(-)(?=\s|$)", between), None)
    if found is None:
        raise ListError("this part of the file is written in a way that only an editor can change")
    return after + found.start(1)


def insert_item(
    text: str, holder: tuple[Span, Span], index: int, lines: Sequence[str], flow_text: str, indent: int = 2
) -> Splice:
    """Put an item into a key's sequence, before the item at `index` or at the end.

    `lines` are the item in block style, dash included, `flow_text` the same in flow style. `indent` is how
    far a sequence stands in from its key where there is none to follow yet.
    """
    key, sequence = holder
    end = newline_of(text)
    if sequence.is_empty or (sequence.kind == "sequence" and not sequence.items):
        pad = " " * (column(text, key.start) + indent)
        at = line_end(text, key.end)
        if sequence.flow and (len(lines) == 1 or text[line_start(text, key.start) : key.start].strip(" -")):
            return Splice(sequence.start, sequence.end, f"[{flow_text}]")
        if sequence.flow:
            return Splice(
                key.end + 1, sequence.end, "".join(end + pad + line if line else end for line in lines)
            )
        return Splice(at, at, "".join(end + pad + line if line else end for line in lines))
    if sequence.kind != "sequence":
        raise ListError(f"`{key.value}` is no list that could take another item")
    if sequence.flow:
        if index < len(sequence.items):
            at = sequence.items[index].start
            return Splice(at, at, f"{flow_text}, ")
        at = sequence.items[-1].end
        return Splice(at, at, f", {flow_text}")
    pad = " " * column(text, dash_of(text, sequence, 0))
    gap = _has_gaps(text, sequence)
    block = [pad + line if line else line for line in lines]
    if index >= len(sequence.items):
        at = line_end(text, max(sequence.items[-1].end, dash_of(text, sequence, len(sequence.items) - 1)))
        return Splice(at, at, (end if gap else "") + "".join(end + line for line in block))
    at = line_start(text, _with_comments(text, sequence, index))
    return Splice(at, at, "".join(line + end for line in block) + (end if gap else ""))


def remove_item(text: str, sequence: Span, index: int, *, comments: bool = False) -> list[Splice]:
    """Take an item out of a sequence; with `comments` those right above it too."""
    if sequence.flow:
        return [_remove_from_flow(text, sequence, index)]
    start, end = item_extent(text, sequence, index, comments=comments)
    before = text[:start].rstrip(" \t")
    blank_before = not before or before.endswith(("\n\n", "\n\r\n"))
    follows = re.compile(r"(?:[ \t]*\r?\n)*").match(text, end)
    assert follows is not None
    if index == len(sequence.items) - 1 and not text[end:].strip():
        stripped = text[:start].rstrip()
        at = line_end(text, len(stripped))
        return [Splice(min(at + len(newline_of(text)), start), end, "")]
    if blank_before:
        end = follows.end()
    return [Splice(start, end, "")]


def item_extent(text: str, sequence: Span, index: int, *, comments: bool) -> tuple[int, int]:
    """The whole lines of a block sequence's item, their last line end included."""
    dash = dash_of(text, sequence, index)
    first = line_start(text, dash)
    if text[first:dash].strip():
        raise ListError("this part of the file is written in a way that only an editor can change")
    last = line_end(text, max(sequence.items[index].end, dash))
    return (
        line_start(text, _with_comments(text, sequence, index)) if comments else first,
        min(len(text), last + len(newline_of(text))) if last < len(text) else last,
    )


def chunk_lines(text: str, sequence: Span, index: int) -> list[str]:
    """A block item's lines with the comments right above it, indented as from the dash."""
    start, end = item_extent(text, sequence, index, comments=True)
    pad = column(text, dash_of(text, sequence, index))
    return [line[pad:] if not line[:pad].strip() else line.lstrip() for line in text[start:end].splitlines()]


def set_key(text: str, mapping: Span, key: str, value: Value, order: Sequence[str]) -> Splice:
    """Give a mapping's key a value, in place of the old one or after the key that it follows in `order`."""
    pair = mapping.pair(key)
    if pair is None:
        return _new_key(text, mapping, key, value, order)
    name, old = pair
    if mapping.flow:
        return (
            Splice(old.start, old.end, flow(value))
            if not old.is_empty
            else _after_colon(text, name, flow(value))
        )
    end = old.end if not old.is_empty else name.end + 1
    comment = "#" in text[end : line_end(text, end)]
    lines = pair_lines(key, value, one_line=comment)
    pad = newline_of(text) + " " * column(text, name.start)
    said = pad.join(lines)[len(key) + 1 :].replace(pad + newline_of(text), newline_of(text) * 2)
    colon = text.index(":", name.end)
    return Splice(colon + 1, max(end, colon + 1), said)


def unset_key(text: str, mapping: Span, key: str) -> list[Splice]:
    """Take a key with its value out of a mapping; nothing where it is not there."""
    at = next((at for at, pair in enumerate(mapping.pairs) if pair[0].value == key), None)
    if at is None:
        return []
    name, value = mapping.pairs[at]
    end = max(value.end, name.end + 1)
    if mapping.flow:
        return [_drop_between(text, name.start, end, mapping.start + 1)]
    start = line_start(text, name.start)
    if not text[start : name.start].strip():
        return [Splice(start, min(len(text), line_end(text, end) + len(newline_of(text))), "")]
    # The key stands on the line of its dash.
    if at + 1 < len(mapping.pairs) and not text[end : mapping.pairs[at + 1][0].start].strip():
        end = mapping.pairs[at + 1][0].start
    return [Splice(name.start, end, "")]


def as_mapping(text: str, entry: Span, pairs: Sequence[tuple[str, Value]], *, in_flow: bool) -> list[Splice]:
    """Make an entry that is just its key into a mapping, with more keys."""
    written = text[entry.start : entry.end]
    if in_flow:
        more = "".join(f", {key}: {flow(value)}" for key, value in pairs)
        return [Splice(entry.start, entry.end, f"{{cite: {written}{more}}}")]
    pad = newline_of(text) + " " * column(text, entry.start)
    lines = [line for key, value in pairs for line in pair_lines(key, value)]
    at = line_end(text, entry.end)
    return [Splice(entry.start, entry.start, "cite: "), Splice(at, at, "".join(pad + line for line in lines))]


def block_item(value: Value) -> tuple[list[str], str]:
    """A new item as `insert_item` takes it: in block and in flow style."""
    return item_lines(value), flow(value) if not isinstance(value, str) else scalar(value, flow=True)


def _with_comments(text: str, sequence: Span, index: int) -> int:
    """Where the comments right above an item begin; the item's dash where there are none."""
    dash = dash_of(text, sequence, index)
    least = sequence.items[index - 1].end if index else 0
    start = line_start(text, dash)
    while start > 0:
        above = line_start(text, start - 1)
        if above <= least or not text[above:start].strip().startswith("#"):
            break
        start = above
    return max(start, 0) if start != line_start(text, dash) else dash


def _has_gaps(text: str, sequence: Span) -> bool:
    """Whether the items of a block sequence stand apart by blank lines."""
    pairs = zip(sequence.items, sequence.items[1:], strict=False)
    return len(sequence.items) > 1 and all(
        re.search(r"\n[ \t]*\r?\n", text[one.end : other.start]) for one, other in pairs
    )


def _remove_from_flow(text: str, sequence: Span, index: int) -> Splice:
    item = sequence.items[index]
    return _drop_between(text, item.start, item.end, sequence.start + 1)


def _drop_between(text: str, start: int, end: int, least: int) -> Splice:
    """Take out a part of a flow collection with the comma after it, or else the one before it."""
    after = re.compile(r"\s*,[ \t]*").match(text, end)
    if after:
        return Splice(start, after.end(), "")
    before = re.search(r",\s*$", text[least:start])
    return Splice(least + before.start() if before else start, end, "")


def _new_key(text: str, mapping: Span, key: str, value: Value, order: Sequence[str]) -> Splice:
    rank = {name: at for at, name in enumerate(order)}
    before = [pair for pair in mapping.pairs if rank.get(pair[0].value, len(rank)) < rank.get(key, len(rank))]
    if mapping.flow:
        if not mapping.pairs:
            return Splice(mapping.start, mapping.end, flow({key: value}))
        name, old = (before or mapping.pairs)[-1]
        at = max(old.end, name.end)
        return Splice(at, at, f", {key}: {flow(value)}")
    name, old = (before or mapping.pairs)[-1]
    at = line_end(text, max(old.end, name.end + 1) if old.is_empty else old.end)
    pad = newline_of(text) + " " * column(text, mapping.pairs[0][0].start)
    return Splice(
        at, at, "".join(pad + line if line else newline_of(text) for line in pair_lines(key, value))
    )


def _after_colon(text: str, key: Span, said: str) -> Splice:
    colon = text.find(":", key.end, key.end + 1)
    return Splice(key.end, key.end, f": {said}") if colon < 0 else Splice(colon + 1, colon + 1, f" {said}")
