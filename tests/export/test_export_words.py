"""Catalogues are complete; locators, durations, paper and cleaned text are what a reader expects."""

from __future__ import annotations

import string
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.extract import extract
from babel.messages.pofile import read_po
from hypothesis import given
from hypothesis import strategies as st

import readinglist.export
from readinglist.citations.richtext import Link, Span, Text, plain_text
from readinglist.export.cleaning import clean, clean_rich, doi_url, safe_url, same_address
from readinglist.export.locators import locator_text
from readinglist.export.prose import Paragraph, parse_prose
from readinglist.export.words import languages, page_words, paper_for, read_locale, words_for
from readinglist.resources import package_file, shipped_folder


def messages() -> Catalog:
    """Every message in templates and code."""
    catalog = Catalog()
    for file in sorted(shipped_folder("templates").rglob("*.j2")):
        with file.open("rb") as opened:
            for _, message, comments, context in extract("jinja2", opened, keywords=KEYWORDS):
                catalog.add(message, context=context, auto_comments=comments)
    for file in sorted(Path(str(readinglist.export.__file__)).parent.rglob("*.py")):
        with file.open("rb") as opened:
            for _, message, comments, context in extract("python", opened, keywords=KEYWORDS):
                catalog.add(message, context=context, auto_comments=comments)
    return catalog


KEYWORDS = {"_": None, "gettext": None, "ngettext": (1, 2), "pgettext": ((1, "c"), 2)}


@pytest.mark.parametrize("language", [one for one in languages() if one != "en"])
def test_catalogue_has_every_message_and_no_other(language: str) -> None:
    with package_file("locale", language, "LC_MESSAGES", "readinglist.po").open("rb") as file:
        catalog = read_po(file, locale=language)
    wanted = {(message.context, _one(message.id)) for message in messages() if message.id}
    there = {(message.context, _one(message.id)) for message in catalog if message.id}
    assert len(wanted) > 50
    assert wanted - there == set()
    assert there - wanted == set()
    for message in catalog:
        translated = message.string if isinstance(message.string, tuple) else (message.string,)
        assert all(translated) and not message.fuzzy
        if message.id:
            for text in translated:
                assert _fields(text) == _fields(_one(message.id)), text
    assert list(catalog.check()) == []


def _one(identifier: str | tuple[str, ...] | list[str]) -> str:
    return identifier if isinstance(identifier, str) else identifier[-1]


def _fields(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name} | (
        {"%(title)s"} if "%(title)s" in text else set()
    )


@pytest.mark.parametrize(
    ("locator", "english", "spanish"),
    [
        ("pp. 60-77", "Read pp. 60–77", "Leer pp. 60–77"),
        ("p. 5", "Read p. 5", "Leer p. 5"),
        ("60-77, 80", "Read pp. 60–77 and 80", "Leer pp. 60–77 y 80"),
        ("págs. 3–9", "Read pp. 3–9", "Leer pp. 3–9"),
        ("pp. xi-xv", "Read pp. xi–xv", "Leer pp. xi–xv"),
        ("ch. 3", "Read chapter 3", "Leer el capítulo 3"),
        ("Chapters 2-4", "Read chapters 2–4", "Leer los capítulos 2–4"),
        ("cap. 3", "Read chapter 3", "Leer el capítulo 3"),
        ("§ 4", "Read section 4", "Leer la sección 4"),
        ("part II", "Read part II", "Leer la parte II"),
        ("the tables on 40-44", "Read: the tables on 40–44", "Leer: the tables on 40–44"),
        ("", "", ""),
    ],
)
def test_locators(locator: str, english: str, spanish: str) -> None:
    assert locator_text(locator, words_for("en-US")).replace("\u00a0", " ") == english
    assert locator_text(locator, words_for("es-MX")).replace("\u00a0", " ") == spanish


def test_locators_of_what_is_heard_or_seen() -> None:
    assert locator_text("0:00-12:30", words_for("en"), "podcast") == "Listen to: 0:00–12:30"
    assert locator_text("0:00-12:30", words_for("es"), "film") == "Ver: 0:00–12:30"


@given(st.text(max_size=60))
def test_any_locator_gives_one_line(locator: str) -> None:
    assert "\n" not in locator_text(locator, words_for("en"))


@pytest.mark.parametrize(
    ("minutes", "said"),
    [(1, "5 min"), (7, "5 min"), (58, "1 h"), (63, "1 h"), (272, "4 h 30 min"), (6000, "100 h")],
)
def test_durations_are_rounded_as_one_would_say_them(minutes: int, said: str) -> None:
    assert words_for("en").duration(minutes) == said.replace(" ", "\u00a0")


@pytest.mark.parametrize(
    ("locale", "paper"),
    [
        ("en-US", "letter"),
        ("es-MX", "letter"),
        ("en-GB", "a4"),
        ("es", "a4"),
        ("en", "letter"),
        ("fr-CA", "letter"),
        ("de", "a4"),
    ],
)
def test_paper_by_locale(locale: str, paper: str) -> None:
    assert paper_for(read_locale(locale)) == paper


def test_page_words() -> None:
    assert page_words(words_for("en")) == ("page", " of ", "pages")
    assert page_words(words_for("es")) == ("page", " de ", "pages")


@given(st.text())
def test_cleaned_text_has_no_control_and_no_direction_override(text: str) -> None:
    cleaned = clean(text)
    assert not any(ord(character) < 32 or 0x202A <= ord(character) <= 0x202E for character in cleaned)
    assert clean(cleaned) == cleaned
    cleaned.encode()


def test_escape_sequences_go_whole() -> None:
    assert clean("\x1b[31mred\x1b[0m \x1b]0;title\x07x") == "red x"


@pytest.mark.parametrize(
    ("typed", "safe"),
    [
        ("https://example.org/a b", "https://example.org/a%20b"),
        ("javascript:alert(1)", ""),
        (" JAVASCRIPT:alert(1)", ""),
        ("java\nscript:alert(1)", ""),
        ("data:text/html,x", ""),
        ("file:///etc/passwd", ""),
        ("//example.org", ""),
        ("https:///nohost", ""),
        ("https://[broken", ""),
        ("https://example.org/" + "x" * 5000, ""),
        ('https://example.org/"><script>', "https://example.org/%22%3E%3Cscript%3E"),
    ],
)
def test_addresses(typed: str, safe: str) -> None:
    assert safe_url(typed) == safe


@pytest.mark.parametrize(
    "typed",
    [
        "10.1000/x(1)",
        "doi:10.1000/x(1)",
        "https://doi.org/10.1000/x(1)",
        "http://dx.doi.org/10.1000/x%281%29",
    ],
)
def test_dois_as_people_type_them(typed: str) -> None:
    assert doi_url(typed) == "https://doi.org/10.1000/x(1)"
    assert same_address(doi_url(typed)) == same_address("http://dx.doi.org/10.1000/X(1)/")


def test_unsafe_links_in_citations_become_text() -> None:
    rich = (
        Link("javascript:x", (Span("emphasis", (Text("a\x1b[0mb"),)),)),
        Link("https://e.org/", (Text("c"),)),
    )
    assert clean_rich(rich) == (Span("emphasis", (Text("ab"),)), Link("https://e.org/", (Text("c"),)))


def test_authors_markdown_is_text_and_structure_only() -> None:
    prose = parse_prose(
        "# Big\n\n*a* <b>x</b> ![alt](http://e.org/p.png) [l](javascript:x)\n\n[r]: http://e.org\n\n> q"
    )
    assert [type(block).__name__ for block in prose.blocks] == [
        "Paragraph",
        "Paragraph",
        "Paragraph",
        "Quote",
    ]
    second = prose.blocks[1]
    assert isinstance(second, Paragraph)
    assert plain_text(second.content) == "a <b>x</b> alt [l](javascript:x)"


@given(st.text(alphabet=st.sampled_from("ab*_`[]()<>#>-+1. \n\\!\t"), max_size=60))
def test_any_markdown_is_read(text: str) -> None:
    parse_prose(text)
