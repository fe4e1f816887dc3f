"""The handlers for keys, groups, and Zotero's schema."""

from __future__ import annotations

import json
from typing import Any

from readinglist.demo.server.access import access_to, key_object
from readinglist.demo.server.context import Context, json_bytes, json_response, list_response, no_content
from readinglist.demo.server.library import Library
from readinglist.demo.server.messages import ApiError, Response
from readinglist.demo.server.pretty import encoded, listed
from readinglist.demo.server.serialise import field_order, group_object
from readinglist.items import schema

_CREATOR_FIELDS = (("firstName", "First"), ("lastName", "Last"), ("name", "Name"))
_HIDDEN_TYPES = ("annotation", "attachment")


def root(context: Context) -> Response:
    """The greeting at `/`."""
    return Response(200, b"Nothing to see here.", {"Content-Type": "text/html; charset=UTF-8"})


def current_key(context: Context) -> Response:
    """The rights of the key that the request carries."""
    if context.key is None:
        raise ApiError(403, "Forbidden")
    return json_response(key_object(context.store, context.key))


def key(context: Context) -> Response:
    """The rights of the key in the path."""
    text = context.names["name"]
    found = context.store.keys.get(text)
    if found is None or str(found.user_id) != context.names.get("user", str(found.user_id)):
        raise ApiError(404, f"Key '{text}' not found")
    return json_response(key_object(context.store, found))


def keys(context: Context) -> Response:
    """A user's list of keys is for the web site, not for keys."""
    raise ApiError(403, "Forbidden")


def revoke_key(context: Context) -> Response:
    """A key may delete itself."""
    text = context.names["name"]
    if text == "current" and context.key:
        text = context.key.key
    if text not in context.store.keys:
        raise ApiError(404, f"Key '{text}' not found")
    if context.key is None or context.key.key != text:
        raise ApiError(403, "Forbidden")
    context.store.remove_key(text)
    return no_content()


def group(context: Context) -> Response:
    """A group's metadata; its version is not the library's."""
    library = context.library
    assert library.group is not None
    if not access_to(library, context.key).read:
        raise ApiError(404, "Not found")
    return json_response(_group(context, library), version=library.group.version)


def user_groups(context: Context) -> Response:
    """The groups of a user: all for a key of that user (whatever groups it opens), else the public ones."""
    user_id = context.library.id
    own = context.key is not None and context.key.user_id == user_id
    found = [
        one
        for one in context.store.libraries.values()
        if one.group and one.group.has(user_id) and (own or one.group.public)
    ]
    if context.params.format == "versions":
        found.sort(key=lambda one: one.id)
        rows = [_GroupRow(one) for one in found]
        return list_response(context, rows, listed, version=None)
    found.sort(key=lambda one: (one.updated, one.id), reverse=True)
    return list_response(
        context,
        found,
        lambda page: listed(encoded(_group(context, one), "    ") for one in page),
        version=None,
    )


class _GroupRow:
    """A group as `format=versions` sees it."""

    def __init__(self, library: Library) -> None:
        assert library.group is not None
        self.key = str(library.group.id)
        self.version = library.group.version


def _group(context: Context, library: Library) -> dict[str, Any]:
    assert library.group is not None
    admin = library.group.administers(context.key.user_id) if context.key else None
    return group_object(library.group, context.request.base, items=len(library.items), admin=admin)


def whole_schema(context: Context) -> Response:
    """Zotero's schema as a file."""
    response = json_bytes(json.dumps(schema.schema(), indent="\t", ensure_ascii=False).encode())
    response.headers["Access-Control-Allow-Origin"] = "*"
    return response


def _words(context: Context) -> dict[str, dict[str, str]]:
    locales: dict[str, dict[str, dict[str, str]]] = schema.schema()["locales"]
    return locales.get(context.params.locale) or locales["en-US"]


def _localized(name: str, values: dict[str, str]) -> list[dict[str, str]]:
    rows = [{name: one, "localized": text} for one, text in values.items()]
    return sorted(rows, key=lambda row: row["localized"])


def item_types(context: Context) -> Response:
    """All item types with their names, sorted by name."""
    words = _words(context)["itemTypes"]
    known = {one: words.get(one, one) for one in schema.item_types() if one not in _HIDDEN_TYPES}
    return json_response(_localized("itemType", known))


def item_fields(context: Context) -> Response:
    """All fields with their names, sorted by name."""
    words = _words(context)["fields"]
    used = {field for one in schema.item_types() for field in schema.fields_of(one)}
    return json_response(_localized("field", {one: words.get(one, one) for one in sorted(used)}))


def _asked_type(context: Context) -> str:
    if not context.params.item_types:
        raise ApiError(400, "'itemType' not provided")
    wanted = context.params.item_types[-1]
    if wanted not in schema.item_types():
        raise ApiError(400, f"Invalid item type '{wanted}'")
    return wanted


def type_fields(context: Context) -> Response:
    """The fields of one item type in the schema's order."""
    words = _words(context)["fields"]
    fields = schema.fields_of(_asked_type(context))
    return json_response([{"field": one, "localized": words.get(one, one)} for one in fields])


def type_creators(context: Context) -> Response:
    """The creator types of one item type: the primary one, then the others by name."""
    words = _words(context)["creatorTypes"]
    types = schema.creator_types(_asked_type(context))
    rows = [{"creatorType": one, "localized": words.get(one, one)} for one in types]
    return json_response(rows[:1] + sorted(rows[1:], key=lambda row: row["localized"]))


def creator_fields(context: Context) -> Response:
    """The parts of a creator's name."""
    return json_response([{"field": name, "localized": text} for name, text in _CREATOR_FIELDS])


def new_item(context: Context) -> Response:
    """An empty item of a type, to fill in and send back."""
    item_type = _asked_type(context)
    given = dict(context.request.pairs())
    if item_type == "attachment":
        return json_response(_new_attachment(given.get("linkMode", "")))
    if item_type == "annotation":
        return json_response(_new_annotation(given.get("annotationType", "")))
    shown: dict[str, Any] = {"itemType": item_type}
    if item_type == "note":
        shown["note"] = ""
    else:
        person = {"creatorType": schema.primary_creator_type(item_type), "firstName": "", "lastName": ""}
        shown |= {one: [person] if one == "creators" else "" for one in field_order(item_type)}
    return json_response(shown | {"tags": [], "collections": [], "relations": {}})


def _new_attachment(mode: str) -> dict[str, Any]:
    if not mode:
        raise ApiError(400, "linkMode required for itemType=attachment")
    if mode not in ("linked_url", "linked_file", "imported_url", "imported_file"):
        raise ApiError(400, f"Invalid linkMode '{mode}'")
    shown: dict[str, Any] = {"itemType": "attachment", "linkMode": mode}
    shown |= {"title": "", "accessDate": "", "url": "", "note": ""}
    shown |= {"tags": [], "collections": [], "relations": {}, "contentType": "", "charset": ""}
    if mode == "linked_file":
        shown["path"] = ""
    if mode.startswith("imported"):
        shown |= {"filename": "", "md5": None, "mtime": None}
    return shown


def _new_annotation(kind: str) -> dict[str, Any]:
    if not kind:
        raise ApiError(400, "annotationType required for itemType=annotation")
    if kind not in ("highlight", "underline", "note", "image", "ink", "text"):
        raise ApiError(400, f"Invalid annotationType '{kind}'")
    shown: dict[str, Any] = {"itemType": "annotation", "parentItem": "", "annotationType": kind}
    if kind in ("highlight", "underline"):
        shown["annotationText"] = ""
    shown |= {"annotationComment": "", "annotationColor": "", "annotationPageLabel": ""}
    position: dict[str, Any] = {"pageIndex": 0}
    position |= {"paths": [], "width": 0} if kind == "ink" else {"rects": []}
    return shown | {
        "annotationSortIndex": "00000|000000|00000",
        "annotationPosition": position,
        "tags": [],
    }
