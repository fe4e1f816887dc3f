"""Lists in alphabetical order by the real command: ñ, ll, accents, and particles as the style has them."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from readinglist.demo.server import Store, edit, start_server
from tests.cli.conftest import Run, run_command, surroundings

__all__ = ["surroundings"]

NAMES = {
    "nanez": ("Óscar", "Ñáñez"), "nzeogwu": ("Chi", "Nzeogwu"), "nuno": ("Eva", "Nuño"),
    "llano": ("Ana", "Llano"), "lopez": ("Luz", "López"), "luna": ("Sol", "Luna"),
    "avila": ("Ada", "Ávila"), "azuela": ("Mariano", "Azuela"), "ulloa": ("Bea", "Ulloa"),
    "gogh": ("Vincent", "van Gogh"), "goethe": ("Johann", "von Goethe"), "gomez": ("Gil", "Gómez"),
}  # fmt: skip


@pytest.fixture(scope="module")
def names(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace with a work of each of `NAMES`, and a list of them that sorts by author."""
    folder = tmp_path_factory.mktemp("names") / "w"
    store = Store()
    store.add_library("group", 778, "Names")
    editor = edit(store, "group", 778)
    for key, (first, last) in NAMES.items():
        editor.put_raw(
            {"itemType": "book", "title": f"Title of {key}", "date": "2014", "language": "es",
             "creators": [{"creatorType": "author", "firstName": first, "lastName": last}],
             "extra": f"Citation Key: {key}", "tags": [], "collections": [], "relations": {}}
        )  # fmt: skip
    with start_server(store) as server:
        run_command("init", folder, "--group", "778", "--endpoint", server.endpoint)
        run_command("-C", folder, "sync")
    written = {"title": "Names", "sections": [{"title": "All", "entries": [{"cite": key} for key in NAMES]}]}
    (folder / "lists").mkdir(exist_ok=True)
    (folder / "lists" / "names.yaml").write_text(json.dumps(written), "utf-8")
    return folder


def arranged(names: Path, run: Run, folder: Path, locale: str, style: str) -> list[str]:
    """The headings and the keys under them, in order."""
    run("-C", names, "export", "names", "--to", "md", "--by", "author", "--locale", locale, "--style", style,
        "-o", folder)  # fmt: skip
    text = (folder / "names-by-author.md").read_text("utf-8")
    found = re.findall(r"^## (\w)(?: \{.*\})?$|[Tt]itle [Oo]f \**(\w+)", text, re.MULTILINE)
    return [one or two.lower() for one, two in found]


def test_spanish_has_a_place_for_its_letters(names: Path, run: Run, tmp_path: Path) -> None:
    assert arranged(names, run, tmp_path, "es-MX", "apa") == [
        *("A", "avila", "azuela", "G", "gomez", "L", "llano", "lopez", "luna", "N", "nuno", "nzeogwu"),
        *("Ñ", "nanez", "U", "ulloa", "V", "gogh", "goethe"),
    ]


def test_english_has_not_and_some_styles_leave_particles_out(names: Path, run: Run, tmp_path: Path) -> None:
    assert arranged(names, run, tmp_path, "en-US", "chicago-author-date") == [
        *("A", "avila", "azuela", "G", "goethe", "gogh", "gomez", "L", "llano", "lopez", "luna"),
        *("N", "nanez", "nuno", "nzeogwu", "U", "ulloa"),
    ]
