"""A reading list from the workspace to finished files: resolved, cited in one run, rendered, written."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from readinglist.actions.local import load_themes, open_local
from readinglist.actions.progress import Progress, silent
from readinglist.citations.processor import format_list
from readinglist.errors import UsageError, WorkspaceError
from readinglist.export import RenderOptions, load_target
from readinglist.export.target import Paper, Target
from readinglist.export.view import ListView, Provenance, build_view
from readinglist.files import safe_name, write_file
from readinglist.interchange.csljson import to_csl
from readinglist.items import Item
from readinglist.library import Library
from readinglist.lists.load import find_list, load_list
from readinglist.lists.resolve import ResolvedList, resolve
from readinglist.workspace import Workspace


@dataclass(frozen=True, slots=True)
class ExportReport:
    """What an export made: each file with whether it was written anew, and what its user should know."""

    files: tuple[tuple[Path, bool], ...]
    warnings: tuple[str, ...] = ()


def export_list(
    workspace: Workspace,
    name: str,
    *,
    targets: Sequence[str] = (),
    style: str = "",
    locale: str = "",
    language_per_entry: bool = False,
    paper: str = "",
    output: Path | None = None,
    progress: Progress = silent,
) -> ExportReport:
    """Make the list `name` into one file a target, in `output` (the workspace's `exports/` by default).

    What is not given is taken from the list, then from the workspace's settings. All files are rendered
    before the first is written. Raises `NotFoundError`, `ListError`, `CitationError`, `ExportError` or
    `WorkspaceError`.
    """
    chosen = [load_target(target) for target in dict.fromkeys(targets or workspace.settings.lists.to)]
    folder = _output_folder(output or workspace.exports_folder)
    path = find_list(workspace.lists_folder, name)
    with open_local(workspace) as library:
        progress("Reading the list")
        resolved = resolve(load_list(path), library)
        progress("Formatting citations")
        by_language = language_per_entry or resolved.reading_list.language_per_entry
        view, warnings = _view(workspace, library, resolved, style, locale, by_language)
    rendered: list[tuple[Path, bytes]] = []
    options = RenderOptions(
        template_folder=workspace.templates_folder, paper=_paper(paper or workspace.settings.lists.paper)
    )
    for number, target in enumerate(chosen):
        progress("Writing files", number, len(chosen))
        made = target.render(view, options)
        rendered.append((folder / _file_name(name, target), made.content))
        warnings += [f"{target.name}: {warning}" for warning in made.warnings]
    files = tuple((file, write_file(file, content)) for file, content in rendered)
    return ExportReport(files, tuple(dict.fromkeys(warnings)))


def _view(
    workspace: Workspace, library: Library, resolved: ResolvedList, style: str, locale: str, by_language: bool
) -> tuple[ListView, list[str]]:
    whole = resolved.reading_list
    settings = workspace.settings.lists
    items = cited_items(resolved)
    tag = locale or whole.locale or settings.locale
    formatted = format_list(
        [to_csl(item) for item in items],
        style=style or whole.style or settings.style,
        locale=tag,
        by_language=by_language,
        cache=workspace.cache_folder,
    )
    source = workspace.settings.source[0]
    state = library.state(source.path)
    provenance = Provenance(
        style=formatted.style.title,
        library=state.name or source.name,
        library_version=state.version,
        date=state.date,
    )
    view = build_view(
        resolved,
        formatted.entries,
        locale=tag,
        provenance=provenance,
        themes=_theme_labels(workspace, library, items, tag),
    )
    return view, list(formatted.warnings)


def cited_items(resolved: ResolvedList) -> list[Item]:
    """Every item of a list once, in the order in which the list first cites it."""
    items: dict[str, Item] = {}
    for section in resolved.sections:
        for entry in section.entries:
            for one in (entry, *entry.alternatives):
                items.setdefault(one.item.citation_key, one.item)
    return list(items.values())


def _theme_labels(
    workspace: Workspace, library: Library, items: Sequence[Item], locale: str
) -> Mapping[str, Sequence[str]]:
    vocabulary = load_themes(workspace)
    assigned = library.themes_of(items)
    return {
        key: [vocabulary.label(theme, locale) for theme in themes if theme in vocabulary.ids]
        for key, themes in assigned.items()
    }


def _output_folder(folder: Path) -> Path:
    if folder.exists() and not folder.is_dir():
        raise WorkspaceError("this is a file, not a folder", where=str(folder), hint="Give another to -o.")
    return folder


def _file_name(name: str, target: Target) -> str:
    return f"{safe_name(name, 'list')}.{target.extension}"


def _paper(name: str) -> Paper:
    papers: dict[str, Paper] = {"auto": "auto", "a4": "a4", "letter": "letter"}
    if name not in papers:
        raise UsageError(f"unknown paper '{name}'", hint="auto, a4 or letter")
    return papers[name]
