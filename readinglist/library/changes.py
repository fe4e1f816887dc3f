"""What a sync changed in the local copy, in the terms of those who read it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from readinglist.library.journal import ItemChange
from readinglist.library.keys import KeyTable


@dataclass(frozen=True, slots=True)
class Changes:
    """The items (by Zotero key, sorted) and citation keys that one `apply` changed in a source.

    Only bibliographic items are named; a note or attachment that came, went or was edited makes its parent
    `edited`. `trashed` and `restored` are moves to and from the trash, `removed` is final deletion. `moved`
    are items whose collections changed, which are `edited` too. `keys` is the whole table of citation keys
    as it is now, `keys_added` those given for the first time, `renamed` the owner's new keys (old → new).
    `first` is true when nothing was held of this source before. `details` tells of each changed item what
    happened in which fields (nothing after a first pull), `replaced` which items now stand for merged ones
    (the merged item's Zotero key → the surviving one's).
    """

    source: str
    version: int
    added: tuple[str, ...] = ()
    edited: tuple[str, ...] = ()
    moved: tuple[str, ...] = ()
    trashed: tuple[str, ...] = ()
    restored: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    collections_changed: bool = False
    keys: KeyTable = field(default_factory=KeyTable)
    keys_added: tuple[str, ...] = ()
    renamed: Mapping[str, str] = field(default_factory=dict)
    first: bool = False
    details: tuple[ItemChange, ...] = ()
    replaced: Mapping[str, str] = field(default_factory=dict)
    requests: int = 0

    def __bool__(self) -> bool:
        return bool(
            self.added
            or self.edited
            or self.trashed
            or self.restored
            or self.removed
            or self.collections_changed
            or self.keys_added
            or self.renamed
        )
