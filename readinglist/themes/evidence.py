"""What speaks for an assignment, as values, and their JSON for keeping beside the library."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any, Literal, TypeAlias

Origin: TypeAlias = Literal["rule", "include"]
Verdict: TypeAlias = Literal["assigned", "included", "excluded", "near", "below", "outdone", "crowded"]


@dataclass(frozen=True, slots=True)
class Evidence:
    """One reason: in which `field`, which `words` of it, and the `weight` that they carry.

    `context` is the text around the words; `rule` the term or kind of rule as written ("strong: sea
    ice"), `line` where it stands in `themes.toml` (0 where unknown).
    """

    field: str
    words: str
    weight: float
    context: str
    rule: str
    line: int


@dataclass(frozen=True, slots=True)
class Assignment:
    """A theme that an item has: its score, the threshold it passed, and why.

    `origin` is "include" where a hand decision gave it; the score may then lie below the threshold.
    """

    theme: str
    score: float
    threshold: float
    origin: Origin
    evidence: tuple[Evidence, ...] = ()


@dataclass(frozen=True, slots=True)
class Score:
    """How one theme fared with an item, assigned or not.

    `verdict`: "assigned" by rules, "included" or "excluded" by hand, "near" a miss by at most half the
    threshold, "below" by more, "outdone" by a theme with a far better score, "crowded" out because the
    item has its greatest number of themes already.
    """

    theme: str
    score: float
    threshold: float
    verdict: Verdict
    evidence: tuple[Evidence, ...] = ()


def assignments_to_json(assignments: Sequence[Assignment]) -> list[dict[str, Any]]:
    """Assignments as plain lists and dictionaries, for `json.dumps`."""
    return [
        {
            "theme": one.theme,
            "score": one.score,
            "threshold": one.threshold,
            "origin": one.origin,
            "evidence": [
                {
                    "field": reason.field,
                    "words": reason.words,
                    "weight": reason.weight,
                    "context": reason.context,
                    "rule": reason.rule,
                    "line": reason.line,
                }
                for reason in one.evidence
            ],
        }
        for one in assignments
    ]


def assignments_from_json(data: Sequence[Mapping[str, Any]]) -> tuple[Assignment, ...]:
    """What `assignments_to_json` gave, as values again. Raises `KeyError` or `TypeError` on other data."""
    return tuple(
        Assignment(
            theme=one["theme"],
            score=float(one["score"]),
            threshold=float(one["threshold"]),
            origin="include" if one["origin"] == "include" else "rule",
            evidence=tuple(Evidence(**reason) for reason in one["evidence"]),
        )
        for one in data
    )


def scores_to_json(scores: Sequence[Score]) -> list[dict[str, Any]]:
    """Scores of `explain` as plain lists and dictionaries, for `--json`."""
    return [asdict(score) for score in scores]
