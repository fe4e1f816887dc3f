"""Which entries of a list depend on one another, so that the others need not be formatted again with them.

A style tells works apart that would be cited alike: letters after years, more names, given names, titles. An
entry depends on those it might be mistaken for, and on nothing else; those must share a name, or a title, or
be of a kind that styles cite by neither. What cannot be decided so is left together.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from readinglist.citations.markup import unguard
from readinglist.citations.variables import NAME_VARIABLES, TEXT_VARIABLES

# Cited by a number, a court or a body where the style knows how to: titles and names do not tell them apart.
_BY_OTHER_THINGS = frozenset(
    {
        "bill",
        "hearing",
        "legal_case",
        "legislation",
        "patent",
        "personal_communication",
        "regulation",
        "treaty",
    }
)


def independent(items: Sequence[Mapping[str, Any]], *, told_apart: bool) -> list[list[int]]:
    """Groups of positions in `items`, each formatted the same whatever is in the others.

    `told_apart` says whether the style tells works apart at all; if not, each stands for itself. Positions
    ascend within a group, and groups stand in the order of their first.
    """
    if not told_apart:
        return [[position] for position in range(len(items))]
    groups = _Groups(len(items))
    first: dict[str, int] = {}
    for position, item in enumerate(items):
        for tie in _ties(item):
            groups.join(first.setdefault(tie, position), position)
    return groups.listed()


def _ties(item: Mapping[str, Any]) -> Iterator[str]:
    """What an item shares with all it might be mistaken for. A body's name may be another work's title."""
    other = not item.get("author") or item.get("type") in _BY_OTHER_THINGS
    if other:
        yield "no author"
    for variable in NAME_VARIABLES:
        for name in item.get(variable) or ():
            family = str(name.get("family") or name.get("literal") or "")
            for particle in ("", "non-dropping-particle", "dropping-particle"):
                yield _letters(f"{name.get(particle, '')}{family}")
            # "da Cunha" may be set without its particle though it was typed as one word with it.
            yield _letters(re.sub(r"^(?:[^\W\d_A-Z]+[’' -]?)+(?=[^\W\d_a-z])", "", family))
    for variable in TEXT_VARIABLES if other else ("title", "title-short", "shortTitle"):
        if text := item.get(variable):
            yield _letters(str(text))


def _letters(text: str) -> str:
    plain = unicodedata.normalize("NFKD", unguard(re.sub(r"<[^<>]*>", "", text)).casefold())
    return re.sub(r"[\W_]+", "", "".join(one for one in plain if not unicodedata.combining(one)))


class _Groups:
    """Positions that are joined step by step (a disjoint-set forest)."""

    def __init__(self, count: int) -> None:
        self._above = list(range(count))

    def _top(self, one: int) -> int:
        while self._above[one] != one:
            self._above[one] = self._above[self._above[one]]
            one = self._above[one]
        return one

    def join(self, one: int, other: int) -> None:
        """Put two positions into one group; the lower one stands for it."""
        low, high = sorted((self._top(one), self._top(other)))
        self._above[high] = low

    def listed(self) -> list[list[int]]:
        """All groups."""
        found: dict[int, list[int]] = {}
        for one in range(len(self._above)):
            found.setdefault(self._top(one), []).append(one)
        return list(found.values())
