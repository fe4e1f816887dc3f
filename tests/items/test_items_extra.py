"""Zotero's Extra field."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from readinglist.items import Creator
from readinglist.items.extra import Extra, parse_extra


def test_lines_are_sorted_out() -> None:
    extra = parse_extra(
        "Associated Press\n"
        "Citation Key: campbell2014narco\n"
        "original-date: 2012-06-14\n"
        "Original Title: Los señores\n"
        "Publication Title: Proceso\n"
        "DOI: 10.1/x\n"
        "editor: Last || First\n"
        "Editor: World Bank\n"
        "tex.Article-Number: e2411\n"
        "Type: classic\n"
        "ECLI: EU:C:2024:372"
    )
    assert extra.rest == "Associated Press\nECLI: EU:C:2024:372"
    assert extra.citation_key == "campbell2014narco"
    assert extra.dates["original-date"].year == 2012
    assert extra.variables == {"original-title": "Los señores", "container-title": "Proceso", "DOI": "10.1/x"}
    assert extra.names["editor"] == (Creator("editor", "Last", "First"), Creator("editor", name="World Bank"))
    assert extra.tex == {"article-number": "e2411"}
    assert extra.item_type == "classic"


def test_the_older_form_in_braces() -> None:
    extra = parse_extra("{:original-date: 2004} a remark")
    assert extra.dates["original-date"].year == 2004
    assert extra.rest == "a remark"


@pytest.mark.parametrize(
    "line",
    [
        "Also presented at CSCW 2015",
        "Date: soon",
        "https://example.org: x",
        "Extra: x",
        "a:b:c",
        "Type: nonsense",
    ],
)
def test_other_lines_stay_for_people(line: str) -> None:
    assert parse_extra(line) == Extra(rest=line)


@given(st.text(max_size=80) | st.from_regex(r"([a-zA-Z\-. ]{0,9}: ?[a-z|]{0,9}\n?){0,5}", fullmatch=True))
def test_any_text_is_read(text: str) -> None:
    extra = parse_extra(text)
    if ":" not in text:
        assert extra.rest.split() == text.split()


def test_hostile_extra_takes_no_time() -> None:
    began = time.perf_counter()
    for text in (
        "a:" * 50_000,
        "{:a:" * 30_000,
        "\n" * 100_000,
        "a " * 50_000,
        "key: " + " " * 100_000 + "x",
    ):
        parse_extra(text)
    assert time.perf_counter() - began < 30
