"""The short forms that a list's file may use, and the full ones that the model knows."""

from __future__ import annotations

import re
from typing import Any

from readinglist.lists.model import IMPORTANCES, PartPath
from readinglist.lists.source import Source

_PERSON = re.compile(r"(?P<name>[^<>]+?)\s*<(?P<email>[^<>\s]+)>")


def spelt_out(source: Source) -> tuple[dict[str, Any], dict[PartPath, PartPath]]:
    """The file's values with short forms written out, and where a part so made stands in the file: an
    instructor as "Ana Reader <ana@example.edu>", an entry as its citation key, one thing for a list."""
    data = dict(source.root)
    aliases: dict[PartPath, PartPath] = {}
    _one_as_list(data, "instructors", (), aliases)
    people = data.get("instructors")
    if isinstance(people, list):
        data["instructors"] = [
            _person(person, ("instructors", at), aliases) for at, person in enumerate(people)
        ]
    if isinstance(data.get("term"), dict):
        data["term"] = dict(data["term"])
        for key in ("meets", "breaks", "exceptions"):
            _one_as_list(data["term"], key, ("term",), aliases)
        if isinstance(data["term"].get("meets"), list):
            data["term"]["meets"] = [_lower(day) for day in data["term"]["meets"]]
    _lower_values(data, "order")
    for key in ("languages", "tags"):
        _one_as_list(data, key, (), aliases)
    labels = data.get("importance_labels")
    if isinstance(labels, dict) and any(_lower(key) in IMPORTANCES for key in labels):
        # Said once for every language.
        data["importance_labels"] = {"": labels}
        aliases.update({("importance_labels", "", key): ("importance_labels", key) for key in labels})
    if _lower(data.get("workload")) == "none":
        data["workload"] = None
    if isinstance(data.get("sections"), list):
        data["sections"] = [
            _section(section, ("sections", at), aliases) for at, section in enumerate(data["sections"])
        ]
    return data, aliases


def _section(value: Any, path: PartPath, aliases: dict[PartPath, PartPath]) -> Any:
    if not isinstance(value, dict):
        return value
    section = dict(value)
    _lower_values(section, "order", "importance")
    for key in ("outcomes", "pins", "exclude"):
        _one_as_list(section, key, path, aliases)
    for key, spell in (("entries", _entry), ("sections", _section)):
        if isinstance(section.get(key), list):
            section[key] = [spell(one, (*path, key, at), aliases) for at, one in enumerate(section[key])]
    return section


def _entry(value: Any, path: PartPath, aliases: dict[PartPath, PartPath]) -> Any:
    if isinstance(value, str):
        aliases[(*path, "cite")] = path
        return {"cite": value}
    if isinstance(value, dict):
        entry = dict(value)
        _lower_values(entry, "importance")
        for key in ("tags", "alternatives", "after"):
            _one_as_list(entry, key, path, aliases)
        if isinstance(entry.get("alternatives"), list):
            entry["alternatives"] = [
                _entry(one, (*path, "alternatives", at), aliases)
                for at, one in enumerate(entry["alternatives"])
            ]
        if isinstance(entry.get("available"), str):
            is_link = re.match(r"https?://", entry["available"])
            key = "link" if is_link else "shelf_mark"
            aliases[(*path, "available", key)] = (*path, "available")
            entry["available"] = {key: entry["available"]}
        return entry
    return value


def _person(value: Any, path: PartPath, aliases: dict[PartPath, PartPath]) -> Any:
    if not isinstance(value, str):
        return value
    aliases[(*path, "name")] = path
    found = _PERSON.fullmatch(value.strip())
    return {"name": found["name"], "email": found["email"]} if found else {"name": value}


def _one_as_list(data: dict[str, Any], key: str, path: PartPath, aliases: dict[PartPath, PartPath]) -> None:
    if key in data and not isinstance(data[key], list):
        data[key] = [data[key]]
        aliases[(*path, key, 0)] = (*path, key)


def _lower_values(data: dict[str, Any], *keys: str) -> None:
    for key in keys:
        if key in data:
            data[key] = _lower(data[key])


def _lower(value: Any) -> Any:
    return value.casefold() if isinstance(value, str) else value
