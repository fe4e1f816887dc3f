"""Where a pull puts the items that come, so that one that was interrupted goes on from what it has."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from readinglist.zotero.pulled import Raw

FETCHED_BY_KEY = -1
"""The `start` of items that were asked for by key and not as a page."""


@dataclass(frozen=True, slots=True)
class Page:
    """One page of items as it was answered: from which item on, at which version, out of how many in all."""

    start: int
    version: int
    total: int


class Shelf(Protocol):
    """Keeps the items of one source's pull. An implementation may outlive the process."""

    def begin(self, place: str, since: int, *, resume: bool) -> tuple[Sequence[Page], dict[str, int]]:
        """Start on what changed after `since` in the library at the address `place`.

        Returns the pages that an interrupted pull of the same kind left, and the version of every item that
        is kept. With `resume` false, or where place or version differ, what was kept is dropped.
        """

    def keep(self, page: Page, items: Mapping[str, Raw], versions: Mapping[str, int]) -> None:
        """Keep a page's items and their versions by key, in place of earlier ones."""

    def drop(self, keys: Iterable[str]) -> None:
        """Drop items that are gone."""

    def items(self) -> Mapping[str, Raw]:
        """The items that are kept, by key."""


class MemoryShelf:
    """Keeps the items in memory, for a pull that need not be resumed."""

    def __init__(self) -> None:
        self._items: dict[str, Raw] = {}

    def begin(self, place: str, since: int, *, resume: bool) -> tuple[Sequence[Page], dict[str, int]]:
        """Start anew."""
        self._items.clear()
        return (), {}

    def keep(self, page: Page, items: Mapping[str, Raw], versions: Mapping[str, int]) -> None:
        """Keep items."""
        self._items.update(items)

    def drop(self, keys: Iterable[str]) -> None:
        """Drop items."""
        for key in keys:
            self._items.pop(key, None)

    def items(self) -> Mapping[str, Raw]:
        """The items that are kept."""
        return self._items
