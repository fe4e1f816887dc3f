"""What may go wrong between us and a Zotero server, and how it is told to the person waiting."""

from __future__ import annotations

import html
import re

from readinglist.errors import AccessError, RemoteError
from readinglist.zotero.connection import Connection

_KEYS_PAGE = "https://www.zotero.org/settings/keys"


class Trouble(Exception):
    """One exchange failed in a way that another try may mend.

    `reason` is for people. `delay` is the server's own wish in seconds (Retry-After), None where it has none.
    `unreachable` is true when not even a connection came about: many tries would only hide it.
    """

    def __init__(self, reason: str, *, delay: float | None = None, unreachable: bool = False) -> None:
        super().__init__(reason)
        self.reason = reason
        self.delay = delay
        self.unreachable = unreachable


class Refused(Exception):
    """The server answered with a status that another try will not change."""

    def __init__(self, status: int, text: str, location: str = "") -> None:
        super().__init__(f"status {status}")
        self.status = status
        self.text = text
        self.location = location


def refusal(connection: Connection, refused: Refused) -> RemoteError:
    """The error that tells why the server refuses and what can be done about it."""
    words = said(connection, refused.text)
    if refused.status in (401, 403):
        return _no_access(connection, words)
    if refused.status == 404:
        return _not_there(connection)
    if refused.status == 410:
        return AccessError("this library is gone", where=connection.place)
    if refused.status == 429:
        return AccessError(
            "the server locked this machine out for a while: too many wrong API keys",
            where=connection.place,
            hint="Check ZOTERO_API_KEY and try again in five minutes.",
        )
    if 300 <= refused.status < 400:
        return RemoteError(
            "the server sends us on to another address"
            + (f": {said(connection, refused.location)}" if refused.location else ""),
            where=connection.place,
            hint="Set `endpoint` to the server's present address.",
        )
    if refused.status == 400 and connection.local:
        return AccessError(
            f"the desktop program does not know this library: {words}",
            where=connection.place,
            hint="It serves your own library as user 0 (or your user number) and your groups by number.",
        )
    return RemoteError(
        f"the server refuses the request with status {refused.status}" + (f": {words}" if words else ""),
        where=connection.place,
        hint="Check that `endpoint` names a server that speaks Zotero's Web API, version 3.",
    )


def exhausted(connection: Connection, trouble: Trouble, tries: int) -> RemoteError:
    """The error for an exchange that failed again and again."""
    reason = said(connection, trouble.reason)
    if trouble.unreachable and connection.local:
        hint = "Start Zotero on this computer, or leave out --local."
    elif trouble.unreachable:
        hint = "Check the network, and that `endpoint` (or READINGLIST_ENDPOINT) names the right server."
    else:
        hint = (
            "Nothing was changed here. Try again in a few minutes; https://status.zotero.org tells of faults."
        )
    if trouble.unreachable:
        return RemoteError(f"cannot reach the Zotero server: {reason}", where=connection.place, hint=hint)
    times = f"{tries} times" if tries > 1 else "once"
    return RemoteError(f"the Zotero server failed {times}: {reason}", where=connection.place, hint=hint)


def out_of_time(connection: Connection, seconds: float, why: str) -> RemoteError:
    """The error for a deadline that is over, or that a wait would pass."""
    return RemoteError(
        f"not done within {seconds:g} seconds: {said(connection, why)}",
        where=connection.place,
        hint="Nothing was changed here. Try again later, or allow more time.",
    )


def unexpected(connection: Connection, what: str) -> RemoteError:
    """The error for an answer that is no answer of Zotero's Web API."""
    return RemoteError(
        said(connection, what),
        where=connection.place,
        hint="Check that `endpoint` names a server that speaks Zotero's Web API, version 3.",
    )


def _no_access(connection: Connection, words: str) -> AccessError:
    if connection.local:
        return AccessError(
            "Zotero's desktop program does not let other programs read",
            where=connection.place,
            hint="In Zotero: Settings, Advanced, tick 'Allow other applications on this computer to"
            " communicate with Zotero'.",
        )
    if "invalid key" in words.casefold():
        return AccessError(
            "the server does not know this API key",
            where=connection.place,
            hint=f"Check ZOTERO_API_KEY; {_KEYS_PAGE} lists your keys and makes new ones.",
        )
    if "write" in words.casefold():
        return AccessError(
            "the API key may not change this library" + (f" ({words})" if words else ""),
            where=connection.place,
            hint=f"Give the key write access at {_KEYS_PAGE}; in a group you need the right to edit, too.",
        )
    if connection.api_key is None:
        return AccessError(
            "this library is private, or there is none with this number; it needs an API key to be read",
            where=connection.place,
            hint=f"Check the number; make a key at {_KEYS_PAGE} and set ZOTERO_API_KEY to it.",
        )
    return AccessError(
        f"the API key may not read this {connection.library_type} library" + (f" ({words})" if words else ""),
        where=connection.place,
        hint=f"Give the key access to it at {_KEYS_PAGE}.",
    )


def _not_there(connection: Connection) -> AccessError:
    kind = connection.library_type
    private = " or it is private" if kind == "group" else ""
    hint = f"Check the number (it stands in the {kind}'s address on zotero.org)" + (
        ", and that the key may read the group." if connection.api_key else "; a private one needs a key."
    )
    return AccessError(
        f"there is no {kind} {connection.library_id}{private}", where=connection.place, hint=hint
    )


def said(connection: Connection, text: str) -> str:
    """Somebody else's words on one line, shortened, without markup, control characters and key."""
    words = html.unescape(re.sub(r"<[^>]*>", " ", text[:2000]))
    words = " ".join("".join(c if c.isprintable() else " " for c in words).split())
    words = words if len(words) <= 200 else words[:199] + "…"
    return connection.api_key.mask(words) if connection.api_key else words
