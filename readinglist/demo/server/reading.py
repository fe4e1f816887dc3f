"""The handlers of reading requests for items, collections, searches, tags, settings and deletions."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from readinglist.demo.server.context import (
    Context,
    check_format,
    check_modified,
    json_bytes,
    json_response,
    list_response,
)
from readinglist.demo.server.facts import may_have_children
from readinglist.demo.server.library import DELETED_KINDS
from readinglist.demo.server.messages import ApiError, Response
from readinglist.demo.server.params import valid_key
from readinglist.demo.server.pretty import encoded, listed, outdented
from readinglist.demo.server.selecting import (
    Scope,
    select_collections,
    select_items,
    select_searches,
    select_tags,
)
from readinglist.demo.server.state import Item, TagState

_MARGIN = "    "


def items(context: Context) -> Response:
    """All items: trashed ones only with `includeTrashed=1`."""
    return _item_list(context, Scope())


def top_items(context: Context) -> Response:
    """Items without a parent."""
    return _item_list(context, Scope(top=True))


def trash(context: Context) -> Response:
    """Items in the trash, children as well as parents."""
    return _item_list(context, Scope("trash"))


def collection_items(context: Context) -> Response:
    """The items of one collection with their child notes and attachments, without those of subcollections."""
    return _item_list(context, _collection_scope(context))


def collection_top_items(context: Context) -> Response:
    """The items of one collection, without their children."""
    return _item_list(context, _collection_scope(context, top=True))


def publications(context: Context) -> Response:
    """ "My Publications": nothing here publishes items, so the list is empty."""
    return list_response(context, [], listed, version=context.library.version)


def children(context: Context) -> Response:
    """The notes, attachments or annotations below one item."""
    parent = _item(context, missing="Item not found")
    if not may_have_children(parent):
        raise ApiError(400, "/children can only be called on PDF, EPUB, and snapshot attachments")
    return _item_list(context, Scope("children", parent.key))


def item(context: Context) -> Response:
    """One item, also from the trash. Its version is the item's own."""
    found = _item(context)
    check_format(context.params)
    with_data = context.params.include != ("none",)
    return json_bytes(outdented(context.printer.item(found, with_data=with_data)), version=found.version)


def _item(context: Context, missing: str = "Item does not exist") -> Item:
    key = context.names["key"]
    found = context.library.items.get(key)
    if not valid_key(key) or (found is not None and found.type == "note" and not context.access.notes):
        raise ApiError(404, "Not found")
    if found is None:
        raise ApiError(404, missing)
    return found


def _collection_scope(context: Context, *, top: bool = False) -> Scope:
    key = context.names["key"]
    if key not in context.library.collections:
        raise ApiError(404, "Collection not found")
    return Scope("collection", key, top)


def _item_list(context: Context, scope: Scope) -> Response:
    library, params, printer = context.library, context.params, context.printer
    check_modified(context)
    found = select_items(library, scope, params, notes=context.access.notes)
    with_data = params.include != ("none",)

    def body(page: Iterable[Item]) -> bytes:
        return listed(printer.item(one, with_data=with_data) for one in page)

    return list_response(context, found, body, version=library.version)


def collections(context: Context) -> Response:
    """All collections, trashed ones too."""
    return _collection_list(context, None)


def top_collections(context: Context) -> Response:
    """Collections without a parent."""
    return _collection_list(context, "")


def subcollections(context: Context) -> Response:
    """The collections directly below one."""
    key = context.names["key"]
    if key not in context.library.collections:
        raise ApiError(404, "Collection not found")
    return _collection_list(context, key)


def _collection_list(context: Context, parent: str | None) -> Response:
    check_modified(context)
    found = select_collections(context.library, context.params, parent=parent)
    show = context.printer.collection
    return list_response(context, found, _printed(show), version=context.library.version)


def collection(context: Context) -> Response:
    """One collection. Its version is the collection's own."""
    key = context.names["key"]
    if not valid_key(key):
        raise ApiError(404, "Not found")
    found = context.library.collections.get(key)
    if found is None:
        raise ApiError(404, "Collection not found")
    return json_response(context.printer.collection(found), version=found.version)


def searches(context: Context) -> Response:
    """All saved searches."""
    check_modified(context)
    found = select_searches(context.library, context.params)
    return list_response(context, found, _printed(context.printer.search), version=context.library.version)


def search(context: Context) -> Response:
    """One saved search. Its version is the search's own."""
    found = context.library.searches.get(context.names["key"])
    if found is None:
        raise ApiError(404, "Search not found")
    return json_response(context.printer.search(found), version=found.version)


def search_items(context: Context) -> Response:
    """The real server does not run searches."""
    raise ApiError(404, "Not found")


def tags(context: Context) -> Response:
    """All tags that are on items."""
    return _tag_list(context, None)


def items_tags(context: Context) -> Response:
    """The tags of all items outside the trash."""
    return _tag_list(context, Scope())


def top_items_tags(context: Context) -> Response:
    """The tags of items without a parent."""
    return _tag_list(context, Scope(top=True))


def trash_tags(context: Context) -> Response:
    """The tags of items in the trash."""
    return _tag_list(context, Scope("trash"))


def item_tags(context: Context) -> Response:
    """The tags of one item."""
    return _tag_response(context, select_tags(context.library, context.params, [_item(context, "Not found")]))


def collection_tags(context: Context) -> Response:
    """The tags of a collection's items and of their children."""
    if context.names["key"] not in context.library.collections:
        raise ApiError(404, "Not found")
    return _tag_list(context, _collection_scope(context))


def collection_top_tags(context: Context) -> Response:
    """The tags of a collection's items."""
    return _tag_list(context, _collection_scope(context, top=True))


def tag(context: Context) -> Response:
    """The tags of one name; empty if the name is known but no item has it."""
    check_modified(context)
    library, name = context.library, context.names["name"]
    known = [one for (text, _), one in library.tags.items() if text == name]
    if not known:
        raise ApiError(404, "Not found")
    return _tag_response(context, [one for one in known if one.items > 0])


def _tag_list(context: Context, scope: Scope | None) -> Response:
    check_modified(context)
    library, params, notes = context.library, context.params, context.access.notes
    wanted = ("tags", scope, params.selection, notes)
    if wanted not in library.selections:
        items = None
        if scope:
            # q, tag, since and the order speak of the tags here, not of the items.
            plain = replace(params, q="", qmode="", tags=(), sort="", descending=True, since=0)
            items = select_items(library, scope, plain, notes=notes)
        library.selections[wanted] = select_tags(library, params, items)
    return _tag_response(context, library.selections[wanted])


def _tag_response(context: Context, found: list[TagState]) -> Response:
    if context.params.format in ("keys", "versions"):
        raise ApiError(500, "An error occurred")
    return list_response(context, found, _printed(context.printer.tag), version=context.library.version)


def _printed(show: Any) -> Any:
    return lambda page: listed(encoded(show(one), _MARGIN) for one in page)


def settings(context: Context) -> Response:
    """All settings newer than `since`, by name."""
    check_modified(context)
    shown = {
        name: {"value": one.value, "version": one.version}
        for name, one in context.library.settings.items()
        if one.version > context.params.since
    }
    return json_response(shown, version=context.library.version)


def setting(context: Context) -> Response:
    """One setting. Its version is the setting's own."""
    found = context.library.settings.get(context.names["name"])
    if found is None:
        raise ApiError(404, "Setting not found")
    return json_response({"value": found.value, "version": found.version}, version=found.version)


def deleted(context: Context) -> Response:
    """What was deleted after `since`, which must be given: sorted keys by kind, without versions."""
    if not context.params.has_since:
        raise ApiError(400, "'since' parameter must be provided")
    library, since = context.library, context.params.since
    shown = {
        kind: sorted(name for name, version in library.deleted[kind].items() if version > since)
        for kind in DELETED_KINDS
    }
    return json_response(shown, version=library.version)


def fulltexts(context: Context) -> Response:
    """The versions of all full texts newer than `since`."""
    library, since = context.library, context.params.since
    shown = {key: one.version for key, one in library.texts.items() if one.version > since}
    return json_response(shown, version=library.version)


def fulltext(context: Context) -> Response:
    """The full text of one attachment. Its version is the text's own."""
    found = context.library.texts.get(context.names["key"])
    if found is None:
        raise ApiError(404, "Not found")
    return json_response(found.data, version=found.version)
