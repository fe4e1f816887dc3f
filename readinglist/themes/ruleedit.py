"""Rules changed in the text of `themes.toml`: a term added, weakened or taken out; no other byte changes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import tomlkit
from tomlkit.items import Array

from readinglist.errors import ThemeError
from readinglist.themes.tomltext import (
    Data,
    Region,
    checked,
    edited,
    parsed,
    region_of,
    regions,
    without_mark,
)
from readinglist.themes.words import Reading


def move_term(
    text: str,
    theme: str,
    term: str,
    old: str,
    new: str,
    reading: Reading = "any",
    *,
    where: str = "themes.toml",
) -> str:
    """The text with a term of a theme moved from the kind `old` to the kind `new`; "" is none.

    `reading` names the language whose rules are meant. Raises `ThemeError` where the term is not there, or
    stands in a form that cannot be edited without harm.
    """
    mark, text = without_mark(text)
    at = theme_place(text, theme, where)

    def change(data: Data) -> None:
        rules = data["themes"][at].setdefault("rules", {})
        table = rules if reading == "any" else rules.setdefault(reading, {})
        if old:
            table[old] = [one for one in _texts(table.get(old, [])) if one.strip() != term]
        if new:
            table[new] = [*_texts(table.get(new, [])), term]

    before = parsed(text)["themes"][at].get("rules", {})
    held = before if reading == "any" else before.get(reading, {})
    if old and term not in [one.strip() for one in _texts(held.get(old, []))]:
        raise ThemeError(
            f"'{term}' is no {old} rule of '{theme}' as it is written there",
            where=where,
            hint="It may be part of a list under [words]: change it by hand.",
        )
    region, path = _rules_region(text, at)
    new_text = edited(text, region, lambda document: _move(document, path, reading, term, old, new))
    return mark + checked(text, new_text, change, where)


def add_terms(
    text: str, theme: str, added: Mapping[tuple[Reading, str], Sequence[str]], *, where: str = "themes.toml"
) -> str:
    """The text with terms added to a theme's rules, by language and kind; raises what `move_term` raises."""
    mark, text = without_mark(text)
    at = theme_place(text, theme, where)
    if not any(added.values()):
        return mark + text

    def change(data: Data) -> None:
        rules = data["themes"][at].setdefault("rules", {})
        for (reading, kind), terms in added.items():
            table = rules if reading == "any" else rules.setdefault(reading, {})
            table[kind] = [*_texts(table.get(kind, [])), *terms]

    def write(document: tomlkit.TOMLDocument) -> None:
        for (reading, kind), terms in added.items():
            array = _array(_table(document, path, reading), kind)
            for term in terms:
                array.append(term)

    region, path = _rules_region(text, at)
    return mark + checked(text, edited(text, region, write), change, where)


def theme_place(text: str, theme: str, where: str) -> int:
    """The place of a theme in the file, from 0. Raises `ThemeError`."""
    for at, one in enumerate(parsed(text).get("themes", [])):
        if one.get("id") == theme:
            return at
    raise ThemeError(f"there is no theme '{theme}'", where=where)


def _rules_region(text: str, at: int) -> tuple[Region, tuple[str | int, ...]]:
    """Where the theme's rules stand, and the way to them inside of that piece."""
    own = region_of(text, ("themes", at, "rules"))
    if own:
        inner = [one for one in regions(text) if one.path[:3] == ("themes", at, "rules")]
        return Region(own.path, own.start, max(one.end for one in inner)), ("themes", "rules")
    table = region_of(text, ("themes", at))
    if table is None:
        raise ThemeError("this part of the file cannot be edited by a command", hint="Edit it by hand.")
    return table, ("themes", 0, "rules")


def _move(
    document: tomlkit.TOMLDocument,
    path: Sequence[str | int],
    reading: Reading,
    term: str,
    old: str,
    new: str,
) -> None:
    table = _table(document, path, reading)
    if old:
        array = _array(table, old)
        for one in [one for one in array.unwrap() if one.strip() == term]:
            array.remove(one)
    if new:
        _array(table, new).append(term)


def _table(document: tomlkit.TOMLDocument, path: Sequence[str | int], reading: Reading) -> Any:
    """The rules for a language in a piece of the file, made where there are none."""
    table: Any = document
    for part in (*path, *(() if reading == "any" else (reading,))):
        if isinstance(part, str) and part not in table:
            table[part] = tomlkit.table()
        table = table[part]
    return table


def _array(table: Any, kind: str) -> Array:
    value = table.get(kind)
    if not isinstance(value, Array):
        table[kind] = _texts(value if value is not None else [])
    array: Array = table[kind]
    return array


def _texts(value: Any) -> list[str]:
    return [str(value)] if isinstance(value, str) else [str(one) for one in value]
