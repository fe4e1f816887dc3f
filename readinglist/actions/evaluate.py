"""How well the themes of a workspace agree with a cataloguer's: by rules alone, and with what was learned."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from readinglist.actions.learn import LabelledItem, around, labelled_items, train_on
from readinglist.actions.local import load_themes, open_local
from readinglist.actions.theme_sight import as_judged, with_current_keys
from readinglist.errors import ThemeError
from readinglist.items import Item
from readinglist.items.text import language_tag, plain
from readinglist.themes.advice import Adviser
from readinglist.themes.assign import explain
from readinglist.themes.evaluate import Evaluation, Labelled, evaluate
from readinglist.themes.evidence import Score, scores_to_json
from readinglist.themes.labels import load_labels
from readinglist.themes.vocabulary import Vocabulary
from readinglist.workspace import Workspace
from readinglist.zotero.mapping import item_from_json

FOLDS = 5
_GIVEN = ("assigned", "included")


@dataclass(frozen=True, slots=True)
class Mistake:
    """An item whose themes differ from the cataloguer's, with how the themes in question fared."""

    key: str
    title: str
    missed: tuple[str, ...]
    wrong: tuple[str, ...]
    scores: tuple[Score, ...]

    @property
    def gravity(self) -> float:
        """How far the scores would have to move: the sum over what is missed and wrong."""
        return sum(min(abs(one.score - one.threshold), one.threshold) + 1 for one in self.scores)


@dataclass(frozen=True, slots=True)
class ThemeEvaluation:
    """The figures by the method in question, beside those of the rules alone when more than they were used.

    `method` is "rules" or "rules and classifier"; `folds` is 0 unless the figures are cross-validated.
    """

    method: str
    result: Evaluation
    rules: Evaluation
    mistakes: tuple[Mistake, ...]
    folds: int = 0
    learned_from: int = 0

    def as_json(self) -> dict[str, Any]:
        """The figures as plain data: those of the method at the top, those of the rules under "rules"."""
        mistakes = [
            {
                "key": one.key,
                "title": one.title,
                "missed": list(one.missed),
                "wrong": list(one.wrong),
                "scores": scores_to_json(one.scores),
            }
            for one in self.mistakes
        ]
        about = {"method": self.method, "folds": self.folds, "learned_from": self.learned_from}
        rules = {} if self.result is self.rules else {"rules": self.rules.to_json()}
        return {**about, **self.result.to_json(), **rules, "mistakes": mistakes}


def evaluate_themes(
    workspace: Workspace, gold: Path | None = None, *, learn: bool | None = None, worst: int = 10
) -> ThemeEvaluation:
    """Measure the workspace's rules on `gold`, or on its own labelled items.

    With `learn` (by default what [learn] says) the classifier takes part: for `gold` it is trained on the
    labelled items of the workspace, else each fifth of those is judged by one trained on the other four.
    Hand decisions never count as the program's own answer. `worst` is how many mistakes are told. Raises
    `ThemeError` for a gold file that cannot be read, and where there is nothing to measure on or learn from.
    """
    vocabulary = load_themes(workspace)
    with_classifier = vocabulary.learning.enabled if learn is None else learn
    own, names, vocabulary = _own(workspace, vocabulary, needed=gold is None or with_classifier)
    measured = _gold(gold, vocabulary) if gold else own
    if not measured:
        raise ThemeError(
            "there is nothing to measure on: no item has labels or decisions",
            where=str(gold or workspace.themes_file),
            hint="Give --gold FILE, or decide some items by hand: `readinglist themes include KEY THEME`.",
        )
    bare = [replace(one, item=replace(one.item, citation_key="")) for one in measured]
    keys = [one.item.citation_key or one.item.key for one in measured]
    rules = [explain(vocabulary, one.item, names) for one in bare]
    by_rules = _evaluation(vocabulary, bare, rules)
    if not with_classifier:
        return ThemeEvaluation("rules", by_rules, by_rules, _mistakes(bare, rules, keys, worst))
    advisers = _advisers(vocabulary, own, names, None if gold is None else len(bare))
    judged = [
        explain(vocabulary, one.item, names, adviser) for one, adviser in zip(bare, advisers, strict=True)
    ]
    return ThemeEvaluation(
        "rules and classifier",
        _evaluation(vocabulary, bare, judged),
        by_rules,
        _mistakes(bare, judged, keys, worst),
        FOLDS if gold is None else 0,
        len(own),
    )


def _own(
    workspace: Workspace, vocabulary: Vocabulary, *, needed: bool
) -> tuple[tuple[LabelledItem, ...], Mapping[str, str], Vocabulary]:
    """The labelled items, the collections' names, and the vocabulary with its decisions on present keys.

    Nothing is looked for where it is not needed and nothing was synced.
    """
    if not needed and not workspace.database.is_file():
        return (), {}, vocabulary
    with open_local(workspace) as library:
        vocabulary = with_current_keys(vocabulary, library)
        items, about = as_judged(workspace, library.items()), around(library)
    return labelled_items(workspace, vocabulary, items, about), about.names, vocabulary


def _gold(path: Path, vocabulary: Vocabulary) -> tuple[LabelledItem, ...]:
    labels = load_labels(path, vocabulary.ids, with_items=True)
    return tuple(
        LabelledItem(item_from_json(label.item or {}), label.themes, label.optional) for label in labels
    )


def _advisers(
    vocabulary: Vocabulary, own: Sequence[LabelledItem], names: Mapping[str, str], gold: int | None
) -> list[Adviser | None]:
    """For each item to be judged the classifier that never saw it. Raises `ThemeError` from too little."""
    if gold is not None:
        adviser = train_on(own, vocabulary, names)
        if adviser is None:
            raise ThemeError(
                f"{len(own)} labelled items are too few to learn from",
                hint='Name a file of labels in themes.toml: [learn] labels = "labels.jsonl".',
            )
        return [adviser] * gold
    folds = [_fold(one.item) for one in own]
    trained = [
        train_on([one for one, at in zip(own, folds, strict=True) if at != fold], vocabulary, names)
        for fold in range(FOLDS)
    ]
    return [trained[fold] for fold in folds]


def _fold(item: Item) -> int:
    """Which part of the labelled items an item belongs to: always the same one."""
    return hashlib.sha256(f"{item.source} {item.key}".encode("utf-8", "surrogatepass")).digest()[0] % FOLDS


def _evaluation(
    vocabulary: Vocabulary, measured: Sequence[LabelledItem], judged: Sequence[Sequence[Score]]
) -> Evaluation:
    ones = [
        Labelled(
            themes=one.themes,
            given=_given(scores),
            optional=one.unknown,
            language=language_tag(one.item.language).split("-")[0],
            ranked=tuple(
                score.theme
                for score in sorted(
                    scores, key=lambda score: (score.theme not in _given(scores), -score.score)
                )
                if score.score > 0
            ),
        )
        for one, scores in zip(measured, judged, strict=True)
    ]
    return evaluate(ones, vocabulary.ids)


def _given(scores: Sequence[Score]) -> frozenset[str]:
    return frozenset(score.theme for score in scores if score.verdict in _GIVEN)


def _mistakes(
    measured: Sequence[LabelledItem], judged: Sequence[Sequence[Score]], keys: Sequence[str], worst: int
) -> tuple[Mistake, ...]:
    """The mistakes that were farthest from right, worst first."""
    found = []
    for one, scores, key in zip(measured, judged, keys, strict=True):
        given = _given(scores)
        missed, wrong = one.themes - given, given - one.themes - one.unknown
        if missed or wrong:
            told = tuple(score for score in scores if score.theme in missed | wrong)
            order = [score.theme for score in told]
            found.append(
                Mistake(
                    key,
                    plain(one.item.title),
                    tuple(theme for theme in order if theme in missed),
                    tuple(theme for theme in order if theme in wrong),
                    told,
                )
            )
    return tuple(sorted(found, key=lambda one: (-one.gravity, one.key, one.title))[:worst])
