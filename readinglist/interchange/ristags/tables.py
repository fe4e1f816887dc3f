"""RIS reference types and tags beside Zotero's item types and fields.

By the RIS Format Specifications (Research Information Systems, 2001 and 2011) and what Zotero's own RIS
translator writes, so that what one program exports the other imports as the same type.
"""

from __future__ import annotations

from collections.abc import Mapping

TYPES: Mapping[str, str] = {
    "journalArticle": "JOUR", "magazineArticle": "MGZN", "newspaperArticle": "NEWS", "book": "BOOK",
    "bookSection": "CHAP", "encyclopediaArticle": "ENCYC", "dictionaryEntry": "DICT",
    "conferencePaper": "CONF", "presentation": "SLIDE", "thesis": "THES", "report": "RPRT",
    "manuscript": "UNPB", "preprint": "INPR", "webpage": "ELEC", "blogPost": "BLOG", "forumPost": "ICOMM",
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
    "LEGAL": "case", "MANSCPT": "manuscript", "MUSIC": "audioRecording", "PAMP": "manuscript",
    "SER": "book", "UNBILL": "bill", "MULTI": "videoRecording", "PODCAST": "podcast",
}  # fmt: skip
"""Reference type → item type, for what other programs write too."""

FIELDS: tuple[tuple[str, str], ...] = (
    ("title", "TI"), ("publicationTitle", "T2"), ("seriesTitle", "T3"), ("series", "T3"),
    ("journalAbbreviation", "J2"), ("shortTitle", "ST"), ("volume", "VL"), ("issue", "IS"),
    ("number", "IS"), ("edition", "ET"), ("numberOfVolumes", "NV"), ("publisher", "PB"),
    ("place", "CY"), ("type", "M3"), ("section", "SE"), ("language", "LA"), ("abstractNote", "AB"),
    ("DOI", "DO"), ("url", "UR"), ("callNumber", "CN"), ("archive", "DB"), ("accessDate", "Y2"),
)  # fmt: skip
"""Zotero field (of a base) and the tag it is written to; the first that has a value wins the tag."""

ROLES: Mapping[str, str] = {
    "editor": "A2", "bookAuthor": "A2", "seriesEditor": "A3", "translator": "A4", "contributor": "A4",
}  # fmt: skip
"""Creator type → tag of those who are not the primary creators (`AU`); the others go to `A4`."""

READ_ALIASES: Mapping[str, str] = {
    "T1": "TI", "CT": "TI", "BT": "T2", "JO": "T2", "JF": "T2", "JA": "J2", "N2": "AB", "A1": "AU",
    "ED": "A2", "PY": "DA", "Y1": "DA", "PP": "CY", "CP": "IS", "L3": "DO",
}  # fmt: skip
"""Tags that other programs use, and ours that says the same."""
