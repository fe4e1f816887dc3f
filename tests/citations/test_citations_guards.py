"""What makes pandoc's entries those that Zotero's users see, and nobody lost."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from readinglist.citations.guards import guard_number, guard_title, guard_venue, is_numeric
from readinglist.citations.markup import unguard
from readinglist.citations.processor import format_list
from readinglist.citations.richtext import plain_text

RUIZ = [{"family": "Ruiz", "given": "Ana"}]


def article(**more: Any) -> dict[str, Any]:
    return {
        "id": "a",
        "type": "article-journal",
        "title": "A title",
        "author": RUIZ,
        "container-title": "J",
        "issued": {"date-parts": [[2014]]},
    } | more


def text(style: str, *items: dict[str, Any], locale: str = "en-US", by_language: bool = False) -> str:
    done = format_list(items, style=style, locale=locale, by_language=by_language)
    assert not done.warnings
    return "\n".join(plain_text(entry.bibliography) for entry in done.entries.values())


@pytest.mark.parametrize(
    ("value", "numeric"),
    [
        ("3", True),
        ("14B", True),
        ("2-3", True),
        ("2, 3", True),
        ("6/2018", True),
        ("3 Suppl.", False),
        ("IV", False),
    ],
)
def test_what_is_numeric(value: str, numeric: bool) -> None:
    assert is_numeric(value) is numeric


def test_labels_are_singular_before_one_number() -> None:
    mla = "modern-language-association"
    assert "no. 3 Suppl." in text(mla, article(volume="6", issue="3 Suppl."))
    assert "nos. 2–3" in text(mla, article(volume="6", issue="2-3"))


def test_prepositions_stay_small_in_headlines() -> None:
    title = "Violence against the press: through the lens of fear"
    assert "“Violence against the Press: Through the Lens of Fear.”" in text(
        "chicago-author-date", article(title=title)
    )


def test_a_comma_follows_a_question_but_no_full_stop_does() -> None:
    assert "“What is it?,”" in text("ieee", article(title="What is it?"))
    assert "What is it? J." in text("apa", article(title="What is it?"))
    assert "‘What is it?’," in text("harvard-cite-them-right", article(title="What is it?"), locale="en-GB")


def test_punctuation_stays_where_it_was_typed_and_moves_where_the_style_sets_it() -> None:
    assert "“‘Zócalo’, dejará.”" in text(
        "chicago-author-date", article(title="“Zócalo”, dejará", language="es")
    )
    assert "“War on Drugs.”" in text("apa", article(type="book", title="Mexico’s “War on Drugs”"))


def test_two_bodies_are_joined_without_a_comma() -> None:
    bodies = [{"literal": "Animal Político"}, {"literal": "Poderopedia"}]
    assert text("chicago-author-date", article(author=bodies)).startswith("Animal Político and Poderopedia.")


@pytest.mark.parametrize(
    "style", ["ieee", "elsevier-vancouver", "iso690-author-date-es", "harvard-cite-them-right"]
)
@pytest.mark.parametrize(
    "variable", ["translator", "narrator", "contributor", "director", "composer", "guest", "illustrator"]
)
def test_whom_a_style_leaves_out_stands_after_the_entry(style: str, variable: str) -> None:
    found = text(style, article(**{variable: [{"family": "Koenraadt", "given": "Rosa"}]}))
    assert found.casefold().count("koenraadt") == 1


def test_people_after_the_entry_are_named_in_the_words_of_the_locale() -> None:
    film = article(type="motion_picture", author=[], director=RUIZ)
    assert text("american-medical-association", film, locale="en-GB").endswith("Directed by A Ruiz.")
    assert text("american-medical-association", film, locale="es-ES").endswith("Dirigido por A Ruiz.")


def test_each_entry_by_its_own_language_with_the_letters_of_the_whole_list() -> None:
    titles = (("Ñandú", "es"), ("Nube", "es"), ("Nz studies", "en"), ("Zorro", "en"), ("Olvido", "es-MX"))
    items = [article(id=title, title=title, language=tag) for title, tag in titles]
    style = "chicago-author-date"
    alone = text(style, *items).splitlines()
    own = text(style, *items, by_language=True).splitlines()
    assert [line.split("2014")[1][0] for line in own] == [line.split("2014")[1][0] for line in alone]
    assert "«Nube»" in own[1] and "“Nz Studies.”" in own[2] and "“Nube.”" in alone[1]


@given(st.text(alphabet="aB 12-–/,.&?!”’", max_size=30))
def test_guards_can_be_taken_out_again(value: str) -> None:
    assert unguard(guard_number(value)) == value
    assert unguard(guard_venue(value)) == value
    assert unguard(guard_title(value)).replace('<span class="nocase">', "").replace("</span>", "") == value


@pytest.mark.parametrize(
    ("title", "shown"),
    [
        ("On @anonymous and #hashtags", "“On @anonymous and #hashtags.”"),
        ("Of <strong> ideas and <em>weak</em> ones", "“Of <strong> Ideas and Weak Ones.”"),
        ("β-amyloid and the role of γ-secretase", "“β-Amyloid and the Role of γ-Secretase.”"),
        (r"A trial of $\beta$-blockers", r"“A Trial of $\beta$-Blockers.”"),
        ("Smith et al. and the rest", "“Smith et al. and the Rest.”"),
        ("The rise of e-learning", "“The Rise of E-Learning.”"),
        ("¡Ya basta! — the sequel", "“¡Ya Basta! — The Sequel.”"),
        ("Rock 'n' roll in the '90s and the '80s", "“Rock ’n’ Roll in the ’90s and the ’80s.”"),
    ],
)
def test_title_case_leaves_what_is_no_word(title: str, shown: str) -> None:
    assert shown in text("chicago-author-date", article(title=title))


@pytest.mark.parametrize("style", ["elsevier-vancouver", "harvard-cite-them-right"])
def test_what_title_case_is_guarded_from_leaves_no_trace_in_other_styles(style: str) -> None:
    title = "The e-learning of β-blockers, Smith et al. and #hashtags"
    assert title in text(style, article(title=title), locale="en-GB")


def test_a_full_stop_goes_into_both_quotation_marks_that_end_together() -> None:
    book = article(type="book", title="1919: “Roses, and the 'Eight-Hour Day'”")
    assert "and the ‘Eight-Hour Day.’”" in text("apa", book)
    assert "of the teachers’.”" in text("apa", article(type="book", title="“The choice of the teachers’”"))


def test_a_date_in_words_stands_once() -> None:
    waiting = article(issued={"literal": "in press"})
    assert text("chicago-author-date", waiting) == "Ruiz, Ana. in press. “A Title.” J."


def test_a_suffix_has_a_full_stop_where_initials_have_one() -> None:
    king = article(author=[{"family": "King", "given": "Martin Luther", "suffix": "Jr."}])
    assert text("elsevier-vancouver", king).startswith("King ML Jr. A title.")
    assert text("ieee", king).startswith("M. L. King Jr.,")
    both = article(author=[*king["author"], *RUIZ])
    assert text("elsevier-vancouver", both).startswith("King ML Jr, Ruiz A.")


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("pp. 127-186", "pp. 127–186"),
        ("p. 5", "p. 5"),
        ("págs. 3–4", "pp. 3–4"),
        ("p xii-xv", "pp. xii–xv"),
        ("A1-A5, 7-9", "pp. A1–A5, 7–9"),
        ("1:23-1:30", "pp. 1:23–1:30"),
        ("12-", "p. 12-"),
        ("612-612", "p. 612"),
        ("S. 185–206", "pp. 185–206"),
        ("S12-S15", "pp. S12–S15"),
        ("2579−2605", "pp. 2579–2605"),
        ("NIST SP 800-57pt1r5", "p. NIST SP 800-57pt1r5"),
        ("1094a1-1094b5", "pp. 1094a1–1094b5"),
        ("1094a1-22", "pp. 1094a1–22"),
        ("passim", "p. passim"),
    ],
)
def test_pages_have_one_label_and_a_dash_only_between_two(typed: str, shown: str) -> None:
    chapter = article(type="chapter", page=typed, **{"container-title": "A book"})
    assert f"A book ({shown})" in text("apa", chapter)


def test_a_newspaper_s_section_is_a_title_and_a_law_s_a_number() -> None:
    news = article(type="article-newspaper", section="US news and world affairs")
    assert text("modern-language-association", news).endswith("US News and World Affairs.")
    law = article(type="legislation", section="12 a", author=[], **{"container-title": "Code"})
    assert "§ 12 a" in text("apa", law)


@pytest.mark.parametrize(
    ("given", "style", "shown"),
    [
        ("R. E. (Rudolf Emil)", "apa", "Ruiz, R. E. (2014)."),
        ("Rudolf E. (Rudolf Emil)", "elsevier-vancouver", "Ruiz RE. A title."),
        ("J.-P. (Jean-Paul)", "apa", "Ruiz, J.-P. (2014)."),
        ("R. E. (Rudolf Emil)", "chicago-author-date", "Ruiz, R. E. (Rudolf Emil). 2014."),
        ('Ernesto "Che"', "ieee", "E. Ruiz, “A title,”"),
        ("Ernesto «Che»", "elsevier-vancouver", "Ruiz E. A title."),
        ("Mary-Ann (Polly)", "elsevier-vancouver", "Ruiz M-A. A title."),
        ('Jean-Luc "Jean"', "apa", "Ruiz, J.-L. (2014)."),
    ],
)
def test_a_fuller_form_of_a_name_has_no_initials(given: str, style: str, shown: str) -> None:
    assert text(style, article(author=[{"family": "Ruiz", "given": given}])).startswith(shown)


@pytest.mark.parametrize(
    ("volume", "shown"),
    [("3, Part A", "Vol. 3, Part A"), ("3-4", "Vols. 3–4"), ("2 pt. 1", "Vol. 2 pt. 1")],
)
def test_a_volume_and_its_part_are_one(volume: str, shown: str) -> None:
    chapter = article(type="chapter", volume=volume, **{"container-title": "A book"})
    assert f"({shown})" in text("apa", chapter)
