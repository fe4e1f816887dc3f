"""How a library's own links are made, and which kinds of links there are.

The templates are a library's, from `[links]` of its settings: `{url}` stands for an address, `{openurl}` for
a work described in OpenURL's key/value format, `{isbn}` for a book's number, each encoded for a query.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

KINDS = ("doi", "url", "open", "archived", "proxy", "permalink", "copy", "resolver", "catalogue", "zotero")
"""In the order in which an entry shows them: the publisher by DOI, another address, a copy open to all, an
archived one, the publisher through the library's proxy, the permalink and the course's copy that the list
itself gives, the library's resolver, its catalogue, and the item in Zotero's own program."""

SHOWN = tuple(kind for kind in KINDS if kind != "zotero")
"""What students see where nothing else is said: an item in somebody's Zotero is for those who share it."""


@dataclass(frozen=True, slots=True)
class LinkRules:
    """Templates of a library's links, "" for those that it has not, and which kinds are shown.

    `proxy` holds `{url}` or is a prefix, `resolver` is the resolver's address, `resolver_format` puts it
    together with `{openurl}`, `catalogue` holds `{isbn}`. `show` is what every target shows that has no line
    of its own in `by_target`.
    """

    proxy: str = ""
    resolver: str = ""
    resolver_format: str = "{resolver}?{openurl}"
    catalogue: str = ""
    show: tuple[str, ...] = SHOWN
    by_target: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def shown_in(self, target: str) -> tuple[str, ...]:
        """The kinds of links that this target shows."""
        return self.by_target.get(target, self.show)

    @property
    def used(self) -> frozenset[str]:
        """Every kind that some target shows: no other is made."""
        return frozenset(self.show).union(*self.by_target.values())
