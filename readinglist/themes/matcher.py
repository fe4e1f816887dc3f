"""All terms of all rules looked for in a text at once: stems to patterns, patterns to a tree of phrases."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial
from itertools import chain
from typing import NamedTuple

from readinglist.themes.terms import Term, Word
from readinglist.themes.words import CHUNK, Reading, Remembered, composed, forms, joinings, parts

_READINGS: tuple[Reading, ...] = ("en", "es", "any")
_BEGIN = 3  # letters that no stemmer changes
# Beyond so many places in one item, the rest of a side's places are not compared with the other side's.
_MOST_SPANS = 200
_MOST_TRIES = 10_000  # so many choices for the sides of a term, and no more

# What a word meets, each with the number of words used up, which is more than one where a hyphen is read
# over: at the beginning of a phrase what is met with it alone and what may follow, and inside of one the
# patterns that it fits.
_Following = dict[int, tuple["_Node", ...]]
_Begin = tuple[int, "_Met | None", _Following]
_Row = tuple[tuple[_Begin, ...], tuple[tuple[int, int], ...]]
_NOTHING: tuple[tuple[()], tuple[()]] = ((), ())
_Rows = tuple[tuple[Word, ...], ...]
_Sided = tuple[int, tuple[int, ...], int]  # a term's number, its sides, the most words between them


@dataclass(frozen=True, slots=True, eq=False)
class _Met:
    """What the same words say: whole terms, sides of terms that have several, and those looked at first.

    Compared by identity.
    """

    terms: tuple[int, ...]
    sides: frozenset[int]
    leads: frozenset[int]


@dataclass(slots=True)
class _Node:
    """A place in the tree of phrases: what may follow, and which sides end here in a text of each reading."""

    following: dict[int, _Node] = field(default_factory=dict)
    ends: dict[Reading, list[int]] = field(default_factory=dict)
    met: dict[Reading, _Met] = field(default_factory=dict)


class Span(NamedTuple):
    """Words `start` up to `end` (not included) of text number `unit`."""

    unit: int
    start: int
    end: int


class Cut(NamedTuple):
    """A text cut up at its blanks, and what each piece's words mean to the matcher: a row a word."""

    text: str
    pieces: list[str]
    rows: list[tuple[_Row, ...]]


class Found(NamedTuple):
    """Terms, by their numbers, and the places where all of them were met: a span for each side of a term."""

    terms: tuple[int, ...]
    places: Sequence[tuple[Span, ...]]


_Places = defaultdict[_Met, list[Span]]
# Made without the detour that a named tuple's own constructor takes: there are very many.
_span: Callable[[tuple[int, int, int]], Span] = partial(tuple.__new__, Span)


class Matcher:
    """Finds many terms in many texts. Built once for a vocabulary; finding never changes a result.

    Each distinct word of the texts is looked at once and remembered, so that the cost for a text is
    one dictionary look-up a word and a walk in the tree for the few that begin something. Sides that
    several terms share (a list of names, say) are looked for once, and a term of several sides is
    thought of only where the one stands that the fewest terms have.
    """

    def __init__(self, terms: Sequence[Term]) -> None:
        self._root = _Node()
        self._by_form: dict[str, list[int]] = {}
        self._by_prefix: dict[int, dict[str, list[int]]] = {}
        self._patterns: dict[tuple[Word, Reading], int] = {}
        self._starts: set[str] = set()
        self._waiting: dict[str, list[tuple[Word, Reading, int]]] = {}
        self._inner: set[int] = set()  # patterns that stand somewhere else than first in a phrase
        self._seen = {one: Remembered(partial(self._cut_up, reading=one)) for one in _READINGS}
        self._side_numbers: dict[tuple[_Rows, Reading], int] = {}
        self._mets: dict[tuple[int, ...], _Met] = {}
        self._plain: list[list[int]] = []
        sided: list[_Sided] = []
        for number, term in enumerate(terms):
            sides = tuple(self._side(rows, term.reading) for rows in term.sides)
            if len(sides) == 1:
                self._plain[sides[0]].append(number)
            else:
                sided.append((number, sides, term.distance))
        self._terms_of = Counter(side for _, sides, _ in sided for side in set(sides))
        self._mets_with: dict[int, list[_Met]] = {side: [] for side in self._terms_of}
        # By the rarest side and the next, so that terms of which one is missing need no look.
        self._sided: dict[int, dict[int, list[_Sided]]] = {}
        for one in sided:
            first, second, *_ = sorted(one[1], key=lambda side: (self._terms_of[side], side))
            self._sided.setdefault(first, {}).setdefault(second, []).append(one)

    def cut(self, text: str, reading: Reading) -> Cut:
        """A text made ready to be searched."""
        # No chunk reaches over a blank: what stands between two is cut up once, however often it comes.
        text = composed(text)
        pieces = text.split()
        return Cut(text, pieces, list(map(self._seen[reading].__getitem__, pieces)))

    def find(self, texts: Sequence[str], reading: Reading) -> list[Found]:
        """The terms that stand in `texts`, as `find_in` finds them."""
        return self.find_in([self.cut(text, reading) for text in texts], reading)

    def find_in(self, texts: Sequence[Cut], reading: Reading) -> list[Found]:
        """The terms that stand in `texts` with all their places, those of another language left out.

        A term comes once for each group of its words that mean the same to all terms ("whale" and "whales",
        but not "cetacean"). A term of several sides is found in one place, with a span for each side, when
        all are near enough.
        """
        met: _Places = defaultdict(list)
        for unit, text in enumerate(texts):
            rows = list(chain.from_iterable(text.rows))
            last = len(rows)
            for start, (begins, _) in enumerate(rows):
                for length, alone, following in begins:
                    end = start + length
                    if alone:
                        met[alone].append(_span((unit, start, end)))
                    if following and end < last:
                        for pattern, more in rows[end][1]:
                            for node in following.get(pattern, ()):
                                self._step(node, reading, _span((unit, start, end + more)), rows, met)
        found = [Found(one.terms, [(span,) for span in spans]) for one, spans in met.items() if one.terms]
        self._find_sided(met, found)
        return found

    def _step(self, node: _Node, reading: Reading, span: Span, rows: Sequence[_Row], met: _Places) -> None:
        """Note in `met` what ends at `node`, which was reached by the words of `span`, and beyond it."""
        if reading in node.ends:
            ended = node.met.get(reading)
            if ended is None:
                ended = node.met[reading] = self._meaning(node.ends[reading])
            met[ended].append(span)
        unit, start, end = span
        if node.following and end < len(rows):
            for pattern, length in rows[end][1]:
                after = node.following.get(pattern)
                if after is not None:
                    self._step(after, reading, _span((unit, start, end + length)), rows, met)

    def _find_sided(self, met: _Places, found: list[Found]) -> None:
        present = set().union(*[one.sides for one in met])
        places: dict[int, list[Span]] = {}
        for lead in set().union(*[one.leads for one in met]):
            behind = self._sided[lead]
            for other in behind:
                if other not in present:
                    continue
                for term, sides, distance in behind[other]:
                    if len(sides) > 2 and not present.issuperset(sides):
                        continue
                    for one in sides:
                        if one not in places:
                            places[one] = self._places_of(one, met)
                    group = _together([places[one] for one in sides], distance)
                    if group:
                        found.append(Found((term,), (group,)))

    def _places_of(self, side: int, met: _Places) -> list[Span]:
        """Where one side stands, first places first, each once."""
        meanings = self._mets_with[side]
        if len(meanings) > len(met):
            groups = [spans for one, spans in met.items() if side in one.sides]
        else:
            groups = [met[one] for one in meanings if one in met]
        if len(groups) == 1 and len(groups[0]) == 1:
            return groups[0]
        return sorted({span for spans in groups for span in spans})

    def _side(self, rows: _Rows, reading: Reading) -> int:
        known = self._side_numbers.get((rows, reading))
        if known is not None:
            return known
        number = self._side_numbers[rows, reading] = len(self._plain)
        self._plain.append([])
        for row in rows:
            node = self._root
            for place, word in enumerate(row):
                pattern = self._pattern(word, reading)
                node = node.following.setdefault(pattern, _Node())
                if place:
                    self._inner.add(pattern)
            # A text of unknown language is read by the rules of both.
            for one in _READINGS if reading == "any" else (reading, _READINGS[-1]):
                ends = node.ends.setdefault(one, [])
                if number not in ends:
                    ends.append(number)
        return number

    def _meaning(self, sides: Iterable[int]) -> _Met:
        """What `sides` that end at the same words mean; the same sides give the same object."""
        known = tuple(dict.fromkeys(sides))
        met = self._mets.get(known)
        if met is None:
            terms = tuple(term for side in known for term in self._plain[side])
            sides = frozenset(known).intersection(self._terms_of)
            met = self._mets[known] = _Met(terms, sides, sides.intersection(self._sided))
            for side in sides:
                self._mets_with[side].append(met)
        return met

    def _pattern(self, word: Word, reading: Reading) -> int:
        # A word that is spelled alike in two readings still has other stems, hence the pair as key.
        known = self._patterns.get((word, reading))
        if known is not None:
            return known
        number = self._patterns[word, reading] = len(self._patterns)
        if word.prefix:
            by_text = self._by_prefix.setdefault(len(word.text), {})
            by_text.setdefault(word.text, []).append(number)
        self._waiting.setdefault(word.text[:_BEGIN], []).append((word, reading, number))
        return number

    def _cut_up(self, piece: str, reading: Reading) -> tuple[_Row, ...]:
        return tuple(row for chunk in CHUNK.findall(piece) for row in self._look_at(chunk, reading))

    def _look_at(self, chunk: str, reading: Reading) -> tuple[_Row, ...]:
        words = parts(chunk)
        met: list[dict[tuple[int, int], None]] = [{} for _ in words]
        for at, word, length in joinings(words):
            for pattern in self._patterns_of(word, reading):
                met[at][pattern, length] = None
        return tuple(self._row(edges, reading) if edges else _NOTHING for edges in met)

    def _row(self, edges: Iterable[tuple[int, int]], reading: Reading) -> _Row:
        return self._begins(edges, reading), tuple(edge for edge in edges if edge[0] in self._inner)

    def _begins(self, edges: Iterable[tuple[int, int]], reading: Reading) -> tuple[_Begin, ...]:
        """The beginnings of phrases among the patterns that a word fits, by the number of words used up."""
        sides: dict[int, list[int]] = defaultdict(list)
        following: dict[int, defaultdict[int, list[_Node]]] = defaultdict(lambda: defaultdict(list))
        for pattern, length in edges:
            node = self._root.following.get(pattern)
            if node is not None:
                sides[length] += node.ends.get(reading, ())
                for next_pattern, after in node.following.items():
                    following[length][next_pattern].append(after)
        return tuple(
            (
                length,
                self._meaning(ends) if ends else None,
                {pattern: tuple(nodes) for pattern, nodes in following[length].items()},
            )
            for length, ends in sides.items()
        )

    def _patterns_of(self, word: str, reading: Reading) -> Iterator[int]:
        # Stemming changes endings: a word whose first letters begin no pattern need not be stemmed, nor a
        # pattern of which no text has shown the first letters yet.
        begin = word[:_BEGIN]
        if begin in self._waiting:
            self._prepare(begin)
        if begin not in self._starts:
            return
        for key in forms(word, reading):
            yield from self._by_form.get(key, ())
        for length, by_text in self._by_prefix.items():
            yield from by_text.get(word[:length], ())

    def _prepare(self, begin: str) -> None:
        """Work out the forms of the patterns that begin so."""
        for word, reading, number in self._waiting.get(begin, ()):
            if not word.prefix:
                for key in (word.text,) if word.exact else forms(word.text, reading):
                    self._by_form.setdefault(key, []).append(number)
        self._starts.add(begin)
        # Last, so that another thread waits for nothing that is not there yet.
        self._waiting.pop(begin, None)


def _together(sides: Sequence[Sequence[Span]], distance: int) -> tuple[Span, ...]:
    """The first spans, one a side, that stand close enough to the first side's and share no words."""
    for first in sides[0][:_MOST_SPANS]:
        if len(sides) == 2:  # As nearly always.
            for other in _near(first, sides[1], distance):
                return first, other
        else:
            choices = [tuple(_near(first, others, distance)) for others in sides[1:]]
            group = _apart(choices) if all(choices) else ()
            if group:
                return first, *group
    return ()


def _near(first: Span, others: Sequence[Span], distance: int) -> Iterator[Span]:
    """Those of `others` that are at most `distance` words from the first, and are other words."""
    unit, start, end = first
    for span in others[:_MOST_SPANS]:
        other, begin, until = span
        if other == unit:
            if (begin >= end or until <= start) and not (
                distance and (begin - end > distance or start - until > distance)
            ):
                yield span
        elif not distance:
            yield span


def _apart(choices: Sequence[Sequence[Span]]) -> tuple[Span, ...]:
    """The first spans, one of each choice, that share no words: where one takes all that are left for a
    later choice, the next is tried."""
    group: list[Span] = []
    left = [iter(choices[0])]
    tries = 0
    while left and tries < _MOST_TRIES:
        tries += 1
        span = next(left[-1], None)
        if span is None:
            left.pop()
            if group:
                group.pop()
        elif not any(
            one.unit == span.unit and one.start < span.end and span.start < one.end for one in group
        ):
            group.append(span)
            if len(group) == len(choices):
                return tuple(group)
            left.append(iter(choices[len(group)]))
    return ()
