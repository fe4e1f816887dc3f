"""Asking the web whether links still lead somewhere: a few at a time, nothing downloaded."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from urllib.parse import urlsplit

import httpx2

from readinglist import __version__

PATIENCE = 10.0
AT_ONCE = 8
_GONE = frozenset({404, 410})
_TRY_GET = frozenset({400, 403, 405, 406, 501})
_FOR_GOOD = frozenset({301, 308})


@dataclass(frozen=True, slots=True)
class LinkState:
    """How a link stands.

    `state` is "ok", "moved" (for good, to `detail`), "gone" (404, 410), "refused" (the server answers but
    does not show us the page), "unreachable", or "no address".
    """

    url: str
    state: str
    detail: str = ""

    @property
    def dead(self) -> bool:
        """Whether nobody gets anywhere by it."""
        return self.state in ("gone", "unreachable", "no address")


def fetch_link_states(
    urls: Iterable[str],
    *,
    client: httpx2.Client | None = None,
    done: Callable[[int, int], None] | None = None,
) -> list[LinkState]:
    """The state of each address, in order, each asked for once. Never raises for what a server does."""
    wanted = list(dict.fromkeys(urls))
    headers = {"User-Agent": f"readinglist/{__version__} (link check)"}
    found = []
    with (
        client or httpx2.Client(timeout=PATIENCE, headers=headers, follow_redirects=True) as session,
        ThreadPoolExecutor(AT_ONCE) as crew,
    ):
        for number, state in enumerate(crew.map(lambda url: _state(session, url), wanted), 1):
            found.append(state)
            if done:
                done(number, len(wanted))
    return found


def _state(client: httpx2.Client, url: str) -> LinkState:
    try:
        parts = urlsplit(url)
    except ValueError:
        return LinkState(url, "no address")
    if parts.scheme not in ("http", "https") or not parts.hostname:
        return LinkState(url, "no address")
    try:
        answer = client.head(url)
        if answer.status_code in _TRY_GET:
            # Some servers know no HEAD; the body is not read.
            with client.stream("GET", url) as answer:
                pass
    except (httpx2.HTTPError, httpx2.InvalidURL, ValueError) as error:
        return LinkState(url, "unreachable", type(error).__name__)
    if answer.status_code in _GONE:
        return LinkState(url, "gone", str(answer.status_code))
    if answer.status_code >= 400:
        return LinkState(url, "refused", str(answer.status_code))
    if answer.history and all(one.status_code in _FOR_GOOD for one in answer.history):
        return LinkState(url, "moved", str(answer.url))
    return LinkState(url, "ok")
