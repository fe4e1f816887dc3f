"""Which items a reader sees: those of the workspace's sources, inside the collections they are limited to."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

CHILDREN = "('note', 'attachment', 'annotation')"
BIBLIOGRAPHIC = f"i.item_type NOT IN {CHILDREN} AND i.parent = ''"

# A collection and all below it, those in the trash (and what is below them) left out.
_BELOW = (
    "WITH RECURSIVE below (key) AS"
    " (SELECT key FROM collections WHERE source = ? AND NOT deleted AND key IN ({})"
    " UNION SELECT c.key FROM collections c JOIN below ON c.parent = below.key"
    " WHERE c.source = ? AND NOT c.deleted) SELECT key FROM below"
)


@dataclass(frozen=True, slots=True)
class Condition:
    """A piece of SQL over `items i`, and its parameters."""

    sql: str
    parameters: tuple[Any, ...] = ()

    def negated(self) -> Condition:
        """The opposite."""
        return Condition(f"NOT ({self.sql})", self.parameters)


@dataclass(frozen=True, slots=True)
class Scope:
    """The sources that are seen, each with the keys of the collections it is limited to (none: all of it).

    `sources` is None where every source in the database is seen whole.
    """

    sources: Mapping[str, Sequence[str]] | None = field(default=None)

    def condition(self, *, trashed: bool = False) -> Condition:
        """The condition that an item is bibliographic and seen; the trash instead with `trashed`."""
        base = f"{BIBLIOGRAPHIC} AND {'' if trashed else 'NOT '}i.deleted"
        if self.sources is None:
            return Condition(base)
        inside = [self._inside(source, keys) for source, keys in sorted(self.sources.items())]
        return every(Condition(base), either(*inside))

    def covers(self, source: str) -> bool:
        """Whether a source is seen at all."""
        return self.sources is None or source in self.sources

    def _inside(self, source: str, keys: Sequence[str]) -> Condition:
        whole = Condition("i.source = ?", (source,))
        return every(whole, in_collections(source, keys)) if keys else whole


def in_collections(source: str, keys: Sequence[str]) -> Condition:
    """The condition that an item of `source` is in one of these collections or anywhere below them."""
    below = _BELOW.format(",".join("?" * len(keys)))
    return Condition(
        f"i.source = ? AND i.id IN (SELECT m.item FROM memberships m WHERE m.collection IN ({below}))",
        (source, source, *keys, source),
    )


def every(*conditions: Condition) -> Condition:
    """All of them hold; true when there are none."""
    return _joined(conditions, " AND ", "1")


def either(*conditions: Condition) -> Condition:
    """One of them holds; false when there are none."""
    return _joined(conditions, " OR ", "0")


def _joined(conditions: tuple[Condition, ...], word: str, empty: str) -> Condition:
    sql = word.join(f"({condition.sql})" for condition in conditions) or empty
    return Condition(sql, tuple(value for condition in conditions for value in condition.parameters))
