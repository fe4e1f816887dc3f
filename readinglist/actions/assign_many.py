"""Themes for many items at once, on two processors where that is safe; the result is the same on one."""

from __future__ import annotations

import multiprocessing
import os
import signal
import sys
import threading
from collections.abc import Iterator, Mapping, Sequence

from readinglist.actions.learn import Learned
from readinglist.items import Item
from readinglist.themes.assign import assign
from readinglist.themes.evidence import Assignment
from readinglist.themes.vocabulary import Vocabulary

MANY = 2000
"""From so many items on, a second process is worth its start."""

_PORTION = 250
_WORKERS = 2

_Work = tuple[Vocabulary, Sequence[Item], Mapping[str, str]]
_work: list[_Work] = []


def assign_many(
    vocabulary: Vocabulary, items: Sequence[Item], names: Mapping[str, str], learned: Learned
) -> Iterator[tuple[Assignment, ...]]:
    """Each item's themes, in the order of `items`."""
    if len(items) < MANY or learned.labelled or not _may_fork():
        for item in items:
            yield assign(vocabulary, item, names, learned.adviser)
        return
    vocabulary.matcher  # noqa: B018 (made once, before the processes part)
    portions = [(at, at + _PORTION) for at in range(0, len(items), _PORTION)]
    context = multiprocessing.get_context("fork")
    # What the workers need is theirs by the fork; only places in it are sent, and only results come back.
    with context.Pool(_WORKERS, _begin, ((vocabulary, items, names),)) as pool:
        for found in pool.imap(_assign_portion, portions):
            yield from found


def _may_fork() -> bool:
    """A fork is safe on Linux, while no other thread may hold a lock that the child would wait for."""
    if sys.platform != "linux" or threading.active_count() > 1:
        return False
    return len(os.sched_getaffinity(0)) >= _WORKERS


def _begin(work: _Work) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent process ends them, without a word from each
    _work[:] = [work]


def _assign_portion(portion: tuple[int, int]) -> list[tuple[Assignment, ...]]:
    vocabulary, items, names = _work[0]
    return [assign(vocabulary, item, names) for item in items[slice(*portion)]]
