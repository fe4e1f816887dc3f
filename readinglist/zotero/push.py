"""Writing to Zotero: tags and collections of items, 50 at a time, each with the version it was planned on.

A caller says what an item should gain and lose as a function of what it has; here that is asked for anew,
applied, and worked out again for every item that somebody changed in between (412). Nothing else of an item
is sent, so nothing else of it can be changed.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Literal

from readinglist.errors import RemoteError
from readinglist.zotero.gate import Progress, silent
from readinglist.zotero.mapping import data_of, is_deleted
from readinglist.zotero.session import Session

Part = Literal["tags", "collections"]

AT_ONCE = 50
"""The most objects in one write (www.zotero.org/support/dev/web_api/v3/write_requests)."""

_ROUNDS = 8


@dataclass(frozen=True, slots=True)
class Held:
    """What an item holds on the server now: names of tags with their types (1 is automatic), or keys of
    collections (with 0); its version, and when it was last modified."""

    key: str
    version: int
    names: Mapping[str, int]
    modified: str = ""


@dataclass(frozen=True, slots=True)
class Wish:
    """What an item is to gain and lose. A name that is gained may have a type, as tags have.

    `modified`, where given, is put back as the item's date of modification: only an undo may do that.
    """

    add: Mapping[str, int] = field(default_factory=dict)
    remove: frozenset[str] = frozenset()
    modified: str = ""


@dataclass(frozen=True, slots=True)
class Done:
    """What was changed on an item: names gained, names lost with the type they had, its modification date
    before, and the versions that it had before and has since."""

    key: str
    added: Mapping[str, int]
    removed: Mapping[str, int]
    modified_before: str
    version_before: int
    version: int


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a batch came to: what was done, the keys of items that are gone or in the trash, what the server
    refused (key and its words), and how many were planned anew since somebody had changed them."""

    done: tuple[Done, ...]
    gone: tuple[str, ...] = ()
    refused: tuple[tuple[str, str], ...] = ()
    replanned: int = 0


Decide = Callable[[Held], Wish]


def push_items(
    session: Session, part: Part, keys: Sequence[str], decide: Decide, progress: Progress = silent
) -> Iterator[Outcome]:
    """Bring the items to what `decide` wishes, a batch of at most 50 at each step of the iteration.

    Raises `AccessError` or `RemoteError`; what was yielded until then is done and stays. An item that has
    been changed meanwhile is asked for and decided on anew.
    """
    for start in range(0, len(keys), AT_ONCE):
        progress("Writing to Zotero", start, len(keys))
        yield _push_batch(session, part, keys[start : start + AT_ONCE], decide)


def _push_batch(session: Session, part: Part, keys: Sequence[str], decide: Decide) -> Outcome:
    waiting, done, refused = list(keys), list[Done](), list[tuple[str, str]]()
    gone: list[str] = []
    replanned = 0
    for round_number in range(_ROUNDS):
        if not waiting:
            break
        replanned += len(waiting) if round_number else 0
        held = fetch_held(session, part, waiting)
        gone += [key for key in waiting if key not in held]
        wishes = {
            key: wish for key in waiting if key in held and _matters(wish := decide(held[key]), held[key])
        }
        results = _write(session, part, held, wishes)
        done += [one for one in results.done if one.added or one.removed]
        refused += results.refused
        waiting = list(results.stale)
    refused += [(key, "it is being changed again and again by somebody else") for key in waiting]
    return Outcome(tuple(done), tuple(gone), tuple(refused), replanned)


def fetch_held(session: Session, part: Part, keys: Sequence[str]) -> dict[str, Held]:
    """What these items (at most 50) hold on the server; those that are gone or in the trash are left out."""
    answer = session.items(itemKey=",".join(keys))
    found = {}
    for raw in answer.data:
        data = data_of(raw)
        key = data.get("key")
        if isinstance(key, str) and key in keys and not is_deleted(data):
            found[key] = Held(
                key, int(data["version"]), _names(part, data), str(data.get("dateModified", ""))
            )
    return found


def _names(part: Part, data: Mapping[str, Any]) -> dict[str, int]:
    if part == "collections":
        return dict.fromkeys(data.get("collections") or (), 0)
    return {one["tag"]: int(one.get("type", 0)) for one in data.get("tags") or ()}


def _matters(wish: Wish, held: Held) -> bool:
    return bool(set(wish.add) - set(held.names) or wish.remove & set(held.names))


@dataclass(frozen=True, slots=True)
class _Written:
    done: tuple[Done, ...]
    stale: tuple[str, ...]
    refused: tuple[tuple[str, str], ...]


def _write(session: Session, part: Part, held: Mapping[str, Held], wishes: Mapping[str, Wish]) -> _Written:
    if not wishes:
        return _Written((), (), ())
    planned = [_planned(held[key], wish) for key, wish in wishes.items()]
    body = [_body(part, held[one.key], one, wishes[one.key]) for one in planned]
    answer = session.write("POST", "items", body, token=secrets.token_hex(16))
    if answer.stale:
        # The first try was carried out and its answer was lost on the way: see what there is now.
        return _found_done(session, part, held, planned)
    done, stale, refused = [], [], []
    for index, one in enumerate(planned):
        kept = _at(answer.data, "successful", index) or _at(answer.data, "unchanged", index)
        failure = _at(answer.data, "failed", index)
        if kept is not None:
            version = kept.get("version", one.version) if isinstance(kept, dict) else one.version
            done.append(replace(one, version=int(version)))
        elif isinstance(failure, dict) and failure.get("code") == 412:
            stale.append(one.key)
        elif isinstance(failure, dict) and failure.get("code") == 404:
            stale.append(one.key)  # gone meanwhile: asked for again, it is found missing
        elif isinstance(failure, dict):
            refused.append((one.key, f"{failure.get('message', '')} (status {failure.get('code')})"))
        else:
            raise RemoteError(
                "the server did not say what became of a change", where=session.connection.place
            )
    return _Written(tuple(done), tuple(stale), tuple(refused))


def _found_done(
    session: Session, part: Part, before: Mapping[str, Held], planned: Sequence[Done]
) -> _Written:
    now = fetch_held(session, part, [one.key for one in planned])
    done, stale = [], []
    for one in planned:
        held = now.get(one.key)
        as_wished = held and set(one.added) <= set(held.names) and not set(one.removed) & set(held.names)
        if held and as_wished and held.version != before[one.key].version:
            done.append(replace(one, version=held.version))
        else:
            stale.append(one.key)
    return _Written(tuple(done), tuple(stale), ())


def _planned(held: Held, wish: Wish) -> Done:
    added = {name: kind for name, kind in wish.add.items() if name not in held.names}
    removed = {name: kind for name, kind in held.names.items() if name in wish.remove}
    return Done(held.key, added, removed, held.modified, held.version, held.version)


def _body(part: Part, held: Held, change: Done, wish: Wish) -> dict[str, Any]:
    names = {name: kind for name, kind in held.names.items() if name not in change.removed} | dict(
        change.added
    )
    body: dict[str, Any] = {"key": held.key, "version": held.version}
    if part == "collections":
        body["collections"] = list(names)
    else:
        body["tags"] = [{"tag": name, "type": 1} if kind else {"tag": name} for name, kind in names.items()]
    if wish.modified:
        body["dateModified"] = wish.modified
    return body


def _at(data: Mapping[str, Any], kind: str, index: int) -> Any:
    found = data.get(kind)
    return found.get(str(index)) if isinstance(found, dict) else None


def create_collections(session: Session, names: Sequence[str]) -> dict[str, str]:
    """Make collections at the top of the library; the key of each by its name.

    Raises `RemoteError` where the server refuses one.
    """
    made: dict[str, str] = {}
    for start in range(0, len(names), AT_ONCE):
        batch = names[start : start + AT_ONCE]
        answer = session.write(
            "POST", "collections", [{"name": name} for name in batch], token=secrets.token_hex(16)
        )
        if answer.stale:  # made by a first try whose answer was lost
            there = fetch_collections(session)
            made |= {name: there[name] for name in batch if name in there}
            continue
        for index, name in enumerate(batch):
            one = _at(answer.data, "successful", index)
            if not isinstance(one, dict):
                said = _at(answer.data, "failed", index)
                reason = said.get("message", "") if isinstance(said, dict) else ""
                raise RemoteError(
                    f"the collection '{name}' could not be made: {reason}", where=session.connection.place
                )
            made[name] = str(one["key"])
    return made


def fetch_collections(session: Session) -> dict[str, str]:
    """The key of every collection at the top of the library, outside the trash, by its name."""
    found: dict[str, str] = {}
    start = 0
    while True:
        answer = session.collections(start=start, limit=100)
        for raw in answer.data:
            data = data_of(raw)
            if not data.get("parentCollection") and not is_deleted(data):
                found.setdefault(str(data.get("name", "")), str(data.get("key", "")))
        start += len(answer.data)
        if not answer.data or start >= (answer.total or 0):
            return found


def delete_empty_collection(session: Session, key: str) -> bool:
    """Delete a collection if it holds nothing any more; whether it is gone now."""
    found = session.collections(collectionKey=key, limit=1).data
    if not found or found[0].get("key") != key:
        return True
    meta = found[0].get("meta") or {}
    if meta.get("numItems") or meta.get("numCollections"):
        return False
    answer = session.write("DELETE", f"collections/{key}", version=int(data_of(found[0])["version"]))
    return not answer.stale or "not found" in answer.stale.casefold()
