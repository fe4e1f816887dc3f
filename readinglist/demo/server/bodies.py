"""Reading what a writing request brings: JSON, the versions it expects, and what they must be."""

from __future__ import annotations

import json
from typing import Any

from readinglist.demo.server.context import Context
from readinglist.demo.server.library import Library
from readinglist.demo.server.messages import ApiError, Request

MAX_OBJECTS = 50


def read_json(request: Request) -> Any:
    """The request's body as JSON, or the 400 that the real server answers."""
    try:
        text = request.body.decode("utf-8")
    except UnicodeDecodeError:
        raise ApiError(400, "JSON Error: Malformed UTF-8 characters") from None
    try:
        # A lone surrogate escape is no text: PHP's reader refuses it as well.
        value = json.loads(text, parse_constant=_refuse_constant)
        json.dumps(value, ensure_ascii=False).encode()
    except UnicodeEncodeError:
        raise ApiError(400, "JSON Error: Single unpaired high surrogate in Unicode escape") from None
    except (ValueError, RecursionError):
        raise ApiError(400, "JSON Error: Syntax error, malformed JSON") from None
    return value


def _refuse_constant(name: str) -> Any:
    raise ValueError(name)


def read_object(request: Request, word: str) -> dict[str, Any]:
    """The body as one object; a whole answer with `data` inside may be sent back as it is."""
    value = read_json(request)
    if not isinstance(value, dict):
        kind = "array" if isinstance(value, list) else type(value).__name__
        raise ApiError(400, f"Invalid {word} object (found {kind} '{request.body.decode()}')")
    return inner_object(value)


def inner_object(value: dict[str, Any]) -> dict[str, Any]:
    """The `data` of a whole answer, or the object itself."""
    data = value.get("data")
    return data if isinstance(data, dict) else value


def read_array(request: Request, words: str) -> list[Any]:
    """The body as an array of at most 50 objects."""
    value = read_json(request)
    if not isinstance(value, list):
        raise ApiError(400, "Uploaded data must be a JSON array")
    if len(value) > MAX_OBJECTS:
        raise ApiError(413, f"Cannot add more than {MAX_OBJECTS} {words} at a time")
    return value


def header_version(request: Request, *, name_value: bool = True) -> int | None:
    """`If-Unmodified-Since-Version`, None without one."""
    text = request.header("if-unmodified-since-version")
    if not text:
        return None
    if not (text.isascii() and text.isdigit() and len(text) < 19):
        told = f" '{text}'" if name_value else ""
        raise ApiError(400, f"Invalid If-Unmodified-Since-Version value{told}")
    return int(text)


def check_library_version(context: Context) -> int | None:
    """412 if the library is newer than the header says; returns the header's version."""
    expected = header_version(context.request, name_value=False)
    library = context.library
    if expected is not None and expected < library.version:
        told = f"(expected {expected}, found {library.version})"
        raise ApiError(412, f"Library has been modified since specified version {told}")
    return expected


def expected_version(request: Request, data: dict[str, Any]) -> int | None:
    """The version that a write of one object expects, from the header or the object."""
    in_header = header_version(request)
    in_body = body_version(data)
    if in_header is not None and in_body is not None and in_header != in_body:
        raise ApiError(
            400,
            "If-Unmodified-Since-Version value does not match JSON 'version' property "
            f"({in_header} != {in_body})",
        )
    return in_header if in_header is not None else in_body


def body_version(data: dict[str, Any]) -> int | None:
    """The `version` property of an object, None without one."""
    version = data.get("version")
    if version is None:
        return None
    if isinstance(version, bool) or not isinstance(version, int) or version < 0:
        raise ApiError(400, "'version' must be a positive integer")
    return version


def check_object_version(word: str, expected: int, found: int) -> None:
    """412 if the object is newer than expected; a version that is too high is accepted."""
    if expected < found:
        raise ApiError(
            412,
            f"{word} has been modified since specified version (expected {expected}, found {found})",
            headers={"Last-Modified-Version": str(found)},
        )


def stamped(library: Library, version: int, now: str) -> None:
    """Set the library's version after a write."""
    library.version = version
    library.updated = now
    library.touch()
