"""The table of addresses: which handler answers which method, and which methods a 405 names as allowed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import unquote_plus

from readinglist.demo.server import about, other_writes, reading, writing
from readinglist.demo.server.context import Handler


@dataclass(frozen=True, slots=True)
class Route:
    """One address. In `pattern` a part in braces is a variable, `*` any text; `multi` marks lists."""

    pattern: str
    handlers: Mapping[str, Handler]
    multi: bool = False

    @property
    def allowed(self) -> str:
        """The methods as a 405 lists them."""
        return ", ".join(self.handlers)


def _read(handler: Handler, *, head: bool = False) -> dict[str, Handler]:
    return {"HEAD": handler, "GET": handler} if head else {"GET": handler}


_PLAIN = (
    Route("", _read(about.root)),
    Route("keys/current", _read(about.current_key) | {"DELETE": about.revoke_key}),
    Route("keys/{name}", _read(about.key) | {"DELETE": about.revoke_key}),
    Route("schema", _read(about.whole_schema)),
    Route("itemTypes", _read(about.item_types)),
    Route("itemFields", _read(about.item_fields)),
    Route("itemTypeFields", _read(about.type_fields)),
    Route("itemTypeCreatorTypes", _read(about.type_creators)),
    Route("creatorFields", _read(about.creator_fields)),
    Route("items/new", _read(about.new_item)),
    Route("groups/{group}", _read(about.group)),
    Route("users/{user}/groups", _read(about.user_groups), multi=True),
    Route("users/{user}/keys", _read(about.keys)),
    Route("users/{user}/keys/{name}", _read(about.key)),
    Route("users/{user}/publications/items", _read(reading.publications), multi=True),
)

_BELOW_A_LIBRARY = (
    Route("items", _read(reading.items, head=True) | writing.WRITE_ITEMS, multi=True),
    Route("items/top", _read(reading.top_items), multi=True),
    Route("items/trash", _read(reading.trash), multi=True),
    Route("items/tags", _read(reading.items_tags), multi=True),
    Route("items/top/tags", _read(reading.top_items_tags), multi=True),
    Route("items/trash/tags", _read(reading.trash_tags), multi=True),
    Route("items/{key}", _read(reading.item, head=True) | writing.WRITE_ITEM),
    Route("items/{key}/children", _read(reading.children), multi=True),
    Route("items/{key}/tags", _read(reading.item_tags), multi=True),
    Route("items/{key}/fulltext", _read(reading.fulltext) | {"PUT": other_writes.put_fulltext}),
    Route("items/{key}/file", _read(other_writes.no_file)),
    # A part that the real server does not know is overlooked: the whole library comes [route-unknown-sub].
    Route("items/{key}/*", _read(reading.items), multi=True),
    Route("collections", _read(reading.collections, head=True) | writing.WRITE_COLLECTIONS, multi=True),
    Route("collections/top", _read(reading.top_collections), multi=True),
    Route("collections/{key}", _read(reading.collection, head=True) | writing.WRITE_COLLECTION),
    Route("collections/{key}/collections", _read(reading.subcollections), multi=True),
    Route(
        "collections/{key}/items",
        _read(reading.collection_items, head=True) | {"POST": other_writes.post_collection_items},
        multi=True,
    ),
    Route("collections/{key}/items/top", _read(reading.collection_top_items), multi=True),
    Route("collections/{key}/tags", _read(reading.collection_tags), multi=True),
    Route("collections/{key}/items/tags", _read(reading.collection_tags), multi=True),
    Route("collections/{key}/items/top/tags", _read(reading.collection_top_tags), multi=True),
    Route(
        "collections/{key}/items/*",
        _read(reading.collection_items) | {"DELETE": other_writes.delete_collection_item},
        multi=True,
    ),
    Route("searches", _read(reading.searches, head=True) | writing.WRITE_SEARCHES, multi=True),
    Route("searches/{key}", _read(reading.search, head=True) | writing.WRITE_SEARCH),
    Route("searches/{key}/items", _read(reading.search_items), multi=True),
    Route("tags", _read(reading.tags, head=True) | {"DELETE": other_writes.delete_tags}, multi=True),
    Route("tags/{name}", _read(reading.tag), multi=True),
    Route(
        "settings",
        _read(reading.settings)
        | {"POST": other_writes.post_settings, "DELETE": other_writes.delete_settings},
        multi=True,
    ),
    Route(
        "settings/{name}",
        _read(reading.setting) | {"PUT": other_writes.put_setting, "DELETE": other_writes.delete_setting},
    ),
    Route("deleted", _read(reading.deleted), multi=True),
    Route("fulltext", _read(reading.fulltexts) | {"POST": other_writes.post_fulltexts}, multi=True),
)


def routes() -> tuple[Route, ...]:
    """All routes; those below a library stand twice, for users and for groups."""
    below = [
        Route(f"{prefix}/{one.pattern}", one.handlers, one.multi)
        for prefix in ("users/{user}", "groups/{group}")
        for one in _BELOW_A_LIBRARY
    ]
    return (*_PLAIN, *below)


class Router:
    """Finds the route of a path. Doubled and trailing slashes are tolerated."""

    def __init__(self) -> None:
        self._by_length: dict[int, list[tuple[list[str], Route]]] = {}
        for route in routes():
            parts = [part for part in route.pattern.split("/") if part]
            self._by_length.setdefault(len(parts), []).append((parts, route))

    def find(self, path: str) -> tuple[Route, dict[str, str]] | None:
        """The route and the path's variables, decoded; None if no route fits."""
        given = [unquote_plus(part, errors="replace") for part in path.split("/") if part]
        for parts, route in self._by_length.get(len(given), ()):
            names = _matched(parts, given)
            if names is not None:
                return route, names
        return None


def _matched(parts: list[str], given: list[str]) -> dict[str, str] | None:
    names: dict[str, str] = {}
    for part, text in zip(parts, given, strict=True):
        if part.startswith("{"):
            names[part[1:-1]] = text
        elif part not in ("*", text):
            return None
    return names
