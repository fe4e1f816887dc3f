"""Which CSL variable carries which Zotero field and creator, by item type; and what no variable carries.

Source: the `csl` section of Zotero's schema (items/zotero-schema.json).
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from readinglist.items import Item
from readinglist.items.extra import parse_extra
from readinglist.items.schema import creator_types, fields_of, fields_with_base, item_types, schema

UNCITED: Mapping[str, str] = {
    "attorneyAgent": "acts for the inventor of a patent",
    "commenter": "answers a blog's post, and did not write it",
    "cosponsor": "supports a bill; there may be hundreds",
    "counsel": "argues a case",
}
"""Creators whom Zotero keeps and no citation names, and why: they did not make the work.

CSL 1.0.2 (appendix IV, "Name Variables") has no variable for them, and neither has the `csl` section of
Zotero's schema, so that they are in no bibliography of Zotero or Word either. Manuals have no place for them:
cases go by their parties, bills by number, patents by their inventors (APA 7, sections 11.4, 11.6, 11.8).
"""


def csl_type(item_type: str) -> str:
    """The CSL type of a Zotero item type; "document" for unknown ones."""
    return _csl_types().get(item_type, "document")


@cache
def _csl_types() -> Mapping[str, str]:
    return {one: csl for csl, ours in schema()["csl"]["types"].items() for one in ours}


@cache
def zotero_types(csl: str) -> tuple[str, ...]:
    """The Zotero types that a CSL type can stand for, the likeliest first.

    Besides those of the schema a few CSL 1.0.2 types that Zotero has no type of its own for.
    """
    found = [one for one in schema()["csl"]["types"].get(csl, ()) if one not in ("attachment", "note")]
    return tuple(found) or _OTHER_TYPES.get(csl, ("document",))


def cited_as(item: Item) -> str:
    """The Zotero type as which an item is cited: that of a "Type:" line in Extra, else its own."""
    told = parse_extra(item.fields.get("extra", "")).item_type
    return zotero_types(told)[0] if told else item.item_type


_OTHER_TYPES: Mapping[str, tuple[str, ...]] = {
    "article": ("preprint",),
    "classic": ("book",),
    "collection": ("document",),
    "entry": ("encyclopediaArticle",),
    "event": ("presentation",),
    "figure": ("artwork",),
    "musical_score": ("document",),
    "pamphlet": ("document",),
    "performance": ("presentation",),
    "periodical": ("document",),
    "regulation": ("statute",),
    "review": ("journalArticle",),
    "review-book": ("journalArticle",),
    "treaty": ("statute",),
}


@cache
def text_fields(item_type: str) -> Mapping[str, tuple[str, ...]]:
    """CSL text variable → the fields of this type that it can carry; the first that is set wins.

    "shortTitle" is CSL's old name of "title-short" and left out, "note" is made of Extra elsewhere.
    """
    found: dict[str, tuple[str, ...]] = {}
    own = fields_of(item_type)
    for variable, bases in schema()["csl"]["fields"]["text"].items():
        if variable in ("shortTitle", "note", "citation-key"):
            continue
        fields = [
            name for base in bases for name in (base, *fields_with_base(item_type, base)) if name in own
        ]
        if fields:
            found[variable] = tuple(dict.fromkeys(fields))
    return found


@cache
def date_fields(item_type: str) -> Mapping[str, str]:
    """CSL date variable → the field of this type that it carries."""
    found = {}
    own = fields_of(item_type)
    for variable, base in schema()["csl"]["fields"]["date"].items():
        for name in (base, *fields_with_base(item_type, base)):
            if name in own:
                found[variable] = name
    return found


@cache
def name_variables(item_type: str) -> Mapping[str, str]:
    """Zotero creator type → CSL name variable, for the creator types of this item type.

    The primary creator of a type (artist, presenter, inventor …) is CSL's author if it is nothing else. Who
    wrote the words of a song has no variable in Zotero's mapping; a contributor is what CSL has for them.
    Those in `UNCITED` have none.
    """
    names = schema()["csl"]["names"]
    types = creator_types(item_type)
    found = {one: str(names[one]) for one in types if one in names}
    if types and types[0] not in found:
        found[types[0]] = "author"
    if "wordsBy" in types:
        found["wordsBy"] = "contributor"
    return found


@cache
def uncarried(item_type: str) -> tuple[str, ...]:
    """The fields and creator types of an item type that CSL-JSON has no variable for, sorted by name.

    Where two fields share a variable (a journal article's `seriesTitle` and `series`), the second is lost
    only when both are set. Besides these, a file does not carry tags, collections, relations, notes and
    attachments, any but the first ISBN, and how a date or language was typed. Types that share a CSL type
    (`shared_types`) can come back as each other.
    """
    carried = {name for fields in text_fields(item_type).values() for name in fields}
    carried |= set(date_fields(item_type).values()) | {"extra", "citationKey"}
    fields = [name for name in fields_of(item_type) if name not in carried]
    names = [name for name in creator_types(item_type) if name not in name_variables(item_type)]
    return tuple(sorted(fields + names))


@cache
def shared_types() -> Mapping[str, tuple[str, ...]]:
    """CSL type → the Zotero types that share it, where there is more than one."""
    kinds = {csl_type(one) for one in item_types()}
    return {kind: zotero_types(kind) for kind in sorted(kinds) if len(zotero_types(kind)) > 1}
