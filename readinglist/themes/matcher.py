"""All terms of all rules looked for in a text at once: stems to patterns, patterns to a tree of phrases."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from readinglist.themes.terms import Term, Word
from readinglist.themes.words import CHUNK, Reading, composed, forms, joinings, parts

_CACHE_SIZE = 200_000
# Beyond so many places in one item, the rest of a side's places are not compared with the other side's.
_MOST_SPANS = 200

# (place of the first part in the chunk, pattern, number of parts) for each pattern that a chunk meets
_Edges = tuple[tuple[int, int, int], ...]


@dataclass(slots=True)
class _Node:
    """A place in the tree of phrases: what may follow, and which terms' sides end here."""

    following: dict[int, _Node] = field(default_factory=dict)
    ends: list[tuple[int, int]] = field(default_factory=list)


class Span(NamedTuple):
    """Words `start` up to `end` (not included) of text number `unit`."""

    unit: int
    start: int
    end: int


class Found(NamedTuple):
    """A term, by its number, and where it was met: a span for each of its sides."""

    term: int
    spans: tuple[Span, ...]


class Matcher:
    """Finds many terms in many texts. Built once for a vocabulary; finding never changes a result.

    Each distinct word of the texts is looked at once and remembered, so that the cost for a text is
    one dictionary look-up a word and a walk in the tree for the few that begin something.
    """

    def __init__(self, terms: Sequence[Term]) -> None:
        self._terms = tuple(terms)
        self._root = _Node()
        self._by_form: dict[str, list[int]] = {}
        self._by_prefix: dict[int, dict[str, list[int]]] = {}
        self._patterns: dict[tuple[Word, Reading], int] = {}
        self._starts: set[str] = set()
        self._seen: dict[Reading, dict[str, tuple[int, _Edges]]] = {"en": {}, "es": {}, "any": {}}
        for number, term in enumerate(self._terms):
            for side, rows in enumerate(term.sides):
                for row in rows:
                    self._add(number, side, row, term.reading)

    def find(self, texts: Sequence[str], reading: Reading) -> list[Found]:
        """Every place in `texts` where a term stands, terms of another language than `reading` left out.

        A term of several sides is found once, with a span for each side, when all are near enough.
        """
        found: list[Found] = []
        sided: dict[int, dict[int, list[Span]]] = {}
        for unit, text in enumerate(texts):
            for number, side, span in self._walk(unit, text, reading):
                term = self._terms[number]
                if reading != "any" and term.reading not in ("any", reading):
                    continue
                if len(term.sides) == 1:
                    found.append(Found(number, (span,)))
                else:
                    sided.setdefault(number, {}).setdefault(side, []).append(span)
        for number, by_side in sided.items():
            spans = _together(self._terms[number], by_side)
            if spans:
                found.append(Found(number, spans))
        return found

    def _add(self, term: int, side: int, row: tuple[Word, ...], reading: Reading) -> None:
        node = self._root
        for word in row:
            node = node.following.setdefault(self._pattern(word, reading), _Node())
        if (term, side) not in node.ends:
            node.ends.append((term, side))

    def _pattern(self, word: Word, reading: Reading) -> int:
        # A word that is spelled alike in two readings still has other stems, hence the pair as key.
        known = self._patterns.get((word, reading))
        if known is not None:
            return known
        number = self._patterns[word, reading] = len(self._patterns)
        self._starts.add(word.text[:3])
        if word.prefix:
            by_text = self._by_prefix.setdefault(len(word.text), {})
            by_text.setdefault(word.text, []).append(number)
        else:
            keys = (word.text,) if word.exact else forms(word.text, reading)
            for key in keys:
                self._by_form.setdefault(key, []).append(number)
        return number

    def _walk(self, unit: int, text: str, reading: Reading) -> Iterator[tuple[int, int, Span]]:
        seen = self._seen[reading]
        edges: dict[int, list[tuple[int, int]]] = {}
        place = 0
        for chunk in CHUNK.findall(composed(text)):
            known = seen.get(chunk)
            if known is None:
                known = self._look_at(chunk, reading)
            length, found = known
            for offset, pattern, span in found:
                edges.setdefault(place + offset, []).append((pattern, span))
            place += length
        for start in edges:
            yield from self._follow(unit, start, edges)

    def _follow(
        self, unit: int, start: int, edges: dict[int, list[tuple[int, int]]]
    ) -> Iterator[tuple[int, int, Span]]:
        open_ends = [(self._root, start)]
        while open_ends:
            node, at = open_ends.pop()
            for pattern, span in edges.get(at, ()):
                after = node.following.get(pattern)
                if after is None:
                    continue
                for term, side in after.ends:
                    yield term, side, Span(unit, start, at + span)
                if after.following:
                    open_ends.append((after, at + span))

    def _look_at(self, chunk: str, reading: Reading) -> tuple[int, _Edges]:
        words = parts(chunk)
        edges = {
            (at, pattern, span): None
            for at, word, span in joinings(words)
            for pattern in self._patterns_of(word, reading)
        }
        known = (len(words), tuple(edges))
        seen = self._seen[reading]
        if len(seen) >= _CACHE_SIZE:
            seen.clear()
        seen[chunk] = known
        return known

    def _patterns_of(self, word: str, reading: Reading) -> Iterator[int]:
        # Stemming changes endings: a word whose first letters begin no pattern need not be stemmed.
        if word[:3] not in self._starts and len(word) > 3:
            return
        for key in forms(word, reading):
            yield from self._by_form.get(key, ())
        for length, by_text in self._by_prefix.items():
            yield from by_text.get(word[:length], ())


def _together(term: Term, by_side: Mapping[int, list[Span]]) -> tuple[Span, ...]:
    """The first spans, one a side, that stand close enough to one another and on different words."""
    if len(by_side) < len(term.sides):
        return ()
    sides = [by_side[side][:_MOST_SPANS] for side in range(len(term.sides))]
    for first in sides[0]:
        group = [first]
        for others in sides[1:]:
            near = next((span for span in others if _fits(group, span, term.distance)), None)
            if near is None:
                break
            group.append(near)
        else:
            return tuple(group)
    return ()


def _fits(group: list[Span], span: Span, distance: int) -> bool:
    if any(one.unit == span.unit and one.start < span.end and span.start < one.end for one in group):
        return False
    first = group[0]
    if not distance:
        return True
    return span.unit == first.unit and max(span.start - first.end, first.start - span.end) <= distance
