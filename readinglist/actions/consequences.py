"""What a sync's changes mean for the workspace's lists and decisions, in sentences."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from readinglist.actions.local import load_themes
from readinglist.errors import ReadinglistError
from readinglist.library import Changes
from readinglist.lists.load import find_list, list_names, load_list
from readinglist.lists.model import ReadingList
from readinglist.workspace import Workspace

_GONE = {"deleted": "deleted", "trashed": "trashed", "merged": "merged"}


def consequences(workspace: Workspace, changes: Iterable[Changes]) -> tuple[str, ...]:
    """One sentence for each entry or decision whose work was deleted, trashed or merged.

    `week 4 of spring-2027 cites a deleted item: tello2011`. Lists that cannot be read are passed over.
    """
    fates = dict[str, str]()
    for one in changes:
        fates |= _fates(one)
    if not fates:
        return ()
    found = []
    for name, reading_list in _lists(workspace):
        for place, cited in _cited(reading_list):
            if fate := fates.get(cited.casefold()):
                found.append(f"{place} of {name} cites {fate}: {cited}")
    for cited in load_themes(workspace).decisions:
        if fate := fates.get(cited.casefold()):
            found.append(f"a decision in {workspace.themes_file.name} is about {fate}: {cited}")
    return tuple(dict.fromkeys(found))


def _fates(changes: Changes) -> dict[str, str]:
    """What became of citation keys, aliases too: "a deleted item"."""
    lost = {one.key: one.what for one in changes.details if one.what in _GONE}
    found = {}
    for row in changes.keys.rows:
        if row.source != changes.source or row.zotero_key not in lost:
            continue
        survivor = _survivor(changes, row.zotero_key)
        key = changes.keys.current((changes.source, survivor)) if survivor else ""
        if key:
            found[row.citation_key.casefold()] = f"a merged item, for which {key} stands from now on"
        else:
            found[row.citation_key.casefold()] = f"a {lost[row.zotero_key]} item"
    return found


def _survivor(changes: Changes, key: str) -> str:
    seen = {key}
    while (after := changes.replaced.get(key)) and after not in seen:
        seen.add(after)
        key = after
    return key if len(seen) > 1 else ""


def _lists(workspace: Workspace) -> Iterator[tuple[str, ReadingList]]:
    for name in list_names(workspace.lists_folder):
        try:
            yield name, load_list(find_list(workspace.lists_folder, name))
        except ReadinglistError:
            continue


def _cited(reading_list: ReadingList) -> Iterator[tuple[str, str]]:
    for number, section in enumerate(reading_list.sections, 1):
        place = f"week {section.week}" if section.week else f"section {number} ({section.title})"
        for entry in section.entries:
            yield place, entry.cite


def renamed(tables: Sequence[Changes]) -> tuple[str, ...]:
    """A sentence for each citation key that the owner changed in Zotero."""
    return tuple(
        f"the citation key {old} is now {new}, as in Zotero; lists that use {old} go on working"
        for changes in tables
        for old, new in sorted(changes.renamed.items())
    )
