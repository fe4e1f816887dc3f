"""Reading lists of a workspace: all of them with their sizes, and one joined with the library."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

from readinglist.actions.local import open_local
from readinglist.errors import ReadinglistError
from readinglist.library import Library
from readinglist.lists.load import find_list, list_names, load_list
from readinglist.lists.resolve import ResolvedList, resolve
from readinglist.lists.size import resolved_size
from readinglist.workspace import Workspace


@dataclass(frozen=True, slots=True)
class ListOverview:
    """One list with its size; `problem` says in a line why it could not be read, "" if it could."""

    name: str
    title: str = ""
    sections: int = 0
    entries: int = 0
    essentials: int = 0
    minutes: int = 0
    unestimated: int = 0
    problem: str = ""

    def as_json(self) -> dict[str, Any]:
        """The overview as plain data."""
        return asdict(self)


def overview(workspace: Workspace) -> list[ListOverview]:
    """Every list of the workspace, sorted by name; a broken one is shown with its problem."""
    with open_local(workspace) as library:
        return [_one(workspace, library, name) for name in list_names(workspace.lists_folder)]


def problems(workspace: Workspace, library: Library) -> list[str]:
    """What is wrong with the lists of the workspace, a line a list."""
    found = (_one(workspace, library, name) for name in list_names(workspace.lists_folder))
    return [f"{one.name}: {one.problem}" for one in found if one.problem]


def _one(workspace: Workspace, library: Library, name: str) -> ListOverview:
    try:
        resolved = resolve(load_list(find_list(workspace.lists_folder, name)), library)
    except ReadinglistError as error:
        return ListOverview(name, problem=f"{error.message} (`readinglist lists show {name}` says more)")
    size = resolved_size(resolved)
    return ListOverview(
        name,
        title=resolved.reading_list.title,
        sections=size.sections,
        entries=size.entries,
        essentials=size.essentials,
        minutes=size.minutes,
        unestimated=size.unestimated,
    )


def resolve_list(workspace: Workspace, name: str) -> ResolvedList:
    """One list joined with the library. Raises `NotFoundError` or `ListError`."""
    path = find_list(workspace.lists_folder, name)
    with open_local(workspace) as library:
        return resolve(load_list(path), library)


def as_json(resolved: ResolvedList) -> dict[str, Any]:
    """A list joined with the library as plain data: what the file says, and what was found for it."""
    whole = resolved.reading_list
    data = whole.model_dump(mode="json", exclude={"sections"}, exclude_defaults=True)
    data["name"] = whole.name
    data["sections"] = [
        {
            **section.section.model_dump(mode="json", exclude={"entries", "sections"}, exclude_defaults=True),
            "level": section.level,
            "date": section.date.isoformat() if section.date else None,
            "holiday": section.holiday or None,
            "minutes": section.minutes,
            "unestimated": section.unestimated,
            "entries": [
                {
                    **entry.entry.model_dump(mode="json", exclude_defaults=True),
                    "citation_key": entry.item.citation_key,
                    "importance": entry.entry.importance,
                    "zotero_key": entry.item.key,
                    "source": entry.item.source,
                    "title": entry.item.title,
                    "year": entry.item.year,
                    "minutes": entry.minutes,
                }
                for entry in section.entries
            ],
            "others": [one.entry.model_dump(mode="json", exclude_defaults=True) for one in section.plain],
        }
        for section in resolved.sections
    ]
    return data
