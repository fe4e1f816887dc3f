"""Bibliographic formats, one module each with a `FORMAT`: adding one is one file in this folder.

Sub-packages hold helpers and are no formats.
"""

from __future__ import annotations

import pkgutil
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import import_module

from readinglist.errors import FormatError, not_found
from readinglist.items import Item

__all__ = ["Format", "Problem", "ReadResult", "formats", "load_format"]


@dataclass(frozen=True, slots=True)
class Problem:
    """Something in a file that could not be read, or not wholly.

    `line` is the line of the file (from 1; 0 where there is none), `key` the entry's key or "", `message`
    what is wrong and what was done, `text` the piece of the file itself where it was left out.
    """

    line: int
    key: str
    message: str
    text: str = ""

    def __str__(self) -> str:
        place = f"line {self.line}: " if self.line else ""
        entry = f"{self.key}: " if self.key else ""
        return f"{place}{entry}{self.message}"


@dataclass(frozen=True, slots=True)
class ReadResult:
    """What was read from a file: the items in the file's order, and what went wrong."""

    items: tuple[Item, ...]
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class Format:
    """A format: its name, the files' extension (with the dot), one line for `--help`, reader and writer.

    `read` takes a file's text and raises `FormatError` only when it is not this format at all; `write`
    gives the same text for the same items, whatever their order.
    """

    name: str
    extension: str
    description: str
    read: Callable[[str], ReadResult]
    write: Callable[[Sequence[Item]], str]


@cache
def formats() -> tuple[str, ...]:
    """The names of all formats, sorted: the modules of this folder. Imports none of them."""
    return tuple(sorted(info.name for info in pkgutil.iter_modules(__path__) if not info.ispkg))


def load_format(name: str) -> Format:
    """The format of this name. Raises `NotFoundError` with near matches for an unknown one."""
    if name not in formats():
        raise not_found("format", name, formats())
    found = import_module(f"{__name__}.{name}").FORMAT
    if not isinstance(found, Format):  # A new module's mistake, not a user's.
        raise FormatError(f"the module of the format '{name}' has no FORMAT")
    return found
