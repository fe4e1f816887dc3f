"""TOML files that people write: parsed, with the line on which each key stands, for errors that name it."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeAlias

from readinglist.errors import ReadinglistError

KeyPath: TypeAlias = tuple[str | int, ...]
"""Where a value stands: ("source", 0, "id") is `id` in the first `[[source]]` table."""

_MAX_BYTES = 16 * 1024 * 1024
_BLANKS = " \t"
_TWICE = "The key of this line stands further up in the same table, too: make one line of the two."
_OPENING = re.compile(r"[ \t]*\[{0,2}")
_PART = re.compile(r"""[ \t]*(?:"((?:[^"\\\n]|\\.)*)"|'([^'\n]*)'|([A-Za-z0-9_-]+))[ \t]*(\.|=|\])""")
# What may hold a bracket or a line feed that means nothing, before the brackets and line feeds that do.
_TOKEN = re.compile(
    r"""\"\"\"(?:[^\\]|\\.)*?\"{3,5}|\'\'\'.*?\'{3,5}|"(?:[^"\\\n]|\\.)*"|'[^'\n]*'|\#[^\n]*|[\[\]{}\n]""",
    re.DOTALL,
)


@dataclass(frozen=True, slots=True)
class TomlFile:
    """A parsed file: its `data`, and the line (from 1) of each table header and key in `lines`."""

    path: Path
    data: Mapping[str, Any]
    lines: Mapping[KeyPath, int] = field(default_factory=dict)

    def where(self, *keys: str | int) -> str:
        """`file:line: key` for a value, or for the nearest part around it whose line is known."""
        named = ".".join(str(key) for key in keys if isinstance(key, str))
        for end in range(len(keys), 0, -1):
            line = self.lines.get(tuple(keys[:end]))
            if line is not None:
                return f"{self.path}:{line}: {named}"
        return f"{self.path}: {named}" if named else str(self.path)


def load_toml(path: Path, error: type[ReadinglistError]) -> TomlFile:
    """Read and parse a TOML file.

    Raises `error` when it is missing, unreadable, too large, not UTF-8, or not TOML, naming the line.
    """
    try:
        if path.stat().st_size > _MAX_BYTES:
            raise error("the file is too large to be read", where=str(path), hint="At most 16 MB are read.")
        text = path.read_bytes().decode("utf-8-sig")
    except OSError as problem:
        raise error(f"cannot read: {problem.strerror}", where=str(path)) from problem
    except UnicodeDecodeError as problem:
        raise error("the file is not UTF-8 text", where=str(path), hint="Save it as UTF-8.") from problem
    try:
        data = tomllib.loads(text.replace("\r\n", "\n"))
    except (tomllib.TOMLDecodeError, RecursionError) as problem:
        message, place = _decode_error(str(problem))
        hint = _TWICE if message == "cannot overwrite a value" else ""
        raise error(f"not valid TOML: {message}", where=f"{path}{place}", hint=hint) from problem
    return TomlFile(path, data, find_lines(text))


def find_lines(text: str) -> dict[KeyPath, int]:
    """The line (from 1) of each table header and each key of a valid TOML text (toml.io/en/v1.0.0).

    Keys inside inline tables and multi-line values have none of their own; ask for the key that holds them.
    """
    lines: dict[KeyPath, int] = {}
    implied: dict[KeyPath, int] = {}
    table: KeyPath = ()
    counts: dict[KeyPath, int] = {}
    number, at = 1, 0
    while at < len(text):
        names, after = _names(text, at)
        end = _end_of_value(text, after)
        if text[at:after].lstrip(_BLANKS).startswith("["):
            table = _table(names, counts, is_array=text[at:after].lstrip(_BLANKS).startswith("[["))
            path = table
        else:
            path = (*table, *names)
        if names:
            lines.setdefault(path, number)
            for length in range(1, len(path)):
                implied.setdefault(path[:length], number)
        number += text.count("\n", at, end + 1)
        at = end + 1
    return implied | lines


def _names(text: str, at: int) -> tuple[tuple[str, ...], int]:
    """The dotted key at the beginning of a line, brackets of a header left out, and where it ends."""
    start = _OPENING.match(text, at)
    at = start.end() if start else at
    names = []
    while found := _PART.match(text, at):
        basic, literal, bare, separator = found.groups()
        names.append(_unescaped(basic) if basic is not None else literal if literal is not None else bare)
        at = found.end()
        if separator != ".":
            break
    return tuple(names), at


def _unescaped(text: str) -> str:
    if "\\" not in text:
        return text
    try:
        return str(tomllib.loads(f'key = "{text}"')["key"])
    except tomllib.TOMLDecodeError:
        return text


def _table(names: tuple[str, ...], counts: dict[KeyPath, int], *, is_array: bool) -> KeyPath:
    """Where a header's table stands, with the number of each array's latest table on the way."""
    path: KeyPath = ()
    for position, name in enumerate(names):
        path = (*path, name)
        if is_array and position == len(names) - 1:
            counts[path] = counts.get(path, -1) + 1
        if path in counts:
            path = (*path, counts[path])
    return path


def _end_of_value(text: str, at: int) -> int:
    """Where the line feed is that ends the value at `at`: not in a string, an array or an inline table."""
    depth = 0
    while found := _TOKEN.search(text, at):
        token = found[0]
        at = found.end()
        if token == "\n" and depth <= 0:
            return found.start()
        depth += {"[": 1, "{": 1, "]": -1, "}": -1}.get(token, 0)
    return len(text)


def _decode_error(text: str) -> tuple[str, str]:
    found = re.search(r"^(.*?) \(at line (\d+), column (\d+)\)$", text, re.DOTALL)
    if found:
        return found[1][:1].lower() + found[1][1:], f":{found[2]}:{found[3]}"
    return text, ""
