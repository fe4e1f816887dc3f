"""Text on its way in: what is markup stays markup, everything else is characters."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from readinglist.citations.markup import MARK, clean, strip_markup, title_markup


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("<i>a</i>", "<i>a</i>"),
        ("<I>a</I> <em>b</em>", "<i>a</i> <i>b</i>"),
        (
            "<span style='font-variant: small-caps'>a</span>",
            '<span style="font-variant:small-caps;">a</span>',
        ),
        ('<span class="nocase">a</span>', '<span class="nocase">a</span>'),
        ("H<sub>2</sub>O <sc>x</sc>", "H<sub>2</sub>O <sc>x</sc>"),
    ],
)
def test_zotero_markup_is_kept_in_the_one_spelling_that_is_understood(typed: str, kept: str) -> None:
    assert title_markup(typed) == kept


@pytest.mark.parametrize(
    "typed", ["<script>x</script>", "<i>open", "shut</b>", "<i onclick='x'>a</i>", "<a href='x'>y</a>"]
)
def test_other_tags_become_characters(typed: str) -> None:
    assert title_markup(typed).replace(MARK, "") == typed
    assert MARK in title_markup(typed)
    assert strip_markup(typed) == typed


def test_crossed_tags_keep_the_outer_pair() -> None:
    assert title_markup("<i>a<b>b</i>c</b>").replace(MARK, "") == "<i>a<b>b</i>c</b>"
    assert strip_markup("<i>a<b>b</i>c</b>") == "a<b>bc</b>"


def test_control_characters_and_directional_overrides_are_dropped() -> None:
    assert clean("a\x00b\x1b[31mc\u202ed\ud800e\r\nf\tg") == "ab[31mcde f g"


def test_joiners_marks_and_no_break_spaces_stay() -> None:
    assert clean("a\u00a0b\u200dc\u200e") == "a\u00a0b\u200dc\u200e"


@given(st.text())
def test_sanitising_twice_changes_no_character_more(text: str) -> None:
    once = strip_markup(text)
    assert clean(once) == once
