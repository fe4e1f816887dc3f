"""A sync: pull every source, keep the citation keys, assign themes to what changed, write `bib/`."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from readinglist.actions.local import load_themes, open_local
from readinglist.actions.progress import Progress, silent
from readinglist.actions.remote import open_remote
from readinglist.actions.scope import known_collections, scope_of
from readinglist.library import (
    FILE_NAME,
    Changes,
    KeyTable,
    Library,
    Staging,
    load_keys,
    open_library,
    preparing,
    save_keys,
)
from readinglist.settings import Source
from readinglist.workspace import Workspace, make_folders
from readinglist.zotero.connection import Secret
from readinglist.zotero.mapping import data_of
from readinglist.zotero.pull import pull
from readinglist.zotero.pulled import Pulled
from readinglist.zotero.session import Limits

FindKey = Callable[[Source], Secret | None]

_KINDS = ("added", "edited", "restored", "trashed", "removed")


@dataclass(frozen=True, slots=True)
class SourceReport:
    """What a sync changed in one source; `requests` counts what was asked of the server.

    `items` is how many of it are in this workspace: all, or those of the collections chosen in the settings.
    """

    name: str
    changes: Changes
    requests: int
    items: int = 0
    narrowed: bool = False

    @property
    def version(self) -> int:
        """The library version that the local copy has now."""
        return self.changes.version

    @property
    def counts(self) -> dict[str, int]:
        """How many items were added, edited, restored, trashed, removed."""
        return {kind: len(getattr(self.changes, kind)) for kind in _KINDS}

    @property
    def summary(self) -> str:
        """The same in words."""
        found = [f"{count} {kind}" for kind, count in self.counts.items() if count]
        if not found:
            return "collections changed" if self.changes.collections_changed else "nothing changed"
        return ", ".join(found)


@dataclass(frozen=True, slots=True)
class SyncReport:
    """What a sync did. `assigned` is None after a pull alone; `notices` are what its user should know."""

    sources: tuple[SourceReport, ...]
    assigned: int | None = None
    written: tuple[Path, ...] = ()
    notices: tuple[str, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """The report as plain data."""
        return {
            "sources": [
                {
                    "name": one.name,
                    "source": one.changes.source,
                    "version": one.version,
                    "requests": one.requests,
                    "items": one.items,
                    **{kind: list(getattr(one.changes, kind)) for kind in (*_KINDS, "moved")},
                    "renamed": dict(one.changes.renamed),
                }
                for one in self.sources
            ],
            "assigned": self.assigned,
            "written": [str(path) for path in self.written],
            "notices": list(self.notices),
        }


def sync(
    workspace: Workspace,
    find_key: FindKey,
    *,
    pull_only: bool = False,
    limits: Limits | None = None,
    progress: Progress = silent,
) -> SyncReport:
    """Bring the workspace up to date with its sources.

    `find_key` gives a source's API key. Each source's pull is applied whole or not at all; what is made by
    hand (lists, themes, templates) is only read. Raises `AccessError`, `RemoteError`, `LibraryError`,
    `ConfigError`, `ThemeError`, `WorkspaceError`.
    """
    make_folders(workspace)
    keys = load_keys(workspace.keys_file)
    if not pull_only:
        load_themes(workspace)  # A broken vocabulary should be known before the waiting, not after.
    sources = tuple(
        _sync_source(workspace, source, find_key(source), keys, limits, progress)
        for source in workspace.settings.source
    )
    with open_local(workspace) as library:
        written = [workspace.keys_file] if save_keys(workspace.keys_file, library.key_table()) else []
        if pull_only:
            return SyncReport(sources, written=tuple(written), notices=_renamed(sources))
        assigned, files = organise(workspace, library, progress)
        from readinglist.actions.lists import problems

        notices = (*_renamed(sources), *problems(workspace, library))
    return SyncReport(sources, assigned, (*written, *files), notices)


def organise(workspace: Workspace, library: Library, progress: Progress) -> tuple[int, tuple[Path, ...]]:
    """Assign themes to what changed and rewrite in `bib/` what changed; how many, and which files."""
    from readinglist.actions.assign import assign_changed
    from readinglist.actions.bib import write_bib

    vocabulary = load_themes(workspace)
    items = library.items()
    assigned = assign_changed(library, items, vocabulary, progress)
    progress("Writing bib/")
    return assigned, write_bib(workspace.bib_folder, items, library.themes_of(items), vocabulary)


def _sync_source(
    workspace: Workspace,
    source: Source,
    key: Secret | None,
    keys: KeyTable,
    limits: Limits | None,
    progress: Progress,
) -> SourceReport:
    with open_library(workspace.database) as whole:
        state = whole.state(source.path)
        held = known_collections(whole.collections(source.path))
    with Staging(workspace.state_folder / FILE_NAME, source.path) as staging:
        with open_remote(source, key, progress, limits) as session:
            pulled = pull(
                session,
                state.version,
                server_id=state.server_id,
                prepare=preparing(source.path),
                shelf=staging,
                progress=progress,
            )
        known = {one[0]: one for one in held} | {one[0]: one for one in _pulled_collections(pulled)}
        scope = scope_of(source, known.values(), str(workspace.config_file))
        library = open_library(workspace.database, scopes={source.path: scope})
        with library:
            changes = library.apply(pulled, keys)
            staging.clear()
            return SourceReport(source.name, changes, pulled.requests, library.count(), bool(scope))


def _pulled_collections(pulled: Pulled) -> list[tuple[str, str, str]]:
    """The collections that came with a pull: key, name, path of names as far as it came with it."""
    data = {key: data_of(raw) for key, raw in pulled.collections.items()}

    def path(key: str, depth: int = 0) -> str:
        name = str(data[key].get("name", ""))
        parent = data[key].get("parentCollection")
        return f"{path(parent, depth + 1)} / {name}" if parent in data and depth < 50 else name

    return [(key, str(one.get("name", "")), path(key)) for key, one in data.items()]


def _renamed(sources: tuple[SourceReport, ...]) -> tuple[str, ...]:
    return tuple(
        f"the citation key {old} is now {new}, as in Zotero; lists that use {old} go on working"
        for source in sources
        for old, new in sorted(source.changes.renamed.items())
    )
