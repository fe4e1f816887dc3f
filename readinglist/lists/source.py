"""A list's YAML file as plain values, with the line and column of each.

The nodes are read, never constructed: what a value is meant to be is for the model to say. So `course: 4420`,
`title: No` and `locator: 60-77` stay the text that was typed, and no tag can make anything but text, lists
and mappings.

PyYAML's loader over libyaml reads, some thirty times as fast as ruamel.yaml's, which is asked only when that
one fails: its messages and places are better.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import yaml
from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from readinglist.errors import ListError, NotFoundError, WorkspaceError
from readinglist.lists.model import PartPath

if TYPE_CHECKING:
    from ruamel.yaml.error import MarkedYAMLError

MOST_BYTES = 2 * 1024 * 1024
DEEPEST = 20
# How much may be repeated through aliases (`*name`): plenty for notes said twice, too little for a bomb.
MOST_REPEATED = 10_000

# PyYAML may have been installed without libyaml.
_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

_YAML_TAG = "tag:yaml.org,2002:"
_KNOWN_TAGS = frozenset({"str", "int", "float", "bool", "null", "timestamp", "seq", "map", "merge", "value"})


@dataclass(frozen=True, slots=True)
class Spot:
    """A place in the file: line and column, both counted from 1."""

    line: int
    column: int


@dataclass(slots=True)
class Source:
    """What a file holds: `root` of text, lists and dicts, and the spot of each part by its path."""

    file: str
    root: dict[str, Any] = field(default_factory=dict)
    spots: dict[PartPath, Spot] = field(default_factory=dict)


def parse_source(text: str, file: str) -> Source:
    """Read the text of a YAML file as `load_source` does; `file` names it in errors."""
    return _Reader(file).read(text)


def load_source(path: Path) -> Source:
    """Read a YAML file. Empty values (`note:`) are left out, as if the key were not there.

    Raises `NotFoundError` where there is no file, `WorkspaceError` where it cannot be read, and `ListError`,
    with line and column, for what is not text, not YAML, too large, too deep, or says a key twice.
    """
    return parse_source(load_text(path), str(path))


def load_text(path: Path) -> str:
    """The text of a list's file, without a byte order mark. Raises as `load_source` does."""
    try:
        if not path.is_file():
            raise NotFoundError("there is no such file", where=str(path))
        size = path.stat().st_size
        if size > MOST_BYTES:
            raise ListError(
                f"the file is too large for a reading list ({size / 1_048_576:.1f} MB)",
                where=str(path),
                hint=f"A list may have {MOST_BYTES // 1_048_576} MB; split it into several lists.",
            )
        data = path.read_bytes()
    except OSError as error:
        raise WorkspaceError(f"cannot read: {error.strerror or error}", where=str(path)) from error
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise ListError(
            "the file is not UTF-8 text", where=f"{path}:{line}", hint="Save it as UTF-8 in your editor."
        ) from error


class _Reader:
    """Walks the nodes of one file."""

    def __init__(self, file: str) -> None:
        self.source = Source(file)
        self.seen: set[int] = set()
        self.repeated = 0

    def read(self, text: str) -> Source:
        root = self.compose(text)
        if root is None or (isinstance(root, ScalarNode) and not root.value):
            raise ListError(
                "the file is empty", where=self.source.file, hint="A list needs at least a `title:`."
            )
        if not isinstance(root, MappingNode):
            raise self.error(
                root, f"expected keys such as `title:`, not {kind_of(self.value(root, ()))}", path=()
            )
        self.source.root = self.value(root, ())
        return self.source

    def compose(self, text: str) -> Node | None:
        try:
            node: Node | None = yaml.compose(text, Loader=_LOADER)
        except (yaml.YAMLError, RecursionError, ValueError):
            raise self.failure(text) from None
        return node

    def failure(self, text: str) -> ListError:
        """What is wrong with a text that is no YAML."""
        from ruamel.yaml import YAML
        from ruamel.yaml.error import MarkedYAMLError, YAMLError
        from ruamel.yaml.reader import ReaderError

        try:
            YAML(typ="safe", pure=True).compose(text)
        except MarkedYAMLError as error:
            return self.syntax_error(error, text)
        except ReaderError as error:
            line = text.count("\n", 0, error.position) + 1
            return ListError(
                f"the character U+{ord(text[error.position]):04X} is not allowed in YAML",
                where=f"{self.source.file}:{line}",
                hint="Delete it; a control character is easily pasted in with other text.",
            )
        except (YAMLError, RecursionError, ValueError):
            pass
        return ListError("the file is not YAML that can be read", where=self.source.file)

    def syntax_error(self, error: MarkedYAMLError, text: str) -> ListError:
        mark = error.problem_mark or error.context_mark
        if mark is None:
            return ListError(f"not valid YAML: {error.problem}", where=self.source.file)
        where = f"{self.source.file}:{mark.line + 1}:{mark.column + 1}"
        lines = text.splitlines()
        line = lines[mark.line] if mark.line < len(lines) else ""
        if "\t" in line[: len(line) - len(line.lstrip())]:
            return ListError("a tab is used for indentation", where=where, hint="Use spaces instead.")
        if line[mark.column : mark.column + 1] in ("@", "`", "%"):
            hint = "Put the text in quotes: it begins with a sign that YAML keeps for itself."
        elif "mapping values are not allowed" in str(error.problem):
            hint = "Text with a colon followed by a blank needs quotes, or check the indentation."
        else:
            hint = "Check quotes, colons and the indentation of this line and the one before."
        return ListError(f"not valid YAML: {error.problem}", where=where, hint=hint)

    def value(self, node: Node, path: PartPath) -> Any:
        """The plain value of a node; its spot is noted under its path."""
        self.guard(node, path)
        self.source.spots[path] = _spot(node)
        if isinstance(node, ScalarNode):
            plain = not node.style
            return None if plain and node.value in ("", "~", "null") else str(node.value)
        if isinstance(node, SequenceNode):
            return [self.value(child, (*path, index)) for index, child in enumerate(node.value)]
        if not isinstance(node, MappingNode):
            raise self.error(node, "this part of the file cannot be read", path=path)
        return self.mapping(node, path)

    def mapping(self, node: MappingNode, path: PartPath) -> dict[str, Any]:
        merged: dict[str, Any] = {}
        own: dict[str, Any] = {}
        first: dict[str, Node] = {}
        for key_node, value_node in node.value:
            key = self.key(key_node, path)
            if key == "<<":
                for base in self.merged(value_node, (*path, key)):
                    merged = {**self.mapping(base, (*path, key)), **merged}
                continue
            if key in first:
                line = _spot(first[key]).line
                raise self.error(
                    key_node,
                    f"the key '{key}' stands twice; the first is in line {line}",
                    path=(*path, key),
                    hint="Keep one of them.",
                )
            first[key] = key_node
            value = self.value(value_node, (*path, key))
            self.source.spots[(*path, key)] = _spot(key_node)
            if value is not None:
                own[key] = value
        return {**merged, **own}

    def merged(self, node: Node, path: PartPath) -> Iterator[MappingNode]:
        for one in node.value if isinstance(node, SequenceNode) else [node]:
            if not isinstance(one, MappingNode):
                raise self.error(one, "`<<` takes a mapping", path=path)
            self.guard(one, path)
            yield one

    def key(self, node: Node, path: PartPath) -> str:
        if not isinstance(node, ScalarNode):
            raise self.error(node, "a key must be a word", path=path)
        return str(node.value)

    def guard(self, node: Node, path: PartPath) -> None:
        """Refuse foreign tags, and what aliases would blow up: a bomb, or a part that holds itself."""
        tag = str(node.tag or "")
        if not tag.startswith(_YAML_TAG) or tag.removeprefix(_YAML_TAG) not in _KNOWN_TAGS:
            raise self.error(node, "YAML tags (`!…`) have no meaning in a reading list", path=path)
        if id(node) in self.seen:
            self.repeated += 1
        self.seen.add(id(node))
        if self.repeated > MOST_REPEATED or len(path) > DEEPEST:
            raise self.error(
                node,
                "the file is nested too deeply or repeats itself too often through `*` aliases",
                path=path[:3],
                hint="Write the repeated part out, or take it out.",
            )

    def error(self, node: Node, message: str, *, path: PartPath, hint: str = "") -> ListError:
        spot = _spot(node)
        place = f"{self.source.file}:{spot.line}:{spot.column}"
        return ListError(message, where=f"{place}: {shown(path)}" if path else place, hint=hint)


_SINGULAR = {
    "sections": "section",
    "entries": "entry",
    "instructors": "instructor",
    "breaks": "break",
    "exceptions": "exception",
}


def shown(path: PartPath) -> str:
    """A path as it is shown: "section 3, entry 1: importance", counted from 1 as people count."""
    parts: list[str] = []
    key = ""
    for part in path:
        if isinstance(part, int):
            parts.append(f"{_SINGULAR.get(key, key) or 'part'} {part + 1}")
            key = ""
        else:
            if key:
                parts.append(key)
            key = part
    around = ", ".join(parts)
    return f"{around}: {key}" if around and key else around or key


def kind_of(value: Any) -> str:
    """What a value is, in words: "a list", "a mapping", "nothing" or the text itself, shortened."""
    if isinstance(value, dict):
        return "a mapping (keys with values)"
    if isinstance(value, list):
        return "a list"
    if value is None:
        return "nothing"
    text = " ".join(str(value).split())
    return f"'{text[:57]}…'" if len(text) > 60 else f"'{text}'"


def _spot(node: Node) -> Spot:
    return Spot(node.start_mark.line + 1, node.start_mark.column + 1)
