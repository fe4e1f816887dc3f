"""How well assigned themes agree with a cataloguer's: precision, recall, F1, nDCG, by theme and language."""

from __future__ import annotations

import math
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Labelled:
    """One item's themes: those it should have, those that count neither way, and those it was given.

    `ranked` holds every theme that had a score, best first, as far as a ranking is to be measured.
    """

    themes: frozenset[str]
    given: frozenset[str]
    optional: frozenset[str] = frozenset()
    language: str = ""
    ranked: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Figures:
    """Counts and what follows from them. `support` is how many items should have the theme."""

    right: int = 0
    wrong: int = 0
    missed: int = 0

    @property
    def support(self) -> int:
        """Items that should have the theme."""
        return self.right + self.missed

    @property
    def precision(self) -> float:
        """The part of what was given that is right; 0 where nothing was given."""
        return self.right / (self.right + self.wrong) if self.right + self.wrong else 0.0

    @property
    def recall(self) -> float:
        """The part of what should be given that was; 0 where nothing should."""
        return self.right / self.support if self.support else 0.0

    @property
    def f1(self) -> float:
        """The harmonic mean of precision and recall."""
        total = 2 * self.right + self.wrong + self.missed
        return 2 * self.right / total if total else 0.0


@dataclass(frozen=True, slots=True)
class Evaluation:
    """All figures for a set of items. `macro_f1` is the mean over the themes that have support.

    `ndcg` is the mean over the items that should have a theme of how high their themes were ranked
    (normalised discounted cumulative gain, Järvelin and Kekäläinen 2002, with gains of 0 and 1).
    """

    items: int
    micro: Figures
    macro_f1: float
    macro_precision: float
    macro_recall: float
    subset_accuracy: float
    ndcg: float = 0.0
    per_theme: dict[str, Figures] = field(default_factory=dict)
    per_language: dict[str, Figures] = field(default_factory=dict)

    def to_json(self) -> dict[str, Any]:
        """As plain dictionaries: micro, macro, per_theme.<id>, per_language.<tag>, each with its figures."""
        return {
            "items": self.items,
            "micro": _figures_json(self.micro),
            "macro": {
                "precision": self.macro_precision,
                "recall": self.macro_recall,
                "f1": self.macro_f1,
            },
            "subset_accuracy": self.subset_accuracy,
            "ndcg": self.ndcg,
            "per_theme": {name: _figures_json(one) for name, one in self.per_theme.items()},
            "per_language": {name: _figures_json(one) for name, one in self.per_language.items()},
        }


def evaluate(labelled: Sequence[Labelled], themes: Iterable[str]) -> Evaluation:
    """Compare what was given with what should be, over `themes`; `optional` themes count neither way.

    Languages are taken as they stand in `Labelled.language`. Nothing is raised; of no items all
    figures are 0.
    """
    names = list(themes)
    per_theme = {name: _count(labelled, (name,)) for name in names}
    languages = sorted({one.language for one in labelled})
    with_support = [one for one in per_theme.values() if one.support]
    exact = sum(_exact(one, names) for one in labelled)
    return Evaluation(
        items=len(labelled),
        micro=_count(labelled, names),
        macro_f1=_mean([one.f1 for one in with_support]),
        macro_precision=_mean([one.precision for one in with_support]),
        macro_recall=_mean([one.recall for one in with_support]),
        subset_accuracy=exact / len(labelled) if labelled else 0.0,
        ndcg=_mean([_ndcg(one) for one in labelled if one.themes]),
        per_theme=per_theme,
        per_language={
            language: _count([one for one in labelled if one.language == language], names)
            for language in languages
        },
    )


def _count(labelled: Iterable[Labelled], names: Collection[str]) -> Figures:
    right = wrong = missed = 0
    for one in labelled:
        for name in names:
            wanted, given = name in one.themes, name in one.given
            if wanted and given:
                right += 1
            elif wanted:
                missed += 1
            elif given and name not in one.optional:
                wrong += 1
    return Figures(right, wrong, missed)


def _exact(one: Labelled, names: Collection[str]) -> bool:
    counted = set(names) - one.optional
    return one.themes & counted == one.given & counted


def _ndcg(one: Labelled) -> float:
    """Gain 1 for each right theme, less the further down it stands; 1 where the right ones stand first."""
    ranked = [theme for theme in one.ranked if theme not in one.optional or theme in one.themes]
    gained = sum(1 / math.log2(place + 2) for place, theme in enumerate(ranked) if theme in one.themes)
    return gained / sum(1 / math.log2(place + 2) for place in range(len(one.themes)))


def _mean(values: Sequence[float]) -> float:
    return sum(values) / len(values) if values else 0.0


def _figures_json(figures: Figures) -> dict[str, float]:
    return {
        "precision": figures.precision,
        "recall": figures.recall,
        "f1": figures.f1,
        "support": figures.support,
    }
