"""Write tokens: a request that carries one is carried out once, however often it is sent."""

from __future__ import annotations

import time

from readinglist.demo.server.messages import ApiError, Request, Response
from readinglist.demo.server.state import ApiKey
from readinglist.demo.server.store import Store

REMEMBERED_SECONDS = 12 * 3600


def check_write_token(store: Store, request: Request, key: ApiKey | None) -> None:
    """Refuse a token that is malformed (400) or that this key used up within twelve hours (412)."""
    token = request.header("zotero-write-token")
    if not token or key is None:
        return
    if not 5 <= len(token) <= 32:
        raise ApiError(400, "Write token must be 5-32 characters in length", bare=True)
    used = store.used_tokens.get((key.key, token))
    if used is not None and time.monotonic() - used < REMEMBERED_SECONDS:
        raise ApiError(412, "Write token already used", bare=True)


def keep_write_token(store: Store, request: Request, key: ApiKey | None, response: Response) -> None:
    """Remember the token of a request that succeeded; deleting does not use up a token."""
    token = request.header("zotero-write-token")
    if token and key and request.method != "DELETE" and response.status < 300:
        store.used_tokens[key.key, token] = time.monotonic()
