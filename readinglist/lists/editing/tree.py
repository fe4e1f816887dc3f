"""A YAML file as a tree of spans: where each key, value and item begins and ends in the text.

The parser's events say where everything stands; nothing is constructed and nothing written back, so what is
not edited cannot change: comments, quotes, blank lines, line ends.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Literal

import yaml

from readinglist.errors import ListError

_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

Kind = Literal["scalar", "sequence", "mapping", "alias"]


@dataclass(slots=True)
class Span:
    """A node: `start` and `end` are offsets in the text; `end` is after its last character, no line end in
    it.

    `value` is a scalar's text or an alias's name; `anchor` the name it is anchored under. `flow` is true
    inside and for `[…]` and `{…}`. `items` are a sequence's, `pairs` a mapping's keys with their values.
    """

    kind: Kind
    start: int
    end: int
    value: str = ""
    anchor: str = ""
    flow: bool = False
    style: str = ""
    items: list[Span] = field(default_factory=list)
    pairs: list[tuple[Span, Span]] = field(default_factory=list)

    @property
    def is_empty(self) -> bool:
        """Whether this is a value that is not there (`entries:` with nothing behind it)."""
        return self.kind == "scalar" and self.start == self.end and not self.style

    def get(self, key: str) -> Span | None:
        """The value of a mapping's key, None where there is none."""
        pair = self.pair(key)
        return pair[1] if pair else None

    def pair(self, key: str) -> tuple[Span, Span] | None:
        """A mapping's key and value."""
        return next((pair for pair in self.pairs if pair[0].value == key), None)


def read_tree(text: str, file: str) -> Span:
    """The spans of a list's text, which must begin without a byte order mark and be a mapping.

    Raises `ListError` for what is not that: load the file first, which says more.
    """
    try:
        events = iter(list(yaml.parse(text, Loader=_LOADER)))
    except (yaml.YAMLError, RecursionError, ValueError) as error:
        raise ListError("the file is not YAML that can be read", where=file) from error
    root = None
    for event in events:
        name = type(event).__name__
        if name == "DocumentStartEvent" and root is not None:
            raise ListError("the file holds several documents", where=file, hint="Keep one: take out `---`.")
        if name in _NODES:
            root = _node(event, events, text)
    if root is None or root.kind != "mapping":
        raise ListError("expected keys such as `title:`", where=file)
    return root


_NODES = frozenset({"ScalarEvent", "AliasEvent", "SequenceStartEvent", "MappingStartEvent"})


def _node(event: Any, events: Iterator[Any], text: str) -> Span:
    name, start = type(event).__name__, int(event.start_mark.index)
    if name == "AliasEvent":
        return Span("alias", start, int(event.end_mark.index), value=str(event.anchor))
    anchor = str(event.anchor or "")
    if name == "ScalarEvent":
        end, style = int(event.end_mark.index), event.style or ""
        if style in "|>" and style:
            end = _block_end(text, start, end)
        return Span("scalar", start, end, value=str(event.value), anchor=anchor, style=style)
    kind: Kind = "sequence" if name == "SequenceStartEvent" else "mapping"
    whole = Span(kind, start, start, anchor=anchor, flow=bool(event.flow_style))
    for inner in events:
        inner_name = type(inner).__name__
        if inner_name in ("SequenceEndEvent", "MappingEndEvent"):
            whole.end = int(inner.end_mark.index) if whole.flow else _last_end(whole)
            return whole
        child = _node(inner, events, text)
        if kind == "sequence":
            whole.items.append(child)
        else:
            whole.pairs.append((child, _node(next(events), events, text)))
    return whole


def _last_end(node: Span) -> int:
    ends = [one.end for one in node.items] + [value.end or key.end for key, value in node.pairs]
    return max([node.start, *ends, *(key.end + 1 for key, value in node.pairs if value.is_empty)])


def _block_end(text: str, start: int, end: int) -> int:
    """Where a block scalar ends: after its last line that is not blank; with `+` its blank lines are its
    own."""
    header = re.match(r"[|>][^\n]*", text[text.find(text[start], start) :])
    kept = bool(header and "+" in header[0].split("#")[0])
    block = text[start:end]
    return start + len(block.rstrip("\n") if kept and block.endswith("\n\n") else block.rstrip())
