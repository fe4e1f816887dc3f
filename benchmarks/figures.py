"""The figures of the main job, measured on this machine: `python -m benchmarks.figures` prints a table.

Start-up is a ratio measured in one run against `python -c "import click"`; the demo's time and the memory of
every command on the bundled collection stand beside their limits.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

LIST = "narco-digital-syllabus"
KEY = "campbell2014narco"
# An installed program has its bytecode beside it; a first round writes it where it is missing.
AS_INSTALLED = {key: value for key, value in os.environ.items() if key != "PYTHONDONTWRITEBYTECODE"}
PROGRAM = (sys.executable, "-m", "readinglist")


@dataclass(frozen=True, slots=True)
class Row:
    """One figure: what was measured, the value, the limit, both in `unit`."""

    what: str
    value: float
    limit: float
    unit: str

    @property
    def holds(self) -> bool:
        """Whether the value is within its limit."""
        return self.value <= self.limit


def run(command: Sequence[str], folder: Path) -> tuple[float, float]:
    """Run a command in a folder; its wall-clock time in seconds and its peak memory in MB."""
    started = time.perf_counter()
    child = subprocess.Popen(
        command, cwd=folder, env=AS_INSTALLED, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE
    )
    assert child.stderr is not None
    said = child.stderr.read()
    _, status, usage = os.wait4(child.pid, 0)
    seconds = time.perf_counter() - started
    child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode:
        raise SystemExit(f"{' '.join(command)} failed: {said.decode(errors='replace')}")
    return seconds, usage.ru_maxrss / 1024


def start_up(folder: Path, rounds: int = 15) -> Row:
    """`--help` beside importing click, taken in turns; the ratio of the medians."""
    ours: list[float] = []
    clicks: list[float] = []
    script = Path(sys.executable).with_name("readinglist")
    for _ in range(rounds):
        ours.append(run((str(script), "--help"), folder)[0])
        clicks.append(run((sys.executable, "-c", "import click"), folder)[0])
    return Row("--help / import click", statistics.median(ours) / statistics.median(clicks), 2.0, "×")


def demo(folder: Path) -> list[Row]:
    """The demo's first and second run."""
    first, memory = run((*PROGRAM, "demo"), folder)
    second, _ = run((*PROGRAM, "demo"), folder)
    return [
        Row("demo, first run", first, 15, "s"),
        Row("demo, second run", second, 5, "s"),
        Row("memory: demo", memory, 200, "MB"),
    ]


def memory(folder: Path) -> list[Row]:
    """The peak memory of every command in the demo's workspace."""
    commands = (
        ("sync",),
        ("status",),
        ("items", "narco"),
        ("show", KEY),
        ("themes",),
        ("themes", "why", KEY),
        ("lists",),
        ("lists", "show", LIST),
        ("export", LIST, "--to", "html,md,docx,pdf"),
        ("export", LIST, "--to", "pdf", "--style", "modern-language-association", "--locale", "es-MX"),
        ("styles", "chicago"),
    )
    rows = []
    for command in commands:
        _, peak = run((*PROGRAM, *command), folder)
        rows.append(Row(f"memory: {' '.join(command[:3])}", peak, 200, "MB"))
    return rows


def main() -> int:
    """Measure everything and print the table; exit code 1 when a figure does not hold."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        rows = [start_up(folder), *demo(folder)]
        rows += memory(folder / "narco-digital")
    for row in rows:
        mark = "holds" if row.holds else "DOES NOT HOLD"
        sys.stdout.write(f"{row.what:<48}{row.value:>9.2f} {row.unit:<3}of at most {row.limit:g}  {mark}\n")
    return 0 if all(row.holds for row in rows) else 1


if __name__ == "__main__":
    sys.exit(main())
