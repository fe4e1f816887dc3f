"""An item as the fields of a BibTeX entry."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence

from readinglist.interchange.tex.encode import (
    capitalised_throughout,
    clean,
    encode,
    encode_markup,
    encode_title,
)
from readinglist.interchange.tex.names import normal, write_names
from readinglist.interchange.tex.proper import proper_words
from readinglist.interchange.tex.reading import FROM_EXTRA, creators_of, read_value, said_in_extra
from readinglist.interchange.tex.types import (
    CASED,
    DATES,
    TITLES,
    VERBATIM,
    entry_type,
    homes,
    item_type_for,
    role_homes,
)
from readinglist.items import Creator, Item, Tag
from readinglist.items.dates import PartialDate, edtf, parse_date
from readinglist.items.extra import Extra, parse_extra
from readinglist.items.schema import item_types
from readinglist.items.text import language_tag, plain

MONTHS = tuple(str.split("jan feb mar apr may jun jul aug sep oct nov dec"))
"""BibTeX's month macros, which every style defines."""

# babel's names of languages, which biblatex hyphenates and translates by (biblatex manual, `langid`).
_BABEL = {
    "en": "english", "en-GB": "british", "en-US": "american", "en-CA": "canadian", "en-AU": "australian",
    "es": "spanish", "de": "ngerman", "de-AT": "naustrian", "fr": "french", "fr-CA": "canadien",
    "pt": "portuguese", "pt-BR": "brazilian", "it": "italian", "ca": "catalan", "gl": "galician",
    "nl": "dutch", "da": "danish", "sv": "swedish", "nb": "norsk", "nn": "nynorsk", "no": "norsk",
    "fi": "finnish", "pl": "polish", "cs": "czech", "sk": "slovak", "sl": "slovene", "hr": "croatian",
    "sr": "serbian", "hu": "hungarian", "ro": "romanian", "tr": "turkish", "el": "greek", "ru": "russian",
    "uk": "ukrainian", "bg": "bulgarian", "et": "estonian", "lv": "latvian", "lt": "lithuanian",
    "eu": "basque", "is": "icelandic", "la": "latin", "ar": "arabic", "he": "hebrew",
}  # fmt: skip
# Fields that a "tex." line may not set: they make biblatex run code or look for other entries.
_NO_TEX_LINE = frozenset(
    str.split("execute options crossref xref xdata xnotes ids entryset related set type")
)


_ARXIV = re.compile(r"arxiv:\s*([\w./-]+)", re.IGNORECASE)
_NOT_IN_URLS = re.compile(r"[\s{}\\]")
_DASH = re.compile(r"(?<=\w)[-–](?=\w)")


def entry_fields(item: Item) -> dict[str, str]:
    """The entry's fields in no special order, values as LaTeX without the outer braces; `ENTRYTYPE` too.

    `month` is the name of a macro, not LaTeX. What a BibTeX field cannot hold exactly as typed stands
    once more in a `zotero-` field, which this program reads first.
    """
    kind = item.item_type if item.item_type in item_types() else "document"
    extra = parse_extra(item.fields.get("extra", ""))
    fields = _fields(item, kind, extra)
    fields.update(_names(item, kind))
    fields.update(_tags(item.tags))
    for name, value in _from_extra(extra).items():
        fields.setdefault(name, value)
    babel = _babel(language_tag(item.language))
    if babel:
        fields["langid"] = babel
    entry = entry_type(kind, item.get("type"))
    if item_type_for(entry) != item.item_type or not fields:
        fields["zoterotype"] = encode(item.item_type) or "document"
    fields["ENTRYTYPE"] = entry
    return fields


def _fields(item: Item, kind: str, extra: Extra) -> dict[str, str]:
    found: dict[str, str] = {}
    known = homes(kind)
    language = language_tag(item.language)
    for field, raw in item.fields.items():
        value = clean(raw)
        if not value.strip() or not (field.isascii() and field.isalnum() and field[0].isalpha()):
            continue
        exact = f"zotero-{field.lower()}"
        home = known.get(field, exact)
        written = {}
        if home in CASED:
            # Only where each word has a capital does it matter which of them are names.
            shown = capitalised_throughout(plain(value), language)
            proper = proper_words(value, item.abstract) if shown else frozenset[str]()
            written = {home: encode_title(value, language, proper)}
        elif home != exact:
            written = _standard(home, value)
        found.update(written)
        lost = home not in written or read_value(home, written[home]) != value
        if lost or said_in_extra(extra, home):
            found[exact] = encode(value)
    number = clean(item.fields.get("archiveID", "")) if kind == "preprint" else ""
    if arxiv := _ARXIV.fullmatch(number):
        found.update({"eprint": arxiv[1], "archiveprefix": "arXiv"})
    return found


def _standard(home: str, value: str) -> dict[str, str]:
    """What goes to the BibTeX field (and to `year` and `month`), {} if the field cannot hold the value."""
    if home in DATES:
        return _dates(home, parse_date(value))
    if home in VERBATIM:
        # LaTeX reads these letter by letter, so nothing in them may be escaped, or need it.
        safe = _NOT_IN_URLS.sub(lambda found: "".join(f"%{byte:02X}" for byte in found[0].encode()), value)
        return {home: safe}
    if home == "pages":
        return {home: "--".join(encode(part) for part in _DASH.split(value))}
    return {home: encode_markup(value) if home in TITLES else encode(value)}


def _dates(home: str, date: PartialDate) -> dict[str, str]:
    found = {home: edtf(date)} if date.year is not None else {}
    if home != "date":
        return found
    if date.year is not None:
        found["year"] = str(date.year) if date.year > 0 else f"{-date.year} BC"
        if date.month is not None:
            found["month"] = MONTHS[date.month - 1]
    elif date.literal:
        found["year"] = encode(" ".join(clean(date.text).split()))
    return found


def _names(item: Item, kind: str) -> dict[str, str]:
    """The fields of names; `zotero-creators` where they do not say all (order across roles, odd names)."""
    creators = [one for one in map(normal, item.creators) if one]
    by_home: dict[str, list[Creator]] = {}
    for creator in creators:
        role = re.sub(r"[^a-z0-9]", "", creator.creator_type.lower()) or "contributor"
        home = role_homes(kind).get(creator.creator_type, f"zotero-{role}")
        by_home.setdefault(home, []).append(creator)
    found = {home: write_names(names) for home, names in by_home.items()}
    if list(creators_of(found, kind)) != creators:
        exact = [[one.creator_type, one.name or [one.last_name, one.first_name]] for one in creators]
        found["zotero-creators"] = encode(json.dumps(exact, ensure_ascii=False))
    return found


def _tags(tags: Sequence[Tag]) -> dict[str, str]:
    """All tags as keywords, automatic ones as well; not those that programs set as switches ("_", "/")."""
    names = {name: tag.automatic for tag in tags if (name := " ".join(clean(tag.name).split()))}
    kept = [name for name in names if name[0] not in "_/"]
    automatic = [name for name in kept if names[name]]
    found = {"keywords": _keywords(kept)} if kept else {}
    if automatic:
        found["zotero-automatictags"] = _keywords(automatic)
    return found


def _keywords(names: Sequence[str]) -> str:
    return ", ".join(f"{{{encode(name)}}}" if re.search("[,;]", name) else encode(name) for name in names)


def _from_extra(extra: Extra) -> Mapping[str, str]:
    found = {}
    for name, variable in FROM_EXTRA.items():
        if variable in extra.variables:
            value = clean(extra.variables[variable])
            found.update(_standard(name, value) if name in VERBATIM else {name: encode(value)})
    original = extra.dates.get("original-date")
    if original and original.year is not None:
        found["origdate"] = edtf(original)
    for name, value in extra.tex.items():
        if name not in _NO_TEX_LINE and not name.startswith(("zotero", "bdsk")):
            found.setdefault(name, encode(value))
    return {name: value for name, value in found.items() if value}


def _babel(tag: str) -> str:
    return _BABEL.get(tag) or _BABEL.get(tag.split("-")[0], "")
