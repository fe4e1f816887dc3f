"""Taking in a pull's items while it goes on: onto the disk, and of a first pull at once into the tables."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from contextlib import ExitStack
from pathlib import Path
from types import TracebackType

from readinglist.library.database import begin, explained, filling, rollback
from readinglist.library.itemwriter import ItemWriter
from readinglist.library.ledger import Ledger
from readinglist.library.rows import canonical
from readinglist.library.staging import StagedItems, Staging
from readinglist.zotero.pulled import Raw
from readinglist.zotero.shelf import Page


class Intake:
    """A `readinglist.zotero.shelf.Shelf` that hands every page on to the staging file.

    Where nothing is held of the source yet, it also writes the pages into the library's tables, in a
    transaction that stays open, while the next pages are under way: as long as nothing that came has to be
    changed or dropped again, there is little left to do at the end (`taken`). Otherwise, and in every later
    pull, the items are read from the staging file when all of them are there. Use as a context manager: a
    transaction that nobody has ended is rolled back.
    """

    def __init__(self, connection: sqlite3.Connection, path: Path, staging: Staging) -> None:
        self._db = connection
        self._path = path
        self._staging = staging
        self._writer: ItemWriter | None = None
        self._open = ExitStack()

    def begin(self, place: str, since: int, *, resume: bool) -> tuple[Sequence[Page], dict[str, int]]:
        """See `Shelf.begin`."""
        self._give_up()
        pages, held = self._staging.begin(place, since, resume=resume)
        with explained(self._path):
            begin(self._db)
            writer = ItemWriter(self._db, self._staging.source, Ledger({}))
            if not writer.first:
                rollback(self._db)
                return pages, held
            self._writer = writer
            for items in self._staging.items().pages():
                writer.write(items)
        return pages, held

    def keep(self, page: Page, items: Mapping[str, Raw], versions: Mapping[str, int]) -> None:
        """See `Shelf.keep`."""
        again = self._staging.holds_any(items)
        texts = [canonical(raw) for raw in items.values()]
        self._staging.keep(page, items, versions, texts)
        if again:
            self._give_up()
        elif self._writer is not None:
            with explained(self._path):
                self._writer.write(items.values(), texts)

    def drop(self, keys: Iterable[str]) -> None:
        """See `Shelf.drop`."""
        gone = list(keys)
        if gone:
            self._give_up()
            self._staging.drop(gone)

    def items(self) -> StagedItems:
        """The items that are kept, by key."""
        return self._staging.items()

    def taken(self) -> ItemWriter | None:
        """The writer that has written all items and whose transaction is open, for the caller to end.

        None where the items have yet to be written.
        """
        if self._writer is not None:
            with explained(self._path):
                self._writer.settle()
        writer, self._writer = self._writer, None
        return writer

    def __enter__(self) -> Intake:
        with explained(self._path):
            self._open.enter_context(filling(self._db))
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._give_up()
        self._open.close()

    def _give_up(self) -> None:
        if self._writer is not None:
            self._writer = None
            rollback(self._db)
