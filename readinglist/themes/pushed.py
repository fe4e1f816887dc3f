"""What was written to Zotero: `bib/pushed.json`, to take a push back and to tell its tags from others'.

Only what stands here is ever taken away again. The file is text, sorted, and made to be kept with the
workspace; without it nothing of Zotero's is at risk, but old tags of ours can no longer be told from others.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any, Literal

from readinglist.errors import ThemeError
from readinglist.files import write_file

Part = Literal["tags", "collections"]
ItemId = tuple[str, str]

_SIGNATURE = "what readinglist wrote to Zotero; `readinglist themes push --undo` takes the last push back"


@dataclass(frozen=True, slots=True)
class Change:
    """One item's change: names gained and lost (with Zotero's type of a tag, 0 by hand, 1 automatic).

    In collections the names are keys. `modified_before` and the versions before and after the change let an
    undo put back the date of modification where nobody else has touched the item since.
    """

    source: str
    key: str
    added: Mapping[str, int] = field(default_factory=dict)
    removed: Mapping[str, int] = field(default_factory=dict)
    modified_before: str = ""
    version_before: int = 0
    version: int = 0


@dataclass(frozen=True, slots=True)
class Event:
    """One push (`what` is "push"), or what was taken over from Zotero as decisions ("pull").

    `finished` is false while it is being written: its changes are then intentions. `made` holds the names of
    collections made for it, by source and key.
    """

    what: Literal["push", "pull"]
    part: Part = "tags"
    prefix: str = ""
    finished: bool = True
    changes: tuple[Change, ...] = ()
    made: Mapping[str, Mapping[str, str]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Record:
    """All events, the oldest first."""

    events: tuple[Event, ...] = ()

    @property
    def last_push(self) -> Event | None:
        """The push that an undo would take back."""
        return next((event for event in reversed(self.events) if event.what == "push"), None)

    def owned(self, part: Part) -> dict[ItemId, frozenset[str]]:
        """The names that we put on each item and have not taken away."""
        found: dict[ItemId, set[str]] = {}
        for event in self.events:
            if event.part != part:
                continue
            for change in event.changes:
                names = found.setdefault((change.source, change.key), set())
                names |= set(change.added)
                names -= set(change.removed)
        return {item: frozenset(names) for item, names in found.items() if names}

    def prefixes(self) -> tuple[str, ...]:
        """Every prefix that was used for tags."""
        return tuple(dict.fromkeys(event.prefix for event in self.events if event.part == "tags"))

    def with_last(self, event: Event) -> Record:
        """The record with one more event."""
        return Record((*self.events, event))

    def after_undo(self, undone: Change, version: int) -> Record:
        """The record after an item was brought back to how it was before `undone`, which made a new version.

        What an earlier event made of the item is then to be found under that version.
        """
        place = (undone.source, undone.key, undone.version_before)
        events = []
        for event in self.events:
            changes = tuple(
                replace(one, version=version) if (one.source, one.key, one.version) == place else one
                for one in event.changes
            )
            events.append(event if changes == event.changes else replace(event, changes=changes))
        return Record(tuple(events))

    def with_push(self, old: Event, new: Event | None) -> Record:
        """The record with an event of it replaced, or dropped."""
        at = max(place for place, event in enumerate(self.events) if event is old)
        middle = () if new is None else (new,)
        return Record((*self.events[:at], *middle, *self.events[at + 1 :]))


def settled(record: Record, held: Mapping[ItemId, frozenset[str]], part: Part) -> Record:
    """The record with pushes that were broken off reduced to what of them was done.

    `held` is what each item holds now: a name that was to be added and is not there was not added.
    """
    events = []
    for event in record.events:
        if event.finished or event.part != part:
            events.append(event)
            continue
        changes = (_settled(change, held.get((change.source, change.key))) for change in event.changes)
        kept = tuple(change for change in changes if change.added or change.removed)
        if kept or event.made:
            events.append(replace(event, finished=True, changes=kept))
    return Record(tuple(events))


def _settled(change: Change, held: frozenset[str] | None) -> Change:
    if held is None or change.version:  # gone, or known to be done
        return change if change.version else replace(change, added={}, removed={})
    return replace(
        change,
        added={name: kind for name, kind in change.added.items() if name in held},
        removed={name: kind for name, kind in change.removed.items() if name not in held},
        version=0,
    )


def load_record(path: Path) -> Record:
    """Read `pushed.json`; an empty record where there is none. Raises `ThemeError`."""
    if not path.is_file():
        return Record()
    try:
        data = json.loads(path.read_text("utf-8"))
        return Record(tuple(_event(one) for one in data["events"]))
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as problem:
        raise ThemeError(
            "this record of what was written to Zotero cannot be read",
            where=str(path),
            hint="Restore it from version control; or delete it: pushed tags then count as others'.",
        ) from problem


def save_record(path: Path, record: Record) -> bool:
    """Write `pushed.json`; false when it held just this, or there is nothing to write at all."""
    if not record.events and not path.exists():
        return False
    events = [_as_json(event) for event in record.events]
    return write_file(
        path, json.dumps({"about": _SIGNATURE, "events": events}, ensure_ascii=False, indent=1) + "\n"
    )


def _as_json(event: Event) -> dict[str, Any]:
    data = asdict(event)
    data["changes"] = [asdict(one) for one in sorted(event.changes, key=lambda one: (one.source, one.key))]
    return data


def _event(data: Mapping[str, Any]) -> Event:
    if data["what"] not in ("push", "pull") or data["part"] not in ("tags", "collections"):
        raise ValueError(data["what"])
    return Event(
        what=data["what"],
        part=data["part"],
        prefix=str(data["prefix"]),
        finished=bool(data["finished"]),
        changes=tuple(_change(one) for one in data["changes"]),
        made={str(source): {str(k): str(v) for k, v in one.items()} for source, one in data["made"].items()},
    )


def _change(data: Mapping[str, Any]) -> Change:
    return Change(
        source=str(data["source"]),
        key=str(data["key"]),
        added=_kinds(data["added"]),
        removed=_kinds(data["removed"]),
        modified_before=str(data["modified_before"]),
        version_before=int(data["version_before"]),
        version=int(data["version"]),
    )


def _kinds(data: Mapping[str, Any]) -> dict[str, int]:
    return {str(name): int(kind) for name, kind in data.items()}
