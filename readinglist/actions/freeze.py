"""Freezing a dynamic section: what its query finds today becomes entries of its own."""

from __future__ import annotations

from dataclasses import dataclass

from readinglist.actions.editing import Change, undo_folder
from readinglist.actions.local import open_local
from readinglist.errors import UsageError
from readinglist.lists.editing.finding import read_outline
from readinglist.lists.editing.journal import load_draft, save_change
from readinglist.lists.editing.operations import replace_query
from readinglist.lists.editing.scalars import Value
from readinglist.lists.load import find_list, load_list, parse_list
from readinglist.lists.resolve import FOUND, ResolvedSection, resolve
from readinglist.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Frozen:
    """What freezing did: the change, and how many entries each section got, by its title."""

    change: Change
    sections: tuple[tuple[str, int], ...]


def freeze(workspace: Workspace, name: str, section: str = "") -> Frozen:
    """Write out what the query of a section finds, or of every section that has one, in place of the query.

    Entries that were written out, pins and importance stay as they are. Raises `UsageError` where there is
    no query.
    """
    path = find_list(workspace.lists_folder, name)
    reading_list = load_list(path)
    draft = load_draft(path)
    with open_local(workspace) as library:
        resolved = resolve(reading_list, library)
    outline = read_outline(draft.text, str(path))
    spots = outline.sections()
    wanted = outline.find_section(section) if section else None
    chosen = [
        (spot, found)
        for spot, found in zip(spots, resolved.sections, strict=True)
        if found.section.query and (wanted is None or spot.span is wanted.span)
    ]
    if not chosen:
        scope = f"section '{wanted.title}'" if wanted else f"the list '{name}'"
        raise UsageError(f"{scope} has no query to freeze", where=str(path))
    text = draft.text
    # From the last to the first, so that what is still to be changed stays where it was found.
    for spot, found in reversed(chosen):
        text = replace_query(text, str(path), spot, _entries(found))
    parse_list(text, path)
    what = f"freeze {section or 'the queries'}"
    changed = save_change(draft, text, what, undo_folder(workspace))
    counts = tuple((spot.title, len(_entries(found))) for spot, found in chosen)
    return Frozen(Change(path, changed, what), counts)


def _entries(found: ResolvedSection) -> list[Value]:
    """The entries that a query and pins brought, in the order shown, as they are to be written."""
    importance = found.section.importance
    written: list[Value] = []
    for one in found.entries:
        if one.position in (FOUND, -1):
            key = one.item.citation_key
            written.append({"cite": key, "importance": importance} if importance != "essential" else key)
    return written
