"""Requests and answers as values, and the error that ends a request with a status and a text."""

from __future__ import annotations

from dataclasses import dataclass, field
from html import escape
from typing import Any
from urllib.parse import parse_qsl

API_HEADERS = {"Zotero-API-Version": "3"}
TEXT = "text/html; charset=UTF-8"


@dataclass(frozen=True, slots=True)
class Request:
    """What a client sent. `path` is raw (percent-encoded), `headers` has lower-case names, `base` is the
    server's own address, `peer` the client's."""

    method: str
    path: str
    query: str = ""
    headers: dict[str, str] = field(default_factory=dict)
    body: bytes = b""
    base: str = ""
    peer: str = ""

    def header(self, name: str) -> str:
        """A header's value, or ""."""
        return self.headers.get(name.lower(), "")

    def pairs(self) -> list[tuple[str, str]]:
        """The query's names and values in order."""
        return parse_qsl(self.query, keep_blank_values=True, encoding="utf-8", errors="replace")


@dataclass(slots=True)
class Response:
    """An answer. `cut` is how much of the body is sent (None: all), `reset` breaks the connection."""

    status: int
    body: bytes = b""
    headers: dict[str, str] = field(default_factory=dict)
    cut: int | None = None
    reset: bool = False


class ApiError(Exception):
    """Ends a request, or fails one object of a request that writes several.

    `bare` marks errors that the real server gives before it adds its own headers. `data` is what a report
    on several objects tells beside the text.
    """

    def __init__(
        self,
        status: int,
        text: str,
        *,
        bare: bool = False,
        headers: dict[str, str] | None = None,
        data: dict[str, Any] | None = None,
    ) -> None:
        super().__init__(text)
        self.status = status
        self.text = text
        self.bare = bare
        self.headers = headers or {}
        self.data = data

    def response(self, own_headers: dict[str, str]) -> Response:
        """The answer for this error; the text is HTML-escaped, as the real server does it."""
        headers = {} if self.bare else dict(own_headers)
        headers |= {"Content-Type": TEXT} | self.headers
        body = b"" if self.status == 304 else escaped(self.text).encode("utf-8", "replace")
        return Response(self.status, body, headers)


def escaped(text: str) -> str:
    """A message as the server sends it: HTML-escaped but for apostrophes."""
    return escape(text, quote=False).replace('"', "&quot;")


def not_found_page() -> Response:
    """The page for an address that no route knows."""
    page = b"<h1>Not Found</h1>\n<p>The page you requested could not be found.</p>\n"
    return Response(404, page, {"Content-Type": TEXT})
