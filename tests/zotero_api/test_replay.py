"""The bundled server answers each recorded request as the real Zotero server did."""

from __future__ import annotations

import json
import re
from typing import Any

# What the real server says in these, in the same words and numbers; other headers are the web server's.
HEADERS = (
    *("last-modified-version", "total-results", "link", "retry-after", "backoff", "allow", "content-type"),
    *("zotero-api-version", "zotero-schema-version", "access-control-allow-origin"),
    *("access-control-allow-methods", "access-control-allow-headers", "access-control-expose-headers"),
)

# The recording holds only the beginning of these long answers.
BEGINNING_RECORDED = ("schema", "itemTypes-locale", "itemFields")

# The database leaves the order of tags to chance; the names and counts must agree.
TAGS_IN_ANY_ORDER = (
    *("item-tags", "collection-tags", "collection-items-tags", "collection-items-top-tags", "tags"),
)
# … and so also which of them stand on a page.
TAGS_OF_A_PAGE = ("tags-limit", "tags-numItems", "items-tags", "items-top-tags")

# The answer to a write lists an item's collections as they were sent, later ones in the order of their age.
COLLECTIONS_IN_ANY_ORDER = ("items-create-1",)


def test_recorded_request_gets_the_recorded_answer(exchange: Any, outcomes: dict[str, Any]) -> None:
    name, found = exchange.name, outcomes[exchange.name]
    assert found.status == exchange.status, found.body
    for header in HEADERS:
        assert found.headers.get(header) == exchange.answer_headers.get(header), header
    expected, body = _without_chance(exchange.answer), _without_chance(found.body)
    if name in BEGINNING_RECORDED:
        assert body.startswith(expected)
    elif name in TAGS_IN_ANY_ORDER:
        assert _by_tag(body) == _by_tag(expected)
    elif name in TAGS_OF_A_PAGE:
        assert [_shape(one) for one in json.loads(body)] == [_shape(one) for one in json.loads(expected)]
    elif name in COLLECTIONS_IN_ANY_ORDER:
        assert _sorted_collections(json.loads(body)) == _sorted_collections(json.loads(expected))
    else:
        assert body == expected


def test_nearly_all_of_the_recording_is_replayed(recording: dict[str, Any], outcomes: dict[str, Any]) -> None:
    assert len(recording) == 563
    assert len(outcomes) >= 512, f"only {len(outcomes)} of 563 exchanges are replayed"


def test_table_of_what_is_out_of_reach_names_recorded_exchanges_only(
    recording: dict[str, Any], out_of_reach: dict[str, str]
) -> None:
    assert out_of_reach.keys() <= recording.keys()


def test_all_but_a_few_named_bodies_are_equal_to_the_byte(
    recording: dict[str, Any], outcomes: dict[str, Any]
) -> None:
    different = {
        name
        for name, found in outcomes.items()
        if _without_chance(found.body) != _without_chance(recording[name].answer)
    }
    named = {*BEGINNING_RECORDED, *TAGS_IN_ANY_ORDER, *TAGS_OF_A_PAGE, *COLLECTIONS_IN_ANY_ORDER}
    assert different == named


def test_server_met_no_error_of_its_own(server_crashes: list[Exception]) -> None:
    assert server_crashes == []


def _without_chance(text: str) -> str:
    """Leave out the database's number of a library, and the key that was tried for an item that failed."""
    text = re.sub(r"\b\d+/([A-Z0-9]{8})\b", r"N/\1", text)
    return re.sub(r"too long for item 'N/[A-Z0-9]{8}'", "too long for item 'N/KEY'", text)


def _by_tag(text: str) -> dict[tuple[str, int], Any]:
    return {(one["tag"], one["meta"]["type"]): one for one in json.loads(text)}


def _shape(value: Any) -> Any:
    return {name: _shape(one) for name, one in value.items()} if isinstance(value, dict) else type(value)


def _sorted_collections(value: Any) -> Any:
    if isinstance(value, dict):
        return {
            name: sorted(one) if name == "collections" else _sorted_collections(one)
            for name, one in value.items()
        }
    return value
