"""`export --watch`: what became stale is exported anew, errors are shown, Ctrl-C ends it."""

from __future__ import annotations

import os
import queue
import signal
import subprocess
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.cli.conftest import SYLLABUS, Run, started

pytestmark = pytest.mark.skipif(os.name != "posix", reason="Ctrl-C is sent as a signal")


class Watching:
    """A watching process and the lines it says."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self.process = process
        self.lines: queue.Queue[str] = queue.Queue()
        assert process.stdout is not None
        self.reader = threading.Thread(target=self._read, args=(process.stdout,), daemon=True)
        self.reader.start()

    def _read(self, stream: Iterator[str]) -> None:
        for line in stream:
            self.lines.put(line.rstrip("\n"))

    def until(self, text: str) -> list[str]:
        """The lines up to the one that holds `text`."""
        found: list[str] = []
        end = time.monotonic() + 60
        while time.monotonic() < end:
            try:
                found.append(self.lines.get(timeout=1))
            except queue.Empty:
                assert self.process.poll() is None, found
                continue
            if text in found[-1]:
                return found
        raise AssertionError(f"{text!r} never came: {found}")


@contextmanager
def watching(*args: str | Path) -> Iterator[Watching]:
    with started(*args, stderr=subprocess.STDOUT) as process:
        yield Watching(process)


def change(path: Path, old: str, new: str) -> None:
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new), "utf-8")


def test_watching_follows_lists_templates_and_settings_and_outlives_errors(workspace: Path) -> None:
    page = workspace / "exports" / f"{SYLLABUS}.html"
    source = workspace / "lists" / f"{SYLLABUS}.yaml"
    with watching("-C", workspace, "export", SYLLABUS, "--to", "html", "--watch") as seen:
        seen.until("Nothing was stale.")
        change(source, "An upper-level and graduate seminar", "A seminar that was edited")
        assert str(page) in seen.until("1 file written.")
        assert "A seminar that was edited" in page.read_text("utf-8")

        change(source, "sections:", "sections: [")
        told = seen.until("Error:")
        assert f"{SYLLABUS}.yaml" in told[-1]
        change(source, "sections: [", "sections:")
        seen.until("Nothing was stale.")

        (workspace / "templates").mkdir()
        own = '{% extends "shipped/list.html.j2" %}{% block colophon %}<p>Ours</p>{% endblock %}'
        (workspace / "templates" / "list.html.j2").write_text(own, "utf-8")
        seen.until("1 file written.")
        assert "<p>Ours</p>" in page.read_text("utf-8")

        change(workspace / "readinglist.toml", 'look = "classic"', 'look = "compact"')
        seen.until("1 file written.")
        assert 'The look "compact"' in page.read_text("utf-8")

        os.killpg(seen.process.pid, signal.SIGINT)
        assert seen.process.wait(30) == 0
        seen.reader.join(10)
        left = list(seen.lines.queue)
        assert "No longer watching." in left and "Traceback" not in "".join(left)


def test_only_the_list_that_changed_is_exported(workspace: Path) -> None:
    with watching("-C", workspace, "export", "--all", "--to", "txt", "--watch") as seen:
        seen.until("2 files written.")
        (workspace / "exports" / f"{SYLLABUS}.txt").unlink()
        reserve = workspace / "lists" / "course-reserve.yaml"
        reserve.write_text(reserve.read_text("utf-8") + "\n# a comment\n", "utf-8")
        seen.until("course-reserve.yaml changed.")
        seen.until("Nothing was stale.")
        assert not (workspace / "exports" / f"{SYLLABUS}.txt").exists()


def test_a_list_left_out_by_an_error_is_made_up_for(workspace: Path) -> None:
    source = workspace / "lists" / "course-reserve.yaml"
    good = source.read_text("utf-8")
    source.write_text("title: [", "utf-8")
    with watching("-C", workspace, "export", "--all", "--to", "txt", "--watch") as seen:
        seen.until("Error:")
        source.write_text(good, "utf-8")
        seen.until("2 files written.")


@pytest.mark.parametrize("other", ["--check", "--dry-run", "--stdout", "--zip=x.zip"])
def test_watching_does_not_go_with_what_ends_by_itself(workspace: Path, run: Run, other: str) -> None:
    told = run("-C", workspace, "export", SYLLABUS, "--to", "txt", "--watch", other, code=2)
    assert "--watch does not go with" in told.err
