"""The overview of themes: counted from the local copy, written as files into `exports/`."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from readinglist.actions.local import load_themes, open_local
from readinglist.actions.progress import Progress, silent
from readinglist.errors import UsageError
from readinglist.export.theme_report import FORMATS, report_files
from readinglist.files import write_file
from readinglist.items.text import language_tag, plain
from readinglist.themes.overview import Overview, Work, overview
from readinglist.workspace import Workspace


def theme_overview(workspace: Workspace) -> Overview:
    """Count the entries by theme, as the last sync assigned them. Raises `ThemeError`, `WorkspaceError`."""
    vocabulary = load_themes(workspace)
    locale = workspace.settings.lists.locale
    with open_local(workspace) as library:
        items = library.items()
        assigned = library.assignments()
    works = []
    for item in items:
        themes = assigned.get((item.source, item.key), ())
        works.append(
            Work(
                citation_key=item.citation_key,
                title=plain(item.title),
                year=item.year,
                item_type=item.item_type,
                language=language_tag(item.language).split("-")[0],
                themes=tuple(one.theme for one in themes),
                by_hand=tuple(one.theme for one in themes if one.origin == "include"),
            )
        )
    labels = {theme.id: vocabulary.label(theme.id, locale) for theme in vocabulary.themes}
    terms = {
        theme.id: tuple(
            (rule.term.text, rule.line)
            for rule in theme.rules.terms
            if rule.kind not in ("against", "ignore", "otherwise")
        )
        for theme in vocabulary.themes
    }
    return overview(labels, works, terms, vocabulary.settings.most)


def check_formats(formats: Sequence[str]) -> tuple[str, ...]:
    """The formats that are meant, each once. Raises `UsageError` for an unknown one."""
    for name in formats:
        if name not in FORMATS:
            raise UsageError(
                f"there is no format '{name}'", where="--format", hint=f"Formats: {', '.join(FORMATS)}."
            )
    return tuple(dict.fromkeys(formats))


def write_report(
    workspace: Workspace, found: Overview, formats: Sequence[str], progress: Progress = silent
) -> tuple[Path, ...]:
    """Write the overview in these formats into `exports/`; every file of them, changed or not.

    Raises `UsageError`, `ExportError`, `WorkspaceError`.
    """
    paths = []
    for name in check_formats(formats):
        progress(f"Writing {name}")
        for file, data in report_files(found, name, workspace.templates_folder).items():
            path = workspace.exports_folder / file
            write_file(path, data)
            paths.append(path)
    return tuple(paths)
