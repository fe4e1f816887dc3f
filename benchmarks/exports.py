"""How long citations and exports take: `python -m benchmarks.exports [--long]` prints a table.

1,000 entries in APA to HTML beside pandoc's own citeproc run on the same CSL-JSON, taken in turns in one run;
a list of 150 entries to HTML, DOCX and PDF by the real command, the first time and when nothing changed.
"""

from __future__ import annotations

import csv
import json
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from benchmarks.citeproc.items import bundled
from benchmarks.figures import PROGRAM, Row, run
from readinglist.citations.pandoc import pandoc_path
from readinglist.citations.processor import format_list
from readinglist.citations.styles import find_style
from readinglist.citations.variables import NAME_VARIABLES
from readinglist.export import RenderOptions, load_target
from readinglist.export.compose import build_view
from readinglist.interchange.csljson import from_csl, to_csl
from readinglist.lists.model import Entry, ReadingList, Section
from readinglist.lists.resolve import ResolvedEntry, ResolvedList, ResolvedSection

_TAIL = "abcdefghijklmnopqrstuvwxyz"


def many(count: int) -> list[dict[str, Any]]:
    """`count` entries of CSL-JSON: the bundled ones again and again, by other people each time.

    Were the people the same, the time would go into telling them apart.
    """
    items = bundled()
    return [_by_others(items[number % len(items)], number // len(items), number) for number in range(count)]


def _by_others(item: Mapping[str, Any], turn: int, number: int) -> dict[str, Any]:
    entry: dict[str, Any] = {**item, "id": f"k{number}"}
    for variable in NAME_VARIABLES:
        if turn and variable in entry:
            entry[variable] = [
                {key: f"{text}{_TAIL[turn % 26]}" if key in ("family", "literal") else text}
                | {other: value for other, value in name.items() if other != key}
                for name in entry[variable]
                for key, text in [next(pair for pair in name.items() if pair[0] in ("family", "literal"))]
            ]
    return entry


def to_html(entries: Sequence[Mapping[str, Any]]) -> None:
    """Our whole way from items to a page: CSL-JSON, citations, view, HTML. Nothing is kept between runs."""
    items = [from_csl(entry) for entry in entries]
    formatted = format_list([to_csl(item) for item in items], style="apa", locale="en-US")
    section = Section(title="All", entries=tuple(Entry(cite=item.citation_key) for item in items))
    readings = tuple(ResolvedEntry(one, item) for one, item in zip(section.entries, items, strict=True))
    resolved = ResolvedList(
        ReadingList(title="Many", sections=(section,)), (ResolvedSection(section, readings),)
    )
    view = build_view(resolved, formatted.entries, locale="en-US")
    load_target("html").render(view, RenderOptions())


def pandoc_html(entries: Sequence[Mapping[str, Any]], folder: Path) -> None:
    """pandoc's own run over the same entries."""
    source = folder / "items.json"
    source.write_text(json.dumps(list(entries)), "utf-8")
    command = [
        str(pandoc_path()),
        "-f",
        "csljson",
        "-t",
        "html",
        "--citeproc",
        f"--csl={find_style('apa').path}",
    ]
    subprocess.run([*command, "-o", str(folder / "out.html"), str(source)], check=True, capture_output=True)


def timed(work: Callable[[], None]) -> float:
    """Seconds of wall-clock time."""
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def beside_pandoc(folder: Path, rounds: int = 3) -> list[Row]:
    """1,000 entries beside pandoc, and how the time of ours grows from 1,000 to 5,000."""
    entries = many(1000)
    to_html(many(20))
    ours, theirs = [], []
    for _ in range(rounds):
        ours.append(timed(lambda: to_html(entries)))
        theirs.append(timed(lambda: pandoc_html(entries, folder)))
    one = statistics.median(ours)
    rows = [
        Row("1,000 entries, APA, HTML / pandoc", one / statistics.median(theirs), 1.3, "×"),
    ]
    if "--long" in sys.argv:
        five = timed(lambda: to_html(many(5000)))
        rows.append(Row("5,000 entries / five times 1,000", five / (5 * one), 1.3, "×"))
    return rows


def whole_process(folder: Path) -> list[Row]:
    """150 entries to HTML, DOCX and PDF by the command."""
    run((*PROGRAM, "demo"), folder)
    workspace = folder / "narco-digital"
    with (workspace / "bib" / "keys.csv").open(encoding="utf-8", newline="") as file:
        keys = sorted(row["citation_key"] for row in csv.DictReader(file) if row.get("role") != "alias")
    lines = ["title: Many", "locale: en-US", "sections:", "  - title: All", "    entries:"]
    lines += [f"      - {key}" for key in keys[:150]]
    (workspace / "lists" / "many.yaml").write_text("\n".join(lines) + "\n", "utf-8")
    command = (*PROGRAM, "export", "many", "--to", "html,docx,pdf")
    first, _ = run(command, workspace)
    again = statistics.median(run(command, workspace)[0] for _ in range(5))
    return [
        Row("150 entries, HTML, DOCX, PDF", first, 3, "s"),
        Row("the same when nothing changed", again, 0.6, "s"),
    ]


def main() -> int:
    """Measure everything and print the table; exit code 1 when a figure does not hold."""
    with tempfile.TemporaryDirectory() as name:
        rows = [*beside_pandoc(Path(name)), *whole_process(Path(name))]
    for row in rows:
        mark = "holds" if row.holds else "DOES NOT HOLD"
        sys.stdout.write(f"{row.what:<48}{row.value:>9.2f} {row.unit:<3}of at most {row.limit:g}  {mark}\n")
    return 0 if all(row.holds for row in rows) else 1


if __name__ == "__main__":
    sys.exit(main())
