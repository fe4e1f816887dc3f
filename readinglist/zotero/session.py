"""A session with one Zotero library: pyzotero over our own httpx2 client, patient and polite.

Pyzotero knows the API's addresses and parameters, `gate.Gate` below it knows the network, and this file
repeats what failed and says what is wrong in words.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from types import TracebackType
from typing import Any

import httpx2

from readinglist import __version__
from readinglist.errors import RemoteError
from readinglist.zotero.connection import Connection, Secret
from readinglist.zotero.crew import Crew
from readinglist.zotero.deferred import deferred
from readinglist.zotero.gate import DeadlineOver, Gate, Limits, Progress, silent
from readinglist.zotero.trouble import Refused, Trouble, exhausted, out_of_time, refusal, said, unexpected

# Pyzotero imports them for `format=bibtex`, Atom and files, which we never ask for: half its loading time.
with deferred("asyncio", "bibtexparser", "feedparser"):
    import pyzotero
    from pyzotero.zotero import Zotero

__all__ = ["Answer", "Connection", "Limits", "Progress", "Secret", "Session", "open_session", "silent"]


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer: its JSON, the library's version (-1 where the answer names none), Total-Results (or None),
    and the `Zotero-Server-ID` of a desktop program ("" elsewhere). `stale` is what the server says where it
    refuses a write because of a version or a write token (412), "" otherwise."""

    data: Any
    version: int
    total: int | None
    server_id: str
    stale: str = ""


class _Remote(Zotero):  # type: ignore[misc, unused-ignore]
    """Pyzotero's client with its sharp corners covered. One for each thread: it keeps state between calls."""

    def __init__(self, connection: Connection, client: httpx2.Client) -> None:
        # Pyzotero never gets the key: it would put it into the address (keys/KEY), and addresses get logged.
        # What it gets instead makes `key_info()` ask for keys/current; the gate adds the header.
        super().__init__(
            connection.library_id,
            connection.library_type,
            api_key="current",
            local=connection.local,
            client=client,
        )
        self.endpoint = connection.endpoint

    def __del__(self) -> None:
        """Leave the client open: it is the session's, and other threads use it."""

    def default_headers(self) -> dict[str, str]:
        """Pyzotero's headers without a key, under this program's name."""
        headers = dict(super().default_headers())
        headers.pop("Authorization", None)
        headers["User-Agent"] = f"readinglist/{__version__} Pyzotero/{pyzotero.__version__}"
        return headers

    def _extract_links(self) -> dict[str, str]:
        """No links: nobody follows them, and to read them is a tenth of pyzotero's work on an answer."""
        return {}

    def _tags_data(self, retrieved: Any) -> Any:
        """What came. Pyzotero takes any address with "tags" in it for a list of tags and keeps the names."""
        return retrieved


_Ask = Callable[[_Remote], tuple[Any, httpx2.Response]]
_Shape = type[list[Any]] | type[dict[str, Any]]


class Session:
    """Requests to one library, also from several threads. Use as a context manager, or `close()` it."""

    def __init__(self, connection: Connection, limits: Limits, progress: Progress) -> None:
        self.connection = connection
        self.limits = limits
        self.progress = progress
        self._gate = Gate(connection, limits, self._tell)
        self._client = httpx2.Client(transport=self._gate, trust_env=False, follow_redirects=False)
        self._threads = threading.local()
        self._telling = threading.Lock()
        self._begun: tuple[dict[str, Any], Crew[Answer]] | None = None

    @property
    def source(self) -> str:
        """The library's path: "groups/4420117"."""
        return self.connection.source

    @property
    def requests(self) -> int:
        """How many requests have been made, repeated ones included."""
        return self._gate.requests

    @property
    def clock_skew(self) -> float | None:
        """Seconds by which this computer's clock is ahead of the server's; None where it names no time."""
        return self._gate.clock_skew

    def items(self, **parameters: Any) -> Answer:
        """A page of items, trashed ones included: without them a sync would take the trash for deletion."""
        if self._begun and self._begun[0] == parameters:
            crew, self._begun = self._begun[1], None
            (answer,) = crew.results()
            return answer
        return self._items(parameters)

    def begin_items(self, **parameters: Any) -> None:
        """Begin to fetch a page of items: `items`, when it is called with the same, waits for that answer."""
        crew: Crew[Answer] = Crew(1)
        crew.add(lambda: self._items(parameters))
        self._begun = (parameters, crew)

    def _items(self, parameters: Mapping[str, Any]) -> Answer:
        return self._call("items", list, includeTrashed=1, **parameters)

    def top_items(self) -> Answer:
        """The first item that hangs on no other; the answer's `total` counts them, trashed ones left out."""
        return self._call("top", list, limit=1)

    def item_versions(self, since: int) -> Answer:
        """Key and version of every item changed after `since`, trashed ones included, in one answer."""
        return self._call("items", dict, format="versions", limit=None, includeTrashed=1, since=since)

    def collections(self, **parameters: Any) -> Answer:
        """A page of collections, trashed ones included (the server always lists them)."""
        return self._call("collections", list, **parameters)

    def collection_versions(self) -> Answer:
        """Key and version of every collection, trashed ones included, in one answer."""
        return self._call("collections", dict, format="versions", limit=None)

    def searches(self, **parameters: Any) -> Answer:
        """A page of saved searches."""
        return self._call("searches", list, **parameters)

    def settings(self, since: int) -> Answer:
        """The library's settings (tag colours …) that changed after `since`."""
        return self._call("settings", dict, limit=None, since=since)

    def deleted(self, since: int) -> Answer:
        """The keys of what was deleted after `since`, by kind."""
        return self._call("deleted", dict, since=since)

    def text_versions(self, since: int) -> Answer:
        """Key and version of every attachment whose text changed after `since`."""
        return self._call("new_fulltext", dict, since=since)

    def text(self, key: str) -> Answer:
        """The text of an attachment and how much of the file it covers."""
        return self._get(f"{self.source}/items/{key}/fulltext")

    def key_rights(self) -> Answer:
        """What the key is and may do (keys/current)."""
        return self._call("key_info", dict)

    def library_metadata(self) -> Answer:
        """A group's own record (groups/N). Pyzotero has no method for it, so its client is used directly."""
        return self._get(self.source)

    def _get(self, path: str) -> Answer:
        def ask(remote: _Remote) -> tuple[Any, httpx2.Response]:
            address = f"{remote.endpoint.rstrip('/')}/{path}"
            response = self._client.get(address, headers=remote.default_headers())
            return response.json(), response

        return self._stubborn(ask, dict)

    def write(
        self, method: str, part: str, body: Any = None, *, token: str = "", version: int | None = None
    ) -> Answer:
        """Send a change to a part of the library ("items", "collections/KEY"); see `zotero.push`.

        `token` is the Zotero-Write-Token: with it, what is sent again after a broken connection is not done
        twice. Pyzotero's own methods raise on a single object that failed and make a new token for every
        try, so its client is used directly.
        """
        headers = {"Zotero-Write-Token": token} if token else {}
        if version is not None:
            headers["If-Unmodified-Since-Version"] = str(version)
        stale: list[str] = []

        def ask(remote: _Remote) -> tuple[Any, httpx2.Response]:
            address = f"{remote.endpoint.rstrip('/')}/{self.source}/{part}"
            sent = {**remote.default_headers(), **headers}
            try:
                response = self._client.request(method, address, headers=sent, json=body)
            except Refused as refused:
                if refused.status != 412:
                    raise
                stale.append(said(self.connection, refused.text) or "changed meanwhile")
                return {}, httpx2.Response(412)
            return response.json(), response

        answer = self._stubborn(ask, dict)
        return replace(answer, stale=stale[-1]) if stale else answer

    def close(self) -> None:
        """Close the connections."""
        self._client.close()

    def __enter__(self) -> Session:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _call(self, method: str, shape: _Shape, **parameters: Any) -> Answer:
        def ask(remote: _Remote) -> tuple[Any, httpx2.Response]:
            try:
                data = getattr(remote, method)(**parameters)
            finally:
                remote.url_params = None  # else a call that failed leaves its parameters to the next one
            assert remote.request is not None
            return data, remote.request

        return self._stubborn(ask, shape)

    def _stubborn(self, ask: _Ask, shape: _Shape) -> Answer:
        """Ask until the answer has the right shape; turn what cannot be mended into an error for people."""
        tries = 0
        try:
            while True:
                tries += 1
                try:
                    data, response = ask(self._remote())
                    return _answer(data, response, shape)
                except Trouble as trouble:
                    self._wait_after(trouble, tries)
        except Refused as refused:
            failure: RemoteError = refusal(self.connection, refused)
        except DeadlineOver as over:
            failure = out_of_time(self.connection, self.limits.deadline, str(over))
        except Trouble as trouble:
            failure = exhausted(self.connection, trouble, tries)
        except (httpx2.InvalidURL, httpx2.UnsupportedProtocol) as error:
            failure = unexpected(self.connection, f"the server's address cannot be used: {error}")
        # Raised out here, the error has no context: nothing in its chain can hold a request.
        raise failure

    def _wait_after(self, trouble: Trouble, tries: int) -> None:
        """Sleep before the next try; raise `trouble` again when there have been enough."""
        limits = self.limits
        if tries >= (limits.tries_unreachable if trouble.unreachable else limits.tries):
            raise trouble
        if trouble.delay is not None:
            # Every thread is meant: the limit is the user's, not the request's. The spread keeps them
            # from coming back in the same instant.
            self._gate.keep_quiet_for(trouble.delay)
            delay = trouble.delay + limits.chance() * limits.first_delay
        else:
            delay = min(limits.longest_delay, limits.first_delay * 2 ** (tries - 1)) * (0.5 + limits.chance())
        self._gate.pause(delay, trouble.reason)

    def _remote(self) -> _Remote:
        remote: _Remote | None = getattr(self._threads, "remote", None)
        if remote is None:
            remote = self._threads.remote = _Remote(self.connection, self._client)
        return remote

    def _tell(self, step: str, done: int | None = None, total: int | None = None) -> None:
        with self._telling:
            self.progress(step, done, total)


def open_session(
    connection: Connection, *, limits: Limits | None = None, progress: Progress = silent
) -> Session:
    """A session with the library that `connection` names. Nothing is sent yet.

    `progress` is told of every wait of a second or more; it may be called from another thread. Every method
    of the session raises `AccessError` where the server refuses and `RemoteError` where it fails or cannot
    be reached.
    """
    return Session(connection, limits or Limits(), progress)


def _answer(data: Any, response: httpx2.Response, shape: _Shape) -> Answer:
    if not isinstance(data, shape):
        raise Trouble(f"an answer of the wrong kind ({type(data).__name__} instead of {shape.__name__})")
    if isinstance(data, list) and not all(isinstance(one, dict) for one in data):
        raise Trouble("a list with something else than objects in it")
    headers = response.headers
    return Answer(
        data=data,
        version=_number(headers.get("Last-Modified-Version"), -1),
        total=_number(headers.get("Total-Results"), -1) if "Total-Results" in headers else None,
        server_id=headers.get("Zotero-Server-ID", ""),
    )


def _number(text: str | None, otherwise: int) -> int:
    return int(text) if text and text.isascii() and text.isdigit() else otherwise
