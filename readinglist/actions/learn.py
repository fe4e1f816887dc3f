"""What there is to learn from in a workspace, decisions and labelled items, and the classifier made of it."""

from __future__ import annotations

import hashlib
import importlib.util
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path

from readinglist.actions.theme_sight import other_names
from readinglist.errors import ThemeError
from readinglist.items import Item
from readinglist.library import Library
from readinglist.themes.advice import Adviser
from readinglist.themes.assign import assign
from readinglist.themes.fields import units_of
from readinglist.themes.labels import Label, load_labels, read_labels
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


@dataclass(frozen=True, slots=True)
class Around:
    """What stands around the items: their collections' `names`, and each item's other names.

    `others` gives the present citation key by every key in lower case that an item had before, or that was
    an item's which was merged into it. `labels` is the text that the labels file would have, None for the
    file itself.
    """

    names: Mapping[str, str] = field(default_factory=dict)
    others: Mapping[str, str] = field(default_factory=dict)
    labels: str | None = None


def around(library: Library, labels: str | None = None) -> Around:
    """What stands around a library's items."""
    return Around(library.collection_names(), other_names(library), labels)


def labels_file(workspace: Workspace, vocabulary: Vocabulary) -> Path | None:
    """The file that [learn] names, None if it names none."""
    named = vocabulary.learning.labels
    return workspace.themes_file.parent / named if named else None


def labelled_items(
    workspace: Workspace, vocabulary: Vocabulary, items: Sequence[Item], about: Around
) -> tuple[LabelledItem, ...]:
    """The items with hand decisions and those of [learn]'s labels file, in the order of `items`.

    An item's decisions tell what it has and has not; of other themes that the rules gave it nothing is
    known, all the rest it has not. A label follows its item to a new citation key, and to the item that it
    was merged into. Labels that name no item of the library are passed over: the file may serve more than one
    library. Raises `ThemeError` for a labels file that cannot be read.
    """
    labels = _labels(workspace, vocabulary, about)
    moved = {
        about.others[key.casefold()]: label for key, label in labels.items() if key.casefold() in about.others
    }
    found = []
    for item in items:
        label = labels.get(item.citation_key) or labels.get(item.key) or moved.get(item.citation_key)
        decision = vocabulary.decisions.get(item.citation_key) if item.citation_key else None
        themes = set(label.themes) if label else set()
        unknown = set(label.optional) if label else set()
        if decision:
            if not label:
                bare = replace(item, citation_key="")
                unknown |= {one.theme for one in assign(vocabulary, bare, about.names)}
                if not decision.include:
                    unknown |= set(vocabulary.ids)
            themes = (themes | set(decision.include)) - set(decision.exclude)
            unknown -= {*decision.include, *decision.exclude}
        if label or decision:
            found.append(LabelledItem(item, frozenset(themes), frozenset(unknown - themes)))
    return tuple(found)


def taught_keys(workspace: Workspace, vocabulary: Vocabulary, about: Around) -> frozenset[str]:
    """The citation or Zotero keys of the items that there is something to learn from; none with [learn] off.

    Raises `ThemeError` for a labels file that cannot be read.
    """
    if not vocabulary.learning.enabled or not can_learn():
        return frozenset()
    labels = _labels(workspace, vocabulary, about)
    moved = (about.others.get(key.casefold(), key) for key in labels)
    return frozenset((*labels, *moved, *vocabulary.decisions))


def train_on(
    labelled: Sequence[LabelledItem], vocabulary: Vocabulary, names: Mapping[str, str]
) -> Adviser | None:
    """The classifier for the vocabulary, None when there is too little to learn from.

    Raises `ThemeError` when the extra is not installed.
    """
    if not can_learn():
        raise ThemeError("the classifier needs scikit-learn, which is not installed", hint=INSTALL)
    from readinglist.themes.classifier import train
    from readinglist.themes.examples import examples_of

    examples = [
        example
        for one in labelled
        for example in examples_of(vocabulary, one.item, names, one.themes, one.unknown)
    ]
    return train(examples, vocabulary.ids, vocabulary.learning.weight)


@dataclass(frozen=True)
class Learned:
    """The classifier of a workspace, trained when it is first asked for.

    `fingerprint` changes with whatever it is made from; it is "" when nothing takes part in assignments.
    """

    labelled: tuple[LabelledItem, ...] = ()
    vocabulary: Vocabulary = field(default_factory=lambda: Vocabulary(()))
    names: Mapping[str, str] = field(default_factory=dict)

    @cached_property
    def adviser(self) -> Adviser | None:
        """The classifier; None when there is nothing, or too little, to learn from."""
        return train_on(self.labelled, self.vocabulary, self.names) if self.labelled else None

    @cached_property
    def fingerprint(self) -> str:
        """A hash of the labelled items' texts and themes."""
        if not self.labelled:
            return ""
        told = [
            (units_of(one.item, self.names), sorted(one.themes), sorted(one.unknown)) for one in self.labelled
        ]
        return hashlib.sha256(repr(told).encode("utf-8", "surrogatepass")).hexdigest()


def learn(workspace: Workspace, vocabulary: Vocabulary, items: Sequence[Item], about: Around) -> Learned:
    """What takes part in assignments: nothing unless [learn] says `enabled = true` and the extra is there.

    Raises `ThemeError` for a labels file that cannot be read.
    """
    if not vocabulary.learning.enabled or not can_learn():
        return Learned()
    return Learned(labelled_items(workspace, vocabulary, items, about), vocabulary, about.names)


def learning_notices(vocabulary: Vocabulary) -> tuple[str, ...]:
    """What a user should know when [learn] is on and cannot be followed: the rules then go on alone."""
    if not vocabulary.learning.enabled or can_learn():
        return ()
    return (f"[learn] in themes.toml is on, but scikit-learn is missing: the rules decide alone. {INSTALL}",)


def _labels(workspace: Workspace, vocabulary: Vocabulary, about: Around) -> dict[str, Label]:
    path = labels_file(workspace, vocabulary)
    if path is None:
        return {}
    if about.labels is None:
        found = load_labels(path, vocabulary.ids)
    else:
        found = read_labels(about.labels, str(path), vocabulary.ids)
    return {label.key: label for label in found}
