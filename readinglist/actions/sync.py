"""A sync: pull every source, keep the citation keys, assign themes to what changed, write `bib/`."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from readinglist import __version__
from readinglist.actions.learn import around, labels_file, learn, learning_notices
from readinglist.actions.local import load_themes, open_local
from readinglist.actions.lock import only_one
from readinglist.actions.progress import Progress, silent
from readinglist.actions.remote import open_remote
from readinglist.actions.report import SourceReport, SyncReport
from readinglist.actions.scope import known_collections, scope_of
from readinglist.actions.theme_sight import as_judged, pushed_file, with_current_keys
from readinglist.errors import LibraryError
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
from readinglist.zotero.fulltext import pull_texts
from readinglist.zotero.mapping import data_of
from readinglist.zotero.pull import pull
from readinglist.zotero.pulled import Pulled
from readinglist.zotero.session import Limits, Session

__all__ = ["FindKey", "SourceReport", "SyncReport", "Wishes", "sync"]

_ORGANISED = "organised"

FindKey = Callable[[Source], Secret | None]
MayDrop = Callable[[Source, Sequence[str]], bool]


def _never(source: Source, titles: Sequence[str]) -> bool:
    return False


@dataclass(frozen=True, slots=True)
class Wishes:
    """How a sync is wanted.

    `pull_only` leaves themes and `bib/` alone, `dry_run` changes nothing, `fulltext` fetches the text of
    attachments of every source. `may_drop` is asked before items are dropped that a restored server has no
    longer; its titles are what would go. `limits` say how stubborn and how polite to be.
    """

    pull_only: bool = False
    dry_run: bool = False
    fulltext: bool = False
    may_drop: MayDrop = _never
    limits: Limits = field(default_factory=Limits)


def sync(
    workspace: Workspace, find_key: FindKey, wishes: Wishes | None = None, *, progress: Progress = silent
) -> SyncReport:
    """Bring the workspace up to date with its sources.

    `find_key` gives a source's API key. Each source's pull is applied whole or not at all; what is made by
    hand (lists, themes, templates) is only read. Raises `AccessError`, `RemoteError`, `LibraryError`,
    `ConfigError`, `ThemeError`, `WorkspaceError`; the last one also when another sync is at work here.
    """
    wishes = wishes or Wishes()
    with only_one(workspace):
        if not wishes.dry_run:
            make_folders(workspace)
        keys = load_keys(workspace.keys_file)
        if not wishes.pull_only:
            load_themes(workspace)  # A broken vocabulary should be known before the waiting, not after.
        sources = []
        for source in workspace.settings.source:
            one = _OneSource(workspace, source, wishes, progress)
            sources.append(one.sync(find_key(source), keys))
            keys = one.keys
        return _finished(workspace, tuple(sources), wishes, progress)


def _finished(
    workspace: Workspace, sources: tuple[SourceReport, ...], wishes: Wishes, progress: Progress
) -> SyncReport:
    notices = _notices(workspace, [one.changes for one in sources])
    if wishes.dry_run:
        return SyncReport(sources, notices=notices, dry_run=True)
    with open_local(workspace) as library:
        written = [workspace.keys_file] if save_keys(workspace.keys_file, library.key_table()) else []
        if any(one.changes or one.texts for one in sources):
            library.keep_stamp(_ORGANISED, "")
        if wishes.pull_only:
            return SyncReport(sources, written=tuple(written), notices=notices)
        assigned, files = organise(workspace, library, progress)
        from readinglist.actions.lists import problems

        learning = learning_notices(load_themes(workspace))
        # A list of which something was said above needs no second sentence.
        further = (one for one in problems(workspace, library) if not _told(one, notices))
        return SyncReport(sources, assigned, (*written, *files), (*notices, *learning, *further))


def organise(workspace: Workspace, library: Library, progress: Progress) -> tuple[int, tuple[Path, ...]]:
    """Assign themes to what changed and rewrite in `bib/` what changed; how many, and which files."""
    from readinglist.actions.assign import assign_changed
    from readinglist.actions.bib import write_bib

    if library.stamp(_ORGANISED) == _stamp(workspace, library):
        return 0, ()
    vocabulary = with_current_keys(load_themes(workspace), library)
    items = library.items()
    judged = as_judged(workspace, items)
    learned = learn(workspace, vocabulary, judged, around(library))
    assigned = assign_changed(library, judged, vocabulary, progress, learned)
    progress("Writing bib/")
    written = write_bib(workspace.bib_folder, items, library.themes_of(items), vocabulary)
    library.keep_stamp(_ORGANISED, _stamp(workspace, library))
    return assigned, written


def _stamp(workspace: Workspace, library: Library) -> str:
    """What themes and `bib/` are made of, and the files themselves: equal stamps mean nothing to do."""
    files = sorted(workspace.bib_folder.glob("*.bib"))
    read = [workspace.themes_file, workspace.keys_file, pushed_file(workspace)]
    if labels := labels_file(workspace, load_themes(workspace)):
        read.append(labels)
    contents = [hashlib.sha256(one.read_bytes()).hexdigest() if one.is_file() else "" for one in read]
    told = [
        __version__,
        workspace.settings.model_dump(mode="json"),
        contents,
        [(one, library.version(one), library.texts_version(one)) for one in library.sources()],
        [(file.name, file.stat().st_size, file.stat().st_mtime_ns) for file in files],
    ]
    return hashlib.sha256(json.dumps(told).encode()).hexdigest()


def organise_now(workspace: Workspace, progress: Progress = silent) -> None:
    """Bring themes and `bib/` in line with the local copy, without a pull, where there is one."""
    if workspace.database.is_file():
        with only_one(workspace), open_local(workspace) as library:
            organise(workspace, library, progress)


class _OneSource:
    """The sync of one source."""

    def __init__(self, workspace: Workspace, source: Source, wishes: Wishes, progress: Progress) -> None:
        self.workspace = workspace
        self.source = source
        self.wishes = wishes
        self.progress = progress
        self.keys = KeyTable()

    def sync(self, key: Secret | None, keys: KeyTable) -> SourceReport:
        """Pull and apply, or only look at what would be applied."""
        path, source = self.workspace.database, self.source
        with open_library(path) as whole:
            state = whole.state(source.path)
            held = known_collections(whole.collections(source.path))
        with (
            Staging(self.workspace.state_folder / FILE_NAME, source.path) as staging,
            open_remote(source, key, self.progress, self.wishes.limits) as session,
        ):
            pulled = pull(
                session,
                state.version,
                server_id=state.server_id,
                prepare=preparing(source.path),
                shelf=staging,
                progress=self.progress,
            )
            known = {one[0]: one for one in held} | {one[0]: one for one in _pulled_collections(pulled)}
            scope = scope_of(source, known.values(), str(self.workspace.config_file))
            with open_library(path, scopes={source.path: scope}) as library:
                changes = self._applied(library, pulled, keys)
                if not self.wishes.dry_run:
                    staging.clear()
                texts = self._texts(session, library)
                self.keys = changes.keys
                return SourceReport(
                    source.name, changes, session.requests, library.count(), bool(scope), texts
                )

    def _applied(self, library: Library, pulled: Pulled, keys: KeyTable) -> Changes:
        if self.wishes.dry_run:
            return library.preview(pulled, keys)
        lost = library.lost(pulled) if pulled.went_back else ()
        if lost and not self.wishes.may_drop(self.source, lost):
            shown = "; ".join(lost[:5]) + ("; …" if len(lost) > 5 else "")
            raise LibraryError(
                f"the server's library went back from version {pulled.since} to {pulled.version}, and"
                f" {len(lost)} items that are here are not there any more: {shown}",
                where=self.source.name,
                hint="Nothing was changed. If they may go, run `readinglist sync --drop-missing`;"
                " `sync --dry-run` shows all of it.",
            )
        return library.apply(pulled, keys)

    def _texts(self, session: Session, library: Library) -> int | None:
        if self.wishes.dry_run or not (self.wishes.fulltext or self.source.fulltext):
            return None
        held = library.text_versions(self.source.path)
        since = library.texts_version(self.source.path)
        return pull_texts(
            session,
            since,
            held,
            lambda found, version: library.save_texts(self.source.path, found, version),
            progress=self.progress,
        )


def _notices(workspace: Workspace, changes: list[Changes]) -> tuple[str, ...]:
    if not any(one.details or one.renamed for one in changes):
        return ()
    from readinglist.actions.consequences import consequences, renamed

    return (*renamed(changes), *consequences(workspace, changes))


def _told(problem: str, notices: tuple[str, ...]) -> bool:
    name = problem.partition(":")[0]
    return any(f" of {name} cites " in one for one in notices)


def _pulled_collections(pulled: Pulled) -> list[tuple[str, str, str]]:
    """The collections that came with a pull: key, name, path of names as far as it came with it."""
    data = {key: data_of(raw) for key, raw in pulled.collections.items()}

    def path(key: str, depth: int = 0) -> str:
        name = str(data[key].get("name", ""))
        parent = data[key].get("parentCollection")
        return f"{path(parent, depth + 1)} / {name}" if parent in data and depth < 50 else name

    return [(key, str(one.get("name", "")), path(key)) for key, one in data.items()]
