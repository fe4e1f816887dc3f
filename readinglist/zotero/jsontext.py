"""JSON as Zotero sends it, read fast and without loss."""

from __future__ import annotations

import json
from typing import Any

import orjson

_DIGITS_ALIKE = bytes.maketrans(b"123456789", b"0" * 9)
_LONG_NUMBER = b"0" * 19


def parse_json(text: bytes) -> Any:
    """What JSON in UTF-8 says; numbers of any size and lone surrogates are kept. Raises `ValueError`."""
    # Beyond 64 bits orjson would round. Equal bytes are found ten times as fast as by a regular expression.
    if _LONG_NUMBER in text.translate(_DIGITS_ALIKE):
        return json.loads(text)
    try:
        return orjson.loads(text)
    except ValueError:  # broken, or with a lone surrogate in it, which the standard library takes
        return json.loads(text)
