"""A running server with the bundled collection, sessions with it that do not sleep, and its editor."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest

from readinglist.demo.server import Editor, Faults, RunningServer, Store, bundled_store, edit, start_server
from readinglist.zotero.session import Connection, Limits, Secret, Session, open_session

GROUP = 4420117


@dataclass
class Nap:
    """Stands for `time.sleep` and the clock: sleeping costs no time and is written down."""

    slept: list[float] = field(default_factory=list)
    now: float = 0.0

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.now += seconds

    def clock(self) -> float:
        return self.now

    def limits(self, **changes: Any) -> Limits:
        given = {"sleep": self.sleep, "clock": self.clock, "chance": lambda: 0.5, "deadline": 600.0}
        return Limits(**(given | changes))


@dataclass
class Bench:
    """A server with its store, faults and editor, and what its clients saw."""

    store: Store
    server: RunningServer
    faults: Faults
    nap: Nap
    told: list[str] = field(default_factory=list)

    @property
    def editor(self) -> Editor:
        return edit(self.store, "group", GROUP)

    @property
    def lines(self) -> list[str]:
        return self.server.log.lines

    def tell(self, step: str, done: int | None = None, total: int | None = None) -> None:
        self.told.append(step)

    def session(self, *, key: str = "", limits: Limits | None = None, **changes: Any) -> Session:
        given: dict[str, Any] = {
            "library_type": "group",
            "library_id": str(GROUP),
            "endpoint": self.server.endpoint,
            "api_key": Secret(key) if key else None,
        }
        connection = Connection(**(given | changes))
        return open_session(connection, limits=limits or self.nap.limits(), progress=self.tell)


@pytest.fixture
def bench() -> Iterator[Bench]:
    store, faults = bundled_store(), Faults()
    with start_server(store, faults=faults) as server:
        yield Bench(store, server, faults, Nap())


@pytest.fixture
def refused_port() -> Callable[[], int]:
    """A port on which nothing listens."""
    import socket

    def free() -> int:
        with socket.socket() as taken:
            taken.bind(("127.0.0.1", 0))
            return int(taken.getsockname()[1])

    return free
