"""The desktop program's API: no deletions, and versions that mean something only with its server id."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from readinglist.zotero.pull import pull
from readinglist.zotero.session import Connection, open_session


class Desktop(ThreadingHTTPServer):
    """The part of Zotero's local API that a pull needs, over a handful of objects."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.server_id = "one"
        self.version = 10
        self.items = {f"ITEM{number:04}": number % 10 + 1 for number in range(150)}
        self.collections = {"COLL0001": 3}
        self.asked: list[str] = []

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}/api"


class _Handler(BaseHTTPRequestHandler):
    server: Desktop
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        address = urlsplit(self.path)
        query = {name: values[0] for name, values in parse_qs(address.query).items()}
        self.server.asked.append(f"{address.path}?{address.query}")
        kind = address.path.rsplit("/", 1)[-1]
        if kind in ("items", "collections"):
            self._send(self._objects(getattr(self.server, kind), query), query)
        elif kind == "searches":
            self._send([], query)
        elif kind == "settings":
            self._send({}, query)
        else:
            self.send_error(404)

    def _objects(self, held: dict[str, int], query: dict[str, str]) -> Any:
        since = int(query.get("since", 0))
        keys = query["itemKey"].split(",") if "itemKey" in query else sorted(held)
        chosen = {key: held[key] for key in keys if held.get(key, -1) > since or not since}
        if query.get("format") == "versions":
            return chosen
        return [{"key": key, "version": version, "data": {"key": key}} for key, version in chosen.items()]

    def _send(self, found: Any, query: dict[str, str]) -> None:
        headers = {"Last-Modified-Version": str(self.server.version)}
        if isinstance(found, list):
            headers["Total-Results"] = str(len(found))
            start = int(query.get("start", 0))
            found = found[start : start + int(query.get("limit", 100))]
        if self.server.server_id:
            headers["Zotero-Server-ID"] = self.server.server_id
        body = json.dumps(found).encode()
        self.send_response(200)
        for name, value in {**headers, "Content-Type": "application/json"}.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: Any) -> None:
        pass


@pytest.fixture
def desktop() -> Iterator[Desktop]:
    with Desktop() as server:
        threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
        yield server
        server.shutdown()


def _pull(desktop: Desktop, since: int = 0, server_id: str = "") -> Any:
    connection = Connection(library_type="user", library_id="0", endpoint=desktop.address, local=True)
    with open_session(connection) as session:
        return pull(session, since, server_id=server_id)


def test_a_first_pull_pages_and_keeps_the_server_id(desktop: Desktop) -> None:
    pulled = _pull(desktop)
    assert len(pulled.items) == 150
    assert (pulled.source, pulled.version, pulled.server_id) == ("users/0", 10, "one")
    assert all(line.startswith("/api/users/0/") for line in desktop.asked)
    assert not any("deleted" in line for line in desktop.asked)


def test_a_later_pull_finds_deletions_by_comparing_keys(desktop: Desktop) -> None:
    desktop.version = 12
    desktop.items["ITEM0001"] = 11
    del desktop.items["ITEM0002"]
    pulled = _pull(desktop, 10, "one")
    assert set(pulled.items) == {"ITEM0001"}
    assert pulled.present is not None
    assert "ITEM0002" not in pulled.present.items
    assert len(pulled.present.items) == 149
    assert pulled.present.collections == {"COLL0001"}


@pytest.mark.parametrize(("now", "known"), [("two", "one"), ("", "one"), ("", ""), ("one", "")])
def test_without_the_same_server_id_everything_is_fetched(desktop: Desktop, now: str, known: str) -> None:
    desktop.server_id = now
    pulled = _pull(desktop, 10, known)
    assert len(pulled.items) == 150
    assert pulled.present is not None
    assert pulled.server_id == now
