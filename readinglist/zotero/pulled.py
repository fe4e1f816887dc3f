"""What one pull brings: everything that changed in a library between two versions, as the server sent it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

Raw = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Keys:
    """Keys by kind of object. For settings and tags the key is the name."""

    items: frozenset[str] = frozenset()
    collections: frozenset[str] = frozenset()
    searches: frozenset[str] = frozenset()
    settings: frozenset[str] = frozenset()
    tags: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Pulled:
    """A library's changes after `since`, belonging together at `version`.

    `items`, `collections` and `searches` are the server's own JSON objects (with their envelope of key,
    version, links and meta), by key; `settings` maps a name to its object. `deleted` are the keys that
    are gone. Where the server cannot tell what was deleted, or everything was fetched anew, `present`
    holds all the keys there are, and whatever else is held locally is gone; `folders` holds those of the
    collections alone, where some were deleted and others may have gone with them. `went_back` is true
    when the server's version was lower than `since` (a restored server): everything was fetched again.
    `unchanged` means that one request sufficed to see that there is nothing. `server_id` names the
    desktop program's database, "" for the Web API. `requests` counts them.
    """

    source: str
    since: int
    version: int
    items: Mapping[str, Raw] = field(default_factory=dict)
    collections: Mapping[str, Raw] = field(default_factory=dict)
    searches: Mapping[str, Raw] = field(default_factory=dict)
    settings: Mapping[str, Any] = field(default_factory=dict)
    deleted: Keys = Keys()
    present: Keys | None = None
    folders: frozenset[str] | None = None
    went_back: bool = False
    unchanged: bool = False
    library_name: str = ""
    server_id: str = ""
    requests: int = 0

    def there(self, kind: str) -> frozenset[str] | None:
        """All the keys of a kind ("items", "collections" …) that there are, None where that is not known."""
        if self.present is not None:
            known: frozenset[str] = getattr(self.present, kind)
            return known
        return self.folders if kind == "collections" else None
