"""What a workspace holds and how fresh it is."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from readinglist.actions.checked import checked_at, last_synced
from readinglist.actions.lists import problems
from readinglist.actions.local import load_themes, open_local
from readinglist.library import open_library
from readinglist.lists.load import list_names
from readinglist.settings import Source
from readinglist.workspace import Workspace


@dataclass(frozen=True, slots=True)
class SourceStatus:
    """A source: what it is called, where it is, and when it was last synced, in words."""

    name: str
    path: str
    endpoint: str
    version: int
    synced_at: str
    state: str


@dataclass(frozen=True, slots=True)
class Status:
    """A workspace at a glance."""

    root: Path
    sources: tuple[SourceStatus, ...]
    items: int = 0
    collections: int = 0
    notes: int = 0
    trashed: int = 0
    themes: int = 0
    themed: int = 0
    lists: tuple[str, ...] = ()
    notices: tuple[str, ...] = ()
    next_step: str = ""

    def as_json(self) -> dict[str, Any]:
        """The status as plain data."""
        return {**asdict(self), "root": str(self.root)}


def status(workspace: Workspace) -> Status:
    """The workspace at a glance, also before its first sync."""
    lists = list_names(workspace.lists_folder)
    vocabulary = load_themes(workspace)
    if not workspace.database.is_file():
        sources = tuple(_source(one) for one in workspace.settings.source)
        return Status(
            workspace.root.resolve(),
            sources,
            themes=len(vocabulary.themes),
            lists=lists,
            next_step="`readinglist sync` fetches the library",
        )
    with open_library(workspace.database, create=False) as whole:
        states = {one.path: whole.state(one.path) for one in workspace.settings.source}
    checked = checked_at(workspace)
    with open_local(workspace) as library:
        items = library.items()
        themed = len(library.themes_of(items))
        wrong = tuple(problems(workspace, library))
    return Status(
        workspace.root.resolve(),
        tuple(
            _source(one, states[one.path].version, last_synced(states[one.path], checked))
            for one in workspace.settings.source
        ),
        items=len(items),
        collections=sum(state.collections for state in states.values()),
        notes=sum(state.notes for state in states.values()),
        trashed=sum(state.trashed for state in states.values()),
        themes=len(vocabulary.themes),
        themed=themed,
        lists=lists,
        notices=wrong,
        next_step=_next_step(lists),
    )


def _source(source: Source, version: int = 0, synced_at: str = "") -> SourceStatus:
    state = f"synced {synced_at[:16].replace('T', ' ')} UTC, library version {version}"
    return SourceStatus(
        source.name,
        source.path,
        source.endpoint,
        version,
        synced_at,
        state if synced_at else "never synced",
    )


def _next_step(lists: tuple[str, ...]) -> str:
    if not lists:
        return "write a list in lists/, or look around with `readinglist items`"
    return f"`readinglist export {lists[0]}` makes files of a list"
