"""Everything one server holds: its users, keys, libraries, its clock and the maker of new keys."""

from __future__ import annotations

import random
import threading
from collections.abc import Callable
from datetime import UTC, datetime

from readinglist.demo.server.library import Library
from readinglist.demo.server.state import ApiKey, Group, LibraryType, User

KEY_LETTERS = "23456789ABCDEFGHIJKLMNPQRSTUVWXYZ"


def utc_now() -> str:
    """The present moment as Zotero writes it: "2026-04-01T13:49:14Z"."""
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


class Store:
    """The state of one server; it starts empty.

    `clock` gives the time that writes are stamped with, `new_key` the key of an object that comes without
    one; both can be replaced. `lock` guards all of it: hold it while changing a library by hand.
    """

    def __init__(self) -> None:
        self.lock = threading.RLock()
        self.users: dict[int, User] = {}
        self.keys: dict[str, ApiKey] = {}
        self.libraries: dict[tuple[LibraryType, int], Library] = {}
        self.clock: Callable[[], str] = utc_now
        self.new_key: Callable[[], str] = random_key
        self.used_tokens: dict[tuple[str, str], float] = {}

    def add_user(self, user_id: int, username: str, display_name: str = "") -> Library:
        """Add a user with an empty library, and return the library."""
        user = User(user_id, username, display_name)
        with self.lock:
            self.users[user_id] = user
            library = Library("user", user_id, user, updated=self.clock())
            self.libraries["user", user_id] = library
        return library

    def add_group(self, group: Group) -> Library:
        """Add a group with an empty library, and return the library. An owner that is unknown is made up."""
        with self.lock:
            now = self.clock()
            group.created = group.created or now
            group.modified = group.modified or now
            if group.owner not in self.users:
                self.add_user(group.owner, f"user{group.owner}")
            library = Library("group", group.id, self.users[group.owner], group, updated=now)
            self.libraries["group", group.id] = library
        return library

    def add_library(
        self, library_type: LibraryType, library_id: int, name: str, *, public: bool = True, owner: int = 1
    ) -> Library:
        """Add an empty library: a group's (readable without a key if `public`), or a user's."""
        if library_type == "user":
            return self.add_user(library_id, "_".join(name.lower().split()), name)
        kind, reading = ("PublicClosed", "all") if public else ("Private", "members")
        return self.add_group(Group(library_id, name, owner, type=kind, reading=reading))

    def library(self, library_type: LibraryType, library_id: int) -> Library:
        """The library; raises KeyError when there is none."""
        return self.libraries[library_type, library_id]

    def add_key(
        self,
        key: str,
        user_id: int,
        *,
        library: bool = True,
        files: bool = True,
        notes: bool = True,
        write: bool = True,
        groups: dict[int, bool] | None = None,
    ) -> ApiKey:
        """Add an API key. `groups` maps group ids (0: all) to the right to write; all by default."""
        rights = {0: True} if groups is None else groups
        made = ApiKey(key, user_id, library, files, notes, write, rights)
        with self.lock:
            self.keys[key] = made
        return made

    def remove_key(self, key: str) -> None:
        """Revoke a key."""
        with self.lock:
            self.keys.pop(key, None)


def random_key() -> str:
    """A new object key of Zotero's alphabet."""
    return "".join(random.choices(KEY_LETTERS, k=8))
