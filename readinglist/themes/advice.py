"""What a classifier may add to the rules: an opinion on a theme, and the words that carried it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple, Protocol

from readinglist.themes.fields import Unit
from readinglist.themes.matcher import Span


class Said(NamedTuple):
    """What the rules by themselves say of one theme and an item: its score, and whether they give it."""

    score: float
    given: bool


@dataclass(frozen=True, slots=True)
class Opinion:
    """What was learned about one theme and an item, in the measure of the rules' scores.

    `weight` is what it adds to the score, and may be below 0; `words` the words that carried most of it,
    each with its own share of the weight and its place in the item; `rules` the share of what the rules
    say of this theme and of the others.
    """

    weight: float
    words: tuple[tuple[Span, float], ...] = ()
    rules: float = 0.0


class Adviser(Protocol):
    """A trained classifier, as `assign` sees one. Its answers depend on the texts and the rules alone."""

    def opinions(self, units: Sequence[Unit], said: Sequence[Said]) -> tuple[Opinion | None, ...]:
        """An opinion for each theme in the vocabulary's order; None where too little was learned.

        `said` is what the rules say of each theme, in the same order.
        """
