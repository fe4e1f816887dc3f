"""Groups among entries without a theme: the words that bind them and the entries, and no invented label.

Words are weighed by how much more often they stand in these entries than in the others (log-likelihood,
Dunning 1993, "Accurate methods for the statistics of surprise and coincidence"); a group is what shares its
strongest word. The same input gives the same groups.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from readinglist.items.item import Item
from readinglist.themes.fields import units_of
from readinglist.themes.stopwords import is_telling
from readinglist.themes.words import CHUNK, composed, english_stem, parts, spanish_stem

_FIELDS = ("title", "shortTitle", "tags", "abstract")
_TERMS = 6


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A group of entries: the words that bind them, the strongest first, and their citation keys."""

    terms: tuple[str, ...]
    keys: tuple[str, ...]

    def as_json(self) -> dict[str, Any]:
        """The group as plain data."""
        return asdict(self)


def suggest(
    unthemed: Sequence[Item], others: Sequence[Item], *, least: int = 3, most: int = 10
) -> tuple[Suggestion, ...]:
    """Up to `most` groups of at least `least` entries without a theme; an entry is in one group only."""
    mine = {item.citation_key: _words(item) for item in unthemed}
    theirs = Counter(stem for item in others for stem in _words(item))
    groups: list[Suggestion] = []
    left = dict(mine)
    while left and len(groups) < most:
        weights = _weights(left, theirs, len(others), least)
        if not weights:
            break
        best = min(weights, key=lambda stem: (-weights[stem], stem))
        keys = sorted(key for key, words in left.items() if best in words)
        groups.append(Suggestion(_terms(best, keys, left, weights), tuple(keys)))
        left = {key: words for key, words in left.items() if key not in keys}
    return tuple(groups)


def _words(item: Item) -> dict[str, str]:
    """The item's telling words by their stem, each as it is first written there, evened out."""
    found: dict[str, str] = {}
    spanish = item.language.casefold().startswith(("es", "spa"))
    for unit in units_of(item, {}):
        if unit.field not in _FIELDS:
            continue
        for chunk in CHUNK.finditer(composed(unit.text)):
            for word in parts(chunk[0]):
                if is_telling(word):
                    found.setdefault(spanish_stem(word) if spanish else english_stem(word), word)
    return found


def _weights(
    left: Mapping[str, Mapping[str, str]], theirs: Mapping[str, int], others: int, least: int
) -> dict[str, float]:
    """How strongly each word marks these entries off from the others; only those above chance."""
    counts = Counter(stem for words in left.values() for stem in words)
    found = {}
    for stem, here in counts.items():
        there = theirs.get(stem, 0)
        if here < least or here * max(others, 1) <= there * len(left):
            continue
        weight = _likelihood(here, there, len(left), others)
        if weight > 3.84 or not others:  # chi-square, one degree of freedom, 5 %
            found[stem] = weight
    return found


def _likelihood(here: int, there: int, mine: int, others: int) -> float:
    share = (here + there) / (mine + others)
    weight = here * math.log(here / (mine * share))
    if there:
        weight += there * math.log(there / (others * share))
    return 2 * weight if others else float(here)


def _terms(
    best: str, keys: Sequence[str], left: Mapping[str, Mapping[str, str]], weights: Mapping[str, float]
) -> tuple[str, ...]:
    """The strongest word, then others that most of the group has, as written."""
    counts = Counter(stem for key in keys for stem in left[key] if stem in weights)
    ordered = sorted(counts, key=lambda stem: (stem != best, -counts[stem] * weights[stem], stem))
    chosen = [stem for stem in ordered if stem == best or counts[stem] > 1][:_TERMS]
    return tuple(next(left[key][stem] for key in keys if stem in left[key]) for stem in chosen)
