"""The query language: what it reads, what it refuses and where, and that writing it back loses nothing."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from readinglist.library import Query, QueryError, parse_query
from readinglist.library.query import FIELDS, Term


@pytest.mark.parametrize(
    ("text", "terms"),
    [
        ("", []),
        ("  narco  digital ", [Term("narco"), Term("digital")]),
        ('"drug war"', [Term("drug war", quoted=True)]),
        ("theme:encryption", [Term("encryption", "theme")]),
        ('-tag:"Silk Road"', [Term("Silk Road", "tag", negated=True, quoted=True)]),
        ("YEAR:2010..2015", [Term("2010..2015", "year")]),
        ("encrypt*", [Term("encrypt*")]),
        (r'"a \"b\" \\ c"', [Term(r'a "b" \ c', quoted=True)]),
        ("narco-digital 10:30 a-b:c", [Term("narco-digital"), Term("10:30"), Term("a-b:c")]),
        ("creator:García lang:es-MX", [Term("García", "creator"), Term("es-MX", "lang")]),
    ],
)
def test_a_query_is_read_as_terms(text: str, terms: list[Term]) -> None:
    query = parse_query(text)
    assert list(query.terms) == terms
    assert parse_query(str(query)) == query
    assert bool(query) is bool(terms)


@pytest.mark.parametrize(
    ("text", "column", "words"),
    [
        ("narco thme:x", 7, "no field 'thme'"),
        ("theme:", 7, "nothing behind"),
        ("a -", 3, "minus"),
        ('a "b', 3, "never closed"),
        ('""', 1, "nothing between"),
        ('"a"b', 4, "blank is missing"),
        ('a"b"', 2, "inside a word"),
        ("year:20x", 6, "no year"),
        ("year:2015..2010", 6, "ends before"),
        ("year:..", 6, "no year"),
        ("year:2010-2015", 6, "no year"),
        ('year:"2010"', 6, "without quotation marks"),
        ("a ++", 3, "letter or digit"),
        ("https://example.org", 1, "no field"),
    ],
)
def test_what_cannot_be_read_is_pointed_at(text: str, column: int, words: str) -> None:
    with pytest.raises(QueryError, match=words) as caught:
        parse_query(text)
    assert caught.value.column == column
    assert f"column {column}" in str(caught.value)
    assert caught.value.exit_code == 2


def test_a_mistyped_field_is_guessed() -> None:
    with pytest.raises(QueryError, match="Did you mean 'theme:'"):
        parse_query("thme:x")


@pytest.mark.parametrize(
    ("text", "years"),
    [
        ("2014", (2014, 2014)),
        ("2010..2015", (2010, 2015)),
        ("2010..", (2010, None)),
        ("..2015", (None, 2015)),
    ],
)
def test_years_are_a_range(text: str, years: tuple[int | None, int | None]) -> None:
    (term,) = parse_query(f"year:{text}").terms
    assert term.years == years


def test_none_is_a_value_only_where_it_makes_sense_and_unquoted() -> None:
    terms = parse_query('theme:none tag:"none" creator:none').terms
    assert [term.is_none for term in terms] == [True, False, False]


@settings(max_examples=300, deadline=None)
@given(
    st.text(max_size=40)
    | st.lists(st.sampled_from([*FIELDS, ":", '"', "-", " ", "x", "*", "..", "2010", "\\"])).map("".join)
)
def test_any_text_is_a_query_that_survives_writing_or_a_query_error(text: str) -> None:
    try:
        query = parse_query(text)
    except QueryError as error:
        assert 1 <= error.column <= len(text) + 1
        return
    assert parse_query(str(query)) == query


TERMS = st.builds(
    Term,
    st.text(min_size=1, max_size=12).filter(lambda text: any(char.isalnum() for char in text)),
    st.sampled_from(["", "theme", "tag", "creator", "collection", "key", "title"]),
    st.booleans(),
    st.just(True),
)


@settings(max_examples=200, deadline=None)
@given(st.lists(TERMS, max_size=5))
def test_any_quoted_value_can_be_written_and_read(terms: list[Term]) -> None:
    query = Query(tuple(terms))
    assert parse_query(str(query)) == query
