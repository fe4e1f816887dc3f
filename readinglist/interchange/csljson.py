"""CSL-JSON: items in the form that citation processors read, by the mapping of Zotero's schema."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from typing import Any

from readinglist.errors import FormatError
from readinglist.interchange import Format, Problem, ReadResult
from readinglist.interchange.csl.reading import from_csl
from readinglist.interchange.csl.tables import (
    csl_type,
    date_fields,
    name_variables,
    shared_types,
    text_fields,
    uncarried,
)
from readinglist.interchange.csl.values import csl_name
from readinglist.items import Item
from readinglist.items.dates import csl_date, parse_date
from readinglist.items.extra import Extra, parse_extra
from readinglist.items.text import language_tag

__all__ = ["FORMAT", "from_csl", "read", "shared_types", "to_csl", "uncarried", "write"]


def to_csl(item: Item) -> dict[str, Any]:
    """The item as a CSL-JSON entry (CSL 1.0.2). Its id is the citation key, else Zotero's key.

    Titles keep Zotero's inline markup, which CSL shares; other text stands as typed. The language is a
    BCP 47 tag or missing, dates are valid or missing. Lines of Extra override fields, what else stands
    there becomes `note`. Child notes, tags and attachments are never in it; see `uncarried` for the
    fields and creators that CSL has no place for.
    Source: https://github.com/citation-style-language/schema/blob/master/schemas/input/csl-data.json
    """
    extra = parse_extra(item.get("extra"))
    entry: dict[str, Any] = {
        "id": item.citation_key or item.key,
        "type": extra.item_type or csl_type(item.item_type),
    }
    entry.update(_texts(item))
    entry.update(_names(item))
    for variable, field in date_fields(item.item_type).items():
        date = csl_date(parse_date(item.fields.get(field, "")))
        if date and not (variable == "accessed" and "literal" in date):
            entry[variable] = date
    _override(entry, extra)
    _normalise(entry)
    return entry


def _texts(item: Item) -> dict[str, str]:
    found = {}
    for variable, fields in text_fields(item.item_type).items():
        for field in fields:
            value = item.fields.get(field, "").strip()
            if value:
                found[variable] = value
                break
    return found


def _names(item: Item) -> dict[str, list[dict[str, Any]]]:
    found: dict[str, list[dict[str, Any]]] = {}
    variables = name_variables(item.item_type)
    for creator in item.creators:
        variable = variables.get(creator.creator_type)
        name = csl_name(creator)
        if variable and name:
            found.setdefault(variable, []).append(name)
    return found


def _override(entry: dict[str, Any], extra: Extra) -> None:
    entry.update(extra.variables)
    for variable, creators in extra.names.items():
        names = [name for name in map(csl_name, creators) if name]
        if names:
            entry[variable] = names
    for variable, date in extra.dates.items():
        value = csl_date(date)
        if value:
            entry[variable] = value
        else:
            entry.pop(variable, None)  # "issued: n.d." takes the date away
    if extra.rest:
        entry["note"] = "\n".join(text for text in (extra.variables.get("note"), extra.rest) if text)


def _normalise(entry: dict[str, Any]) -> None:
    if "language" in entry:
        tag = language_tag(entry.pop("language"))
        if tag:
            entry["language"] = tag
    if "DOI" in entry:
        entry["DOI"] = re.sub(
            r"^(?:https?://(?:dx\.)?doi\.org/|doi:\s*)", "", entry["DOI"], flags=re.IGNORECASE
        )
    if "ISBN" in entry:
        # Zotero's field holds several, parted by blanks; CSL's is one.
        found = re.match(r"(?:97[89][ -]?)?(?:\d[ -]?){9}[\dXx](?![\d-])", entry["ISBN"])
        entry["ISBN"] = found[0] if found else entry["ISBN"].split()[0]


def write(items: Sequence[Item]) -> str:
    """The items as a CSL-JSON file, sorted by id."""
    entries = sorted((to_csl(item) for item in items), key=lambda entry: str(entry["id"]))
    return json.dumps(entries, ensure_ascii=False, indent=2) + "\n"


def read(text: str) -> ReadResult:
    """Read a CSL-JSON file: a list of entries, or an object with `items`, or one entry.

    Raises `FormatError` when it is not JSON, or JSON without entries. What is no entry becomes a problem.
    """
    entries = _entries(text)
    items: list[Item] = []
    problems: list[Problem] = []
    seen: set[str] = set()
    for number, entry in enumerate(entries, 1):
        if not isinstance(entry, dict):
            problems.append(Problem(0, "", f"entry {number} is no object and was left out", _short(entry)))
            continue
        item = from_csl(entry)
        if not isinstance(entry.get("type"), str):
            problems.append(Problem(0, item.citation_key, f"entry {number} has no type: read as a document"))
        if item.citation_key and item.citation_key in seen:
            problems.append(Problem(0, item.citation_key, f"entry {number} uses the id of an earlier entry"))
        seen.add(item.citation_key)
        items.append(item)
    return ReadResult(tuple(items), tuple(problems))


def _entries(text: str) -> list[Any]:
    try:
        loaded = json.loads(text.lstrip("\ufeff"))
    except json.JSONDecodeError as error:
        raise FormatError(
            f"not JSON: {error.msg}",
            where=f"line {error.lineno}",
            hint="CSL-JSON is a list of entries in JSON.",
        ) from error
    except (RecursionError, ValueError) as error:
        raise FormatError("JSON that is nested too deeply, or holds a number too long to read") from error
    if isinstance(loaded, dict):
        inner = loaded.get("items")
        loaded = inner if isinstance(inner, list) else [loaded]
    if not isinstance(loaded, list):
        raise FormatError("JSON, but no list of CSL entries")
    return loaded


def _short(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)[:500]


FORMAT = Format("csljson", ".json", "CSL-JSON, for citation processors and reference managers", read, write)
