"""Many items at once: two processes give what one gives, and a decision computes only its own item anew."""

from __future__ import annotations

import dataclasses
from typing import Any

import pytest

from readinglist.actions import assign_many
from readinglist.actions.assign import assign_changed
from readinglist.actions.learn import Learned
from readinglist.actions.progress import silent
from readinglist.items import Item
from readinglist.themes.decisions import Decision
from readinglist.themes.vocabulary import Vocabulary


class Kept:
    """Assignments as a library keeps them, without its database."""

    def __init__(self) -> None:
        self.fresh: list[Any] = []
        self.known: dict[Any, str] = {}

    def collection_names(self) -> dict[str, str]:
        return {"C": "Some folder"}

    def bases(self) -> dict[Any, str]:
        return self.known

    def save_assignments(self, fresh: list[Any]) -> None:
        self.fresh = fresh
        self.known |= {one.item: one.basis for one in fresh}


def test_two_processes_give_what_one_gives(
    bundled_vocabulary: Vocabulary, bundled_items: dict[str, Item], monkeypatch: pytest.MonkeyPatch
) -> None:
    items = list(bundled_items.values())
    monkeypatch.setattr(assign_many, "MANY", 10)
    monkeypatch.setattr(assign_many, "_PORTION", 40)
    together = list(assign_many.assign_many(bundled_vocabulary, items, {}, Learned()))
    monkeypatch.setattr(assign_many, "_may_fork", lambda: False)
    assert together == list(assign_many.assign_many(bundled_vocabulary, items, {}, Learned()))


def test_a_decision_computes_only_its_own_item_anew(
    bundled_vocabulary: Vocabulary, bundled_items: dict[str, Item]
) -> None:
    items = [
        dataclasses.replace(one, citation_key=f"key{number}")
        for number, one in enumerate(list(bundled_items.values())[:30])
    ]
    library: Any = Kept()
    assert assign_changed(library, items, bundled_vocabulary, silent) == 30
    assert assign_changed(library, items, bundled_vocabulary, silent) == 0
    decisions = {"key4": Decision("key4", include=("encryption",), line=9)}
    decided = dataclasses.replace(bundled_vocabulary, decisions=decisions)
    assert assign_changed(library, items, decided, silent) == 1
    (one,) = library.fresh
    assert one.assignments[0].theme == "encryption" and one.assignments[0].origin == "include"
    assert assign_changed(library, items, decided, silent) == 0
    changed = dataclasses.replace(decided, rules_fingerprint="another")
    assert assign_changed(library, items, changed, silent) == 30
