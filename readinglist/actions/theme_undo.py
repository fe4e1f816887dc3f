"""A push taken back: what it put on items goes, what it took away comes again, and nothing else changes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from readinglist.actions.local import open_local
from readinglist.actions.progress import Progress, silent
from readinglist.actions.remote import open_remote
from readinglist.actions.sync import FindKey, sync
from readinglist.actions.theme_push import Planned, PushReport, check_writable, settle
from readinglist.errors import NotFoundError
from readinglist.items import Item
from readinglist.items.text import plain
from readinglist.themes.pushed import Change, Event, Record, load_record, save_record
from readinglist.workspace import Workspace
from readinglist.zotero.push import Decide, Done, Held, Wish, delete_empty_collection, push_items
from readinglist.zotero.session import Session


def plan_undo(
    workspace: Workspace, find_key: FindKey, progress: Progress = silent
) -> tuple[Event, tuple[Planned, ...]]:
    """Bring the workspace up to date, then say what taking the last push back would change.

    Raises `NotFoundError` when nothing was pushed, and what `sync` raises.
    """
    if load_record(workspace.pushed_file).last_push is None:
        raise nothing_pushed(workspace)
    sync(workspace, find_key, progress=progress)
    with open_local(workspace) as library:
        items = library.items()
        event = settle(workspace, library, items).last_push
        names = library.collection_names()
    if event is None:
        raise nothing_pushed(workspace)
    found = {(item.source, item.key): item for item in items}
    shown = names if event.part == "collections" else {}
    planned = (_planned(change, found.get((change.source, change.key)), shown) for change in event.changes)
    return event, tuple(one for one in planned if one.add or one.remove)


def nothing_pushed(workspace: Workspace) -> NotFoundError:
    """The error for an undo without a push."""
    return NotFoundError(
        "there is no push to take back",
        where=str(workspace.pushed_file),
        hint="`readinglist themes push` writes the themes to Zotero.",
    )


def _planned(change: Change, item: Item | None, names: Mapping[str, str]) -> Planned:
    def shown(keys: Mapping[str, int]) -> tuple[str, ...]:
        return tuple(sorted(names.get(key, key) for key in keys))

    title = plain(item.title) if item else "(no longer in the library)"
    key = item.citation_key if item else change.key
    return Planned(change.source, change.key, key, title, shown(change.removed), shown(change.added))


def undo_push(workspace: Workspace, find_key: FindKey, progress: Progress = silent) -> PushReport:
    """Take the last push back; what of it cannot be is named in the report and stays written down.

    An item that nobody has touched since gets its date of modification back, too. Can be begun again after
    a failure. Raises `NotFoundError`, `AccessError`, `RemoteError`.
    """
    record = load_record(workspace.pushed_file)
    event = record.last_push
    if event is None:
        raise nothing_pushed(workspace)
    undoing = _Undoing(workspace, record, event)
    for source in workspace.settings.source:
        changes = {one.key: one for one in event.changes if one.source == source.path}
        made = event.made.get(source.path, {})
        if not changes and not made:
            continue
        with open_remote(source, find_key(source), progress) as session:
            check_writable(source, session)
            for outcome in push_items(session, event.part, list(changes), _reverse(changes), progress):
                undoing.note(source.path, outcome.done, outcome.gone, outcome.refused, outcome.replanned)
            undoing.settle_rest(source.path)
            undoing.delete(session, made)
    undoing.finish()
    sync(workspace, find_key, progress=progress)
    return undoing.report()


def _reverse(changes: Mapping[str, Change]) -> Decide:
    def decide(held: Held) -> Wish:
        change = changes[held.key]
        untouched = held.version == change.version
        return Wish(change.removed, frozenset(change.added), change.modified_before if untouched else "")

    return decide


class _Undoing:
    """What of a push is still to be taken back, kept on disk after each batch."""

    def __init__(self, workspace: Workspace, record: Record, event: Event) -> None:
        self._path = workspace.pushed_file
        self._record = record
        self._event = self._left = event
        self._report = PushReport(0, 0, 0)

    def note(
        self,
        source: str,
        done: tuple[Done, ...],
        gone: tuple[str, ...],
        refused: tuple[tuple[str, str], ...],
        replanned: int,
    ) -> None:
        before = {one.key: one for one in self._left.changes if one.source == source}
        for one in done:
            if one.version_before == before[one.key].version:  # nobody had touched it since
                self._record = self._record.after_undo(before[one.key], one.version)
        settled = {one.key for one in done} | set(gone)
        kept = tuple(one for one in self._left.changes if one.source != source or one.key not in settled)
        self._left = replace(self._left, changes=kept)
        old = self._report
        self._report = replace(
            old,
            items=old.items + len(done),
            added=old.added + sum(len(one.added) for one in done),
            removed=old.removed + sum(len(one.removed) for one in done),
            replanned=old.replanned + replanned,
            gone=(*old.gone, *gone),
            refused=(*old.refused, *refused),
        )
        self._save(self._left)

    def settle_rest(self, source: str) -> None:
        """What was neither changed nor refused needed no change: somebody had undone it by hand."""
        refused = {key for key, _ in self._report.refused}
        kept = tuple(one for one in self._left.changes if one.source != source or one.key in refused)
        self._left = replace(self._left, changes=kept)

    def delete(self, session: Session, made: Mapping[str, str]) -> None:
        kept = {key: name for key, name in made.items() if not delete_empty_collection(session, key)}
        if kept:
            names = ", ".join(f"'{name}'" for name in kept.values())
            notice = f"not deleted, since somebody has put something else there: {names}"
            self._report = replace(self._report, notices=(*self._report.notices, notice))
        self._left = replace(
            self._left,
            made={source: keys for source, keys in self._left.made.items() if source != session.source},
        )

    def finish(self) -> None:
        self._save(self._left if self._left.changes else None)

    def report(self) -> PushReport:
        return self._report

    def _save(self, left: Event | None) -> None:
        save_record(self._path, self._record.with_push(self._event, left))
