"""A list's way from draft to published, and the librarian's review of its works."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from readinglist.actions.editing import undo_folder
from readinglist.actions.local import open_local
from readinglist.errors import ListError, ReadinglistError, not_found
from readinglist.items import Item
from readinglist.lists.editing.journal import load_draft, save_change
from readinglist.lists.load import find_list, list_names, load_list, parse_list
from readinglist.lists.model import Entry, State, Status
from readinglist.lists.review import (
    STEPS,
    Review,
    Step,
    WorkReview,
    load_review,
    review_file,
    save_mark,
)
from readinglist.lists.rewriting import set_top_value
from readinglist.workspace import Workspace


@dataclass(frozen=True, slots=True)
class ListStatus:
    """How far a list has come: its state since when, its works and how many of them the review has done.

    `problem` says in a line why the list or its review could not be read.
    """

    name: str
    state: State = "draft"
    since: datetime.date | None = None
    works: int = 0
    done: int = 0
    problem: str = ""

    def as_json(self) -> dict[str, Any]:
        """The status as plain data."""
        since = self.since.isoformat() if self.since else None
        return {
            "name": self.name,
            "state": self.state,
            "since": since,
            "works": self.works,
            "done": self.done,
            "problem": self.problem or None,
        }


@dataclass(frozen=True, slots=True)
class ReviewedWork:
    """A work of a list in its review: where the list cites it first, and what was done for it."""

    key: str
    heading: str
    entry: Entry
    item: Item | None
    review: WorkReview


@dataclass(frozen=True, slots=True)
class ListReview:
    """The review of a whole list: its works in the order of the list, each once.

    `left` are works that the review knows and the list no longer cites.
    """

    name: str
    path: Path
    works: tuple[ReviewedWork, ...]
    left: tuple[str, ...]

    @property
    def done(self) -> int:
        """How many works are done."""
        return sum(one.review.done is not None for one in self.works)

    def as_json(self) -> dict[str, Any]:
        """The review as plain data."""
        return {
            "list": self.name,
            "works": [
                {
                    "citation_key": one.key,
                    "section": one.heading,
                    "importance": one.entry.importance,
                    "in_library": one.item is not None,
                    **one.review.model_dump(mode="json"),
                }
                for one in self.works
            ],
            "no_longer_cited": list(self.left),
        }


def list_status(workspace: Workspace, name: str) -> ListStatus:
    """How far a list has come. Raises `NotFoundError`, `ListError`."""
    whole = load_list(find_list(workspace.lists_folder, name))
    review = load_review(review_file(workspace.lists_folder, name))
    keys = {entry.cite for placed in whole.flat_sections for entry in placed.section.entries if entry.cite}
    done = sum(review.of(key).done is not None for key in keys)
    return ListStatus(name, whole.status.state, whole.status.since, len(keys), done)


def all_statuses(workspace: Workspace) -> list[ListStatus]:
    """How far each list has come, by name; a broken one with its problem."""
    found = []
    for name in list_names(workspace.lists_folder):
        try:
            found.append(list_status(workspace, name))
        except ReadinglistError as error:
            found.append(ListStatus(name, problem=error.message.splitlines()[0]))
    return found


def set_status(
    workspace: Workspace, name: str, state: State, since: datetime.date
) -> tuple[ListStatus, bool]:
    """Write a list's status into its file, one line and nothing else; whether it changed.

    A list that has the state already keeps its date. Raises `NotFoundError`, and `ListError` where the file
    cannot be changed by a program.
    """
    path = find_list(workspace.lists_folder, name)
    draft = load_draft(path)
    before = parse_list(draft.text, path)
    if before.status.state == state and (before.status.since or state == "draft"):
        return list_status(workspace, name), False
    value = f"{{state: {state}, since: {since.isoformat()}}}"
    after = ("title", "subtitle", "course", "department", "institution")
    text = set_top_value(draft.text, "status", value, after)
    made = parse_list(text, path)
    if made.model_copy(update={"status": before.status}) != before or made.status != Status(
        state=state, since=since
    ):
        raise ListError(
            "the status of this file cannot be changed without changing other things",
            where=str(path),
            hint=f"Write `status: {value}` into it by hand.",
        )
    save_change(draft, text, f"status {state}", undo_folder(workspace))
    return list_status(workspace, name), True


def review_of(workspace: Workspace, name: str) -> ListReview:
    """The review of a list's works, with their items.

    Raises `NotFoundError`, `ListError`, `WorkspaceError`.
    """
    whole = load_list(find_list(workspace.lists_folder, name))
    path = review_file(workspace.lists_folder, name)
    review = load_review(path)
    with open_local(workspace) as library:
        items = library.items_by_key(whole.cited_keys)
    works: dict[str, ReviewedWork] = {}
    for placed in whole.flat_sections:
        section = placed.section
        heading = f"Week {section.week}: {section.title}" if section.week else section.title
        for entry in section.entries:
            for one in (entry, *entry.alternatives):
                if one.cite and one.cite not in works:
                    item = items.get(one.cite)
                    works[one.cite] = ReviewedWork(one.cite, heading, one, item, review.of(one.cite))
    left = tuple(key for key in review.works if key not in works)
    return ListReview(name, path, tuple(works.values()), left)


def mark_work(
    workspace: Workspace, name: str, key: str, changes: Mapping[str, Step | datetime.date | str | None]
) -> WorkReview:
    """Note in the review what was done for a work of a list, and write it at once.

    Raises `NotFoundError` for a work that neither the list nor its review has.
    """
    whole = load_list(find_list(workspace.lists_folder, name))
    path = review_file(workspace.lists_folder, name)
    known = {*whole.cited_keys, *_known(load_review(path))}
    if key not in known:
        raise not_found(
            "work", key, known, where=f"the list '{name}'", listing=f"readinglist lists review {name}"
        )
    return save_mark(path, name, key, changes).of(key)


def _known(review: Review) -> set[str]:
    return set(review.works)


def told(review: WorkReview) -> str:
    """What was done for a work, in a line: "located (HV6453, 2026-11-25) · scan wanted"; "" for nothing."""
    parts = []
    past = {"locate": "located", "scan": "scanned", "buy": "bought", "link": "linked"}
    for name in STEPS:
        step = review.step(name)
        if step is not None:
            facts = ", ".join(one for one in (step.note, step.on.isoformat() if step.on else "") if one)
            word = past[name] if step.state == "done" else f"{name} wanted"
            parts.append(f"{word} ({facts})" if facts else word)
    if review.note:
        parts.append(f"note: {review.note}")
    if review.done:
        parts.append(f"done {review.done.isoformat()}")
    return " · ".join(parts)
