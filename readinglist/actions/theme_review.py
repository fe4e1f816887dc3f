"""Going through doubtful items: what is to be decided, each answer saved at once, what rules would help."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from readinglist.actions.learn import around, learn
from readinglist.actions.local import load_themes, open_local
from readinglist.actions.progress import Progress, silent
from readinglist.actions.sync import organise
from readinglist.actions.theme_decisions import write_decisions
from readinglist.actions.theme_sight import as_judged, with_current_keys
from readinglist.errors import ReadinglistError
from readinglist.files import write_file
from readinglist.items import Item
from readinglist.items.text import plain
from readinglist.library import Library
from readinglist.themes.assign import explain
from readinglist.themes.editing import Side, Signature
from readinglist.themes.evidence import Score
from readinglist.themes.proposals import DecidedPair, Proposal, propose
from readinglist.themes.vocabulary import Vocabulary
from readinglist.workspace import Workspace

_CLOSE = 0.3
_NEAR_ENOUGH = 0.75


@dataclass(frozen=True, slots=True)
class Doubt:
    """A question: has the item the theme? `theme` is "" for an item that no theme came near.

    `margin` is how far its score is from the threshold, as a part of it: small is doubtful. `others` are the
    themes that the item has beside this one.
    """

    citation_key: str
    title: str
    facts: str
    theme: str
    label: str
    score: Score | None
    margin: float
    others: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Step:
    """What one answer changed, to be able to take it back: theme and side before, by item."""

    place: int
    citation_key: str
    before: dict[str, Side | None]
    skipped: bool = False


class Review:
    """The questions in their order, and the answers, each written into `themes.toml` when it is given."""

    def __init__(
        self,
        workspace: Workspace,
        library: Library,
        vocabulary: Vocabulary,
        doubts: Sequence[Doubt],
        signature: Signature,
    ) -> None:
        self.doubts = tuple(doubts)
        self.place = 0
        self.vocabulary = vocabulary
        self._workspace = workspace
        self._library = library
        self._signature = signature
        self._steps: list[_Step] = []
        self._skipped = load_skipped(workspace)
        self._now: dict[tuple[str, str], Side | None] = {
            (key, theme): side
            for key, one in vocabulary.decisions.items()
            for side, themes in _sides(one.include, one.exclude)
            for theme in themes
        }
        self.decided: dict[tuple[str, str], Side | None] = {}
        self._written = False

    @property
    def present(self) -> Doubt | None:
        """The question to be answered now, None when there is none left."""
        return self.doubts[self.place] if self.place < len(self.doubts) else None

    @property
    def answered(self) -> int:
        """How many questions were answered, skipped ones left out."""
        return sum(not step.skipped for step in self._steps)

    def accept(self) -> None:
        """The item has the theme."""
        self._decide({self._asked().theme: "include"})

    def reject(self) -> None:
        """The item does not have the theme."""
        self._decide({self._asked().theme: "exclude"})

    def other(self, theme: str) -> None:
        """The item has this theme instead: the one that was asked about is refused."""
        asked = self._asked()
        sides: dict[str, Side | None] = (
            {asked.theme: "exclude"} if asked.theme and asked.theme != theme else {}
        )
        self._decide({**sides, theme: "include"})

    def skip(self) -> None:
        """Leave the question; the next review asks it last."""
        asked = self._asked()
        self._steps.append(_Step(self.place, asked.citation_key, {}, skipped=True))
        self._skipped[f"{asked.citation_key} {asked.theme}"] = True
        save_skipped(self._workspace, self._skipped)
        self.place += 1

    def undo(self) -> bool:
        """Take the last answer back and ask its question again; false when there is none."""
        if not self._steps:
            return False
        step = self._steps.pop()
        if step.skipped:
            doubt = self.doubts[step.place]
            self._skipped.pop(f"{doubt.citation_key} {doubt.theme}", None)
            save_skipped(self._workspace, self._skipped)
        else:
            self._write(step.citation_key, step.before)
            for theme in step.before:
                self.decided.pop((step.citation_key, theme), None)
        self.place = step.place
        return True

    def pairs(self) -> tuple[DecidedPair, ...]:
        """What was decided, item by item."""
        return tuple(DecidedPair(key, theme, side) for (key, theme), side in self.decided.items() if side)

    def close(self) -> None:
        """Bring the items' themes and `bib/` up to date with what was decided."""
        if self._written:
            organise(self._workspace, self._library, silent)

    def _asked(self) -> Doubt:
        asked = self.present
        if asked is None:
            raise ReadinglistError("there is no question left")
        return asked

    def _decide(self, sides: dict[str, Side | None]) -> None:
        key = self._asked().citation_key
        before = {theme: self._now.get((key, theme)) for theme in sides}
        self._write(key, sides)
        self.decided |= {(key, theme): side for theme, side in sides.items()}
        self._steps.append(_Step(self.place, key, before))
        self.place += 1

    def _write(self, key: str, sides: dict[str, Side | None]) -> None:
        write_decisions(self._workspace, self._library, self.vocabulary, {key: sides}, self._signature)
        self._now |= {(key, theme): side for theme, side in sides.items()}
        self._written = True


def _sides(include: Iterable[str], exclude: Iterable[str]) -> tuple[tuple[Side, Iterable[str]], ...]:
    return ("include", include), ("exclude", exclude)


@contextmanager
def open_review(
    workspace: Workspace,
    *,
    theme: str = "",
    uncertain: bool = False,
    signature: Signature | None = None,
    progress: Progress = silent,
) -> Iterator[Review]:
    """A review of what is not decided yet, the most doubtful first, skipped ones last.

    At its end the items' themes and `bib/` are brought up to date, however it ends.

    `theme` limits it to one theme, with what just missed it; `uncertain` to what lies close to a threshold
    and to items without a theme. Raises `NotFoundError`, `ThemeError`, `WorkspaceError`.
    """
    with open_local(workspace) as library:
        vocabulary = with_current_keys(load_themes(workspace), library)
        if theme:
            vocabulary.theme(theme)
        items = as_judged(workspace, library.items())
        found = find_doubts(workspace, library, vocabulary, items, theme, uncertain, progress)
        review = Review(workspace, library, vocabulary, found, signature or Signature())
        try:
            yield review
        finally:
            review.close()


def find_doubts(
    workspace: Workspace,
    library: Library,
    vocabulary: Vocabulary,
    items: Sequence[Item],
    theme: str,
    uncertain: bool,
    progress: Progress,
) -> list[Doubt]:
    """The questions of a review, in their order."""
    about = around(library)
    adviser = learn(workspace, vocabulary, items, about).adviser
    skipped = load_skipped(workspace)
    locale = workspace.settings.lists.locale
    found: list[Doubt] = []
    for number, item in enumerate(items):
        if number % 50 == 0:
            progress("Looking for doubtful items", number, len(items))
        found += _of_item(vocabulary, item, explain(vocabulary, item, about.names, adviser), locale, theme)
    wanted = [one for one in found if not uncertain or one.margin <= _CLOSE]
    return sorted(
        wanted,
        key=lambda one: (
            f"{one.citation_key} {one.theme}" in skipped,
            one.margin,
            one.citation_key,
            one.theme,
        ),
    )


def _of_item(
    vocabulary: Vocabulary, item: Item, scores: Sequence[Score], locale: str, theme: str
) -> Iterator[Doubt]:
    has = tuple(one.theme for one in scores if one.verdict in ("assigned", "included"))

    def doubt(name: str, score: Score | None, margin: float) -> Doubt:
        others = tuple(one for one in has if one != name)
        label = vocabulary.label(name, locale) if name else ""
        return Doubt(item.citation_key, plain(item.title), _facts(item), name, label, score, margin, others)

    for score in scores:
        if theme and score.theme != theme:
            continue
        distance = abs(score.score - score.threshold) / score.threshold if score.threshold else 1.0
        if score.verdict == "assigned" or (
            score.verdict in ("near", "outdone", "crowded")
            and (score.score >= _NEAR_ENOUGH * score.threshold or not has)
        ):
            yield doubt(score.theme, score, round(distance, 4))
    nothing = not has and all(one.verdict == "below" or one.verdict == "excluded" for one in scores)
    if nothing and not theme:
        yield doubt("", None, 0.0)


def _facts(item: Item) -> str:
    names = [one.last_name or one.name for one in item.creators[:2]] + (["…"] if item.creators[2:] else [])
    parts = (", ".join(names), str(item.year or ""), item.item_type, item.language)
    return " · ".join(part for part in parts if part)


def proposals_for(
    workspace: Workspace, decided: Sequence[DecidedPair], progress: Progress = silent
) -> tuple[Proposal, ...]:
    """Rule changes that would have made these decisions unnecessary. Raises `ThemeError`.

    They are tried on the rules alone: what a classifier adds is no reason to write a rule, or not to.
    """
    if not decided:
        return ()
    with open_local(workspace) as library:
        items = as_judged(workspace, library.items())
        return propose(load_themes(workspace), items, library.collection_names(), decided, progress)


def load_skipped(workspace: Workspace) -> dict[str, bool]:
    """The questions skipped in earlier reviews, as "key theme"; none when the file is unreadable."""
    try:
        found = json.loads(_skipped_file(workspace).read_text("utf-8"))
    except (OSError, ValueError):
        return {}  # A convenience that is lost, nothing more.
    return dict.fromkeys((str(one) for one in found), True) if isinstance(found, list) else {}


def save_skipped(workspace: Workspace, skipped: Iterable[str]) -> None:
    """Keep which questions were skipped. Raises `WorkspaceError`."""
    write_file(_skipped_file(workspace), json.dumps(sorted(skipped), ensure_ascii=False, indent=0) + "\n")


def _skipped_file(workspace: Workspace) -> Path:
    return workspace.state_folder / "review.json"
