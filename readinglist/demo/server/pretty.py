"""JSON as the real server prints it: four blanks, no escaped letters or slashes, and fast for large lists."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from json.encoder import encode_basestring as _quoted
from typing import Any

_STEP = "    "


def pretty(value: Any, margin: str = "") -> str:
    """`value` as indented JSON whose lines after the first begin with `margin`."""
    if isinstance(value, str):
        return _quoted(value)
    inner = margin + _STEP
    if isinstance(value, dict):
        if not value:
            return "{}"
        return _block(
            "{", [f"{_quoted(str(key))}: {pretty(one, inner)}" for key, one in value.items()], margin
        )
    if isinstance(value, (list, tuple)):
        return _block("[", [pretty(one, inner) for one in value], margin) if value else "[]"
    return json.dumps(value)


def encoded(value: Any, margin: str = "") -> bytes:
    """`value` as indented JSON in UTF-8; what UTF-8 cannot hold (a lone surrogate) is escaped."""
    try:
        return pretty(value, margin).encode()
    except UnicodeEncodeError:
        text = json.dumps(value, indent=4, ensure_ascii=True)
        return text.replace("\n", "\n" + margin).encode()


def listed(parts: Iterable[bytes]) -> bytes:
    """A JSON array of objects that were `encoded` with a margin of one step."""
    inside = b",\n    ".join(parts)
    return b"[\n    " + inside + b"\n]" if inside else b"[]"


def outdented(part: bytes) -> bytes:
    """An object that was `encoded` for a list, as it stands alone (no text in JSON holds a raw line end)."""
    return part.replace(b"\n    ", b"\n")


def versions(pairs: Mapping[str, int]) -> bytes:
    """The answer to `format=versions`."""
    return pretty(dict(pairs)).encode()


def _block(bracket: str, lines: list[str], margin: str) -> str:
    close = "}" if bracket == "{" else "]"
    joined = f",\n{margin}{_STEP}".join(lines)
    return f"{bracket}\n{margin}{_STEP}{joined}\n{margin}{close}"
