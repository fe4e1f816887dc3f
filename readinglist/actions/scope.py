"""The collections that a source is limited to, by key or name in the settings, as keys."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from readinglist.errors import ConfigError, near_matches
from readinglist.library.overview import CollectionNode
from readinglist.settings import Source

_SHOWN = 12

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
    where = f"{config}: collections of the source '{source.name}'"
    keys = []
    for wanted in source.collections:
        hits = matching(wanted, known)
        if len(hits) > 1:
            raise ConfigError(
                f"{len(hits)} collections are called '{wanted}'", where=where, hint=which_one(hits)
            )
        if not hits:
            raise ConfigError(
                f"there is no collection '{wanted}'", where=where, hint=near_ones(wanted, known)
            )
        keys.append(hits[0][0])
    return tuple(dict.fromkeys(keys))


def matching(wanted: str, known: Iterable[KnownCollection]) -> list[KnownCollection]:
    """The collections that `wanted` may mean: the one with this key, else those with this path or name."""
    known = list(known)
    folded = " ".join(wanted.split()).casefold()
    for part in (0, 2, 1):
        hits = [one for one in known if one[part] == wanted or (part and one[part].casefold() == folded)]
        if hits:
            return hits
    return []


def which_one(hits: Iterable[KnownCollection]) -> str:
    """What to do when several collections have the name."""
    return "Give one's key: " + "; ".join(f"{key} is {path}" for key, _, path in hits)


def near_ones(wanted: str, known: Iterable[KnownCollection]) -> str:
    """What to do when no collection has the name: near matches, or what there is."""
    known = list(known)
    near = near_matches(wanted, [name for _, name, _ in known] + [path for _, _, path in known])
    if near:
        return f"Did you mean {' or '.join(repr(one) for one in near)}?"
    if not known:
        return "This library has no collections."
    return (
        "There are: " + "; ".join(path for _, _, path in known[:_SHOWN]) + ("; …" if known[_SHOWN:] else "")
    )
