"""The handlers of writing requests for items, collections and saved searches: one flow for all three."""

from __future__ import annotations

from typing import Any

from readinglist.demo.server.bodies import (
    body_version,
    check_library_version,
    check_object_version,
    expected_version,
    header_version,
    inner_object,
    read_array,
    read_object,
    stamped,
)
from readinglist.demo.server.context import Context, Handler, json_response, no_content
from readinglist.demo.server.kinds import COLLECTIONS, ITEMS, SEARCHES, Kind, Stamp
from readinglist.demo.server.messages import ApiError, Response, escaped
from readinglist.demo.server.params import valid_key

_KEY_BASED = "must be provided for key-based writes"


def stamp_for(context: Context) -> Stamp:
    """The mark of the next write: the version after the library's, now, by the key's owner."""
    user_id = context.key.user_id if context.key else 0
    return Stamp(context.library.version + 1, context.store.clock(), user_id)


def write_many(context: Context, kind: Kind) -> Response:
    """POST of up to 50 objects; each that is stored gets a version of its own, failures are reported."""
    library_version = check_library_version(context)
    report: dict[str, dict[str, Any]] = {"successful": {}, "success": {}, "unchanged": {}, "failed": {}}
    for number, value in enumerate(read_array(context.request, kind.words)):
        index = str(number)
        try:
            key, changed = _write_one_of_many(context, kind, number, value, library_version is not None)
        except ApiError as error:
            failure = {"code": error.status, "message": escaped(error.text)}
            report["failed"][index] = failure | ({"data": error.data} if error.data else {})
            continue
        if changed:
            report["successful"][index] = kind.shown(context.printer, kind.existing(context.library)[key])
            report["success"][index] = key
        else:
            report["unchanged"][index] = key
    return json_response(report, version=context.library.version)


def _write_one_of_many(
    context: Context, kind: Kind, number: int, value: Any, guarded: bool
) -> tuple[str, bool]:
    if not isinstance(value, dict):
        text = f"Invalid value for index {number} in uploaded data; expected JSON {kind.word} object"
        raise ApiError(400, text)
    data = inner_object(value)
    key = data.get("key") or ""
    if key:
        _check_keyed(context, kind, key, data, guarded)
    stamp = stamp_for(context)
    key = key or _free_key(context, kind)
    changed = kind.save(context.library, key, data, False, stamp)
    # An object that is left as it was uses up a version too [items-post-mixed].
    stamped(context.library, stamp.version, stamp.now)
    return key, changed


def _check_keyed(context: Context, kind: Kind, key: Any, data: dict[str, Any], guarded: bool) -> None:
    if not isinstance(key, str) or not valid_key(key):
        raise ApiError(400, f"'{key}' is not a valid {kind.word} key")
    found = kind.existing(context.library).get(key)
    version = body_version(data)
    if version is None:
        if not guarded:
            raise ApiError(
                428,
                "Either If-Unmodified-Since-Version or 'version' property "
                "must be provided for 'key'-based writes",
            )
    elif found is not None:
        check_object_version(kind.word.capitalize(), version, found.version)
    elif version > 0:
        word = kind.word.capitalize()
        raise ApiError(404, f"{word} doesn't exist (expected version {version}; use 0 instead)")


def _free_key(context: Context, kind: Kind) -> str:
    while True:
        key = context.store.new_key()
        if key not in kind.existing(context.library):
            return key


def write_one(context: Context, kind: Kind) -> Response:
    """PUT or PATCH of one object. PUT makes one that is missing."""
    key = context.names["key"]
    if not valid_key(key):
        raise ApiError(404, "Not found")
    full = context.request.method == "PUT"
    data = read_object(context.request, kind.word)
    expected = expected_version(context.request, data)
    if data.get("key", key) != key:
        raise ApiError(409, f"'key' property in JSON does not match {kind.word} key of request")
    found = kind.existing(context.library).get(key)
    word = kind.word.capitalize()
    if found is None:
        if expected:
            raise ApiError(412, f"{word} not found (expected version {expected})")
        if expected is None and not full:
            raise ApiError(
                404,
                f"{word} not found (to create, use If-Unmodified-Since-Version: 0, "
                "JSON 'version' 0, or PUT method)",
            )
    elif expected is None:
        raise ApiError(428, f"Either If-Unmodified-Since-Version or object version property {_KEY_BASED}")
    else:
        check_object_version(word, expected, found.version)
    stamp = stamp_for(context)
    changed = kind.save(context.library, key, data, full, stamp)
    stamped(context.library, stamp.version, stamp.now)
    # Nothing changed: the object's old version is told, though the library's rose [item-patch-unchanged].
    return no_content(stamp.version if changed or found is None else found.version)


def delete_one(context: Context, kind: Kind) -> Response:
    """DELETE of one object; the version it had must be told."""
    key = context.names["key"]
    expected = header_version(context.request)
    if expected is None:
        raise ApiError(428, "If-Unmodified-Since-Version must be provided for delete requests")
    found = kind.existing(context.library).get(key)
    word = kind.word.capitalize()
    if found is None:
        raise ApiError(412, f"{word} not found (expected version {expected})")
    check_object_version(word, expected, found.version)
    stamp = stamp_for(context)
    kind.remove(context.library, key, stamp.version)
    stamped(context.library, stamp.version, stamp.now)
    return no_content(stamp.version)


def delete_many(context: Context, kind: Kind) -> Response:
    """DELETE of the objects whose keys the query lists; unknown ones are ignored, the version rises."""
    check_library_version(context)
    keys = dict(context.request.pairs()).get(kind.key_name, "").split(",")
    stamp = stamp_for(context)
    for key in keys:
        if key in kind.existing(context.library):
            kind.remove(context.library, key, stamp.version)
    stamped(context.library, stamp.version, stamp.now)
    return no_content(stamp.version)


def handlers_for(kind: Kind) -> tuple[dict[str, Handler], dict[str, Handler]]:
    """The writing handlers of a kind by method: for the list, and for one object."""
    many: dict[str, Handler] = {
        "POST": lambda context: write_many(context, kind),
        "DELETE": lambda context: delete_many(context, kind),
    }
    one: dict[str, Handler] = {
        "PUT": lambda context: write_one(context, kind),
        "PATCH": lambda context: write_one(context, kind),
        "DELETE": lambda context: delete_one(context, kind),
    }
    return many, one


WRITE_ITEMS, WRITE_ITEM = handlers_for(ITEMS)
WRITE_COLLECTIONS, WRITE_COLLECTION = handlers_for(COLLECTIONS)
WRITE_SEARCHES, WRITE_SEARCH = handlers_for(SEARCHES)
