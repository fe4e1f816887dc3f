"""Keeping formatted entries on disk, so that the same items in the same style are formatted once.

One file for each style, locale and processor. In it, entries stand by what they were made of (`contexts`):
after an edit of one item only those are formatted that depend on it.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from readinglist.citations.inlines import Formatted
from readinglist.citations.richtext import Link, Node, Rich, Span, Text
from readinglist.errors import ReadinglistError
from readinglist.files import write_file

_FORMAT = 4
_KEEP = 60
_GROUPS = 20_000
_SUFFIX = ".cited.json"


def cache_key(*parts: str | bytes) -> str:
    """A name for what was put in: the same parts give the same key, on every machine."""
    digest = hashlib.sha256(str(_FORMAT).encode())
    for part in parts:
        data = part.encode("utf-8", "surrogatepass") if isinstance(part, str) else part
        digest.update(len(data).to_bytes(8, "big") + data)
    return digest.hexdigest()[:40]


class KeptEntries:
    """What is kept of one style in one locale: groups of entries that do not depend on any others.

    A group is a sequence of (its position within the group, entry), in the style's order.
    """

    def __init__(self, file: Path) -> None:
        self._file = file
        self._groups = _load_groups(file)
        self._new: dict[str, Any] = {}

    def get(self, key: str) -> list[tuple[int, Formatted]] | None:
        """The group of this key, None where it is not kept or cannot be read."""
        try:
            rows = self._groups[key]
            return [(int(at), Formatted(str(number), decode(rich))) for at, number, rich in rows]
        except (ValueError, TypeError, AttributeError, LookupError, RecursionError):
            return None

    def put(self, key: str, group: Sequence[tuple[int, Formatted]]) -> None:
        """Remember a group until `save`."""
        self._new[key] = [[at, entry.number, encode(entry.content)] for at, entry in group]

    def save(self) -> None:
        """Write what is new, and drop the oldest groups beyond measure, the oldest files beyond sixty.

        A folder that cannot be written is no error: it costs time, not the answer.
        """
        if not self._new:
            return
        groups = {key: rows for key, rows in self._groups.items() if key not in self._new} | self._new
        latest = dict(list(groups.items())[-_GROUPS:])
        try:
            write_file(self._file, json.dumps(latest, ensure_ascii=False, separators=(",", ":")))
        except ReadinglistError:
            return
        with contextlib.suppress(OSError):
            files = sorted(self._file.parent.glob(f"*{_SUFFIX}"), key=lambda file: file.stat().st_mtime_ns)
            for file in files[:-_KEEP]:
                file.unlink(missing_ok=True)


def load_kept(folder: Path, key: str) -> KeptEntries:
    """What is kept under `key` (of style, locale and processor), nothing where the file is broken."""
    return KeptEntries(folder / f"{key}{_SUFFIX}")


def _load_groups(file: Path) -> dict[str, Any]:
    try:
        read = json.loads(file.read_text("utf-8"))
    except (OSError, ValueError, RecursionError):
        return {}
    return read if isinstance(read, dict) else {}


def encode(rich: Rich) -> list[Any]:
    """`rich` as JSON: a string for text, an object for a span or a link."""
    return [_encode(node) for node in rich]


def decode(value: Sequence[Any]) -> Rich:
    """What `encode` made, read back. Raises `ValueError`, `TypeError` or `LookupError` for anything else."""
    return tuple(_decode(node) for node in value)


def _encode(node: Node) -> Any:
    if isinstance(node, Text):
        return node.text
    if isinstance(node, Link):
        return {"url": node.url, "content": encode(node.content)}
    return {"style": node.style, "lang": node.lang, "content": encode(node.content)}


def _decode(value: Any) -> Node:
    if isinstance(value, str):
        return Text(value)
    if "url" in value:
        return Link(value["url"], decode(value["content"]))
    return Span(value["style"], decode(value["content"]), value["lang"])
