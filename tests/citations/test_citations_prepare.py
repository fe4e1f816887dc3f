"""What is mended in an item before it is formatted."""

from __future__ import annotations

from typing import Any

import pytest

from readinglist.citations.creators import missing_creators, promote_creators
from readinglist.citations.markup import MARK, unguard
from readinglist.citations.prepare import prepare_date, prepare_item, prepare_names


def item(**values: Any) -> dict[str, Any]:
    return prepare_item({"id": "x", "type": "book", **values}, "item000000")


@pytest.mark.parametrize(
    ("given", "ready"),
    [
        ({"date-parts": [[2010, 5, 3]]}, {"date-parts": [[2010, 5, 3]]}),
        ({"date-parts": [["2010", "05"]]}, {"date-parts": [[2010, 5]]}),
        ({"date-parts": [[]]}, {}),
        ({"date-parts": []}, {}),
        ({}, {}),
        (None, {}),
        ("2010", {}),
        ({"date-parts": [[2010, 13]]}, {"date-parts": [[2010]], "season": 1}),
        ({"date-parts": [[2010, 24]]}, {"date-parts": [[2010]], "season": 4}),
        ({"date-parts": [[2010, 0]]}, {"date-parts": [[2010]]}),
        ({"date-parts": [[2010, 2, 99]]}, {"date-parts": [[2010, 2]]}),
        ({"date-parts": [[2010], [2011]]}, {"date-parts": [[2010], [2011]]}),
        (
            {"date-parts": [[2010]], "season": "3", "circa": 1},
            {"date-parts": [[2010]], "season": 3, "circa": True},
        ),
        ({"date-parts": [[True]]}, {}),
        ({"literal": "n.d."}, {}),
        ({"literal": "s.f."}, {}),
        ({"literal": "in press"}, {"literal": "in press"}),
        ({"literal": "???"}, {}),
    ],
)
def test_dates_are_valid_or_missing(given: Any, ready: dict[str, Any]) -> None:
    assert prepare_date(given) == ready


def test_text_that_holds_a_year_becomes_that_year() -> None:
    assert prepare_date({"literal": "Spring 2014"})["date-parts"][0][0] == 2014
    assert prepare_date({"raw": "2010-05"})["date-parts"][0][0] == 2010


def test_names_with_one_half_become_literal_and_empty_ones_vanish() -> None:
    assert prepare_names(
        [
            {"family": "Ruiz", "given": "Ana"},
            {"family": "Human Rights Watch", "given": ""},
            {"given": "Teppy"},
            {"literal": "R3D: Red"},
            {"family": " ", "given": ""},
            None,
            "Ruiz",
        ]
    ) == [
        {"family": "Ruiz", "given": "Ana"},
        {"literal": "Human Rights Watch"},
        {"literal": "Teppy"},
        {"literal": "R3D: Red"},
    ]


def test_particles_and_suffixes_are_kept() -> None:
    name = {
        "family": "Beethoven",
        "given": "L.",
        "non-dropping-particle": "van",
        "suffix": "Jr.",
        "comma-suffix": True,
    }
    assert prepare_names([name]) == [name]


def test_ranges_typed_with_any_hyphen_are_alike() -> None:
    assert item(page="345–355")["page"] == item(page="345--355")["page"] == "345-355"
    assert item(issue="2-3")["issue"] == item(issue="2–3")["issue"] == "2–3"
    assert unguard(item(number="2009-08-002")["number"]) == "2009-08-002"


def test_the_language_is_a_tag() -> None:
    assert item(language="español")["language"] == "es"
    assert "language" not in item(language="")


def test_wrong_types_are_left_out() -> None:
    ready = item(title={"a": 1}, volume=3, author="Ruiz", issued=[2010], custom={"x": 1}, DOI=None)
    assert set(ready) == {"id", "type", "volume", "x-numeric-volume", "x-readinglist-mark"}
    assert ready["volume"] == "3"
    assert prepare_item({"type": 5}, "a")["type"] == "document"


def test_a_dangerous_address_is_no_link_and_a_note_no_variables() -> None:
    assert item(URL="javascript:alert(1)")["URL"].startswith(MARK)
    assert item(URL="https://example.org/a")["URL"] == "https://example.org/a"
    assert item(note="See also editor: Foo || Bar")["note"].startswith(MARK)
    assert (
        item(note="tex.x: y\nAlso in print.\noriginal-container-title: Proceso")["note"]
        == MARK + "Also in print."
    )
    assert "note" not in item(note="editor: Foo || Bar")


def test_small_words_after_an_abbreviation_stay_small() -> None:
    assert 'Inc. <span class="nocase">v.</span> NSO' in item(title="WhatsApp Inc. v. NSO")["title"]
    assert 'In <span class="nocase">re</span> Order' in item(type="legal_case", title="In re Order")["title"]
    assert item(title="In re Order")["title"] == "In re Order"


def test_the_leading_creators_stand_in_where_the_style_knows_none_of_their_parts() -> None:
    podcast = {"host": [{"literal": "A"}], "guest": [{"literal": "B"}]}
    promoted = promote_creators(podcast, {"author", "editor"})
    assert promoted == {"author": [{"literal": "A"}], "guest": [{"literal": "B"}]}
    assert promote_creators(podcast, {"author", "guest"}) is podcast


def test_a_creator_who_is_not_in_the_text_is_noticed() -> None:
    entry = {
        "author": [{"family": "da Cunha", "given": "Bruno"}, {"literal": "Someone"}],
        "guest": [{"family": "Ruíz", "given": "Ana"}],
    }
    assert missing_creators(entry, "Cunha, Bruno da, et al. With Ana RUIZ.") == ""
    assert missing_creators(entry, "Cunha, Bruno da, et al.") == "Ana Ruíz (guest)"


def test_names_that_are_set_as_one_word_are_one() -> None:
    names = [
        {"family": "李", "given": "白"},
        {"family": "김", "given": "철수"},
        {"family": "Li", "given": "白"},
    ]
    assert prepare_names(names) == [{"literal": "李白"}, {"literal": "김철수"}, names[2]]
