"""Rule changes that would have made hand decisions unnecessary, each with what else it would move.

For a theme that was given by hand, a word or phrase of the item's title or tags is tried as a new rule; for
one that was refused, the rules that spoke for it are tried weaker, or not at all, and words of the item
against it. Every change is tried on
all items that it may touch, so that what it costs is known and not guessed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from itertools import pairwise
from typing import Any, Literal, get_args

from readinglist.items.item import Item
from readinglist.themes.assign import assign, explain
from readinglist.themes.editing import Side
from readinglist.themes.fields import reading_of, units_of
from readinglist.themes.matcher import Matcher
from readinglist.themes.rules import KINDS, Kind, Rule
from readinglist.themes.stopwords import is_telling
from readinglist.themes.terms import Term, TermSyntaxError, read_terms
from readinglist.themes.vocabulary import Theme, Vocabulary
from readinglist.themes.words import CHUNK, Reading, composed, even, parts

Kept = Literal["strong", "good", "weak"]
_WEAKER: Mapping[Kind, Kind] = {"strong": "good", "good": "weak"}
_PER_DECISION = 6
_TRIED = 16
_SHOWN = 8


@dataclass(frozen=True, slots=True)
class DecidedPair:
    """An item and a theme that were decided by hand."""

    citation_key: str
    theme: str
    side: Side


@dataclass(frozen=True, slots=True)
class Proposal:
    """One rule change: `term` of `theme` from one kind to another ("" for a new one, and for one dropped).

    `settles` are the decided items that the rules would then get right by themselves; `gains` and `loses` the
    other items that would get or lose a theme, as (citation key, theme). `line` is the rule's present place.
    """

    theme: str
    term: str
    old: str
    new: str
    reading: Reading
    line: int
    settles: tuple[str, ...]
    gains: tuple[tuple[str, str], ...]
    loses: tuple[tuple[str, str], ...]

    @property
    def moves(self) -> int:
        """How many other assignments it would change."""
        return len(self.gains) + len(self.loses)

    def as_json(self) -> dict[str, Any]:
        """The proposal as plain data."""
        return asdict(self)


@dataclass(frozen=True, slots=True)
class _Change:
    theme: str
    term: str
    old: str
    new: str
    reading: Reading
    line: int
    terms: tuple[Term, ...]


def propose(
    vocabulary: Vocabulary,
    items: Sequence[Item],
    collection_names: Mapping[str, str],
    decided: Iterable[DecidedPair],
    progress: Callable[[str, int, int], None] = lambda step, done, total: None,
) -> tuple[Proposal, ...]:
    """The best rule changes for these decisions: those that settle most and move least come first.

    Decisions that the rules would have made themselves ask for none.
    """
    bench = _Bench(vocabulary, items, collection_names, tuple(decided))
    changes = bench.candidates()[:_TRIED]
    proposals = []
    for number, change in enumerate(changes):
        progress("Trying rule changes", number, len(changes))
        found = bench.tried(change)
        if found.settles:
            proposals.append(found)
    order = sorted(proposals, key=_rank)
    return tuple(_different(order)[:_SHOWN])


def _rank(one: Proposal) -> tuple[int, float, str, str, str]:
    # A word against a theme is the weakest argument: it says what one item is about, not what all are. And
    # a rule made weaker keeps more of what somebody once meant by it than one that is taken out.
    costs = one.moves + (2 if one.new == "against" else 0 if one.new else 0.5)
    return -len(one.settles), costs, one.theme, one.term, one.new


def _different(ordered: Iterable[Proposal]) -> list[Proposal]:
    """Without those that settle nothing more than a better one for the same theme, and move as much."""
    kept: list[Proposal] = []
    for one in ordered:
        covers = [
            other for other in kept if other.theme == one.theme and set(one.settles) <= set(other.settles)
        ]
        if len(covers) < 2:
            kept.append(one)
    return kept


class _Bench:
    """The items as the rules alone would sort them, and what a change of the rules would make of that."""

    def __init__(
        self,
        vocabulary: Vocabulary,
        items: Sequence[Item],
        names: Mapping[str, str],
        decided: tuple[DecidedPair, ...],
    ) -> None:
        self._names = names
        self._items = {item.citation_key: item for item in items}
        self._bare = replace(vocabulary, decisions={})
        self._wrong = [
            pair
            for pair in decided
            if pair.citation_key in self._items
            and (pair.theme in self._themes(self._bare, pair.citation_key)) != (pair.side == "include")
        ]
        self._before: dict[str, frozenset[str]] = {}

    def candidates(self) -> list[_Change]:
        """Changes worth a try, those that touch the fewest items first, some for each decision."""
        found: dict[_Change, int] = {}
        for pair in self._wrong:
            theme = self._bare.theme(pair.theme)
            item = self._items[pair.citation_key]
            if pair.side == "include":
                made = _new_terms(theme, item, ("strong", "good"))
            else:
                made = self._weaker(theme, item)
            counted = sorted(
                ((len(self._touched(change)), at, change) for at, change in enumerate(made)),
                key=lambda one: one[:2],
            )
            # What stands in one item only would be a memory of its title, not a rule.
            rules = [one for one in counted if one[0] > 1 or one[2].old]
            for count, _, change in rules[:_PER_DECISION]:
                found[change] = count
        return sorted(found, key=lambda change: found[change])

    def tried(self, change: _Change) -> Proposal:
        """What the change would settle, and what else it would move."""
        changed = _changed(self._bare, change)
        gains, loses = list[tuple[str, str]](), list[tuple[str, str]]()
        after: dict[str, frozenset[str]] = {}
        for key in self._touched(change):
            before, now = self._before_of(key), self._themes(changed, key)
            after[key] = now
            gains += [(key, theme) for theme in sorted(now - before)]
            loses += [(key, theme) for theme in sorted(before - now)]
        settled = {
            (pair.citation_key, pair.theme)
            for pair in self._wrong
            if pair.citation_key in after
            and (pair.theme in after[pair.citation_key]) == (pair.side == "include")
        }
        return Proposal(
            change.theme,
            change.term,
            change.old,
            change.new,
            change.reading,
            change.line,
            tuple(sorted({key for key, _ in settled})),
            tuple(one for one in gains if one not in settled),
            tuple(one for one in loses if one not in settled),
        )

    def _weaker(self, theme: Theme, item: Item) -> list[_Change]:
        """The rules of the theme that spoke for the item, a step weaker and left out altogether."""
        score = next(one for one in explain(self._bare, item, self._names) if one.theme == theme.id)
        made = []
        for evidence in score.evidence:
            kind, _, written = evidence.rule.partition(": ")
            rules = [
                rule
                for rule in theme.rules.terms
                if rule.kind == kind and rule.term.text == written and rule.line == evidence.line
            ]
            if not rules or evidence.weight <= 0 or kind not in get_args(Kept):
                continue
            terms, reading = tuple(rule.term for rule in rules), rules[0].term.reading
            for new in (_WEAKER.get(rules[0].kind, ""), ""):
                made.append(_Change(theme.id, written, kind, new, reading, evidence.line, terms))
        matched = {word for evidence in score.evidence for word in even(evidence.words).split()}
        against = _new_terms(theme, item, ("against",))
        made += [one for one in against if not set(one.term.split()) & matched]
        return list(dict.fromkeys(made))

    def _touched(self, change: _Change) -> list[str]:
        """The items in which the term stands."""
        matcher = Matcher(change.terms)
        return [
            key
            for key, item in self._items.items()
            if matcher.find([unit.text for unit in units_of(item, self._names)], reading_of(item))
        ]

    def _before_of(self, key: str) -> frozenset[str]:
        if key not in self._before:
            self._before[key] = self._themes(self._bare, key)
        return self._before[key]

    def _themes(self, vocabulary: Vocabulary, key: str) -> frozenset[str]:
        found = assign(vocabulary, self._items[key], self._names)
        return frozenset(one.theme for one in found)


def _changed(vocabulary: Vocabulary, change: _Change) -> Vocabulary:
    themes = tuple(
        _with_rule(theme, change) if theme.id == change.theme else theme for theme in vocabulary.themes
    )
    return replace(vocabulary, themes=themes)


def _with_rule(theme: Theme, change: _Change) -> Theme:
    kept = tuple(
        rule
        for rule in theme.rules.terms
        if not (rule.kind == change.old and rule.line == change.line and rule.term in change.terms)
    )
    kind = next((kind for kind in KINDS if kind == change.new), None)
    new = tuple(Rule(kind, term, change.line) for term in change.terms) if kind else ()
    return replace(theme, rules=replace(theme.rules, terms=(*kept, *new)))


def _new_terms(theme: Theme, item: Item, kinds: Sequence[Kind]) -> list[_Change]:
    """Words and phrases of the item's title and tags that the theme has no rule for, as new rules."""
    known = {even(rule.term.text) for rule in theme.rules.terms}
    made = []
    for phrase in phrases_of(item):
        if phrase in known:
            continue
        try:
            terms = read_terms(phrase, "any")
        except TermSyntaxError:
            continue
        made += [_Change(theme.id, phrase, "", kind, "any", 0, terms) for kind in kinds]
    return made


def phrases_of(item: Item) -> list[str]:
    """The telling words of an item's title and tags, evened out, and pairs of them that stand together."""
    texts = [unit.text for unit in units_of(item, {}) if unit.field in ("title", "tags")]
    found: dict[str, None] = {}
    for text in texts:
        words = [word for chunk in CHUNK.finditer(composed(text)) for word in parts(chunk[0])]
        for first, second in pairwise(words):
            if is_telling(first) and is_telling(second):
                found[f"{first} {second}"] = None
        for word in words:
            if is_telling(word):
                found[word] = None
    return list(found)
