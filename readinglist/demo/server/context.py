"""What a route's handler is given, and the shapes of answers that several handlers share."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from readinglist.demo.server.access import Access
from readinglist.demo.server.library import Library
from readinglist.demo.server.messages import ApiError, Request, Response
from readinglist.demo.server.params import Params, link_header
from readinglist.demo.server.pretty import encoded, versions
from readinglist.demo.server.serialise import Printer
from readinglist.demo.server.state import ApiKey
from readinglist.demo.server.store import Store

KEYS_TYPE = "text/plain;charset=UTF-8"


@dataclass(frozen=True, slots=True)
class Context:
    """One request on its way: the store, who asks, the path's variables, and the checked parameters."""

    store: Store
    request: Request
    names: Mapping[str, str]
    key: ApiKey | None
    params: Params
    library_found: Library | None = None
    access: Access = field(default_factory=lambda: Access(False, False, False))

    @property
    def library(self) -> Library:
        """The library of the path; only routes below a library may ask."""
        assert self.library_found is not None
        return self.library_found

    @property
    def printer(self) -> Printer:
        """What prints this library's objects."""
        return Printer(self.library, self.request.base, self.store.users, notes=self.access.notes)


Handler = Callable[[Context], Response]


def json_response(value: Any, *, version: int | None = None, status: int = 200) -> Response:
    """A JSON answer, with Last-Modified-Version if there is a version."""
    return json_bytes(encoded(value), version=version, status=status)


def json_bytes(body: bytes, *, version: int | None = None, status: int = 200) -> Response:
    """An answer of JSON that is printed already."""
    headers = {"Content-Type": "application/json"}
    if version is not None:
        headers["Last-Modified-Version"] = str(version)
    return Response(status, body, headers)


def no_content(version: int | None = None) -> Response:
    """204, with Last-Modified-Version if there is a version."""
    headers = {"Content-Type": "text/html; charset=UTF-8"}
    if version is not None:
        headers["Last-Modified-Version"] = str(version)
    return Response(204, b"", headers)


def check_modified(context: Context) -> None:
    """Answer 304 if the library has not changed since the version in `If-Modified-Since-Version`.

    A text that is no number counts as "not modified", as on the real server [modified-items-word].
    """
    text = context.request.header("if-modified-since-version")
    number = int(text) if text.isascii() and text.isdigit() and len(text) < 19 else context.library.version
    if text and number >= context.library.version:
        raise ApiError(304, "", bare=True)


def list_response(
    context: Context,
    found: list[Any],
    body: Callable[[Iterable[Any]], bytes],
    *,
    version: int | None,
) -> Response:
    """One page of a list in the format asked for: `body` prints the objects as JSON.

    The objects need `key` and `version` for the formats keys and versions.
    """
    params = context.params
    page = found[params.start : params.start + params.limit] if params.limit else found[params.start :]
    headers = {
        "Total-Results": str(len(found)),
        "Link": link_header(context.request, params, len(found)),
        "Content-Type": "application/json",
    }
    if version is not None:
        headers["Last-Modified-Version"] = str(version)
    if params.format == "keys":
        headers["Content-Type"] = KEYS_TYPE
        return Response(200, ("\n".join(one.key for one in page) + "\n").encode(), headers)
    if params.format == "versions":
        return Response(200, versions({one.key: one.version for one in page}), headers)
    check_format(params)
    return Response(200, body(page), headers)


def check_format(params: Params) -> None:
    """Refuse the export formats, which the real server makes with its translation and citation servers."""
    beyond = [] if params.format == "json" else [f"format={params.format}"]
    beyond += [f"include={one}" for one in params.include if one not in ("data", "none")]
    if beyond:
        raise ApiError(501, f"{beyond[0]} is not available from this server")
