"""The one door to the network: an httpx2 transport that sends the key, keeps the pace and judges answers.

It stands below pyzotero, because pyzotero 1.16 repeats only 429, sleeps where nobody sees it, raises on
304, breaks on a Retry-After date, and lets bare transport errors and truncated JSON through. Here every
answer becomes either whole, parsed JSON or one of two exceptions: `Trouble` (try again) and `Refused` (do
not).
"""

from __future__ import annotations

import email.utils
import functools
import logging
import random
import ssl
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlsplit

import httpx2

from readinglist.zotero.connection import Connection
from readinglist.zotero.jsontext import parse_json
from readinglist.zotero.trouble import Refused, Trouble, said

_LOG = logging.getLogger(__name__)

Progress = Callable[[str, int | None, int | None], None]


def silent(step: str, done: int | None = None, total: int | None = None) -> None:
    """The progress of somebody who does not want to know."""


@dataclass(frozen=True, slots=True)
class Limits:
    """How stubborn and how polite to be. Times are in seconds.

    `deadline` is for everything one session does, `timeout` for one silence of the server. A try that
    failed is repeated after `first_delay`, then twice that and so on up to `longest_delay`, each drawn
    between half and one and a half of it. `at_once` is Zotero's own limit of requests with a key
    (www.zotero.org/support/dev/web_api/v3/basics#rate_limiting). `sleep`, `clock` and `chance` are there to
    be replaced in tests.
    """

    at_once: int = 5
    tries: int = 6
    tries_unreachable: int = 3
    first_delay: float = 0.5
    longest_delay: float = 30.0
    timeout: float = 30.0
    deadline: float = 900.0
    sleep: Callable[[float], None] = time.sleep
    clock: Callable[[], float] = time.monotonic
    chance: Callable[[], float] = random.random


class DeadlineOver(Exception):
    """The session's time is up, or a wait would pass its end; the text says what was being done."""


_TAKEN = object()


class JsonResponse(httpx2.Response):
    """An answer whose body was parsed when it came, so that pyzotero need not parse it a second time."""

    parsed: Any = None

    def json(self, **kwargs: Any) -> Any:
        """The body as it was parsed, which is handed over. Raises `RuntimeError` when it is asked for again.

        Pyzotero keeps its last answer. Were the objects kept with it, the thread that fetches would take them
        apart one answer later, when they have long left the processor's cache.
        """
        if self.parsed is _TAKEN:
            raise RuntimeError("an answer's body was asked for a second time")
        parsed, self.parsed = self.parsed, _TAKEN
        return parsed


class Gate(httpx2.BaseTransport):
    """A transport over a client of its own (which knows proxies and certificates). Safe for threads."""

    def __init__(self, connection: Connection, limits: Limits, progress: Progress) -> None:
        self._connection = connection
        self._limits = limits
        self._tell = progress
        self._slots = threading.BoundedSemaphore(limits.at_once)
        self._lock = threading.Lock()
        self._quiet_until = 0.0
        self._ends = limits.clock() + limits.deadline
        self._inner = httpx2.Client(
            trust_env=not connection.loopback, follow_redirects=False, verify=_certificates(connection)
        )
        self.requests = 0
        self.clock_skew: float | None = None

    def handle_request(self, request: httpx2.Request) -> httpx2.Response:
        """Send `request`; return whole JSON. Raises `Trouble`, `Refused` or `DeadlineOver`."""
        self._keep_quiet()
        with self._slots:
            with self._lock:
                self.requests += 1
            began = self._limits.clock()
            status, headers, body = self._exchange(self._prepared(request))
        if _LOG.isEnabledFor(logging.DEBUG):
            self._log(request, status, len(body), self._limits.clock() - began)
        self._heed(headers)
        return self._judged(status, headers, body)

    def close(self) -> None:
        """Close the connections."""
        self._inner.close()

    def _log(self, request: httpx2.Request, status: int, size: int, seconds: float) -> None:
        """Write a line on an exchange; the key is in no address, and masked should it ever be in one."""
        line = f"{request.method} {request.url} → {status}, {size:,} bytes, {seconds:.2f} s"
        _LOG.debug("%s", self._connection.api_key.mask(line) if self._connection.api_key else line)

    def remaining(self) -> float:
        """Seconds until the deadline."""
        return self._ends - self._limits.clock()

    def pause(self, seconds: float, why: str) -> None:
        """Sleep visibly. Raises `DeadlineOver` at once when that would pass the deadline."""
        if seconds <= 0:
            return
        if seconds >= self.remaining():
            raise DeadlineOver(f"{why}, which asks for a wait of {seconds:.0f} seconds")
        if seconds >= 1:
            self._tell(f"waiting {seconds:.0f} s: {why}", None, None)
        self._limits.sleep(seconds)

    def keep_quiet_for(self, seconds: float) -> None:
        """Let no thread ask anything for so many seconds, as `Backoff` and `Retry-After` want it."""
        with self._lock:
            self._quiet_until = max(self._quiet_until, self._limits.clock() + seconds)

    def _keep_quiet(self) -> None:
        with self._lock:
            seconds = self._quiet_until - self._limits.clock()
        self.pause(seconds, "the server asked for a pause")
        if self.remaining() <= 0:
            raise DeadlineOver("the server is too slow or there is too much to fetch")

    def _prepared(self, request: httpx2.Request) -> httpx2.Request:
        """A copy that carries the key: the request that pyzotero and its errors hold on to never does."""
        headers = httpx2.Headers(request.headers)
        headers.pop("Authorization", None)
        key = self._connection.api_key
        if key is not None and _origin(str(request.url)) == _origin(self._connection.endpoint):
            headers["Authorization"] = f"Bearer {key.reveal()}"
        seconds = max(0.05, min(self._limits.timeout, self.remaining()))
        patience = {"connect": min(10.0, seconds), "read": seconds, "write": seconds, "pool": None}
        return httpx2.Request(
            request.method,
            request.url,
            headers=headers,
            stream=request.stream,
            extensions={"timeout": patience},
        )

    def _exchange(self, request: httpx2.Request) -> tuple[int, httpx2.Headers, bytes]:
        try:
            response = self._inner.send(request, stream=True)
            try:
                chunks = []
                for chunk in response.iter_bytes():
                    chunks.append(chunk)
                    if self.remaining() <= 0:  # a server that drips never meets the read timeout
                        raise DeadlineOver("the server sends its answer too slowly")
            finally:
                response.close()
        except httpx2.TransportError as error:
            # `from None`: the error holds the request, and that one holds the key.
            raise _transport_trouble(error) from None
        except httpx2.DecodingError:
            raise Trouble("the answer's compression was broken") from None
        return response.status_code, response.headers, b"".join(chunks)

    def _heed(self, headers: httpx2.Headers) -> None:
        ahead = _seconds_until(headers.get("Date", ""))
        self.clock_skew = None if ahead is None else -ahead
        seconds = wait_wished(headers.get("Backoff"))
        if seconds:
            self.keep_quiet_for(seconds)

    def _judged(self, status: int, headers: httpx2.Headers, body: bytes) -> httpx2.Response:
        text = "" if status == 200 else body[:4000].decode("utf-8", "replace")
        if status == 429:
            if "authentication failures" in text:
                raise Refused(status, text)
            raise Trouble("too many requests (status 429)", delay=wait_wished(headers.get("Retry-After")))
        if status >= 500:
            delay = wait_wished(headers.get("Retry-After"))
            words = said(self._connection, text)
            raise Trouble(f"status {status}" + (f", {words}" if words else ""), delay=delay)
        if status == 204:  # a change that was made, about which there is nothing to say
            return _empty(headers)
        if status != 200:
            raise Refused(status, text, headers.get("Location", ""))
        return _parsed(headers, body)


def _certificates(connection: Connection) -> ssl.SSLContext:
    """How certificates are checked. To read them all takes longer than a sync that finds nothing new: it is
    done once for all sessions, and not at all for a server on this machine that speaks plain HTTP."""
    if connection.loopback and connection.endpoint.startswith("http:"):
        return ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    return _all_certificates()


@functools.cache
def _all_certificates() -> ssl.SSLContext:
    return httpx2.create_ssl_context()


def wait_wished(value: str | None) -> float | None:
    """The seconds that a `Retry-After` or `Backoff` header asks for: a number, or the time until a date.

    RFC 9110, section 10.2.3. None when there is no header or it is neither.
    """
    if not value:
        return None
    try:
        seconds: float | None = float(value)
    except ValueError:
        seconds = _seconds_until(value)
    return max(0.0, seconds) if seconds is not None and seconds < float("inf") else None


def _seconds_until(date: str) -> float | None:
    try:
        when = email.utils.parsedate_to_datetime(date)
    except ValueError:
        return None
    if when.tzinfo is None:
        when = when.replace(tzinfo=UTC)
    return (when - datetime.now(UTC)).total_seconds()


def _parsed(headers: httpx2.Headers, body: bytes) -> JsonResponse:
    try:
        parsed = parse_json(body)
    except (ValueError, RecursionError):
        page = body.lstrip()[:1] == b"<"
        raise Trouble("a web page instead of JSON" if page else "JSON that is broken or cut short") from None
    # Pyzotero would sleep by itself, unseen, for the first two; the body is no longer compressed; and a
    # missing or odd Content-Type would mislead it about what we know to be JSON.
    gone = {
        *("backoff", "retry-after"),
        *("content-encoding", "content-length", "transfer-encoding", "content-type"),
    }
    kept = [(name, value) for name, value in headers.multi_items() if name.lower() not in gone]
    kept.append(("Content-Type", "application/json"))
    response = JsonResponse(200, headers=kept, content=body)
    response.parsed = parsed
    return response


def _empty(headers: httpx2.Headers) -> JsonResponse:
    version = headers.get("Last-Modified-Version")
    response = JsonResponse(204, headers={"Last-Modified-Version": version} if version else {})
    response.parsed = {}
    return response


def _transport_trouble(error: httpx2.TransportError) -> Trouble:
    if isinstance(error, httpx2.ConnectTimeout):
        return Trouble("no connection in time", unreachable=True)
    if isinstance(error, httpx2.TimeoutException):
        return Trouble("no answer in time")
    if isinstance(error, httpx2.ConnectError | httpx2.ProxyError | httpx2.UnsupportedProtocol):
        return Trouble(_connect_reason(str(error)), unreachable=True)
    return Trouble("the connection broke off")


def _connect_reason(text: str) -> str:
    lower = text.casefold()
    if "refused" in lower:
        return "connection refused (nothing listens there)"
    if any(word in lower for word in ("name or service", "getaddrinfo", "nodename", "name resolution")):
        return "its name is not known (no network?)"
    if "certificate" in lower or "ssl" in lower:
        return f"no secure connection ({text})"
    return text or "no connection"


def _origin(address: str) -> tuple[str, str, int]:
    parts = urlsplit(address)
    return parts.scheme, parts.hostname or "", parts.port or {"http": 80, "https": 443}.get(parts.scheme, 0)
