"""The limits of the real server, switched on: at once, per second, and for addresses that guess keys."""

from __future__ import annotations

import threading
import time
from typing import Any

from readinglist.demo.server import Limits, faults, start_server

ITEMS = "/users/42/items"


def at_once(
    server: Any, new_client: Any, count: int, key: str = "GOODKEY"
) -> list[tuple[int, dict[str, str], Any]]:
    answers: list[tuple[int, dict[str, str], Any]] = []
    ready = threading.Barrier(count)

    def ask() -> None:
        client = new_client(server, key)
        ready.wait()
        answers.append(client.ask("GET", ITEMS))

    threads = [threading.Thread(target=ask) for _ in range(count)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    return answers


def test_five_at_once_are_let_in_and_the_sixth_is_not(server: Any, new_client: Any) -> None:
    server.limits.concurrent = 5
    server.faults.always(faults.slow(0.2))
    assert {status for status, _, _ in at_once(server, new_client, 5)} == {200}
    refused = [one for one in at_once(server, new_client, 8) if one[0] == 429]
    assert len(refused) == 3
    assert all(body == "Concurrent request limit exceeded" for _, _, body in refused)
    assert all(1 <= int(headers["retry-after"]) <= 30 for _, headers, _ in refused)
    assert (server.limits.refused, server.limits.most_at_once) == (3, 8)


def test_all_keys_of_a_user_share_the_rate(server: Any, store: Any, new_client: Any) -> None:
    store.add_key("SECONDKEY", 42)
    server.limits.burst, server.limits.per_second = 3, 0.0
    first, second = new_client(server, "GOODKEY"), new_client(server, "SECONDKEY")
    assert [one.ask("GET", ITEMS)[0] for one in (first, second, first, second)] == [200, 200, 200, 429]
    status, headers, body = first.ask("GET", "/keys/current")
    assert (status, headers["retry-after"], body) == (429, "10", "Request rate limit exceeded")


def test_the_rate_recovers(server: Any, new_client: Any) -> None:
    server.limits.burst, server.limits.per_second = 1, 50.0
    client = new_client(server, "GOODKEY")
    assert [client.ask("GET", ITEMS)[0] for _ in range(2)] == [200, 429]
    time.sleep(0.05)
    assert client.ask("GET", ITEMS)[0] == 200


def test_guessing_keys_shuts_an_address_out(server: Any, new_client: Any) -> None:
    server.limits.auth_failures = 5
    wrong, good = new_client(server, "GUESSED"), new_client(server, "GOODKEY")
    assert [wrong.ask("GET", ITEMS)[0] for _ in range(6)] == [403] * 5 + [429]
    status, headers, body = good.ask("GET", ITEMS)
    assert (status, body) == (429, "Too many authentication failures")
    assert "retry-after" not in headers


def test_limits_are_off_by_default_and_can_be_given_at_the_start(store: Any, new_client: Any) -> None:
    with start_server(store, limits=Limits(burst=1, per_second=0.0)) as server:
        client = new_client(server, "GOODKEY")
        assert [client.ask("GET", ITEMS)[0] for _ in range(2)] == [200, 429]
    with start_server(store) as server:
        client = new_client(server, "GOODKEY")
        assert {client.ask("GET", ITEMS)[0] for _ in range(150)} == {200}
