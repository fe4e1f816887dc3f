"""Decisions by hand: an item has a theme, has it not, or the rules may say."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from readinglist.actions.local import load_themes, open_local
from readinglist.actions.progress import Progress, silent
from readinglist.actions.search import find_item
from readinglist.actions.sync import organise
from readinglist.actions.theme_sight import moved_keys
from readinglist.errors import UsageError
from readinglist.items.text import plain
from readinglist.library import Library
from readinglist.themes.editing import Side, Signature, set_decision
from readinglist.themes.tomltext import load_source, save_source
from readinglist.themes.vocabulary import Vocabulary
from readinglist.workspace import Workspace

_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")


@dataclass(frozen=True, slots=True)
class Decided:
    """One item's decision: its themes before and after, and whether the file had to be changed for it."""

    citation_key: str
    title: str
    theme: str
    label: str
    side: Side | None
    changed: bool
    before: tuple[str, ...]
    after: tuple[str, ...]

    def as_json(self) -> dict[str, Any]:
        """The decision as plain data."""
        return asdict(self)


def signed(by: str, on: str, why: str, today: str) -> Signature:
    """Who, when and why; with a name and no date, it is today. Raises `UsageError` for what is no date."""
    if on and not _DATE.fullmatch(on):
        raise UsageError(f"'{on}' is no date", where="--on", hint="Write it as 2027-01-31.")
    return Signature(by.strip(), on or (today if by.strip() else ""), why.strip())


def decide_item(
    workspace: Workspace,
    key: str,
    theme: str,
    side: Side | None,
    signature: Signature | None = None,
    progress: Progress = silent,
) -> Decided:
    """Write down the decision on an item and bring its themes and `bib/` up to date.

    `key` may be a citation key, an older one, or a Zotero key; `side` None takes a decision back. Raises
    `NotFoundError` with near matches, `ThemeError`, `WorkspaceError`.
    """
    vocabulary = load_themes(workspace)
    label = vocabulary.label(vocabulary.theme(theme).id, workspace.settings.lists.locale)
    with open_local(workspace) as library:
        item = find_item(library, key)
        before = library.themes_of([item]).get(item.citation_key, ())
        changed = write_decisions(
            workspace, library, vocabulary, {item.citation_key: {theme: side}}, signature
        )
        organise(workspace, library, progress)
        after = library.themes_of([item]).get(item.citation_key, ())
    return Decided(item.citation_key, plain(item.title), theme, label, side, changed, before, after)


def write_decisions(
    workspace: Workspace,
    library: Library,
    vocabulary: Vocabulary,
    decisions: Mapping[str, Mapping[str, Side | None]],
    signature: Signature | None = None,
) -> bool:
    """Write decisions by citation key and theme into `themes.toml`; whether the file changed.

    What stands under an item's older keys about the same themes is taken out. Raises `ThemeError`.
    """
    path = workspace.themes_file
    text = new = load_source(path)
    older: dict[str, list[str]] = {}
    for old, present in moved_keys(vocabulary.decisions, library).items():
        older.setdefault(present, []).append(old)
    for key, sides in decisions.items():
        for old in older.get(key, ()):
            new = set_decision(new, old, dict.fromkeys(sides), where=str(path))
        new = set_decision(new, key, dict(sides), signature, where=str(path))
    return save_source(path, new) if new != text else False
