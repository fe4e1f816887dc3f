"""TOML files that people write: parsed, with the line on which each key stands, for errors that point at it."""

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
_HEADER = re.compile(r"^\s*(\[\[?)\s*(.+?)\s*\]\]?\s*(?:#.*)?$")
_PART = re.compile(r"""\s*(?:"((?:[^"\\]|\\.)*)"|'([^']*)'|([A-Za-z0-9_-]+))\s*(\.|=|$)""")


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
        raise error(f"not valid TOML: {message}", where=f"{path}{place}") from problem
    return TomlFile(path, data, find_lines(text))


def find_lines(text: str) -> dict[KeyPath, int]:
    """The line (from 1) of each table header and each key of a TOML text.

    Keys inside inline tables and multi-line values have none of their own; ask for the key that holds them.
    """
    lines: dict[KeyPath, int] = {}
    table: KeyPath = ()
    counts: dict[KeyPath, int] = {}
    open_value = ""
    for number, line in enumerate(text.splitlines(), 1):
        if open_value:
            open_value = _still_open(open_value + "\n" + line)
            continue
        header = _HEADER.match(line)
        if header and not _looks_like_value(line):
            names = _split(header[2])
            table = _resolve(names[:-1], counts)
            table = (*table, *names[-1:])
            if header[1] == "[[":
                counts[table] = counts.get(table, -1) + 1
                table = (*table, counts[table])
            else:
                table = _resolve(names, counts)
            lines.setdefault(table, number)
            continue
        names, value = _key_value(line)
        if names:
            lines.setdefault((*table, *names), number)
            open_value = _still_open(value)
    return lines


def _looks_like_value(line: str) -> bool:
    return "=" in line.split("]")[0]


def _split(dotted: str) -> tuple[str, ...]:
    names, at = [], 0
    while at < len(dotted):
        part = _PART.match(dotted, at)
        if not part or part.end() == at:
            break
        names.append(next(group for group in part.groups()[:3] if group is not None))
        at = part.end()
    return tuple(names)


def _resolve(names: tuple[str, ...], counts: Mapping[KeyPath, int]) -> KeyPath:
    path: KeyPath = ()
    for name in names:
        path = (*path, name)
        if path in counts:
            path = (*path, counts[path])
    return path


def _key_value(line: str) -> tuple[tuple[str, ...], str]:
    names, at = [], 0
    while True:
        part = _PART.match(line, at)
        if not part or part[4] == "":
            return (), ""
        names.append(next(group for group in part.groups()[:3] if group is not None))
        at = part.end()
        if part[4] == "=":
            return tuple(names), line[at:]


def _still_open(value: str) -> str:
    """`value` again while a multi-line string or an array is not closed in it, else ""."""
    stripped = value.lstrip()
    for quotes in ('"""', "'''"):
        if stripped.startswith(quotes):
            return "" if quotes in stripped[3:] else value
    if not stripped.startswith("["):
        return ""
    bare = re.sub(r'"(?:[^"\\\n]|\\.)*"|\'[^\'\n]*\'|#[^\n]*', "", stripped)
    return value if bare.count("[") > bare.count("]") else ""


def _decode_error(text: str) -> tuple[str, str]:
    found = re.search(r"^(.*?) \(at line (\d+), column (\d+)\)$", text, re.DOTALL)
    if found:
        return found[1][:1].lower() + found[1][1:], f":{found[2]}:{found[3]}"
    return text, ""
