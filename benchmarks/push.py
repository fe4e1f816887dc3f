"""How long a push of themes and its undo take, on the bundled server: python -m benchmarks.push [ITEMS]."""

from __future__ import annotations

import contextlib
import io
import os
import sys
import tempfile
import time
from pathlib import Path

from readinglist.cli import main
from readinglist.demo.server import Store, edit, start_server

THEMES = '[[themes]]\nid = "ice"\nlabel.en = "Ice"\nrules.strong = ["glacier"]\n'


def run(*args: str) -> float:
    """The seconds that a command takes. Raises RuntimeError when it fails."""
    said = io.StringIO()
    begun = time.perf_counter()
    try:
        with contextlib.redirect_stdout(said), contextlib.redirect_stderr(said):
            main(args)
    except SystemExit as leaving:
        if leaving.code:
            raise RuntimeError(said.getvalue()) from None
    return time.perf_counter() - begun


def measure(count: int) -> list[tuple[str, float, int]]:
    """Each step with its seconds and the number of requests that it made."""
    store = Store()
    store.add_user(1, "reader")
    store.add_key("KEY", 1)
    editor = edit(store, "user", 1)
    for number in range(count):
        editor.add_item("book", title=f"Glacier {number}")
    os.environ["ZOTERO_API_KEY"] = "KEY"
    rows = []
    with tempfile.TemporaryDirectory() as folder, start_server(store) as server:
        work = str(Path(folder) / "work")
        run("init", work, "--user", "1", "--endpoint", server.endpoint)
        (Path(work) / "themes.toml").write_text(THEMES, "utf-8")
        for name, args in (
            ("sync", ("sync",)),
            ("push --dry-run", ("themes", "push", "--dry-run")),
            ("push", ("themes", "push", "--yes")),
            ("push again", ("themes", "push", "--yes")),
            ("push --undo", ("themes", "push", "--undo", "--yes")),
        ):
            before = len(server.log.lines)
            rows.append((name, run("-C", work, *args), len(server.log.lines) - before))
    return rows


if __name__ == "__main__":
    items = int(sys.argv[1]) if len(sys.argv) > 1 else 1000
    print(f"{items} items, each with one theme\n\n{'step':<16}{'seconds':>9}{'requests':>10}")
    for step, seconds, requests in measure(items):
        print(f"{step:<16}{seconds:>9.2f}{requests:>10}")
