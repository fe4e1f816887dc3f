"""Where a Zotero library is and how it may be entered: the address, the library's name there, the key."""

from __future__ import annotations

import ipaddress
from dataclasses import dataclass
from typing import Literal
from urllib.parse import urlsplit

from readinglist.errors import AccessError, UsageError

LibraryType = Literal["group", "user"]

WEB_API = "https://api.zotero.org"
LOCAL_API = "http://localhost:23119/api"


class Secret:
    """A text that no repr, str, format, log or pickle shows; `reveal()` gives it to who must send it."""

    __slots__ = ("_text",)

    def __init__(self, text: str) -> None:
        """Keep `text` without the blanks around it. Raises `AccessError` when it cannot be an API key."""
        cleaned = text.strip()
        if not cleaned or not cleaned.isascii() or not cleaned.isprintable() or " " in cleaned:
            # The text itself must not stand in the message: it may be a real key with one slip in it.
            raise AccessError(
                "the Zotero API key is empty or holds characters that no key has",
                where="ZOTERO_API_KEY",
                hint="Copy the key again from https://www.zotero.org/settings/keys",
            )
        self._text = cleaned

    def reveal(self) -> str:
        """The text itself."""
        return self._text

    def mask(self, text: str) -> str:
        """`text` with every occurrence of the secret replaced by asterisks."""
        return text.replace(self._text, "***")

    def __repr__(self) -> str:
        return "Secret(***)"

    def __str__(self) -> str:
        return "***"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Secret) and other._text == self._text

    def __hash__(self) -> int:
        return hash(self._text)

    def __reduce__(self) -> str | tuple[object, ...]:
        raise TypeError("a secret is not written anywhere")


@dataclass(frozen=True, slots=True, kw_only=True)
class Connection:
    """One Zotero library on one server.

    `endpoint` is the API's address without the library ("https://api.zotero.org"), `library_id` the number
    of the group or user. `local` says that the server is Zotero's desktop program, whose API lacks some parts
    (www.zotero.org/support/dev/web_api/v3/local_api).
    """

    library_type: LibraryType
    library_id: str
    endpoint: str = WEB_API
    api_key: Secret | None = None
    local: bool = False

    def __post_init__(self) -> None:
        parts = urlsplit(self.endpoint)
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise UsageError(
                "expected the server's address, as https://api.zotero.org",
                where=_without_login(self.endpoint),
            )
        if self.library_type not in ("group", "user"):
            raise UsageError(f"expected 'group' or 'user' as the kind of library, not '{self.library_type}'")
        if not self.library_id.isascii() or not self.library_id.isdigit():
            raise UsageError(
                f"expected a number as the library's id, not '{self.library_id}'",
                hint="A group's number stands in its address, your own at https://www.zotero.org/settings/keys",
            )

    @property
    def source(self) -> str:
        """The library's path and its name in this program: "groups/4420117", "users/1"."""
        return f"{self.library_type}s/{self.library_id}"

    @property
    def place(self) -> str:
        """The address of the library as errors show it, without a password that the endpoint may hold."""
        return f"{_without_login(self.endpoint).rstrip('/')}/{self.source}"

    @property
    def loopback(self) -> bool:
        """Whether the server is this machine, so that no proxy may stand between."""
        host = urlsplit(self.endpoint).hostname or ""
        if host == "localhost" or host.endswith(".localhost"):
            return True
        try:
            return ipaddress.ip_address(host).is_loopback
        except ValueError:
            return False


def _without_login(address: str) -> str:
    scheme, separator, rest = address.partition("://")
    host, slash, path = rest.partition("/")
    return f"{scheme}{separator}{host.rpartition('@')[2]}{slash}{path}" if separator else address
