"""Themes made, renamed, merged, split, removed in the text of `themes.toml`, decisions in step with them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any

import tomlkit

from readinglist.errors import ThemeError, UsageError
from readinglist.themes.editing import renamed_in_decisions
from readinglist.themes.ruleedit import add_terms, move_term, theme_place
from readinglist.themes.rules import KINDS
from readinglist.themes.tomltext import (
    Data,
    Region,
    array_text,
    checked,
    edited,
    inserted,
    line_end,
    parsed,
    quoted,
    region_of,
    regions,
    replaced,
    split_lines,
    without_mark,
)
from readinglist.themes.words import Reading

_READINGS: tuple[Reading, ...] = ("any", "en", "es")


@dataclass(frozen=True, slots=True)
class NewTheme:
    """A theme to be written: id, labels and scope notes by language, the theme above it, rules by kind."""

    id: str
    label: Mapping[str, str]
    scope: Mapping[str, str] = field(default_factory=dict)
    broader: str = ""
    rules: Mapping[str, Sequence[str]] = field(default_factory=dict)


def check_id(theme_id: str) -> None:
    """Raise `UsageError` for what cannot be a theme's id."""
    if not theme_id or not all(letter.isalnum() or letter in "-_." for letter in theme_id):
        raise UsageError(
            f"'{theme_id}' cannot be a theme's id", hint="Use letters, digits, hyphens and dots: open-access."
        )


def new_theme(text: str, theme: NewTheme, *, where: str = "themes.toml") -> str:
    """The text with a new theme behind the last one. Raises `ThemeError`, `UsageError`."""
    check_id(theme.id)
    mark, text = without_mark(text)
    end = line_end(text)
    lines = ["[[themes]]", f"id = {quoted(theme.id)}"]
    lines += [f"label.{language} = {quoted(label)}" for language, label in theme.label.items()]
    lines += [f"scope.{language} = {quoted(note)}" for language, note in theme.scope.items()]
    lines += [f"broader = {quoted(theme.broader)}"] if theme.broader else []
    lines += ["", "[themes.rules]"]
    lines += [f"{kind} = {array_text(list(terms))}" for kind, terms in theme.rules.items() if terms]
    block = "".join(line + end for line in lines)
    return mark + insert_themes(text, block)


def insert_themes(text: str, block: str) -> str:
    """The text with the lines of themes put behind the last theme, or at the end where there is none."""
    end = line_end(text)
    last = [one for one in regions(text) if one.path[:1] == ("themes",)]
    at = last[-1].end if last else len(split_lines(text))
    before = split_lines(text)[:at]
    gap = end if before and before[-1].strip() else ""
    after = split_lines(text)[at:]
    trailing = end if after and after[0].strip() else ""
    return inserted(text, at, gap + block.lstrip("\r\n") + trailing)


def rename_theme(text: str, old: str, new: str, *, where: str = "themes.toml") -> str:
    """The text with a theme's id changed wherever it stands: itself, broader and related ones, decisions."""
    check_id(new)
    mark, text = without_mark(text)
    text = _change_theme(text, old, partial(_set, "id", new), where)
    text = _in_neighbours(text, {old: new}, where)
    return mark + renamed_in_decisions(text, {old: new}, where=where)


def remove_theme(text: str, theme: str, *, where: str = "themes.toml") -> str:
    """The text without a theme and the decisions on it; themes below it go up to the one above it."""
    mark, text = without_mark(text)
    above = parsed(text)["themes"][theme_place(text, theme, where)].get("broader")
    text = renamed_in_decisions(_cut(text, theme, where), {theme: None}, where=where)
    return mark + _in_neighbours(text, {theme: above}, where)


def merge_themes(text: str, parts: Sequence[str], into: str, *, where: str = "themes.toml") -> str:
    """The text with the themes `parts` made part of `into`: rules, labels as other names, decisions.

    An item decided to have one of them has `into`, even if it was refused that before.
    """
    mark, text = without_mark(text)
    for part in parts:
        given = parsed(text)["themes"][theme_place(text, part, where)]
        text = _cut(text, part, where)
        text = _take_names(text, given, into, where)
        text = _take_rules(text, given, into, where)
        above = given.get("broader")
        own = parsed(text)["themes"][theme_place(text, into, where)].get("broader")
        if own == part:  # the part stood above: what was above it is now above the whole
            text = _change_theme(text, into, partial(_set, "broader", above), where)
        text = _in_neighbours(text, {part: into}, where)
        text = renamed_in_decisions(text, {part: into}, where=where)
    return mark + text


def split_theme(
    text: str, theme: str, new: NewTheme, terms: Sequence[str], *, where: str = "themes.toml"
) -> str:
    """The text with a new theme that has taken these terms, as they are written, from the rules of `theme`.

    Raises `UsageError` for a term that is not there.
    """
    mark, text = without_mark(text)
    rules = parsed(text)["themes"][theme_place(text, theme, where)].get("rules", {})
    places = [(term, *_place_of(rules, term)) for term in terms]
    missing = [term for term, kind, _ in places if not kind]
    if missing:
        raise UsageError(
            f"'{theme}' has no rule '{missing[0]}'", hint="Give terms as they are written in the file."
        )
    text = new_theme(text, new, where=where)
    for term, kind, reading in places:
        text = move_term(text, theme, term, kind, "", reading, where=where)
        text = move_term(text, new.id, term, "", kind, reading, where=where)
    return mark + text


def _place_of(rules: Mapping[str, Any], term: str) -> tuple[str, Reading]:
    for reading in _READINGS:
        table = rules if reading == "any" else rules.get(reading, {})
        for kind in KINDS:
            if term in [one.strip() for one in _texts(table.get(kind, []))]:
                return kind, reading
    return "", "any"


def theme_region(text: str, theme: str, where: str) -> Region:
    """All lines of a theme: its own table and those below it."""
    at = theme_place(text, theme, where)
    mine = [one for one in regions(text) if one.path[:2] == ("themes", at)]
    if not mine:
        raise ThemeError(
            f"the theme '{theme}' stands in a form that cannot be edited by a command",
            where=where,
            hint="Begin it with [[themes]].",
        )
    return Region(("themes", at), mine[0].start, max(one.end for one in mine))


def _cut(text: str, theme: str, where: str) -> str:
    """The text without a theme's lines, the comment right above them, and one blank line."""
    at = theme_place(text, theme, where)
    region = theme_region(text, theme, where)
    lines = split_lines(text)
    start = region.start
    while start and lines[start - 1].lstrip().startswith("#"):
        start -= 1
    if start and not lines[start - 1].strip():
        start -= 1
    elif start and lines[start - 1].lstrip().startswith("#"):
        start = region.start
    new = replaced(text, Region((), start, region.end), "")

    def change(data: Data) -> None:
        del data["themes"][at]

    return checked(text, new, change, where)


def _change_theme(text: str, theme: str, change: Callable[[Any], None], where: str) -> str:
    """The text with the table of a theme itself changed, in text and in data alike."""
    at = theme_place(text, theme, where)
    region = region_of(text, ("themes", at))
    if region is None:
        raise ThemeError(f"the theme '{theme}' has no table of its own", where=where, hint="Edit it by hand.")
    new = edited(text, region, lambda document: change(document["themes"][0]))
    return checked(text, new, lambda data: change(data["themes"][at]), where)


def _set(key: str, value: str | None, table: Any) -> None:
    if value is None:
        table.pop(key, None)
    else:
        table[key] = value


def _in_neighbours(text: str, names: Mapping[str, str | None], where: str) -> str:
    """The text with `broader` and `related` of all themes renamed; None drops the name."""
    for one in parsed(text).get("themes", []):
        theme, above, related = one["id"], one.get("broader"), _texts(one.get("related", []))
        if above in names:
            wanted = names[above] if names[above] != theme else None
            text = _change_theme(text, theme, partial(_set, "broader", wanted), where)
        if set(related) & set(names):
            kept = dict.fromkeys(names.get(name, name) for name in related)
            wanted_names = [name for name in kept if name and name != theme]
            text = _change_theme(text, theme, partial(_set_array, wanted_names), where)
    return text


def _set_array(names: list[str], table: Any) -> None:
    if names:
        table["related"] = names
    else:
        table.pop("related", None)


def _take_names(text: str, given: Mapping[str, Any], into: str, where: str) -> str:
    """The text where labels and other names of a theme that is merged are other names of `into`."""
    at = theme_place(text, into, where)
    names = _joined_names(parsed(text)["themes"][at].get("alt"), given)
    table = region_of(text, ("themes", at, "alt"))
    if not names:
        return text
    if table is None:
        return _change_theme(text, into, partial(_set_names, names), where)
    new = edited(text, table, lambda document: document["themes"]["alt"].update(names))
    return checked(text, new, lambda data: data["themes"][at]["alt"].update(names), where)


def _joined_names(own: Any, given: Mapping[str, Any]) -> Any:
    """A theme's other names, as a list or by language, with the labels and other names of another."""
    found = _by_language(own)
    others = (*_by_language(given.get("label")).items(), *_by_language(given.get("alt")).items())
    for language, names in others:
        held = found.setdefault(language, [])
        held += [name for name in names if name not in held]
    bare = found.pop("", []) if set(found) - {""} else None
    if bare:  # names without a language stand under every language there is
        for names in found.values():
            names += [name for name in bare if name not in names]
    return found.get("", found) if set(found) == {""} else found


def _set_names(names: Any, table: Any) -> None:
    if isinstance(names, Mapping) and isinstance(table.get("alt"), Mapping):
        table["alt"].update(names)
    elif isinstance(names, Mapping):
        # On one line: a table of its own would end the theme's.
        line = tomlkit.inline_table()
        line.update(names)
        table["alt"] = line
    else:
        table["alt"] = names


def _by_language(value: Any) -> dict[str, list[str]]:
    if value is None:
        return {}
    if isinstance(value, Mapping):
        return {str(language): _texts(names) for language, names in value.items()}
    return {"": _texts(value)}


def _take_rules(text: str, given: Mapping[str, Any], into: str, where: str) -> str:
    """The text with the rules of a theme that is merged added to those of another, each once."""
    rules = given.get("rules", {})
    own: Mapping[str, Any] = parsed(text)["themes"][theme_place(text, into, where)].get("rules", {})
    added: dict[tuple[Reading, str], list[str]] = {}
    for reading in _READINGS:
        theirs, ours = (one if reading == "any" else one.get(reading, {}) for one in (rules, own))
        for kind in (*KINDS, "tags", "collections") if reading == "any" else KINDS:
            held = _texts(ours.get(kind, []))
            new = [term for term in _texts(theirs.get(kind, [])) if term not in held]
            if new:
                added[reading, kind] = new
    return add_terms(text, into, added, where=where)


def _texts(value: Any) -> list[str]:
    return [str(value)] if isinstance(value, str) else [str(one) for one in value]
