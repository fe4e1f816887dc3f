"""The recorded exchanges of a real server pass through the client's own parsing, answer by answer."""

from __future__ import annotations

import base64
import json
from pathlib import Path
from typing import Any

import httpx2
import pytest

from readinglist.zotero.connection import Connection, Secret
from readinglist.zotero.gate import Gate, JsonResponse, Limits, silent
from readinglist.zotero.trouble import Refused, Trouble

RECORDED = Path(__file__).parents[1] / "zotero_api" / "exchanges.jsonl"
EXCHANGES = [json.loads(line) for line in RECORDED.read_text("utf-8").splitlines()]


class _Replayed(httpx2.BaseTransport):
    """Answers with one recorded answer."""

    def __init__(self, response: dict[str, Any]) -> None:
        self.response = response

    def handle_request(self, request: httpx2.Request) -> httpx2.Response:
        body = self.response.get("body")
        data = (
            base64.b64decode(self.response["body_base64"]) if "body_base64" in self.response else (body or "")
        )
        headers = self.response["headers"]
        pairs = headers.items() if isinstance(headers, dict) else headers
        kept = [(name, str(value)) for name, value in pairs if name.lower() != "content-encoding"]
        return httpx2.Response(
            self.response["status"], headers=kept, content=data if isinstance(data, bytes) else data.encode()
        )


def _gate(response: dict[str, Any]) -> Gate:
    connection = Connection(
        library_type="user", library_id="1", endpoint="http://127.0.0.1:9", api_key=Secret("RecordedKey")
    )
    gate = Gate(connection, Limits(sleep=lambda seconds: None), silent)
    gate._inner = httpx2.Client(transport=_Replayed(response))
    return gate


@pytest.mark.parametrize("number", range(0, len(EXCHANGES), 20))
def test_recorded_answers_are_parsed_or_refused_as_the_client_does(number: int) -> None:
    for exchange in EXCHANGES[number : number + 20]:
        response = exchange["response"]
        gate = _gate(response)
        request = httpx2.Request("GET", "http://127.0.0.1:9/users/1/items")
        try:
            answer = gate.handle_request(request)
        except Refused as refused:
            assert refused.status == response["status"] != 200
        except Trouble as trouble:
            assert response["status"] >= 429 or not _is_json(response), exchange["name"]
            if response["status"] == 429 and trouble.delay is not None:
                assert trouble.delay >= 0
        else:
            assert isinstance(answer, JsonResponse)
            assert response["status"] == answer.status_code in (200, 204), exchange["name"]
            # What a write answers has no body (recorded: item-patch).
            said = json.loads(response["body"]) if response["status"] == 200 else {}
            assert answer.json() == said, exchange["name"]
        finally:
            gate.close()


def _is_json(response: dict[str, Any]) -> bool:
    try:
        json.loads(response.get("body") or "")
    except ValueError:
        return False
    return True
