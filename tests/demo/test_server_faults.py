"""What goes wrong on purpose: at a request's number, for a path, always; and that nothing else goes wrong."""

from __future__ import annotations

import http.client
import json
import time
from email.utils import formatdate
from typing import Any

import pytest

from readinglist.demo.server import Faults, bundled_store, faults, start_server

ITEMS = "/users/42/items"


def test_status_comes_at_the_number_given_and_nothing_is_carried_out(server: Any, client: Any) -> None:
    server.faults.at(1, faults.unavailable(retry_after=3))
    assert client.ask("GET", ITEMS)[0] == 200
    status, headers, body = client.ask("POST", ITEMS, [{"itemType": "book"}])
    assert (status, headers["retry-after"]) == (503, "3")
    assert body == "Server updates in progress. Please try again in a few minutes."
    assert client.get(ITEMS) == []


@pytest.mark.parametrize(
    "retry_after", [None, 7, formatdate(usegmt=True)], ids=["without", "seconds", "date"]
)
def test_429_with_seconds_with_a_date_or_without(retry_after: Any, server: Any, client: Any) -> None:
    server.faults.when(faults.too_many(retry_after), times=1)
    status, headers, body = client.ask("GET", ITEMS)
    assert (status, body) == (429, "Request rate limit exceeded")
    assert headers.get("retry-after") == (None if retry_after is None else str(retry_after))
    assert client.ask("GET", ITEMS)[0] == 200


def test_rules_fit_by_path_and_method_a_number_of_times(server: Any, client: Any) -> None:
    server.faults.when(faults.status(500, "An error occurred"), path=r"/items\?.*start=100", times=2)
    server.faults.when(faults.status(502), method="DELETE")
    answers = [client.ask("GET", f"{ITEMS}?start={start}")[0] for start in (0, 100, 0, 100, 100)]
    assert answers == [200, 500, 200, 500, 200]
    assert client.ask("DELETE", ITEMS)[0] == 502


def test_backoff_is_added_to_the_real_answer(server: Any, client: Any) -> None:
    server.faults.always(faults.backoff(5))
    status, headers, body = client.ask("GET", ITEMS)
    assert (status, headers["backoff"], body) == (200, "5", [])
    assert client.ask("GET", f"{ITEMS}/ZZZZ9999")[1]["backoff"] == "5"


def test_reset_breaks_the_connection_before_or_after_the_work(server: Any, client: Any) -> None:
    server.faults.at(0, faults.reset()).at(1, faults.reset(after=True))
    for _ in range(2):
        with pytest.raises((ConnectionError, http.client.HTTPException)):
            client.ask("POST", ITEMS, [{"itemType": "book", "title": "Written?"}])
        client.connection.close()
    assert [one["data"]["title"] for one in client.get(ITEMS)] == ["Written?"]


def test_truncated_body_is_shorter_than_announced(server: Any, client: Any, editor: Any) -> None:
    editor.add_item(title="Half of me")
    server.faults.at(0, faults.truncated(0.5))
    client.connection.request("GET", ITEMS, headers=client.key)
    response = client.connection.getresponse()
    with pytest.raises(http.client.IncompleteRead) as caught:
        response.read()
    assert len(caught.value.partial) == int(response.headers["Content-Length"]) // 2
    client.connection.close()
    assert len(client.get(ITEMS)) == 1


def test_broken_json_and_a_web_page_come_whole_with_status_200(server: Any, client: Any) -> None:
    server.faults.at(0, faults.not_json()).at(1, faults.html())
    client.connection.request("GET", ITEMS, headers=client.key)
    response = client.connection.getresponse()
    assert (response.status, response.headers["Content-Type"]) == (200, "application/json")
    with pytest.raises(ValueError):
        json.loads(response.read())
    status, headers, body = client.ask("GET", ITEMS)
    assert (status, headers["content-type"]) == (200, "text/html")
    assert body.startswith("<!DOCTYPE html>")


def test_rows_can_be_left_out_or_doubled(server: Any, client: Any, editor: Any) -> None:
    editor.add_item(title="One")
    editor.add_item(title="Two")
    server.faults.at(0, faults.rewritten(lambda real: json.dumps(json.loads(real)[:1]).encode()))
    status, headers, body = client.ask("GET", ITEMS)
    assert (status, headers["total-results"], len(body)) == (200, "2", 1)


def test_version_moves_between_two_pages(server: Any, client: Any, editor: Any) -> None:
    keys = [editor.add_item(title=f"Book {number}") for number in range(4)]
    server.faults.at(1, faults.meanwhile(lambda: editor.edit_item(keys[0], extra="edited")))
    _, first, page_1 = client.ask("GET", f"{ITEMS}?limit=2&sort=title")
    _, second, page_2 = client.ask("GET", f"{ITEMS}?limit=2&sort=title&start=2")
    assert int(second["last-modified-version"]) == int(first["last-modified-version"]) + 1
    assert len({one["key"] for one in page_1 + page_2}) == 4


def test_delay_is_waited_for_and_does_not_hold_up_others(server: Any, client: Any) -> None:
    server.faults.at(0, faults.slow(0.15))
    begun = time.monotonic()
    client.get(ITEMS)
    assert time.monotonic() - begun >= 0.15
    begun = time.monotonic()
    client.get(ITEMS)
    assert time.monotonic() - begun < 0.1


def test_faults_add_up_and_can_be_cleared_and_counted_anew(server: Any, client: Any) -> None:
    server.faults.always(faults.backoff(1)).at(2, faults.status(500))
    assert [client.ask("GET", ITEMS)[0] for _ in range(3)] == [200, 200, 500]
    assert server.faults.seen == 3
    server.faults.restart()
    assert [client.ask("GET", ITEMS)[0] for _ in range(3)] == [200, 200, 500]
    server.faults.clear()
    assert "backoff" not in client.ask("GET", ITEMS)[1]


def test_plan_can_be_given_at_the_start(new_client: Any) -> None:
    with start_server(bundled_store(), faults=Faults().at(0, faults.status(500))) as server:
        assert new_client(server).ask("GET", "/groups/4420117/items")[0] == 500
