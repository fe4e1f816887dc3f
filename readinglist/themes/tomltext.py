"""A TOML text as lines that can be edited: where its tables stand, and pieces of it through tomlkit.

An edit touches the lines of one table or one value and leaves every other byte of the file as it is.
"""

from __future__ import annotations

import json
import tomllib
from collections.abc import Callable
from copy import deepcopy
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import tomlkit
from tomlkit.exceptions import TOMLKitError

from readinglist.errors import ThemeError
from readinglist.files import write_file
from readinglist.tomlfile import KeyPath, find_lines, load_toml

_BOM = "\ufeff"
Data = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Region:
    """A table's lines: from its header (`start`, from 0) to before `end`; blanks and comments that follow
    its last value are left out, since they speak about what comes next."""

    path: KeyPath
    start: int
    end: int


def split_lines(text: str) -> list[str]:
    """The lines with their ends; joined they are the text again."""
    parts = text.split("\n")
    lines = [part + "\n" for part in parts[:-1]]
    return [*lines, parts[-1]] if parts[-1] else lines


def line_end(text: str) -> str:
    """The line end that the text uses."""
    return "\r\n" if "\r\n" in text else "\n"


def regions(text: str) -> list[Region]:
    """Every table that has a header of its own, in the text's order."""
    lines = split_lines(text)
    headers: dict[int, KeyPath] = {}
    for path, number in find_lines(text).items():
        at = number - 1
        is_header = lines[at].lstrip(" \t").startswith("[")
        if is_header and (at not in headers or len(path) > len(headers[at])):
            headers[at] = path
    starts = sorted(headers)
    ends = [*starts[1:], len(lines)] if starts else []
    return [
        Region(headers[start], start, _trimmed(lines, start, end))
        for start, end in zip(starts, ends, strict=True)
    ]


def region_of(text: str, path: KeyPath) -> Region | None:
    """The table with just this path, None where it has no header of its own."""
    return next((one for one in regions(text) if one.path == path), None)


def key_region(text: str, table: Region, key: str) -> Region | None:
    """The lines of `key = value` in a table; None where the key is not written so (but dotted, or absent)."""
    lines = split_lines(text)
    numbers = find_lines(text)
    inside = sorted(
        {
            number - 1
            for path, number in numbers.items()
            if path[: len(table.path)] == table.path and table.start < number - 1 < table.end
        }
    )
    path = (*table.path, key)
    at = numbers.get(path, 0) - 1
    dotted = any(
        len(other) > len(path) and other[: len(path)] == path and number - 1 == at
        for other, number in numbers.items()
    )
    if at not in inside or dotted:
        return None
    following = [start for start in inside if start > at]
    end = following[0] if following else table.end
    return Region(path, at, _trimmed(lines, at, end))


def _trimmed(lines: list[str], start: int, end: int) -> int:
    while end > start + 1 and _says_nothing(lines[end - 1]):
        end -= 1
    return end


def _says_nothing(line: str) -> bool:
    bare = line.strip()
    return not bare or bare.startswith("#")


def replaced(text: str, region: Region, new: str) -> str:
    """The text with a region's lines replaced."""
    lines = split_lines(text)
    return "".join(lines[: region.start]) + new + "".join(lines[region.end :])


def inserted(text: str, at: int, new: str) -> str:
    """The text with whole lines put before line `at` (from 0)."""
    lines = split_lines(text)
    before = "".join(lines[:at])
    if before and not before.endswith("\n"):
        before += line_end(text)
    return before + new + "".join(lines[at:])


def piece(text: str, region: Region) -> str:
    """A region's lines."""
    return "".join(split_lines(text)[region.start : region.end])


def edited(text: str, region: Region, change: Callable[[tomlkit.TOMLDocument], None]) -> str:
    """The text with one region changed through tomlkit. Raises `ThemeError` where tomlkit cannot read it."""
    try:
        document = tomlkit.parse(piece(text, region))
        change(document)
        return replaced(text, region, tomlkit.dumps(document))
    except (TOMLKitError, KeyError, TypeError, ValueError) as problem:
        raise ThemeError(
            "this part of the file cannot be edited by a command", hint="Edit it by hand."
        ) from problem


def quoted(value: str) -> str:
    """A text as TOML writes it: JSON's escapes are TOML's, save the slash and surrogates."""
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")


def key_text(key: str) -> str:
    """A key as TOML writes it: bare where it may be."""
    bare = key.isascii() and key and all(letter.isalnum() or letter in "-_" for letter in key)
    return key if bare else quoted(key)


def array_text(values: tuple[str, ...] | list[str]) -> str:
    """An array of texts on one line."""
    return "[" + ", ".join(quoted(value) for value in values) + "]"


def parsed(text: str) -> Data:
    """The text's data. Raises `tomllib.TOMLDecodeError`."""
    return tomllib.loads(text.replace("\r\n", "\n"))


def checked(old: str, new: str, change: Callable[[Data], None], where: str) -> str:
    """`new`, if its data is that of `old` with `change` made to it and nothing else.

    Raises `ThemeError` otherwise: a file written by hand in an unusual form is not to be harmed.
    """
    expected = deepcopy(parsed(old))
    change(expected)
    try:
        found: Data | None = parsed(new)
    except tomllib.TOMLDecodeError:
        found = None
    if found is None or _without_empty(found) != _without_empty(expected):
        raise ThemeError(
            "the file is written in a form that this command cannot edit without harm",
            where=where,
            hint="Make the change by hand; nothing was written.",
        )
    return new


def _without_empty(data: Data) -> Data:
    """The data without top-level tables that hold nothing: a last dotted key takes its table with it."""
    return {key: value for key, value in data.items() if value != {}}


def load_source(path: Path) -> str:
    """The file's text, byte order mark included. Raises `ThemeError` where it is no TOML."""
    if not path.exists():
        return ""
    load_toml(path, ThemeError)
    return path.read_bytes().decode("utf-8")


def save_source(path: Path, text: str) -> bool:
    """Write the file; false when it held just this. Raises `WorkspaceError`."""
    return write_file(path, text)


def without_mark(text: str) -> tuple[str, str]:
    """The byte order mark, or "", and the text behind it."""
    return (_BOM, text[1:]) if text.startswith(_BOM) else ("", text)
