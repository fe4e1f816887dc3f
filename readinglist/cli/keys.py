"""Single keystrokes from a terminal, those typed ahead kept in their order."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import click

ESCAPE = "\x1b"
INTERRUPT = "\x03"
_FOLLOWS_WITHIN = 0.03

ReadKey = Callable[[], str]


@contextmanager
def keystrokes() -> Iterator[ReadKey]:
    """A function that waits for a key and returns it in lower case; Ctrl-C and a closed terminal are "\\x03".

    Arrow and function keys come as "". The terminal is as it was afterwards, also after an error.
    """
    try:
        import termios
        import tty
    except ImportError:  # Windows, whose console click knows
        yield _from_click
        return
    terminal = sys.stdin.fileno()
    before = termios.tcgetattr(terminal)
    try:
        # Once for the whole dialogue: to switch at each key would lose what is typed in between.
        tty.setcbreak(terminal, termios.TCSADRAIN)
        # Ctrl-C comes as a key: between two questions there is nothing that it should break off.
        changed = termios.tcgetattr(terminal)
        changed[3] &= ~termios.ISIG
        termios.tcsetattr(terminal, termios.TCSADRAIN, changed)
        yield lambda: _from_terminal(terminal)
    finally:
        termios.tcsetattr(terminal, termios.TCSADRAIN, before)


def _from_terminal(terminal: int) -> str:
    import select

    try:
        first = os.read(terminal, 1)
    except (KeyboardInterrupt, OSError):
        return INTERRUPT
    if not first or first == b"\x04":
        return INTERRUPT
    if first == b"\x1b" and select.select([terminal], [], [], _FOLLOWS_WITHIN)[0]:
        os.read(terminal, 16)
        return ""
    return first.decode("ascii", "ignore").lower()


def _from_click() -> str:
    try:
        key = click.getchar()
    except (KeyboardInterrupt, EOFError):
        return INTERRUPT
    return key.lower() if len(key) == 1 else ""
