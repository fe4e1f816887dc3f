"""How good and how fast the planner is: `python -m benchmarks.planner` prints the table.

Quality: the local search beside every possible plan on small cases (2 to 5 weeks, up to 7 readings, with
order and without), and beside a bound that no plan can pass on cases of 15 weeks. The bound is the spread
that the weeks would have if readings could be cut into minutes. Speed: the search alone, and the whole
command on a list of 500 entries in a library of 10,000 items.
"""

from __future__ import annotations

import itertools
import json
import os
import random
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from benchmarks.figures import AS_INSTALLED
from readinglist.actions.init import Found, create_workspace, source_for
from readinglist.library import open_library
from readinglist.lists import balance
from readinglist.lists.balance import Piece, Task, allowed, loads, solve, spread, trimmed
from readinglist.lists.plan import SLACK
from readinglist.resources import package_file
from readinglist.zotero.pulled import Pulled

CASES = 150
ITEMS = 10_000
ENTRIES = 500
SMALL_EFFORT = 60_000


def task(chance: random.Random, weeks: int, readings: int, *, ordered: bool = False) -> Task:
    """Random essentials of 1 to 5 hours a week and readings of 10 to 150 minutes."""
    pieces = tuple(
        Piece(chance.randint(10, 150), chance.randrange(weeks), tuple(range(weeks))) for _ in range(readings)
    )
    order = tuple((at, at + 1) for at in range(0, readings - 1, 3)) if ordered else ()
    return Task(tuple(chance.randint(60, 300) for _ in range(weeks)), pieces, order)


def exact(one: Task) -> float:
    """The smallest spread of all plans, by trying every one."""
    every = itertools.product(*(piece.weeks for piece in one.pieces))
    return min(spread(loads(one, places)) for places in every if allowed(one, places))


def bound(one: Task) -> float:
    """The spread if readings could be cut into minutes: the lightest weeks are filled up to one level."""
    left = sum(piece.minutes for piece in one.pieces)
    level = sorted(one.fixed)
    for count in range(1, len(level) + 1):
        height = (sum(level[:count]) + left) / count
        if count == len(level) or height <= level[count]:
            return spread([*[height] * count, *level[count:]])  # type: ignore[list-item]
    return 0.0


def small_cases() -> list[tuple[str, str, bool]]:
    """The worst and the mean ratio of the planner's spread to the best one."""
    chance = random.Random(1)
    ratios = []
    for number in range(CASES):
        one = task(chance, chance.randint(2, 5), chance.randint(3, 7), ordered=number % 2 == 1)
        search = balance._Search(one)
        search.effort = SMALL_EFFORT
        found = trimmed(one, search.best(), SLACK)
        best = exact(one)
        ratios.append(spread(loads(one, found)) / best if best else 1.0 + (spread(loads(one, found)) > 0))
    text = f"worst {max(ratios):.3f}, mean {statistics.mean(ratios):.3f} (at most 1.05)"
    return [(f"spread / best of all plans, {CASES} small cases", text, max(ratios) <= 1.05)]


def large_cases() -> list[tuple[str, str, bool]]:
    """Fifteen weeks: the spread in minutes beside the bound, and the seconds that the search takes."""
    chance = random.Random(2)
    rows = []
    for readings in (25, 40, 100, 250):
        one = task(chance, 15, readings)
        started = time.perf_counter()
        found = trimmed(one, solve(one), SLACK)
        seconds = time.perf_counter() - started
        now = spread(loads(one, [piece.home for piece in one.pieces]))
        made = spread(loads(one, found))
        text = f"{now:.0f} → {made:.1f} min (bound {bound(one):.1f}), {seconds:.2f} s (at most 1 s)"
        rows.append(
            (f"15 weeks, {readings} readings that may move", text, seconds <= 1 and made - bound(one) <= 3)
        )
    return rows


def whole_command() -> list[tuple[str, str, bool]]:
    """`lists plan` as a process of its own, on a long list in a large library."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name) / "workspace"
        workspace = create_workspace(folder, source_for(demo=True), Found("Large", 0, ()))
        keys = _fill(workspace.database, workspace.settings.source[0].path)
        _write_list(folder / "lists" / "long.yaml", keys)
        rows = []
        for command in (
            ("lists", "plan", "long", "--hours", "6"),
            ("lists", "diff", "long", "long"),
            ("lists", "missing", "long"),
        ):
            took = [
                _timed((sys.executable, "-m", "readinglist", "-C", str(folder), *command)) for _ in range(5)
            ]
            wall, busy = (statistics.median(column) for column in zip(*took, strict=True))
            limit = 0.5 if command[1] == "plan" else 5.0
            text = f"{wall:.2f} s, {busy:.2f} s of them computing (at most {limit:g} s)"
            what = f"{' '.join(command[:2])}, {ENTRIES} entries, {ITEMS:,} items"
            rows.append((what, text, wall <= limit))
        return rows


def _timed(command: tuple[str, ...]) -> tuple[float, float]:
    """The seconds that a process takes on the clock, and those that it computes."""
    started = time.perf_counter()
    child = subprocess.Popen(command, env=AS_INSTALLED, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, status, usage = os.wait4(child.pid, 0)
    seconds = time.perf_counter() - started
    child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode:
        raise SystemExit(f"{' '.join(command)} failed")
    return seconds, usage.ru_utime + usage.ru_stime


def _fill(database: Path, source: str) -> list[str]:
    """A library of copies of the bundled items; their citation keys."""
    held = json.loads(package_file("demo", "data", "collection.json").read_text("utf-8"))["items"]
    works = [one for one in held if one["itemType"] not in ("note", "attachment", "annotation")]
    items = {}
    for number in range(ITEMS):
        key = f"{number:08d}"
        data = {**works[number % len(works)], "key": key, "version": 1, "collections": []}
        items[key] = {"key": key, "version": 1, "data": data}
    database.parent.mkdir(parents=True, exist_ok=True)
    with open_library(database) as library:
        library.apply(Pulled(source, 0, 1, items, {}))
        return [item.citation_key for item in library.items()]


def _write_list(path: Path, keys: list[str]) -> None:
    chance = random.Random(3)
    lines = [
        "title: A long list",
        "term: {start: 2027-01-18, weeks: 15, meets: monday, holidays: MX}",
        "sections:",
    ]
    chosen = chance.sample(keys, ENTRIES)
    for week in range(15):
        lines += [f"  - title: Section {week + 1}", f"    week: {week + 1}", "    entries:"]
        for key in chosen[week::15]:
            importance = chance.choice(["essential", "recommended", "further"])
            lines += [f"      - cite: {key}", f"        importance: {importance}"]
            lines += [f"        locator: pp. 1-{chance.randint(5, 60)}"]
    path.write_text("\n".join(lines) + "\n", "utf-8")


def main() -> int:
    """Measure everything and print the table; exit code 1 when a figure does not hold."""
    rows = [*small_cases(), *large_cases(), *whole_command()]
    for what, text, holds in rows:
        sys.stdout.write(f"{what:<52} {text}  {'holds' if holds else 'DOES NOT HOLD'}\n")
    return 0 if all(holds for _, _, holds in rows) else 1


if __name__ == "__main__":
    sys.exit(main())
