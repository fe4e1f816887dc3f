"""The collections that a source is limited to, by key or name in the settings, as keys."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from readinglist.errors import ConfigError, near_matches
from readinglist.library.overview import CollectionNode
from readinglist.settings import Source

KnownCollection = tuple[str, str, str]
"""A collection's key, its name, and its path of names ("Teaching / Core readings")."""


def known_collections(trees: Iterable[CollectionNode]) -> list[KnownCollection]:
    """The collections of a library, flat."""

    def below(nodes: Iterable[CollectionNode]) -> Iterator[KnownCollection]:
        for node in nodes:
            yield node.key, node.name, node.path
            yield from below(node.children)

    return list(below(trees))


def scope_of(source: Source, known: Iterable[KnownCollection], config: str) -> tuple[str, ...]:
    """The keys of the collections that the source's settings name; empty for the whole library.

    A name that several collections have must be given as its path or key. Raises `ConfigError` for a
    collection that is not there (with near matches) or not clear; `config` is the settings file's name.
    """
    known = list(known)
    keys = []
    for wanted in source.collections:
        hits = [
            key for key, name, path in known if wanted == key or _same(wanted, name) or _same(wanted, path)
        ]
        if len(hits) == 1:
            keys.append(hits[0])
            continue
        where = f"{config}: collections of the source '{source.name}'"
        if hits:
            choices = "; ".join(f"{path} ({key})" for key, _, path in known if key in hits)
            raise ConfigError(f"{len(hits)} collections are called '{wanted}'", where=where, hint=choices)
        near = near_matches(wanted, [name for _, name, _ in known])
        hint = f"Did you mean {' or '.join(repr(one) for one in near)}?" if near else ""
        raise ConfigError(f"there is no collection '{wanted}'", where=where, hint=hint)
    return tuple(dict.fromkeys(keys))


def _same(one: str, other: str) -> bool:
    return one.casefold() == other.casefold()
