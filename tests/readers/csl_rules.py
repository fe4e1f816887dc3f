"""A check of CSL-JSON, written from the CSL 1.0.2 specification and the structure of its JSON Schema."""

from __future__ import annotations

import calendar
import json
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

# Appendix III of the specification.
TYPES = frozenset(
    str.split(
        "article article-journal article-magazine article-newspaper bill book broadcast chapter classic"
        " collection dataset document entry entry-dictionary entry-encyclopedia event figure graphic hearing"
        " interview legal_case legislation manuscript map motion_picture musical_score pamphlet"
        " paper-conference patent performance periodical personal_communication post post-weblog regulation"
        " report review review-book software song speech standard thesis treaty webpage"
    )
)
# Appendix IV.
NAMES = frozenset(
    str.split(
        "author chair collection-editor compiler composer container-author contributor curator director"
        " editor editorial-director executive-producer guest host illustrator interviewer narrator organizer"
        " original-author performer producer recipient reviewed-author script-writer series-creator"
        " translator"
    )
)
DATES = frozenset(str.split("accessed available-date event-date issued original-date submitted"))
NUMBERS = frozenset(
    str.split(
        "chapter-number citation-number collection-number edition first-reference-note-number issue locator"
        " number number-of-pages number-of-volumes page page-first part printing supplement volume"
    )
)
TEXTS = frozenset(
    str.split(
        "abstract annote archive archive_collection archive_location archive-place authority call-number"
        " citation-key citation-label collection-title container-title container-title-short dimensions"
        " division DOI event event-title event-place genre ISBN ISSN journalAbbreviation jurisdiction keyword"
        " language medium note original-publisher original-publisher-place original-title part-title PMCID"
        " PMID publisher publisher-place references reviewed-genre reviewed-title scale section shortTitle"
        " source status title title-short URL version volume-title volume-title-short year-suffix"
    )
)
# The specification has these, and Zotero and processors use them; the JSON Schema forgot them
# (citation-style-language/schema, issue 407). They are written.
FORGOTTEN = frozenset(str.split("license part-number printing-number supplement-number editor-translator"))
_NAME_TEXTS = frozenset(str.split("family given dropping-particle non-dropping-particle suffix literal"))
_NAME_SWITCHES = frozenset(str.split("comma-suffix static-ordering parse-names"))
_LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{1,8})*|x(-[a-z0-9]{1,8})+")


def csl_faults(text: str) -> list[str]:
    """Where a CSL-JSON file breaks one of these rules; empty if nowhere.

    Of the schema (citation-style-language/schema, schemas/input/csl-data.json, v1.0):

    1. JSON: a list of objects; each has an `id` and a `type` of the 45;
    2. no variable but those of the schema, and five of the specification that it forgot (`FORGOTTEN`);
    3. a name variable is a list of names: objects with no parts but the nine, texts where texts belong;
    4. a date variable is an object of `date-parts`, `season`, `circa`, `literal`, `raw` and no other;
       `date-parts` holds one or two dates of one to three numbers;
    5. a number is a text or a number, any other variable a text; `categories` a list of texts, `custom` an
       object.

    And of ours, where the schema takes more: 6. an `id` is a text, not empty and once in the file; 7. nothing
    is empty: no text, no list of names, no name without a family name or literal, no date; 8. years, months
    and days are whole numbers, and the day is one of the calendar; a season is 1 to 4; 9. a second date is
    not before the first; 10. a language is a BCP 47 tag; 11. no text has a control character but line ends.
    """
    try:
        loaded = json.loads(text)
    except ValueError as error:
        return [f"not JSON: {error}"]
    if not isinstance(loaded, list):
        return ["no list"]
    faults = []
    for at, one in enumerate(loaded):
        if isinstance(one, dict):
            faults += [f"{at} ({one.get('id')}): {fault}" for fault in _item_faults(one)]
        else:
            faults.append(f"{at}: no object")
    ids = Counter(str(one.get("id")) for one in loaded if isinstance(one, dict))
    return faults + [f"the id {name!r} is there {count} times" for name, count in ids.items() if count > 1]


def _item_faults(one: Mapping[str, Any]) -> Iterator[str]:
    if not isinstance(one.get("id"), str) or not one["id"].strip():
        yield "no id"
    if not isinstance(one.get("type"), str) or one["type"] not in TYPES:
        yield f"the type {one.get('type')!r} is none of CSL"
    for name, value in one.items():
        if name not in ("id", "type"):
            yield from (f"{name}: {fault}" for fault in _variable_faults(name, value))


def _variable_faults(name: str, value: Any) -> Iterator[str]:
    if name in NAMES or name == "editor-translator":
        if not isinstance(value, list) or not value:
            yield "no list of names"
            return
        for one in value:
            yield from _name_faults(one)
    elif name in DATES:
        yield from _date_faults(value)
    elif name in NUMBERS or name in FORGOTTEN:
        if not isinstance(value, int) or isinstance(value, bool):
            yield from _text_faults(value)
    elif name in TEXTS:
        yield from _text_faults(value)
        if name == "language" and isinstance(value, str) and not _LANGUAGE.fullmatch(value):
            yield f"{value!r} is no language tag"
    elif name == "categories":
        if not isinstance(value, list) or not all(isinstance(text, str) for text in value):
            yield "no list of texts"
    elif name == "custom":
        if not isinstance(value, dict):
            yield "no object"
    else:
        yield "no variable of CSL"


def _text_faults(value: Any) -> Iterator[str]:
    if not isinstance(value, str):
        yield f"{value!r} is no text"
    elif not value.strip():
        yield "empty"
    elif re.search("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]", value):
        yield "a control character"


def _name_faults(one: Any) -> Iterator[str]:
    if not isinstance(one, dict):
        yield f"{one!r} is no name"
        return
    for part, value in one.items():
        if part in _NAME_TEXTS:
            yield from (f"{part} {fault}" for fault in _text_faults(value))
        elif part not in _NAME_SWITCHES:
            yield f"{part} is no part of a name"
        elif not isinstance(value, (str, int)):
            yield f"{part} is {value!r}"
    if not one.get("family") and not one.get("literal"):
        yield "a name without a family name or literal"


def _date_faults(value: Any) -> Iterator[str]:
    if not isinstance(value, dict) or not value:
        yield f"{value!r} is no date"
        return
    for part in value.keys() - {"date-parts", "season", "circa", "literal", "raw"}:
        yield f"{part} is no part of a date"
    for part in ("literal", "raw"):
        if part in value:
            yield from (f"{part} {fault}" for fault in _text_faults(value[part]))
    if value.get("season", 1) not in (1, 2, 3, 4):
        yield f"season is {value['season']!r}"
    if value.get("circa", True) is not True:
        yield f"circa is {value['circa']!r}"
    if "date-parts" in value:
        yield from _parts_faults(value["date-parts"])
    elif "literal" not in value and "raw" not in value:
        yield "a date without a date"


def _in_the_calendar(year: int, month: int = 1, day: int = 1) -> bool:
    """Whether there is such a day; leap years before the year 1 are those of the years after it."""
    return 1 <= month <= 12 and 1 <= day <= calendar.monthrange(2000 + year % 400, month)[1]


def _parts_faults(value: Any) -> Iterator[str]:
    if not isinstance(value, list) or not 1 <= len(value) <= 2:
        yield f"date-parts {value!r} are not one or two dates"
        return
    for one in value:
        if not isinstance(one, list) or not 1 <= len(one) <= 3:
            yield f"{one!r} is not a year, month and day"
        elif any(not isinstance(part, int) or isinstance(part, bool) for part in one):
            yield f"{one!r} are not whole numbers"
        elif not _in_the_calendar(*one):
            yield f"{one!r} is no day of the calendar"
    if (
        len(value) == 2
        and all(isinstance(one, list) for one in value)
        and value[1] < value[0][: len(value[1])]
    ):
        yield f"{value!r} ends before it begins"
