"""How long the themes of 10,000 items take when one item was edited: the way of a sync, without the pull.

The items are the bundled ones over and over, with their notes, in a workspace with the bundled rules. What is
measured is what a sync does after the edit has come: read the vocabulary, find what is out of date, assign
themes to it and keep them; and beside it the whole of that step, with the files of `bib/`.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from readinglist.actions.learn import Learned
from readinglist.actions.local import load_themes, open_local
from readinglist.actions.making import Judge, make_anew
from readinglist.actions.organise import organise
from readinglist.actions.progress import silent
from readinglist.actions.theme_sight import load_ours
from readinglist.library import Library, open_library
from readinglist.resources import package_file
from readinglist.workspace import Workspace, load_workspace
from readinglist.zotero.pulled import Keys, Pulled

SOURCE = "groups/1"
_CONFIG = '[[source]]\nname = "bench"\ntype = "group"\nid = 1\n'
Raw = dict[str, Any]


def copies(count: int) -> dict[str, Raw]:
    """So many items and their notes as Zotero's JSON by key: the bundled ones, each many times."""
    raw = json.loads(package_file("demo", "data", "collection.json").read_text("utf-8"))["items"]
    tops = [one for one in raw if not one.get("parentItem") and one["itemType"] not in ("note", "attachment")]
    notes = defaultdict(list)
    for one in raw:
        if one["itemType"] == "note" and one.get("parentItem"):
            notes[one["parentItem"]].append(one)
    made: dict[str, Raw] = {}
    for number in range(count):
        top = tops[number % len(tops)]
        key = f"A{number:07}"
        made[key] = {**top, "key": key, "collections": []}
        for at, note in enumerate(notes[top["key"]]):
            made[f"N{number:06}{at}"] = {**note, "key": f"N{number:06}{at}", "parentItem": key}
    return made


def pulled(objects: dict[str, Raw], version: int) -> Pulled:
    """What a pull would have brought."""
    items = {key: {"key": key, "version": version, "data": one} for key, one in objects.items()}
    return Pulled(SOURCE, version - 1, version, items, deleted=Keys())


@contextmanager
def synced(count: int) -> Iterator[tuple[Path, dict[str, Raw]]]:
    """The folder of a workspace with so many items, all of it organised."""
    with tempfile.TemporaryDirectory(prefix="readinglist-bench-") as name:
        folder = Path(name)
        (folder / "readinglist.toml").write_text(_CONFIG, "utf-8")
        shutil.copy(package_file("demo", "data", "themes.toml"), folder / "themes.toml")
        workspace = load_workspace(folder)
        workspace.database.parent.mkdir(parents=True, exist_ok=True)
        objects = copies(count)
        with open_library(workspace.database) as made:
            made.apply(pulled(objects, 1))
        with open_local(workspace) as library:
            organise(workspace, library, silent)
        yield folder, objects


def after_one_edit(count: int, rounds: int = 3) -> tuple[float, float]:
    """Seconds for the themes, and for themes and `bib/`, after one title was edited; the best of `rounds`."""
    took = []
    with synced(count) as (folder, objects):
        for number in range(2 * rounds):
            key = f"A{number * 7:07}"
            edited = {**objects[key], "title": f"Encrypted phones of the cartel, edition {number}"}
            with open_local(load_workspace(folder)) as library:
                library.apply(pulled({key: edited}, number + 2))
            # A process of its own, as that of a sync: no word was seen before.
            command = [sys.executable, "-m", "benchmarks.themes_edit", str(folder), str(number % 2)]
            took.append(float(subprocess.run(command, check=True, capture_output=True, text=True).stdout))
    return min(took[::2]), min(took[1::2])


def _assign(workspace: Workspace, library: Library) -> int:
    vocabulary = load_themes(workspace)
    ours, held = load_ours(workspace), library.derived.held()
    judge = Judge(vocabulary, library.collection_names(), ours, Learned())
    return make_anew(library, held, judge, silent)


def main() -> None:
    """Bring the themes of a workspace in line, with `bib/` if the second word is 1; print the seconds."""
    workspace = load_workspace(Path(sys.argv[1]))
    with open_local(workspace) as library:
        began = time.perf_counter()
        if sys.argv[2] == "1":
            assigned, _ = organise(workspace, library, silent)
        else:
            assigned = _assign(workspace, library)
        took = time.perf_counter() - began
    if assigned != 1:
        raise SystemExit(f"one edit gave {assigned} items themes anew")
    print(took)


if __name__ == "__main__":
    main()
