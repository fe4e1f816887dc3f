"""Runs the commands of the pages with real output, and writes what they print; `--check` only compares.

python -m docs.tutorial
python -m docs.tutorial --check

A page's ```console blocks hold commands after "$ " and below each what it printed. They run one after
the other in a scratch folder, against the collection that comes with the program. `<!-- $ command -->` runs
without being shown. `<!-- in FILE before "TEXT" -->` puts the code block below it into a file, before the
line with the text.
"""

from __future__ import annotations

import datetime
import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

PAGES = tuple(Path(__file__).with_name(name) for name in ("tutorial.md", "over-the-years.md"))

_PART = re.compile(
    r"^```console\n(?P<console>.*?)^```$|^<!-- \$ (?P<silent>.+?) -->$"
    r'|^<!-- in (?P<file>\S+) before "(?P<before>[^"]+)" -->\n```\w*\n(?P<text>.*?)^```$',
    re.DOTALL | re.MULTILINE,
)
# Nothing of the machine's own shows in what is printed: its day, language, width, names.
_SURROUNDINGS = {
    "COLUMNS": "80", "LINES": "40", "NO_COLOR": "1", "LC_ALL": "C.UTF-8", "TZ": "UTC",
    "SOURCE_DATE_EPOCH": "1796083200", "GIT_AUTHOR_NAME": "A", "GIT_AUTHOR_EMAIL": "a@example.org",
    "GIT_COMMITTER_NAME": "A", "GIT_COMMITTER_EMAIL": "a@example.org", "GIT_CONFIG_GLOBAL": os.devnull,
    "GIT_CONFIG_NOSYSTEM": "1", "GIT_AUTHOR_DATE": "2026-12-20T12:00:00Z",
    "GIT_COMMITTER_DATE": "2026-12-20T12:00:00Z",
}  # fmt: skip


_TODAY = "2026-12-06"


@dataclass(slots=True)
class Shell:
    """Runs a page's commands, in the folder to which the last `cd` went."""

    folder: Path
    home: Path

    def run(self, command: str) -> str:
        """What a command prints on both ways. Raises `SystemExit` where it fails."""
        if command.startswith("cd "):
            self.folder = self.folder / command[3:].strip()
            return ""
        kept = {key: os.environ[key] for key in ("PYTHONPATH",) if key in os.environ}
        path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ.get('PATH', '')}"
        done = subprocess.run(
            ["bash", "-euc", command], cwd=self.folder, text=True, encoding="utf-8",
            env={**kept, **_SURROUNDINGS, "HOME": str(self.home), "PATH": path},
            stdin=subprocess.DEVNULL, capture_output=True, check=False,
        )  # fmt: skip
        if done.returncode:
            raise SystemExit(f"$ {command}\n{done.stdout}{done.stderr}\nleft with {done.returncode}")
        # The result, then the conversation: which comes first in a pipe is a matter of chance.
        lines = (line.rstrip() for line in (done.stdout + done.stderr).splitlines())
        return timeless("\n".join(lines))


def timeless(text: str) -> str:
    """What was printed, with one day for today and one moment for now."""
    text = re.sub(r"\d{4}-\d\d-\d\d \d\d:\d\d UTC", f"{_TODAY} 21:40 UTC", text)
    return text.replace(datetime.datetime.now(datetime.UTC).date().isoformat(), _TODAY)


def commands(block: str) -> Iterator[tuple[str, str]]:
    """The commands of a block, as they are shown and as they are run. One goes on after "\\" and at "> "."""
    lines = block.splitlines()
    at = 0
    while at < len(lines):
        shown = [lines[at]]
        at += 1
        if not shown[0].startswith("$ "):
            continue
        while at < len(lines) and (shown[-1].endswith("\\") or lines[at].startswith("> ")):
            shown.append(lines[at])
            at += 1
        run = [line.removeprefix("> ") for line in (shown[0][2:], *shown[1:])]
        yield "\n".join(shown), "\n".join(run)


def made(page: str, folder: Path) -> str:
    """A page with what its commands print now."""
    home = folder / "home"
    home.mkdir()
    shell = Shell(folder, home)

    def part(found: re.Match[str]) -> str:
        if found["silent"]:
            shell.run(found["silent"])
        elif found["file"]:
            _insert(shell.folder / found["file"], found["before"], found["text"])
        else:
            told = (f"{shown}\n{shell.run(run)}".rstrip() for shown, run in commands(found["console"]))
            return "```console\n" + "\n".join(told) + "\n```"
        return found[0]

    return _PART.sub(part, page)


def _insert(file: Path, before: str, text: str) -> None:
    lines = file.read_text("utf-8").splitlines(keepends=True)
    at = next(number for number, line in enumerate(lines) if before in line)
    file.write_text("".join([*lines[:at], text, *lines[at:]]), "utf-8")


def main() -> int:
    """Write the pages, or with `--check` say whether they are what would be written."""
    wrong = 0
    for page in PAGES:
        text = page.read_text("utf-8")
        with tempfile.TemporaryDirectory() as scratch:
            now = made(text, Path(scratch).resolve())
        if now == text:
            continue
        if "--check" in sys.argv[1:]:
            sys.stderr.write(
                f"docs/{page.name} is not what its commands print: run python -m docs.tutorial\n"
            )
            wrong = 1
        else:
            page.write_text(now, "utf-8")
    return wrong


if __name__ == "__main__":
    sys.exit(main())
