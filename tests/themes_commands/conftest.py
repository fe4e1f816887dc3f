"""A small library of a user who may write, on a server of its own, with a workspace, and the real command."""

from __future__ import annotations

import contextlib
import io
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from readinglist.cli import main
from readinglist.demo.server import Editor, Faults, RunningServer, Store, edit, start_server

USER = 42
KEY = "WRITEKEY"

THEMES = """\
# Themes of a small library.

[assignment]
threshold = 1.0   # one strong word

[[themes]]
id = "ice"
label.en = "Ice and glaciers"
label.es = "Hielo y glaciares"

[themes.rules]
strong = [
  "glacier",      # the word itself
  "sea-ice",
]
good = ["moraine", "melt*"]

# The second one
[[themes]]
id = "birds"
label.en = "Avifauna"
broader = "animals"

[themes.rules]
strong = ["bird", "penguin"]
weak = ["nest"]

[[themes]]
id = "animals"
label.en = "Animals"

[themes.rules]
strong = ["animal", "seal"]

[decisions]
# nothing yet
"""

TITLES = {
    "Glacier retreat in Patagonia": 2001,
    "Sea ice and the penguin": 2004,
    "Birds of the moraine": 2010,
    "A seal on a glacier": 2012,
    "The nest": 2015,
    "Bookkeeping for beginners": 2016,
}


@dataclass(frozen=True)
class Result:
    """What a command ended with and printed."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)


def run_main(*args: str, stdin: str = "") -> Result:
    """Run the real command in this process, as one whose input is no terminal."""
    import sys

    out, err = io.StringIO(), io.StringIO()
    code: int | str | None = 0
    was = sys.stdin
    sys.stdin = io.StringIO(stdin)
    try:
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
            main(args)
    except SystemExit as leaving:
        code = leaving.code
    finally:
        sys.stdin = was
    assert isinstance(code, int)
    return Result(code, out.getvalue(), err.getvalue())


@dataclass
class Bench:
    """A server with its library, and a workspace of it."""

    store: Store
    server: RunningServer
    faults: Faults
    folder: Path
    keys: dict[str, str] = field(default_factory=dict)

    @property
    def editor(self) -> Editor:
        return edit(self.store, "user", USER)

    @property
    def themes(self) -> Path:
        return self.folder / "themes.toml"

    def run(self, *args: str) -> Result:
        return run_main("-C", str(self.folder), *args)

    def ok(self, *args: str) -> Result:
        done = self.run(*args)
        assert done.code == 0, done
        return done

    def tags(self, title: str) -> dict[str, int]:
        """The tags that the server has on an item, by its title."""
        return dict(self.store.library("user", USER).items[self.keys[title]].tags)

    def state(self) -> dict[str, Any]:
        """Everything that people see of the library: all but versions and the order of creation."""
        library = self.store.library("user", USER)
        return {
            "items": {
                key: (
                    item.type,
                    dict(item.data),
                    sorted(item.collections),
                    dict(item.tags),
                    dict(item.relations),
                    item.deleted,
                    item.added,
                    item.modified,
                )
                for key, item in library.items.items()
            },
            "collections": {key: (one.name, one.parent) for key, one in library.collections.items()},
        }


def make_store() -> Store:
    """A store with the user's library, whose clock moves a minute at each write."""
    store = Store()
    minutes = iter(range(10_000_000))

    def clock() -> str:
        now = next(minutes)
        return f"2027-01-{1 + now // 1440 % 28:02}T{now // 60 % 24:02}:{now % 60:02}:00Z"

    store.clock = clock
    store.add_user(USER, "cataloguer", "A Cataloguer")
    store.add_key(KEY, USER)
    store.add_key("READKEY", USER, write=False)
    return store


def fill(store: Store) -> dict[str, str]:
    """Put the six works into the library; their keys by title."""
    editor = edit(store, "user", USER)
    tags = [{"tag": "kept"}, {"tag": "from the publisher", "type": 1}]
    return {
        title: editor.add_item("book", title=title, date=str(year), tags=tags, language="en")
        for title, year in TITLES.items()
    }


@contextlib.contextmanager
def a_bench(folder: Path, themes: str = THEMES) -> Iterator[Bench]:
    """A running server and a synced workspace."""
    store, faults = make_store(), Faults()
    keys = fill(store)
    with start_server(store, faults=faults) as server:
        where = ("--user", str(USER), "--endpoint", server.endpoint)
        made = run_main("init", str(folder), *where)
        assert made.code == 0, made
        (folder / "themes.toml").write_bytes(themes.encode())
        bench = Bench(store, server, faults, folder, keys)
        bench.ok("sync")
        faults.restart()
        yield bench
    assert server.crashes == []


@pytest.fixture
def api_key(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ZOTERO_API_KEY", KEY)
    monkeypatch.delenv("READINGLIST_ENDPOINT", raising=False)


@pytest.fixture
def bench(tmp_path: Path, api_key: None) -> Iterator[Bench]:
    with a_bench(tmp_path / "work") as made:
        yield made


@pytest.fixture
def new_bench(api_key: None) -> Callable[..., contextlib.AbstractContextManager[Bench]]:
    """Makes benches of one's own, for property tests."""
    return a_bench


@pytest.fixture
def run_command() -> Callable[..., Result]:
    """Runs the real command without a workspace of its own."""
    return run_main
