"""A .bib file cut into its entries before they are parsed, so that a broken one harms no other.

BibTeX's rule: text outside entries is a comment; an entry ends where its braces are balanced (a backslash
before a brace changes nothing). Where they never are, the next line that begins an entry begins one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class Chunk:
    """A piece of the file: an entry, or text between entries. `line` counts from 1; `kind` is the word
    behind the @ in small letters ("article", "string" …), "" for text. `closed` tells balanced braces."""

    text: str
    line: int
    kind: str
    closed: bool = True


_START = re.compile(r"@[ \t\r\n]*([A-Za-z][A-Za-z_-]*)[ \t\r\n]*([{(])")
_LINE_START = re.compile(r"^[ \t]*@[ \t]*[A-Za-z]+[ \t]*[{(][^{}\n=]*(?:[,=]|$)", re.MULTILINE)
_SIGN = re.compile(r"[{}()]")
_MOST_SWALLOWED = 50  # An entry that reaches over so many others is no entry, it lacks a brace.


def chunks(text: str) -> Iterator[Chunk]:
    """The pieces of a file in order. Linear in the file's length but for a bounded look ahead."""
    starts = [found.start() for found in _LINE_START.finditer(text)]
    position = line = 0
    counted = 0
    line = 1
    next_start = 0
    while found := _START.search(text, position):
        between = text[position : found.start()]
        if between.strip():
            yield Chunk(between, line + text.count("\n", counted, position), "")
        line += text.count("\n", counted, found.start())
        counted = found.start()
        while next_start < len(starts) and starts[next_start] < found.end():
            next_start += 1
        limit = (
            starts[next_start + _MOST_SWALLOWED] if next_start + _MOST_SWALLOWED < len(starts) else len(text)
        )
        end = _end(text, found.end(), limit, found[2])
        closed = end > 0
        if not closed:
            end = starts[next_start] if next_start < len(starts) else len(text)
        yield Chunk(text[found.start() : end], line, found[1].lower(), closed)
        position = end
    rest = text[position:]
    if rest.strip():
        yield Chunk(rest, line + text.count("\n", counted, position), "")


def split_at_inner(chunk: Chunk) -> tuple[Chunk, str] | None:
    """A chunk that could not be parsed, cut where a line inside it begins another entry: what comes before,
    and the rest of its text to be scanned again; None where no line does."""
    found = _LINE_START.search(chunk.text, 1)
    if not found:
        return None
    return Chunk(chunk.text[: found.start()], chunk.line, chunk.kind, False), chunk.text[found.start() :]


def _end(text: str, position: int, limit: int, opener: Literal["{", "("] | str) -> int:
    """Where the entry that was opened before `position` ends (behind its brace); 0 if not before `limit`."""
    depth = 1 if opener == "{" else 0
    for found in _SIGN.finditer(text, position, limit):
        sign = found[0]
        if sign == "{":
            depth += 1
        elif sign == "}":
            depth -= 1
            if depth == 0 and opener == "{":
                return found.end()
            if depth < 0:
                return 0
        elif sign == ")" and opener == "(" and depth == 0:
            return found.end()
    return 0
