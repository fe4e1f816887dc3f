"""What of an item is public: its bibliographic description, cleaned, and nothing that people noted there.

Tags, child notes, files, collections and the library's own keys stay behind; so does what the Extra field
says beside CSL variables, for people use it as a scratch pad.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from readinglist.export.cleaning import clean, clean_lines, clean_tag, doi_url, safe_url
from readinglist.export.told import told
from readinglist.items import Creator, Item, Tag
from readinglist.items.extra import parse_extra
from readinglist.items.text import language_tag

# Of no use to others, or where Zotero itself keeps what people note for themselves.
_KEPT_BACK = frozenset({"extra", "libraryCatalog", "accessDate", "citationKey"})
_PRIVATE_VARIABLES = frozenset(
    {"note", "annote", "keyword", "citation-key", "citation-label", "archive_location", "call-number"}
)
_DOI = "https://doi.org/"


def public_item(item: Item, key: str, themes: Sequence[str]) -> Item:
    """The public part of an item, as an item of its own: `key` is its citation key, `themes` are its tags.

    What Extra says of the work stands in its fields and among its creators too.
    """
    item = told(item, _PRIVATE_VARIABLES)
    return Item(
        item_type=item.item_type,
        fields=dict(_fields(item)),
        creators=tuple(_creators(item)),
        tags=tuple(Tag(theme) for theme in themes),
        citation_key=clean(key),
    )


def _fields(item: Item) -> Iterator[tuple[str, str]]:
    for name, value in item.fields.items():
        if name in _KEPT_BACK:
            continue
        public = _field(name, value)
        if public:
            yield name, public
    extra = _extra(item.fields.get("extra", ""))
    if extra:
        yield "extra", extra


def _field(name: str, value: str) -> str:
    if name == "DOI":
        return _bare_doi(value)
    if name == "url":
        return safe_url(value)
    if name == "language":
        return clean_tag(language_tag(value))
    return clean_lines(value).strip() if name == "abstractNote" else clean(value)


def _bare_doi(value: str) -> str:
    from urllib.parse import unquote

    return clean(unquote(doi_url(value).removeprefix(_DOI)))


def _extra(text: str) -> str:
    """The lines of Extra that describe the work: CSL variables, names and dates."""
    if not text:
        return ""
    extra = parse_extra(text)
    lines = [f"Type: {clean(extra.item_type)}"] if extra.item_type else []
    for variable, value in extra.variables.items():
        if variable not in _PRIVATE_VARIABLES:
            public = {"DOI": _bare_doi, "URL": safe_url}.get(variable, clean)(value)
            if public:
                lines.append(f"{variable}: {public}")
    for variable, creators in extra.names.items():
        for one in creators:
            name = clean(one.name) or f"{clean(one.last_name)} || {clean(one.first_name)}"
            lines.append(f"{variable}: {name}")
    lines += [f"{variable}: {clean(date.text)}" for variable, date in extra.dates.items()]
    return "\n".join(lines)


def _creators(item: Item) -> Iterator[Creator]:
    for one in item.creators:
        made = Creator(clean(one.creator_type), clean(one.last_name), clean(one.first_name), clean(one.name))
        if made.display:
            yield made
