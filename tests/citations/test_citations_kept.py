"""Kept entries: what is formatted again after an edit, and that nothing comes out otherwise for it."""

from __future__ import annotations

import json
import random
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from readinglist.citations import processor
from readinglist.citations.contexts import independent
from readinglist.citations.processor import Formatted, format_list

STYLES = (
    "apa",
    "modern-language-association",
    "chicago-author-date",
    "chicago-notes-bibliography",
    "harvard-cite-them-right",
    "elsevier-vancouver",
    "iso690-author-date-es",
    "ieee",
    "din-1505-2-alphanumeric",
    "american-medical-association",
    "oscola",
    "bluebook-law-review",
    "turabian-author-date",
    "american-chemical-society",
)
_NAMES = (
    {"family": "Ruiz", "given": "Ana"},
    {"family": "Ruiz", "given": "Anselmo"},
    {"family": "Ruiz", "given": "Ana María"},
    {"family": "Ruíz", "given": "Bea"},
    {"family": "Cunha", "given": "Bruno", "non-dropping-particle": "da"},
    {"family": "da Cunha", "given": "Bruno"},
    {"family": "Beethoven", "given": "Ludwig", "dropping-particle": "van"},
    {"literal": "Insight Crime"},
    {"literal": "Proceso"},
    {"family": "Wang", "given": "Xi"},
    {"family": "Rutz", "given": "Carl"},
)
_TEXTS = ("Proceso", "Violence", "Violence and <i>Silence</i>", "Insight Crime", "On Drugs", "Los Zetas")
_KINDS = (
    "book",
    "article-journal",
    "article-newspaper",
    "legal_case",
    "webpage",
    "broadcast",
    "chapter",
    "bill",
)

items = st.fixed_dictionaries(
    {"type": st.sampled_from(_KINDS), "title": st.sampled_from(_TEXTS)},
    optional={
        "author": st.lists(st.sampled_from(_NAMES), min_size=1, max_size=5),
        "editor": st.lists(st.sampled_from(_NAMES), min_size=1, max_size=2),
        "host": st.lists(st.sampled_from(_NAMES), min_size=1, max_size=1),
        "container-title": st.sampled_from(_TEXTS),
        "publisher": st.sampled_from(_TEXTS),
        "issued": st.sampled_from((2010, 2011)).map(lambda year: {"date-parts": [[year]]}),
        "language": st.sampled_from(("es", "en", "de")),
        "number": st.just("12"),
        "page": st.just("1-9"),
    },
)


def identified(some: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    return [{**one, "id": f"key{number}"} for number, one in enumerate(some)]


@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)
@given(
    first=st.lists(items, min_size=2, max_size=14),
    new=st.lists(items, max_size=3),
    style=st.sampled_from(STYLES),
    by_language=st.booleans(),
    seed=st.integers(0, 2**16),
)
def test_after_any_edit_kept_entries_are_what_a_whole_run_makes(
    first: list[dict[str, Any]], new: list[dict[str, Any]], style: str, by_language: bool, seed: int
) -> None:
    chance = random.Random(seed)
    edited = [one for one in first if chance.random() < 0.8] + new
    chance.shuffle(edited)

    def formatted(some: Sequence[dict[str, Any]], cache: Path | None) -> Formatted:
        return format_list(
            identified(some), style=style, locale="en-US", by_language=by_language, cache=cache
        )

    with tempfile.TemporaryDirectory() as name:
        for some in (first, edited, [*edited, *new]):
            assert formatted(some, Path(name)) == formatted(some, None)


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(some=st.lists(items, min_size=6, max_size=20), style=st.sampled_from(STYLES))
def test_a_long_list_in_parts_comes_out_as_in_one(
    monkeypatch: pytest.MonkeyPatch, some: list[dict[str, Any]], style: str
) -> None:
    whole = format_list(identified(some), style=style, locale="en-US")
    with monkeypatch.context() as patch:
        patch.setattr(processor, "_BATCH", 4)
        assert format_list(identified(some), style=style, locale="en-US") == whole


def authors(count: int) -> list[dict[str, Any]]:
    return identified(
        [
            {
                "type": "book",
                "title": f"Title {number}",
                "author": [
                    {"family": f"Name{chr(97 + number // 26)}{chr(97 + number % 26)}", "given": "Ana"}
                ],
                "issued": {"date-parts": [[2010]]},
            }
            for number in range(count)
        ]
    )


@pytest.mark.parametrize("style", ["apa", "ieee", "chicago-notes-bibliography"])
def test_after_an_edit_of_one_item_one_run_formats_that_item(
    tmp_path: Path, runs: list[int], style: str
) -> None:
    some = authors(30)
    format_list(some, style=style, cache=tmp_path)
    format_list(some, style=style, cache=tmp_path)
    assert runs == [30]
    some[7]["title"] = "Another title"
    format_list(some, style=style, cache=tmp_path)
    assert runs == [30, 1]


def test_an_edit_takes_along_those_who_might_be_mistaken_for_it(tmp_path: Path, runs: list[int]) -> None:
    some = authors(10)
    format_list(some, style="apa", cache=tmp_path)
    some[3]["author"] = some[8]["author"]
    done = format_list(some, style="apa", cache=tmp_path)
    assert runs == [10, 2]
    letters = [
        "(2010a)" in str(done.entries[f"key{at}"]) or "(2010b)" in str(done.entries[f"key{at}"])
        for at in (3, 8)
    ]
    assert letters == [True, True]


def test_a_new_order_formats_nothing_and_renumbers(tmp_path: Path, runs: list[int]) -> None:
    some = authors(12)
    format_list(some, style="ieee", cache=tmp_path)
    done = format_list(some[::-1], style="ieee", cache=tmp_path)
    assert runs == [12]
    assert [entry.number for entry in done.entries.values()] == [f"[{number}]" for number in range(1, 13)]


def test_another_locale_or_style_is_formatted_by_itself(tmp_path: Path, runs: list[int]) -> None:
    some = authors(3)
    for style, locale in (("ieee", "en-US"), ("ieee", "es-MX"), ("apa", "en-US")):
        format_list(some, style=style, locale=locale, cache=tmp_path)
    assert runs == [3, 3, 3]


@pytest.mark.parametrize("rubbish", [5, None, [[0, "", [{"style": 1}]]], [["x"]], {"a": 1}, [[0, "", 7]]])
def test_a_group_that_cannot_be_read_is_formatted_again(tmp_path: Path, rubbish: object) -> None:
    some = authors(2)
    first = format_list(some, style="ieee", cache=tmp_path)
    (file,) = tmp_path.glob("*.cited.json")
    file.write_text(json.dumps(dict.fromkeys(json.loads(file.read_text("utf-8")), rubbish)), "utf-8")
    assert format_list(some, style="ieee", cache=tmp_path) == first


def test_groups_hold_every_position_once_and_keep_apart_what_shares_nothing() -> None:
    some = [
        {"author": [{"family": "Ruiz"}], "title": "A"},
        {"author": [{"family": "Wang"}], "title": "B"},
        {"author": [{"family": "Müller"}, {"family": "Ruiz"}], "title": "C"},
        {"title": "D"},
        {"title": "E", "author": [{"literal": "wang"}]},
        {"type": "bill", "title": "F", "author": [{"family": "Ñáñez"}]},
    ]
    assert independent(some, told_apart=True) == [[0, 2], [1, 4], [3, 5]]
    assert independent(some, told_apart=False) == [[0], [1], [2], [3], [4], [5]]
