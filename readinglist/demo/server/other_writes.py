"""The handlers of writing requests for tags, settings, full texts and a collection's items."""

from __future__ import annotations

import re
from typing import Any

from readinglist.demo.server.bodies import (
    body_version,
    check_library_version,
    check_object_version,
    expected_version,
    header_version,
    read_array,
    read_json,
    read_object,
    stamped,
)
from readinglist.demo.server.context import Context, json_response, no_content
from readinglist.demo.server.messages import ApiError, Response, escaped
from readinglist.demo.server.state import Setting, Text
from readinglist.demo.server.writing import stamp_for

_SETTINGS = re.compile(
    r"(tagColors|feeds|autoTaggingRules|attachmentRenameTemplate|readAloudCustomPunctuation|"
    r"(lastPageIndex|lastRead|readAloud)\w*)_?\w*"
)
_TEXT_PARTS = ("content", "indexedPages", "totalPages", "indexedChars", "totalChars")


def delete_tags(context: Context) -> Response:
    """DELETE of the tags that the query names, exactly; their items get the new version."""
    if header_version(context.request, name_value=False) is None:
        raise ApiError(428, "If-Unmodified-Since-Version not provided")
    check_library_version(context)
    stamp = stamp_for(context)
    for text in (value for name, value in context.request.pairs() if name == "tag"):
        for one in text.split("||"):
            context.library.remove_tag(one.strip(), stamp.version)
    stamped(context.library, stamp.version, stamp.now)
    return no_content(stamp.version)


def post_settings(context: Context) -> Response:
    """POST of several settings; one bad name refuses all."""
    guarded = check_library_version(context) is not None
    given = read_json(context.request)
    if not isinstance(given, dict):
        raise ApiError(400, "Uploaded data must be a JSON object")
    for name, data in given.items():
        _check_setting(name, data)
        found, version = context.library.settings.get(name), body_version(data)
        if found and version is not None:
            check_object_version("Setting", version, found.version)
        elif found and not guarded:
            raise _version_missing()
    stamp = stamp_for(context)
    for name, data in given.items():
        _put_setting(context, name, data["value"], stamp.version)
    stamped(context.library, stamp.version, stamp.now)
    return no_content(stamp.version)


def put_setting(context: Context) -> Response:
    """PUT of one setting; the version it had must be told."""
    name = context.names["name"]
    data = read_object(context.request, "setting")
    _check_setting(name, data)
    expected = expected_version(context.request, data)
    found = context.library.settings.get(name)
    if found and expected is None:
        raise _version_missing()
    if found and expected is not None:
        check_object_version("Setting", expected, found.version)
    if not found and expected:
        raise ApiError(412, f"Setting not found (expected version {expected})")
    stamp = stamp_for(context)
    _put_setting(context, name, data["value"], stamp.version)
    stamped(context.library, stamp.version, stamp.now)
    return no_content(stamp.version)


def delete_setting(context: Context) -> Response:
    """DELETE of one setting; the version it had must be told."""
    name = context.names["name"]
    expected = header_version(context.request)
    if expected is None:
        raise ApiError(428, "If-Unmodified-Since-Version must be provided for delete requests")
    found = context.library.settings.get(name)
    if found is None:
        raise ApiError(412, f"Setting not found (expected version {expected})")
    check_object_version("Setting", expected, found.version)
    return _delete_settings(context, [name])


def delete_settings(context: Context) -> Response:
    """DELETE of the settings that the query lists."""
    check_library_version(context)
    return _delete_settings(context, dict(context.request.pairs()).get("settingKey", "").split(","))


def _delete_settings(context: Context, names: list[str]) -> Response:
    stamp = stamp_for(context)
    for name in names:
        context.library.remove_setting(name, stamp.version)
    stamped(context.library, stamp.version, stamp.now)
    return no_content(stamp.version)


def _check_setting(name: str, data: Any) -> None:
    if not _SETTINGS.fullmatch(name):
        raise ApiError(400, f"Invalid setting '{name}'")
    if not isinstance(data, dict) or "value" not in data:
        raise ApiError(400, "'value' property not provided")


def _put_setting(context: Context, name: str, value: Any, version: int) -> None:
    library = context.library
    found = library.settings.get(name)
    if found is None or found.value != value:
        library.settings[name] = Setting(value, version)
        library.deleted["settings"].pop(name, None)


def _version_missing() -> ApiError:
    return ApiError(
        428,
        "Either If-Unmodified-Since-Version or object version property must be provided for key-based writes",
    )


def put_fulltext(context: Context) -> Response:
    """PUT of an attachment's full text. The item keeps its version."""
    if context.request.header("content-type").split(";")[0] != "application/json":
        raise ApiError(400, "Content-Type must be application/json")
    data = read_json(context.request)
    stamp = stamp_for(context)
    _put_text(context, context.names["key"], data, stamp.version)
    stamped(context.library, stamp.version, stamp.now)
    return no_content(stamp.version)


def post_fulltexts(context: Context) -> Response:
    """POST of several full texts, each with the key of its attachment."""
    check_library_version(context)
    report: dict[str, dict[str, Any]] = {"successful": {}, "success": {}, "unchanged": {}, "failed": {}}
    for number, data in enumerate(read_array(context.request, "full-text items")):
        stamp = stamp_for(context)
        try:
            if not isinstance(data, dict) or not isinstance(data.get("key"), str):
                raise ApiError(400, "'key' property not provided")
            _put_text(context, data["key"], data, stamp.version)
        except ApiError as error:
            report["failed"][str(number)] = {"code": error.status, "message": escaped(error.text)}
            continue
        stamped(context.library, stamp.version, stamp.now)
        report["successful"][str(number)] = {"key": data["key"]}
        report["success"][str(number)] = data["key"]
    return json_response(report, version=context.library.version)


def _put_text(context: Context, key: str, data: Any, version: int) -> None:
    item = context.library.items.get(key)
    if item is None:
        raise ApiError(404, "Item not found")
    if item.type != "attachment":
        raise ApiError(400, "Item is not an attachment")
    if not isinstance(data, dict) or not isinstance(data.get("content"), str):
        raise ApiError(400, "'content' property not provided")
    kept = {name: data[name] for name in _TEXT_PARTS if name in data}
    context.library.texts[key] = Text(kept, version)


def post_collection_items(context: Context) -> Response:
    """POST of item keys, separated by blanks: the items join the collection, and no version rises
    [collection-items-post-since]."""
    library, key = context.library, context.names["key"]
    if key not in library.collections:
        raise ApiError(404, "Collection not found")
    for one in context.request.body.decode("utf-8", "replace").split():
        item = library.items.get(one)
        if item is None:
            raise ApiError(400, f"Item '{one}' not found in library")
        if item.parent:
            raise ApiError(409, "Child items cannot be assigned to collections")
        if key not in item.collections:
            with library.changing(item):
                place = library.collections
                item.collections = sorted([*item.collections, key], key=lambda each: place[each].number)
    return no_content(library.version)


def delete_collection_item(context: Context) -> Response:
    """The real server fails at this, and changes nothing [collection-item-delete]."""
    raise ApiError(500, "An error occurred")


def no_file(context: Context) -> Response:
    """An attachment's file: none is kept here."""
    item = context.library.items.get(context.names["key"])
    if item is None:
        raise ApiError(404, "Item does not exist")
    if item.type != "attachment":
        raise ApiError(400, "Item is not an attachment")
    raise ApiError(404, "Not found")
