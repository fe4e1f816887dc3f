"""The templates: which there are, what each is for, and a copy of one to change."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from readinglist.errors import WorkspaceError, not_found
from readinglist.export import load_target, targets
from readinglist.export.looks import LOOKS, load_look
from readinglist.files import write_file
from readinglist.resources import shipped_folder
from readinglist.workspace import Workspace

_SUFFIXES = (".j2", ".css", ".docx", ".odt")
_LOOK_FILE = "look.toml"
_COMMENT = re.compile(r"\A(?:\{#-?|/\*)\s*(.*?)\s*(?:-?#\}|\*/)", re.DOTALL)
_BLOCK = re.compile(r"\{%-?\s*block\s+(\w+)")
_TEXT = (".j2", ".css")
_DESCRIBED = {
    "reference.docx": "The named styles of the Word document: open it in Word and change them.",
    "reference.odt": "The named styles of the OpenDocument text: open it in LibreOffice and change them.",
}


@dataclass(frozen=True, slots=True)
class TemplateInfo:
    """A template. `own` is true where the workspace has its own; `targets` are those that begin with it."""

    name: str
    description: str
    blocks: tuple[str, ...]
    targets: tuple[str, ...]
    own: bool

    def as_json(self) -> dict[str, object]:
        """As `templates list --json` shows it."""
        return {
            "name": self.name,
            "description": self.description,
            "blocks": list(self.blocks),
            "targets": list(self.targets),
            "own": self.own,
        }


def list_templates(workspace: Workspace) -> list[TemplateInfo]:
    """Every template that ships, and those in the workspace that have other names; sorted by name."""
    names = _names(shipped_folder("templates")) | _names(workspace.templates_folder)
    beginnings: dict[str, list[str]] = {}
    for target in map(load_target, targets()):
        beginnings.setdefault(target.template, []).append(target.name)
    return [_info(workspace, name, tuple(beginnings.get(name, ()))) for name in sorted(names)]


def load_template(workspace: Workspace, name: str, *, shipped: bool = False) -> tuple[Path, bytes]:
    """Where a template is and what it holds: the workspace's own, or (`shipped`) the one that ships.

    Raises `NotFoundError` with near matches.
    """
    path = _path(workspace, name, shipped=shipped)
    try:
        return path, path.read_bytes()
    except OSError as error:
        raise WorkspaceError(f"cannot read: {error.strerror or error}", where=str(path)) from error


def copy_template(workspace: Workspace, name: str, *, force: bool = False) -> Path:
    """Copy a template that ships into the workspace's templates/, where it counts from then on.

    Raises `NotFoundError`, and `WorkspaceError` where there is one already and `force` is not set.
    """
    _, content = load_template(workspace, name, shipped=True)
    path = workspace.templates_folder / name
    if path.exists() and not force:
        raise WorkspaceError(
            "there is one already", where=str(path), hint="--force puts the one that ships in its place."
        )
    write_file(path, content)
    return path


def _names(folder: Path) -> set[str]:
    if not folder.is_dir():
        return set()
    looks = (folder / LOOKS).glob("*/*")
    return {
        file.relative_to(folder).as_posix()
        for file in (*folder.iterdir(), *looks)
        if file.is_file() and (file.suffix in _SUFFIXES or file.name == _LOOK_FILE)
    }


def _path(workspace: Workspace, name: str, *, shipped: bool) -> Path:
    folders = [shipped_folder("templates")]
    if not shipped:
        folders.insert(0, workspace.templates_folder)
    for folder in folders:
        if name in _names(folder):
            return folder / name
    known = set().union(*map(_names, folders))
    raise not_found("template", name, sorted(known), listing="readinglist templates list")


def _info(workspace: Workspace, name: str, used_by: tuple[str, ...]) -> TemplateInfo:
    path, content = load_template(workspace, name)
    description = _DESCRIBED.get(path.name, "")
    if path.name == _LOOK_FILE:
        look = load_look(path.parent.name, workspace.templates_folder)
        description = f"The look “{look.name}”. {look.description}"
    blocks: tuple[str, ...] = ()
    if path.suffix in _TEXT:
        text = content.decode("utf-8", "replace")
        found = _COMMENT.search(text)
        description = " ".join(found[1].split()) if found else ""
        blocks = tuple(dict.fromkeys(_BLOCK.findall(text)))
    return TemplateInfo(name, description, blocks, used_by, path == workspace.templates_folder / name)
