"""Work on many portions, on two processes where that is safe; the results are the same on one."""

from __future__ import annotations

import gc
import multiprocessing
import os
import signal
import sys
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from multiprocessing.pool import AsyncResult, Pool
from typing import Any, TypeVar

PORTION = 250
"""So many items are worked on at once, and are in memory."""

MANY = 2000
"""From so many items on, a second process is worth its start."""

_WORKERS = 2
# As many portions wait for a process as keep it from waiting for the next one.
_AHEAD = 2 * _WORKERS

P = TypeVar("P")
R = TypeVar("R")
_work: list[Callable[[Any], Any]] = []


@contextmanager
def workers(work: Callable[[P], R], *, shared: bool) -> Iterator[Callable[[Iterable[P]], Iterator[R]]]:
    """Gives a function that does `work` on each of many portions, and yields the results in their order.

    With `shared` two processes work where that is safe. They have `work` as it is now; portions and results
    are sent, the portions being asked for only a little ahead.
    """
    if not (shared and _may_fork()):
        yield lambda portions: map(work, portions)
        return
    context = multiprocessing.get_context("fork")
    with context.Pool(_WORKERS, _begin, (work,)) as pool:
        yield lambda portions: _shared(pool, portions)


def _shared(pool: Pool, portions: Iterable[P]) -> Iterator[Any]:
    waiting: deque[AsyncResult[Any]] = deque()
    for portion in portions:
        waiting.append(pool.apply_async(_do, (portion,)))
        if len(waiting) > _AHEAD:
            yield waiting.popleft().get()
    while waiting:
        yield waiting.popleft().get()


def _may_fork() -> bool:
    """A fork is safe on Linux, while no other thread may hold a lock that the child would wait for."""
    if sys.platform != "linux" or threading.active_count() > 1:
        return False
    return len(os.sched_getaffinity(0)) >= _WORKERS


def _begin(work: Callable[[Any], Any]) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent process ends them, without a word from each
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    # What is made for a portion makes no circles, and all the rest is not to be looked through again.
    gc.disable()
    _work[:] = [work]


def _do(portion: Any) -> Any:
    return _work[0](portion)
