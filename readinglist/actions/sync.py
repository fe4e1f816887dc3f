"""A sync: pull every source, keep the citation keys, assign themes to what changed, write `bib/`."""

from __future__ import annotations

import hashlib
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path

from readinglist.actions.checked import note_checked
from readinglist.actions.local import load_themes, open_local
from readinglist.actions.lock import only_one
from readinglist.actions.organise import (
    disorganised,
    is_organised,
    learns,
    list_problems,
    organise,
    organise_now,
)
from readinglist.actions.progress import Progress, silent
from readinglist.actions.remote import open_remote
from readinglist.actions.report import SourceReport, SyncReport
from readinglist.actions.scope import known_collections, scope_of
from readinglist.actions.wishes import FindKey, Wishes
from readinglist.errors import LibraryError
from readinglist.library import Changes, KeyTable, Library, load_keys, open_library, save_keys
from readinglist.library.keystore import TOLD
from readinglist.library.staging import FILE_NAME, Staging
from readinglist.settings import Source
from readinglist.workspace import Workspace, make_folders
from readinglist.zotero.connection import Secret
from readinglist.zotero.fulltext import pull_texts
from readinglist.zotero.mapping import data_of
from readinglist.zotero.pull import pull
from readinglist.zotero.pulled import Pulled
from readinglist.zotero.session import Session

__all__ = ["FindKey", "SourceReport", "SyncReport", "Wishes", "organise", "organise_now", "sync"]


def sync(
    workspace: Workspace,
    find_key: FindKey,
    wishes: Wishes | None = None,
    *,
    progress: Progress = silent,
    begun: Session | None = None,
) -> SyncReport:
    """Bring the workspace up to date with its sources.

    `find_key` gives a source's API key; `begun` is the first one's session, where `begin_first` has begun it.
    Each source's pull is applied whole or not at all; what is made by hand (lists, themes, templates) is only
    read. Raises `AccessError`, `RemoteError`, `LibraryError`, `ConfigError`, `ThemeError`, `WorkspaceError`;
    the last one also when another sync is at work here.
    """
    wishes = wishes or Wishes()
    with only_one(workspace):
        if not wishes.dry_run:
            make_folders(workspace)
        keys, organised = _before(workspace)
        if not wishes.pull_only and not organised:
            load_themes(workspace)  # A broken vocabulary should be known before the waiting, not after.
        sources = []
        for source in workspace.settings.source:
            one = _OneSource(workspace, source, wishes, progress)
            with nullcontext(begun) if begun else one.remote(find_key(source)) as session:
                sources.append(one.sync(session, keys))
            begun = None
            # From then on the library knows them, if it was allowed to.
            keys = sources[-1].changes.keys if wishes.dry_run else None
        return _finished(workspace, tuple(sources), wishes, progress)


def _finished(
    workspace: Workspace, sources: tuple[SourceReport, ...], wishes: Wishes, progress: Progress
) -> SyncReport:
    notices = _notices(workspace, [one.changes for one in sources])
    if wishes.dry_run:
        return SyncReport(sources, notices=notices, dry_run=True)
    with open_local(workspace) as library:
        written = _save_keys(workspace, library, sources[-1].changes.keys if sources else KeyTable())
        if any(one.changes or one.texts for one in sources):
            disorganised(library)
        if wishes.pull_only:
            return SyncReport(sources, written=written, notices=notices)
        assigned, files = organise(workspace, library, progress)
        learning = _learning_notices(workspace) if learns(library) else ()
        # A list of which something was said above needs no second sentence.
        further = (one for one in list_problems(workspace, library) if not _told(one, notices))
        return SyncReport(sources, assigned, (*written, *files), (*notices, *learning, *further))


def _before(workspace: Workspace) -> tuple[KeyTable | None, bool]:
    """What `bib/keys.csv` says, None where the library said it last; and whether all is organised already.

    Raises `LibraryError`.
    """
    told = organised = False
    if workspace.database.is_file():
        with open_library(workspace.database, create=False) as library:
            told = _keys_stand(workspace, library)
            organised = is_organised(workspace, library)
    return None if told else load_keys(workspace.keys_file), organised


def _keys_stand(workspace: Workspace, library: Library) -> bool:
    """Whether `bib/keys.csv` holds what the library said, and nothing has changed in either."""
    return library.stamp(TOLD) == _hash_of(workspace.keys_file) != ""


def _save_keys(workspace: Workspace, library: Library, table: KeyTable) -> tuple[Path, ...]:
    """Write `bib/keys.csv` where the library's keys changed; the file, if it did.

    `table` is the library's, as it told it last; empty where it had no reason to.
    """
    if _keys_stand(workspace, library):
        return ()
    changed = save_keys(workspace.keys_file, table if table.rows else library.key_table())
    library.keep_stamp(TOLD, _hash_of(workspace.keys_file))
    return (workspace.keys_file,) if changed else ()


def _hash_of(file: Path) -> str:
    return hashlib.sha256(file.read_bytes()).hexdigest() if file.is_file() else ""


def _learning_notices(workspace: Workspace) -> tuple[str, ...]:
    from readinglist.actions.learn import learning_notices

    return learning_notices(load_themes(workspace))


class _OneSource:
    """The sync of one source."""

    def __init__(self, workspace: Workspace, source: Source, wishes: Wishes, progress: Progress) -> None:
        self.workspace = workspace
        self.source = source
        self.wishes = wishes
        self.progress = progress

    def remote(self, key: Secret | None) -> AbstractContextManager[Session]:
        """A session with the source's library."""
        return open_remote(self.source, key, self.progress, self.wishes.limits)

    def sync(self, session: Session, keys: KeyTable | None) -> SourceReport:
        """Pull and apply, or only look at what would be applied."""
        path, source = self.workspace.database, self.source
        with (
            open_library(path) as library,
            Staging(self.workspace.state_folder / FILE_NAME, source.path) as staging,
            library.receiving(staging) as shelf,
        ):
            version, server_id = library.place(source.path)
            held = known_collections(library.collections(source.path)) if source.collections else []
            pulled = pull(session, version, server_id=server_id, shelf=shelf, progress=self.progress)
            known = {one[0]: one for one in (*held, *_pulled_collections(pulled))}
            scope = scope_of(source, known.values(), str(self.workspace.config_file))
            library.see_only({source.path: scope})
            changes = self._applied(library, pulled, keys)
            if not self.wishes.dry_run:
                staging.done()
                if pulled.unchanged:
                    note_checked(self.workspace, source.path)
            texts = self._texts(session, library)
            return SourceReport(source.name, changes, session.requests, library.count(), bool(scope), texts)

    def _applied(self, library: Library, pulled: Pulled, keys: KeyTable | None) -> Changes:
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
