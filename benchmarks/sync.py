"""The figures of a sync: `python -m benchmarks.sync [--karboni PYTHON] [--large]` prints a table.

The bundled server runs in a process of its own, answers each request after 100 ms and allows five at once, as
Zotero's does. In the same run pyzotero's `everything()` (which stores nothing) and, where PYTHON is an
interpreter that has it, Karboni fetch the same library. `--large` measures 100,000 items without the delay:
CPU, memory, and a search.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from readinglist.demo.server import Limits, Store, edit, start_server
from readinglist.demo.server import faults as wrong
from readinglist.demo.server.faults import Faults
from readinglist.demo.server.load import item_of
from readinglist.demo.server.state import Collection

KEY, GROUP = "BenchmarkKeyOfTheServer1", 77
_TEXT = """archive digital network violence media state border memory trade labour water city school reform
market river health crime press law song film border platform message encrypted image drone"""
_WORDS = _TEXT.split()
_CONFIG = '[[source]]\nname = "bench"\ntype = "group"\nid = {}\nendpoint = "{}"\n'
_THEMES = "".join(
    f'[[themes]]\nid = "{name}"\nlabel.en = "{name.title()}"\n'
    f'[themes.rules]\nstrong = ["{name}"]\ngood = ["{other}"]\n'
    for name, other in zip(_WORDS[:11], _WORDS[11:22], strict=True)
)
_PYZOTERO = """
import sys
from pyzotero.zotero import Zotero
z = Zotero("{group}", "group", "{key}"); z.endpoint = "{endpoint}"
print(len(z.everything(z.items(limit=100))))
"""
_KARBONI = """
import karboni.zotero.config as config
begin = config.Config.__init__
def with_server(self, **given):
    begin(self, **(given | {{"base_url": "{endpoint}"}}))
config.Config.__init__ = with_server
import sys
from karboni.cli import cli
cli(sys.argv[1:])
"""


def serve(items: int, delay: float) -> None:
    """Serve a library of so many items until standard input ends; each line of it is a command."""
    store, faults = _store(items), Faults()
    if delay:
        faults.always(wrong.slow(delay))
    limits = Limits(concurrent=5, anonymous_concurrent=5)
    with start_server(store, faults=faults, limits=limits) as server:
        print(server.endpoint, flush=True)
        editor = edit(store, "group", GROUP)
        keys = sorted(editor.library.items)
        for line in sys.stdin:
            if line.startswith("edit"):
                for key in keys[: int(line.split()[1])]:
                    editor.edit_item(key, place=f"Edited {time.time()}")
            told = {"requests": len(server.log), "refused": limits.refused, "most": limits.most_at_once}
            server.log.clear()
            limits.refused = 0
            print(json.dumps(told), flush=True)


def _store(items: int) -> Store:
    store, chance = Store(), random.Random(4)
    store.add_library("user", 1, "owner")
    library = store.add_library("group", GROUP, "Bench", owner=1)
    store.add_key(KEY, 1)
    for number in range(40):
        key = f"C{number:07}".translate(str.maketrans("01", "ZY"))
        library.put_collection(Collection(key, 2, f"Folder {number}", library.number()))
    for data in made_up(items, chance, sorted(library.collections)):
        with library.changing(item_of(library, data)):
            pass
    library.version = items + 2
    library.touch()
    return store


def made_up(items: int, chance: random.Random, shelves: Sequence[str] = ()) -> Iterator[dict[str, Any]]:
    """The data of so many articles with abstracts, on the shelves in turn."""
    others = ["".join(chance.choices("abcdeghilmnoprstu", k=chance.randrange(3, 11))) for _ in range(8000)]
    for number in range(items):
        words = chance.choices(_WORDS, k=1) + chance.choices(others, k=8)
        yield {
            "key": _key(number),
            "version": 2 + number,
            "itemType": "journalArticle",
            "title": " ".join(words).capitalize(),
            "creators": [
                {"creatorType": "author", "lastName": f"Name{chance.randrange(4000)}", "firstName": "Ana"},
                {"creatorType": "author", "lastName": f"Name{chance.randrange(4000)}", "firstName": "Luis"},
            ],
            "abstractNote": " ".join(chance.choices(others, k=70)),
            "publicationTitle": f"Journal of {words[0]}",
            "volume": str(number % 90),
            "pages": f"{number % 300}-{number % 300 + 12}",
            "date": f"{1970 + number % 55}-0{1 + number % 9}",
            "DOI": f"10.1234/bench.{number}",
            "ISSN": "1234-5679",
            "language": "en",
            "url": f"https://example.org/{number}",
            "collections": [shelves[number % len(shelves)]] if shelves else [],
            "tags": [{"tag": one} for one in sorted({words[1], words[2], f"tag {number % 500}"})],
            "relations": {},
            "dateAdded": f"20{10 + number % 15}-03-04T05:06:07Z",
            "dateModified": "2025-01-02T03:04:05Z",
        }


def _key(number: int) -> str:
    letters = "23456789ABCDEFGHIJKLMNPQRSTUVWXYZ"
    text = ""
    for _ in range(8):
        number, rest = divmod(number, len(letters))
        text = letters[rest] + text
    return text


@dataclass
class Server:
    """The server's process."""

    endpoint: str
    process: subprocess.Popen[str]

    def tell(self, command: str = "report") -> Mapping[str, int]:
        """Send a command; what was asked of the server since the last one."""
        ask: IO[str] | None = self.process.stdin
        hear: IO[str] | None = self.process.stdout
        assert ask and hear
        ask.write(command + "\n")
        ask.flush()
        told: Mapping[str, int] = json.loads(hear.readline())
        return told


@contextmanager
def serving(items: int, delay: float) -> Iterator[Server]:
    """A server in another process."""
    command = [sys.executable, "-m", "benchmarks.sync", "--serve", str(items), str(delay)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout and process.stdin
        yield Server(process.stdout.readline().strip(), process)
        process.stdin.close()


@dataclass(frozen=True, slots=True)
class Run:
    """What a process took: seconds on the clock, seconds of CPU, MB at the peak, and what it printed."""

    seconds: float
    cpu: float
    memory: float
    out: str


def run(command: Sequence[str], folder: Path, **env: str) -> Run:
    """Run a process and measure it."""
    began = time.perf_counter()
    child = subprocess.Popen(
        command,
        cwd=folder,
        env={**os.environ, "PYTHON_KEYRING_BACKEND": "keyring.backends.null.Keyring", **env},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert child.stdout and child.stderr
    out = child.stdout.read()
    error = child.stderr.read()
    _, status, usage = os.wait4(child.pid, 0)
    seconds = time.perf_counter() - began
    child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode:
        raise SystemExit(f"{' '.join(command)[:200]} failed:\n{error}")
    return Run(seconds, usage.ru_utime + usage.ru_stime, _megabytes(usage), out)


def _megabytes(usage: resource.struct_rusage) -> float:
    return usage.ru_maxrss / 1024


def program(folder: Path, *words: str) -> Run:
    """Run `readinglist` in a folder with the server's key."""
    return run(
        [sys.executable, "-m", "readinglist", *words], folder, ZOTERO_API_KEY=KEY, PYTHONPATH=str(Path.cwd())
    )


def workspace(base: Path, name: str, endpoint: str) -> Path:
    """A workspace that follows the server."""
    folder = base / name
    folder.mkdir()
    (folder / "readinglist.toml").write_text(_CONFIG.format(GROUP, endpoint))
    (folder / "themes.toml").write_text(_THEMES)
    return folder


def row(what: str, value: float, unit: str, limit: float | None, *, least: bool = False) -> bool:
    """Print a figure beside its limit; whether it holds."""
    holds = limit is None or (value >= limit if least else value <= limit)
    bound = "" if limit is None else f"{'≥' if least else '≤'} {limit:g}"
    print(f"  {what:<58} {value:>8.2f} {unit:<9} {bound:>7}  {'' if holds else 'NOT HELD'}", flush=True)
    return holds


def usual(base: Path, karboni: str) -> bool:
    """10,000 items with 100 ms an answer."""
    print("10,000 items, 100 ms an answer, five at once")
    held = []
    with serving(10_000, 0.1) as server:
        place = workspace(base, "usual", server.endpoint)
        program(place, "--help")
        pulls = [
            program(workspace(base, f"pull{n}", server.endpoint), "sync", "--pull-only") for n in range(3)
        ]
        told = server.tell()
        best = min(pulls, key=lambda one: one.seconds)
        held.append(row("first sync --pull-only", best.seconds, "s", 3.0))
        held.append(row("  its CPU", best.cpu, "s", None))
        held.append(row("  requests refused with 429", told["refused"], "", 0))
        whole = program(place, "sync")
        held.append(row("first whole sync, themes and bib/", whole.seconds, "s", 9.0))
        held.append(row("  its CPU", whole.cpu, "s", None))
        held.append(row("  its memory at the peak", whole.memory, "MB", 250.0))
        server.tell()
        same = program(place, "sync")
        held.append(row("sync without changes", same.seconds, "s", 0.8))
        held.append(row("  its CPU", same.cpu, "s", None))
        held.append(row("  its requests", server.tell()["requests"], "", 1))
        for number in (50, 1):
            server.tell(f"edit {number}")
            edits = program(place, "sync")
            held.append(row(f"sync of edits: {number}", edits.seconds, "s", 2.0))
            held.append(row("  its CPU", edits.cpu, "s", None))
            held.append(row("  its requests", server.tell()["requests"], "", 5))
        script = _PYZOTERO.format(group=GROUP, key=KEY, endpoint=server.endpoint)
        other = run([sys.executable, "-c", script], base)
        held.append(
            row(
                f"pyzotero everything() ({other.out.strip()} items, stored nowhere)", other.seconds, "s", None
            )
        )
        held.append(
            row(
                "  times as long as first sync --pull-only",
                other.seconds / best.seconds,
                "×",
                3.5,
                least=True,
            )
        )
        if karboni:
            held.append(_karboni(base, karboni, server, best))
    return all(held)


def _karboni(base: Path, python: str, server: Server, ours: Run) -> bool:
    folder = base / "karboni"
    folder.mkdir()
    env = {
        "ZOTERO_API_KEY": KEY,
        "ZOTERO_LIBRARY_ID": str(GROUP),
        "ZOTERO_LIBRARY_PREFIX": "groups",
        "KARBONI_ZOTERO_API_KEY": KEY,
        "KARBONI_LIBRARY_ID": str(GROUP),
        "KARBONI_LIBRARY_PREFIX": "groups",
        "KARBONI_DATA_PATH": str(folder),
        "PYTHONPATH": "",
    }
    script = _KARBONI.format(endpoint=server.endpoint)
    run([python, "-c", script, "init"], folder, **env)
    server.tell()
    other = run([python, "-c", script, "sync", "--max-concurrent-requests", "5"], folder, **env)
    told = server.tell()
    row(f"Karboni ({told['requests']} requests, {told['refused']} refused)", other.seconds, "s", None)
    return row(
        "  times as long as first sync --pull-only", other.seconds / ours.seconds, "×", 2.0, least=True
    )


def large(base: Path) -> bool:
    """100,000 items without a delay, beside 10,000 for how it grows."""
    print("100,000 items, no delay")
    held = []
    small = 0.0
    for items in (10_000, 100_000):
        with serving(items, 0) as server:
            place = workspace(base, f"large{items}", server.endpoint)
            first = program(place, "sync", "--pull-only")
        if items == 10_000:
            small = first.cpu
    held.append(row("first sync --pull-only", first.seconds, "s", None))
    held.append(row("  its CPU", first.cpu, "s", 15.0))
    held.append(row("  its CPU by that of 10,000 items", first.cpu / small, "×", 11.0))
    held.append(row("  its memory at the peak", first.memory, "MB", 300.0))
    searches = [program(place, "items", "name17") for _ in range(3)]
    held.append(row("items WORDS, whole process", min(one.seconds for one in searches), "s", 0.3))
    return all(held)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--serve", nargs=2, metavar=("ITEMS", "DELAY"), help=argparse.SUPPRESS)
    parser.add_argument("--karboni", default="", metavar="PYTHON", help="an interpreter that has Karboni")
    parser.add_argument("--large", action="store_true", help="measure 100,000 items instead of 10,000")
    given = parser.parse_args()
    if given.serve:
        serve(int(given.serve[0]), float(given.serve[1]))
        return
    with tempfile.TemporaryDirectory(prefix="readinglist-bench-") as name:
        held = large(Path(name)) if given.large else usual(Path(name), given.karboni)
    sys.exit(0 if held else 1)


if __name__ == "__main__":
    main()
