"""Finding items, and everything about one of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from readinglist.actions.local import open_local
from readinglist.actions.scope import known_collections
from readinglist.errors import ReadinglistError, not_found
from readinglist.items import Item
from readinglist.library import Library, Query, parse_query
from readinglist.library.query import Term
from readinglist.library.reading import Line
from readinglist.workspace import Workspace


@dataclass(frozen=True, slots=True)
class FoundItem:
    """An item with its themes (ids), its collections' paths, its older keys and the lists that cite it."""

    item: Item
    themes: tuple[str, ...] = ()
    collections: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()
    lists: tuple[str, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """The item as plain data: Zotero's own field names, and what this program adds to them."""
        item = self.item
        return {
            "citation_key": item.citation_key,
            "source": item.source,
            "zotero_key": item.key,
            "version": item.version,
            "item_type": item.item_type,
            "title": item.title,
            "year": item.year,
            "creators": [
                {name: value for name, value in asdict(one).items() if value} for one in item.creators
            ],
            "fields": dict(item.fields),
            "tags": [tag.name for tag in item.tags],
            "collections": list(self.collections or item.collections),
            "themes": list(self.themes),
            "aliases": list(self.aliases),
            "lists": list(self.lists),
            "attachments": [asdict(one) for one in item.attachments],
            "notes": [note.html for note in item.notes],
        }


@dataclass(frozen=True, slots=True)
class Listing:
    """What a list of items shows: the lines, and how many items there are in all."""

    lines: Sequence[Line]
    total: int


def list_items(workspace: Workspace, text: str, limits: Mapping[str, str], most: int = 0) -> Listing:
    """The items that a query finds, only as far as a list shows them; the first `most`, all with 0.

    Otherwise as `find_items`.
    """
    query = _narrowed(text, limits)
    with open_local(workspace) as library:
        return Listing(*library.lines(query, most))


def find_items(workspace: Workspace, text: str, limits: Mapping[str, str], most: int = 0) -> list[FoundItem]:
    """The items that a query finds, best first; by citation key where it has no words.

    `limits` narrows further, by field of the query language ("theme", "type", "year", "collection", "tag").
    `most` is how many are wanted, 0 for all. Raises `QueryError`, `NotFoundError`.
    """
    query = _narrowed(text, limits)
    with open_local(workspace) as library:
        items = library.find(query, most)
        themes = library.themes_of(items)
        paths = _collection_paths(library)
    return [
        FoundItem(
            item,
            themes.get(item.citation_key, ()),
            tuple(paths[key] for key in item.collections if key in paths),
        )
        for item in items
    ]


def _narrowed(text: str, limits: Mapping[str, str]) -> Query:
    return Query((*parse_query(text).terms, *(_limit(field, value) for field, value in limits.items())))


def _limit(field: str, value: str) -> Term:
    if field == "year":
        return parse_query(f"year:{value.strip() or '?'}").terms[0]
    return Term(value, field, quoted=value.casefold() != "none")


def show_item(workspace: Workspace, key: str) -> FoundItem:
    """Everything about the item with this citation key, alias or Zotero key. Raises `NotFoundError`."""
    with open_local(workspace) as library:
        item = find_item(library, key)
        paths = _collection_paths(library)
        table = library.key_table()
        themes = library.themes_of([item]).get(item.citation_key, ())
    aliases = tuple(
        row.citation_key for row in table.rows if row.alias and row.item == (item.source, item.key)
    )
    names = {item.citation_key.casefold(), *(alias.casefold() for alias in aliases)}
    return FoundItem(
        item,
        themes,
        tuple(paths[one] for one in item.collections if one in paths),
        aliases,
        tuple(_citing(workspace, names)),
    )


def find_item(library: Library, key: str) -> Item:
    """The item with this citation key, alias or Zotero key. Raises `NotFoundError` with near matches."""
    item = library.item(key)
    if item is None:
        raise not_found("item", key, library.known_keys(), listing="readinglist items")
    return item


def _citing(workspace: Workspace, keys: Iterable[str]) -> list[str]:
    from readinglist.lists.load import find_list, list_names, load_list

    found = []
    for name in list_names(workspace.lists_folder):
        try:
            whole = load_list(find_list(workspace.lists_folder, name))
        except ReadinglistError:
            continue  # `readinglist lists` tells about a broken list.
        if any(key.casefold() in keys for key in whole.cited_keys):
            found.append(name)
    return found


def _collection_paths(library: Library) -> dict[str, str]:
    return {key: path for key, _, path in known_collections(library.collections())}
