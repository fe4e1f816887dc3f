"""Writing files so that nothing is ever half-written, and names that are safe on every system."""

from __future__ import annotations

import contextlib
import os
import re
import tempfile
import unicodedata
from pathlib import Path

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


def write_file(path: Path, content: str | bytes) -> bool:
    """Write `content` to `path` through a temporary file and a rename: it is there whole or not at all.

    Text is written as UTF-8, line ends kept, a lone surrogate as "?". Parent folders are made; a file that
    is there keeps its permissions. Returns False, and touches nothing, when the file already holds exactly
    this. Raises `WorkspaceError` when the place cannot be written.
    """
    data = content.encode("utf-8", "replace") if isinstance(content, str) else content
    try:
        if path.is_file() and path.stat().st_size == len(data) and path.read_bytes() == data:
            return False
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name[:20]}.", suffix=".tmp")
        temporary = Path(name)
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(data)
            temporary.chmod(_mode_for(path))
            temporary.replace(path)
        except BaseException:
            with contextlib.suppress(OSError):
                temporary.unlink()
            raise
    except OSError as error:
        raise WorkspaceError(
            f"cannot write: {error.strerror or error}",
            where=str(path),
            hint="Check that the folder exists, that you may write there, and that the disk is not full.",
        ) from error
    return True


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
