"""Groups among the entries that no theme has claimed, from the local copy."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

from readinglist.actions.local import open_local
from readinglist.actions.theme_sight import as_judged
from readinglist.items.text import plain
from readinglist.themes.suggest import suggest
from readinglist.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Group:
    """A possible theme: its words and its entries with their titles. A label is for a person to give."""

    terms: tuple[str, ...]
    entries: tuple[tuple[str, str], ...]

    def as_json(self) -> dict[str, Any]:
        """The group as plain data."""
        return asdict(self)


@dataclass(frozen=True, slots=True)
class Suggestions:
    """The groups, and how many entries have no theme."""

    groups: tuple[Group, ...]
    unthemed: int

    def as_json(self) -> dict[str, Any]:
        """The suggestions as plain data."""
        return asdict(self)


def suggest_themes(workspace: Workspace, *, least: int = 3, most: int = 10) -> Suggestions:
    """Groups of at least `least` entries without a theme that belong together by their words."""
    with open_local(workspace) as library:
        items = as_judged(workspace, library.items())
        themed = library.themes_of(items)
    unthemed = [item for item in items if item.citation_key not in themed]
    others = [item for item in items if item.citation_key in themed]
    titles = {item.citation_key: plain(item.title) for item in unthemed}
    found = suggest(unthemed, others, least=least, most=most)
    groups = tuple(Group(one.terms, tuple((key, titles[key]) for key in one.keys)) for one in found)
    return Suggestions(groups, len(unthemed))
