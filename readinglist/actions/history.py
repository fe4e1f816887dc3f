"""The history of syncs, and of one item field by field."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from typing import Any

from readinglist.actions.local import open_local
from readinglist.actions.report import change_as_json
from readinglist.errors import UsageError, not_found
from readinglist.library.journal import SyncEntry
from readinglist.workspace import Workspace


def history(workspace: Workspace, *, since: str = "", key: str = "") -> tuple[SyncEntry, ...]:
    """The syncs that changed something, latest first: all, those since a date, those that changed one item.

    `key` is a citation key, an alias or a Zotero key, of a deleted item too. Raises `UsageError` for what is
    no date and `NotFoundError` for an unknown key.
    """
    with open_local(workspace) as library:
        start = _start(since)
        if not key:
            return library.history(since=start)
        owner = library.key_table().owner(key)
        if owner is None:
            item = library.item(key)
            if item is None:
                raise not_found("item", key, library.known_keys(), listing="readinglist items")
            owner = (item.source, item.key)
        return library.history(since=start, item=owner)


def as_json(entries: Sequence[SyncEntry]) -> list[dict[str, Any]]:
    """The history as plain data."""
    return [
        {
            "at": one.at,
            "source": one.source,
            "since": one.since,
            "version": one.version,
            "requests": one.requests,
            "counts": dict(one.counts),
            "changes": [change_as_json(change) for change in one.changes],
        }
        for one in entries
    ]


def _start(text: str) -> str:
    """The beginning of a day of this computer's time, or a moment, as UTC."""
    if not text:
        return ""
    try:
        moment = datetime.datetime.fromisoformat(text)
    except ValueError:
        raise UsageError(
            f"'{text}' is no date", where="--since", hint="Write it as 2027-01-31, or as 2027-01-31T14:00."
        ) from None
    return moment.astimezone(datetime.UTC).isoformat(timespec="seconds")
