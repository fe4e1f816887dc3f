"""Exporting anew whatever became stale: looks at the workspace's files now and then, until it is stopped."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from readinglist.actions.export import ExportReport, export_lists, joined_targets
from readinglist.actions.export_choices import ExportChoices
from readinglist.actions.progress import Progress, silent
from readinglist.errors import ReadinglistError
from readinglist.lists.load import list_names
from readinglist.workspace import Workspace

SECONDS = 1.0
"""How often the files are looked at: some thirty of them, and only at their dates."""

_SETTLED = 0.2
Stamps = Mapping[Path, tuple[int, int]]


@dataclass(frozen=True, slots=True)
class Round:
    """What one change led to: the files of which it came, and a report or the error that stood in its way."""

    changed: tuple[Path, ...]
    report: ExportReport | None = None
    error: ReadinglistError | None = None


def watch(
    load: Callable[[], Workspace],
    names: Sequence[str],
    choices: ExportChoices,
    *,
    output: Path | None = None,
    progress: Progress = silent,
    pause: Callable[[float], None] = time.sleep,
) -> Iterator[Round]:
    """Export once, then after each change what it touched; never ends by itself.

    `load` opens the workspace anew each time, so that changed settings count. `names` are lists, () for all.
    Where only lists changed, only these are exported; else all of them. An error that its user can mend is in
    the round, and the watching goes on. Raises what `load` raises at the first time.
    """
    workspace = load()
    extra = _given(choices)
    # None stands for everything.
    due: set[str] | None = None
    changed: tuple[Path, ...] = ()
    while True:
        seen = _settled(workspace, extra, pause)
        try:
            workspace = load()
            wanted = names or list_names(workspace.lists_folder)
            now = [name for name in wanted if due is None or Path(name).stem in due]
            report = export_lists(workspace, now, choices, output=output, progress=progress) if now else None
            yield Round(changed, report)
            left: set[str] | None = set()
        except ReadinglistError as error:
            yield Round(changed, error=error)
            left = due
        changed = _wait(workspace, extra, seen, pause)
        lists = _lists_among(workspace, changed)
        due = left | lists if left is not None and lists is not None else None
        if joined_targets(workspace, choices):  # One file of all lists changes with each of them.
            due = None


def _given(choices: ExportChoices) -> tuple[Path, ...]:
    reference = choices.options.get("reference", "")
    return tuple(path for path in (choices.template, Path(reference) if reference else None) if path)


def _wait(
    workspace: Workspace, extra: Sequence[Path], seen: Stamps, pause: Callable[[float], None]
) -> tuple[Path, ...]:
    """The files that have changed, come or gone, as soon as some have."""
    while True:
        pause(SECONDS)
        now = _stamps(_sources(workspace, extra))
        changed = sorted(path for path in {*now, *seen} if now.get(path) != seen.get(path))
        if changed:
            return tuple(changed)


def _settled(workspace: Workspace, extra: Sequence[Path], pause: Callable[[float], None]) -> Stamps:
    """The files as they are once nobody is writing them."""
    before = _stamps(_sources(workspace, extra))
    while True:
        pause(_SETTLED)
        now = _stamps(_sources(workspace, extra))
        if now == before:
            return now
        before = now


def _sources(workspace: Workspace, extra: Sequence[Path]) -> Iterator[Path]:
    """What an export reads: settings, themes, lists, templates, logo, database, and what was given."""
    yield workspace.config_file
    yield workspace.themes_file
    yield workspace.keys_file
    if workspace.settings.department.logo:
        yield workspace.root / workspace.settings.department.logo
    for folder, pattern in ((workspace.lists_folder, "*"), (workspace.templates_folder, "**/*")):
        yield from folder.glob(pattern)
    yield from _database(workspace)
    yield from extra


def _database(workspace: Workspace) -> tuple[Path, ...]:
    return workspace.database, workspace.database.with_name(workspace.database.name + "-wal")


def _stamps(paths: Iterator[Path] | Sequence[Path]) -> Stamps:
    """Date of change and size of each file that is there; hidden ones are an editor's own."""
    found = {}
    for path in paths:
        try:
            facts = path.stat()
        except OSError:
            continue
        # SQLite makes an empty journal for whoever only reads.
        if path.name.endswith("-wal") and not facts.st_size:
            continue
        if not path.name.startswith(".") and not path.name.endswith("~") and not path.is_dir():
            found[path] = (facts.st_mtime_ns, facts.st_size)
    return found


def _lists_among(workspace: Workspace, changed: Sequence[Path]) -> set[str] | None:
    """The lists that changed where nothing else did; None where something did that all lists may need."""
    if all(path.parent == workspace.lists_folder for path in changed):
        return {path.stem for path in changed}
    return None
