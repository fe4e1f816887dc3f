"""The vocabulary out to SKOS and in from it; `themes.toml` is written only when it would be sound."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass
from pathlib import Path

from readinglist.errors import ThemeError
from readinglist.files import write_file
from readinglist.themes.vocabulary import load_vocabulary
from readinglist.workspace import Workspace

FORMATS = ("turtle", "xml", "json-ld")


@dataclass(frozen=True, slots=True)
class SkosImport:
    """What an import changed or, with `dry_run`, would change in the file `path`."""

    path: Path
    added: tuple[str, ...]
    changes: dict[str, tuple[str, ...]]
    untouched: tuple[str, ...]
    written: bool = False


def export_skos(workspace: Workspace, format_name: str) -> str:
    """The workspace's vocabulary as SKOS. Raises `ThemeError`, also where there is no theme."""
    from readinglist.themes.skos_write import write_skos

    vocabulary = load_vocabulary(workspace.themes_file)
    if not vocabulary.themes:
        raise ThemeError("there is no theme to export", where=str(workspace.themes_file))
    return write_skos(vocabulary, format_name, str(workspace.themes_file))


def format_for(path: Path) -> str:
    """The format that a file's name tells. Raises `ThemeError`."""
    from readinglist.themes.skos import format_of

    return format_of(path)


def import_skos(
    workspace: Workspace, path: Path, *, format_name: str = "", scheme: str = "", dry_run: bool = False
) -> SkosImport:
    """Bring `themes.toml` up to date with a SKOS file; rules and decisions stay.

    Raises `ThemeError` when the SKOS file, or the vocabulary that would come of it, is not sound; nothing
    is written then.
    """
    from readinglist.themes.skos import format_of
    from readinglist.themes.skos_merge import merge
    from readinglist.themes.skos_read import load_skos

    file = workspace.themes_file
    read = load_skos(path, format_name or format_of(path), scheme)
    vocabulary = load_vocabulary(file)
    merged = merge(file.read_bytes().decode("utf-8-sig").replace("\r\n", "\n"), vocabulary, read)
    _check(merged.text, path)
    written = False if dry_run else write_file(file, merged.text)
    return SkosImport(file, merged.added, dict(merged.changes or {}), merged.untouched, written)


def _check(text: str, source: Path) -> None:
    """Raise `ThemeError` where the new vocabulary could not be read back."""
    with tempfile.TemporaryDirectory() as folder:
        trial = Path(folder) / "themes.toml"
        write_file(trial, text)
        try:
            load_vocabulary(trial)
        except ThemeError as problem:
            raise ThemeError(problem.message, where=str(source), hint=problem.hint) from problem
