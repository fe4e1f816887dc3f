"""A CSL-JSON entry as an item: the variables put where Zotero's schema has a field for them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from readinglist.interchange.csl.tables import date_fields, name_variables, text_fields, zotero_types
from readinglist.interchange.csl.values import creator_from, date_text
from readinglist.items import Creator, Item, Tag
from readinglist.items.extra import DATE_VARIABLES, NAME_VARIABLES, TEXT_VARIABLES
from readinglist.items.schema import fields_of

_OLD_NAMES = {"shortTitle": "title-short", "event": "event-title", "journal": "container-title"}
_NOT_FIELDS = frozenset({"id", "type", "note", "keyword", "citation-key", "custom", "categories"})


def from_csl(entry: Mapping[str, Any]) -> Item:
    """The item that a CSL-JSON entry describes. Never raises; a value of the wrong kind is left out.

    Where several Zotero types share the entry's CSL type, the one that has a place for most of its variables
    is taken. What the type has no field for becomes a line of Extra, which `to_csl` reads.
    """
    entry = {_OLD_NAMES.get(name, name): value for name, value in entry.items() if isinstance(name, str)}
    kind = entry.get("type")
    item_type = _best_type(kind if isinstance(kind, str) else "", entry)
    fields: dict[str, str] = {}
    lines: list[str] = []
    _read_texts(entry, item_type, fields, lines)
    _read_dates(entry, item_type, fields, lines)
    creators = _read_names(entry, item_type, lines)
    note = _text(entry.get("note"))
    extra = "\n".join([*lines, note] if note else lines)
    if extra:
        fields["extra"] = extra
    key = _text(entry.get("citation-key")) or _text(entry.get("id"))
    order = {name: position for position, name in enumerate(fields_of(item_type))}
    return Item(
        item_type=item_type,
        fields=dict(sorted(fields.items(), key=lambda pair: order.get(pair[0], len(order)))),
        creators=creators,
        tags=_tags(entry.get("keyword")),
        citation_key=key,
    )


def _best_type(kind: str, entry: Mapping[str, Any]) -> str:
    candidates = zotero_types(kind)
    if len(candidates) == 1:
        return candidates[0]

    def homeless(item_type: str) -> int:
        homes = {*text_fields(item_type), *date_fields(item_type), *name_variables(item_type).values()}
        return sum(1 for name in entry if name not in homes and name not in _NOT_FIELDS)

    return min(candidates, key=homeless)


def _read_texts(entry: Mapping[str, Any], item_type: str, fields: dict[str, str], lines: list[str]) -> None:
    homes = text_fields(item_type)
    for variable, value in entry.items():
        text = _text(value)
        if not text or variable in _NOT_FIELDS:
            continue
        free = [name for name in homes.get(variable, ()) if name not in fields]
        if free:
            fields[free[0]] = text
        elif variable in TEXT_VARIABLES:
            lines.append(f"{variable}: {' '.join(text.split())}")


def _read_dates(entry: Mapping[str, Any], item_type: str, fields: dict[str, str], lines: list[str]) -> None:
    homes = date_fields(item_type)
    for variable in entry:
        text = date_text(entry[variable]) if variable in DATE_VARIABLES else ""
        if not text:
            continue
        if variable in homes:
            fields[homes[variable]] = text
        else:
            lines.append(f"{variable}: {' '.join(text.split())}")


def _read_names(entry: Mapping[str, Any], item_type: str, lines: list[str]) -> tuple[Creator, ...]:
    roles: dict[str, str] = {}
    for role, variable in name_variables(item_type).items():
        roles.setdefault(variable, role)
    creators = []
    for variable, names in entry.items():
        if variable not in NAME_VARIABLES or not isinstance(names, list):
            continue
        for name in names:
            creator = creator_from(name, roles.get(variable, variable))
            if creator is None:
                continue
            if variable in roles:
                creators.append(creator)
            else:
                two = f"{creator.last_name} || {creator.first_name}"
                lines.append(f"{variable}: {' '.join((creator.name or two).split())}")
    return tuple(creators)


def _tags(value: Any) -> tuple[Tag, ...]:
    text = _text(value).replace(";", ",")
    return tuple(Tag(name) for name in dict.fromkeys(one.strip() for one in text.split(",")) if name)


def _text(value: Any) -> str:
    if isinstance(value, bool) or not isinstance(value, (str, int, float)):
        return ""
    return str(value).strip()
