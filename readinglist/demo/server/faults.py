"""What goes wrong on purpose: statuses, delays, broken connections and bodies, Backoff, edits in between."""

from __future__ import annotations

import re
import threading
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from readinglist.demo.server.messages import TEXT, Request, Response

HTML_PAGE = (
    b"<!DOCTYPE html>\n<html><head><title>Sign in</title></head><body><h1>Welcome</h1></body></html>\n"
)


@dataclass(frozen=True, slots=True)
class Fault:
    """What happens to an answer.

    With `status` the request is not carried out and this status comes, with `headers` and `body`. Otherwise
    the real answer is made, and then: `headers` are added; `rewrite` makes another body of it; `keep` is the
    share of the body that is sent before the connection breaks (the length that is announced stays whole);
    `reset` breaks the connection without an answer, `after` says whether the request was carried out before.
    `delay` waits that many seconds first. `before` is called before the request is carried out.
    """

    status: int | None = None
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""
    rewrite: Callable[[bytes], bytes] | None = None
    keep: float | None = None
    reset: bool = False
    after: bool = False
    delay: float = 0.0
    before: Callable[[], object] | None = None

    def instead(self) -> Response | None:
        """The answer that comes without the request being carried out, if there is one."""
        if self.status is not None:
            return Response(self.status, self.body, {"Content-Type": TEXT} | dict(self.headers))
        return Response(0, reset=True) if self.reset and not self.after else None

    def applied(self, response: Response) -> Response:
        """What becomes of the real answer."""
        body = self.rewrite(response.body) if self.rewrite else response.body
        headers = response.headers | dict(self.headers)
        cut = response.cut if self.keep is None else int(len(body) * self.keep)
        return Response(response.status, body, headers, cut, response.reset or self.reset)


def status(code: int, text: str = "", *, retry_after: int | str | None = None) -> Fault:
    """Answer with this status; `retry_after` is a number of seconds or an HTTP date."""
    headers = {} if retry_after is None else {"Retry-After": str(retry_after)}
    return Fault(status=code, headers=headers, body=text.encode())


def too_many(retry_after: int | str | None = None) -> Fault:
    """429 as the real server says it."""
    return status(429, "Request rate limit exceeded", retry_after=retry_after)


def unavailable(retry_after: int | str | None = None) -> Fault:
    """503 as the real server says it during maintenance."""
    text = "Server updates in progress. Please try again in a few minutes."
    return status(503, text, retry_after=retry_after)


def reset(*, after: bool = False) -> Fault:
    """Break the connection without an answer; with `after` only when the request was carried out."""
    return Fault(reset=True, after=after)


def truncated(keep: float = 0.5) -> Fault:
    """Send only a part of the body, then break the connection."""
    return Fault(keep=keep)


def not_json(body: bytes = b'[{"key": "ABCD2345", "version": ') -> Fault:
    """Send a whole answer whose body is no valid JSON."""
    return Fault(rewrite=lambda real: body)


def rewritten(change: Callable[[bytes], bytes]) -> Fault:
    """Send what `change` makes of the real body: rows left out or doubled, for instance."""
    return Fault(rewrite=change)


def html() -> Fault:
    """Send a web page where JSON is expected, with status 200, as a captive portal does."""
    return Fault(rewrite=lambda real: HTML_PAGE, headers={"Content-Type": "text/html"})


def backoff(seconds: int) -> Fault:
    """Add a Backoff header to the real answer."""
    return Fault(headers={"Backoff": str(seconds)})


def slow(seconds: float) -> Fault:
    """Wait before the answer."""
    return Fault(delay=seconds)


def meanwhile(change: Callable[[], object]) -> Fault:
    """Call `change` before the request is carried out, as another client's edit between two pages."""
    return Fault(before=change)


@dataclass(slots=True)
class _Rule:
    fault: Fault
    at: frozenset[int] | None
    method: str
    path: re.Pattern[str] | None
    left: int | None

    def takes(self, index: int, request: Request) -> bool:
        if self.left == 0 or (self.at is not None and index not in self.at):
            return False
        if self.method and request.method != self.method:
            return False
        if self.path and not self.path.search(f"{request.path}?{request.query}"):
            return False
        if self.left is not None:
            self.left -= 1
        return True


class Faults:
    """A plan of faults that can be changed while the server runs.

    Requests are numbered from 0 since the plan was made or `restart` was called. Every rule that fits takes
    effect; if several give an answer of their own, the first does.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._rules: list[_Rule] = []
        self._seen = 0

    def at(self, indexes: int | Iterable[int], *faults: Fault) -> Faults:
        """Let the faults happen to the requests of these numbers."""
        wanted = frozenset([indexes] if isinstance(indexes, int) else indexes)
        return self._add(faults, at=wanted)

    def when(self, *faults: Fault, path: str = "", method: str = "", times: int | None = None) -> Faults:
        """Let the faults happen to requests whose path and query match the regular expression `path` and
        whose method is `method`, at most `times` times."""
        return self._add(faults, path=path, method=method, left=times)

    def always(self, *faults: Fault) -> Faults:
        """Let the faults happen to every request."""
        return self._add(faults)

    def clear(self) -> None:
        """Forget all rules; the numbers go on."""
        with self._lock:
            self._rules.clear()

    def restart(self) -> None:
        """Number the requests from 0 again; the rules stay."""
        with self._lock:
            self._seen = 0

    @property
    def seen(self) -> int:
        """How many requests were numbered."""
        return self._seen

    def take(self, request: Request) -> list[Fault]:
        """Number a request and return what shall happen to it."""
        with self._lock:
            index = self._seen
            self._seen += 1
            return [rule.fault for rule in self._rules if rule.takes(index, request)]

    def _add(
        self,
        faults: Iterable[Fault],
        *,
        at: frozenset[int] | None = None,
        path: str = "",
        method: str = "",
        left: int | None = None,
    ) -> Faults:
        pattern = re.compile(path) if path else None
        with self._lock:
            self._rules += [_Rule(one, at, method, pattern, left) for one in faults]
        return self
