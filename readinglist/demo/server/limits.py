"""How often and how many at once a client may ask; off unless a test or a benchmark switches it on."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from readinglist.demo.server.access import offered_key
from readinglist.demo.server.messages import TEXT, ApiError, Request, Response
from readinglist.demo.server.store import Store

_KEYED_RETRY, _ANONYMOUS_RETRY, _CONCURRENT_RETRY = 10, 1, 5
_AUTH_WINDOW_SECONDS = 300.0


@dataclass(slots=True)
class _Bucket:
    tokens: float
    filled: float


@dataclass(slots=True)
class Limits:
    """The limits of a server; 0 switches one off.

    `concurrent` requests at once with a key and `anonymous_concurrent` without; `burst` requests and then
    `per_second` with a key, `anonymous_burst` and `anonymous_per_second` without. After `auth_failures`
    unknown keys from one address within five minutes that address is shut out. `refused` and `most_at_once`
    count what happened.
    """

    concurrent: int = 0
    anonymous_concurrent: int = 0
    burst: int = 0
    per_second: float = 10.0
    anonymous_burst: int = 0
    anonymous_per_second: float = 30.0
    auth_failures: int = 0
    refused: int = 0
    most_at_once: int = 0
    _lock: threading.Lock = field(default_factory=threading.Lock, repr=False)
    _busy: dict[str, int] = field(default_factory=dict, repr=False)
    _buckets: dict[str, _Bucket] = field(default_factory=dict, repr=False)
    _failures: dict[str, list[float]] = field(default_factory=dict, repr=False)

    @contextmanager
    def entered(self, store: Store, request: Request) -> Iterator[Response | None]:
        """Count a request while it is carried out; yields the refusal if it is one too many."""
        who, keyed = _asker(store, request)
        with self._lock:
            refusal = self._refusal(store, request, who, keyed)
            self._busy[who] = self._busy.get(who, 0) + 1
            self.most_at_once = max(self.most_at_once, self._busy[who])
            self.refused += refusal is not None
        try:
            yield refusal
        finally:
            with self._lock:
                self._busy[who] -= 1

    def _refusal(self, store: Store, request: Request, who: str, keyed: bool) -> Response | None:
        if self.auth_failures and self._shut_out(store, request):
            return _too_many("Too many authentication failures", None)
        burst = self.burst if keyed else self.anonymous_burst
        rate = self.per_second if keyed else self.anonymous_per_second
        if burst and not self._take(who, burst, rate):
            retry = _KEYED_RETRY if keyed else _ANONYMOUS_RETRY
            return _too_many("Request rate limit exceeded", retry)
        at_once = self.concurrent if keyed else self.anonymous_concurrent
        if at_once and self._busy.get(who, 0) >= at_once:
            return _too_many("Concurrent request limit exceeded", _CONCURRENT_RETRY)
        return None

    def _take(self, who: str, burst: int, rate: float) -> bool:
        now = time.monotonic()
        bucket = self._buckets.setdefault(who, _Bucket(float(burst), now))
        bucket.tokens = min(float(burst), bucket.tokens + (now - bucket.filled) * rate)
        bucket.filled = now
        if bucket.tokens < 1:
            return False
        bucket.tokens -= 1
        return True

    def _shut_out(self, store: Store, request: Request) -> bool:
        now = time.monotonic()
        recent = [one for one in self._failures.get(request.peer, []) if now - one < _AUTH_WINDOW_SECONDS]
        text = _key_text(request)
        if text and text not in store.keys:
            recent.append(now)
        self._failures[request.peer] = recent
        return len(recent) > self.auth_failures


def _key_text(request: Request) -> str:
    try:
        return offered_key(request)
    except ApiError:
        return ""


def _asker(store: Store, request: Request) -> tuple[str, bool]:
    """All keys of a user share one bucket, per address."""
    key = store.keys.get(_key_text(request))
    return (f"user {key.user_id} {request.peer}", True) if key else (f"address {request.peer}", False)


def _too_many(text: str, retry_after: int | None) -> Response:
    headers = {"Content-Type": TEXT}
    if retry_after is not None:
        headers["Retry-After"] = str(retry_after)
    return Response(429, text.encode(), headers)
