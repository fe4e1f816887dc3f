"""What a page says of its works to programs: who made them, by schema.org's properties."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from readinglist.export.arrange import Group
from readinglist.export.semantic import json_ld
from readinglist.export.view import ListView
from readinglist.items import Creator, Item


def people(view: ListView, kind: str, *parts: str) -> dict[str, list[str]]:
    """The people of one work in the JSON-LD of its list, by property; each is called by the part."""
    creators = tuple(Creator(part, part.title(), "Ana") for part in parts)
    entry = replace(view.entries[0], item=Item(item_type=kind, fields={"title": "T"}, creators=creators))
    one = replace(view, sections=(replace(view.sections[0], groups=(Group("", (entry,)),)),))
    (listed,) = [
        part["itemListElement"] for part in walk(json.loads(json_ld(one))) if "itemListElement" in part
    ]
    work = listed[0]["item"]
    return {
        key: [each["familyName"] for each in value]
        for key, value in work.items()
        if isinstance(value, list) and all("familyName" in each for each in value)
    }


def walk(value: object) -> list[dict[str, object]]:
    if isinstance(value, dict):
        return [value, *(part for one in value.values() for part in walk(one))]
    return [part for one in value for part in walk(one)] if isinstance(value, list) else []


@pytest.mark.parametrize(
    ("kind", "parts", "shown"),
    [
        (
            "film",
            ("director", "castMember", "scriptwriter", "producer"),
            {
                "director": ["Director"],
                "actor": ["Castmember"],
                "contributor": ["Scriptwriter"],
                "producer": ["Producer"],
            },
        ),
        ("podcast", ("podcaster", "guest"), {"author": ["Podcaster"], "contributor": ["Guest"]}),
        (
            "bookSection",
            ("author", "translator", "editor", "bookAuthor", "seriesEditor"),
            {"author": ["Author"], "translator": ["Translator"], "editor": ["Editor"]},
        ),
        ("book", ("editor",), {"editor": ["Editor"]}),
        ("journalArticle", ("author", "reviewedAuthor"), {"author": ["Author"]}),
        ("case", ("author", "counsel"), {"author": ["Author"]}),
    ],
)
def test_everybody_who_made_a_work_has_the_property_of_their_part(
    kind: str, parts: tuple[str, ...], shown: dict[str, list[str]], view: ListView
) -> None:
    assert people(view, kind, *parts) == shown
