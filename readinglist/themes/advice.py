"""What a classifier may add to the rules: an opinion on a theme, and the words that carried it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from readinglist.themes.fields import Unit
from readinglist.themes.matcher import Span


@dataclass(frozen=True, slots=True)
class Opinion:
    """What was learned about one theme and an item, in the measure of the rules' scores.

    `weight` is what it adds to the score, and may be below 0; `words` the words that carried most of it,
    each with its own share of the weight and its place in the item.
    """

    weight: float
    words: tuple[tuple[Span, float], ...] = ()


class Adviser(Protocol):
    """A trained classifier, as `assign` sees one. Its answers depend on the texts alone."""

    def opinions(self, units: Sequence[Unit]) -> tuple[Opinion | None, ...]:
        """An opinion for each theme in the vocabulary's order; None where too little was learned."""
