"""Changing a reading list by command: read, changed, checked as it will be, written, and kept for undoing."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from readinglist.actions.local import open_local
from readinglist.errors import ListError, ReadinglistError, UsageError, not_found
from readinglist.files import write_file
from readinglist.library import Library
from readinglist.lists.editing import operations
from readinglist.lists.editing.finding import Outline
from readinglist.lists.editing.journal import Draft, Record, load_draft, save_change, undo_change
from readinglist.lists.editing.operations import Fields, Place
from readinglist.lists.load import find_list, load_list, parse_list
from readinglist.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Change:
    """What a command did to a list: its file, whether it changed, what was done in words, and its keys."""

    path: Path
    changed: bool
    what: str
    keys: tuple[str, ...] = ()


def undo_folder(workspace: Workspace) -> Path:
    """Where what commands replaced is kept."""
    return workspace.state_folder / "undo"


def add(
    workspace: Workspace, name: str, keys: Sequence[str], *, section: str = "", fields: Fields, place: Place
) -> Change:
    """Add works, by citation key, alias or Zotero key, to a section of a list.

    Raises `NotFoundError` for a list, or a work that the library lacks, and `ListError` for a section.
    """
    with open_local(workspace) as library:
        found = _citation_keys(library, keys)
    what = f"add {', '.join(found)}" + (f" to {section}" if section else "")
    return _change(
        workspace,
        name,
        what,
        lambda text, file: operations.add_entries(
            text, file, found, section, fields, place, heading=lambda outline: _readings(workspace, outline)
        ),
        keys=found,
    )


def _readings(workspace: Workspace, outline: Outline) -> str:
    from readinglist.export.words import readings_heading

    return readings_heading(outline.said(outline.root, "locale") or workspace.settings.lists.locale)


def remove(workspace: Workspace, name: str, keys: Sequence[str], *, section: str = "") -> Change:
    """Take works out of a section of a list, or out of the whole list."""
    what = f"remove {', '.join(keys)}"
    return _change(
        workspace,
        name,
        what,
        lambda text, file: operations.remove_entries(text, file, keys, section),
        keys=tuple(keys),
    )


def move(
    workspace: Workspace, name: str, key: str, *, source: str = "", target: str = "", place: Place
) -> Change:
    """Move an entry to another section or to another place in its own."""
    what = f"move {key}" + (f" to {target}" if target else "")
    return _change(
        workspace,
        name,
        what,
        lambda text, file: operations.move_entry(text, file, key, source, target, place),
        keys=(key,),
    )


def set_fields(workspace: Workspace, name: str, key: str, *, section: str = "", fields: Fields) -> Change:
    """Change what a list says about an entry; without a `key` about a section, or about itself."""
    if not fields:
        raise UsageError("nothing to set", hint="As in --importance recommended, or --unset note.")
    what = f"set {', '.join(fields)} of {key or section or 'the list'}"
    if key:
        return _change(
            workspace,
            name,
            what,
            lambda text, file: operations.set_entry(text, file, key, section, fields),
            keys=(key,),
        )
    if section:
        return _change(
            workspace, name, what, lambda text, file: operations.set_section(text, file, section, fields)
        )
    return _change(workspace, name, what, lambda text, file: operations.set_list(text, file, fields))


def add_section(
    workspace: Workspace, name: str, title: str, *, fields: Fields, place: Place, within: str = ""
) -> Change:
    """Add a section to a list."""
    return _change(
        workspace,
        name,
        f"add section {title}",
        lambda text, file: operations.add_section(text, file, title, fields, place, within),
    )


def rename_section(workspace: Workspace, name: str, section: str, title: str) -> Change:
    """Give a section another title."""
    return _change(
        workspace,
        name,
        f"rename section {section}",
        lambda text, file: operations.rename_section(text, file, section, title),
    )


def move_section(workspace: Workspace, name: str, section: str, place: Place) -> Change:
    """Move a section among its siblings."""
    return _change(
        workspace,
        name,
        f"move section {section}",
        lambda text, file: operations.move_section(text, file, section, place),
    )


def remove_section(workspace: Workspace, name: str, section: str, *, with_entries: bool) -> Change:
    """Take a section out of a list."""
    return _change(
        workspace,
        name,
        f"remove section {section}",
        lambda text, file: operations.remove_section(text, file, section, with_entries=with_entries),
    )


def undo(workspace: Workspace, name: str) -> Record:
    """Take back the last change that a command made to a list, to the byte."""
    path = workspace.lists_folder / f"{name}.yaml"
    if not path.is_file():
        path = find_list(workspace.lists_folder, name)
    return undo_change(path, undo_folder(workspace))


def save_new(workspace: Workspace, name: str, text: str, what: str) -> Change:
    """Write a new list's file after checking it. Raises `UsageError` where there is a list of that name."""
    path = new_path(workspace, name)
    _checked(text, path)
    changed = save_change(Draft(path, "", None), text, what, undo_folder(workspace))
    return Change(path, changed, what)


def new_path(workspace: Workspace, name: str) -> Path:
    """The file of a list that is to be made. Raises `UsageError` for a name that is taken or no file's
    name."""
    from readinglist.files import safe_name

    if name != safe_name(name):
        raise UsageError(
            f"'{name}' cannot be the name of a file", hint=f"As in `readinglist lists new {safe_name(name)}`."
        )
    for extension in (".yaml", ".yml"):
        path = workspace.lists_folder / f"{name}{extension}"
        if path.exists():
            raise UsageError(
                f"there is a list '{name}' already", where=str(path), hint="Choose another name."
            )
    return workspace.lists_folder / f"{name}.yaml"


def begin_edit(workspace: Workspace, name: str) -> tuple[Path, Draft]:
    """A copy of a list's file for an editor, and the file as it is now.

    A draft that an earlier edit left because it could not be read is taken up again.
    """
    draft = load_draft(find_list(workspace.lists_folder, name))
    copy = _draft_file(workspace, draft.path)
    if not copy.is_file():
        write_file(copy, draft.data or b"")
    return copy, draft


def finish_edit(workspace: Workspace, copy: Path, draft: Draft) -> Change:
    """Take over an edited copy. Where it is broken, or the file has changed meanwhile, the copy is kept.

    Raises `ListError` that says where the copy is.
    """
    edited = load_draft(copy)
    try:
        _checked(edited.text, draft.path)
        changed = save_change(draft, edited.text, "edit", undo_folder(workspace))
    except ReadinglistError as error:
        name = draft.path.stem
        raise ListError(
            error.message,
            where=error.where,
            hint=f"{error.hint}\nYour draft is kept in {copy}; `readinglist lists edit {name}` opens it again, "  # noqa: E501
            f"`readinglist lists edit {name} --discard` drops it. The list itself is as it was.".lstrip(),
        ) from error
    copy.unlink(missing_ok=True)
    return Change(draft.path, changed, "edit")


def discard_draft(workspace: Workspace, name: str) -> bool:
    """Drop the draft that an edit left; False where there is none."""
    copy = _draft_file(workspace, find_list(workspace.lists_folder, name))
    there = copy.is_file()
    copy.unlink(missing_ok=True)
    return there


def _draft_file(workspace: Workspace, path: Path) -> Path:
    return workspace.state_folder / "drafts" / path.name


def _change(
    workspace: Workspace,
    name: str,
    what: str,
    edit: Callable[[str, str], str],
    *,
    keys: tuple[str, ...] = (),
) -> Change:
    path = find_list(workspace.lists_folder, name)
    load_list(path)
    draft = load_draft(path)
    text = edit(draft.text, str(path))
    _checked(text, path)
    return Change(path, save_change(draft, text, what, undo_folder(workspace)), what, keys)


def _checked(text: str, path: Path) -> None:
    parse_list(text, path)


def _citation_keys(library: Library, keys: Sequence[str]) -> tuple[str, ...]:
    found = library.items_by_key(keys)
    for key in keys:
        if key not in found:
            raise not_found("item", key, library.known_keys(), listing="readinglist items WORD")
        if found[key].deleted:
            raise ListError(f"'{key}' lies in Zotero's trash", hint="Restore it there first.")
    return tuple(dict.fromkeys(found[key].citation_key for key in keys))
