"""A few threads that fetch at once and hand what they fetched to the one who waits, as it comes."""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable, Iterator
from typing import Generic, TypeVar

Result = TypeVar("Result")


class Crew(Generic[Result]):
    """Runs tasks in at most `at_once` threads. Tasks may be added while results are read.

    The threads are daemons: after Ctrl-C the process ends at once instead of waiting for answers that nobody
    reads any more, which is what `concurrent.futures` would do.
    """

    def __init__(self, at_once: int) -> None:
        self._at_once = at_once
        self._tasks: queue.SimpleQueue[Callable[[], Result] | None] = queue.SimpleQueue()
        self._results: queue.SimpleQueue[tuple[Result | None, BaseException | None]] = queue.SimpleQueue()
        self._threads: list[threading.Thread] = []
        self._pending = 0
        self._stopped = threading.Event()
        # A server that is faster than its reader must not fill the memory with what nobody has read yet.
        self._room = threading.Semaphore(3 * at_once)

    def add(self, task: Callable[[], Result]) -> None:
        """Put a task in line."""
        self._pending += 1
        self._tasks.put(task)
        if len(self._threads) < min(self._at_once, self._pending):
            thread = threading.Thread(target=self._work, name="readinglist-fetch", daemon=True)
            self._threads.append(thread)
            thread.start()

    def results(self) -> Iterator[Result]:
        """What the tasks return, as they end, until none is left.

        The first failure is raised here and stops the rest: no task that has not begun is begun any more.
        """
        try:
            while self._pending:
                result, error = self._results.get()
                self._pending -= 1
                self._room.release()
                if error is not None:
                    raise error
                yield result  # type: ignore[misc]
        finally:
            self._stopped.set()
            for _ in self._threads:
                self._tasks.put(None)
                self._room.release()

    def _work(self) -> None:
        while (task := self._tasks.get()) is not None:
            self._room.acquire()
            if self._stopped.is_set():
                return
            try:
                self._results.put((task(), None))
            except BaseException as error:  # handed on, whatever it is: the reader raises it
                self._results.put((None, error))
