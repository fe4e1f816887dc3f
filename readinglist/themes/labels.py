"""Labelled items: JSON lines that say which themes a cataloguer gave, for learning and for measuring.

    {"key": "suber2012open", "themes": ["open-access"], "optional": ["publishing"]}

`key` is a citation key or Zotero's key of an item in the library. A file for measuring alone holds the item
itself in its place: {"item": {…Zotero's item data…}, "themes": […]}. `optional` names themes on which two
cataloguers differed: they count neither for nor against.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NoReturn

from readinglist.errors import ThemeError
from readinglist.themes.tables import did_you_mean

_MAX_BYTES = 200 * 1024 * 1024
_KEYS = ("key", "item", "themes", "optional")


@dataclass(frozen=True, slots=True)
class Label:
    """One line: `key` or `item` (raw, as Zotero's API gives it), its themes, those left open, the line."""

    themes: frozenset[str]
    optional: frozenset[str] = frozenset()
    key: str = ""
    item: Mapping[str, Any] | None = None
    line: int = 0


def load_labels(path: Path, theme_ids: Collection[str], *, with_items: bool = False) -> tuple[Label, ...]:
    """The labels of a JSON lines file, in its order; blank lines are skipped.

    With `with_items` every line must hold an item, otherwise a key. Raises `ThemeError` with file and line
    for what is no JSON, unknown themes, a missing or double key, and a file that is too large.
    """
    return read_labels(_text(path), str(path), theme_ids, with_items=with_items)


def read_labels(
    text: str, path: str, theme_ids: Collection[str], *, with_items: bool = False
) -> tuple[Label, ...]:
    """The labels of a file's text, as `load_labels` gives them; `path` is for messages.

    Raises `ThemeError`.
    """
    labels = []
    first: dict[str, int] = {}
    for number, line in _lines(text):
        where = f"{path}:{number}"
        label = _read(_parsed(line, where), where, theme_ids, number, with_items)
        if label.key and first.setdefault(label.key, number) != number:
            _fail(f"'{label.key}' is labelled twice, first in line {first[label.key]}", where)
        labels.append(label)
    return tuple(labels)


def rename_in_labels(text: str, names: Mapping[str, str | None], where: str = "labels") -> str:
    """The text with themes renamed in its lines, each theme once; None takes a theme out.

    Lines that name none of them stay as they are, byte for byte. Raises `ThemeError` for a line that is no
    JSON.
    """

    def change(data: dict[str, Any]) -> None:
        themes, optional = (_renamed(data.get(side), names) for side in ("themes", "optional"))
        data["themes"] = themes
        if "optional" in data:
            data["optional"] = [one for one in optional if one not in themes]

    return _changed(text, set(names), change, where)


def left_open_in_labels(text: str, theme: str, new: str, where: str = "labels") -> str:
    """The text with the theme `new`, which takes a part of `theme`, left open where `theme` was given.

    Raises `ThemeError` for a line that is no JSON.
    """

    def change(data: dict[str, Any]) -> None:
        if new not in (*data["themes"], *data.get("optional", [])):
            data["optional"] = [*data.get("optional", []), new]

    return _changed(text, {theme}, change, where)


def _changed(text: str, themes: set[str], change: Callable[[dict[str, Any]], None], where: str) -> str:
    lines = text.split("\n")
    for number, line in _lines(text):
        data = dict(_parsed(line, f"{where}:{number}"))
        named = [*_listed(data.get("themes")), *_listed(data.get("optional"))]
        if themes.intersection(one for one in named if isinstance(one, str)):
            mark = "\ufeff" if line.startswith("\ufeff") else ""
            change(data)
            lines[number - 1] = mark + json.dumps(data, ensure_ascii=False) + "\r" * line.endswith("\r")
    return "\n".join(lines)


def _renamed(value: Any, names: Mapping[str, str | None]) -> list[Any]:
    renamed = (names.get(one, one) if isinstance(one, str) else one for one in _listed(value))
    return list(dict.fromkeys(one for one in renamed if one is not None))


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


def _text(path: Path) -> str:
    try:
        if path.stat().st_size > _MAX_BYTES:
            raise ThemeError(
                "the file is too large to be read", where=str(path), hint="At most 200 MB are read."
            )
        return path.read_bytes().decode("utf-8-sig")
    except OSError as problem:
        raise ThemeError(f"cannot read: {problem.strerror}", where=str(path)) from problem
    except UnicodeDecodeError as problem:
        raise ThemeError("the file is not UTF-8 text", where=str(path), hint="Save it as UTF-8.") from problem


def _lines(text: str) -> Iterator[tuple[int, str]]:
    # JSON allows U+2028 inside of a text, so that only a line feed ends a line here.
    for number, line in enumerate(text.split("\n"), 1):
        if line.strip("\ufeff \t\r"):
            yield number, line


def _parsed(line: str, where: str) -> Mapping[str, Any]:
    try:
        data = json.loads(line.removeprefix("\ufeff"))
    except (ValueError, RecursionError) as problem:
        _fail(f"not valid JSON: {problem}", where, 'Each line is {"key": "…", "themes": ["…"]}.')
    if not isinstance(data, dict):
        _fail("each line must be a JSON object", where, 'Write {"key": "…", "themes": ["…"]}.')
    return data


def _read(
    data: Mapping[str, Any], where: str, theme_ids: Collection[str], line: int, with_items: bool
) -> Label:
    for name in data:
        if name not in _KEYS:
            hint = did_you_mean(name, _KEYS) or "Known here: " + ", ".join(_KEYS) + "."
            _fail(f"unknown key '{name}'", where, hint)
    key, item = data.get("key", ""), data.get("item")
    if with_items and not isinstance(item, dict):
        _fail("'item' is missing, or no object", where, 'Write {"item": {"itemType": …}, "themes": […]}.')
    if not with_items and (not isinstance(key, str) or not key.strip()):
        _fail("'key' is missing", where, "It is a citation key, or Zotero's key of an item.")
    if "themes" not in data:
        _fail("'themes' is missing", where, "An item without a theme has an empty list: [].")
    themes, optional = (_themes(data, name, where, theme_ids) for name in ("themes", "optional"))
    return Label(themes, optional - themes, str(key), item, line)


def _themes(data: Mapping[str, Any], name: str, where: str, theme_ids: Collection[str]) -> frozenset[str]:
    values = data.get(name, [])
    if not isinstance(values, list) or not all(isinstance(one, str) for one in values):
        _fail(f"'{name}' must be a list of themes' ids", where)
    for one in values:
        if one not in theme_ids:
            hint = did_you_mean(one, theme_ids) or "Themes: " + ", ".join(theme_ids) + "."
            _fail(f"there is no theme '{one}'", where, hint)
    return frozenset(values)


def _fail(message: str, where: str, hint: str = "") -> NoReturn:
    raise ThemeError(message, where=where, hint=hint)
