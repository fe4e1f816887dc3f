"""Four sets of works written down one by one, with data as unruly as libraries hold it: `later.toml`,
`beyond.toml`, `third.toml` and `fourth.toml`.

Nothing is drawn at random. Each set was written before the program had formatted any of it, so that its first
run says how the program fares on what it has not seen; what the first runs gave stands in README.md.
"""

from __future__ import annotations

import tomllib
from collections import Counter
from pathlib import Path
from typing import Any

from readinglist.interchange.csljson import to_csl
from readinglist.items.schema import creator_types, fields_of
from readinglist.zotero.mapping import item_from_json


def later(*_: int) -> list[dict[str, Any]]:
    """All works of `later.toml` as CSL-JSON, by ids as "book3". Raises `ValueError` for a field or part that
    the work's type does not have."""
    return _works("later.toml")


def beyond(*_: int) -> list[dict[str, Any]]:
    """All works of `beyond.toml`, in the same form. Raises as `later` does."""
    return _works("beyond.toml")


def third(*_: int) -> list[dict[str, Any]]:
    """All works of `third.toml`, in the same form. Raises as `later` does."""
    return _works("third.toml")


def fourth(*_: int) -> list[dict[str, Any]]:
    """All works of `fourth.toml`, in the same form. Raises as `later` does."""
    return _works("fourth.toml")


def _works(name: str) -> list[dict[str, Any]]:
    read = tomllib.loads(Path(__file__).with_name(name).read_text("utf-8"))
    seen: Counter[str] = Counter()
    works = []
    for one in read["work"]:
        kind = one["itemType"]
        seen[kind] += 1
        works.append(_work(one, f"{kind}{seen[kind]}"))
    return works


def _work(one: dict[str, Any], key: str) -> dict[str, Any]:
    kind = one["itemType"]
    known = {*fields_of(kind), "itemType", "creators"}
    if unknown := set(one) - known:
        raise ValueError(f"{key}: {kind} has no {', '.join(sorted(unknown))}")
    creators = [_creator(text, kind) for text in one.get("creators", ())]
    data = {**one, "key": key, "version": 1, "creators": creators}
    item = item_from_json({"key": key, "version": 1, "data": data}, "groups/1")
    return {**to_csl(item), "id": key}


def _creator(text: str, kind: str) -> dict[str, str]:
    role, _, name = text.partition(": ")
    if role not in creator_types(kind):
        raise ValueError(f"{kind} has no {role}")
    family, parted, given = name.partition(" | ")
    if parted:
        return {"creatorType": role, "lastName": family, "firstName": given}
    return {"creatorType": role, "name": name}
