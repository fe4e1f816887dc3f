"""Hand decisions written into the text of `themes.toml`: include, exclude, clear; no other byte changes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

import tomlkit
from tomlkit.items import Array, Item, Trivia

from readinglist.themes.tomltext import (
    Data,
    Region,
    array_text,
    checked,
    edited,
    inserted,
    key_region,
    key_text,
    line_end,
    parsed,
    piece,
    quoted,
    region_of,
    regions,
    replaced,
    split_lines,
    without_mark,
)

Side = Literal["include", "exclude"]
_SIDES: tuple[Side, ...] = ("include", "exclude")
_ORDER = ("include", "exclude", "by", "on", "why")


@dataclass(frozen=True, slots=True)
class Signature:
    """Who decided, when (a date as text, YYYY-MM-DD) and why; each may be empty."""

    by: str = ""
    on: str = ""
    why: str = ""

    def filled(self) -> dict[str, str]:
        """What is not empty, by its key in the file."""
        given = {"by": self.by, "on": self.on, "why": self.why}
        return {key: value for key, value in given.items() if value}


def decide(
    text: str,
    citation_key: str,
    theme: str,
    side: Side | None,
    signature: Signature | None = None,
    *,
    where: str = "themes.toml",
) -> str:
    """The text with a decision: the item has (`include`), has not (`exclude`) or may have (None) a theme.

    A decision for the other side is taken back. Comments and everything that says something else keep every
    byte. Raises `ThemeError` when the decision stands in a form that cannot be edited without harm.
    """
    signed = signature or Signature()
    return set_decision(text, citation_key, {theme: side}, signed, where=where)


def set_decision(
    text: str,
    citation_key: str,
    sides: dict[str, Side | None],
    signature: Signature | None = None,
    *,
    where: str = "themes.toml",
) -> str:
    """As `decide`, for several themes of one item at once."""
    mark, text = without_mark(text)
    signed = signature or Signature()

    def change(data: Data) -> None:
        _change_data(data, citation_key, sides, signed)

    before = parsed(text)
    after = parsed(text)
    change(after)
    if after == before:
        return mark + text
    new = _rewritten(text, citation_key, before, after)
    return mark + checked(text, new, change, where)


def _change_data(data: Data, key: str, sides: dict[str, Side | None], signed: Signature) -> None:
    had_table = "decisions" in data
    decisions = data.setdefault("decisions", {})
    entry = decisions.get(key, {})
    changed = False
    for theme, side in sides.items():
        for one in _SIDES:
            names = _names(entry.get(one))
            wanted = names if one != side or theme in names else [*names, theme]
            wanted = [name for name in wanted if name != theme] if one != side else wanted
            if wanted != names:
                changed = True
                entry[one] = wanted
            if one in entry and not wanted:
                del entry[one]
    if changed:
        entry.update(signed.filled())
    if any(_names(entry.get(one)) for one in _SIDES):
        decisions[key] = entry
    elif key in decisions and changed:
        del decisions[key]
    if not decisions and not had_table:
        del data["decisions"]


def _names(value: Any) -> list[str]:
    if isinstance(value, str):
        return [value]
    return list(value) if isinstance(value, list) else []


def _rewritten(text: str, key: str, before: Data, after: Data) -> str:
    wanted = after.get("decisions", {}).get(key)
    if key not in before.get("decisions", {}):
        return _added(text, key, wanted) if wanted else text
    own_table = region_of(text, ("decisions", key))
    if own_table:
        if wanted is None:
            return _without(text, own_table)
        return edited(text, own_table, lambda doc: _update(doc["decisions"][key], wanted))
    table = region_of(text, ("decisions",))
    line = key_region(text, table, key) if table else None
    if line:
        if wanted is None:
            return _without(text, line)
        if line.end == line.start + 1:
            return replaced(text, line, _line(text, key, wanted, _tail(piece(text, line), key)))
        return edited(text, line, lambda doc: _update(doc[key], wanted))
    whole = table or Region((), 0, len(split_lines(text)))
    if wanted is None:
        return edited(text, whole, lambda doc: doc["decisions"].__delitem__(key))
    return edited(text, whole, lambda doc: _update(doc["decisions"][key], wanted))


def _update(entry: Any, wanted: Data) -> None:
    """Bring a tomlkit table to the wanted values, with as little change as can be."""
    for name in [name for name in entry if name not in wanted]:
        del entry[name]
    for name, value in wanted.items():
        old = entry.get(name)
        if isinstance(value, list) and isinstance(old, Array):
            for one in [one for one in old.unwrap() if one not in value]:
                old.remove(one)
            for one in value:
                if one not in old.unwrap():
                    old.append(one)
        elif name not in entry or _plain(old) != value:
            entry[name] = value


def _plain(value: Any) -> Any:
    return value.unwrap() if hasattr(value, "unwrap") else value


def _without(text: str, region: Region) -> str:
    return replaced(text, region, "")


def _tail(line: str, key: str) -> str:
    """What stands behind the value on its line: the comment with the blanks before it."""
    item = tomlkit.parse(line).item(key)
    trivia = item.trivia if isinstance(item, Item) else Trivia()
    return f"{trivia.comment_ws}{trivia.comment}".rstrip()


def _line(text: str, key: str, wanted: Data, tail: str = "") -> str:
    """A decision on a line of its own."""
    names = sorted(wanted, key=lambda name: _ORDER.index(name) if name in _ORDER else len(_ORDER))
    parts = [f"{key_text(name)} = {_value_text(wanted[name])}" for name in names]
    return f"{key_text(key)} = {{ {', '.join(parts)} }}{tail}{line_end(text)}"


def _value_text(value: Any) -> str:
    if isinstance(value, list):
        return array_text(value)
    return quoted(value) if isinstance(value, str) else tomlkit.item(value).as_string()


def _added(text: str, key: str, wanted: Data) -> str:
    line = _line(text, key, wanted)
    table = region_of(text, ("decisions",))
    if table:
        return inserted(text, table.end, line)
    if "decisions" in parsed(text) and not any(one.path[:1] == ("decisions",) for one in regions(text)):
        whole = Region((), 0, len(split_lines(text)))
        return edited(text, whole, lambda doc: _put_inside(doc, key, wanted))
    gap = line_end(text) if text.strip() else ""
    return inserted(text, len(split_lines(text)), f"{gap}[decisions]{line_end(text)}{line}")


def _put_inside(document: tomlkit.TOMLDocument, key: str, wanted: Data) -> None:
    entry = tomlkit.inline_table()
    for name, value in wanted.items():
        entry[name] = value
    document["decisions"][key] = entry


def renamed_in_decisions(text: str, names: dict[str, str | None], *, where: str = "themes.toml") -> str:
    """The text with themes renamed in every decision; a name that maps to None is dropped.

    Where an item would then be both included and excluded, the inclusion stays.
    """
    for key, entry in parsed(without_mark(text)[1]).get("decisions", {}).items():
        sides: dict[str, Side | None] = {}
        for side in reversed(_SIDES):  # exclusions first: an inclusion stands over them
            for name in _names(entry.get(side)):
                if name in names:
                    sides.setdefault(name, None)
                    new = names[name]
                    if new is not None and not (side == "exclude" and new in _names(entry.get("include"))):
                        sides[new] = side
        if sides:
            text = set_decision(text, key, sides, where=where)
    return text
