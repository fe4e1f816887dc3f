"""Which themes an item gets, and why: scores from the rules, hand decisions over them."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from types import MappingProxyType
from typing import NamedTuple, TypeAlias

from readinglist.items.item import Item
from readinglist.themes.advice import Adviser, Opinion, Said
from readinglist.themes.evidence import Assignment, Evidence, Score, Verdict
from readinglist.themes.fields import Quoter, Unit, reading_of, units_of
from readinglist.themes.matcher import Cut, Span
from readinglist.themes.rules import Settings
from readinglist.themes.vocabulary import Theme, Told, Vocabulary
from readinglist.themes.words import Reading, even

_DIGITS = 4
_NEAR = 0.5
_RANKS: Mapping[Verdict, int] = MappingProxyType({"included": 0, "assigned": 1, "excluded": 3})
_ANY_WEIGHT = math.inf
_PLACES = 32  # bits for the place of a word in its text

Shares: TypeAlias = Sequence[float]
"""What the field of each text multiplies a weight by."""

_Met: TypeAlias = tuple[int, float, tuple[Span, ...], int]
"""Where a term was met, in the order in which terms take their words: how many they are and the term's
weight, both below 0, the places, and the term."""


class _Reason(NamedTuple):
    """A reason before it is written out: what it counts, and where its words are."""

    weight: float
    rule: str
    line: int
    spans: tuple[Span, ...] = ()
    field: str = ""
    words: str = ""


# Made without the detour that a named tuple's own constructor takes: there are very many.
_reason: Callable[[tuple[float, str, int, tuple[Span, ...], str, str]], _Reason] = partial(
    tuple.__new__, _Reason
)


@dataclass(slots=True)
class _Tally:
    """What one theme has gathered: reasons, terms that count only otherwise, and the score so far."""

    threshold: float
    reasons: list[_Reason]
    otherwise: list[_Met] | None = None
    decided: bool = False
    by_otherwise: bool = False
    score: float = 0.0

    def settle(self) -> None:
        """Work out the score, after the reasons have changed."""
        self.score = round(sum([reason[0] for reason in self.reasons]), _DIGITS)


def assign(
    vocabulary: Vocabulary,
    item: Item,
    collection_names: Mapping[str, str] | None = None,
    adviser: Adviser | None = None,
) -> tuple[Assignment, ...]:
    """The item's themes, best first, those included by hand before the rest.

    `collection_names` maps the keys of `item.collections` to names; `adviser` adds what was learned to
    what the rules say. Decisions are found by `item.citation_key`. The same input always gives the same
    output.
    """
    scored = _judge(vocabulary, item, collection_names or {}, adviser)
    quoter = Quoter(scored.cuts)
    return tuple(
        Assignment(
            theme=judged.theme,
            score=judged.score,
            threshold=judged.threshold,
            origin="include" if judged.verdict == "included" else "rule",
            evidence=_written(judged.reasons, scored.units, quoter),
        )
        for judged in scored.judged
        if judged.verdict in ("assigned", "included")
    )


def explain(
    vocabulary: Vocabulary,
    item: Item,
    collection_names: Mapping[str, str] | None = None,
    adviser: Adviser | None = None,
) -> tuple[Score, ...]:
    """How every theme fared with the item: assigned ones first, then by score, all with their reasons."""
    scored = _judge(vocabulary, item, collection_names or {}, adviser)
    quoter = Quoter(scored.cuts)
    return tuple(
        Score(one.theme, one.score, one.threshold, one.verdict, _written(one.reasons, scored.units, quoter))
        for one in scored.judged
    )


class _Judged(NamedTuple):
    theme: str
    score: float
    threshold: float
    verdict: Verdict
    reasons: tuple[_Reason, ...]


class _Result(NamedTuple):
    judged: tuple[_Judged, ...]
    units: list[Unit]
    cuts: list[Cut]


def _judge(
    vocabulary: Vocabulary, item: Item, collection_names: Mapping[str, str], adviser: Adviser | None
) -> _Result:
    units = _units(vocabulary, item, collection_names)
    cuts = _cut(vocabulary, item, units)
    tallies = _tallies(vocabulary, item, units, cuts)
    passed = _settled(vocabulary, tallies, units)
    if adviser:
        _count_learned(tallies, adviser.opinions(units, _said(tallies, passed)))
        for tally, theme in zip(tallies, vocabulary.themes, strict=True):
            tally.threshold = _threshold(theme, vocabulary.settings)
        passed = _settled(vocabulary, tallies, units)
    order = _best_first(tallies)
    verdicts = _with_decisions(vocabulary, item.citation_key, tallies, passed)
    order.sort(key=lambda at: _RANKS.get(verdicts[at], 2))
    judged = tuple(_judged(vocabulary.themes[at], tallies[at], verdicts[at]) for at in order)
    return _Result(judged, units, cuts)


def _judged(theme: Theme, tally: _Tally, verdict: Verdict) -> _Judged:
    return _Judged(theme.id, tally.score, tally.threshold, verdict, tuple(tally.reasons))


def said_by_rules(
    vocabulary: Vocabulary, item: Item, collection_names: Mapping[str, str]
) -> tuple[Said, ...]:
    """What the rules alone say of each theme, in the vocabulary's order; hand decisions take no part."""
    units = _units(vocabulary, item, collection_names)
    tallies = _tallies(vocabulary, item, units, _cut(vocabulary, item, units))
    return _said(tallies, _settled(vocabulary, tallies, units))


def _units(vocabulary: Vocabulary, item: Item, collection_names: Mapping[str, str]) -> list[Unit]:
    """The item's texts, heaviest first: a term of several sides is found in the first places that it has."""
    weights = vocabulary.settings.fields
    return sorted(units_of(item, collection_names), key=lambda unit: -weights[unit.field])


def _cut(vocabulary: Vocabulary, item: Item, units: Sequence[Unit]) -> list[Cut]:
    reading = reading_of(item)
    return [vocabulary.matcher.cut(unit.text, reading) for unit in units]


def _said(tallies: Sequence[_Tally], passed: Mapping[int, Verdict]) -> tuple[Said, ...]:
    return tuple(Said(tally.score, passed.get(at) == "assigned") for at, tally in enumerate(tallies))


def _best_first(tallies: Sequence[_Tally]) -> list[int]:
    return sorted(range(len(tallies)), key=lambda at: (-tallies[at].score, at))


def _settled(vocabulary: Vocabulary, tallies: Sequence[_Tally], units: Sequence[Unit]) -> dict[int, Verdict]:
    """A verdict for each theme that reaches its threshold; if none does, for the nearest."""
    passed = _passed(_best_first(tallies), tallies, vocabulary.settings)
    if passed or not tallies:
        return passed
    shares = _shares(vocabulary, units)
    for tally in tallies:
        if tally.otherwise:
            counted = _count_terms(vocabulary, tally.otherwise, shares)
            tally.reasons.extend(counted)
            tally.otherwise, tally.by_otherwise = None, bool(counted)
            tally.settle()
    return _rescued(tallies, vocabulary.settings)


def _passed(order: Sequence[int], tallies: Sequence[_Tally], settings: Settings) -> dict[int, Verdict]:
    """A verdict for each theme that reaches its threshold, given best first."""
    passed: dict[int, Verdict] = {}
    least = tallies[order[0]].score * settings.share if order else 0.0
    for at in order:
        tally = tallies[at]
        if tally.decided:
            passed[at] = "assigned"
        elif tally.score < tally.threshold:
            continue
        elif tally.score < least:
            passed[at] = "outdone"
        elif sum(verdict == "assigned" for verdict in passed.values()) >= settings.most:
            passed[at] = "crowded"
        else:
            passed[at] = "assigned"
    return passed


def _rescued(tallies: Sequence[_Tally], settings: Settings) -> dict[int, Verdict]:
    """The one theme of an item that none has claimed: the best that comes near, or the one for the rest."""
    chosen = _best_first(tallies)[0]
    tally = tallies[chosen]
    if tally.score < settings.rescue and not (tally.by_otherwise and tally.score > 0):
        return {}
    tally.threshold = min(tally.threshold, settings.rescue, tally.score)
    return {chosen: "assigned"}


def _with_decisions(
    vocabulary: Vocabulary, citation_key: str, tallies: Sequence[_Tally], passed: Mapping[int, Verdict]
) -> list[Verdict]:
    decision = vocabulary.decisions.get(citation_key) if citation_key else None
    verdicts: list[Verdict] = []
    for at, (theme, tally) in enumerate(zip(vocabulary.themes, tallies, strict=True)):
        if decision and theme.id in decision.exclude:
            verdicts.append("excluded")
            tally.reasons.insert(0, _Reason(0.0, f"exclude: {citation_key}", decision.line))
        elif decision and theme.id in decision.include:
            verdicts.append("included")
            tally.reasons.insert(0, _Reason(0.0, f"include: {citation_key}", decision.line))
        elif at in passed:
            verdicts.append(passed[at])
        else:
            verdicts.append("near" if 0 < tally.score >= _NEAR * tally.threshold else "below")
    return verdicts


def _tallies(vocabulary: Vocabulary, item: Item, units: Sequence[Unit], cuts: Sequence[Cut]) -> list[_Tally]:
    shares = _shares(vocabulary, units)
    met = _met_by_theme(vocabulary, cuts, reading_of(item))
    tallies = []
    for at, theme in enumerate(vocabulary.themes):
        reasons = _count_terms(vocabulary, met[at], shares) if at in met else []
        tally = _Tally(_threshold(theme, vocabulary.settings), reasons, met.get(~at))
        if theme.rules.tags or theme.rules.collections:
            _count_outright(tally, theme, units)
        weight = theme.rules.item_types.get(item.item_type)
        if weight:
            kind, line = item.item_type, theme.rules.item_types_line
            tally.reasons.append(_Reason(weight, f"item_types: {kind}", line, field="itemType", words=kind))
        if tally.reasons:
            tally.settle()
        tallies.append(tally)
    return tallies


def _shares(vocabulary: Vocabulary, units: Sequence[Unit]) -> Shares:
    return [vocabulary.settings.fields[unit.field] for unit in units]


def _threshold(theme: Theme, settings: Settings) -> float:
    return theme.rules.threshold or settings.threshold


def _count_learned(tallies: Sequence[_Tally], opinions: Sequence[Opinion | None]) -> None:
    """What was learned: word by word, of the rules' own answers, and of all that is left in one line."""
    for tally, opinion in zip(tallies, opinions, strict=True):
        if opinion is None:
            continue
        rest = opinion.weight - opinion.rules - sum(share for _, share in opinion.words)
        tally.reasons.append(_Reason(opinion.rules, "learned: what the rules say of all themes", 0))
        tally.reasons.append(_Reason(rest, "learned: all other words, and how common the theme is", 0))
        for span, share in opinion.words:
            tally.reasons.append(_Reason(share, "learned: from labelled items", 0, (span,)))
        tally.settle()


def _count_outright(tally: _Tally, theme: Theme, units: Sequence[Unit]) -> None:
    for kind, named in (("tags", theme.rules.tags), ("collections", theme.rules.collections)):
        present = {even(unit.text) for unit in units if unit.field == kind} if named else ()
        for name, line in named.items():
            if name in present:
                tally.decided = True
                reason = _Reason(tally.threshold, f"{kind}: {name}", line, field=kind, words=name)
                tally.reasons.append(reason)


def _met_by_theme(vocabulary: Vocabulary, cuts: Sequence[Cut], reading: Reading) -> Mapping[int, list[_Met]]:
    """For each theme's place with any the terms that were met; below 0 those that count only otherwise."""
    where = vocabulary.where
    met: defaultdict[int, list[_Met]] = defaultdict(list)
    for terms, places in vocabulary.matcher.find_in(cuts, reading):
        for spans in places:
            length = 0
            for _, start, end in spans:
                length += start - end
            for term in terms:
                place, lightness = where[term]
                met[place].append((length, lightness, spans, term))
    return met


def _count_terms(vocabulary: Vocabulary, met: list[_Met], shares: Shares) -> list[_Reason]:
    """Each term once, in its heaviest field, no words for two terms of which one holds the other."""
    best: dict[str, _Reason] = {}
    for (_, weight, _, rule, line), spans in _longest(vocabulary.told, met):
        if not weight:
            continue
        weight *= shares[spans[0][0]] if len(spans) == 1 else min([shares[span[0]] for span in spans])
        if weight:
            better = best.get(rule)
            if better is None or abs(weight) > abs(better[0]):
                best[rule] = _reason((weight, rule, line, spans, "", ""))
    return list(best.values())


def _longest(told: Sequence[Told], met: list[_Met]) -> list[tuple[Told, tuple[Span, ...]]]:
    """Without those whose words all belong to others that are longer, or as long and heavier.

    A term whose sides stand apart hides none that is heavier, unless it means nothing or speaks against.
    """
    met.sort()
    # How heavy a term must be to count for words that another has taken.
    taken: dict[int, float] = {}
    kept: list[tuple[Told, tuple[Span, ...]]] = []
    for length, lightness, spans, term in met:
        if length == -1:  # One word, as nearly all have.
            unit, start, _ = spans[0]
            word = unit << _PLACES | start
            if word not in taken or -lightness > taken[word]:
                taken[word] = _ANY_WEIGHT
                kept.append((told[term], spans))
            continue
        words = [unit << _PLACES | place for unit, start, end in spans for place in range(start, end)]
        if all(-lightness <= taken.get(word, -1.0) for word in words):
            continue
        hides = -lightness if len(spans) > 1 and told[term].weight > 0 else _ANY_WEIGHT
        for word in words:
            taken[word] = max(hides, taken.get(word, -1.0))
        kept.append((told[term], spans))
    return kept


def _written(reasons: Sequence[_Reason], units: Sequence[Unit], quoter: Quoter) -> tuple[Evidence, ...]:
    heaviest_first = sorted(reasons, key=_weight_of)
    return tuple([_evidence(reason, units, quoter) for reason in heaviest_first])


def _weight_of(reason: _Reason) -> tuple[float, int, str]:
    return -abs(reason[0]), reason[2], reason[1]


def _evidence(reason: _Reason, units: Sequence[Unit], quoter: Quoter) -> Evidence:
    weight, rule, line, spans, field, words = reason
    weight = round(weight, _DIGITS)
    if not spans:
        return Evidence(field, words, weight, words, rule, line)
    if len(spans) == 1:
        words, context = quoter.quote(spans[0])
        return Evidence(units[spans[0][0]].field, words, weight, context, rule, line)
    quoted = [quoter.quote(span) for span in spans]
    fields = dict.fromkeys([units[span[0]].field for span in spans])
    contexts = dict.fromkeys([context for _, context in quoted])
    words = " … ".join([words for words, _ in quoted])
    return Evidence(" + ".join(fields), words, weight, " / ".join(contexts), rule, line)
