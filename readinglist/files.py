"""Writing files so that nothing is ever half-written, and names that are safe on every system."""

from __future__ import annotations

import contextlib
import errno
import os
import re
import tempfile
import unicodedata
from collections.abc import Iterable, Iterator
from itertools import chain
from pathlib import Path
from typing import BinaryIO

from readinglist.errors import WorkspaceError

_RESERVED = {
    "con",
    "prn",
    "aux",
    "nul",
    *(f"com{n}" for n in range(1, 10)),
    *(f"lpt{n}" for n in range(1, 10)),
}

_LONGEST_READ = 1000
_BLOCK = 1 << 20


def write_file(path: Path, content: str | bytes) -> bool:
    """Write `content` to `path` through a temporary file and a rename: it is there whole or not at all.

    Text is written as UTF-8, line ends kept, a lone surrogate as "?". Parent folders are made; a file that
    is there keeps its permissions. Returns False, and touches nothing, when the file already holds exactly
    this. Raises `WorkspaceError` when the place cannot be written.
    """
    data = content.encode("utf-8", "replace") if isinstance(content, str) else content
    with _explained(path):
        if path.is_file() and path.stat().st_size == len(data) and path.read_bytes() == data:
            return False
        with _replacing(path) as file:
            file.write(data)
    return True


def write_pieces(path: Path, pieces: Iterable[str]) -> bool:
    """Write a text that comes piece by piece, as `write_file` would the whole of it.

    It is never in memory as a whole, and nothing is written as long as the file that is there says the same.
    Raises `WorkspaceError` when the place cannot be written, and whatever `pieces` raises.
    """
    stream = (piece.encode("utf-8", "replace") for piece in pieces)
    with _explained(path):
        same, rest = _beyond(path, stream)
        if rest is None:
            return False
        with _replacing(path) as file:
            _copy_beginning(path, same, file)
            file.writelines(rest)
    return True


def _beyond(path: Path, stream: Iterator[bytes]) -> tuple[int, Iterator[bytes] | None]:
    """With how many bytes the file begins as the stream does, and what comes then; None if all is alike."""
    if not path.is_file():
        return 0, stream
    same = 0
    with path.open("rb") as file:
        for data in stream:
            if file.read(len(data)) != data:
                return same, chain((data,), stream)
            same += len(data)
        return same, iter(()) if file.read(1) else None


def _copy_beginning(path: Path, length: int, file: BinaryIO) -> None:
    if not length:
        return
    with path.open("rb") as old:
        while length:
            data = old.read(min(length, _BLOCK))
            if not data:
                raise OSError(errno.EIO, "the file changed while it was read")
            file.write(data)
            length -= len(data)


@contextlib.contextmanager
def _replacing(path: Path) -> Iterator[BinaryIO]:
    """A temporary file that takes the place of `path` when all went well, and is gone when it did not."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name[:20]}.", suffix=".tmp")
    temporary = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            yield file
        temporary.chmod(_mode_for(path))
        temporary.replace(path)
    except BaseException:
        with contextlib.suppress(OSError):
            temporary.unlink()
        raise


@contextlib.contextmanager
def _explained(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        why = error.strerror or str(error)
        if isinstance(error, FileExistsError | NotADirectoryError):
            why = next((f"{one} is a file, not a folder" for one in path.parents if one.is_file()), why)
        raise WorkspaceError(
            f"cannot write: {why}",
            where=str(path),
            hint="Check that the folder exists, that you may write there, and that the disk is not full.",
        ) from error


def safe_name(text: str, fallback: str = "untitled") -> str:
    """A file name (without extension) made of `text` that is safe on Linux, macOS and Windows.

    Letters and digits of any script, hyphen, underscore and dot stay; everything else becomes a hyphen. It
    has at most 100 characters and 200 bytes; `fallback` stands before what would be no name, or a device's
    (learn.microsoft.com, "Naming Files, Paths, and Namespaces").
    """
    name = unicodedata.normalize("NFC", text[:_LONGEST_READ])
    name = re.sub(r"[^\w.-]+", "-", name).strip(".-")[:100]
    name = name.encode()[:200].decode("utf-8", "ignore").rstrip(".-")
    stem = unicodedata.normalize("NFKC", name.split(".")[0]).casefold()
    if not name or stem in _RESERVED:
        return f"{fallback}-{name}".rstrip("-")
    return name


def _mode_for(path: Path) -> int:
    if path.exists():
        return path.stat().st_mode & 0o777
    mask = os.umask(0)
    os.umask(mask)
    return 0o666 & ~mask
