"""BibTeX: what is written is read as it was, for every item type and any text."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from readinglist.interchange import load_format
from readinglist.interchange.tex.decode import _Reader, _stripped, _tokens, decode
from readinglist.interchange.tex.encode import clean, encode, encode_title
from readinglist.interchange.tex.names import normal
from readinglist.interchange.tex.types import homes, role_homes
from readinglist.items import Attachment, Creator, Item, Note, Tag
from readinglist.items.schema import creator_types, fields_of, item_types

BIBTEX = load_format("bibtex")
TYPES = [one for one in item_types() if one not in ("note", "attachment", "annotation")]

_PIECES = st.sampled_from(
    ["{", "}", "\\", "\\input{x}", "%", "$x$", "#", "_", "^", "~", "&", "--", "---", "``", "''", "?`", '"',
     "@", ",", "=", "<i>", "</i>", "<sup>", "</sup>", '<span class="nocase">', "</span>", "DEA", "México",
     " ", "  ", "\n", "ñ", "李", "\u202e", "\u00a0", "\u00ad", "e\u0301", "and", " and ", "von ", "de la ",
     "Jr.", "\t", "\x1b[31m", "\x00", "12", "3-4", "5–6", ";", ":", "2014-21"]
)  # fmt: skip
_HOSTILE = st.lists(_PIECES | st.text(max_size=6), max_size=8).map("".join)
_DATES = st.sampled_from(
    ["2010", "2010-05-12", "Spring 2014", "n.d.", "c. 1900", "1998/2003", "forthcoming", "500 BC"]
)


def _expected(item: Item) -> dict[str, str]:
    return {name: text for name, raw in item.fields.items() if (text := clean(raw)).strip()}


def _items(item_type: str) -> st.SearchStrategy[Item]:
    own = [name for name in fields_of(item_type) if name not in ("extra", "citationKey")]
    creator = st.builds(
        Creator, st.sampled_from(creator_types(item_type)), _HOSTILE, _HOSTILE, st.just("") | _HOSTILE
    )
    return st.builds(
        Item,
        item_type=st.just(item_type),
        fields=st.dictionaries(st.sampled_from(own), _HOSTILE | _DATES, max_size=8).map(
            lambda found: {name: found[name] for name in own if name in found}
        ),
        creators=st.lists(creator, max_size=4).map(tuple),
        tags=st.lists(
            st.builds(Tag, _HOSTILE, st.booleans()), max_size=3, unique_by=lambda tag: tag.name
        ).map(tuple),
        citation_key=st.just("key2010"),
    )


@pytest.mark.parametrize("item_type", TYPES)
@settings(max_examples=8, suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(data=st.data())
def test_every_field_and_creator_comes_back(item_type: str, data: st.DataObject) -> None:
    item = data.draw(_items(item_type))
    text = BIBTEX.write([item])
    result = BIBTEX.read(text)
    assert [str(one) for one in result.problems] == []
    (back,) = result.items
    assert back.item_type == item_type
    assert back.citation_key == "key2010"
    assert dict(back.fields) == _expected(item)
    assert list(back.creators) == [one for one in map(normal, item.creators) if one]
    assert BIBTEX.write([back]) == text


@given(_HOSTILE)
def test_any_text_survives_the_escapes(text: str) -> None:
    assert decode(encode(text)) == clean(text)
    encoded = encode(text)
    assert encoded.count("{") == encoded.count("}")


@given(_HOSTILE, st.sampled_from(["en", "es", ""]))
def test_a_title_in_braces_is_balanced_and_commands_are_known(text: str, language: str) -> None:
    encoded = encode_title(text, language)
    depth = 0
    for char in encoded:
        depth += {"{": 1, "}": -1}.get(char, 0)
        assert depth >= 0
    assert depth == 0
    assert "\\input" not in encoded and "\x1b" not in encoded


def test_each_field_of_a_type_has_a_home_of_its_own() -> None:
    for item_type in TYPES:
        found = list(homes(item_type).values()) + list(role_homes(item_type).values())
        assert len(found) == len(set(found)), item_type


def test_the_bundled_collection_comes_back_field_by_field(bundled: tuple[Item, ...]) -> None:
    text = BIBTEX.write(bundled)
    result = BIBTEX.read(text)
    assert result.problems == ()
    back = {one.citation_key: one for one in result.items}
    for item in bundled:
        one = back[item.citation_key]
        assert (one.item_type, dict(one.fields)) == (item.item_type, dict(item.fields))
        assert one.creators == item.creators
        assert set(one.tags) == set(item.tags)
    assert BIBTEX.write(result.items) == text
    assert BIBTEX.write(list(reversed(bundled))) == text


def test_notes_and_attachments_are_never_written() -> None:
    item = Item(
        item_type="book",
        citation_key="a",
        fields={"title": "T"},
        notes=(Note("N1", "<p>secret one</p>"),),
        attachments=(Attachment("A1", "secret two", "linked_file"),),
        tags=(Tag("shown"), Tag("_secret"), Tag("/unread")),
    )
    text = BIBTEX.write([item])
    assert "secret" not in text and "unread" not in text
    assert "keywords = {shown}" in text


@settings(max_examples=300, deadline=None)
@given(st.text("abZ 09.,:;()'`-<>?!\\{}~$\n\té“¿", max_size=12), st.booleans())
def test_a_value_that_says_itself_is_what_reading_sign_by_sign_gives(text: str, markup: bool) -> None:
    reader = _Reader(markup)
    for token in _tokens(_stripped(text)):
        reader.take(token)
    assert decode(text, markup=markup) == reader.finish()
