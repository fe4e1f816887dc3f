"""What a server lets us do: whose key it is, what it may, which library that is, with which collections."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from readinglist.errors import AccessError
from readinglist.zotero.mapping import data_of, is_deleted, safe_text
from readinglist.zotero.session import Session


@dataclass(frozen=True, slots=True)
class CollectionChoice:
    """A collection with its path of names ("Teaching / Core readings") and the items directly in it."""

    key: str
    name: str
    path: str
    items: int
    depth: int


@dataclass(frozen=True, slots=True)
class Access:
    """What a session can reach.

    `library_name` is the group's or person's name, `items` counts those that hang on no other (trashed ones
    left out), `account` is the name of the key's owner, `rights` says in words what the key may do
    ("read and write", "read, without notes"), `public` that no key was needed. `user_id` is 0 without a key.
    """

    source: str
    library_name: str
    items: int
    version: int
    collections: tuple[CollectionChoice, ...]
    account: str = ""
    user_id: int = 0
    rights: str = ""
    public: bool = False


def fetch_access(session: Session) -> Access:
    """Ask the server about the key and the library. Raises `AccessError` or `RemoteError`."""
    connection = session.connection
    owner: Mapping[str, Any] = {}
    if connection.api_key is not None and not connection.local:
        owner = session.key_rights().data
    top = session.top_items()
    collections = _fetch_collections(session)
    return Access(
        source=session.source,
        library_name=_library_name(session, top.data, collections),
        items=top.total or 0,
        version=top.version,
        collections=choices(collections),
        account=_text(owner.get("displayName")) or _text(owner.get("username")),
        user_id=_number(owner.get("userID")),
        rights=_rights(session, owner),
        public=connection.api_key is None and not connection.local,
    )


def check_write_access(session: Session) -> None:
    """Raise `AccessError` unless the session's key may change the library."""
    connection = session.connection
    if connection.local:
        raise AccessError(
            "themes are written through Zotero's Web API, not through the program on this computer",
            where=connection.place,
            hint="Set `endpoint` to https://api.zotero.org, or pass the files in bib/ on.",
        )
    if connection.api_key is None:
        raise AccessError(
            "writing to Zotero needs an API key",
            where=connection.place,
            hint="Make a key with write access at https://www.zotero.org/settings/keys and set"
            " ZOTERO_API_KEY to it.",
        )
    if not _rights(session, session.key_rights().data).startswith("read and write"):
        raise AccessError(
            "the API key may read this library but not change it",
            where=connection.place,
            hint="Give the key write access at https://www.zotero.org/settings/keys.",
        )


def choices(collections: list[dict[str, Any]]) -> tuple[CollectionChoice, ...]:
    """The collections outside the trash with their paths, each after the one it lies in, by name."""
    known = {str(raw.get("key")): raw for raw in collections if not is_deleted(data_of(raw))}
    found = []
    for key, raw in known.items():
        names: list[str] = []
        at, seen = key, set[str]()
        while at in known and at not in seen:
            seen.add(at)
            data = data_of(known[at])
            names.insert(0, _text(data.get("name")) or at)
            at = _text(data.get("parentCollection"))
        meta = raw.get("meta")
        count = _number(meta.get("numItems")) if isinstance(meta, dict) else 0
        found.append((names, CollectionChoice(key, names[-1], " / ".join(names), count, len(names) - 1)))
    ordered = sorted(found, key=lambda one: ([name.casefold() for name in one[0]], one[1].key))
    return tuple(choice for _, choice in ordered)


def _fetch_collections(session: Session) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    while True:
        answer = session.collections(start=len(found), limit=100)
        found += answer.data
        if not answer.data or len(found) >= (answer.total or 0):
            return found


def _library_name(session: Session, items: list[dict[str, Any]], collections: list[dict[str, Any]]) -> str:
    for raw in (*items, *collections):
        library = raw.get("library")
        if isinstance(library, dict) and _text(library.get("name")):
            return _text(library["name"])
    if session.connection.library_type == "group" and not session.connection.local:
        try:
            name = _text(data_of(session.library_metadata().data).get("name"))
        except AccessError:  # a key may see a group's items and yet not its record
            name = ""
        if name:
            return name
    kind = session.connection.library_type
    return f"{kind} {session.connection.library_id}"


def _rights(session: Session, owner: Mapping[str, Any]) -> str:
    """The key's rights here in words. False permissions are absent (recorded: keys-current-readonly)."""
    access = owner.get("access")
    if not isinstance(access, dict):
        return "read"
    if session.connection.library_type == "user":
        part = access.get("user")
    else:
        groups = access.get("groups")
        groups = groups if isinstance(groups, dict) else {}
        part = groups.get(session.connection.library_id) or groups.get("all")
    if not isinstance(part, dict):
        return "read"  # a public library, which this key was not made for
    words = "read and write" if part.get("write") else "read"
    if session.connection.library_type == "user" and not part.get("notes"):
        words += ", without notes"
    return words


def _text(value: Any) -> str:
    return safe_text(value) if isinstance(value, str) else ""


def _number(value: Any) -> int:
    return value if isinstance(value, int) and not isinstance(value, bool) else 0
