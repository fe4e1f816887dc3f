"""What there is to learn from in a workspace, hand decisions and labelled items, and the classifier made of it."""

from __future__ import annotations

import hashlib
import importlib.util
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from readinglist.errors import ThemeError
from readinglist.items import Item
from readinglist.themes.advice import Adviser
from readinglist.themes.assign import assign
from readinglist.themes.fields import units_of
from readinglist.themes.labels import Label, load_labels
from readinglist.themes.vocabulary import Vocabulary
from readinglist.workspace import Workspace

INSTALL = 'Install it with: pip install "readinglist[learn]"'


@dataclass(frozen=True, slots=True)
class LabelledItem:
    """An item with the themes that a person gave it, and those of which nothing is known."""

    item: Item
    themes: frozenset[str]
    unknown: frozenset[str] = frozenset()


def can_learn() -> bool:
    """Whether the extra `readinglist[learn]` is installed."""
    return all(importlib.util.find_spec(name) for name in ("sklearn", "numpy", "scipy"))


def labelled_items(
    workspace: Workspace, vocabulary: Vocabulary, items: Sequence[Item], names: Mapping[str, str]
) -> tuple[LabelledItem, ...]:
    """The items with hand decisions and those of [learn]'s labels file, in the order of `items`.

    An item's decisions tell what it has and has not; of other themes that the rules gave it nothing is
    known, all the rest it has not. Labels that name no item of the library are passed over: the file may
    serve more than one library. Raises `ThemeError` for a labels file that cannot be read.
    """
    labels = _labels(workspace, vocabulary)
    found = []
    for item in items:
        label = labels.get(item.citation_key) or labels.get(item.key)
        decision = vocabulary.decisions.get(item.citation_key) if item.citation_key else None
        themes = set(label.themes) if label else set()
        unknown = set(label.optional) if label else set()
        if decision:
            if not label:
                bare = replace(item, citation_key="")
                unknown |= {one.theme for one in assign(vocabulary, bare, names)}
                if not decision.include:
                    unknown |= set(vocabulary.ids)
            themes = (themes | set(decision.include)) - set(decision.exclude)
            unknown -= {*decision.include, *decision.exclude}
        if label or decision:
            found.append(LabelledItem(item, frozenset(themes), frozenset(unknown - themes)))
    return tuple(found)


def train_on(
    labelled: Sequence[LabelledItem], vocabulary: Vocabulary, names: Mapping[str, str]
) -> Adviser | None:
    """The classifier for the vocabulary, None when there is too little to learn from.

    Raises `ThemeError` when the extra is not installed.
    """
    if not can_learn():
        raise ThemeError("the classifier needs scikit-learn, which is not installed", hint=INSTALL)
    from readinglist.themes.classifier import Example, train

    examples = [Example(tuple(units_of(one.item, names)), one.themes, one.unknown) for one in labelled]
    return train(examples, vocabulary.ids, vocabulary.learning.weight)


@dataclass(frozen=True, slots=True)
class Learned:
    """The classifier of a workspace; `fingerprint` changes with whatever it was made from."""

    adviser: Adviser | None = None
    fingerprint: str = ""
    notice: str = ""


def learn(
    workspace: Workspace, vocabulary: Vocabulary, items: Sequence[Item], names: Mapping[str, str]
) -> Learned:
    """The classifier that takes part in assignments: none unless [learn] says `enabled = true`.

    Without the extra the rules go on alone, and `notice` says so. Raises `ThemeError` for a labels file
    that cannot be read.
    """
    if not vocabulary.learning.enabled:
        return Learned()
    labelled = labelled_items(workspace, vocabulary, items, names)
    if not can_learn():
        return Learned(notice=f"themes.toml has [learn] on, but scikit-learn is missing. {INSTALL}")
    told = [
        (units_of(one.item, names), sorted(one.themes), sorted(one.unknown), vocabulary.learning.weight)
        for one in labelled
    ]
    fingerprint = hashlib.sha256(repr(told).encode("utf-8", "surrogatepass")).hexdigest()
    adviser = train_on(labelled, vocabulary, names)
    if adviser is None:
        return Learned(notice="There are too few decisions and labelled items to learn from yet.")
    return Learned(adviser, fingerprint)


def _labels(workspace: Workspace, vocabulary: Vocabulary) -> dict[str, Label]:
    if not vocabulary.learning.labels:
        return {}
    path = workspace.themes_file.parent / vocabulary.learning.labels
    return {label.key: label for label in load_labels(path, vocabulary.ids)}
