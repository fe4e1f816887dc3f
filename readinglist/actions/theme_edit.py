"""Themes made, renamed, merged, split, removed: planned with all that changes, then written at once.

`themes.toml`, its decisions, the lists' queries and the labels that [learn] names stay in step: either all of
them are written, or, when one of them would be broken, none.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from readinglist.actions.learn import around, labels_file, learn
from readinglist.actions.local import load_themes, open_local
from readinglist.actions.progress import Progress, silent
from readinglist.actions.sync import organise
from readinglist.actions.theme_sight import as_judged, with_current_keys
from readinglist.errors import ThemeError, UsageError
from readinglist.files import write_file
from readinglist.lists.queries import rename_in_queries, themes_in_queries
from readinglist.themes.assign import assign
from readinglist.themes.labels import left_open_in_labels, rename_in_labels
from readinglist.themes.restructure import (
    NewTheme,
    merge_themes,
    new_theme,
    remove_theme,
    rename_theme,
    split_theme,
)
from readinglist.themes.tomltext import load_source, save_source
from readinglist.themes.vocabulary import Vocabulary, load_vocabulary
from readinglist.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Moved:
    """An item whose themes the edit changes: those that it gains and loses."""

    citation_key: str
    gains: tuple[str, ...]
    loses: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Edit:
    """What an edit would change: the text of `themes.toml`, of lists and labels, and the items' themes.

    `said` says in words what it is; in `moved`, renamed themes count as the same. `labels` is the file of
    labels with its new text, if that changes, and `relabelled` how many of its lines do.
    """

    said: str
    old: str
    new: str
    lists: Mapping[Path, str] = field(default_factory=dict)
    moved: tuple[Moved, ...] = ()
    labels: Mapping[Path, str] = field(default_factory=dict)
    relabelled: int = 0

    @property
    def others(self) -> Mapping[Path, str]:
        """The texts beside `themes.toml` that change."""
        return {**self.lists, **self.labels}

    def as_json(self) -> dict[str, Any]:
        """The edit as plain data."""
        return {
            "said": self.said,
            "lists": [path.name for path in self.lists],
            "relabelled": self.relabelled,
            "moved": [
                {"citation_key": one.citation_key, "gains": list(one.gains), "loses": list(one.loses)}
                for one in self.moved
            ],
        }


def plan_new(workspace: Workspace, theme: NewTheme) -> Edit:
    """A new theme. Raises `UsageError`, `NotFoundError` for a broader theme that is not there."""
    vocabulary = load_themes(workspace)
    _check_new(vocabulary, theme.id)
    if theme.broader:
        vocabulary.theme(theme.broader)
    return _plan(
        workspace, f"new theme {theme.id}", lambda text, where: new_theme(text, theme, where=where), {}
    )


def plan_rename(workspace: Workspace, old: str, new: str) -> Edit:
    """Another id for a theme, in decisions, other themes and lists too."""
    vocabulary = load_themes(workspace)
    vocabulary.theme(old)
    if new.casefold() != old.casefold():
        _check_new(vocabulary, new)
    return _plan(
        workspace,
        f"{old} is called {new}",
        lambda text, where: rename_theme(text, old, new, where=where),
        {old: new},
    )


def plan_merge(workspace: Workspace, parts: Sequence[str], into: str) -> Edit:
    """Themes made part of another: rules, other names, decisions, lists."""
    vocabulary = load_themes(workspace)
    for theme in (*parts, into):
        vocabulary.theme(theme)
    if into in parts or len(set(parts)) < len(parts):
        raise UsageError("a theme cannot be merged into itself", hint="Name each theme once.")
    return _plan(
        workspace,
        f"{', '.join(parts)} {'becomes' if len(parts) == 1 else 'become'} part of {into}",
        lambda text, where: merge_themes(text, parts, into, where=where),
        dict.fromkeys(parts, into),
    )


def plan_split(workspace: Workspace, theme: str, new: NewTheme, terms: Sequence[str]) -> Edit:
    """A new theme that takes some of a theme's rules. Lists that name the old one go on finding both, where
    the new one stands below it."""
    vocabulary = load_themes(workspace)
    vocabulary.theme(theme)
    _check_new(vocabulary, new.id)
    return _plan(
        workspace,
        f"{new.id} is split off {theme}",
        lambda text, where: split_theme(text, theme, new, terms, where=where),
        {},
        lambda text, where: left_open_in_labels(text, theme, new.id, where),
    )


def plan_remove(workspace: Workspace, theme: str) -> Edit:
    """A theme taken out, with its decisions. Raises `ThemeError` while a list asks for it."""
    load_themes(workspace).theme(theme)
    for path in _list_files(workspace):
        for named, line in themes_in_queries(path.read_text("utf-8")):
            if named.casefold() == theme.casefold():
                raise ThemeError(
                    f"this list asks for the theme '{theme}'",
                    where=f"{path}:{line}",
                    hint=f"Change its query, or use `readinglist themes merge {theme} --into …`.",
                )
    return _plan(
        workspace,
        f"{theme} is removed",
        lambda text, where: remove_theme(text, theme, where=where),
        {},
        lambda text, where: rename_in_labels(text, {theme: None}, where),
    )


def _check_new(vocabulary: Vocabulary, theme: str) -> None:
    same = [one for one in vocabulary.ids if one.casefold() == theme.casefold()]
    if same:
        raise UsageError(
            f"there is a theme '{same[0]}' already", hint="`readinglist themes` lists what there is."
        )


def _plan(
    workspace: Workspace,
    said: str,
    change: Callable[[str, str], str],
    names: Mapping[str, str],
    relabel: Callable[[str, str], str] | None = None,
) -> Edit:
    path = workspace.themes_file
    old = load_source(path)
    new = change(old, str(path))
    labels, relabelled = _labels(
        workspace, relabel or (lambda text, where: rename_in_labels(text, names, where) if names else text)
    )
    text = next(iter(labels.values()), None)
    moved = _moved(workspace, new, names, text)
    return Edit(said, old, new, _lists(workspace, names), moved, labels, relabelled)


def _labels(workspace: Workspace, change: Callable[[str, str], str]) -> tuple[dict[Path, str], int]:
    """The labels file with its changed text, none where nothing changes; and how many lines do."""
    path = labels_file(workspace, load_themes(workspace))
    if path is None or not path.is_file():
        return {}, 0
    try:
        # As bytes: the file's line ends are to stay as they are.
        old = path.read_bytes().decode("utf-8")
    except UnicodeDecodeError as problem:
        raise ThemeError("the file is not UTF-8 text", where=str(path), hint="Save it as UTF-8.") from problem
    new = change(old, str(path))
    changed = sum(a != b for a, b in zip(old.split("\n"), new.split("\n"), strict=True))
    return ({path: new}, changed) if changed else ({}, 0)


def _list_files(workspace: Workspace) -> list[Path]:
    return sorted(path for path in workspace.lists_folder.glob("*.y*ml") if path.is_file())


def _lists(workspace: Workspace, names: Mapping[str, str]) -> dict[Path, str]:
    found = {}
    for path in _list_files(workspace) if names else ():
        try:
            # As bytes: the file's line ends are to stay as they are.
            text = path.read_bytes().decode("utf-8")
        except (OSError, UnicodeDecodeError):
            continue  # A list that cannot be read is named by every command that needs it.
        new = rename_in_queries(text, names)
        if new != text:
            found[path] = new
    return found


def _moved(
    workspace: Workspace, text: str, names: Mapping[str, str], labels: str | None
) -> tuple[Moved, ...]:
    """What the new rules make of each item, against what it has. Raises `ThemeError` for a broken text."""
    if not workspace.database.is_file():
        load_text(text)
        return ()
    with open_local(workspace) as library:
        vocabulary = with_current_keys(load_text(text), library)
        items = library.items()
        themes = library.themes_of(items)
        about = around(library, labels)
    judged = as_judged(workspace, items)
    adviser = learn(workspace, vocabulary, judged, about).adviser
    moved = []
    for item in judged:
        before = {names.get(one, one) for one in themes.get(item.citation_key, ())}
        after = {one.theme for one in assign(vocabulary, item, about.names, adviser)}
        if before != after:
            moved.append(
                Moved(item.citation_key, tuple(sorted(after - before)), tuple(sorted(before - after)))
            )
    return tuple(moved)


def load_text(text: str) -> Vocabulary:
    """The vocabulary of a text that is not in a file yet. Raises `ThemeError`, which names themes.toml."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "themes.toml"
        path.write_bytes(text.encode())
        try:
            return load_vocabulary(path)
        except ThemeError as problem:
            where = problem.where.replace(str(path), "themes.toml, as it would be")
            raise ThemeError(
                problem.message, where=where, hint=problem.hint or "Nothing was written."
            ) from None


def apply_edit(workspace: Workspace, edit: Edit, progress: Progress = silent) -> None:
    """Write the texts, and bring themes and `bib/` up to date. Raises `WorkspaceError`, `ThemeError`."""
    save_source(workspace.themes_file, edit.new)
    for path, text in edit.others.items():
        write_file(path, text)
    if workspace.database.is_file():
        with open_local(workspace) as library:
            organise(workspace, library, progress)
