"""The workspace's local copy of its libraries, opened as its settings say it is to be seen."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from functools import cached_property, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from readinglist.actions.scope import known_collections, scope_of
from readinglist.errors import WorkspaceError
from readinglist.library import Library, open_library
from readinglist.workspace import Workspace

if TYPE_CHECKING:
    from readinglist.themes.vocabulary import Vocabulary


@contextmanager
def open_local(workspace: Workspace) -> Iterator[Library]:
    """The library that the last sync left, limited to the collections that the settings name.

    Raises `WorkspaceError` when nothing was synced yet, `ConfigError` for a collection that is not there. The
    vocabulary is read when a query asks for a theme, and its `ThemeError` raised there.
    """
    if not workspace.database.is_file():
        raise WorkspaceError(
            "nothing has been synced into this workspace yet",
            where=str(workspace.root),
            hint="`readinglist sync` fetches the library.",
        )
    scopes, themes = _scopes(workspace), _ThemesWhenAsked(workspace)
    with open_library(workspace.database, scopes=scopes, themes=themes, create=False) as library:
        yield library


def _scopes(workspace: Workspace) -> dict[str, tuple[str, ...]]:
    """Each source with the keys of its collections; the library is asked only where a source names some."""
    sources = workspace.settings.source
    if not any(source.collections for source in sources):
        return {source.path: () for source in sources}
    with open_library(workspace.database, create=False) as whole:
        return {
            source.path: scope_of(
                source, known_collections(whole.collections(source.path)), str(workspace.config_file)
            )
            for source in sources
        }


class _ThemesWhenAsked(Mapping[str, Collection[str]]):
    """`narrower` of the workspace's vocabulary, read at the first look: most commands never take one."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace

    @cached_property
    def _themes(self) -> Mapping[str, Collection[str]]:
        return narrower(load_themes(self._workspace))

    def __getitem__(self, theme: str) -> Collection[str]:
        return self._themes[theme]

    def __iter__(self) -> Iterator[str]:
        return iter(self._themes)

    def __len__(self) -> int:
        return len(self._themes)


def load_themes(workspace: Workspace) -> Vocabulary:
    """The workspace's vocabulary; one without themes where there is no file. Raises `ThemeError`."""
    from readinglist.themes.vocabulary import Vocabulary, load_vocabulary

    try:
        content = workspace.themes_file.read_bytes()
    except OSError:
        return load_vocabulary(workspace.themes_file) if workspace.themes_file.exists() else Vocabulary(())
    return _vocabulary(workspace.themes_file, content)


@lru_cache(maxsize=1)
def _vocabulary(path: Path, content: bytes) -> Vocabulary:
    from readinglist.themes.vocabulary import load_vocabulary

    # A command needs the vocabulary several times, and to compile its rules takes longer than to read them.
    return load_vocabulary(path)


def narrower(vocabulary: Vocabulary) -> Mapping[str, Collection[str]]:
    """Each theme's id with itself and every theme below it."""
    found: dict[str, list[str]] = {}
    above: list[str] = []
    for depth, theme in vocabulary.tree():
        del above[depth:]
        above.append(theme.id)
        for one in above:
            found.setdefault(one, []).append(theme.id)
    return found
