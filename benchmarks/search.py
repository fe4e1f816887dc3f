"""The figures of searching 100,000 items: `python -m benchmarks.search [ITEMS]` prints a table.

The local copy is made on the spot, without a server. Each row is a whole process, started three times, the
fastest of them.
"""

from __future__ import annotations

import random
import sys
import tempfile
from collections.abc import Iterator, Mapping
from itertools import islice
from pathlib import Path
from typing import Any

from benchmarks.sync import GROUP, made_up, program, row, workspace
from readinglist.library import Library, open_library
from readinglist.zotero.pulled import Pulled

SOURCE = f"groups/{GROUP}"
_AT_ONCE = 10_000


def fill(library: Library, items: int) -> None:
    """Put so many items into a library, some at a time."""
    data = made_up(items, random.Random(4))
    version = 0
    while some := dict(_objects(islice(data, _AT_ONCE))):
        version += 1
        library.apply(Pulled(SOURCE, version - 1, version, some))


def _objects(data: Iterator[Mapping[str, Any]]) -> Iterator[tuple[str, Mapping[str, Any]]]:
    for one in data:
        yield one["key"], {"key": one["key"], "version": one["version"], "data": one}


def main(items: int) -> None:
    """Measure and print."""
    print(f"{items:,} items in the local copy")
    with tempfile.TemporaryDirectory(prefix="readinglist-bench-") as name:
        place = workspace(Path(name), "search", "http://127.0.0.1:9")
        with open_library(place / ".readinglist" / "library.sqlite") as library:
            fill(library, items)
        held = []
        for words, limit in (
            (["name17"], 0.3),
            (["archive", "year:1990..1999"], 0.3),
            (["archive"], 0.5),
            (["archive", "--limit", "50"], 0.3),
            (["--limit", "50"], None),
            (["tag:archive"], None),
            (["archive", "--json"], None),
            ([], None),
        ):
            best = min((program(place, "items", *words) for _ in range(3)), key=lambda one: one.cpu)
            shown = " ".join(["items", *words])
            found = best.out.count("\n  {\n" if "--json" in words else "\n") - ("--json" not in words)
            held.append(row(f"{shown} ({found} shown)", best.seconds, "s", limit))
            row("  its CPU", best.cpu, "s", None)
            row("  its memory at the peak", best.memory, "MB", None)
    sys.exit(0 if all(held) else 1)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 100_000)
