"""Applying what was pulled: tables, citation keys and the journal brought in line, in one transaction."""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime

from readinglist.library import assignments, journal, keystore
from readinglist.library.changes import Changes
from readinglist.library.itemwriter import ItemWriter
from readinglist.library.journal import ItemChange, SyncEntry
from readinglist.library.keys import KeyTable
from readinglist.library.scope import CHILDREN, Scope
from readinglist.library.store import Writer
from readinglist.zotero.pulled import Pulled


def apply_pulled(
    connection: sqlite3.Connection,
    pulled: Pulled,
    keys: KeyTable | None,
    scope: Scope,
    written: ItemWriter | None,
) -> Changes:
    """Bring the tables to the state that was pulled; what that changed. Call inside a transaction.

    `keys` is what `bib/keys.csv` says (None: what the database says), `scope` what should have citation
    keys, `written` has written the items already (None: they are written now).
    """
    now = datetime.now(UTC).isoformat(timespec="seconds")
    held = connection.execute("SELECT version FROM sources WHERE source = ?", (pulled.source,)).fetchone()
    first = not (held and held[0])
    ledger = Writer(connection, pulled, written).write(now)
    assigned = keystore.update_keys(connection, keys, scope.condition(), anew=not pulled.unchanged)
    if not pulled.unchanged:
        assignments.drop_assignments_without_item(connection)
    changes = Changes(
        source=pulled.source,
        version=pulled.version,
        **{name: tuple(sorted(found)) for name, found in ledger.items().items()},
        collections_changed=ledger.collections,
        keys=assigned.table,
        keys_added=assigned.added,
        renamed=assigned.renamed,
        first=first,
        details=() if first else _with_keys(pulled.source, ledger.changes(), assigned.table),
        replaced=dict(ledger.replaced),
        requests=pulled.requests,
    )
    _note(connection, pulled, changes, now)
    return changes


def _note(connection: sqlite3.Connection, pulled: Pulled, changes: Changes, now: str) -> None:
    if not changes:
        return
    found = Counter(one.what for one in changes.details)
    if changes.first:
        found = Counter(added=len(changes.added), trashed=len(changes.trashed))
    counts = {what: number for what, number in found.items() if number}
    entry = SyncEntry(pulled.source, now, pulled.since, pulled.version, pulled.requests, counts)
    number = journal.write_journal(connection, entry, changes.details)
    if changes.first:
        journal.write_first(connection, number, pulled.source, CHILDREN)


def _with_keys(source: str, changes: Iterable[ItemChange], table: KeyTable) -> tuple[ItemChange, ...]:
    return tuple(replace(one, citation_key=table.current((source, one.key))) for one in changes)
