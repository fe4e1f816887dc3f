"""A vocabulary begun from what a library has: its tags or its collections, as text for `themes.toml`."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from readinglist.themes.tomltext import array_text, quoted
from readinglist.themes.words import even

_NOT_ID = re.compile(r"[^a-z0-9]+")
_LONGEST_ID = 60


@dataclass(frozen=True, slots=True)
class Seed:
    """A theme to begin with: its name, and the tags or collections that decide on it outright.

    `count` is how many items have it, `path` what lies above it, topmost first, in names.
    """

    label: str
    tags: tuple[str, ...] = ()
    collections: tuple[str, ...] = ()
    count: int = 0
    path: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Begun:
    """A theme as it would be written: id, label, the id above it, and what decides."""

    id: str
    label: str
    broader: str
    seed: Seed


def slug(text: str, taken: Iterable[str] = ()) -> str:
    """An id made of a name: "Acceso abierto" is acceso-abierto; with a number where that is taken."""
    base = _NOT_ID.sub("-", even(text)).strip("-")[:_LONGEST_ID].strip("-") or "theme"
    used = {one.casefold() for one in taken}
    name, number = base, 1
    while name in used:
        number += 1
        name = f"{base}-{number}"
    return name


def seeds_of_tags(tags: Iterable[tuple[str, int]], *, least: int, most: int) -> tuple[Seed, ...]:
    """A seed for each tag (name and number of items), the most frequent `most` with at least `least` items.

    Tags that differ only in case or accents are one.
    """
    merged: dict[str, list[tuple[str, int]]] = {}
    for name, count in tags:
        if even(name).strip():
            merged.setdefault(even(name).strip(), []).append((name, count))
    seeds = []
    for found in merged.values():
        ordered = sorted(found, key=lambda one: (-one[1], one[0]))
        names = tuple(name for name, _ in ordered)
        seeds.append(Seed(names[0].strip(), tags=names, count=sum(count for _, count in ordered)))
    enough = [seed for seed in seeds if seed.count >= least]
    return tuple(sorted(enough, key=lambda seed: (-seed.count, even(seed.label)))[:most])


def begin(seeds: Sequence[Seed], taken_ids: Iterable[str], taken_labels: Iterable[str]) -> tuple[Begun, ...]:
    """Give each seed an id and a label of its own; those whose label there is already are left out.

    A name that several collections have is told apart by what lies above it.
    """
    ids = set(taken_ids)
    labels = {even(label) for label in taken_labels}
    by_path: dict[tuple[str, ...], str] = {}
    begun = []
    for seed in seeds:
        label = seed.label
        if even(label) in labels and seed.path:
            label = f"{seed.path[-1]}: {label}"
        if even(label) in labels:
            continue
        labels.add(even(label))
        theme_id = slug(label, ids)
        ids.add(theme_id)
        by_path[*seed.path, seed.label] = theme_id
        begun.append(Begun(theme_id, label, by_path.get(seed.path, ""), seed))
    return tuple(begun)


def theme_text(theme: Begun, language: str, end: str = "\n") -> str:
    """One theme as `themes.toml` has it, a blank line before it."""
    lines = ["", "[[themes]]", f"id = {quoted(theme.id)}", f"label.{language} = {quoted(theme.label)}"]
    if theme.broader:
        lines.append(f"broader = {quoted(theme.broader)}")
    lines += ["", "[themes.rules]"]
    for key, names in (("tags", theme.seed.tags), ("collections", theme.seed.collections)):
        if names:
            lines.append(f"{key} = {array_text(names)}")
    return "".join(line + end for line in lines)
