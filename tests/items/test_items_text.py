"""Folding, title markup, notes' HTML and languages."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from readinglist.items.text import (
    Segment,
    ascii_fold,
    fold,
    html_to_plain,
    language_tag,
    plain,
    tagged,
    title_markup,
)


def test_folding_strips_case_and_accents() -> None:
    assert fold("  ÑANDÚ\t Øresund Straße ŁÓDŹ ") == "nandu oresund strasse lodz"
    assert fold("李 한국") == "李 한국"
    assert ascii_fold("Nuñez Ó Briain") == "Nunez O Briain"


@given(st.text(max_size=40))
def test_folding_twice_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)


def test_markup_becomes_segments() -> None:
    assert title_markup('<i>Riley</i> and <span class="nocase">iPhone</span><sub>2</sub>') == (
        Segment("Riley", ("italic",)),
        Segment(" and "),
        Segment("iPhone", ("nocase",)),
        Segment("2", ("sub",)),
    )
    assert title_markup('<span style="font-variant: small-caps;">x</span>') == (Segment("x", ("smallcaps",)),)
    assert title_markup("<b>a <i>b</i></b>")[1] == Segment("b", ("bold", "italic"))


@pytest.mark.parametrize(
    "text", ["a < b", "<script>x</script>", "un<i>closed", "</i>x", "<span>x</span>", "<i >", "<I>x</I>"]
)
def test_what_is_no_markup_stays_text(text: str) -> None:
    assert plain(text) == text


def test_unbalanced_markup_keeps_its_signs() -> None:
    assert plain("<i>a<b>c</i>d</b>") == "a<b>cd</b>"


@given(
    st.lists(
        st.sampled_from(["<i>", "</i>", "<b>", "</b>", '<span class="nocase">', "</span>", "x", " ", "<"]),
        max_size=8,
    )
)
def test_markup_of_ordinary_depth_written_again_says_the_same(pieces: list[str]) -> None:
    segments = title_markup("".join(pieces))
    assert title_markup(tagged(segments)) == segments


def test_the_text_of_a_note() -> None:
    html = (
        "<p>a &amp; b<br/>c\nd</p><script>x</script><!-- y --><ul><li>e &lt;i&gt;</li></ul>"
        "<style>z</style ><b>f</b>g"
    )
    assert html_to_plain(html) == "a & b\nc d\ne <i>\nfg"


@pytest.mark.parametrize(
    ("typed", "tag"),
    [
        ("", ""), ("es-MX", "es-MX"), ("en_US", "en-US"), ("eng", "en"), ("spa", "es"), ("ger", "de"),
        ("EN", "en"),
        ("español", "es"), ("Español", "es"), ("castellano", "es"), ("Spanish", "es"), ("inglés", "en"),
        ("Spanish (Mexico)", "es-MX"), ("Español de México", "es-MX"), ("Mexican Spanish", "es-MX"),
        ("British English", "en-GB"), ("US English", "en-US"), ("Deutsch", "de"), ("français", "fr"),
        ("日本語", "ja"), ("русский", "ru"), ("Simplified Chinese", "zh-Hans"), ("es; en", "es"),
        ("English, Spanish", "en"), ("esp.", "es"), ("nahuatl", "nah"), ("pt_BR", "pt-BR"),
        ("En español", "es"),
        ("xx", ""), ("Klingonish", ""), ("und", ""), ("<b>", ""), ("-", ""),
    ],
)  # fmt: skip
def test_languages_become_tags(typed: str, tag: str) -> None:
    assert language_tag(typed) == tag


@given(st.text(max_size=30))
def test_any_language_text_gives_a_tag_that_is_its_own_tag(typed: str) -> None:
    tag = language_tag(typed)
    assert language_tag(tag) == tag


@pytest.mark.parametrize(
    "hostile",
    ["<i>" * 40_000, "<" * 100_000, "<i>" * 30_000 + "</b>" * 30_000, "<!--" * 30_000, "<script>" * 20_000,
     '<span style="' + " " * 50_000,
     "<script></script>" * 10_000, "<i><b></i>" * 15_000],
)  # fmt: skip
def test_hostile_markup_takes_no_time(hostile: str) -> None:
    began = time.perf_counter()
    plain(hostile)
    html_to_plain(hostile)
    language_tag(hostile)
    assert time.perf_counter() - began < 30
