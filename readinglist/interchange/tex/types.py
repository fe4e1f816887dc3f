"""Which BibTeX entry type and field carry which Zotero item type and field.

Entry types are the classic ones of BibTeX, which biblatex knows as well, so that every style prints
something. What they do not tell apart stands in `zoterotype`; a field without a home in BibTeX or
biblatex (biblatex manual, section 2.2) is called `zotero-` and its Zotero name in small letters.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from readinglist.items.schema import (
    base_field,
    creator_types,
    fields_of,
    item_types,
    primary_creator_type,
    schema,
)

_ENTRY_TYPES: Mapping[str, str] = {
    "journalArticle": "article",
    "magazineArticle": "article",
    "newspaperArticle": "article",
    "book": "book",
    "bookSection": "incollection",
    "dictionaryEntry": "incollection",
    "encyclopediaArticle": "incollection",
    "conferencePaper": "inproceedings",
    "thesis": "phdthesis",
    "report": "techreport",
}
MASTER = "mastersthesis"
"""The entry type of a thesis whose type says "master"."""

_READ_TYPES: Mapping[str, str] = {
    # What other programs write, and biblatex's types (biblatex manual, section 2.1).
    "article": "journalArticle", "suppperiodical": "journalArticle", "review": "journalArticle",
    "periodical": "book", "book": "book", "mvbook": "book", "booklet": "book", "collection": "book",
    "mvcollection": "book", "manual": "book", "proceedings": "book", "mvproceedings": "book",
    "reference": "book", "mvreference": "book", "inbook": "bookSection", "bookinbook": "bookSection",
    "suppbook": "bookSection", "incollection": "bookSection", "suppcollection": "bookSection",
    "inreference": "encyclopediaArticle", "inproceedings": "conferencePaper", "conference": "conferencePaper",
    "phdthesis": "thesis", "mastersthesis": "thesis", "thesis": "thesis", "bathesis": "thesis",
    "techreport": "report", "report": "report", "unpublished": "manuscript", "misc": "document",
    "online": "webpage", "electronic": "webpage", "www": "webpage", "webpage": "webpage", "patent": "patent",
    "dataset": "dataset", "software": "computerProgram", "movie": "film", "video": "videoRecording",
    "audio": "audioRecording", "music": "audioRecording", "artwork": "artwork", "image": "artwork",
    "jurisdiction": "case", "legislation": "statute", "legal": "statute", "bill": "bill", "letter": "letter",
    "standard": "standard", "performance": "presentation", "map": "map", "preprint": "preprint",
}  # fmt: skip

# (base field, BibTeX field), the first that wants a name gets it; a later one of the same item type that
# wants the same name is left without a home. `_OWN` speaks first.
_HOMES: tuple[tuple[str, str], ...] = (
    ("title", "title"), ("shortTitle", "shorttitle"), ("publisher", "publisher"), ("place", "address"),
    ("edition", "edition"), ("volume", "volume"), ("issue", "number"), ("number", "number"),
    ("seriesNumber", "number"), ("series", "series"), ("seriesTitle", "series"), ("pages", "pages"),
    ("numPages", "pagetotal"), ("numberOfVolumes", "volumes"), ("partNumber", "part"), ("type", "type"),
    ("versionNumber", "version"), ("journalAbbreviation", "shortjournal"), ("conferenceName", "eventtitle"),
    ("meetingName", "eventtitle"), ("eventPlace", "venue"), ("originalPublisher", "origpublisher"),
    ("originalPlace", "origlocation"), ("DOI", "doi"), ("ISBN", "isbn"), ("ISSN", "issn"), ("PMID", "pmid"),
    ("PMCID", "pmcid"), ("url", "url"), ("accessDate", "urldate"), ("originalDate", "origdate"),
    ("date", "date"), ("language", "language"), ("abstractNote", "abstract"), ("authority", "organization"),
    ("publicationTitle", "howpublished"),
)  # fmt: skip

_JOURNAL = {"publicationTitle": "journal"}
_BOOK = {"publicationTitle": "booktitle"}
_OWN: Mapping[str, Mapping[str, str]] = {
    "journalArticle": _JOURNAL,
    "magazineArticle": _JOURNAL,
    "newspaperArticle": _JOURNAL,
    "bookSection": _BOOK,
    "dictionaryEntry": _BOOK,
    "encyclopediaArticle": _BOOK,
    "conferencePaper": {**_BOOK, "seriesNumber": "number", "issue": "issue"},
    "presentation": _BOOK,
    "report": {"publisher": "institution"},
    "thesis": {"publisher": "school"},
    "manuscript": {"type": "howpublished", "publisher": "organization"},
    "letter": {"type": "howpublished"},
    "computerProgram": {"publisher": "organization"},
}

DATES = frozenset({"date", "origdate", "urldate"})
VERBATIM = frozenset({"url", "doi"})
CASED = frozenset(str.split("title shorttitle booktitle"))
"""The titles whose case styles change."""
TITLES = CASED | frozenset(str.split("journal series eventtitle howpublished"))

# BibTeX fields that other programs use, and ours that says the same.
_ALIASES: Mapping[str, tuple[str, ...]] = {
    "journaltitle": ("journal", "booktitle", "howpublished"),
    "journal": ("journal", "booktitle", "howpublished"),
    "booktitle": ("booktitle", "journal", "howpublished"),
    "maintitle": ("booktitle",),
    "location": ("address",),
    "institution": ("institution", "organization", "publisher"),
    "school": ("school", "institution", "organization", "publisher"),
    "organization": ("organization", "institution", "publisher"),
    "publisher": ("publisher", "organization", "institution", "school"),
    "issue": ("issue", "number"),
    "shortjournal": ("shortjournal",),
    "numpages": ("pagetotal",),
    "howpublished": ("howpublished", "type"),
}


@cache
def homes(item_type: str) -> Mapping[str, str]:
    """Zotero field of this item type → BibTeX field; all fields but Extra and the citation key."""
    own = fields_of(item_type)
    bases = {field: base_field(item_type, field) or field for field in own}
    wishes = [*_OWN.get(item_type, {}).items(), *_HOMES]
    if item_type not in _ENTRY_TYPES:
        # biblatex's @misc prints an organization and no publisher.
        wishes = [("authority", "organization"), ("publisher", "organization"), *wishes]
    found: dict[str, str] = {}
    taken: set[str] = set()
    for base, home in wishes:
        for field in own:
            if bases[field] == base and field not in found and home not in taken:
                found[field] = home
                taken.add(home)
    for field in own:
        found.setdefault(field, f"zotero-{field.lower()}")
    return {field: found[field] for field in own if field not in ("extra", "citationKey")}


@cache
def fields_by_home(item_type: str) -> Mapping[str, str]:
    """BibTeX field → Zotero field of this item type."""
    return {home: field for field, home in homes(item_type).items()}


def field_for(item_type: str, name: str) -> str:
    """The Zotero field that a BibTeX field of another program's file fills, or ""."""
    known = fields_by_home(item_type)
    for home in (name, *_ALIASES.get(name, ())):
        if home in known:
            return known[home]
    return ""


def entry_type(item_type: str, kind: str) -> str:
    """The BibTeX entry type of an item; `kind` is what its `type` field says ("Master's thesis")."""
    if item_type == "thesis" and any(
        word in kind.casefold() for word in ("master", "maestr", "mestr", "msc")
    ):
        return MASTER
    return _ENTRY_TYPES.get(item_type, "misc")


def item_type_for(entry: str, told: str = "") -> str:
    """The item type of a BibTeX entry type, unless `told` (`zoterotype`) is one; "" for unknown types."""
    if told in item_types():
        return told
    return _READ_TYPES.get(entry, "")


@cache
def role_homes(item_type: str) -> Mapping[str, str]:
    """Zotero creator type → BibTeX field of names: the primary one is the author, the others by name."""
    found = {primary_creator_type(item_type): "author"}
    for role in creator_types(item_type):
        if role not in found:
            home = {"editor": "editor", "translator": "translator", "bookAuthor": "bookauthor"}.get(role)
            found[role] = home or f"zotero-{role.lower()}"
    return found


@cache
def zotero_names() -> Mapping[str, str]:
    """Every field and creator type of Zotero by its name in small letters."""
    names: dict[str, str] = {}
    for entry in schema()["itemTypes"]:
        for one in entry["fields"]:
            names.setdefault(one["field"].lower(), one["field"])
            if one.get("baseField"):
                names.setdefault(one["baseField"].lower(), one["baseField"])
        for one in entry["creatorTypes"]:
            names.setdefault(one["creatorType"].lower(), one["creatorType"])
    return names


@cache
def _roles() -> frozenset[str]:
    return frozenset(
        one["creatorType"].lower() for entry in schema()["itemTypes"] for one in entry["creatorTypes"]
    )


def is_role(name: str) -> bool:
    """Whether a name in small letters is that of a creator type of Zotero."""
    return name in _roles()
