"""`bib/`: one file for the library, one for each theme, and only what changed is written."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from readinglist.actions.bib import bib_files, write_bib
from readinglist.actions.local import load_themes
from readinglist.interchange.bibtex import entry, write
from readinglist.items import Item
from readinglist.library.derived import Held
from readinglist.settings import Settings, Source
from readinglist.themes.vocabulary import Vocabulary, load_vocabulary
from readinglist.workspace import Workspace

ONE = Item(key="AAAAAAAA", source="users/1", item_type="book", citation_key="one", fields={"title": "One"})
TWO = Item(key="BBBBBBBB", source="users/1", item_type="book", citation_key="two", fields={"title": "Two"})


def vocabulary(folder: Path, *names: str) -> Vocabulary:
    """A vocabulary of themes with these ids."""
    path = folder / "themes.toml"
    path.write_text(
        "".join(f'[[themes]]\nid = "{name}"\nlabel.en = "{name}"\nscope = "x"\n' for name in names)
    )
    return load_vocabulary(path)


def files(
    items: Sequence[Item], themes: Mapping[str, Sequence[str]], words: Vocabulary
) -> dict[str, list[str]]:
    """The entries of each file, from the themes of each citation key."""
    held = [
        Held(row, (item.source, item.key), item.citation_key, (), b"") for row, item in enumerate(items, 1)
    ]
    library: Any = SimpleNamespace(derived=Kept(items, themes))
    return {name: list(entries) for name, entries in bib_files(library, held, words).items()}


class Kept:
    """Entries and themes as a library keeps them, without its database."""

    def __init__(self, items: Sequence[Item], themes: Mapping[str, Sequence[str]]) -> None:
        self.items, self.themes = items, themes

    def entries(self, rows: Sequence[int]) -> Iterator[str]:
        return (entry(self.items[row - 1]) for row in rows)

    def by_theme(self) -> dict[str, set[tuple[str, str]]]:
        found: dict[str, set[tuple[str, str]]] = {}
        for item in self.items:
            for theme in self.themes.get(item.citation_key, ()):
                found.setdefault(theme, set()).add((item.source, item.key))
        return found


def test_each_theme_has_its_items_and_a_second_time_nothing_is_written(tmp_path: Path) -> None:
    themes = {"one": ("art", "law"), "two": ("law",)}
    words = vocabulary(tmp_path, "art", "law", "empty")
    changed = write_bib(tmp_path / "bib", files([ONE, TWO], themes, words))
    assert sorted(path.name for path in changed) == ["art.bib", "empty.bib", "law.bib", "library.bib"]
    assert write_bib(tmp_path / "bib", files([ONE, TWO], themes, words)) == ()
    held = {path.stem: path.read_text().count("@book{") for path in changed}
    assert held == {"library": 2, "art": 1, "law": 2, "empty": 0}


def test_only_what_changed_is_written(tmp_path: Path) -> None:
    words = vocabulary(tmp_path, "art", "law")
    write_bib(tmp_path / "bib", files([ONE, TWO], {"one": ("art",), "two": ("law",)}, words))
    changed = write_bib(tmp_path / "bib", files([ONE, TWO], {"one": ("art",)}, words))
    assert [path.name for path in changed] == ["law.bib"]


def test_a_theme_that_is_gone_takes_its_file_along_but_not_files_of_ones_own(tmp_path: Path) -> None:
    write_bib(tmp_path / "bib", files([ONE], {"one": ("art",)}, vocabulary(tmp_path, "art")))
    (tmp_path / "bib" / "mine.bib").write_text("@book{mine}")
    changed = write_bib(tmp_path / "bib", files([ONE], {}, vocabulary(tmp_path, "law")))
    assert sorted(path.name for path in changed) == ["art.bib", "law.bib"]
    assert sorted(path.name for path in (tmp_path / "bib").iterdir()) == [
        "law.bib",
        "library.bib",
        "mine.bib",
    ]


def test_a_theme_called_library_does_not_take_the_librarys_place(tmp_path: Path) -> None:
    write_bib(tmp_path / "bib", files([ONE, TWO], {"one": ("library",)}, vocabulary(tmp_path, "library")))
    assert (tmp_path / "bib" / "library.bib").read_text().count("@book{") == 2
    assert (tmp_path / "bib" / "library-theme.bib").read_text().count("@book{") == 1


def test_without_themes_there_is_only_the_library(tmp_path: Path) -> None:
    assert [path.name for path in write_bib(tmp_path, files([ONE], {}, Vocabulary(())))] == ["library.bib"]


def test_a_file_made_of_entries_is_what_the_format_writes(tmp_path: Path) -> None:
    write_bib(tmp_path, files([TWO, ONE], {}, Vocabulary(())))
    assert (tmp_path / "library.bib").read_text().partition("\n\n")[2] == write([TWO, ONE])


def test_an_edited_vocabulary_is_read_anew_in_the_same_process(tmp_path: Path) -> None:
    workspace = Workspace(tmp_path, Settings(source=(Source(id=1),)))
    assert load_themes(workspace).themes == ()
    for names in (("art",), ("law",), ("art", "law")):
        vocabulary(tmp_path, *names)
        assert tuple(theme.id for theme in load_themes(workspace).themes) == names
