"""Changing single values in a list's text, and nothing else: comments, quotes, blank lines, line ends stay.

The text is parsed only to learn where a value stands; what is written is the old text with that stretch of it
replaced. Every change is checked by reading the new text: what was not meant to change must read as before.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from ruamel.yaml import YAML
from ruamel.yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from readinglist.errors import ListError
from readinglist.lists.model import PartPath
from readinglist.lists.source import load_text

BOM = "\ufeff"
_ANCHOR = re.compile(r"(?:[&!]\S*\s+)*")
_BLANK_OR_COMMENT = re.compile(r"[ \t]*(?:#.*)?")


@dataclass(frozen=True, slots=True)
class Scalar:
    """A single value in a text: what it says, where it begins and ends (characters), its quotation mark."""

    value: str
    start: int
    end: int
    quote: str = ""


def load_exact(path: Path) -> str:
    """A list's text with its line ends and its byte-order mark. Raises what `source.load_text` does."""
    load_text(path)
    return path.read_bytes().decode("utf-8")


def scalars(text: str) -> dict[PartPath, Scalar]:
    """Every single value of a YAML text by its path; one shared through an alias stands where it is written.

    `text` must be YAML that `lists.load` reads, without a byte-order mark.
    """
    root = YAML(typ="safe", pure=True).compose(text)
    found: dict[PartPath, Scalar] = {}
    for path, node in _walk(root, ()):
        if isinstance(node, ScalarNode):
            quote = node.style if node.style in ("'", '"') else ""
            # An anchor before a value counts as its beginning.
            start = node.start_mark.index + len(_ANCHOR.match(text, node.start_mark.index)[0])  # type: ignore[index]
            # A block of text ends where the next thing begins; the blank between is not its own.
            end = start + len(text[start : node.end_mark.index].rstrip())
            found[path] = Scalar(str(node.value), start, end, quote)
    return found


def replace_scalars(text: str, changes: Mapping[PartPath, str]) -> str:
    """`text` with the values at these paths replaced; quotation marks stay as they were.

    The new values must need no quotes of their own, such as dates. Raises `KeyError` for a path without a
    value.
    """
    if text.startswith(BOM):
        return BOM + replace_scalars(text.removeprefix(BOM), changes)
    places = scalars(text)
    stretches = {
        (places[path].start, places[path].end): (places[path].quote, new) for path, new in changes.items()
    }
    for (start, end), (quote, new) in sorted(stretches.items(), reverse=True):
        text = f"{text[:start]}{quote}{new}{quote}{text[end:]}"
    return text


def set_top_value(text: str, key: str, value: str, after: tuple[str, ...]) -> str:
    """`text` with the top-level `key: value`, replaced where it stands, else on a line of its own.

    The line comes after the last of the keys `after`. `value` is written as it is. Raises
    `ListError` where the text has no place for it.
    """
    if text.startswith(BOM):
        return BOM + set_top_value(text.removeprefix(BOM), key, value, after)
    root = YAML(typ="safe", pure=True).compose(text)
    if not isinstance(root, MappingNode):
        raise ListError("the file is not a mapping of keys to values")
    pairs = [(str(name.value), name, node) for name, node in root.value]
    for at, (name, name_node, node) in enumerate(pairs):
        if name == key:
            return _with_value(text, name_node, node, _end_of(text, root, at), value)
    if root.flow_style:
        start = root.start_mark.index + 1
        return f"{text[:start]}{key}: {value}, {text[start:]}"
    known = [at for at, (name, _, _) in enumerate(pairs) if name in after]
    place = _end_of(text, root, max(known)) if known else pairs[0][1].start_mark.index
    break_ = "\r\n" if "\r\n" in text else "\n"
    lead = "" if place == 0 or text[place - 1] == "\n" else break_
    indent = " " * pairs[0][1].start_mark.column
    line = f"{indent}{key}: {value}{break_}" if known else f"{key}: {value}{break_}{indent}"
    return f"{text[:place]}{lead}{line}{text[place:]}"


def _with_value(text: str, name: Node, node: Node, end: int, value: str) -> str:
    start = node.start_mark.index
    if isinstance(node, ScalarNode) and not node.style and not node.value:
        start = name.end_mark.index
        start += text[start:].index(":") + 1
        return f"{text[:start]} {value}{text[start:]}"
    if isinstance(node, MappingNode) and not node.flow_style:
        # A block of lines below the key becomes one line beside it; comments inside it would be lost.
        stop = end - (len(text[:end]) - len(text[:end].rstrip()))
        start = name.end_mark.index + text[name.end_mark.index :].index(":") + 1
        if "#" in text[start:stop]:
            raise ListError("there are comments inside this value", hint="Change it by hand.")
        return f"{text[:start]} {value}{text[stop:]}"
    return f"{text[:start]}{value}{text[node.end_mark.index :]}"


def _end_of(text: str, root: MappingNode, at: int) -> int:
    """Where the value of a top-level key has ended, at the beginning of the next line."""
    place: int
    if at + 1 < len(root.value):
        place = root.value[at + 1][0].start_mark.index
        place -= root.value[at + 1][0].start_mark.column
    else:
        place = root.end_mark.index
        line = text.rfind("\n", 0, place) + 1
        place = place if text[line:place].strip() else line
        if place < len(text) and text[place - 1 : place] != "\n":
            newline = text.find("\n", place)
            place = len(text) if newline < 0 else newline + 1
    # Comments and blank lines before the next key belong to it.
    while place > 0:
        line = text.rfind("\n", 0, place - 1) + 1
        if not _BLANK_OR_COMMENT.fullmatch(text[line:place].rstrip("\r\n")) or place == line:
            break
        place = line
    return place


def _walk(node: Node | None, path: PartPath) -> Iterator[tuple[PartPath, Node]]:
    if node is None:
        return
    yield path, node
    if isinstance(node, MappingNode):
        for key, value in node.value:
            yield from _walk(value, (*path, str(key.value)))
    elif isinstance(node, SequenceNode):
        for at, child in enumerate(node.value):
            yield from _walk(child, (*path, at))
