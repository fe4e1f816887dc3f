"""The real commands on real workspaces: one demo is made for each worker, and every test gets a copy."""

from __future__ import annotations

import contextlib
import hashlib
import io
import logging
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import pytest

from readinglist.cli import main
from readinglist.demo import DEMO_GROUP, bundled_store
from readinglist.demo.server import Editor, Faults, RunningServer, edit, start_server

# Run in the background of a shell, tests inherit that Ctrl-C is ignored, and so would what they start.
signal.signal(signal.SIGINT, signal.default_int_handler)

SYLLABUS = "narco-digital-syllabus"
_OUTSIDE = (
    *("ZOTERO_API_KEY", "READINGLIST_ENDPOINT", "NO_COLOR", "FORCE_COLOR", "COLUMNS", "LINES", "BROWSER"),
    *("DISPLAY", "WAYLAND_DISPLAY", "HTTP_PROXY", "HTTPS_PROXY", "http_proxy", "https_proxy"),
)


@dataclass(frozen=True, slots=True)
class Result:
    """What a command came to: exit code, standard output, standard error."""

    code: int
    out: str
    err: str


class Run(Protocol):
    """Runs a command inside this process."""

    def __call__(self, *args: str | Path, code: int | None = 0) -> Result: ...


@dataclass(frozen=True, slots=True)
class Served:
    """A running server with the bundled collection, its faults, and an editor of the collection."""

    server: RunningServer
    faults: Faults
    editor: Editor

    @property
    def endpoint(self) -> str:
        """The server's address."""
        return str(self.server.endpoint)


@pytest.fixture(autouse=True)
def surroundings(monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory) -> None:
    """Nothing of the machine's own settings reaches a test: no keys, no keyring, no colours, no home."""
    for name in _OUTSIDE:
        monkeypatch.delenv(name, raising=False)
    base = tmp_path_factory.getbasetemp()
    monkeypatch.setenv("HOME", str(base / "home"))
    monkeypatch.setenv("XDG_CACHE_HOME", str(base / "cache"))
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "keyring.backends.null.Keyring")
    monkeypatch.setenv("TERM", "xterm")
    # What an earlier command with --debug turned on in this process.
    monkeypatch.setattr(logging.getLogger("readinglist"), "level", logging.NOTSET)
    monkeypatch.setattr(logging.getLogger("readinglist"), "handlers", [])


@pytest.fixture
def run() -> Run:
    """Runs a command in this process, with streams that are no terminal, and checks its exit code."""
    return run_command


def run_command(*args: str | Path, code: int | None = 0) -> Result:
    """`readinglist ARGS` in this process; fails when the exit code is not `code` (None: any)."""
    out, err = _Stream(), _Stream()
    before = sys.stdin
    sys.stdin = io.StringIO()
    try:
        with (
            contextlib.redirect_stdout(out),
            contextlib.redirect_stderr(err),
            pytest.raises(SystemExit) as left,
        ):
            main([str(arg) for arg in args])
    finally:
        sys.stdin = before
    given = left.value.code
    result = Result(given if isinstance(given, int) else int(given is not None), out.text, err.text)
    if code is not None:
        assert result.code == code, f"exit code {result.code}\n{result.out}\n{result.err}"
    return result


class _Stream(io.TextIOWrapper):
    def __init__(self) -> None:
        self.bytes = io.BytesIO()
        super().__init__(self.bytes, encoding="utf-8", newline="\n", write_through=True)

    @property
    def text(self) -> str:
        self.flush()
        return self.bytes.getvalue().decode("utf-8")


def run_process(
    *args: str | Path, cwd: Path | None = None, env: Mapping[str, str] | None = None
) -> subprocess.CompletedProcess[str]:
    """`readinglist ARGS` in a process of its own, without a terminal."""
    return subprocess.run(
        command_line(*args),
        cwd=cwd,
        env={**os.environ, **(env or {})},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        encoding="utf-8",
        timeout=120,
        check=False,
    )


def command_line(*args: str | Path) -> list[str]:
    """The command as a process starts it."""
    return [sys.executable, "-m", "readinglist", *(str(arg) for arg in args)]


@pytest.fixture(scope="session")
def demo_result(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Result]:
    """The demo, made once for this worker, and what it said."""
    folder = tmp_path_factory.mktemp("template") / "demo"
    with pytest.MonkeyPatch.context() as patch:
        patch.delenv("READINGLIST_ENDPOINT", raising=False)
        return folder, run_command("demo", folder)


@pytest.fixture
def workspace(demo_result: tuple[Path, Result], tmp_path: Path) -> Path:
    """A copy of the demo's workspace, times of files included."""
    return Path(shutil.copytree(demo_result[0], tmp_path / "workspace"))


@pytest.fixture
def served() -> Iterator[Served]:
    """The bundled server on a port of its own, with its own copy of the collection."""
    store, faults = bundled_store(), Faults()
    with start_server(store, faults=faults) as server:
        yield Served(server, faults, edit(store, "group", DEMO_GROUP))


@pytest.fixture
def synced_elsewhere(workspace: Path, served: Served, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The workspace, pulled from `served` instead of the server that comes with the demo."""
    monkeypatch.setenv("READINGLIST_ENDPOINT", served.endpoint)
    return workspace


@contextlib.contextmanager
def started(*args: str | Path, stderr: int = subprocess.PIPE) -> Iterator[subprocess.Popen[str]]:
    """A command at work, in a process group of its own; what is left of it is killed at the end."""
    process = subprocess.Popen(
        command_line(*args),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=stderr,
        encoding="utf-8",
        start_new_session=True,
    )
    try:
        yield process
    finally:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
        process.communicate()


def snapshot(folder: Path, *, but: Sequence[str] = (".readinglist",)) -> dict[str, tuple[int, str]]:
    """Every file below `folder` but those in `but`: its time of change and a hash of its bytes."""
    found = {}
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder)
        if path.is_file() and name.parts[0] not in but:
            digest = hashlib.sha256(path.read_bytes()).hexdigest()
            found[name.as_posix()] = (path.stat().st_mtime_ns, digest)
    return found


def contents(folder: Path, *, but: Sequence[str] = (".readinglist",)) -> dict[str, str]:
    """Every file below `folder` and a hash of its bytes."""
    return {name: digest for name, (_, digest) in snapshot(folder, but=but).items()}


def temporary_files(folder: Path) -> list[Path]:
    """What a half-finished write would have left."""
    return list(folder.rglob("*.tmp"))


def names(folder: Path) -> list[str]:
    """What lies directly in `folder`."""
    return sorted(path.name for path in folder.iterdir())
