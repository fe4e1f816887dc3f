"""The demo: a workspace for the bundled collection, synced, organised and exported."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from readinglist.actions.export import ExportReport, export_list
from readinglist.actions.init import Found, add_missing, create_workspace, source_for
from readinglist.actions.progress import Progress, silent
from readinglist.actions.sync import SyncReport, sync
from readinglist.actions.themes import ThemeCounts, theme_counts
from readinglist.errors import WorkspaceError
from readinglist.settings import BUNDLED
from readinglist.workspace import CONFIG_NAME, Workspace, load_workspace

_MADE_FIRST = {".readinglist", "lists", "bib", "themes.toml", "labels.jsonl"}

DEMO_LIST = "narco-digital-syllabus"


@dataclass(frozen=True, slots=True)
class DemoReport:
    """What the demo did: the sync, the themes with their counts, the files, and what to try next."""

    sync: SyncReport
    themes: ThemeCounts
    export: ExportReport
    page: Path
    next_steps: tuple[str, ...]


def run_demo(folder: Path, progress: Progress = silent) -> DemoReport:
    """Make or refresh the demo's workspace in `folder` and go the whole way in it.

    Raises `WorkspaceError` when the folder is a workspace of another kind, or cannot be written.
    """
    workspace = _workspace(folder)
    synced = sync(workspace, lambda source: None, progress=progress)
    exported = export_list(workspace, DEMO_LIST, progress=progress)
    page = next((path for path, _ in exported.files if path.suffix == ".html"), workspace.exports_folder)
    return DemoReport(
        synced,
        theme_counts(workspace),
        exported,
        page,
        (
            'readinglist items "silk road" --year 2012..2016',
            "readinglist themes why campbell2014narco",
            "readinglist export course-reserve --to docx --locale es-MX",
        ),
    )


def _workspace(folder: Path) -> Workspace:
    if not (folder / CONFIG_NAME).exists():
        if not _ours(folder):
            raise WorkspaceError(
                "this folder holds files of yours, and no demo yet",
                where=str(folder),
                hint="Give the demo a folder of its own: `readinglist demo DIR`.",
            )
        return create_workspace(folder, source_for(demo=True), Found("Narco-digital", 0, ()))
    workspace = load_workspace(folder)
    if any(source.endpoint != BUNDLED for source in workspace.settings.source):
        raise WorkspaceError(
            "this folder is the workspace of another library",
            where=str(workspace.config_file),
            hint="Give the demo a folder of its own: `readinglist demo DIR`.",
        )
    add_missing(workspace)
    return workspace


def _ours(folder: Path) -> bool:
    """Whether a demo may be made here: nothing is there, or only what an interrupted one left."""
    if not folder.exists():
        return True
    if not folder.is_dir():
        raise WorkspaceError("this is a file, not a folder", where=str(folder))
    names = {path.name for path in folder.iterdir()}
    return not names or (".readinglist" in names and names <= _MADE_FIRST)
