"""The user's folder: readinglist.toml, themes.toml, lists/, bib/, templates/, exports/, .readinglist/."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

from readinglist.errors import WorkspaceError
from readinglist.files import write_file
from readinglist.settings import Settings, Source, load_settings

CONFIG_NAME = "readinglist.toml"


@dataclass(frozen=True, slots=True)
class Workspace:
    """A folder with its settings. Every path is absolute or relative as `root` is."""

    root: Path
    settings: Settings

    @property
    def config_file(self) -> Path:
        """`readinglist.toml`."""
        return self.root / CONFIG_NAME

    @property
    def themes_file(self) -> Path:
        """The vocabulary with its rules and decisions."""
        return self.root / self.settings.themes.file

    @property
    def lists_folder(self) -> Path:
        """Where the reading lists are."""
        return self.root / "lists"

    @property
    def bib_folder(self) -> Path:
        """Where the library is written for other programs and for version control."""
        return self.root / "bib"

    @property
    def keys_file(self) -> Path:
        """Which citation key belongs to which item."""
        return self.bib_folder / "keys.csv"

    @property
    def pushed_file(self) -> Path:
        """What was written to Zotero."""
        return self.bib_folder / "pushed.json"

    @property
    def templates_folder(self) -> Path:
        """Where templates of one's own override those that ship."""
        return self.root / "templates"

    @property
    def exports_folder(self) -> Path:
        """Where exports are written."""
        return self.root / "exports"

    @property
    def state_folder(self) -> Path:
        """What `sync` can make anew: the local copy and the caches."""
        return self.root / ".readinglist"

    @property
    def database(self) -> Path:
        """The local copy of the library."""
        return self.state_folder / "library.sqlite"

    @property
    def cache_folder(self) -> Path:
        """Formatted citations and the index of styles."""
        return self.state_folder / "cache"


def load_workspace(start: Path, *, endpoint: str = "") -> Workspace:
    """The workspace that `start` is, or is inside of.

    `endpoint`, when given, stands over every source's own. Raises `WorkspaceError` where there is none,
    `ConfigError` when its configuration is broken.
    """
    if not start.is_dir():
        raise WorkspaceError(
            "there is no such folder", where=str(start), hint="`readinglist init DIR` makes a workspace."
        )
    for folder in (start, *start.resolve().parents):
        if (folder / CONFIG_NAME).is_file():
            workspace = Workspace(folder, load_settings(folder / CONFIG_NAME))
            return _with_endpoint(workspace, endpoint) if endpoint else workspace
    raise WorkspaceError(
        f"no {CONFIG_NAME} here or in a folder above",
        where=str(start.resolve()),
        hint="`readinglist init` makes one for your Zotero library, `readinglist demo` shows one.",
    )


def make_folders(workspace: Workspace) -> None:
    """Make the folders of a workspace; `.readinglist/` keeps itself out of version control.

    Raises `WorkspaceError` when the folder cannot be written.
    """
    write_file(workspace.state_folder / ".gitignore", "*\n")
    for folder in (workspace.lists_folder, workspace.bib_folder):
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise WorkspaceError(
                f"cannot make the folder: {error.strerror}",
                where=str(folder),
                hint="Check that you may write there.",
            ) from error


def _with_endpoint(workspace: Workspace, endpoint: str) -> Workspace:
    from pydantic import ValidationError

    from readinglist.errors import ConfigError

    try:
        sources = tuple(
            Source.model_validate({**source.model_dump(), "endpoint": endpoint})
            for source in workspace.settings.source
        )
    except ValidationError as error:
        message = error.errors(include_url=False)[0]["msg"].removeprefix("Value error, ")
        raise ConfigError(message, where="READINGLIST_ENDPOINT") from None
    return replace(workspace, settings=workspace.settings.model_copy(update={"source": sources}))
