"""What an export is made from: all that is looked at before rendering, and every file opened meanwhile.

Two nets catch the inputs. The standing ones (`standing_digest`) are those of every export, and those that may
be missing today and there tomorrow: settings, templates, themes, the local copy, the program. All others are
noticed where they are opened: Python tells an audit hook of every file that anything in the process opens
(PEP 578), so that nobody who adds an input (a logo, a style, an included template) must remember to name it
here. What is *looked for* outside of `templates/`, and not found, is in neither net: add it to the first.
"""

from __future__ import annotations

import hashlib
import os
import stat
import sys
import sysconfig
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any

import readinglist
from readinglist.resources import package_file, shipped_folder
from readinglist.workspace import Workspace

_EVENTS = frozenset({"open", "os.listdir", "os.scandir", "tempfile.mkdtemp"})

ABSENT = "absent"
"""The state of a file that is not there."""

_CHUNK = 1 << 20
# A font may be large; beyond this a file is told by its size and times.
_HASHED = 8 << 20


class Opened:
    """The files and folders that were opened for reading while it was `recording`, with their states then."""

    def __init__(self, workspace: Workspace) -> None:
        self.states: dict[str, str] = {}
        self._ours = (*_program_folders(), _prefix(workspace.state_folder))

    def ignore(self, folder: str) -> None:
        """Take nothing below `folder` for an input: this process made it for itself."""
        self._ours = (*self._ours, _prefix(Path(folder)))

    def note(self, path: str) -> None:
        """Remember one path as it is now, unless it is the program's own or in the folder of caches."""
        full = os.path.abspath(path)  # noqa: PTH100
        if full not in self.states and not os.path.join(full, "").startswith(self._ours):  # noqa: PTH118
            state = state_of(full)
            if state is not None:
                self.states[full] = state


_listening: list[Opened] = []
_here = threading.local()


@contextmanager
def recording(opened: Opened) -> Iterator[None]:
    """Note in `opened` what anything in this process opens for reading until the end of the block.

    A file's state is taken before its content is read: one that is changed in between differs from what is
    remembered, and is read anew the next time.
    """
    _hook()
    _listening.append(opened)
    try:
        yield
    finally:
        _listening.remove(opened)


def unchanged(states: Mapping[str, str]) -> bool:
    """Whether every path is in the state that was noted of it."""
    return all(state_of(path) == state for path, state in states.items())


def state_of(path: str) -> str | None:
    """A file's hash, a folder's names, `ABSENT`; None for what is neither (a device, a pipe)."""
    try:
        found = os.stat(path)  # noqa: PTH116
        if stat.S_ISDIR(found.st_mode):
            return "folder " + digest("\0".join(sorted(os.listdir(path))))  # noqa: PTH208
        if not stat.S_ISREG(found.st_mode):
            return None
        if found.st_size > _HASHED:
            return f"file {found.st_size} {found.st_mtime_ns} {found.st_ino}"
        with open(path, "rb") as file:  # noqa: PTH123
            return file_digest(file.read())
    except OSError:
        return ABSENT


def standing_digest(workspace: Workspace, list_file: Path) -> str:
    """What all exports of one list depend on, as it is now.

    The whole local copy is one input: its version stands in the exports themselves.
    """
    parts = [repr(workspace), str(Path.cwd()), program_digest(), str(list_file)]
    parts += [str(state_of(str(file))) for file in (list_file, workspace.themes_file)]
    for name in ("", "-wal"):
        parts.append(_seen(Path(f"{workspace.database}{name}")))
    for path in _tree(workspace.templates_folder):
        parts += [str(path), str(state_of(str(path)))]
    return digest(*parts)


@cache
def program_digest() -> str:
    """This program, its interpreter, and the names of all packages that are installed with it."""
    parts = [readinglist.__version__, sys.version, sys.platform]
    for folder in (package_file(), shipped_folder("templates")):
        parts += [f"{path} {_seen(path)}" for path in _tree(folder) if path.suffix != ".pyc"]
    for place in sorted({*sys.path, *_libraries()}):
        if place.endswith("-packages"):
            parts += sorted(name for name in _names(place) if name.endswith(("-info", ".pth")))
    for place in os.get_exec_path():
        pandoc = Path(place, "pandoc")
        if pandoc.is_file():
            parts.append(f"{pandoc} {_seen(pandoc)}")
            break
    return digest(*parts)


def digest(*parts: str) -> str:
    """A hash of some texts, each of them whole."""
    found = hashlib.sha256()
    for part in parts:
        data = part.encode("utf-8", "surrogatepass")
        found.update(len(data).to_bytes(8, "big") + data)
    return found.hexdigest()


def file_digest(content: bytes) -> str:
    """SHA-256 in hexadecimal, as the manifest has it."""
    return hashlib.sha256(content).hexdigest()


def _seen(path: Path) -> str:
    """Size, time and number of a file that only programs write."""
    try:
        found = path.stat()
    except OSError:
        return ABSENT
    return f"{found.st_size} {found.st_mtime_ns} {found.st_ino}"


def _tree(folder: Path) -> list[Path]:
    return sorted(Path(place, name) for place, _, names in os.walk(folder) for name in names)


def _names(folder: str) -> list[str]:
    try:
        return os.listdir(folder)  # noqa: PTH208
    except OSError:
        return []


def _libraries() -> tuple[str, ...]:
    paths = sysconfig.get_paths()
    zipped = [place for place in sys.path if place.endswith(".zip")]
    return tuple({*zipped, *(paths[name] for name in ("stdlib", "platstdlib", "purelib", "platlib"))})


@cache
def _program_folders() -> tuple[str, ...]:
    places = (*_libraries(), str(package_file()), str(shipped_folder("templates")), "/proc", "/sys")
    return tuple(_prefix(Path(place)) for place in places)


def _prefix(folder: Path) -> str:
    return os.path.join(os.path.abspath(folder), "")  # noqa: PTH100, PTH118


@cache
def _hook() -> None:
    """Set the hook, once in a process: it cannot be taken away again, and rests while nothing is recorded."""
    sys.addaudithook(_heard)


def _heard(event: str, arguments: tuple[Any, ...]) -> None:
    if not _listening or event not in _EVENTS or getattr(_here, "busy", False):
        return
    path = arguments[0]
    if event == "tempfile.mkdtemp":
        for opened in _listening:
            opened.ignore(path)
        return
    if event == "open" and not _reads(arguments[1], arguments[2]):
        return
    if path is None or isinstance(path, int):
        return
    _here.busy = True
    try:
        for opened in _listening:
            opened.note(os.fsdecode(path))
    finally:
        _here.busy = False


def _reads(mode: str | None, flags: int) -> bool:
    if mode is not None:
        return not set(mode) & set("wax")
    return not flags & (os.O_WRONLY | os.O_CREAT)
