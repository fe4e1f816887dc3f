"""A command at a pseudo-terminal: what a person would see and type."""

from __future__ import annotations

import fcntl
import os
import pty
import select
import struct
import subprocess
import termios
import time
from collections.abc import Mapping
from pathlib import Path

from tests.cli.conftest import command_line

_PATIENCE = 60.0


class Terminal:
    """`readinglist ARGS` at a terminal of 80 columns; `env` over the environment."""

    def __init__(
        self, *args: str | Path, env: Mapping[str, str] | None = None, cwd: Path | None = None
    ) -> None:
        self._ours, theirs = pty.openpty()
        fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, 0, 0))
        self._process = subprocess.Popen(
            command_line(*args),
            stdin=theirs,
            stdout=theirs,
            stderr=theirs,
            cwd=cwd,
            env={**os.environ, "TERM": "xterm-256color", **(env or {})},
            start_new_session=True,
            preexec_fn=_own_terminal,
        )
        os.close(theirs)

    def answer(self, question: str, text: str, *, end: str = "\n") -> str:
        """Wait until `question` is on the screen, type `text`; what was shown since the last answer."""
        shown = self._read_until(question)
        os.write(self._ours, (text + end).encode())
        return shown

    def finish(self) -> tuple[str, int]:
        """Wait for the end; what was shown since the last answer, and the exit code."""
        shown = self._read_until(None)
        os.close(self._ours)
        return shown, self._process.wait(_PATIENCE)

    def _read_until(self, wanted: str | None) -> str:
        shown = b""
        end = time.monotonic() + _PATIENCE
        while wanted is None or wanted.encode() not in shown:
            ready, _, _ = select.select([self._ours], [], [], max(0.0, end - time.monotonic()))
            if not ready:
                self._process.kill()
                raise AssertionError(f"{wanted!r} never came after:\n{shown.decode('utf-8', 'replace')}")
            try:
                part = os.read(self._ours, 65536)
            except OSError:  # EIO: the last process at the terminal has ended
                part = b""
            if not part:
                assert wanted is None, f"ended before {wanted!r}:\n{shown.decode('utf-8', 'replace')}"
                break
            shown += part
        return shown.decode("utf-8", "replace").replace("\r\n", "\n")


def _own_terminal() -> None:
    """Make the terminal on standard input the process's own, so that Ctrl-C typed there reaches it."""
    fcntl.ioctl(0, termios.TIOCSCTTY, 0)
