"""Scripts that fonts lack: told from their characters, found with the entries that have them."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from readinglist.export import RenderOptions, load_target
from readinglist.export.scripts import is_latin, script_of, shortages
from readinglist.export.view import ListView


@pytest.mark.parametrize(
    ("character", "script"),
    [
        *(("ж", "Cyrillic"), ("λ", "Greek"), ("ש", "Hebrew"), ("س", "Arabic"), ("ह", "Devanagari")),
        *(("墨", "Han"), ("，", "Han"), ("メ", "Japanese kana"), ("ー", "Japanese kana"), ("한", "Hangul")),
        *(("ก", "Thai"), ("க", "Tamil"), ("ა", "Georgian"), ("∑", "symbols"), ("ℝ", "symbols")),
        *(("😀", "emoji"), ("𝐱", "symbols"), ("ʰ", "symbols")),
    ],
)
def test_a_character_tells_its_script(character: str, script: str) -> None:
    found = script_of(character)
    assert found.name == script
    assert found.fonts


def test_latin_is_letters_of_many_languages_and_their_marks() -> None:
    assert all(map(is_latin, "aéñŁễẞ\u0301"))
    assert not any(map(is_latin, "жλ∑5 "))


def test_a_shortage_says_which_entries_have_it(view: ListView) -> None:
    (found,) = shortages(view, set("שלומקאבעירתב"))
    assert found.script.name == "Hebrew"
    assert found.keys == ("shalev2010maqam",)
    assert found.shown.startswith("Hebrew ש (U+05E9), ל (U+05DC)")
    assert found.shown.endswith("in shalev2010maqam")


def test_nothing_is_said_of_characters_that_stand_nowhere(view: ListView) -> None:
    assert shortages(view, {"ж"}) == ()


def test_latex_looks_for_fonts_of_the_scripts_in_the_list_and_no_others(
    make_view: Callable[..., ListView],
) -> None:
    rendered = load_target("latex").render(make_view(), RenderOptions())
    text = rendered.content.decode()
    assert "\\readingscript{Hebrew}{hebrew}{Noto Serif Hebrew," in text
    assert "bidi=basic" in text
    assert "{Han}" not in text
    assert any("Hebrew (shalev2010maqam)" in one for one in rendered.warnings)


def test_latex_in_latin_letters_needs_no_font_but_its_own(make_view: Callable[..., ListView]) -> None:
    view = make_view()
    first = view.sections[0]
    from dataclasses import replace

    rendered = load_target("latex").render(replace(view, sections=(first,)), RenderOptions())
    assert "readingscript" not in rendered.content.decode()
    assert rendered.warnings == ()
