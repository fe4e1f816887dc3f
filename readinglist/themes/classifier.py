"""A classifier that learns from labelled items: parts of words, and a line through them for each theme.

It needs the extra `readinglist[learn]`. Every item is read as the set of its words' beginnings, middles and
ends (three to five letters), weighted by how rare they are (tf-idf); for each theme a logistic regression
learns what each part is worth, and what the rules' own answers are: which of them to trust, and which theme
speaks for or against another. Parts never reach over a word's edge, so that what was learned about an item
is the sum of what its words carried, and can be told word by word. Parts of words, not words, because a few
hundred labelled titles in two languages share more of them: "cripto", "crypto", "encript", "encrypt".
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from readinglist.themes.advice import Opinion, Said
from readinglist.themes.fields import Unit
from readinglist.themes.matcher import Span
from readinglist.themes.words import CHUNK, composed, parts

LEAST = 5
"""Examples for a theme, and as many against it, without which nothing is learned about it."""

_READ = frozenset({"title", "shortTitle", "tags", "abstract", "notes", "container", "publisher"})
_SHORTEST, _LONGEST = 3, 5
_SHOWN = 5
_DIGITS = 4
# How strongly a theme's line may bend towards its examples, and the margin (odds of 2.7 to 1) beyond which it
# has an opinion. Chosen on works that were not learned from; docs/rules.md says which.
_STRENGTH = 30.0
_SURE = 1.0
# What was learned may tip the scales, and never outweighs a strong term.
_MOST = 0.3
# A score that is neither doubtful nor sure; what lies beyond makes little difference.
_MIDDLING = 1.2
_CACHE_SIZE = 100_000

_Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Example:
    """A labelled item: its texts, the themes it has, and those of which nothing is known.

    `said` is what the rules say of each theme; `again` marks an item that is told once more, with less text.
    """

    units: tuple[Unit, ...]
    themes: frozenset[str]
    unknown: frozenset[str] = frozenset()
    said: tuple[Said, ...] = ()
    again: bool = False


@dataclass(frozen=True, slots=True)
class _Word:
    """A word in an item and the numbers of its known parts."""

    span: Span
    parts: tuple[int, ...]


class Classifier:
    """What was learned, ready to give opinions. Made by `train`; giving an opinion changes nothing."""

    def __init__(
        self,
        numbers: dict[str, int],
        rarity: _Floats,
        worth: _Floats,
        trust: _Floats,
        base: _Floats,
        doubt: float = 0.0,
    ) -> None:
        self._numbers = numbers
        self._doubt = doubt
        self._rarity = rarity
        self._worth = worth
        self._trust = trust
        self._base = base
        self._seen: dict[str, tuple[int, ...]] = {}

    def opinions(self, units: Sequence[Unit], said: Sequence[Said] = ()) -> tuple[Opinion | None, ...]:
        """An opinion for each theme in the vocabulary's order; None where too little was learned to be sure.

        `said` counts where the examples held it too. Without a known part of a word there is no opinion.
        What stays within the doubt is none, and what goes beyond counts by so much.
        """
        words = [_Word(span, self._parts(text)) for span, text in _words(units)]
        counts = Counter(part for word in words for part in word.parts)
        if not counts:
            return tuple(None for _ in self._base)
        numbers = np.fromiter(counts, dtype=np.intp, count=len(counts))
        many = np.fromiter(counts.values(), dtype=np.float64, count=len(counts))
        values = (1 + np.log(many)) * self._rarity[numbers]
        carried = (self._worth[:, numbers] * (values / np.linalg.norm(values))).T
        rules = self._trust @ _answers(said if self._trust.size else ())
        totals = self._base + rules + carried.sum(axis=0)
        by_word = _by_word(words, numbers, carried / many[:, None])
        return tuple(
            _opinion(total, self._doubt, float(rules[theme]), words, by_word[:, theme])
            if abs(total) > self._doubt
            else None
            for theme, total in enumerate(totals.tolist())
        )

    def _parts(self, word: str) -> tuple[int, ...]:
        known = self._seen.get(word)
        if known is None:
            if len(self._seen) >= _CACHE_SIZE:
                self._seen.clear()
            found = (self._numbers.get(part) for part in _word_parts(word))
            known = self._seen[word] = tuple(number for number in found if number is not None)
        return known


def train(examples: Sequence[Example], themes: Sequence[str], weight: float) -> Classifier | None:
    """Learn from `examples` about `themes`, the ids in the vocabulary's order; None from too few.

    `weight` is what a margin of 1 is worth in the rules' scores. The same examples in any order give the
    same classifier. Raises `ImportError` without scikit-learn.
    """
    ordered = sorted(examples, key=lambda one: (one.units, sorted(one.themes), one.said))
    texts = [Counter(_all_parts(one.units)) for one in ordered]
    spread = Counter(part for text in texts for part in text)
    if not spread:
        return None
    numbers = {part: number for number, part in enumerate(sorted(spread))}
    rarity = np.array([math.log((1 + len(texts)) / (1 + spread[part])) + 1 for part in numbers])
    answers = np.array([_answers(one.said) for one in ordered])
    table = _table(texts, numbers, rarity, answers)
    worth = np.zeros((len(themes), table.shape[1]))
    base = np.full(len(themes), np.nan)
    for place, theme in enumerate(themes):
        told = [at for at, one in enumerate(ordered) if theme not in one.unknown]
        wanted = np.array([theme in ordered[at].themes for at in told])
        told_once = [wanted[number] for number, at in enumerate(told) if not ordered[at].again]
        if min(sum(told_once), len(told_once) - sum(told_once)) < LEAST:
            continue
        line, start = _fit(table[told], wanted)
        worth[place] = weight * line
        base[place] = weight * start
    if np.isnan(base).all():
        return None
    doubt = _SURE * weight
    return Classifier(numbers, rarity, worth[:, : len(numbers)], worth[:, len(numbers) :], base, doubt)


def _answers(said: Sequence[Said]) -> _Floats:
    """What the rules say as numbers: each score, evened out, whether it is given, and the best."""
    best = max((one.score for one in said), default=0.0)
    scores = [math.tanh(max(-1.0, min(3.0, one.score)) / _MIDDLING) for one in said]
    given = [float(one.given) for one in said]
    first = [float(0 < one.score >= best) for one in said]
    return np.array([*scores, *given, *first], dtype=np.float64)


def _fit(table: Any, wanted: NDArray[np.bool_]) -> tuple[_Floats, float]:
    from sklearn.linear_model import LogisticRegression

    # There are far more parts of words than items, for which liblinear's dual form is the fast one.
    model = LogisticRegression(C=_STRENGTH, solver="liblinear", dual=True, max_iter=5000, random_state=0)
    model.fit(table, wanted)
    return model.coef_[0], float(model.intercept_[0])


def _table(texts: Sequence[Counter[str]], numbers: dict[str, int], rarity: _Floats, answers: _Floats) -> Any:
    """The texts as rows of length 1 in a sparse matrix, and behind them the rules' answers."""
    from scipy.sparse import csr_array

    columns: list[int] = []
    values: list[float] = []
    ends = [0]
    for text in texts:
        at = np.array([numbers[part] for part in text], dtype=np.intp)
        row = (1 + np.log(np.array(list(text.values()), dtype=np.float64))) * rarity[at]
        columns.extend(at.tolist())
        values.extend((row / (np.linalg.norm(row) or 1)).tolist())
        answer = answers[len(ends) - 1]
        columns.extend(range(len(numbers), len(numbers) + len(answer)))
        values.extend(answer.tolist())
        ends.append(len(columns))
    # liblinear wants 32-bit places.
    shape = (len(texts), len(numbers) + answers.shape[1])
    return csr_array((values, np.array(columns, np.int32), np.array(ends, np.int32)), shape=shape)


def _words(units: Sequence[Unit]) -> Iterable[tuple[Span, str]]:
    """Each word of the fields read, with its place as `fields.Quoter` counts."""
    for number, unit in enumerate(units):
        if unit.field not in _READ:
            continue
        place = 0
        for chunk in CHUNK.findall(composed(unit.text)):
            for word in parts(chunk):
                yield Span(number, place, place + 1), word
                place += 1


def _all_parts(units: Sequence[Unit]) -> Iterable[str]:
    for _, word in _words(units):
        yield from _word_parts(word)


def _word_parts(word: str) -> list[str]:
    """ "pgp" gives " pg", "pgp", "gp ", " pgp", "pgp ", " pgp "."""
    framed = f" {word[:40]} "
    return [
        framed[at : at + length]
        for length in range(_SHORTEST, _LONGEST + 1)
        for at in range(max(1, len(framed) - length + 1))
    ]


def _by_word(words: Sequence[_Word], numbers: NDArray[np.intp], each: _Floats) -> _Floats:
    """What each word carried for each theme: the sum over its parts."""
    row = {number: at for at, number in enumerate(numbers.tolist())}
    ends = np.cumsum([0] + [len(word.parts) for word in words])
    rows = [row[part] for word in words for part in word.parts]
    summed = np.vstack([np.zeros(each.shape[1]), np.cumsum(each[rows], axis=0)])
    found: _Floats = summed[ends[1:]] - summed[ends[:-1]]
    return found


def _opinion(total: float, doubt: float, rules: float, words: Sequence[_Word], carried: _Floats) -> Opinion:
    """The opinion with the words that pulled most in its own direction; a word's repeats count as one."""
    sign = 1 if total >= 0 else -1
    order = np.argsort(-sign * np.round(carried, 9), kind="stable")[: _SHOWN * 4]
    told: dict[tuple[int, ...], tuple[Span, float]] = {}
    for at in order.tolist():
        share = float(carried[at])
        if sign * share <= 0 or (len(told) == _SHOWN and words[at].parts not in told):
            break
        first = told.get(words[at].parts)
        told[words[at].parts] = (first[0], first[1] + share) if first else (words[at].span, share)
    weight = sign * min(_MOST, abs(total) - doubt)
    scale = weight / total
    shown = ((span, round(share * scale, _DIGITS)) for span, share in told.values())
    return Opinion(
        round(weight, _DIGITS), tuple(one for one in shown if one[1]), round(rules * scale, _DIGITS)
    )
