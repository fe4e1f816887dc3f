"""What a sync did, as a value: counts, items with their fields, and sentences."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from readinglist.library import Changes
from readinglist.library.journal import FieldChange, ItemChange

_KINDS = ("added", "edited", "moved", "restored", "trashed", "merged", "deleted")
_JSON_KINDS = ("added", "edited", "restored", "trashed", "removed", "moved")


@dataclass(frozen=True, slots=True)
class SourceReport:
    """What a sync changed in one source; `requests` counts what was asked of the server.

    `items` is how many of it are in this workspace: all, or those of the collections chosen in the settings.
    `texts` is how many full texts came, None where they were not asked for.
    """

    name: str
    changes: Changes
    requests: int
    items: int = 0
    narrowed: bool = False
    texts: int | None = None

    @property
    def version(self) -> int:
        """The library version that the local copy has now."""
        return self.changes.version

    @property
    def counts(self) -> dict[str, int]:
        """How many items were added, edited, moved, restored, trashed, merged, deleted."""
        if self.changes.first:
            return {"added": len(self.changes.added), "trashed": len(self.changes.trashed)}
        found = Counter(one.what for one in self.changes.details)
        return {kind: found[kind] for kind in _KINDS}

    @property
    def summary(self) -> str:
        """The same in words."""
        found = [f"{count} {kind}" for kind, count in self.counts.items() if count]
        if not found:
            return "collections changed" if self.changes.collections_changed else "nothing changed"
        return ", ".join(found)

    @property
    def lines(self) -> tuple[str, ...]:
        """A line for each changed item; none after a first pull, where all of them are new."""
        return tuple(item_line(one) for one in self.changes.details)

    def as_json(self) -> dict[str, Any]:
        """The report as plain data."""
        return {
            "name": self.name,
            "source": self.changes.source,
            "version": self.version,
            "requests": self.requests,
            "items": self.items,
            "texts": self.texts,
            **{kind: list(getattr(self.changes, kind)) for kind in _JSON_KINDS},
            "renamed": dict(self.changes.renamed),
            "replaced": dict(self.changes.replaced),
            "changes": [change_as_json(one) for one in self.changes.details],
        }


@dataclass(frozen=True, slots=True)
class SyncReport:
    """What a sync did, or with `dry_run` would do. `assigned` is None after a pull alone; `notices` are what
    its user should know."""

    sources: tuple[SourceReport, ...]
    assigned: int | None = None
    written: tuple[Path, ...] = ()
    notices: tuple[str, ...] = ()
    dry_run: bool = False

    def as_json(self) -> dict[str, Any]:
        """The report as plain data."""
        return {
            "dry_run": self.dry_run,
            "sources": [one.as_json() for one in self.sources],
            "assigned": self.assigned,
            "written": [str(path) for path in self.written],
            "notices": list(self.notices),
        }


def item_line(change: ItemChange) -> str:
    """`edited smith2020 (Title): date, volume`."""
    name = change.citation_key or change.key
    title = change.title if len(change.title) <= 60 else change.title[:59] + "…"
    head = f"{change.what} {name}" + (f" ({title})" if title else "")
    if change.what == "moved" and len(change.fields) == 1:
        return f"{head}: {field_words(change.fields[0])}"
    names = list(dict.fromkeys(one.field for one in change.fields))
    return f"{head}: {', '.join(names)}" if names else head


def field_words(change: FieldChange) -> str:
    """`date: "2019" → "2020"`."""
    before, after = (f'"{text}"' if text else "nothing" for text in (change.before, change.after))
    return f"{change.field}: {before} → {after}"


def change_as_json(change: ItemChange) -> dict[str, Any]:
    """A change as plain data."""
    return {
        "what": change.what,
        "key": change.key,
        "citation_key": change.citation_key,
        "title": change.title,
        "fields": [{"field": one.field, "before": one.before, "after": one.after} for one in change.fields],
    }


def any_change(sources: Sequence[SourceReport]) -> bool:
    """Whether anything changed in one of them."""
    return any(bool(one.changes) or bool(one.texts) for one in sources)
