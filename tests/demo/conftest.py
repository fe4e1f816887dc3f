"""A running server with the bundled collection, and one with a small library of a user who has a key."""

from __future__ import annotations

import http.client
import json
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from readinglist.demo.server import Editor, RunningServer, Store, bundled_store, edit, start_server

USER = 42


class Client:
    """Asks a server over one kept connection and reads JSON."""

    def __init__(self, server: RunningServer, key: str = "") -> None:
        self.connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=20)
        self.key = {"Zotero-API-Key": key} if key else {}

    def ask(
        self, method: str, path: str, body: Any = None, **headers: str
    ) -> tuple[int, dict[str, str], Any]:
        """Status, headers (lower case) and body of an answer; names of headers have underscores here."""
        sent = {name.replace("_", "-"): value for name, value in headers.items()} | self.key
        data = body if isinstance(body, bytes) or body is None else json.dumps(body).encode()
        self.connection.request(method, path, data, sent)
        response = self.connection.getresponse()
        text = response.read()
        found = {name.lower(): value for name, value in response.getheaders()}
        is_json = "json" in found.get("content-type", "") and text
        return response.status, found, json.loads(text) if is_json else text.decode()

    def get(self, path: str, **headers: str) -> Any:
        """The body of a GET that must succeed."""
        status, _, body = self.ask("GET", path, **headers)
        assert status == 200, (status, body)
        return body


@pytest.fixture
def bundled() -> Iterator[RunningServer]:
    """A server with the bundled collection."""
    with start_server(bundled_store()) as server:
        yield server


@pytest.fixture
def store() -> Store:
    """A store with the empty library of user 42, whose key is GOODKEY."""
    store = Store()
    store.add_user(USER, "reader", "A Reader")
    store.add_key("GOODKEY", USER)
    return store


@pytest.fixture
def server(store: Store) -> Iterator[RunningServer]:
    """A server of that store; it must have met no error of its own."""
    with start_server(store) as server:
        yield server
    assert server.crashes == []


@pytest.fixture
def editor(store: Store) -> Editor:
    """An editor of user 42's library."""
    return edit(store, "user", USER)


@pytest.fixture
def client(server: RunningServer) -> Client:
    """A client of user 42."""
    return Client(server, "GOODKEY")


@pytest.fixture
def new_client() -> Callable[..., Client]:
    """Makes further clients."""
    return Client
