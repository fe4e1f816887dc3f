"""What was asked of a server, for tests: method, path, headers without secrets."""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field

from readinglist.demo.server.messages import Request

_SECRET_HEADERS = ("zotero-api-key", "authorization", "cookie")
_SECRET_QUERY = re.compile(r"(^|&)key=[^&]*")


@dataclass(frozen=True, slots=True)
class LoggedRequest:
    """One request. `keyed` says whether it carried a key, which itself is not kept."""

    method: str
    path: str
    query: str
    headers: dict[str, str] = field(default_factory=dict)
    body: bytes = b""
    keyed: bool = False

    @property
    def line(self) -> str:
        """Method, path and query, as "GET /groups/4420117/items?limit=100"."""
        return f"{self.method} {self.path}{'?' if self.query else ''}{self.query}"


class RequestLog:
    """The requests in the order of their arrival."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._requests: list[LoggedRequest] = []

    def add(self, request: Request) -> None:
        """Note a request."""
        kept = {name: value for name, value in request.headers.items() if name not in _SECRET_HEADERS}
        keyed = len(kept) < len(request.headers) or _SECRET_QUERY.search(request.query) is not None
        query = _SECRET_QUERY.sub(r"\1key=…", request.query)
        with self._lock:
            self._requests.append(
                LoggedRequest(request.method, request.path, query, kept, request.body, keyed)
            )

    def clear(self) -> None:
        """Forget all requests."""
        with self._lock:
            self._requests.clear()

    @property
    def lines(self) -> list[str]:
        """Each request as one line."""
        return [one.line for one in self]

    def __iter__(self) -> Iterator[LoggedRequest]:
        with self._lock:
            return iter(list(self._requests))

    def __len__(self) -> int:
        return len(self._requests)

    def __getitem__(self, index: int) -> LoggedRequest:
        return self._requests[index]
