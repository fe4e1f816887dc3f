"""Keeping formatted entries on disk, so that the same items in the same style are formatted once."""

from __future__ import annotations

import contextlib
import hashlib
import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from readinglist.citations.inlines import Formatted
from readinglist.citations.richtext import Link, Node, Rich, Span, Text
from readinglist.errors import ReadinglistError
from readinglist.files import write_file

_FORMAT = 2
_KEEP = 60
_SUFFIX = ".cited.json"


def cache_key(*parts: str | bytes) -> str:
    """A name for what was put in: the same parts give the same key, on every machine."""
    digest = hashlib.sha256(str(_FORMAT).encode())
    for part in parts:
        data = part.encode("utf-8", "surrogatepass") if isinstance(part, str) else part
        digest.update(len(data).to_bytes(8, "big") + data)
    return digest.hexdigest()[:40]


def load_entries(folder: Path, key: str) -> dict[str, Formatted] | None:
    """The entries kept under `key`, None where there are none or the file is broken."""
    try:
        read = json.loads((folder / f"{key}{_SUFFIX}").read_text("utf-8"))
        return {str(one): Formatted(str(number), decode(rich)) for one, (number, rich) in read.items()}
    except (OSError, ValueError, TypeError, AttributeError, LookupError, RecursionError):
        return None


def save_entries(folder: Path, key: str, entries: Mapping[str, Formatted]) -> None:
    """Keep `entries` under `key`, and drop the oldest files beyond sixty.

    A folder that cannot be written is no error: it costs time, not the answer.
    """
    content = {one: [entry.number, encode(entry.content)] for one, entry in entries.items()}
    try:
        write_file(folder / f"{key}{_SUFFIX}", json.dumps(content, ensure_ascii=False, separators=(",", ":")))
    except ReadinglistError:
        return
    with contextlib.suppress(OSError):
        files = sorted(folder.glob(f"*{_SUFFIX}"), key=lambda file: file.stat().st_mtime_ns)
        for file in files[:-_KEEP]:
            file.unlink(missing_ok=True)


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
