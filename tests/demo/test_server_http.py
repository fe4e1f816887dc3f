"""HTTP itself: kept connections, odd methods and bodies, hostile paths and queries, many threads."""

from __future__ import annotations

import http.client
import json
import socket
import threading
import time
from typing import Any
from urllib.parse import quote

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

ITEMS = "/users/42/items"


def raw(port: int, request: bytes) -> bytes:
    with socket.create_connection(("127.0.0.1", port), timeout=10) as connection:
        connection.sendall(request)
        parts = []
        while part := connection.recv(65536):
            parts.append(part)
    return b"".join(parts)


def test_one_connection_serves_many_requests(client: Any) -> None:
    client.get(ITEMS)
    first = client.connection.sock
    for path in ("/nosuch", ITEMS, f"{ITEMS}/ZZZZ9999", "/itemTypes"):
        client.ask("GET", path)
    client.ask("DELETE", f"{ITEMS}?itemKey=ZZZZ9999")
    client.ask("POST", ITEMS, b"broken")
    client.ask("HEAD", ITEMS)
    client.ask("GET", ITEMS, If_Modified_Since_Version="99")
    assert client.connection.sock is first


def test_pipelined_requests_are_answered_in_order(server: Any) -> None:
    one = b"GET /itemTypes HTTP/1.1\r\nHost: x\r\n\r\n"
    last = b"GET /nosuch HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"
    answer = raw(server.port, one + one + last)
    assert answer.count(b"HTTP/1.1 200 OK") == 2
    assert answer.rindex(b"HTTP/1.1 404") > answer.rindex(b"HTTP/1.1 200")


def test_head_tells_the_length_and_sends_no_body(client: Any) -> None:
    status, headers, body = client.ask("HEAD", ITEMS)
    assert (status, headers["content-length"], body) == (200, "2", "")


def test_chunked_bodies_are_read(client: Any, server: Any) -> None:
    body = json.dumps([{"itemType": "book", "title": "In pieces"}]).encode()
    chunks = b"".join(b"%x\r\n%s\r\n" % (len(part), part) for part in (body[:10], body[10:]))
    answer = raw(
        server.port,
        b"POST /users/42/items HTTP/1.1\r\nHost: x\r\nZotero-API-Key: GOODKEY\r\nConnection: close\r\n"
        b"Transfer-Encoding: chunked\r\n\r\n" + chunks + b"0\r\n\r\n",
    )
    assert answer.startswith(b"HTTP/1.1 200")
    assert [one["data"]["title"] for one in client.get(ITEMS)] == ["In pieces"]


@pytest.mark.parametrize(
    "request_bytes",
    [
        b"GARBAGE\r\n\r\n",
        b"GET / HTTP/9.9\r\n\r\n",
        b"GET " + b"/" * 70_000 + b" HTTP/1.1\r\n\r\n",
        b"POST /users/42/items HTTP/1.1\r\nContent-Length: minus\r\n\r\n",
        b"POST /users/42/items HTTP/1.1\r\nContent-Length: -5\r\n\r\n",
        b"POST /users/42/items HTTP/1.1\r\nContent-Length: 99999999999\r\n\r\n",
        b"POST /users/42/items HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
        b"POST /users/42/items HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n-5\r\n",
        b"GET http://[broken/users/42/items HTTP/1.1\r\nConnection: close\r\n\r\n",
        b"GET http://example.org/itemTypes HTTP/1.1\r\nConnection: close\r\n\r\n",
        b"GET /\x00\xff%00%ff HTTP/1.1\r\nConnection: close\r\n\r\n",
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n",
    ],
)
def test_malformed_requests_harm_nothing(request_bytes: bytes, server: Any, client: Any) -> None:
    raw(server.port, request_bytes)
    assert client.get(ITEMS) == []


def test_client_that_goes_away_harms_nothing(server: Any, client: Any) -> None:
    for part in (b"", b"GET /users", b"POST /users/42/items HTTP/1.1\r\nContent-Length: 500\r\n\r\n[{"):
        with socket.create_connection(("127.0.0.1", server.port)) as connection:
            connection.sendall(part)
    assert client.get(ITEMS) == []


HOSTILE = [
    "/users/42/items/../../../../etc/passwd",
    "/users/42/items/%2e%2e%2f%2e%2e%2fetc%2fpasswd",
    "/users/42/items/%00",
    "/users/42/items/%ff%fe",
    "/users/42/items/<script>alert(1)</script>",
    "/users/42/items/'%20OR%20'1'='1",
    "/users/" + "9" * 5000 + "/items",
    "/users/42/items?limit=" + "9" * 5000,
    "/users/42/items?since=--5",
    "/users/42/items?start=%D9%A3",
    "/users/42/items?limit=1e3",
    "/users/42/items?q=%22%22%22",
    "/users/42/items?itemType=-",
    "/users/42/items?tag=-&tag=||&tag=%5C",
    "/users/42/items?" + "&".join(f"x{number}=1" for number in range(2000)),
    "/users/42/tags/%0d%0aSet-Cookie:%20x=1",
    "/users/42/items?q=%0d%0aX-Injected:%201&limit=1",
    "/groups/%E2%88%9E/items",
    "/groups/-1/items",
    "/keys/%0d%0a",
    "/items/new?itemType=attachment&linkMode=<b>",
]


@pytest.mark.parametrize("path", HOSTILE)
def test_hostile_paths_get_an_answer_and_nothing_else(path: str, client: Any) -> None:
    status, headers, body = client.ask("GET", path.replace(" ", "%20"))
    assert status in (200, 400, 404)
    assert "set-cookie" not in headers and "x-injected" not in headers
    assert "root:" not in str(body) and "<script>" not in str(body)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    path=st.lists(
        st.sampled_from(["items", "top", "tags", "collections", "ABCD2345", "trash", "…", ""]), max_size=4
    ),
    query=st.dictionaries(
        st.sampled_from(["since", "limit", "start", "sort", "direction", "tag", "itemType", "q", "format"]),
        st.text(max_size=8),
    ),
)
def test_no_query_makes_the_server_fail(path: list[str], query: dict[str, str], client: Any) -> None:
    parts = "/".join(quote(one) for one in path)
    text = "&".join(f"{quote(name)}={quote(value, errors='replace')}" for name, value in query.items())
    status, _, _ = client.ask("GET", f"/users/42/{parts}?{text}")
    assert status in (200, 400, 404)


def test_big_since_and_versions_are_numbers_like_others(client: Any, editor: Any) -> None:
    key = editor.add_item(title="One")
    assert client.get(f"{ITEMS}?since={'9' * 30}&format=versions") == {}
    assert client.ask("GET", ITEMS, If_Modified_Since_Version="9" * 30)[0] == 304
    status, _, _ = client.ask("DELETE", f"{ITEMS}/{key}", If_Unmodified_Since_Version="9" * 5000)
    assert status == 400


def test_many_clients_at_once_see_whole_answers(
    server: Any, store: Any, editor: Any, new_client: Any
) -> None:
    for number in range(60):
        editor.add_item(title=f"Book {number:02}")
    failures: list[object] = []
    done = threading.Event()

    def read() -> None:
        client = new_client(server, "GOODKEY")
        while not done.is_set():
            status, headers, body = client.ask("GET", f"{ITEMS}?limit=100")
            newest = max(one["version"] for one in body)
            if status != 200 or len(body) != 60 or newest > int(headers["last-modified-version"]):
                failures.append((status, len(body), newest))

    def write(own: str) -> None:
        client = new_client(server, "GOODKEY")
        for number in range(40):
            status, _, _ = client.ask(
                "PATCH", f"{ITEMS}/{own}", {"extra": str(number)}, If_Unmodified_Since_Version="999999"
            )
            if status != 204:
                failures.append(status)

    keys = list(store.library("user", 42).items)
    before = store.library("user", 42).version
    readers = [threading.Thread(target=read) for _ in range(3)]
    writers = [threading.Thread(target=write, args=[keys[number]]) for number in range(3)]
    for one in readers + writers:
        one.start()
    for one in writers:
        one.join()
    done.set()
    for one in readers:
        one.join()
    assert failures == []
    assert store.library("user", 42).version == before + 120


def test_stopping_ends_open_connections(server: Any, client: Any) -> None:
    client.get(ITEMS)
    begun = time.monotonic()
    server.stop()
    with pytest.raises((ConnectionError, http.client.HTTPException, OSError)):
        client.get(ITEMS)
    assert time.monotonic() - begun < 2


def test_log_tells_what_was_asked_but_no_key(server: Any, client: Any) -> None:
    client.get(f"{ITEMS}?limit=3")
    client.ask("GET", "/keys/current?key=GOODKEY", X_Extra="yes")
    client.ask("GET", ITEMS, Authorization="Bearer GOODKEY")
    assert server.log.lines[0] == "GET /users/42/items?limit=3"
    assert server.log[1].headers["x-extra"] == "yes"
    assert [one.keyed for one in server.log] == [True, True, True]
    assert "GOODKEY" not in repr(list(server.log))
