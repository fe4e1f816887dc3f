"""Plays the exchanges that were recorded with a real Zotero server to the bundled one, in order, over HTTP.

The recording's story starts with empty libraries and makes everything by writes, so the replay drives the
server's writes too. What the recording left out between two exchanges is done in `UNRECORDED`; what was
configured on the server for an exchange (Backoff, maintenance, used-up limits) in `CONFIGURED`.
"""

from __future__ import annotations

import http.client
import json
import re
import tomllib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from readinglist.demo.server import Group, RunningServer, Store, start_server
from readinglist.demo.server.faults import backoff, unavailable

HERE = Path(__file__).parent
USER, OTHER, PRIVATE_GROUP, OPEN_GROUP = 475425, 475426, 5012345, 5012346
STARTED = "2026-11-25T01:34:57Z"


@dataclass(frozen=True)
class Exchange:
    """One recorded request with the real server's answer."""

    name: str
    story: str
    method: str
    path: str
    headers: dict[str, str]
    body: str | None
    status: int
    answer_headers: dict[str, str]
    answer: str


@dataclass(frozen=True)
class Outcome:
    """What the bundled server answered; the headers' names are in lower case."""

    status: int
    headers: dict[str, str]
    body: str


def load_exchanges() -> list[Exchange]:
    """All recorded exchanges in order."""
    found = []
    for line in (HERE / "exchanges.jsonl").read_text("utf-8").splitlines():
        one = json.loads(line)
        request, response = one["request"], one["response"]
        found.append(
            Exchange(
                one["name"],
                one["story"],
                request["method"],
                request["path"],
                request["headers"],
                request["body"],
                response["status"],
                {name.lower(): value for name, value in response["headers"].items()},
                response["body"] or "",
            )
        )
    return found


def load_out_of_reach() -> dict[str, str]:
    """The names of exchanges that the bundled server does not take up, with the reason."""
    table = tomllib.loads((HERE / "out_of_reach.toml").read_text("utf-8"))
    return {name: one["reason"] for one in table["group"] for name in one["exchanges"]}


def recorded_store() -> Store:
    """The accounts, groups and keys of the recording, with empty libraries."""
    store = Store()
    store.clock = lambda: STARTED
    store.add_user(USER, "narco_reader", "Nadia Reader")
    store.add_user(OTHER, "second_reader")
    store.add_group(Group(PRIVATE_GROUP, "Grupo Narcocultura", USER, members=(OTHER,), version=2))
    store.add_group(
        Group(
            OPEN_GROUP,
            "Open Reading Group",
            OTHER,
            type="PublicOpen",
            editing="admins",
            reading="all",
            file_editing="none",
            members=(USER,),
            version=2,
        )
    )
    store.add_key("KEY", USER)
    store.add_key("KEY_READONLY", USER, write=False, groups={0: False})
    store.add_key("KEY_NONOTES", USER, notes=False, write=False, groups={})
    store.add_key(
        "KEY_ONEGROUP",
        USER,
        library=False,
        files=False,
        notes=False,
        write=False,
        groups={PRIVATE_GROUP: True},
    )
    store.add_key("KEY_OTHER", OTHER)
    return store


class Player:
    """Sends recorded requests to a running server over one kept connection."""

    def __init__(self, server: RunningServer, exchanges: list[Exchange]) -> None:
        self.server = server
        self._connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=20)
        self._times = _times(exchanges)
        self._now = STARTED
        self.server.store.clock = lambda: self._now
        self._random_key = server.store.new_key

    def play(self, exchange: Exchange) -> Outcome:
        """Send one recorded request with the time and the keys that the real server gave."""
        if exchange.method not in ("GET", "HEAD"):
            self._now = self._time_of(exchange)
        keys = iter(_given_keys(exchange))
        self.server.store.new_key = lambda: next(keys, None) or self._random_key()
        configure = CONFIGURED.get(exchange.name)
        if configure:
            configure(self)
        try:
            return self.send(exchange.method, exchange.path, exchange.headers, _body(exchange))
        finally:
            self.server.faults.clear()
            self.server.limits.burst = self.server.limits.anonymous_burst = 0
            self.server.limits.auth_failures = 0

    def _time_of(self, exchange: Exchange) -> str:
        """When the real server wrote this: the time of its version, or of the next that is known."""
        version = int(exchange.answer_headers.get("last-modified-version", "0"))
        known = [time for number, time in self._times.get(_library(exchange), []) if number >= version]
        return max(self._now, known[0]) if known and version else self._now

    def send(self, method: str, path: str, headers: dict[str, str], body: bytes | None = None) -> Outcome:
        """Send one request; the server's address in the answer becomes the recording's placeholder."""
        self._connection.request(method, path, body, headers)
        response = self._connection.getresponse()
        text = response.read().decode("utf-8").replace(self.server.endpoint, "http://ZOTERO")
        found = {
            name.lower(): value.replace(self.server.endpoint, "http://ZOTERO")
            for name, value in response.getheaders()
        }
        return Outcome(response.status, found, text)

    def post(self, path: str, objects: list[dict[str, Any]]) -> None:
        """Write something that the recording left out."""
        outcome = self.send("POST", path, {"Zotero-API-Key": "KEY"}, json.dumps(objects).encode())
        assert outcome.status == 200, outcome


def _library(exchange: Exchange) -> str:
    return "/".join(exchange.path.split("/")[:3])


def _times(exchanges: list[Exchange]) -> dict[str, list[tuple[int, str]]]:
    """When the versions of each library were written, read off the dates in the recorded items."""
    times: dict[str, dict[int, str]] = {}
    pattern = re.compile(
        r'"version": (\d+),\s+(?:"parentItem": "\w+",\s+)?"itemType".*?"dateModified": "([^"]+)"', re.DOTALL
    )
    for one in exchanges:
        for version, time in pattern.findall(one.answer):
            if time.startswith(STARTED[:10]):
                times.setdefault(_library(one), {}).setdefault(int(version), time)
    return {library: sorted(known.items()) for library, known in times.items()}


def _given_keys(exchange: Exchange) -> list[str | None]:
    """The keys that the real server made up for the objects of a POST that came without one."""
    if exchange.method != "POST" or '"success"' not in exchange.answer:
        return []
    success = json.loads(exchange.answer)["success"]
    sent = json.loads(exchange.body or "[]")
    return [
        success.get(str(number))
        for number, one in enumerate(sent)
        if isinstance(one, dict) and not one.get("key")
    ]


def _body(exchange: Exchange) -> bytes | None:
    """The request's body; very long texts were shortened in the recording and are made long again."""
    if exchange.body is None:
        return None
    if exchange.name == "items-post-bad-utf8":
        return exchange.body.encode("latin-1")
    body = exchange.body
    if exchange.name == "items-post-long-title":
        body = body.replace("…", "L" * 70_000)
    if exchange.name == "items-post-long-note":
        body = body.replace("…", "n" * 500_000)
    return body.encode()


def _loop_collections(player: Player) -> None:
    player.post(
        f"/users/{USER}/collections",
        [
            {"key": "SQ88PXVX", "version": 0, "name": "Loop A"},
            {"key": "6JDIRKGH", "version": 0, "name": "Loop B", "parentCollection": "SQ88PXVX"},
        ],
    )


def _drop_loop_collections(player: Player) -> None:
    path = f"/users/{USER}/collections?collectionKey=SQ88PXVX,6JDIRKGH"
    assert player.send("DELETE", path, {"Zotero-API-Key": "KEY"}).status == 204


def _two_collections(player: Player) -> None:
    names = [{"key": key, "version": 0, "name": key} for key in ("HJ9T4PV9", "P5M2G3CE")]
    player.post(f"/users/{USER}/collections", names)


def _uploaded(mtime: int) -> Callable[[Player], None]:
    def mark(player: Player) -> None:
        library = player.server.store.library("user", USER)
        item = library.items["ZD34P94Q"]
        item.version = library.raise_version()
        with library.changing(item):
            item.data |= {"md5": "bd363b1d3c4272fe93618c8fdac2435a", "mtime": mtime}
            item.file_size = 12

    return mark


UNRECORDED: dict[str, Callable[[Player], None]] = {
    "collection-patch-loop": _loop_collections,
    "collection-patch-stale": _drop_loop_collections,
    "collections-delete-multi": _two_collections,
    "file-item-after": _uploaded(1700000000000),
    "group-empty-items": _uploaded(1700000001000),
}


def _backoff(player: Player) -> None:
    player.server.faults.always(backoff(30))


def _maintenance(player: Player) -> None:
    player.server.faults.always(unavailable())


def _rate_used_up(player: Player) -> None:
    limits = player.server.limits
    limits.burst, limits.per_second = 1, 0.0
    limits.anonymous_burst, limits.anonymous_per_second = 1, 0.0
    for key in ({"Zotero-API-Key": "KEY"}, {}):
        player.send("GET", f"/groups/{OPEN_GROUP}/items?limit=1", key)


def _shut_out(player: Player) -> None:
    player.server.limits.auth_failures = 1
    for _ in range(2):
        player.send("GET", "/keys/current", {"Zotero-API-Key": "KEY_BAD"})


CONFIGURED: dict[str, Callable[[Player], None]] = {
    **dict.fromkeys(["backoff-get", "backoff-write", "backoff-not-modified", "backoff-404"], _backoff),
    **dict.fromkeys(["maintenance-read-only-write", "maintenance-disabled"], _maintenance),
    **dict.fromkeys(
        [
            "rate-limit-key",
            "rate-limit-key-write",
            "rate-limit-key-current",
            "rate-limit-other-key",
            "rate-limit-anonymous",
        ],
        _rate_used_up,
    ),
    **dict.fromkeys(["bad-key-flood", "bad-key-flood-good-key"], _shut_out),
}


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """One test for each exchange that is within reach."""
    if "exchange" in metafunc.fixturenames:
        beyond = load_out_of_reach()
        within = [one for one in load_exchanges() if one.name not in beyond]
        metafunc.parametrize("exchange", within, ids=[one.name for one in within])


@pytest.fixture(scope="session")
def recording() -> dict[str, Exchange]:
    """All recorded exchanges by name."""
    return {one.name: one for one in load_exchanges()}


@pytest.fixture(scope="session")
def out_of_reach() -> dict[str, str]:
    """The exchanges that are not replayed, with the reason."""
    return load_out_of_reach()


@pytest.fixture(scope="session")
def replay(
    recording: dict[str, Exchange], out_of_reach: dict[str, str]
) -> tuple[dict[str, Outcome], list[Exception]]:
    """The whole story, played once: the answers by name, and the errors that the server itself met."""
    found: dict[str, Outcome] = {}
    with start_server(recorded_store()) as server:
        player = Player(server, list(recording.values()))
        for name, exchange in recording.items():
            if name in UNRECORDED:
                UNRECORDED[name](player)
            if name not in out_of_reach:
                found[name] = player.play(exchange)
    return found, server.crashes


@pytest.fixture(scope="session")
def outcomes(replay: tuple[dict[str, Outcome], list[Exception]]) -> dict[str, Outcome]:
    """What the bundled server answered to each exchange within its reach, by name."""
    return replay[0]


@pytest.fixture(scope="session")
def server_crashes(replay: tuple[dict[str, Outcome], list[Exception]]) -> list[Exception]:
    """Errors in the server that clients saw as a status 500."""
    return replay[1]
