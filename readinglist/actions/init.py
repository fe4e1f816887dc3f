"""Making a workspace: what the server gives access to, and the folder with its commented configuration."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import tomlkit
from tomlkit.items import AoT

from readinglist.actions.progress import Progress, silent
from readinglist.actions.remote import open_remote
from readinglist.demo import DEMO_GROUP
from readinglist.errors import NotFoundError, UsageError, WorkspaceError, near_matches
from readinglist.files import safe_name, write_file
from readinglist.resources import package_file
from readinglist.settings import BUNDLED, LOCAL, WEB_API, Source, load_settings
from readinglist.workspace import CONFIG_NAME, Workspace, make_folders
from readinglist.zotero.connection import Secret


@dataclass(frozen=True, slots=True)
class Found:
    """What the server shows of a library: its name and sizes, and whose key it is with what rights.

    `collections` holds (key, path of names as "Teaching / Core readings"), in the order of their paths.
    """

    name: str
    items: int
    collections: tuple[tuple[str, str], ...]
    account: str = ""
    rights: str = ""


def source_for(
    *,
    group: int | None = None,
    user: int | None = None,
    local: bool = False,
    demo: bool = False,
    endpoint: str = "",
) -> Source:
    """The source that the options of `init` mean. Raises `UsageError` where they contradict each other."""
    if group is not None and user is not None:
        raise UsageError("a library is either a group's or a user's", hint="Give one of --group and --user.")
    if demo and (local or group is not None or user is not None):
        raise UsageError("--demo names its own library", hint="Leave out --group, --user and --local.")
    if local and endpoint:
        raise UsageError("--local names its own server", hint="Leave out --endpoint.")
    if demo:
        return Source(name="narco-digital", type="group", id=DEMO_GROUP, endpoint=endpoint or BUNDLED)
    place = LOCAL if local else endpoint or WEB_API
    if group is not None:
        return Source(type="group", id=group, endpoint=place)
    if user is None and not local:
        raise UsageError("which library?", hint="Give --group ID, --user ID, --local or --demo.")
    return Source(type="user", id=user or 0, endpoint=place)


def check_free(folder: Path) -> None:
    """Raise `WorkspaceError` when a workspace cannot be made in `folder`."""
    if folder.exists() and not folder.is_dir():
        raise WorkspaceError("this is a file, not a folder", where=str(folder))
    if (folder / CONFIG_NAME).exists():
        raise WorkspaceError(
            "this folder is a workspace already",
            where=str(folder / CONFIG_NAME),
            hint="Edit this file, or choose another folder.",
        )


def look_at(source: Source, key: Secret | None, progress: Progress = silent) -> Found:
    """Ask the server what it gives access to. Raises `AccessError` or `RemoteError`; writes nothing."""
    from readinglist.zotero.access import fetch_access

    progress("Asking the server")
    with open_remote(source, key, progress) as session:
        access = fetch_access(session)
    return Found(
        name=access.library_name,
        items=access.items,
        collections=tuple((one.key, one.path) for one in access.collections),
        account=access.account,
        rights=access.rights,
    )


def choose_collections(found: Found, wanted: Sequence[str]) -> tuple[str, ...]:
    """The keys of the collections given by key, name or path ("Teaching / Core readings").

    Raises `NotFoundError` with near matches, `UsageError` for a name that several have.
    """
    keys: list[str] = []
    for text in wanted:
        hits = [key for key, path in found.collections if text == key or _names(text, path)]
        if not hits:
            near = near_matches(text, [path.rsplit(" / ", 1)[-1] for _, path in found.collections])
            hint = f"Did you mean {' or '.join(repr(one) for one in near)}?" if near else _all_of(found)
            raise NotFoundError(f"there is no collection '{text}' in {found.name}", hint=hint)
        if len(hits) > 1:
            paths = [f"{path} ({key})" for key, path in found.collections if key in hits]
            raise UsageError(
                f"{len(hits)} collections are called '{text}'", hint="Give a key: " + "; ".join(paths)
            )
        keys.append(hits[0])
    return tuple(dict.fromkeys(keys))


def _names(text: str, path: str) -> bool:
    wanted = text.casefold()
    return wanted in (path.casefold(), path.rsplit(" / ", 1)[-1].casefold())


def _all_of(found: Found) -> str:
    if not found.collections:
        return "This library has no collections."
    shown = [path for _, path in found.collections[:12]]
    return "There are: " + "; ".join(shown) + ("; …" if len(found.collections) > len(shown) else "")


def create_workspace(
    folder: Path, source: Source, found: Found, collections: Sequence[str] = ()
) -> Workspace:
    """Make the workspace: the commented `readinglist.toml`, `themes.toml`, the folders. Overwrites nothing.

    Raises `WorkspaceError`, and what `choose_collections` raises.
    """
    check_free(folder)
    keys = choose_collections(found, collections)
    name = source.name if source.endpoint == BUNDLED else _source_name(found.name)
    text = config_text({**source.model_dump(), "name": name, "collections": list(keys)})
    write_file(folder / CONFIG_NAME, text)
    workspace = Workspace(folder, load_settings(folder / CONFIG_NAME))
    make_folders(workspace)
    if source.endpoint == BUNDLED:
        copy_missing(package_file("demo", "data", "lists"), workspace.lists_folder)
    themes = ("demo", "data", "themes.toml") if source.endpoint == BUNDLED else ("themes", "default.toml")
    if not workspace.themes_file.exists():
        write_file(workspace.themes_file, package_file(*themes).read_bytes())
    return workspace


def config_text(source: Mapping[str, Any]) -> str:
    """`default.toml` with the source's values in it and every comment kept."""
    document = tomlkit.parse(package_file("default.toml").read_text("utf-8"))
    tables = document["source"]
    assert isinstance(tables, AoT)
    for key, value in source.items():
        if isinstance(value, str):
            # JSON's escapes are TOML's, and leave no way out of the string.
            tables[0][key] = tomlkit.value(json.dumps(value))
        else:
            tables[0][key] = value
    return tomlkit.dumps(document)


def _source_name(name: str) -> str:
    return safe_name(name, "library").lower()


def copy_missing(origin: Path, folder: Path) -> None:
    """Copy the files of `origin` that `folder` does not have yet; what is there is the user's and stays."""
    for file in sorted(origin.iterdir()):
        if file.is_file() and not (folder / file.name).exists():
            write_file(folder / file.name, file.read_bytes())
