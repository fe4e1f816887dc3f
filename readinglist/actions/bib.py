"""The library as text files for other programs and for version control: `bib/library.bib` and one a theme."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from readinglist.errors import WorkspaceError
from readinglist.files import write_file
from readinglist.interchange import load_format
from readinglist.items import Item
from readinglist.themes.vocabulary import Vocabulary

LIBRARY = "library"
_MARK = "% Written by readinglist sync; do not edit."


def write_bib(
    folder: Path, items: Sequence[Item], themes: Mapping[str, Iterable[str]], vocabulary: Vocabulary | None
) -> tuple[Path, ...]:
    """Write `library.bib` with all items and `<theme>.bib` with each theme's; the files that changed.

    `themes` maps citation keys to theme ids. A theme's file whose theme is gone is removed, if it still
    begins with the mark of a file written here. Raises `WorkspaceError`.
    """
    write = load_format("bibtex").write
    wanted: dict[str, Sequence[Item]] = {LIBRARY: items}
    for theme in vocabulary.themes if vocabulary else ():
        name = theme.id if theme.id != LIBRARY else f"{LIBRARY}-theme"
        wanted[name] = [item for item in items if theme.id in themes.get(item.citation_key, ())]
    changed = []
    for name, chosen in wanted.items():
        path = folder / f"{name}.bib"
        if write_file(path, f"{_MARK}\n\n{write(chosen)}"):
            changed.append(path)
    return (*changed, *_remove_stale(folder, wanted))


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
