"""BibTeX and BibLaTeX for other people: what their styles know, without this program's own fields."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from readinglist.interchange.csl.tables import UNCITED
from readinglist.interchange.tex.writing import MONTHS, entry_fields
from readinglist.items import Item

Dialect = Literal["bibtex", "biblatex"]

# What BibTeX's own styles have no use for; other programs that read BibTeX take the rest.
_BIBLATEX_ONLY = frozenset(
    str.split("date origdate urldate langid pagetotal part eventtitle venue shortjournal")
)
_BIBLATEX_NAMES = {"journal": "journaltitle", "address": "location", "school": "institution"}
_BIBLATEX_TYPES = {"phdthesis": "thesis", "mastersthesis": "thesis", "techreport": "report"}
_ONLINE = frozenset({"webpage", "blogPost", "forumPost", "preprint"})
_MEDIA = {
    "podcast": "audio", "radioBroadcast": "audio", "audioRecording": "audio", "film": "movie",
    "videoRecording": "video", "tvBroadcast": "video", "dataset": "dataset", "computerProgram": "software",
    "presentation": "unpublished", "manuscript": "unpublished", "patent": "patent",
}  # fmt: skip
# Who did not work on the item: those whose work it reviews, and those whom no citation names.
_NO_MAKERS = frozenset({"reviewedAuthor", *UNCITED})


def shared_fields(item: Item, dialect: Dialect) -> dict[str, str]:
    """An entry's fields as `writing.entry_fields` gives them, in one dialect, fit to be handed on."""
    fields = entry_fields(item)
    others = [fields[name] for name in sorted(fields) if _is_role(name, item)]
    fields = {name: value for name, value in fields.items() if not name.startswith("zotero")}
    if dialect == "bibtex":
        return {name: value for name, value in fields.items() if name not in _BIBLATEX_ONLY}
    return _biblatex(fields, item, others)


def _is_role(name: str, item: Item) -> bool:
    roles = {one.creator_type.lower() for one in item.creators if one.creator_type not in _NO_MAKERS}
    return name.startswith("zotero-") and name.removeprefix("zotero-") in roles


def _biblatex(fields: dict[str, str], item: Item, others: Sequence[str]) -> dict[str, str]:
    """By the biblatex manual, 2.1 and 2.2: its own types, `date` instead of year and month."""
    kind = fields["ENTRYTYPE"]
    kept = {_BIBLATEX_NAMES.get(name, name): value for name, value in fields.items()}
    if "date" in kept:
        kept.pop("year", None)
        kept.pop("month", None)
    if "langid" in kept:  # biblatex prints what it does not know as a language's name.
        kept.pop("language", None)
    if kind in ("phdthesis", "mastersthesis"):
        kept.setdefault("type", kind)
    if kind in _BIBLATEX_TYPES:
        kept["ENTRYTYPE"] = _BIBLATEX_TYPES[kind]
    elif kind == "misc" and item.item_type in _ONLINE and "url" in kept:
        kept["ENTRYTYPE"] = "online"
        if "howpublished" in kept:
            kept.setdefault("organization", kept.pop("howpublished"))
    elif item.item_type in _MEDIA:
        kept["ENTRYTYPE"] = _MEDIA[item.item_type]
    if (
        kept.get("pmid", "").isdecimal() and "eprint" not in kept
    ):  # biblatex manual, 3.14.7: where PubMed's numbers are shown.
        kept.update({"eprint": kept.pop("pmid"), "eprinttype": "pubmed"})
    if others:  # Whoever has a part that biblatex has no field for is named as somebody who worked on it.
        kept["editora"] = " and ".join(others)
        kept["editoratype"] = "collaborator"
    return kept


__all__ = ["MONTHS", "Dialect", "shared_fields"]
