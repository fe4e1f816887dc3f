"""Which look a list wears, and the brand that the settings give it."""

from __future__ import annotations

from dataclasses import replace

from readinglist.export.looks import Brand, Look, load_logo, load_look
from readinglist.lists.model import ReadingList
from readinglist.workspace import Workspace


def look_of(workspace: Workspace, reading_list: ReadingList, asked: str) -> Look:
    """The look asked for, else the list's own, else the settings'.

    Raises `NotFoundError` for a look that there is not, naming who asked for it; `ConfigError` for a logo
    that cannot be used, `ExportError` for a broken `look.toml`.
    """
    if asked:
        name, where = asked, ""
    elif reading_list.look:
        name, where = reading_list.look, f"{reading_list.where('look')}: look"
    else:
        name, where = workspace.settings.lists.look, f"{workspace.config_file}: lists.look"
    look = load_look(name, workspace.templates_folder, where=where)
    return replace(look, brand=_brand(workspace)) if look.branded else look


def _brand(workspace: Workspace) -> Brand:
    settings = workspace.settings.department
    if not settings.logo:
        return settings.brand
    logo = load_logo(workspace.root / settings.logo, where=f"{workspace.config_file}: department.logo")
    return replace(settings.brand, logo=logo)
