"""pandoc's formatted text into the tree that exports read."""

from __future__ import annotations

from typing import Any

import pytest

from readinglist.citations.cache import decode, encode
from readinglist.citations.inlines import read_entry, safe_url
from readinglist.citations.markup import MARK
from readinglist.citations.richtext import Link, Rich, Span, Text


def s(text: str) -> dict[str, Any]:
    return {"t": "Str", "c": text}


def node(kind: str, *content: Any) -> dict[str, Any]:
    return {"t": kind, "c": list(content)}


def span(content: list[Any], *classes: str, **attributes: str) -> dict[str, Any]:
    return {"t": "Span", "c": [["", list(classes), [list(pair) for pair in attributes.items()]], content]}


def link(url: str, *content: Any) -> dict[str, Any]:
    return {"t": "Link", "c": [["", [], []], list(content), [url, ""]]}


SPACE = {"t": "Space"}


def read(*inlines: Any) -> Rich:
    return read_entry(list(inlines)).content


def test_styles_nest_and_neighbours_join() -> None:
    assert read(s("a"), SPACE, node("Emph", s("b"), SPACE, node("SmallCaps", s("c"))), s("d")) == (
        Text("a "),
        Span("emphasis", (Text("b "), Span("smallcaps", (Text("c"),)))),
        Text("d"),
    )


@pytest.mark.parametrize(
    ("kind", "style"),
    [
        ("Strong", "strong"),
        ("Superscript", "superscript"),
        ("Subscript", "subscript"),
        ("Strikeout", "strikeout"),
    ],
)
def test_each_style_has_its_name(kind: str, style: str) -> None:
    assert read(node(kind, s("x"))) == (Span(style, (Text("x"),)),)  # type: ignore[arg-type]


def test_italics_in_italics_turn_back() -> None:
    assert read(node("Emph", s("The"), SPACE, node("Emph", s("Katz")), SPACE, s("case"))) == (
        Span("emphasis", (Text("The "),)),
        Text("Katz"),
        Span("emphasis", (Text(" case"),)),
    )


def test_the_margin_becomes_the_number() -> None:
    entry = read_entry([span([s("[1]"), SPACE], "csl-left-margin"), span([s("Ruiz")], "csl-right-inline")])
    assert (entry.number, entry.content) == ("[1]", (Text("Ruiz"),))


def test_raw_and_maths_are_only_characters() -> None:
    assert read(
        {"t": "RawInline", "c": ["html", "<script>"]}, {"t": "Math", "c": [{"t": "InlineMath"}, "x^2"]}
    ) == (Text("<script>x^2"),)


def test_marks_vanish_and_spaces_are_single_but_no_break_spaces_stay() -> None:
    assert read(SPACE, s(MARK + "a"), SPACE, s(MARK), {"t": "SoftBreak"}, s("b\u00a0c"), SPACE) == (
        Text("a b\u00a0c"),
    )


def test_a_full_stop_moves_into_inner_quotation_marks_too() -> None:
    inner = span([s("‘"), s("x"), s("’")])
    assert read(span([s("“"), s("a"), SPACE, inner, s("."), s("”")])) == (Text("“a ‘x.’”"),)
    linked = link("https://doi.org/10.1/x", s("a"), SPACE, inner)
    assert read(span([s("“"), linked, s("."), s("”")])) == (Text("“a ‘x.’”"),)
    assert read(span([s("“"), s("boys’"), s("."), s("”")])) == (Text("“boys’.”"),)


def test_a_language_stays_with_its_words() -> None:
    assert read(span([s("hola")], lang="es")) == (Span("plain", (Text("hola"),), "es"),)


def test_only_links_that_say_where_they_go_stay() -> None:
    assert read(link("https://doi.org/10.1/x", s("10.1/x"))) == (
        Link("https://doi.org/10.1/x", (Text("10.1/x"),)),
    )
    assert read(link("https://doi.org/10.1/x", s("A title"))) == (Text("A title"),)
    assert read(link("javascript:alert(1)", s("javascript:alert(1)"))) == (Text("javascript:alert(1)"),)


@pytest.mark.parametrize(
    ("given", "safe"),
    [
        ("https://example.org/a?b=c&d=%20", "https://example.org/a?b=c&d=%20"),
        ('https://example.org/"<x>', "https://example.org/%22%3Cx%3E"),
        ("http://example.org/ñ", "http://example.org/%C3%B1"),
        ("mailto:a@example.org", "mailto:a@example.org"),
        ("doi:10.1/x", "doi:10.1/x"),
        ("javascript:alert(1)", ""),
        ("https://javascript:alert(1)", ""),
        ("https://" + MARK + "javascript:alert(1)", ""),
        ("data:text/html,x", ""),
        ("file:///etc/passwd", ""),
        ("https://", ""),
        ("http://[::1", ""),
        ("", ""),
    ],
)
def test_addresses_are_of_a_safe_kind_or_dropped(given: str, safe: str) -> None:
    assert safe_url(given) == safe


def test_what_is_kept_reads_back_the_same() -> None:
    rich: Rich = (Text("a"), Span("emphasis", (Text("b"), Link("https://x.org", (Text("c"),))), "es"))
    assert decode(encode(rich)) == rich
