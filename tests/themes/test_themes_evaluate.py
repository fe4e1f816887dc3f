"""The figures of agreement, and the floor under those of the rules that ship."""

from __future__ import annotations

import dataclasses
from typing import Any

import pytest

from readinglist.items import Item
from readinglist.items.text import html_to_plain, language_tag
from readinglist.themes.assign import assign
from readinglist.themes.evaluate import Evaluation, Labelled, evaluate
from readinglist.themes.vocabulary import Vocabulary


def labelled(themes: str, given: str, optional: str = "", language: str = "en") -> Labelled:
    return Labelled(frozenset(themes), frozenset(given), frozenset(optional), language)


def test_figures_are_those_of_the_field() -> None:
    result = evaluate([labelled("ab", "ac"), labelled("a", "a", language="es")], "abc")
    assert (result.micro.right, result.micro.wrong, result.micro.missed) == (2, 1, 1)
    assert result.micro.f1 == pytest.approx(2 / 3)
    assert result.per_theme["a"].f1 == 1
    assert result.per_theme["b"].recall == 0
    assert result.macro_f1 == pytest.approx(0.5)  # c has no support and does not count
    assert result.subset_accuracy == 0.5
    assert result.per_language["es"].f1 == 1


def test_optional_themes_count_neither_way() -> None:
    given = evaluate([labelled("a", "ab", optional="b")], "ab")
    left = evaluate([labelled("a", "a", optional="b")], "ab")
    assert given.micro.f1 == left.micro.f1 == 1
    assert given.subset_accuracy == left.subset_accuracy == 1


def test_nothing_to_evaluate_gives_zeroes() -> None:
    assert evaluate([], "ab").to_json()["micro"] == {"precision": 0, "recall": 0, "f1": 0, "support": 0}


def test_json_has_the_documented_keys() -> None:
    result = evaluate([labelled("a", "a")], "a").to_json()
    assert set(result["per_theme"]["a"]) == {"precision", "recall", "f1", "support"}
    assert result["macro"]["f1"] == 1


def as_found(item: Item) -> Item:
    """The item as a stranger's library would hold it: no notes of ours."""
    return dataclasses.replace(item, notes=())


def with_abstract(item: Item) -> Item:
    """The item with its notes' text where an abstract would stand."""
    text = "\n".join(html_to_plain(note.html) for note in item.notes)
    fields = {"abstractNote": text, **item.fields} if text else item.fields
    return dataclasses.replace(item, notes=(), fields=fields)


def measured(
    vocabulary: Vocabulary, items: dict[str, Item], labels: list[dict[str, Any]], form: Any
) -> Evaluation:
    ones = [
        Labelled(
            frozenset(label["themes"]),
            frozenset(one.theme for one in assign(vocabulary, form(items[label["key"]]))),
            frozenset(label["optional"]),
            language_tag(items[label["key"]].language).split("-")[0],
        )
        for label in labels
    ]
    return evaluate(ones, vocabulary.ids)


@pytest.mark.parametrize("form", [as_found, with_abstract])
def test_the_rules_that_ship_hold_their_floor_on_the_held_out_half(
    bundled_vocabulary: Vocabulary,
    bundled_items: dict[str, Item],
    held_out_labels: list[dict[str, Any]],
    form: Any,
) -> None:
    result = measured(bundled_vocabulary, bundled_items, held_out_labels, form)
    assert result.items == 147
    assert result.micro.f1 >= 0.82
    assert result.macro_f1 >= 0.83


def test_nearly_every_bundled_item_has_a_theme(
    bundled_vocabulary: Vocabulary, bundled_items: dict[str, Item]
) -> None:
    without = [item.title for item in bundled_items.values() if not assign(bundled_vocabulary, item)]
    assert len(without) <= len(bundled_items) * 0.03, without
