"""Items of every Zotero type with every field and creator filled in, and with every line of Extra."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from readinglist.items.extra import DATE_VARIABLES, NAME_VARIABLES, TEXT_VARIABLES
from readinglist.items.schema import creator_types, fields_of, item_types

# What stands in a field of this name; in any other stand its name and a number.
_VALUES = {
    "accessDate": "2026-01-18T10:30:00Z", "DOI": "10.1000/182", "ISBN": "978-0-306-40615-7 0306406152",
    "ISSN": "0094-582X", "language": "es-MX", "numPages": "xii, 240", "pages": "60-77",
    "runningTime": "42:10", "url": "https://example.org/a?b=c&d=é", "volume": "41", "issue": "2/3",
    "edition": "2nd", "extra": "", "citationKey": "",
}  # fmt: skip
BARE, CROWD = "bare", "crowd"


def everything(collection: str) -> Iterator[dict[str, Any]]:
    """Raw items: each type twice (fields, lines of Extra), one with a title alone, one with 3,000 authors."""
    for at, item_type in enumerate(
        one for one in item_types() if one not in ("note", "attachment", "annotation")
    ):
        base = {"itemType": item_type, "tags": [{"tag": "t"}], "collections": [collection], "relations": {}}
        creators = [
            one
            for role in creator_types(item_type)
            for one in (
                {"creatorType": role, "firstName": "Ana María", "lastName": f"de la {role.title()}"},
                {"creatorType": role, "name": f"Office of the {role}"},
            )
        ]
        fields = {name: _VALUES.get(name, _value(name, at)) for name in fields_of(item_type)}
        yield base | fields | {"creators": creators, "extra": f"Citation Key: f{item_type}"}
        yield base | {
            "title": f"T {at}",
            "creators": [],
            "extra": f"Citation Key: e{item_type}\n{extra_lines()}",
        }
    one = {"itemType": "book", "title": "Alone", "tags": [], "collections": [collection], "relations": {}}
    yield one | {"creators": [], "extra": f"Citation Key: {BARE}"}
    crowd = [{"creatorType": "author", "firstName": "A.", "lastName": f"Autora{at}"} for at in range(3000)]
    yield one | {"creators": crowd, "date": "ca. 1920?/1925", "extra": f"Citation Key: {CROWD}"}


def keys() -> list[str]:
    """The citation keys of all of them; one is cited twice."""
    types = [one for one in item_types() if one not in ("note", "attachment", "annotation")]
    return [*(f"{letter}{one}" for one in types for letter in "fe"), BARE, CROWD, BARE]


def extra_lines() -> str:
    """A line for each variable of CSL."""
    texts = [
        f"{name}: {_VALUES.get(name, f'{name} 3')}" for name in sorted(TEXT_VARIABLES - {"language", "note"})
    ]
    names = [f"{name}: Family || Given" for name in sorted(NAME_VARIABLES)]
    dates = [f"{name}: 2019-03-02/2019-04" for name in sorted(DATE_VARIABLES)]
    return "\n".join([*texts, *names, *dates, "language: fr", "and a remark"])


def _value(name: str, at: int) -> str:
    return (
        ("2014-05-12", "May 2014", "2014", "12/31/2014", "1914-1918")[at % 5]
        if "date" in name.lower()
        else (f"{name} <i>{at}</i> & “so” on")
    )
