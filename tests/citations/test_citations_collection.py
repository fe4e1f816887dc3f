"""The bundled collection in the styles that matter: nobody lost, nothing odd."""

from __future__ import annotations

import json
from typing import Any

import pytest

from readinglist.citations.processor import format_list
from readinglist.citations.richtext import plain_text
from readinglist.interchange.csljson import to_csl
from readinglist.resources import package_file
from readinglist.zotero.mapping import item_from_json


@pytest.fixture(scope="module")
def collection() -> list[dict[str, Any]]:
    raw = json.loads(package_file("demo", "data", "collection.json").read_text("utf-8"))
    bibliographic = [one for one in raw["items"] if one["itemType"] not in {"note", "attachment"}]
    items = [
        item_from_json({"key": one["key"], "version": 1, "data": one}, "groups/1") for one in bibliographic
    ]
    return [to_csl(item) for item in items]


# Parts that these styles do not show for these kinds of work, and citeproc-js does not either.
LEFT_OUT = {
    "ieee": {"translator", "contributor", "narrator", "guest", "composer"},
    "vancouver": {"translator", "contributor", "narrator", "guest", "composer"},
    "iso690-author-date-es": {"translator", "contributor", "narrator", "guest", "composer"},
    "harvard-cite-them-right": {"contributor", "narrator", "guest", "composer"},
    "modern-language-association": {"author"},
}


@pytest.mark.parametrize(
    ("style", "locale"),
    [
        ("apa", "en-US"),
        ("apa", "es-MX"),
        ("chicago-author-date", "en-US"),
        ("chicago-notes-bibliography", "en-US"),
        ("modern-language-association", "en-US"),
        ("ieee", "en-US"),
        ("vancouver", "en-US"),
        ("iso690-author-date-es", "es-ES"),
        ("harvard-cite-them-right", "en-GB"),
    ],
)
def test_every_entry_is_there_and_no_creator_is_lost_in_silence(
    collection: list[dict[str, Any]], style: str, locale: str
) -> None:
    done = format_list(collection, style=style, locale=locale)
    assert list(done.entries) == [item["id"] for item in collection]
    parts = set()
    for warning in done.warnings:
        assert "left out" in warning
        parts |= {part.rstrip(")") for part in warning.split("(")[1:]}
    assert {part.split(")")[0] for part in parts} <= LEFT_OUT.get(style, set())
    for entry in done.entries.values():
        text = plain_text(entry.bibliography)
        assert len(text) > 8 and text == text.strip()
        assert not any(
            odd in text for odd in ("  ", "<i>", "———", "None", "..", ",,", " ,", "\ue0fe", "CSL STYLE ERROR")
        )


def test_known_entries_read_as_the_manuals_have_them(collection: list[dict[str, Any]]) -> None:
    by_title = {item["title"]: item for item in collection if item.get("title")}
    item = by_title["Narco-Propaganda in the Mexican “Drug War”: An Anthropological Perspective"]
    key = item["id"]
    expected = {
        (
            "apa",
            "en-US",
        ): "Campbell, H. (2014). Narco-Propaganda in the Mexican “Drug War”: An Anthropological "
        "Perspective. Latin American Perspectives, 41(2), 60–77. https://doi.org/10.1177/0094582X12443519",
        (
            "chicago-author-date",
            "en-US",
        ): "Campbell, Howard. 2014. “Narco-Propaganda in the Mexican ‘Drug War’: An "
        "Anthropological Perspective.” Latin American Perspectives 41 (2): 60–77. "
        "https://doi.org/10.1177/0094582X12443519.",
        (
            "modern-language-association",
            "en-US",
        ): "Campbell, Howard. “Narco-Propaganda in the Mexican ‘Drug War’: An "
        "Anthropological Perspective.” Latin American Perspectives, vol. 41, no. 2, Mar. 2014, pp. 60–77, "
        "https://doi.org/10.1177/0094582X12443519.",
    }
    for (style, locale), text in expected.items():
        done = format_list([item], style=style, locale=locale)
        assert plain_text(done.entries[key].bibliography) == text
