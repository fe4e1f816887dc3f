"""The classifier: it learns, says by which words, depends on its examples alone, and is never needed."""

from __future__ import annotations

import random
from collections.abc import Callable

import pytest

from readinglist.items import Item
from readinglist.themes.advice import Said
from readinglist.themes.assign import assign, explain
from readinglist.themes.classifier import LEAST, Classifier, Example, train
from readinglist.themes.examples import examples_of
from readinglist.themes.fields import Unit, units_of
from readinglist.themes.vocabulary import Vocabulary

THEMES = ("ice", "birds")
VOCABULARY = """
[[themes]]
id = "ice"
label.en = "Zzice"
[[themes]]
id = "birds"
label.en = "Zzbirds"
[themes.rules]
good = ["plumage"]
"""


def example(title: str, *themes: str, unknown: tuple[str, ...] = ()) -> Example:
    return Example((Unit("title", title),), frozenset(themes), frozenset(unknown))


EXAMPLES = [
    *(example(f"Glaciers and frozen rivers {number}", "ice") for number in range(8)),
    *(example(f"Nesting sparrows and finches {number}", "birds") for number in range(8)),
]


def trained(examples: list[Example] = EXAMPLES) -> Classifier:
    made = train(examples, THEMES, 0.3)
    assert made is not None
    return made


def test_it_tells_themes_apart_by_words_it_never_saw_whole() -> None:
    ice, birds = trained().opinions([Unit("title", "Glaciation")])
    assert ice is not None and birds is not None and ice.weight > 0 > birds.weight
    ice, birds = trained().opinions([Unit("title", "Sparrowhawk")])
    assert ice is not None and birds is not None and birds.weight > 0 > ice.weight


def test_it_is_silent_where_it_is_not_sure_and_never_outweighs_a_strong_term() -> None:
    assert trained().opinions([Unit("title", "A glacial sparrow-free river")]) == (None, None)
    for weight in (0.3, 9.0):
        made = train(EXAMPLES, THEMES, weight)
        assert made is not None
        sure = made.opinions([Unit("title", "Frozen glaciers")])[0]
        assert sure is not None and 0 < sure.weight <= 0.3


def test_reasons_name_the_words_that_carried_the_weight(item_of: Callable[..., Item]) -> None:
    item = item_of("The frozen glacier of Peru")
    opinion = trained().opinions(units_of(item, {}))[0]
    assert opinion is not None and opinion.weight > 0
    places = [span.start for span, _ in opinion.words]
    assert set(places[:2]) == {1, 2}
    assert sum(share for _, share in opinion.words) > 0


def test_what_was_learned_adds_to_the_rules_and_its_reasons_sum_up(
    vocabulary_of: Callable[[str], Vocabulary], item_of: Callable[..., Item]
) -> None:
    vocabulary = vocabulary_of(VOCABULARY)
    item = item_of("Plumage of nesting finches")
    without = {one.theme: one.score for one in explain(vocabulary, item)}
    scores = explain(vocabulary, item, None, trained())
    by_theme = {one.theme: one for one in scores}
    assert by_theme["birds"].score > without["birds"]
    for one in scores:
        assert sum(reason.weight for reason in one.evidence) == pytest.approx(one.score, abs=0.001)
    learned = [one for one in by_theme["birds"].evidence if one.rule.startswith("learned")]
    assert {"nesting", "finches"} & {one.words for one in learned}
    assert assign(vocabulary, item)[0].evidence  # the rules alone still do their work


def test_it_learns_which_rules_to_trust_and_says_what_came_from_them(
    vocabulary_of: Callable[[str], Vocabulary], item_of: Callable[..., Item]
) -> None:
    vocabulary = vocabulary_of(VOCABULARY)
    titles = [(f"Report {number} on plumage", True) for number in range(9)]
    titles += [(f"Report {number} on bridges", False) for number in range(9)]
    examples = [
        told
        for title, wanted in titles
        for told in examples_of(
            vocabulary, item_of(title), {}, frozenset({"birds"} if wanted else ()), frozenset()
        )
    ]
    made = train(examples, THEMES, 0.3)
    assert made is not None
    units = units_of(item_of("Report"), {})
    nothing, given = Said(0.0, False), Said(0.6, True)
    without, with_ = (made.opinions(units, (nothing, one))[1] for one in (nothing, given))
    assert without is not None and with_ is not None
    assert with_.weight > without.weight and with_.rules > 0


def test_an_item_is_told_again_without_what_many_records_lack(
    vocabulary_of: Callable[[str], Vocabulary], item_of: Callable[..., Item]
) -> None:
    vocabulary = vocabulary_of(VOCABULARY)
    bare = examples_of(vocabulary, item_of("Finches"), {}, frozenset({"birds"}), frozenset())
    assert [one.again for one in bare] == [False]
    full = item_of("Finches", abstractNote="Plumage and plumages")
    told = examples_of(vocabulary, full, {}, frozenset({"birds"}), frozenset())
    assert [one.again for one in told] == [False, True]
    assert [unit.field for unit in told[1].units] == ["title"]
    assert told[0].said[1].score > told[1].said[1].score


def test_the_order_of_examples_makes_no_difference() -> None:
    shuffled = EXAMPLES.copy()
    random.Random(4).shuffle(shuffled)
    units = [Unit("title", "Frozen sparrows, nesting"), Unit("tags", "glacier")]
    assert trained().opinions(units) == trained(shuffled).opinions(units)


def test_too_few_examples_teach_nothing() -> None:
    assert train(EXAMPLES[: LEAST - 1], THEMES, 0.3) is None
    few = [*EXAMPLES[:8], *EXAMPLES[8 : 8 + LEAST - 1]]
    made = train(few, (*THEMES, "never"), 0.3)
    assert made is None
    assert train([], THEMES, 0.3) is None


def test_what_is_unknown_of_an_item_is_not_learned_as_a_no() -> None:
    doubtful = [
        *EXAMPLES,
        *(example(f"Glaciers in a museum {at}", "birds", unknown=("ice",)) for at in range(8)),
    ]
    sure = [*EXAMPLES, *(example(f"Glaciers in a museum {at}", "birds") for at in range(8))]
    text = [Unit("title", "Glaciers in a museum")]
    open_, told = trained(doubtful).opinions(text)[0], trained(sure).opinions(text)[0]
    assert open_ is not None and told is not None and open_.weight > told.weight


def test_an_item_without_words_gets_no_opinion() -> None:
    assert trained().opinions([Unit("title", "…")]) == (None, None)
    assert trained().opinions([]) == (None, None)
