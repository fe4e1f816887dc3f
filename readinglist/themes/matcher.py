"""All terms of all rules looked for in a text at once: stems to patterns, patterns to a tree of phrases."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from readinglist.themes.terms import Term, Word
from readinglist.themes.words import CHUNK, Reading, composed, forms, joinings, parts

_CACHE_SIZE = 200_000
# Beyond so many places in one item, the rest of a side's places are not compared with the other side's.
_MOST_SPANS = 200

# What a word meets: the nodes that it leads to at the beginning of a phrase and inside of one by pattern,
# each with the number of words used up, which is more than one where a hyphen is read over.
_Row = tuple[tuple[tuple["_Node", int], ...], tuple[tuple[int, int], ...]]
_NOTHING: tuple[tuple[()], tuple[()]] = ((), ())
_Rows = tuple[tuple[Word, ...], ...]


@dataclass(slots=True)
class _Node:
    """A place in the tree of phrases: what may follow, and which sides end here."""

    following: dict[int, _Node] = field(default_factory=dict)
    ends: list[int] = field(default_factory=list)


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
    one dictionary look-up a word and a walk in the tree for the few that begin something. Sides that
    several terms share (a list of names, say) are looked for once.
    """

    def __init__(self, terms: Sequence[Term]) -> None:
        self._root = _Node()
        self._by_form: dict[str, list[int]] = {}
        self._by_prefix: dict[int, dict[str, list[int]]] = {}
        self._patterns: dict[tuple[Word, Reading], int] = {}
        self._starts: set[str] = set()
        self._seen: dict[Reading, dict[str, tuple[_Row, ...]]] = {"en": {}, "es": {}, "any": {}}
        self._side_numbers: dict[tuple[_Rows, Reading], int] = {}
        self._readings: list[Reading] = []
        self._plain: list[list[int]] = []
        self._sided: list[list[tuple[int, tuple[int, ...], int]]] = []
        for number, term in enumerate(terms):
            sides = tuple(self._side(rows, term.reading) for rows in term.sides)
            if len(sides) == 1:
                self._plain[sides[0]].append(number)
            else:
                self._sided[sides[0]].append((number, sides, term.distance))

    def find(self, texts: Sequence[str], reading: Reading) -> list[Found]:
        """Every place in `texts` where a term stands, terms of another language than `reading` left out.

        A term of several sides is found once, with a span for each side, when all are near enough.
        """
        by_side: dict[int, list[Span]] = {}
        for unit, text in enumerate(texts):
            rows = self._rows(text, reading)
            for start, (firsts, _) in enumerate(rows):
                for node, length in firsts:
                    self._follow(node, unit, start, start + length, rows, by_side)
        found: list[Found] = []
        for side, spans in by_side.items():
            if reading != "any" and self._readings[side] not in ("any", reading):
                continue
            for term in self._plain[side]:
                found.extend(Found(term, (span,)) for span in spans)
            for term, sides, distance in self._sided[side]:
                places = [by_side.get(one) for one in sides]
                group = _together([one for one in places if one], distance) if all(places) else ()
                if group:
                    found.append(Found(term, group))
        return found

    def _side(self, rows: _Rows, reading: Reading) -> int:
        known = self._side_numbers.get((rows, reading))
        if known is not None:
            return known
        number = self._side_numbers[rows, reading] = len(self._readings)
        self._readings.append(reading)
        self._plain.append([])
        self._sided.append([])
        for row in rows:
            node = self._root
            for word in row:
                node = node.following.setdefault(self._pattern(word, reading), _Node())
            if number not in node.ends:
                node.ends.append(number)
        return number

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

    def _rows(self, text: str, reading: Reading) -> list[_Row]:
        seen = self._seen[reading]
        rows: list[_Row] = []
        for chunk in CHUNK.findall(composed(text)):
            known = seen.get(chunk)
            rows += self._look_at(chunk, reading) if known is None else known
        return rows

    def _follow(
        self, node: _Node, unit: int, start: int, end: int, rows: list[_Row], by_side: dict[int, list[Span]]
    ) -> None:
        """Add to `by_side` every side that ends at `node`, reached by the words up to `end`, or beyond it."""
        if node.ends:
            span = Span(unit, start, end)
            for side in node.ends:
                spans = by_side.get(side)
                if spans is None:
                    by_side[side] = [span]
                elif spans[-1] != span:
                    spans.append(span)
        if node.following and end < len(rows):
            for pattern, length in rows[end][1]:
                after = node.following.get(pattern)
                if after is not None:
                    self._follow(after, unit, start, end + length, rows, by_side)

    def _look_at(self, chunk: str, reading: Reading) -> tuple[_Row, ...]:
        words = parts(chunk)
        met: list[dict[tuple[int, int], None]] = [{} for _ in words]
        for at, word, length in joinings(words):
            for pattern in self._patterns_of(word, reading):
                met[at][pattern, length] = None
        first = self._root.following
        known = tuple(
            (tuple((first[pattern], length) for pattern, length in edges if pattern in first), tuple(edges))
            if edges
            else _NOTHING
            for edges in met
        )
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


def _together(sides: Sequence[Sequence[Span]], distance: int) -> tuple[Span, ...]:
    """The first spans, one a side, that stand close enough to one another and on different words."""
    for first in sides[0][:_MOST_SPANS]:
        group = [first]
        for others in sides[1:]:
            near = next((span for span in others[:_MOST_SPANS] if _fits(group, span, distance)), None)
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
