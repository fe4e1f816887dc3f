"""Who asks, and what they may do: API keys, private and public libraries, the rights to write."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from readinglist.demo.server.library import Library
from readinglist.demo.server.messages import ApiError, Request
from readinglist.demo.server.state import ApiKey, LibraryType
from readinglist.demo.server.store import Store

_BEARER = re.compile(r"Bearer\s+(\w+)", re.ASCII | re.IGNORECASE)


def offered_key(request: Request) -> str:
    """The key that a request carries, in a header or as `key=`, or "". Raises 400 when two differ."""
    given = request.header("zotero-api-key")
    authorization = request.header("authorization")
    if authorization and not given:
        match = _BEARER.fullmatch(authorization.strip())
        if not match:
            raise ApiError(400, "Invalid Authorization header format", bare=True)
        given = match[1]
    in_query = dict(request.pairs()).get("key", "")
    if given and in_query and given != in_query:
        raise ApiError(400, "Zotero-API-Key header and 'key' parameter differ", bare=True)
    return given or in_query


def find_key(store: Store, request: Request) -> ApiKey | None:
    """The key of a request, None without one. Raises 403 for a key that does not exist."""
    text = offered_key(request)
    if not text:
        return None
    if text not in store.keys:
        raise ApiError(403, "Invalid key", bare=True)
    return store.keys[text]


@dataclass(frozen=True, slots=True)
class Access:
    """What the owner of a key (or someone without) may do in one library."""

    read: bool
    write: bool
    notes: bool


def access_to(library: Library, key: ApiKey | None) -> Access:
    """The rights in a library; a public group can be read by anyone."""
    if library.type == "user":
        own = key is not None and key.user_id == library.id and key.library
        return Access(own, own and key is not None and key.write, own and key is not None and key.notes)
    group = library.group
    assert group is not None
    right = key.group_right(group.id) if key else None
    if key is None or right is None or not group.has(key.user_id):
        return Access(group.public, False, group.public)
    may_edit = group.administers(key.user_id) or group.editing == "members"
    return Access(True, right and may_edit, True)


def find_library(store: Store, library_type: LibraryType, text: str) -> Library:
    """The library that a path names, or the error for one that does not exist."""
    if library_type == "user" and not (text.isascii() and text.isdigit() and int(text[:18]) > 0):
        raise ApiError(400, "Invalid user ID", bare=True)
    found = store.libraries.get((library_type, int(text[:18]) if text.isascii() and text.isdigit() else 0))
    if found is None:
        message = f"User {text} not found" if library_type == "user" else "Not found"
        raise ApiError(404, message, bare=True)
    return found


def key_object(store: Store, key: ApiKey) -> dict[str, Any]:
    """A key as `/keys/current` shows it. In a user's library a right that is missing is left out."""
    user = store.users[key.user_id]
    shown: dict[str, Any] = {
        "key": key.key,
        "userID": user.id,
        "username": user.username,
        "displayName": user.display_name,
        "access": {},
    }
    rights = {name: True for name in ("library", "files", "notes", "write") if getattr(key, name)}
    if key.library:
        shown["access"]["user"] = rights
    if key.groups:
        shown["access"]["groups"] = {
            "all" if group == 0 else str(group): {"library": True, "write": write}
            for group, write in key.groups.items()
        }
    return shown
