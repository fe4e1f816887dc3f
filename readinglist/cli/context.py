"""What commands need from their surroundings: the workspace, the local library, the API key."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from readinglist.settings import Source
    from readinglist.workspace import Workspace
    from readinglist.zotero.connection import Secret

ENDPOINT_VARIABLE = "READINGLIST_ENDPOINT"
KEY_VARIABLE = "ZOTERO_API_KEY"
KEY_FILE_VARIABLE = "ZOTERO_API_KEY_FILE"
KEYRING_SERVICE = "readinglist"


def start_folder(ctx: click.Context) -> Path:
    """The folder to work in: `-C DIR`, else the current one."""
    return Path(ctx.find_root().params.get("folder") or ".")


def open_workspace(ctx: click.Context) -> Workspace:
    """The workspace around the folder to work in. Raises `WorkspaceError` or `ConfigError`."""
    from readinglist.workspace import load_workspace

    return load_workspace(start_folder(ctx), endpoint=os.environ.get(ENDPOINT_VARIABLE, "").strip())


def find_api_key(source: Source) -> Secret | None:
    """The API key for a source, None where there is none.

    It comes from ZOTERO_API_KEY, else from the file that the source's `key_file` or ZOTERO_API_KEY_FILE
    names, else from the system's keyring, where it stands under the service "readinglist" and the server's
    host name. Raises `AccessError` for a key file that others can read.
    """
    from readinglist.settings import BUNDLED, LOCAL
    from readinglist.zotero.connection import Secret
    from readinglist.zotero.keyfile import load_key

    value = os.environ.get(KEY_VARIABLE, "").strip()
    file = source.key_file or os.environ.get(KEY_FILE_VARIABLE, "").strip()
    if not value and file and source.endpoint not in (BUNDLED, LOCAL):
        return load_key(Path(file).expanduser())
    if not value and source.endpoint not in (BUNDLED, LOCAL):
        value = _from_keyring(source.endpoint)
    return Secret(value) if value else None


def _from_keyring(endpoint: str) -> str:
    from urllib.parse import urlsplit

    host = urlsplit(endpoint).hostname or ""
    try:
        import keyring

        return (keyring.get_password(KEYRING_SERVICE, host) or "").strip()
    except Exception:
        # No keyring on this machine, or one that is locked: then there is no key in it.
        return ""


def user_cache() -> Path:
    """The user's folder for what can be made anew (XDG Base Directory; %LOCALAPPDATA% on Windows)."""
    base = os.environ.get("XDG_CACHE_HOME") or os.environ.get("LOCALAPPDATA")
    return Path(base) / "readinglist" if base else Path.home() / ".cache" / "readinglist"
