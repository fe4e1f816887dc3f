"""The `[[source]]` tables of readinglist.toml: listed, added, removed, with every comment kept."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

import tomlkit
from tomlkit.exceptions import TOMLKitError
from tomlkit.items import AoT, Table

from readinglist.actions.checked import checked_at, last_synced
from readinglist.actions.init import Found, choose_collections
from readinglist.actions.lock import only_one
from readinglist.errors import ConfigError, ReadinglistError, UsageError, not_found
from readinglist.files import safe_name, write_file
from readinglist.library import open_library
from readinglist.lists.load import find_list, list_names, load_list
from readinglist.settings import Source, load_settings
from readinglist.workspace import Workspace, load_workspace


@dataclass(frozen=True, slots=True)
class SourceRow:
    """A source with its state: how many items are here, from which version, synced when ("" for never)."""

    name: str
    path: str
    endpoint: str
    collections: tuple[str, ...]
    items: int
    version: int
    synced_at: str

    def as_json(self) -> dict[str, Any]:
        """The row as plain data."""
        return asdict(self)


@dataclass(frozen=True, slots=True)
class Loss:
    """What goes when a source is removed: its items here, and the lists that cite some of them, how many."""

    source: Source
    items: int
    cited: tuple[tuple[str, int], ...]

    @property
    def sentences(self) -> tuple[str, ...]:
        """The same in words."""
        items = "1 item" if self.items == 1 else f"{self.items:,} items"
        leave = "leaves" if self.items == 1 else "leave"
        told = [f"{items} of {self.source.path} {leave} the local copy and bib/"]
        told += [f"{name} cites {count} of them" for name, count in self.cited]
        return (*told, "their citation keys and your decisions stay; nothing in Zotero is touched")


def sources(workspace: Workspace) -> tuple[SourceRow, ...]:
    """The sources in the order of the file."""
    rows = []
    checked = checked_at(workspace)
    for source in workspace.settings.source:
        if workspace.database.is_file():
            with open_library(workspace.database, create=False) as library:
                state = library.state(source.path)
        else:
            state = None
        rows.append(
            SourceRow(
                source.name,
                source.path,
                source.endpoint,
                source.collections,
                state.items if state else 0,
                state.version if state else 0,
                last_synced(state, checked) if state else "",
            )
        )
    return tuple(rows)


def add_source(
    workspace: Workspace, source: Source, found: Found, *, name: str = "", collections: Sequence[str] = ()
) -> Source:
    """Add a `[[source]]` table to readinglist.toml; the source as it stands there.

    Raises `UsageError` where the library or the name is there already, and what `choose_collections` raises.
    """
    keys = choose_collections(found, collections)
    name = name.strip() or _free_name(workspace, safe_name(found.name, "library").lower())
    for one in workspace.settings.source:
        if one.path == source.path:
            raise UsageError(
                f"{source.path} is a source already: '{one.name}'", where=str(workspace.config_file)
            )
        if one.name == name:
            raise UsageError(
                f"there is a source '{name}' already", where=str(workspace.config_file), hint="Give --name."
            )
    source = source.model_copy(update={"name": name, "collections": keys})
    document, tables = _parsed(workspace)
    tables.append(_table(source))
    _save(workspace, document)
    return source


def look_at_loss(workspace: Workspace, name: str) -> Loss:
    """What goes when a source is removed. Raises `NotFoundError`; `UsageError` for the only one."""
    source = _named(workspace, name)
    if len(workspace.settings.source) == 1:
        raise UsageError(
            f"'{name}' is the only source of this workspace",
            where=str(workspace.config_file),
            hint="Add another one first, or delete the folder.",
        )
    if not workspace.database.is_file():
        return Loss(source, 0, ())
    with open_library(workspace.database, create=False) as library:
        items = library.state(source.path).items
        table = library.key_table()
    cited = []
    for listed in list_names(workspace.lists_folder):
        try:
            reading_list = load_list(find_list(workspace.lists_folder, listed))
        except ReadinglistError:
            continue
        owners = [table.owner(entry.cite) for one in reading_list.sections for entry in one.entries]
        count = sum(owner is not None and owner[0] == source.path for owner in owners)
        if count:
            cited.append((listed, count))
    return Loss(source, items, tuple(cited))


def remove_source(workspace: Workspace, name: str) -> Workspace:
    """Take a source out of readinglist.toml and its items out of the local copy; the workspace after it.

    `bib/` follows with the next sync. Raises `NotFoundError`, `UsageError`, `WorkspaceError`.
    """
    loss = look_at_loss(workspace, name)
    with only_one(workspace):
        document, tables = _parsed(workspace)
        index = next(at for at, one in enumerate(workspace.settings.source) if one.name == name)
        del tables[index]
        _save(workspace, document)
        if workspace.database.is_file():
            with open_library(workspace.database) as library:
                library.forget(loss.source.path)
    return load_workspace(workspace.root)


def _named(workspace: Workspace, name: str) -> Source:
    for one in workspace.settings.source:
        if name == one.name:
            return one
    known = [one.name for one in workspace.settings.source]
    raise not_found("source", name, known, where=str(workspace.config_file), listing="readinglist sources")


def _free_name(workspace: Workspace, base: str) -> str:
    taken = {one.name for one in workspace.settings.source}
    name, number = base, 1
    while name in taken:
        number += 1
        name = f"{base}-{number}"
    return name


def _parsed(workspace: Workspace) -> tuple[tomlkit.TOMLDocument, AoT]:
    path = workspace.config_file
    load_settings(path)  # names what is wrong with it by line and key
    try:
        document = tomlkit.parse(path.read_bytes().decode("utf-8-sig"))
    except (TOMLKitError, OSError, UnicodeDecodeError) as error:
        raise ConfigError(f"cannot be edited: {error}", where=str(path)) from None
    tables = document.get("source")
    if not isinstance(tables, AoT):
        raise ConfigError(
            "the sources stand in one line",
            where=f"{path}: source",
            hint="Write each as a [[source]] table of its own, then they can be edited here.",
        )
    return document, tables


def _table(source: Source) -> Table:
    table = tomlkit.table()
    for name, value in source.model_dump().items():
        default = Source.model_fields[name].default
        if name in ("name", "type", "id") or value not in (default, ()):
            # JSON's escapes are TOML's, and leave no way out of the string.
            shown = tomlkit.value(json.dumps(list(value) if isinstance(value, tuple) else value))
            table[name] = shown
    return table


def _save(workspace: Workspace, document: tomlkit.TOMLDocument) -> None:
    text = tomlkit.dumps(document)
    before = workspace.config_file.read_bytes()
    write_file(workspace.config_file, text)
    try:
        load_settings(workspace.config_file)
    except ConfigError:
        write_file(workspace.config_file, before)
        raise
