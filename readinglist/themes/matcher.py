"""All terms of all rules looked for in a text at once: stems to patterns, patterns to a tree of phrases."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import NamedTuple

from readinglist.themes.terms import Term, Word
from readinglist.themes.words import CHUNK, Reading, composed, forms, joinings, parts

_READINGS: tuple[Reading, ...] = ("en", "es", "any")
_CACHE_SIZE = 200_000
_LONGEST_SEEN = 100  # letters; what is longer is no word, and will not come again
# Beyond so many places in one item, the rest of a side's places are not compared with the other side's.
_MOST_SPANS = 200

# What a word meets, each with the number of words used up, which is more than one where a hyphen is read
# over: at the beginning of a phrase the sides that end with it and the node where there is more to come, and
# inside of one the patterns that it fits.
_Begin = tuple[int, tuple[int, ...], "_Node | None"]
_Row = tuple[tuple[_Begin, ...], tuple[tuple[int, int], ...]]
_NOTHING: tuple[tuple[()], tuple[()]] = ((), ())
_Rows = tuple[tuple[Word, ...], ...]
_Sided = tuple[int, tuple[int, ...], int]  # a term's number, its sides, the most words between them


@dataclass(slots=True)
class _Node:
    """A place in the tree of phrases: what may follow, and which sides end here in a text of each reading."""

    following: dict[int, _Node] = field(default_factory=dict)
    ends: dict[Reading, list[int]] = field(default_factory=lambda: {"en": [], "es": [], "any": []})


class Span(NamedTuple):
    """Words `start` up to `end` (not included) of text number `unit`."""

    unit: int
    start: int
    end: int


class Found(NamedTuple):
    """A term, by its number, and the places where it was met: of each a span for each of the term's sides."""

    term: int
    places: Sequence[tuple[Span, ...]]


# A span made without the detour that a named tuple's own constructor takes: there are very many.
_span: Callable[[tuple[int, int, int]], Span] = partial(tuple.__new__, Span)


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
        self._plain: list[list[int]] = []
        # By the first side and the second, so that terms of which one is missing need no look.
        self._sided: list[dict[int, list[_Sided]]] = []
        for number, term in enumerate(terms):
            sides = tuple(self._side(rows, term.reading) for rows in term.sides)
            if len(sides) == 1:
                self._plain[sides[0]].append(number)
            else:
                self._sided[sides[0]].setdefault(sides[1], []).append((number, sides, term.distance))

    def find(self, texts: Sequence[str], reading: Reading) -> list[Found]:
        """The terms that stand in `texts` with all their places, those of another language left out.

        A term of several sides is found in one place, with a span for each side, when all are near enough.
        """
        by_side: dict[int, list[Span]] = {}
        for unit, text in enumerate(texts):
            rows = self._rows(text, reading)
            for start, (begins, _) in enumerate(rows):
                for length, sides, node in begins:
                    span = _span((unit, start, start + length))
                    _note(sides, span, by_side)
                    if node:
                        _follow(node, reading, span, rows, by_side)
        found: list[Found] = []
        for side, spans in by_side.items():
            if self._plain[side]:
                places = [(span,) for span in spans]
                found += [Found(term, places) for term in self._plain[side]]
            partners = self._sided[side]
            for other in partners.keys() & by_side.keys() if partners else ():
                for term, sides, distance in partners[other]:
                    if all(one in by_side for one in sides[2:]):
                        group = _together([by_side[one] for one in sides], distance)
                        if group:
                            found.append(Found(term, (group,)))
        return found

    def _side(self, rows: _Rows, reading: Reading) -> int:
        known = self._side_numbers.get((rows, reading))
        if known is not None:
            return known
        number = self._side_numbers[rows, reading] = len(self._plain)
        self._plain.append([])
        self._sided.append({})
        for row in rows:
            node = self._root
            for word in row:
                node = node.following.setdefault(self._pattern(word, reading), _Node())
            # A text of unknown language is read by the rules of both.
            for one in _READINGS if reading == "any" else (reading, _READINGS[-1]):
                if number not in node.ends[one]:
                    node.ends[one].append(number)
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
        # No chunk reaches over a blank: what stands between two is cut up once, however often it comes.
        for piece in composed(text).split():
            known = seen.get(piece)
            rows += self._cut_up(piece, reading) if known is None else known
        return rows

    def _cut_up(self, piece: str, reading: Reading) -> tuple[_Row, ...]:
        known = tuple(row for chunk in CHUNK.findall(piece) for row in self._look_at(chunk, reading))
        seen = self._seen[reading]
        if len(seen) >= _CACHE_SIZE:
            seen.clear()
        if len(piece) <= _LONGEST_SEEN:
            seen[piece] = known
        return known

    def _look_at(self, chunk: str, reading: Reading) -> tuple[_Row, ...]:
        words = parts(chunk)
        met: list[dict[tuple[int, int], None]] = [{} for _ in words]
        for at, word, length in joinings(words):
            for pattern in self._patterns_of(word, reading):
                met[at][pattern, length] = None
        return tuple((self._begins(edges, reading), tuple(edges)) if edges else _NOTHING for edges in met)

    def _begins(self, edges: Iterable[tuple[int, int]], reading: Reading) -> tuple[_Begin, ...]:
        """The beginnings of phrases among the patterns that a word fits, those that only end as one."""
        first = self._root.following
        found: list[_Begin] = []
        for pattern, length in edges:
            node = first.get(pattern)
            if node is None:
                continue
            sides = tuple(node.ends[reading])
            if found and found[-1][0] == length and found[-1][2] is None:
                sides = tuple(dict.fromkeys((*found.pop()[1], *sides)))
            found.append((length, sides, node if node.following else None))
        return tuple(found)

    def _patterns_of(self, word: str, reading: Reading) -> Iterator[int]:
        # Stemming changes endings: a word whose first letters begin no pattern need not be stemmed.
        if word[:3] not in self._starts and len(word) > 3:
            return
        for key in forms(word, reading):
            yield from self._by_form.get(key, ())
        for length, by_text in self._by_prefix.items():
            yield from by_text.get(word[:length], ())


def _note(sides: Iterable[int], span: Span, by_side: dict[int, list[Span]]) -> None:
    for side in sides:
        spans = by_side.get(side)
        if spans is None:
            by_side[side] = [span]
        elif spans[-1] != span:
            spans.append(span)


def _follow(
    node: _Node, reading: Reading, span: Span, rows: Sequence[_Row], by_side: dict[int, list[Span]]
) -> None:
    """Add to `by_side` every side that ends beyond `node`, which was reached by the words of `span`."""
    unit, start, end = span
    if end >= len(rows):
        return
    for pattern, length in rows[end][1]:
        after = node.following.get(pattern)
        if after is not None:
            longer = _span((unit, start, end + length))
            _note(after.ends[reading], longer, by_side)
            if after.following:
                _follow(after, reading, longer, rows, by_side)


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
