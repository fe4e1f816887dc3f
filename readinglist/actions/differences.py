"""Comparing two lists of a workspace, or one with itself in an earlier revision."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from pydantic import BaseModel

from readinglist.actions.local import open_local
from readinglist.errors import WorkspaceError
from readinglist.items import Item
from readinglist.items.text import plain
from readinglist.lists.diff import Change, compare, flatten
from readinglist.lists.diffwords import PRIVATE, DiffReport, Hours, describe
from readinglist.lists.load import find_list, list_names, load_list
from readinglist.lists.model import ReadingList
from readinglist.lists.revisions import load_revision
from readinglist.lists.workload import entry_minutes
from readinglist.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Differences:
    """Two lists, every change between them, and the changes in words."""

    old: ReadingList
    new: ReadingList
    changes: tuple[Change, ...]
    report: DiffReport

    def as_json(self, *, private: bool = False) -> dict[str, Any]:
        """The differences as plain data; private notes are in it only with `private`."""
        return {
            "old": self.old.name,
            "new": self.new.name,
            "summary": self.report.summary,
            "changes": [_change_json(change, private) for change in self.changes],
            "groups": [asdict(group) for group in self.report.groups],
        }


def compare_lists(workspace: Workspace, old: str, new: str = "", *, private: bool = False) -> Differences:
    """Compare two lists, each `NAME` or `NAME@REVISION`; without `new`, a revision with the list as it is.

    Hours are told where the library has been synced. Raises `NotFoundError`, `ListError`, `WorkspaceError`.
    """
    before = load_named(workspace, old)
    after = load_named(workspace, new or old.rpartition("@")[0] or old)
    items = _items(workspace, (before, after))
    hours = Hours() if items is None else Hours(_minutes(before, items), _minutes(after, items))
    titles = {key: plain(item.title) for key, item in (items or {}).items()}
    changes = compare(before, after)
    report = describe(before, after, changes, hours=hours, titles=titles, private=private)
    return Differences(before, after, changes, report)


def load_named(workspace: Workspace, text: str) -> ReadingList:
    """The list `NAME`, or `NAME@REVISION` as it was then.

    Raises `NotFoundError`, `ListError`, `WorkspaceError`.
    """
    name, at, revision = text.rpartition("@")
    if at and name and text not in list_names(workspace.lists_folder):
        return load_revision(workspace.lists_folder, name, revision)
    return load_list(find_list(workspace.lists_folder, text))


def _items(workspace: Workspace, lists: tuple[ReadingList, ...]) -> dict[str, Item] | None:
    """The items that the lists cite, by the key that the list has; None before the first sync."""
    keys = frozenset().union(*(one.cited_keys for one in lists))
    try:
        with open_local(workspace) as library:
            found = library.items_by_key(keys)
    except WorkspaceError:
        return None
    return {key: item for key, item in found.items() if item is not None}


def _minutes(reading_list: ReadingList, items: Mapping[str, Item]) -> tuple[int, ...]:
    """Each section's minutes, of what is written out and known to the library."""
    return tuple(
        sum(
            (
                entry_minutes(entry, items[entry.cite], reading_list.workload)
                if entry.cite in items
                else entry.minutes
            )
            or 0
            for entry in flat.section.entries
        )
        for flat in flatten(reading_list.sections)
    )


def _change_json(change: Change, private: bool) -> dict[str, Any]:
    kind = "".join(f"-{one.lower()}" if one.isupper() else one for one in type(change).__name__).strip("-")
    data: dict[str, Any] = {"kind": kind}
    hidden = getattr(change, "field", "") in PRIVATE and not private
    for name in type(change).__dataclass_fields__:
        value = getattr(change, name)
        data[name] = None if hidden and name in ("old", "new") else _plain(value, private)
    return data


def _plain(value: Any, private: bool) -> Any:
    if isinstance(value, BaseModel):
        dumped = value.model_dump(mode="json", exclude_defaults=True)
        return dumped if private else _public(dumped)
    if isinstance(value, tuple | list):
        return [_plain(one, private) for one in value]
    if isinstance(value, dict):
        return {key: _plain(one, private) for key, one in value.items()}
    return value.isoformat() if isinstance(value, datetime.date) else value


def _public(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _public(one) for key, one in value.items() if key not in PRIVATE}
    return [_public(one) for one in value] if isinstance(value, list) else value
