"""Themes written to Zotero as tags or collections: planned and shown first, then carried out, batch by batch.

What may be taken away again is only what an earlier push put there (`bib/pushed.json`); whatever people do by
hand in Zotero stays, and `themes pull-tags` takes it over as decisions.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any

from readinglist.actions.local import open_local
from readinglist.actions.progress import Progress, silent
from readinglist.actions.remote import open_remote
from readinglist.actions.sync import FindKey, sync
from readinglist.errors import UsageError
from readinglist.items import Item
from readinglist.items.text import plain
from readinglist.library import Library
from readinglist.settings import BUNDLED, Source
from readinglist.themes.pushed import Change, Event, ItemId, Part, Record, load_record, save_record, settled
from readinglist.workspace import Workspace
from readinglist.zotero.access import check_write_access
from readinglist.zotero.push import (
    Decide,
    Done,
    Held,
    Wish,
    create_collections,
    fetch_collections,
    push_items,
)
from readinglist.zotero.session import Session


@dataclass(frozen=True, slots=True)
class Planned:
    """One item's change: names of tags or collections that it gains and loses."""

    source: str
    key: str
    citation_key: str
    title: str
    add: tuple[str, ...] = ()
    remove: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PushPlan:
    """What a push would change. `create` are collections to be made, by source; `notices` is what is left."""

    part: Part
    prefix: str
    items: tuple[Planned, ...]
    wanted: Mapping[ItemId, frozenset[str]]
    create: Mapping[str, tuple[str, ...]]
    notices: tuple[str, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """The plan as plain data."""
        return {
            "as": self.part,
            "prefix": self.prefix,
            "items": [asdict(one) for one in self.items],
            "create": {source: list(names) for source, names in self.create.items()},
            "notices": list(self.notices),
        }


@dataclass(frozen=True, slots=True)
class PushReport:
    """What was written: items changed, names gained and lost, items planned anew, gone, and refused."""

    items: int
    added: int
    removed: int
    replanned: int = 0
    gone: tuple[str, ...] = ()
    refused: tuple[tuple[str, str], ...] = ()
    notices: tuple[str, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """The report as plain data."""
        return asdict(self)


def plan_push(
    workspace: Workspace,
    find_key: FindKey,
    *,
    part: Part = "tags",
    prefix: str = "theme:",
    progress: Progress = silent,
) -> PushPlan:
    """Bring the workspace up to date, then work out what would be written. Writes nothing to Zotero.

    Raises `UsageError` for a prefix that cannot be one, and what `sync` raises.
    """
    check_prefix(prefix)
    sync(workspace, find_key, progress=progress)
    with open_local(workspace) as library:
        items = library.items()
        themes = library.themes_of(items)
        record = settle(workspace, library, items)
        names = {
            (item.source, item.key): frozenset(prefix + one for one in themes.get(item.citation_key, ()))
            for item in items
        }
        return _plan(library, items, names, record, part, prefix)


def check_prefix(prefix: str) -> None:
    """Raise `UsageError` for a prefix that would be mistaken for something else."""
    if not prefix.strip() or len(prefix) > 100 or not prefix.isprintable() or prefix != prefix.lstrip():
        raise UsageError(
            f"'{prefix}' cannot stand before tags",
            where="--prefix",
            hint='Without a prefix our tags could not be told from yours. Try "theme:".',
        )


def settle(workspace: Workspace, library: Library, items: Iterable[Item]) -> Record:
    """What was written to Zotero, pushes that were broken off reduced to what of them came through."""
    record = load_record(workspace.pushed_file)
    if all(event.finished for event in record.events):
        return record
    items = list(items)
    for part in ("tags", "collections"):
        held = {
            (item.source, item.key): held_names(item, "tags" if part == "tags" else "collections")
            for item in items
        }
        record = settled(record, held, "tags" if part == "tags" else "collections")
    save_record(workspace.pushed_file, record)
    return record


def held_names(item: Item, part: Part) -> frozenset[str]:
    """The names of an item's tags, or the keys of its collections."""
    return frozenset(tag.name for tag in item.tags) if part == "tags" else frozenset(item.collections)


def _plan(
    library: Library,
    items: list[Item],
    names: Mapping[ItemId, frozenset[str]],
    record: Record,
    part: Part,
    prefix: str,
) -> PushPlan:
    keys = _Names(library, part)
    owned = record.owned(part)
    planned, taken_off = [], 0
    for item in items:
        one = (item.source, item.key)
        held, ours = held_names(item, part), owned.get(one, frozenset())
        wanted = {keys.key(item.source, name): name for name in names[one]}
        missing = {key for key in wanted if key not in held}
        off = missing & ours
        taken_off += len(off)
        add = sorted(wanted[key] for key in missing - off)
        remove = sorted(keys.name(item.source, key) for key in (ours & held) - set(wanted))
        if add or remove:
            title = plain(item.title)
            planned.append(Planned(*one, item.citation_key, title, tuple(add), tuple(remove)))
    return PushPlan(part, prefix, tuple(planned), names, keys.missing(planned), _notices(taken_off))


def _notices(taken_off: int) -> tuple[str, ...]:
    if not taken_off:
        return ()
    were = "was" if taken_off == 1 else "were"
    return (
        f"{taken_off} of what was pushed before {were} taken off by hand in Zotero and will not be put back; "
        "`readinglist themes pull-tags` takes that over as decisions",
    )


class _Names:
    """Names of collections and their keys, at the top of each source; for tags the two are one."""

    def __init__(self, library: Library, part: Part) -> None:
        self._is_tags = part == "tags"
        self._keys: dict[tuple[str, str], str] = {}
        self._names: dict[tuple[str, str], str] = {}
        for source in () if self._is_tags else library.sources():
            for node in library.collections(source):
                self._keys.setdefault((source, node.name), node.key)
                self._names[source, node.key] = node.name

    def key(self, source: str, name: str) -> str:
        return name if self._is_tags else self._keys.get((source, name), name)

    def name(self, source: str, key: str) -> str:
        return key if self._is_tags else self._names.get((source, key), key)

    def missing(self, planned: Iterable[Planned]) -> dict[str, tuple[str, ...]]:
        found: dict[str, set[str]] = {}
        for one in planned if not self._is_tags else ():
            new = {name for name in one.add if (one.source, name) not in self._keys}
            if new:
                found.setdefault(one.source, set()).update(new)
        return {source: tuple(sorted(names)) for source, names in sorted(found.items())}


def carry_out(
    workspace: Workspace, find_key: FindKey, plan: PushPlan, progress: Progress = silent
) -> PushReport:
    """Write what was planned, 50 items at a time; an item changed meanwhile is asked for and planned anew.

    What is done is written down after each batch, so that a push that breaks off can be begun again or taken
    back. Raises `AccessError`, `RemoteError`, `WorkspaceError`.
    """
    with Journal(workspace, plan) as journal:
        for source, planned in _by_source(workspace, plan.items):
            with open_remote(source, find_key(source), progress) as session:
                check_writable(source, session)
                keys = _collection_keys(session, plan, journal) if plan.part == "collections" else None
                decide = _decision(plan, source.path, journal.owned, keys)
                journal.intend(source.path, planned, decide)
                for outcome in push_items(session, plan.part, planned, decide, progress):
                    journal.note(source.path, outcome.done)
                    journal.count(outcome.replanned, outcome.gone, outcome.refused)
        journal.finish()
    sync(workspace, find_key, progress=progress)
    return journal.report()


def _by_source(workspace: Workspace, items: Iterable[Planned]) -> Iterator[tuple[Source, list[str]]]:
    items = list(items)
    for source in workspace.settings.source:
        keys = [one.key for one in items if one.source == source.path]
        if keys:
            yield source, keys


def check_writable(source: Source, session: Session) -> None:
    """Raise `AccessError` or `UsageError` where nothing can be written to this source."""
    if source.endpoint == BUNDLED:
        raise UsageError(
            "the bundled collection comes anew with every sync and keeps no changes",
            where=source.name,
            hint="Push to a library of your own; `--dry-run` shows here what would be written.",
        )
    check_write_access(session)


def _collection_keys(session: Session, plan: PushPlan, journal: Journal) -> dict[str, str]:
    """The key of each collection that items are to be in, made where there is none."""
    source = session.source
    there = fetch_collections(session)
    wanted = {name for (where, _), names in plan.wanted.items() if where == source for name in names}
    missing = sorted(name for name in plan.create.get(source, ()) if name not in there)
    if missing:
        made = create_collections(session, missing)
        journal.made(source, {key: name for name, key in made.items()})
        there |= made
    return {name: key for name, key in there.items() if name in wanted}


def _decision(
    plan: PushPlan, source: str, owned: Mapping[ItemId, frozenset[str]], keys: Mapping[str, str] | None
) -> Decide:
    def decide(held: Held) -> Wish:
        ours = owned.get((source, held.key), frozenset())
        names = plan.wanted.get((source, held.key), frozenset())
        wanted = names if keys is None else frozenset(keys[name] for name in names if name in keys)
        add = {name: 0 for name in sorted(wanted) if name not in ours}
        return Wish(add, frozenset(name for name in ours if name not in wanted))

    return decide


class Journal:
    """The record of one push while it goes on: intentions first, then what is done, after each batch."""

    def __init__(self, workspace: Workspace, plan: PushPlan) -> None:
        self._path = workspace.pushed_file
        self._before = load_record(self._path)
        self.owned = self._before.owned(plan.part)
        self._intended: dict[ItemId, Change] = {}
        self._done: dict[ItemId, Change] = {}
        self._event = Event("push", plan.part, plan.prefix, finished=False)
        self._replanned, self._gone, self._refused = 0, list[str](), list[tuple[str, str]]()

    def __enter__(self) -> Journal:
        return self

    def __exit__(self, *_: object) -> None:
        # Also after a failure or Ctrl-C: what is done is known, the rest are intentions still.
        self._save()

    def made(self, source: str, collections: Mapping[str, str]) -> None:
        """Write down collections that were made, by key."""
        made = {**self._event.made, source: {**self._event.made.get(source, {}), **collections}}
        self._event = replace(self._event, made=made)
        self._save()

    def intend(self, source: str, keys: Iterable[str], decide: Decide) -> None:
        """Write down what is about to be tried: what of it came through is seen after the next pull."""
        for key in keys:
            wish = decide(Held(key, 0, {}))
            removed = dict.fromkeys(sorted(wish.remove), 0)
            self._intended[source, key] = Change(source, key, dict(wish.add), removed)
        self._save()

    def note(self, source: str, done: Iterable[Done]) -> None:
        """Write down a batch."""
        for one in done:
            self._done[source, one.key] = Change(
                source,
                one.key,
                one.added,
                one.removed,
                one.modified_before,
                one.version_before,
                one.version,
            )
        self._save()

    def count(self, replanned: int, gone: Iterable[str], refused: Iterable[tuple[str, str]]) -> None:
        """Count what else came of a batch."""
        self._replanned += replanned
        self._gone += gone
        self._refused += refused

    def finish(self) -> None:
        """All was tried: what is not done now was not done."""
        self._intended.clear()
        self._event = replace(self._event, finished=True)
        self._save()

    def report(self) -> PushReport:
        """What was done, in numbers."""
        return PushReport(
            items=len(self._done),
            added=sum(len(one.added) for one in self._done.values()),
            removed=sum(len(one.removed) for one in self._done.values()),
            replanned=self._replanned,
            gone=tuple(self._gone),
            refused=tuple(self._refused),
        )

    def _save(self) -> None:
        changes = tuple((self._intended | self._done).values())
        event = replace(self._event, changes=changes)
        if changes or event.made:
            save_record(self._path, self._before.with_last(event))
        elif self._event.finished:
            save_record(self._path, self._before)
