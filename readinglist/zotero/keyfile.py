"""An API key in a file of its own, which only its owner may read."""

from __future__ import annotations

import os
import stat
from pathlib import Path

from readinglist.errors import AccessError
from readinglist.zotero.connection import Secret

_LONGEST = 1000


def load_key(path: Path) -> Secret:
    """The key in a file. Raises `AccessError` where it cannot be read, is none, or others may read it."""
    try:
        with path.open("rb") as file:
            mode = os.fstat(file.fileno()).st_mode
            content = file.read(_LONGEST + 1)
    except OSError as error:
        raise AccessError(
            f"the file with the API key cannot be read: {error.strerror}",
            where=str(path),
            hint="`key_file` in readinglist.toml or ZOTERO_API_KEY_FILE names it.",
        ) from None
    # On Windows the mode says nothing about who may read.
    if os.name == "posix" and mode & (stat.S_IRWXG | stat.S_IRWXO):
        raise AccessError(
            f"others can read the file with the API key (its mode is {stat.S_IMODE(mode):04o})",
            where=str(path),
            hint=f"Run: chmod 600 {path}",
        )
    try:
        return Secret(content.decode("ascii") if len(content) <= _LONGEST else "")
    except (AccessError, UnicodeDecodeError):
        raise AccessError(
            "this file does not hold a Zotero API key and nothing else",
            where=str(path),
            hint="Copy the key again from https://www.zotero.org/settings/keys",
        ) from None
