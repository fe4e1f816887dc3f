"""The workspace's local copy of its libraries, opened for reading or for a sync."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from readinglist.errors import WorkspaceError
from readinglist.library import Library, open_library
from readinglist.workspace import Workspace


@contextmanager
def open_local(workspace: Workspace) -> Iterator[Library]:
    """The library that the last sync left, for reading. Raises `WorkspaceError` when nothing was synced yet."""
    if not workspace.database.is_file():
        raise WorkspaceError(
            "nothing has been synced into this workspace yet",
            where=str(workspace.root),
            hint="`readinglist sync` fetches the library.",
        )
    with open_library(workspace.database) as library:
        yield library
