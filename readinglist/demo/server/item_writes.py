"""Making an item out of what a client sends, or changing one: all is checked before anything is changed."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from readinglist.demo.server import item_checks as checks
from readinglist.demo.server.library import Library
from readinglist.demo.server.messages import ApiError
from readinglist.demo.server.state import Item
from readinglist.items import schema

_ORDERED = ("itemType", "linkMode", "annotationType", "parentItem")
_READ_ONLY = ("key", "version", "createdByUser", "lastModifiedByUser", "inPublications", "lastRead")
_RELATED = "dc:relation"


def draft_item(library: Library, existing: Item | None, key: str, data: dict[str, Any], full: bool) -> Item:
    """A checked item as it would be after the write; the library is not touched.

    `full` is a PUT: certain properties must be there, and what is left out of the rest stays all the same.
    """
    _check_required(existing, data, full)
    draft = _copy(existing) if existing else Item(key, 0, "", 0)
    if "itemType" in data:
        _set_type(draft, checks.checked_type(data["itemType"]))
    if full and existing:
        draft.deleted = False
        if not data.get("parentItem"):
            draft.parent = ""
    names = sorted(data, key=lambda name: _ORDERED.index(name) if name in _ORDERED else len(_ORDERED))
    for name in names:
        if name not in _READ_ONLY and name != "itemType":
            _set(library, draft, name, data[name])
    _check_whole(draft, data)
    return draft


def _check_required(existing: Item | None, data: dict[str, Any], full: bool) -> None:
    required: tuple[str, ...] = ()
    if existing is None:
        required = ("itemType",)
    elif full:
        child = bool(data.get("parentItem"))
        required = (
            ("itemType", "tags", "relations") if child else ("itemType", "tags", "collections", "relations")
        )
    for name in required:
        if name not in data:
            raise ApiError(400, f"'{name}' property not provided")


def _copy(item: Item) -> Item:
    return replace(
        item,
        data=dict(item.data),
        collections=list(item.collections),
        tags=dict(item.tags),
        relations={name: list(uris) for name, uris in item.relations.items()},
        raw=None,
        cache={},
    )


def _set(library: Library, draft: Item, name: str, value: Any) -> None:
    if name == "tags":
        draft.tags = checks.checked_tags(value)
    elif name == "collections":
        draft.collections = checks.checked_collections(library, value)
    elif name == "relations":
        draft.relations = checks.checked_relations(value)
    elif name == "parentItem":
        draft.parent = checks.checked_parent(library, draft, value)
    elif name == "deleted":
        draft.deleted = checks.checked_deleted(value)
    elif name == "dateAdded":
        draft.added = checks.checked_date(name, value) or draft.added
    elif name == "dateModified":
        draft.modified = checks.checked_date(name, value) or draft.modified
    elif name == "creators":
        _keep(draft, name, checks.checked_creators(draft.type, value))
    else:
        _keep(draft, name, checks.checked_property(library, draft, name, value))


def _keep(draft: Item, name: str, value: Any) -> None:
    if value in ("", None, []):
        draft.data.pop(name, None)
    else:
        draft.data[name] = value


def _check_whole(draft: Item, data: dict[str, Any]) -> None:
    if draft.parent and data.get("collections"):
        raise ApiError(400, "Child items cannot be assigned to collections")
    if draft.parent:
        draft.collections = []
    if draft.type == "attachment" and not draft.data.get("linkMode"):
        raise ApiError(400, "'linkMode' property not provided")
    if draft.type == "annotation":
        if not draft.parent:
            raise ApiError(400, "Annotation must have a parent item")
        if not draft.data.get("annotationType"):
            raise ApiError(400, "'annotationType' property not provided")
        draft.data.setdefault("annotationColor", "#ffd400")


def _set_type(draft: Item, new_type: str) -> None:
    """Change the type: fields go to the one that stands for the same base field, or are dropped."""
    old_type = draft.type
    draft.type = new_type
    if not old_type or old_type == new_type:
        return
    fields: dict[str, Any] = {}
    for name, value in draft.data.items():
        if name == "creators":
            continue
        target = _field_in(new_type, old_type, name)
        if target:
            fields.setdefault(target, value)
    creators = [_creator_in(new_type, old_type, one) for one in draft.data.get("creators", [])]
    draft.data = fields | ({"creators": creators} if creators and schema.creator_types(new_type) else {})


def _field_in(new_type: str, old_type: str, name: str) -> str:
    base = schema.base_field(old_type, name) or name
    valid = schema.fields_of(new_type)
    for one in (name, base, *schema.fields_with_base(new_type, base)):
        if one in valid:
            return one
    return ""


def _creator_in(new_type: str, old_type: str, creator: dict[str, str]) -> dict[str, str]:
    kinds = schema.creator_types(new_type)
    if creator["creatorType"] in kinds or not kinds:
        return creator
    primary = creator["creatorType"] == schema.primary_creator_type(old_type)
    kind = kinds[0] if primary or "contributor" not in kinds else "contributor"
    return creator | {"creatorType": kind}


def _content(item: Item) -> tuple[Any, ...]:
    """What counts as a change for `dateModified`: not collections, not relations."""
    return (item.type, item.data, item.parent, item.tags, item.deleted)


def commit_item(
    library: Library,
    existing: Item | None,
    draft: Item,
    version: int,
    now: str,
    user_id: int,
    sent_date: bool,
) -> bool:
    """Put a checked draft into the library with this version; False, and nothing done, if nothing changes."""
    before = _copy(existing) if existing else None
    if before is not None:
        content_same = _content(before) == _content(draft)
        rest_same = (before.collections, before.relations, before.added) == (
            draft.collections,
            draft.relations,
            draft.added,
        )
        if content_same and rest_same and (before.modified == draft.modified or not sent_date):
            return False
        if not content_same and draft.modified == before.modified:
            draft.modified = now
    draft.added = draft.added or now
    draft.modified = draft.modified or now
    draft.created_by = existing.created_by if existing else user_id
    draft.modified_by = user_id
    draft.version = version
    draft.number = draft.number or library.number()
    _replace(library, existing, draft)
    _relate_partners(library, before.relations if before else {}, draft, version)
    return True


def _replace(library: Library, existing: Item | None, draft: Item) -> None:
    target = existing or draft
    target.version = draft.version
    with library.changing(target):
        if existing:
            for name in Item.__dataclass_fields__:
                if name not in ("key", "number", "cache"):
                    setattr(existing, name, getattr(draft, name))


def _relate_partners(library: Library, before: dict[str, list[str]], item: Item, version: int) -> None:
    """Give related items the relation back, with the same new version but an old dateModified."""
    old, new = set(before.get(_RELATED, ())), set(item.relations.get(_RELATED, ()))
    own = library.uri(item.key)
    for uri in old ^ new:
        partner = library.items.get(library.key_of_uri(uri))
        if partner is None or partner.key == item.key:
            continue
        theirs = [one for one in partner.relations.get(_RELATED, []) if one != own]
        if uri in new:
            theirs.append(own)
        partner.version = version
        with library.changing(partner):
            partner.relations = {name: uris for name, uris in partner.relations.items() if name != _RELATED}
            if theirs:
                partner.relations[_RELATED] = theirs
