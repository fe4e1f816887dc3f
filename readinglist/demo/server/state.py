"""What the server holds: users, keys, groups, and the objects of libraries. Only data, no rules of HTTP."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

LibraryType = Literal["user", "group"]


@dataclass(frozen=True, slots=True)
class User:
    """A person with an account. `display_name` may be empty, then `username` stands for it."""

    id: int
    username: str
    display_name: str = ""

    @property
    def name(self) -> str:
        """The name that a library or an entry shows."""
        return self.display_name or self.username

    @property
    def slug(self) -> str:
        """The part of zotero.org's addresses that names this user."""
        return "_".join(self.username.lower().split())


@dataclass(frozen=True, slots=True)
class ApiKey:
    """An API key and its rights.

    `library`, `files`, `notes`, `write` are rights in the user's own library. `groups` maps a group's id,
    or 0 for all groups, to whether the key may write there; groups that are not named cannot be read unless
    they are public.
    """

    key: str
    user_id: int
    library: bool = True
    files: bool = True
    notes: bool = True
    write: bool = True
    groups: Mapping[int, bool] = field(default_factory=dict)

    def group_right(self, group_id: int) -> bool | None:
        """None: the key does not open this group. Otherwise whether it may write there."""
        rights = [self.groups[one] for one in (0, group_id) if one in self.groups]
        return any(rights) if rights else None


@dataclass(slots=True)
class Group:
    """A group's own data. `editing` and `file_editing` are "members", "admins" or "none"; `reading` is
    "members", or "all" for a group whose library anyone may read."""

    id: int
    name: str
    owner: int
    type: str = "Private"
    description: str = ""
    url: str = ""
    editing: str = "members"
    reading: str = "members"
    file_editing: str = "members"
    admins: tuple[int, ...] = ()
    members: tuple[int, ...] = ()
    version: int = 1
    created: str = ""
    modified: str = ""

    @property
    def public(self) -> bool:
        """Whether anyone may read the library."""
        return self.reading == "all"

    @property
    def slug(self) -> str:
        """The part of zotero.org's addresses that names this group; private groups show only their id."""
        if self.type == "Private":
            return str(self.id)
        kept = "".join(one for one in self.name.lower() if one.isalnum() or one in " _-")
        return "_".join(kept.split()) or str(self.id)

    def has(self, user_id: int) -> bool:
        """Whether the user belongs to the group."""
        return user_id == self.owner or user_id in self.admins or user_id in self.members

    def administers(self, user_id: int) -> bool:
        """Whether the user is the owner or an administrator."""
        return user_id == self.owner or user_id in self.admins


@dataclass(slots=True, eq=False)
class Item:
    """An item of a library.

    `data` holds what belongs to the type: fields that are not empty, creators, a note's or an attachment's
    properties. The rest stands beside it. `raw` replaces all of it for objects that no valid write could
    have made (types and fields of the future, values of the wrong type): they are sent as they are.
    `number` is the order of creation, `cache` the printed JSON.
    """

    key: str
    version: int
    type: str
    number: int
    data: dict[str, Any] = field(default_factory=dict)
    parent: str = ""
    collections: list[str] = field(default_factory=list)
    tags: dict[str, int] = field(default_factory=dict)
    relations: dict[str, list[str]] = field(default_factory=dict)
    deleted: bool = False
    added: str = ""
    modified: str = ""
    created_by: int = 0
    modified_by: int = 0
    file_size: int = 0
    raw: dict[str, Any] | None = None
    cache: dict[tuple[str, bool, bool], bytes] = field(default_factory=dict)


@dataclass(slots=True, eq=False)
class Collection:
    """A collection; `parent` is empty at the top."""

    key: str
    version: int
    name: str
    number: int
    parent: str = ""
    relations: dict[str, list[str]] = field(default_factory=dict)
    deleted: bool = False
    modified: str = ""


@dataclass(slots=True, eq=False)
class Search:
    """A saved search."""

    key: str
    version: int
    name: str
    number: int
    conditions: list[dict[str, Any]] = field(default_factory=list)
    deleted: bool = False
    modified: str = ""


@dataclass(slots=True, eq=False)
class Setting:
    """One synced setting, such as the colours of tags."""

    value: Any
    version: int


@dataclass(slots=True, eq=False)
class Text:
    """The full text of an attachment: `data` is content with the counts of pages or characters."""

    data: dict[str, Any]
    version: int


@dataclass(slots=True, eq=False)
class TagState:
    """A tag of one type (0 by hand, 1 automatic): when it was last given or taken, and on how many items."""

    name: str
    type: int
    version: int
    number: int
    items: int = 0
