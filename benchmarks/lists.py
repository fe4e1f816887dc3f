"""Commands on a list of 500 entries in a library of 10,000, and the import of the ten test syllabi.

`python -m benchmarks.lists` prints a table; it makes its workspace with `readinglist demo` in a scratch
folder.
"""

from __future__ import annotations

import copy
import json
import random
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

from benchmarks.figures import Row, run
from readinglist.library import open_library
from readinglist.resources import package_file
from readinglist.zotero.pulled import Pulled

ITEMS = 10_000
ENTRIES = 500
LIMIT = 0.5
ROUNDS = 7
NAME = "five-hundred"


def make_workspace(folder: Path) -> Path:
    """A workspace with the bundled collection many times over, and a list of 500 of its works in 25 weeks."""
    subprocess.run(
        [sys.executable, "-m", "readinglist", "demo", "demo"], cwd=folder, check=True, capture_output=True
    )
    workspace = folder / "demo"
    raw = json.loads(package_file("demo", "data", "collection.json").read_text("utf-8"))["items"]
    works = [one.get("data", one) for one in raw]
    works = [one for one in works if one["itemType"] not in ("note", "attachment")]
    items = {}
    for number in range(ITEMS - len(works)):
        one = copy.deepcopy(works[number % len(works)])
        key = f"Z{number:07d}"
        one |= {"key": key, "version": 1, "title": f"{one.get('title', '')} ({number})"}
        one.pop("citationKey", None)
        items[key] = {"key": key, "version": 1, "data": one}
    with open_library(workspace / ".readinglist" / "library.sqlite") as library:
        source = library.sources()[0]
        version = library.version(source)
        library.apply(Pulled(source=source, since=version, version=version + 1, items=items))
        keys = list(library.known_keys())
    write_list(workspace / "lists" / f"{NAME}.yaml", random.Random(1).sample(keys, ENTRIES))
    return workspace


def write_list(path: Path, keys: list[str]) -> None:
    """The list, with what such a list has: importance, pages and notes."""
    lines = ["title: Five hundred", "term: {start: 2027-01-18, weeks: 25, meets: monday}", "sections:"]
    for week in range(25):
        lines += [f"  - title: Section {week + 1}", f"    week: {week + 1}", "    entries:"]
        for key in keys[week * 20 : week * 20 + 20]:
            lines += [
                f"      - cite: {key}",
                "        importance: recommended",
                "        note: Read the first half.",
            ]
    path.write_text("\n".join(lines) + "\n", "utf-8")


def timed(workspace: Path, what: str, *arguments: str) -> Row:
    """The median time of a command, as a whole process."""
    times = [run((sys.executable, "-m", "readinglist", *arguments), workspace)[0] for _ in range(ROUNDS)]
    return Row(what, statistics.median(times), LIMIT, "s")


def main() -> int:
    """Print the table; 1 where a limit is broken."""
    with tempfile.TemporaryDirectory() as name:
        workspace = make_workspace(Path(name))
        rows = [timed(workspace, "lists show, 500 entries", "lists", "show", NAME)]
        times = []
        with open_library(workspace / ".readinglist" / "library.sqlite") as library:
            spare = [key for key in library.known_keys() if key.endswith("narco")][:ROUNDS]
        for key in spare or ["campbell2014narco"]:
            command = (sys.executable, "-m", "readinglist", "lists", "add", NAME, key, "--section", "Week 12")
            times.append(run(command, workspace)[0])
        rows.append(Row("lists add, 500 entries", statistics.median(times), LIMIT, "s"))
    for row in rows:
        sys.stdout.write(f"{row.what:28} {row.value:6.2f} {row.unit}  (at most {row.limit} {row.unit})\n")
    return 0 if all(row.holds for row in rows) else 1


if __name__ == "__main__":
    sys.exit(main())
