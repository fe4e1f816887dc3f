"""`themes review` in a real pseudo-terminal of 80 columns, driven by keystrokes."""

from __future__ import annotations

import os
import re
import select
import signal
import sys
import time
import tomllib
from collections.abc import Callable, Iterator
from typing import Any

import pytest

pty = pytest.importorskip("pty")
fcntl = pytest.importorskip("fcntl")
termios = pytest.importorskip("termios")

PROMPT = re.compile(r"(accept .*quit|goes back.*|quit) \? $")
_STYLE = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]")


class Terminal:
    """A command in a pseudo-terminal: what it shows, and keys for it."""

    def __init__(self, *args: str, columns: int = 80) -> None:
        self.pid, self.master = pty.fork()
        if self.pid == 0:
            os.environ |= {"TERM": "xterm", "COLUMNS": str(columns)}
            os.execv(sys.executable, [sys.executable, "-m", "readinglist", *args])
        import struct

        fcntl.ioctl(self.master, termios.TIOCSWINSZ, struct.pack("HHHH", 24, columns, 0, 0))
        self.seen = ""
        self.code: int | None = None

    @property
    def text(self) -> str:
        return _STYLE.sub("", self.seen).replace("\r", "")

    @property
    def widest(self) -> int:
        """The columns of the longest line; a carriage return begins it anew."""
        return max(len(line) for line in re.split(r"[\r\n]", _STYLE.sub("", self.seen)))

    def read(self, until: Callable[[str], bool], seconds: float = 30) -> str:
        """What comes until it looks like that, or the command ends."""
        start, end = len(self.text), time.monotonic() + seconds
        while not until(self.text[start:]):
            assert time.monotonic() < end, f"nothing more came after:\n{self.text[-2000:]}"
            ready, _, _ = select.select([self.master], [], [], 0.2)
            if ready:
                try:
                    data = os.read(self.master, 65536)
                except OSError:
                    data = b""
                if not data:
                    _, status = os.waitpid(self.pid, 0)
                    self.code = os.waitstatus_to_exitcode(status)
                    return self.text[start:]
                self.seen += data.decode("utf-8", "replace")
        return self.text[start:]

    def question(self) -> str:
        """The next question, up to its prompt; or what is shown until the end."""
        return self.read(lambda text: bool(PROMPT.search(text)))

    def press(self, key: str) -> str:
        os.write(self.master, key.encode())
        return self.question()

    def close(self) -> None:
        if self.code is None:
            os.kill(self.pid, signal.SIGKILL)
            os.waitpid(self.pid, 0)
            self.code = -signal.SIGKILL
        os.close(self.master)


@pytest.fixture
def start(bench: Any) -> Iterator[Callable[..., Terminal]]:
    opened: list[Terminal] = []

    def begin(*args: str) -> Terminal:
        opened.append(Terminal("-C", str(bench.folder), "themes", "review", *args))
        return opened[-1]

    yield begin
    for one in opened:
        one.close()


def decisions(bench: Any) -> Any:
    return tomllib.loads(bench.themes.read_text("utf-8"))["decisions"]


def test_a_whole_review_is_saved_step_by_step(bench: Any, start: Callable[..., Terminal]) -> None:
    terminal = start("--by", "A. Cataloguer", "--on", "2027-02-03")
    first = terminal.question()
    assert "1 of " in first
    key = re.search(r"1 of \d+  (\S+)", first)
    theme = re.search(r"\((\w+)\)\?\n", first)
    assert key and theme
    terminal.press("a")
    signed = {"by": "A. Cataloguer", "on": "2027-02-03"}
    assert decisions(bench) == {key[1]: {"include": [theme[1]], **signed}}
    terminal.press("u")
    assert key[1] not in decisions(bench)
    terminal.press("r")
    assert decisions(bench)[key[1]]["exclude"] == [theme[1]]
    second = terminal.press("s")
    assert "skipped" in second
    last = terminal.press("q")
    assert "Rule changes that would have made these decisions unnecessary" in last
    assert "move" in last
    end = terminal.press("q")
    assert terminal.code == 0, end
    assert terminal.widest <= 80
    assert bench.ok("show", key[1]).code == 0
    # What was skipped comes last the next time.
    skipped = re.search(r"2 of \d+  (\S+)", terminal.text)
    assert skipped
    again = start()
    assert skipped[1] not in again.question()


def test_another_theme_is_chosen_by_its_letter(bench: Any, start: Callable[..., Terminal]) -> None:
    terminal = start("--theme", "ice")
    shown = terminal.question()
    key = re.search(r"1 of \d+  (\S+)", shown)
    assert key
    choice = terminal.press("o")
    assert re.search(r"b  Avifauna \(birds\)", choice)
    terminal.press("\r")
    terminal.press("o")
    terminal.press("b")
    assert decisions(bench)[key[1]] == {"include": ["birds"], "exclude": ["ice"]}
    terminal.press("q")


def test_a_rule_change_is_applied_by_a_keystroke(bench: Any, start: Callable[..., Terminal]) -> None:
    terminal = start("--theme", "birds")
    shown = terminal.question()
    while "birds2010moraine" not in shown:
        shown = terminal.press("s")
    shown = terminal.press("r")
    if "Rule changes" not in shown:
        shown = terminal.press("q")
    assert "birds: " in shown
    assert "settles birds2010moraine" in shown
    before = bench.themes.read_text("utf-8")
    terminal.press("y")
    while terminal.code is None:
        terminal.press("q")
    assert terminal.code == 0
    assert bench.themes.read_text("utf-8") != before
    assert "rule change" in terminal.text


def test_ctrl_c_ends_a_review_and_loses_nothing(bench: Any, start: Callable[..., Terminal]) -> None:
    terminal = start()
    terminal.question()
    terminal.press("a")
    terminal.press("\x03")
    while terminal.code is None:
        terminal.press("q")
    assert terminal.code == 0
    assert len(decisions(bench)) == 1


def test_a_killed_review_has_saved_what_was_answered(bench: Any, start: Callable[..., Terminal]) -> None:
    terminal = start()
    terminal.question()
    terminal.press("a")
    os.kill(terminal.pid, signal.SIGKILL)
    assert len(decisions(bench)) == 1
    bench.ok("themes")


def test_without_a_terminal_it_says_what_to_do(bench: Any) -> None:
    done = bench.run("themes", "review")
    assert done.code == 2
    assert "themes include" in done.err


def test_an_unknown_theme_is_named_with_what_is_near(bench: Any, start: Callable[..., Terminal]) -> None:
    terminal = start("--theme", "bird")
    terminal.question()
    assert terminal.code == 1
    assert "'birds'" in terminal.text
