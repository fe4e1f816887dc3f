"""The health of a workspace: database, settings, keys, clock, pandoc and typst; what can be mended is."""

from __future__ import annotations

import contextlib
import shutil
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Literal

from readinglist.actions.lock import only_one
from readinglist.actions.progress import Progress, silent
from readinglist.actions.remote import open_remote
from readinglist.errors import LibraryError, ReadinglistError
from readinglist.library import load_keys, open_library
from readinglist.library.staging import FILE_NAME
from readinglist.settings import BUNDLED, LOCAL, Source
from readinglist.workspace import Workspace
from readinglist.zotero.access import fetch_access
from readinglist.zotero.connection import Secret

FindKey = Callable[[Source], Secret | None]
_CLOCK_SECONDS = 300.0
_LITTLE_ROOM = 200 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at: what, how it is, and what to do where it is not well."""

    what: str
    state: Literal["well", "mended", "wrong"]
    message: str
    hint: str = ""

    def as_json(self) -> dict[str, Any]:
        """The finding as plain data."""
        return asdict(self)


def examine(workspace: Workspace, find_key: FindKey, progress: Progress = silent) -> tuple[Finding, ...]:
    """Look at everything; mend what can be mended without touching a file made by hand. Never raises for
    what it finds."""
    found = [*_database(workspace), *_files(workspace), _room(workspace)]
    for source in workspace.settings.source:
        found += _source(source, find_key, progress)
    return (*found, _pandoc(), _typst())


def rebuild(workspace: Workspace) -> tuple[Path, ...]:
    """Put the local copy aside, so that the next sync makes it anew from the server; the files removed.

    Citation keys stay: those that only the database knew are written to `bib/keys.csv` first, where the
    database can still be read. Decisions and lists are in files of their own and are not touched. Raises
    `WorkspaceError` while a sync is at work.
    """
    from readinglist.library import save_keys

    with only_one(workspace):
        with contextlib.suppress(LibraryError), open_library(workspace.database, create=False) as library:
            save_keys(workspace.keys_file, load_keys(workspace.keys_file).merged(library.key_table()))
        gone = []
        for name in (workspace.database.name, FILE_NAME):
            for ending in ("", "-wal", "-shm"):
                path = workspace.state_folder / (name + ending)
                if path.exists():
                    path.unlink()
                    gone.append(path)
        return tuple(gone)


def _database(workspace: Workspace) -> Iterator[Finding]:
    if not workspace.database.is_file():
        yield Finding("local copy", "well", "there is none yet", "`readinglist sync` makes it.")
        return
    try:
        with open_library(workspace.database, create=False) as library:
            told = library.check()
            versions = {name: library.version(name) for name in library.sources()}
    except LibraryError as error:
        yield Finding("local copy", "wrong", error.message, "`readinglist doctor --rebuild` makes it anew.")
        return
    if told.problems:
        hint = "`readinglist doctor --rebuild` makes it anew."
        yield Finding("local copy", "wrong", "; ".join(told.problems[:3]), hint)
    elif told.mended:
        yield Finding("local copy", "mended", told.mended)
    else:
        yield Finding("local copy", "well", "whole, and its search index agrees with it")
    known = {source.path for source in workspace.settings.source}
    for name in sorted(versions.keys() - known):
        with open_library(workspace.database) as library:
            library.forget(name)
        yield Finding("local copy", "mended", f"items of {name}, which is no source any more, were removed")


def _files(workspace: Workspace) -> Iterator[Finding]:
    from readinglist.actions.local import load_themes
    from readinglist.lists.load import find_list, list_names, load_list

    yield Finding("settings", "well", str(workspace.config_file))
    checks: list[tuple[str, Callable[[], object]]] = [
        ("citation keys", lambda: load_keys(workspace.keys_file)),
        ("themes", lambda: load_themes(workspace)),
    ]
    for name in list_names(workspace.lists_folder):
        checks.append((f"list {name}", lambda name=name: load_list(find_list(workspace.lists_folder, name))))  # type: ignore[misc]
    for what, check in checks:
        try:
            check()
        except ReadinglistError as error:
            place = f"{error.where}: " if error.where else ""
            yield Finding(what, "wrong", f"{place}{error.message}", error.hint)
        else:
            yield Finding(what, "well", "can be read")


def _source(source: Source, find_key: FindKey, progress: Progress) -> Iterator[Finding]:
    what = f"source {source.name}"
    try:
        key = find_key(source)
        with open_remote(source, key, progress) as session:
            access = fetch_access(session)
            skew = session.clock_skew
    except ReadinglistError as error:
        yield Finding(what, "wrong", error.message, error.hint)
        return
    rights = f", the key may {access.rights}" if access.rights and not access.public else ""
    hint = ""
    if "write" in access.rights:
        hint = "A key that may only read is enough: https://www.zotero.org/settings/keys"
    yield Finding(what, "well", f"{access.library_name}, {access.items} items{rights}", hint)
    if skew is not None and source.endpoint not in (BUNDLED, LOCAL):
        if abs(skew) > _CLOCK_SECONDS:
            ahead = "ahead" if skew > 0 else "behind"
            message = f"this computer's clock is {abs(skew) / 60:.0f} minutes {ahead} of the server's"
            yield Finding("clock", "wrong", message, "Set it, or let the system set it from the network.")
        else:
            yield Finding("clock", "well", f"{datetime.now(UTC):%Y-%m-%d %H:%M} UTC, as the server's")


def _room(workspace: Workspace) -> Finding:
    try:
        free = shutil.disk_usage(workspace.root).free
    except OSError as error:
        return Finding("disk", "wrong", error.strerror or str(error))
    if free < _LITTLE_ROOM:
        return Finding("disk", "wrong", f"only {free // 2**20} MB are free", "Make room before a sync.")
    return Finding("disk", "well", f"{free / 2**30:.1f} GB free")


def _pandoc() -> Finding:
    try:
        import pypandoc

        return Finding("pandoc", "well", str(pypandoc.get_pandoc_version()))
    except (ImportError, OSError) as error:
        return Finding("pandoc", "wrong", str(error)[:200], "Install readinglist's dependencies again.")


def _typst() -> Finding:
    try:
        import typst

        made = typst.compile(b"#set page(width: 1cm, height: 1cm)\nx")
        return Finding("typst", "well" if made else "wrong", "makes PDF")
    except Exception as error:
        return Finding("typst", "wrong", str(error)[:200], "Install readinglist's dependencies again.")
