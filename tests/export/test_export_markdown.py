"""Markdown: readable as it is, 72 columns, and meaning nothing but the text."""

from __future__ import annotations

import re
import subprocess

import pypandoc
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from readinglist.citations.richtext import Link, Span, Text
from readinglist.export import RenderOptions, load_target
from readinglist.export.cleaning import clean
from readinglist.export.view import ListView
from readinglist.export.writers.markdown import MarkdownWriter, wrap

WRITER = MarkdownWriter()
COMMONMARK = MarkdownIt("commonmark")


@pytest.fixture
def markdown(view: ListView) -> str:
    return load_target("md").render(view, RenderOptions()).content.decode()


def shown(markdown: str) -> str:
    """The text that a CommonMark reader shows."""
    parts = []
    for token in COMMONMARK.parse(markdown):
        for child in token.children or []:
            parts.append("\n" if child.type in ("softbreak", "hardbreak") else child.content)
    return "".join(parts)


def test_order_and_words(markdown: str) -> None:
    parts = [
        "# Geeks for the Cartels: digital crime", "*A seminar*", "- **Course:** SOC 4420",
        "What is **digital** about it?",
        "## How to read this list", "## Contents", "## Week 3 · February 1: Propaganda", "3 readings · about",
        "What changes when a threat is *uploaded*?", "### Essential reading",
        "Read pp.\u00a060–77 · about 1\u00a0h",
        "> Read the *first* half, see [the data](https://example.org/data).",
        "[Open copy](https://repository.example.org/campbell2014narco)",
        "## Policies", "### Late work", "Citations: APA Style 7th edition.",
    ]  # fmt: skip
    at = 0
    for part in parts:
        assert part in markdown[at:], part
        at = markdown.index(part, at)


def test_no_html_and_no_line_longer_than_its_longest_word(markdown: str) -> None:
    assert not re.search(r"<(?!https?://|[\w.]+@)[^>]*>", markdown)
    for line in markdown.splitlines():
        assert len(line) <= 72 or " " not in line.strip().removeprefix("- ")


def test_hostile_markdown_has_no_html_and_no_images(hostile_view: ListView) -> None:
    markdown = load_target("md").render(hostile_view, RenderOptions()).content.decode()
    for token in MarkdownIt("commonmark", {"html": True}).parse(markdown):
        assert token.type != "html_block"
        for child in token.children or []:
            assert child.type not in ("html_inline", "image")
            if child.type == "link_open":
                assert str(child.attrs["href"]).startswith(("https://", "http://", "mailto:"))


@settings(max_examples=150, deadline=None)
@given(st.text(alphabet=st.sampled_from("ab1 *_`[]()<>#+-.!|~$^{}&;:@\\/=\"'é好\u00a0"), max_size=40))
def test_any_text_is_shown_as_it_is(text: str) -> None:
    text = clean(text)
    markdown = wrap(WRITER.inline((Text(text), Span("emphasis", (Text("end"),)))), 30)
    # `^` and `~` are escaped for pandoc; CommonMark shows the same characters.
    assert shown(markdown).replace("\n", " ").split() == (text + "end").split()


@settings(max_examples=100, deadline=None)
@given(
    st.text(alphabet=st.sampled_from("ab[]()!*\\ "), max_size=20), st.text(alphabet="ab[]()!", max_size=10)
)
def test_a_link_holds_its_text_and_nothing_around_it(before: str, inside: str) -> None:
    before, inside = clean(before), clean(inside) or "x"
    markdown = WRITER.inline((Text(before), Link("https://example.org/", (Text(inside),)), Text("(z)")))
    tokens = COMMONMARK.parseInline(markdown)[0].children or []
    links = [token for token in tokens if token.type == "link_open"]
    assert [link.attrs["href"] for link in links] == ["https://example.org/"]
    assert "".join(token.content for token in tokens) == before + inside + "(z)"


@pytest.mark.parametrize("start", ["1.", "12)", "#", "-", "+", ">", "a.", "(ii)", "=", "|"])
def test_no_wrapped_line_begins_like_markup(start: str) -> None:
    text = wrap(f"word word word {start} word word", 12)
    assert not any(line.startswith(start + " ") or line == start for line in text.split("\n"))


def test_addresses_are_written_once_when_they_are_their_own_text() -> None:
    url = "https://doi.org/10.1000/x"
    assert WRITER.inline((Link(url, (Text(url),)),)) == f"<{url}>"
    assert (
        WRITER.inline((Link("https://example.org/a(b)", (Text("here"),)),))
        == "[here](https://example.org/a%28b%29)"
    )


def test_a_bare_address_swallows_no_backslash_that_makes_a_link_harmless() -> None:
    hostile = "[click](javascript:alert(1)) https://doi.org/10.1000/[click](javascript:alert(1))"
    written = WRITER.inline((Text(hostile),))
    html = subprocess.run(
        [pypandoc.get_pandoc_path(), "-f", "gfm", "-t", "html"],
        input=written,
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    assert 'href="javascript' not in html
    assert "javascript" in html
