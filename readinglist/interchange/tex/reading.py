"""A BibTeX entry's fields as an item."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from readinglist.interchange.tex.decode import decode
from readinglist.interchange.tex.names import read_names, split_keywords
from readinglist.interchange.tex.types import (
    DATES,
    TITLES,
    VERBATIM,
    field_for,
    is_role,
    item_type_for,
    role_homes,
    zotero_names,
)
from readinglist.items import Creator, Item, Note, Tag
from readinglist.items.datewords import MONTHS
from readinglist.items.extra import Extra, parse_extra
from readinglist.items.schema import creator_types, fields_of
from readinglist.items.text import language_tag

_NAMES = frozenset({"author", "editor", "translator", "bookauthor"})
_DATE_PARTS = frozenset({"year", "month", "day"})
# What only says how the file was made, or repeats another field.
_SILENT = frozenset(
    str.split(
        "entrytype id keywords keyword zoterotype zotero-creators zotero-automatictags zotero-citekey"
        " zotero-extra subtitle langid hyphenation crossref xref timestamp owner creationdate groups"
        " modificationdate __markedentry date-added date-modified bibsource biburl annote annotation note"
        " archiveprefix eprinttype"
    )
)
_PRIVATE = frozenset(str.split("file local-url pdf"))
_CLASS_FIELDS = frozenset({"primaryclass", "eprintclass"})


# EDTF's 21 to 24, which Zotero would read as the end of a range.
_SEASON = re.compile(r"(\d{4})-2([1-4])")
_DASHES = re.compile(r"\s*(?:--+|–)\s*")
_SEASONS = ("Spring", "Summer", "Autumn", "Winter")


@dataclass(slots=True)
class Reading:
    """An item on its way, with what is to be told about it."""

    item: Item
    problems: list[str] = field(default_factory=list)


def read_value(home: str, value: str) -> str:
    """The text of one BibTeX field, read as its kind asks for."""
    if home in VERBATIM:
        return value.strip()
    if home in DATES and (season := _SEASON.fullmatch(value.strip())):
        return f"{_SEASONS[int(season[2]) - 1]} {season[1]}"
    if home == "pages":
        return _DASHES.sub("-", decode(re.sub(r"--+", "--", value)).replace("–", "--"))
    return decode(value, markup=home in TITLES)


def item_from(entry: Mapping[str, str]) -> Reading:
    """The item of one entry (field names in small letters, `ENTRYTYPE` and `ID` beside them).

    Never raises. What the item type has no field for becomes a "tex." line of Extra; remarks of the
    file's owner (`annote`) become a note; paths of files are left out and told.
    """
    raw = {name.lower(): value for name, value in entry.items()}
    problems: list[str] = []
    kind = _kind(raw, problems)
    extra_text = decode(raw.get("zotero-extra", ""))
    fields, left = _fields(raw, kind, parse_extra(extra_text), problems)
    if "zotero-extra" not in raw:
        lines = [f"tex.{name}: {text}" for name, text in left.items()]
        note = decode(raw.get("note", ""))
        extra_text = "\n".join([*lines, note] if note else lines)
    if extra_text:
        fields["extra"] = extra_text
    order = {name: position for position, name in enumerate(fields_of(kind))}
    item = Item(
        item_type=kind,
        fields=dict(sorted(fields.items(), key=lambda pair: order.get(pair[0], len(order)))),
        creators=creators_of(raw, kind),
        tags=_tags(raw),
        notes=_notes(raw),
        citation_key=decode(raw.get("zotero-citekey", "")) or raw.get("id", ""),
    )
    if any(read_names(raw.get(name, ""), "")[1] for name in _NAMES):
        problems.append('"and others" stands for names that are not in the file')
    return Reading(item, problems)


def _kind(raw: Mapping[str, str], problems: list[str]) -> str:
    told = decode(raw.get("zoterotype", ""))
    entry = raw.get("entrytype", "")
    kind = item_type_for(entry, told)
    if not kind:
        problems.append(f"the entry type @{entry} is unknown: read as a document")
        return "document"
    if (
        not told
        and kind in ("document", "journalArticle")
        and _prefix(raw) == "arxiv"
        and "journal" not in raw
    ):
        return "preprint"
    return kind


def _prefix(raw: Mapping[str, str]) -> str:
    return (raw.get("archiveprefix") or raw.get("eprinttype") or "").strip("{} ").lower()


def _fields(
    raw: Mapping[str, str], kind: str, extra: Extra, problems: list[str]
) -> tuple[dict[str, str], dict[str, str]]:
    """The item's fields, and what found no place: BibTeX name → text."""
    found: dict[str, str] = {}
    left: dict[str, str] = {}
    own = {name.lower(): name for name in fields_of(kind)}
    roles = {role.lower() for role in creator_types(kind)}
    for name, value in raw.items():
        if not name.startswith("zotero-") or name in _SILENT or name[7:] in roles:
            continue
        target = own.get(name[7:]) or zotero_names().get(name[7:]) or name[7:]
        if target not in own.values() and is_role(name[7:]):
            continue
        found[target] = decode(value)
    for name, value in raw.items():
        if name.startswith("zotero-") or name in _SILENT | _NAMES | _DATE_PARTS or not value.strip():
            continue
        if name in _PRIVATE or name.startswith("bdsk-"):
            problems.append(f"the field '{name}' (a path on the computer it came from) was left out")
            continue
        target = field_for(kind, name)
        if said_in_extra(extra, name):
            continue
        if target and target not in found:
            found[target] = read_value(name if name in DATES else _home(name), value)
        elif not target:
            left[name] = " ".join(decode(value).split())
    _read_date(raw, kind, found)
    _read_habits(raw, kind, found, left)
    return {name: value for name, value in found.items() if value.strip()}, left


def _home(name: str) -> str:
    return {"journaltitle": "journal", "maintitle": "booktitle"}.get(name, name)


# Variables given in Extra that BibTeX or biblatex has a field for.
FROM_EXTRA: Mapping[str, str] = {
    "origtitle": "original-title", "origpublisher": "original-publisher", "doi": "DOI", "isbn": "ISBN",
    "issn": "ISSN", "pmid": "PMID", "pmcid": "PMCID", "origlocation": "original-publisher-place",
    "origdate": "original-date",
}  # fmt: skip


def said_in_extra(extra: Extra, name: str) -> bool:
    """Whether a BibTeX field repeats what a line of Extra says."""
    variable = FROM_EXTRA.get(name, "")
    return name in extra.tex or variable in extra.variables or variable in extra.dates


def _read_date(raw: Mapping[str, str], kind: str, found: dict[str, str]) -> None:
    target = field_for(kind, "date")
    if not target or target in found or "year" not in raw:
        return
    year, month, day = (decode(raw.get(name, "")).strip() for name in ("year", "month", "day"))
    number = int(month) if re.fullmatch(r"\d{1,2}", month) else MONTHS.get(month.casefold())
    if not month or not re.fullmatch(r"\d{4}", year):
        found[target] = " ".join(part for part in (day if month else "", month, year) if part)
    elif number and 1 <= number <= 12:
        found[target] = f"{year}-{number:02d}" + (f"-{int(day):02d}" if re.fullmatch(r"\d{1,2}", day) else "")
    else:
        found[target] = f"{month} {year}"


def _read_habits(raw: Mapping[str, str], kind: str, found: dict[str, str], left: dict[str, str]) -> None:
    """Subtitles, babel languages and arXiv numbers, which Zotero keeps in other fields."""
    title = field_for(kind, "title")
    if raw.get("subtitle") and title:
        subtitle = decode(raw["subtitle"], markup=True)
        found[title] = f"{found[title]}: {subtitle}" if found.get(title) else subtitle
    babel = decode(raw.get("langid") or raw.get("hyphenation") or "").strip()
    if babel and not found.get("language") and "language" in fields_of(kind) and "zoterotype" not in raw:
        tag = _BABEL_NAMES.get(babel.lower()) or language_tag(babel)
        if tag:
            found["language"] = tag
    if "eprint" in raw and _prefix(raw) == "arxiv":
        left.pop("eprint", None)
        for name in _CLASS_FIELDS:
            left.pop(name, None)
        number = f"arXiv:{decode(raw['eprint']).strip()}"
        if kind == "preprint":
            found.setdefault("archiveID", number)
            if "zoterotype" not in raw:
                found.setdefault("repository", "arXiv")
        elif "zotero-extra" not in raw:
            left["eprint"], left["eprinttype"] = number.removeprefix("arXiv:"), "arxiv"


_BABEL_NAMES = {
    "american": "en-US", "usenglish": "en-US", "british": "en-GB", "ukenglish": "en-GB",
    "australian": "en-AU", "canadian": "en-CA", "ngerman": "de", "naustrian": "de-AT",
    "austrian": "de-AT", "brazilian": "pt-BR", "brazil": "pt-BR", "portuges": "pt", "canadien": "fr-CA",
    "francais": "fr", "mexican": "es-MX", "norsk": "nb", "nynorsk": "nn", "slovene": "sl",
    "spanishmx": "es-MX",
}  # fmt: skip


def creators_of(raw: Mapping[str, str], kind: str) -> tuple[Creator, ...]:
    """The creators of an entry, by role; `zotero-creators` speaks for all of them where it can be read."""
    exact = _exact_creators(raw.get("zotero-creators", ""))
    if exact:
        return exact
    homes = {home: role for role, home in role_homes(kind).items()}
    for name in raw:
        if name not in homes and (name in _NAMES or (name.startswith("zotero-") and is_role(name[7:]))):
            homes[name] = zotero_names()[name.removeprefix("zotero-")]
    # The order people keep in Zotero: authors, editors, translators, then the rest by name.
    ordered = sorted(homes, key=lambda home: (_FIRST.get(home, len(_FIRST)), home))
    return tuple(creator for home in ordered for creator in read_names(raw.get(home, ""), homes[home])[0])


_FIRST = {"author": 0, "bookauthor": 1, "editor": 2, "translator": 3}


def _exact_creators(value: str) -> tuple[Creator, ...]:
    try:
        loaded = json.loads(decode(value)) if value else []
        return tuple(_exact_creator(role, name) for role, name in loaded)
    except (ValueError, TypeError, RecursionError):
        return ()


def _exact_creator(role: object, name: object) -> Creator:
    if not isinstance(role, str):
        raise TypeError
    if isinstance(name, str):
        return Creator(role, name=name)
    if not (isinstance(name, list) and len(name) == 2 and all(isinstance(one, str) for one in name)):
        raise TypeError
    return Creator(role, last_name=name[0], first_name=name[1])


def _tags(raw: Mapping[str, str]) -> tuple[Tag, ...]:
    automatic = set(split_keywords(raw.get("zotero-automatictags", "")))
    names = split_keywords(raw.get("keywords") or raw.get("keyword") or "")
    return tuple(Tag(name, name in automatic) for name in dict.fromkeys(names))


def _notes(raw: Mapping[str, str]) -> tuple[Note, ...]:
    texts = [decode(raw[name]) for name in ("annote", "annotation") if raw.get(name)]
    return tuple(Note(key="", html=f"<p>{html.escape(text)}</p>") for text in texts if text)
