"""One sync at a time in a workspace."""

from __future__ import annotations

import contextlib
import errno
import os
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from readinglist.errors import WorkspaceError
from readinglist.workspace import Workspace

_TAKEN = (errno.EACCES, errno.EAGAIN, errno.EDEADLK)


@contextlib.contextmanager
def only_one(workspace: Workspace) -> Iterator[None]:
    """Hold the workspace's lock, which the system takes back when the process ends in whatever way.

    Raises `WorkspaceError` at once when another process holds it, or where the disk knows no locks.
    """
    path = workspace.state_folder / "sync.lock"
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o666)
    except OSError as error:
        raise WorkspaceError(
            f"cannot write here: {error.strerror}",
            where=str(path.parent),
            hint="Check that the folder and its disk can be written.",
        ) from None
    try:
        _take(handle, path)
        os.ftruncate(handle, 0)
        os.write(handle, f"{os.getpid()} {datetime.now(UTC):%Y-%m-%d %H:%M} UTC\n".encode())
        yield
    finally:
        os.close(handle)


def _take(handle: int, path: Path) -> None:
    try:
        if sys.platform == "win32":
            import msvcrt

            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        if error.errno in _TAKEN:
            raise _busy(handle, path) from None
        raise WorkspaceError(
            f"this disk knows no locks ({error.strerror}), so a sync on it is not safe",
            where=str(path),
            hint="Keep the workspace on a disk of this computer; share it by version control.",
        ) from None


def _busy(handle: int, path: Path) -> WorkspaceError:
    with contextlib.suppress(OSError):
        pid, _, since = os.pread(handle, 100, 0).decode("ascii", "replace").strip().partition(" ")
        if pid.isdigit():
            return WorkspaceError(
                f"another sync is at work here (process {pid}, since {since})",
                where=str(path.parent.parent),
                hint="Wait until it has ended; nothing was changed.",
            )
    return WorkspaceError(
        "another sync is at work here", where=str(path.parent.parent), hint="Wait until it has ended."
    )
