"""The themes of a workspace: how many items each has, and why an item has those it has."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

from readinglist.actions.learn import around, learn
from readinglist.actions.local import load_themes, narrower, open_local
from readinglist.actions.search import find_item
from readinglist.actions.theme_sight import as_judged, with_current_keys
from readinglist.items.text import plain
from readinglist.themes.assign import explain
from readinglist.themes.evidence import Evidence, Score
from readinglist.themes.vocabulary import Vocabulary
from readinglist.workspace import Workspace

_VERDICTS = {
    "assigned": "assigned",
    "included": "assigned by your decision",
    "excluded": "kept away by your decision",
    "near": "just missed",
    "below": "not near",
    "outdone": "outdone by a better one",
    "crowded": "no room: the item has its most themes already",
}


@dataclass(frozen=True, slots=True)
class ThemeRow:
    """A theme in the tree: its depth, id, label, and how many items have it or a theme below it."""

    theme: str
    label: str
    depth: int
    count: int


@dataclass(frozen=True, slots=True)
class ThemeCounts:
    """The tree of themes, how many items there are and how many of them have a theme."""

    rows: tuple[ThemeRow, ...]
    items: int
    themed: int

    def as_json(self) -> dict[str, Any]:
        """The counts as plain data."""
        return asdict(self)


def theme_counts(workspace: Workspace) -> ThemeCounts:
    """Every theme with the number of its items, as they were assigned by the last sync."""
    vocabulary = load_themes(workspace)
    with open_local(workspace) as library:
        items = library.items()
        assigned = library.themes_of(items)
    below = narrower(vocabulary)
    locale = workspace.settings.lists.locale
    rows = tuple(
        ThemeRow(
            theme.id,
            vocabulary.label(theme.id, locale),
            depth,
            sum(any(one in below[theme.id] for one in themes) for themes in assigned.values()),
        )
        for depth, theme in vocabulary.tree()
    )
    return ThemeCounts(rows, len(items), len(assigned))


@dataclass(frozen=True, slots=True)
class Reasoned:
    """How a theme fared with an item: verdict and reasons in words, beside the numbers themselves."""

    theme: str
    label: str
    verdict: str
    reasons: tuple[str, ...]
    score: Score


@dataclass(frozen=True, slots=True)
class Reasons:
    """Why an item has its themes, and which just missed."""

    citation_key: str
    title: str
    scores: tuple[Reasoned, ...]

    def as_json(self) -> dict[str, Any]:
        """The reasons as plain data."""
        scores = [{"label": one.label, **asdict(one.score)} for one in self.scores]
        return {"citation_key": self.citation_key, "title": self.title, "scores": scores}


def why(workspace: Workspace, key: str) -> Reasons:
    """Why the item `key` has its themes, and which came near; what is far off is left out.

    Raises `NotFoundError`, `ThemeError`.
    """
    vocabulary = load_themes(workspace)
    with open_local(workspace) as library:
        item = as_judged(workspace, [find_item(library, key)])[0]
        vocabulary = with_current_keys(vocabulary, library)
        about = around(library)
        examples = as_judged(workspace, library.items()) if vocabulary.learning.enabled else ()
        learned = learn(workspace, vocabulary, examples, about)
    scores = explain(vocabulary, item, about.names, learned.adviser)
    locale = workspace.settings.lists.locale
    shown = [score for score in scores if score.verdict != "below"]
    return Reasons(
        item.citation_key,
        plain(item.title),
        tuple(_reasoned(workspace, vocabulary, score, locale) for score in shown),
    )


def _reasoned(workspace: Workspace, vocabulary: Vocabulary, score: Score, locale: str) -> Reasoned:
    verdict = f"{_VERDICTS[score.verdict]}, score {score.score:g} of {score.threshold:g} needed"
    file = workspace.themes_file.name
    return Reasoned(
        score.theme,
        vocabulary.label(score.theme, locale),
        verdict,
        tuple(_reason(one, file) for one in score.evidence),
        score,
    )


def _reason(one: Evidence, file: str) -> str:
    rule = f"{one.rule} ({file}:{one.line})" if one.line else one.rule
    context = f": {one.context}" if one.context and one.context != one.words else ""
    found = f"{one.field} has “{one.words}”" if one.words else "what was learned"
    return f"{one.weight:+.2f}  {found}{context}  [{rule}]"
