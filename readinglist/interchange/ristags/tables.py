"""RIS reference types and tags beside Zotero's item types and fields.

By the RIS Format Specifications (Research Information Systems, 2001 and 2011) and what Zotero's own RIS
translator writes and reads, so that what one program exports the other imports as the same type and fields.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

TYPES: Mapping[str, str] = {
    "journalArticle": "JOUR", "magazineArticle": "MGZN", "newspaperArticle": "NEWS", "book": "BOOK",
    "bookSection": "CHAP", "encyclopediaArticle": "ENCYC", "dictionaryEntry": "DICT",
    "conferencePaper": "CONF", "presentation": "SLIDE", "thesis": "THES", "report": "RPRT",
    "manuscript": "MANSCPT", "preprint": "INPR", "webpage": "ELEC", "blogPost": "BLOG", "forumPost": "ICOMM",
    "email": "ICOMM", "instantMessage": "ICOMM", "letter": "PCOMM", "interview": "PCOMM", "film": "MPCT",
    "videoRecording": "VIDEO", "tvBroadcast": "MPCT", "radioBroadcast": "SOUND", "audioRecording": "SOUND",
    "podcast": "SOUND", "artwork": "ART", "map": "MAP", "case": "CASE", "statute": "STAT", "bill": "BILL",
    "hearing": "HEAR", "patent": "PAT", "computerProgram": "COMP", "dataset": "DATA", "standard": "STAND",
    "document": "GEN",
}  # fmt: skip
"""Item type → reference type. Those that share one are told apart by `M3`, which names the medium."""

READ_TYPES: Mapping[str, str] = {
    **{tag: kind for kind, tag in reversed(tuple(TYPES.items()))},
    "ABST": "journalArticle", "ADVS": "film", "AGGR": "dataset", "ANCIENT": "document", "CHART": "artwork",
    "CLSWK": "book", "CPAPER": "conferencePaper", "CTLG": "book", "DBASE": "dataset", "EBOOK": "book",
    "ECHAP": "bookSection", "EDBOOK": "book", "EJOUR": "journalArticle", "EQUA": "document",
    "FIGURE": "artwork", "GOVDOC": "report", "GRANT": "document", "JFULL": "journalArticle",
    "LEGAL": "case", "MUSIC": "audioRecording", "PAMP": "manuscript", "SER": "book",
    "UNBILL": "bill", "UNPB": "manuscript", "UNPD": "manuscript",
    "MULTI": "videoRecording", "PODCAST": "podcast",
}  # fmt: skip
"""Reference type → item type, for what other programs write too."""

FIELDS: tuple[tuple[str, str], ...] = (
    ("title", "TI"), ("publicationTitle", "T2"), ("seriesTitle", "T3"), ("series", "T3"),
    ("journalAbbreviation", "J2"), ("shortTitle", "ST"), ("volume", "VL"), ("issue", "IS"),
    ("number", "M1"), ("seriesNumber", "M1"), ("edition", "ET"), ("versionNumber", "ET"),
    ("numberOfVolumes", "NV"), ("publisher", "PB"), ("place", "CY"), ("type", "M3"), ("medium", "M3"),
    ("section", "SE"), ("language", "LA"), ("abstractNote", "AB"), ("DOI", "DO"), ("url", "UR"),
    ("callNumber", "CN"), ("archive", "DB"), ("archiveLocation", "AN"), ("accessDate", "Y2"),
)  # fmt: skip
"""Zotero field (of a base) and the tag it is written to; the first that has a value wins the tag."""

_LAW = {"code": "T2", "committee": "T2", "authority": "T3", "session": "ET", "history": "OP"}
_OWN: Mapping[str, Mapping[str, str]] = {
    "bill": _LAW, "hearing": _LAW, "statute": {**_LAW, "codeNumber": "VL"},
    "case": {"authority": "PB", "reporter": "A2", "number": "SV", "history": "OP"},
    "bookSection": {"seriesNumber": "SV"},
    "computerProgram": {"system": "M1", "programmingLanguage": "LA"},
    "conferencePaper": {"conferenceName": "T2"}, "presentation": {"meetingName": "T2"},
    "dataset": {"number": "NV"}, "report": {"number": "SN"}, "journalArticle": {"series": "T3"},
    "standard": {"number": "SN", "publisher": "PB", "authority": "PB"},
    "film": {"type": "C4", "medium": "C5"}, "tvBroadcast": {"medium": "C5"},
    "videoRecording": {"medium": "C5"}, "radioBroadcast": {"medium": "C5"},
    "audioRecording": {"medium": "C5"}, "map": {"scale": "C1"}, "artwork": {"artworkSize": "C3"},
    "patent": {
        "authority": "A2", "number": "SN", "applicationNumber": "M1", "assignee": "PB", "country": "C3",
        "references": "C5", "status": "C6", "priorityNumbers": "OP",
    },
}  # fmt: skip

HOST_BESIDE_MEETING = "C3"
"""The proceedings, or the session, where `T2` has the name of the meeting."""


@cache
def fields_and_tags(item_type: str) -> tuple[tuple[str, str], ...]:
    """`FIELDS` as they are for an item type, whose own ways come first."""
    own = _OWN.get(item_type, {})
    return (*own.items(), *((field, tag) for field, tag in FIELDS if field not in own))


_ROLES: Mapping[str, str] = {"editor": "ED", "seriesEditor": "A3", "recipient": "A2", "interviewer": "A2"}
# Where A2 are the editors for every program; of a book they are those of its series.
_EDITED = frozenset({
    "journalArticle", "bookSection", "conferencePaper", "dictionaryEntry", "encyclopediaArticle", "document",
})  # fmt: skip
_SERIES_EDITED = frozenset({"book", "report"})


def role_tag(role: str, item_type: str) -> str:
    """The tag of a creator who is not a primary one (`AU`); `A4` for all who have no part of their own."""
    edited = _EDITED if role == "editor" else _SERIES_EDITED if role == "seriesEditor" else ()
    if item_type in edited:
        return "A2"
    if role == "bookAuthor" and item_type == "bookSection":
        return "C2"
    return _ROLES.get(role, "A4")


def read_roles(item_type: str) -> tuple[tuple[str, str], ...]:
    """Tags and the creator types that they stand for in an item type, the primary one first."""
    second = "seriesEditor" if item_type in _SERIES_EDITED else "editor"
    if item_type in ("letter", "email", "instantMessage"):
        second = "recipient"
    if item_type == "interview":
        second = "interviewer"
    third = "editor" if item_type == "book" else "seriesEditor"
    return (("A2", second), ("ED", "editor"), ("A3", third), ("C2", "bookAuthor"), ("A4", "translator"))


READ_ALIASES: Mapping[str, str] = {
    "T1": "TI", "CT": "TI", "BT": "T2", "JO": "T2", "JF": "T2", "JA": "J2", "N2": "AB", "A1": "AU",
    "PY": "DA", "Y1": "DA", "PP": "CY", "CP": "IS", "L3": "DO",
}  # fmt: skip
"""Tags that other programs use, and ours that says the same."""
