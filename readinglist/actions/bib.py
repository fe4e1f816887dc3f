"""The library as text files for other programs and for version control: `bib/library.bib` and one a theme."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from readinglist.errors import WorkspaceError
from readinglist.files import write_pieces
from readinglist.interchange.bibtex import BETWEEN
from readinglist.library import Library
from readinglist.library.derived import Held
from readinglist.themes.vocabulary import Vocabulary

LIBRARY = "library"
_MARK = "% Written by readinglist sync; do not edit."


def bib_files(library: Library, held: Sequence[Held], vocabulary: Vocabulary) -> dict[str, Iterator[str]]:
    """The entries of each file, by its name: `library` with all of these items, and one a theme with its own.

    The entries are those that are kept in the library, read when they are asked for.
    """
    ordered = sorted(held, key=lambda one: (one.citation_key, one.item))
    themed = library.derived.by_theme()
    files = {LIBRARY: library.derived.entries([one.row for one in ordered])}
    for theme in vocabulary.themes:
        name = theme.id if theme.id != LIBRARY else f"{LIBRARY}-theme"
        items = themed.get(theme.id, set())
        files[name] = library.derived.entries([one.row for one in ordered if one.item in items])
    return files


def write_bib(folder: Path, files: Mapping[str, Iterable[str]]) -> tuple[Path, ...]:
    """Write `<name>.bib` with its entries for each of `files`; the files that changed.

    A file of a theme that is gone is removed, if it still begins with the mark of a file written here. Raises
    `WorkspaceError`.
    """
    changed = []
    for name, entries in files.items():
        path = folder / f"{name}.bib"
        if write_pieces(path, _pieces(entries)):
            changed.append(path)
    return (*changed, *_remove_stale(folder, files))


def _pieces(entries: Iterable[str]) -> Iterator[str]:
    yield f"{_MARK}\n\n"
    for number, entry in enumerate(entries):
        yield BETWEEN + entry if number else entry


def _remove_stale(folder: Path, wanted: Iterable[str]) -> list[Path]:
    removed = []
    for path in sorted(folder.glob("*.bib")):
        if path.stem in wanted:
            continue
        try:
            with path.open("rb") as file:
                ours = file.read(len(_MARK)) == _MARK.encode()
            if ours:
                path.unlink()
                removed.append(path)
        except OSError as error:
            raise WorkspaceError(f"cannot remove: {error.strerror}", where=str(path)) from error
    return removed
