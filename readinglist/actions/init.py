"""Making a workspace: what the server gives access to, and the folder with its commented configuration."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import tomlkit
from pydantic import ValidationError
from tomlkit.items import AoT

from readinglist.actions.progress import Progress, silent
from readinglist.actions.remote import open_remote
from readinglist.actions.scope import matching, near_ones, which_one
from readinglist.demo import DEMO_GROUP
from readinglist.errors import NotFoundError, UsageError, WorkspaceError
from readinglist.files import safe_name, write_file
from readinglist.resources import package_file
from readinglist.settings import BUNDLED, LOCAL, WEB_API, Settings, Source, load_settings
from readinglist.workspace import CONFIG_NAME, Workspace, make_folders
from readinglist.zotero.access import fetch_access
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
    for number in (group, user):
        if number is not None and number < 0:
            raise UsageError(
                f"{number} is no library's number", hint="It stands in its address on zotero.org."
            )
    if group is not None and user is not None:
        raise UsageError("a library is either a group's or a user's", hint="Give one of --group and --user.")
    if demo and (local or endpoint or group is not None or user is not None):
        raise UsageError(
            "--demo names its own library", hint="Leave out --group, --user, --local and --endpoint."
        )
    if local and endpoint:
        raise UsageError("--local names its own server", hint="Leave out --endpoint.")
    if demo:
        return Source(name="narco-digital", type="group", id=DEMO_GROUP, endpoint=BUNDLED)
    if group is None and user is None and not local:
        raise UsageError("which library?", hint="Give --group ID, --user ID, --local or --demo.")
    kind: Literal["group", "user"] = "user" if group is None else "group"
    try:
        return Source(type=kind, id=group or user or 0, endpoint=LOCAL if local else endpoint or WEB_API)
    except ValidationError as error:
        message = error.errors(include_url=False)[0]["msg"].removeprefix("Value error, ")
        raise UsageError(message, where=endpoint) from None


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
    """The keys of the collections given by key, path ("Teaching / Core readings") or name.

    Raises `NotFoundError` with near matches, `UsageError` for a name that several have.
    """
    known = [(key, path.rsplit(" / ", 1)[-1], path) for key, path in found.collections]
    keys: list[str] = []
    for text in wanted:
        hits = matching(text, known)
        if not hits:
            raise NotFoundError(
                f"there is no collection '{text}' in {found.name}", hint=near_ones(text, known)
            )
        if len(hits) > 1:
            raise UsageError(f"{len(hits)} collections are called '{text}'", hint=which_one(hits))
        keys.append(hits[0][0])
    return tuple(dict.fromkeys(keys))


def create_workspace(
    folder: Path, source: Source, found: Found, collections: Sequence[str] = ()
) -> Workspace:
    """Make the workspace: its folders and `themes.toml`, and last the commented `readinglist.toml`.

    Overwrites nothing. Raises `WorkspaceError`, and what `choose_collections` raises.
    """
    check_free(folder)
    keys = choose_collections(found, collections)
    name = source.name if source.endpoint == BUNDLED else safe_name(found.name, "library").lower()
    source = source.model_copy(update={"name": name, "collections": keys})
    workspace = Workspace(folder, Settings(source=(source,)))
    add_missing(workspace)
    # Last, so that a folder in which something went wrong before does not pass for a workspace.
    write_file(workspace.config_file, config_text({**source.model_dump(), "collections": list(keys)}))
    return Workspace(folder, load_settings(workspace.config_file))


def add_missing(workspace: Workspace) -> None:
    """Make the folders and files that a new workspace has and this one has not. Overwrites nothing.

    With the bundled collection come its lists and its vocabulary. Raises `WorkspaceError`.
    """
    bundled = any(source.endpoint == BUNDLED for source in workspace.settings.source)
    make_folders(workspace)
    if bundled:
        _copy_missing(package_file("demo", "data", "lists"), workspace.lists_folder)
    if not workspace.themes_file.exists():
        themes = ("demo", "data", "themes.toml") if bundled else ("themes", "default.toml")
        write_file(workspace.themes_file, package_file(*themes).read_bytes())
    labels = workspace.themes_file.parent / "labels.jsonl"
    if bundled and not labels.exists():
        write_file(labels, package_file("demo", "data", "labels.jsonl").read_bytes())


def config_text(source: Mapping[str, Any]) -> str:
    """`default.toml` with the source's values in it and every comment kept."""
    document = tomlkit.parse(package_file("default.toml").read_text("utf-8"))
    tables = document["source"]
    assert isinstance(tables, AoT)
    for key, value in source.items():
        if isinstance(value, str):
            # JSON's escapes of one character are TOML's too, and leave no way out of the string. (Its pairs
            # of surrogates are not, and DEL it leaves as it is.)
            quoted = json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
            tables[0][key] = tomlkit.value(quoted)
        else:
            tables[0][key] = value
    return tomlkit.dumps(document)


def _copy_missing(origin: Path, folder: Path) -> None:
    for file in sorted(origin.iterdir()):
        if file.is_file() and not (folder / file.name).exists():
            write_file(folder / file.name, file.read_bytes())
