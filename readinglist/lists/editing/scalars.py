"""How values are written into a list's file: plain where YAML lets them be, quoted or in blocks where not."""

from __future__ import annotations

import datetime
import json
import re
import textwrap
from collections.abc import Mapping, Sequence
from typing import Any, TypeAlias

import yaml

Value: TypeAlias = "str | int | datetime.date | Sequence[Value] | Mapping[str, Value]"

WIDTH = 100
_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_UNSEEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ufeff\ud800-\udfff\ufffe\uffff]")


def scalar(value: str | int | datetime.date, *, flow: bool = False) -> str:
    """A scalar on one line: as it is, or in double quotes where it would be read as something else."""
    text = value.isoformat() if isinstance(value, datetime.date) else str(value)
    return text if _is_plain(text, flow) else quoted(text)


def quoted(text: str) -> str:
    """A text in double quotes (YAML 1.2, 7.3.1), characters that cannot be seen as escapes."""
    body = json.dumps(text, ensure_ascii=False)
    return _UNSEEN.sub(lambda found: f"\\u{ord(found[0]):04x}", body)


def flow(value: Value) -> str:
    """A value in flow style: `{cite: a2014, note: "…"}`."""
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{key}: {flow(one)}" for key, one in value.items()) + "}"
    if isinstance(value, Sequence) and not isinstance(value, str):
        return "[" + ", ".join(flow(one) for one in value) + "]"
    return scalar(value, flow=True)


def pair_lines(key: str, value: Value, *, one_line: bool = False) -> list[str]:
    """A mapping's key and value as lines, those after the first indented below the key.

    `one_line` keeps a long text on its line, where a comment follows it.
    """
    if isinstance(value, Mapping):
        if not value:
            return [f"{key}: {{}}"]
        return [f"{key}:", *(f"  {line}" for line in mapping_lines(value))]
    if isinstance(value, str):
        block = None if one_line else _block(value)
        return (
            [f"{key}: {block[0]}", *(f"  {line}".rstrip(" ") for line in block[1:])]
            if block
            else [f"{key}: {scalar(value)}"]
        )
    if isinstance(value, Sequence):
        if all(isinstance(one, str) and len(one) < 30 for one in value) and len(value) < 6:
            return [f"{key}: {flow(value)}"]
        return [f"{key}:", *(f"  {line}" for one in value for line in item_lines(one))]
    return [f"{key}: {scalar(value)}"]


def mapping_lines(value: Mapping[str, Value]) -> list[str]:
    """A mapping in block style, as lines."""
    return [line for key, one in value.items() for line in pair_lines(key, one)]


def item_lines(value: Value) -> list[str]:
    """An item of a sequence in block style, as lines, the dash on the first."""
    if isinstance(value, Mapping) and value:
        lines = mapping_lines(value)
        return [f"- {lines[0]}", *(f"  {line}" if line else "" for line in lines[1:])]
    if isinstance(value, str | int | datetime.date):
        return [f"- {scalar(value)}"]
    return [f"- {flow(value)}"]


def _block(text: str) -> list[str] | None:
    """A long text as a folded block, one of several lines as a literal one; None where one line does."""
    if _UNSEEN.search(text) or text != text.strip() or "\t" in text:
        return None
    if "\n" in text:
        return ["|", *text.split("\n")] if all(line == line.rstrip() for line in text.split("\n")) else None
    if len(text) <= WIDTH - 20 or "  " in text:
        return None
    lines = textwrap.wrap(text, WIDTH, break_long_words=False, break_on_hyphens=False)
    return [">", *lines] if " ".join(lines) == text else None


def _is_plain(text: str, in_flow: bool) -> bool:
    if not text or _UNSEEN.search(text) or "\n" in text or text in ("~", "null"):
        return False
    try:
        node: Any = yaml.compose(f"[{{k: {text}}}]" if in_flow else f"- k: {text}\n", Loader=_LOADER)
        found = node.value[0].value[0][1]
    except (yaml.YAMLError, AttributeError, IndexError, TypeError):
        return False
    return (
        isinstance(found, yaml.ScalarNode)
        and not found.style
        and found.value == text
        and len(node.value) == 1
    )
