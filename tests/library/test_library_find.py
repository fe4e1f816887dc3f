"""What queries find in the bundled collection and in small libraries made for it."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from readinglist.errors import NotFoundError, ReadinglistError
from readinglist.library import open_library
from readinglist.library.assignments import AssignedItem
from readinglist.themes.evidence import Assignment


def _keys(library: Any, query: str) -> list[str]:
    return [item.key for item in library.find(query)]


@pytest.fixture
def small(library: Any, fill: Any) -> Any:
    fill(
        {"key": "AAAAAAA1", "title": "El narcotráfico en México", "date": "2010", "language": "español",
         "creators": [{"creatorType": "author", "firstName": "José", "lastName": "Núñez"}],
         "tags": [{"tag": "Silk Road"}], "abstractNote": "Sobre la guerra."},
        {"key": "AAAAAAA2", "title": "The <i>drug</i> war", "date": "2014-05", "language": "en-US",
         "itemType": "journalArticle", "tags": [{"tag": "silk"}, {"tag": "100%"}]},
        {"key": "AAAAAAA3", "title": "War on drugs", "language": "es-MX"},
        {"key": "NOTE0001", "itemType": "note", "parentItem": "AAAAAAA3", "note": "<p>Guerra, memoria</p>"},
        {"key": "NOTE0002", "itemType": "note", "parentItem": "AAAAAAA2", "note": "forgotten", "deleted": 1},
        {"key": "TRASHED1", "title": "War in the trash", "deleted": 1},
        {"key": "FILE0001", "itemType": "attachment", "parentItem": "AAAAAAA2", "url": "https://x.y/"},
        {"key": "ALONE001", "itemType": "attachment", "title": "A lonely war file"},
    )  # fmt: skip
    return library


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", ["AAAAAAA1", "AAAAAAA2", "AAAAAAA3"]),
        ("narcotrafico", ["AAAAAAA1"]),
        ("NARCOTRÁFICO MEXICO", ["AAAAAAA1"]),
        ("narco", []),
        ("narco*", ["AAAAAAA1"]),
        ("guerra", ["AAAAAAA1", "AAAAAAA3"]),
        ("memoria", ["AAAAAAA3"]),
        ("forgotten", []),
        ("war -drug", ["AAAAAAA3"]),
        ('"drug war"', ["AAAAAAA2"]),
        ('"war drug"', []),
        ("creator:nunez", ["AAAAAAA1"]),
        ('creator:"jose nunez"', ["AAAAAAA1"]),
        ("title:guerra", []),
        ('tag:"silk road"', ["AAAAAAA1"]),
        ("tag:silk", ["AAAAAAA2"]),
        ("tag:silk*", ["AAAAAAA1", "AAAAAAA2"]),
        ("tag:100%", ["AAAAAAA2"]),
        ("tag:1%*", []),
        ("tag:none", ["AAAAAAA3"]),
        ("year:2010", ["AAAAAAA1"]),
        ("year:2011..", ["AAAAAAA2"]),
        ("year:2010 year:2014", ["AAAAAAA1", "AAAAAAA2"]),
        ("year:none", ["AAAAAAA3"]),
        ("-year:2010", ["AAAAAAA2", "AAAAAAA3"]),
        ("type:JournalArticle", ["AAAAAAA2"]),
        ("type:book -lang:es-MX", ["AAAAAAA1"]),
        ("lang:es", ["AAAAAAA1", "AAAAAAA3"]),
        ("lang:Spanish", ["AAAAAAA1", "AAAAAAA3"]),
        ("lang:en lang:es-MX", ["AAAAAAA2", "AAAAAAA3"]),
        ("collection:none", ["AAAAAAA1", "AAAAAAA2", "AAAAAAA3"]),
        ("key:nunez2010narcotrafico", ["AAAAAAA1"]),
        ("key:drug*", ["AAAAAAA2"]),
    ],
)
def test_a_query_finds(small: Any, query: str, found: list[str]) -> None:
    assert sorted(_keys(small, query)) == found


def test_children_are_filled_and_trashed_ones_left_out(small: Any) -> None:
    items = {item.key: item for item in small.items()}
    assert [note.key for note in items["AAAAAAA3"].notes] == ["NOTE0001"]
    assert items["AAAAAAA2"].notes == ()
    assert [file.url for file in items["AAAAAAA2"].attachments] == ["https://x.y/"]
    assert items["AAAAAAA1"].citation_key == "nunez2010narcotrafico"
    assert small.count() == 3
    assert [item.key for item in small.trash()] == ["TRASHED1"]
    trashed = small.item("TRASHED1")
    assert trashed.deleted
    assert trashed.citation_key == ""


def test_the_best_match_comes_first(small: Any, fill: Any) -> None:
    fill(
        {
            "key": "AAAAAAA9",
            "title": "Something",
            "abstractNote": "a long text that has the word war in it " * 5,
        }
    )
    assert _keys(small, "war")[-1] == "AAAAAAA9"


@pytest.mark.parametrize("query", ["theme:nope", "type:bok", "collection:nope"])
def test_unknown_names_are_told_with_near_ones(small: Any, query: str) -> None:
    with (
        open_library(small._path, themes={"encryption": ["encryption"]}) as library,
        pytest.raises(NotFoundError, match="there is no"),
    ):
        library.find(query)


@settings(max_examples=80, deadline=None)
@given(
    st.text(max_size=30)
    | st.lists(
        st.sampled_from(
            ["AND", "OR", "NOT", "NEAR(", ")", '"', "'", "*", "^", ":", "title", "-", "a", " ", ";", "%"]
        )
    ).map(" ".join)
)
def test_no_words_are_syntax_to_the_database(stocked: Any, text: str) -> None:
    quoted = text.replace("\\", "").replace('"', "")
    for query in (
        text,
        f'"{quoted}"',
        f'tag:"{quoted}"',
        f'creator:"{quoted}"',
        f'key:"{quoted}"',
        f'-"{quoted}"',
    ):
        try:
            stocked.find(f"type:map {query}")
        except ReadinglistError as error:
            assert type(error).__name__ in ("QueryError", "NotFoundError")


def test_collections_are_found_by_name_key_and_path_with_what_is_below(stocked: Any) -> None:
    for name in (
        "collection:8AKQVCSN",
        'collection:"core readings"',
        'collection:"Narco-digital/teaching/Core Readings"',
    ):
        assert len(stocked.find(name)) == 55
    assert len(stocked.find("collection:Teaching")) >= 55
    assert len(stocked.find("collection:Narco-digital")) == 292
    with pytest.raises(NotFoundError, match="Core readings"):
        stocked.find('collection:"Core reading"')


def test_a_scope_shows_only_its_collections(stocked: Any) -> None:
    with open_library(stocked._path, scopes={"groups/4420117": ["I98LEKZM"]}) as library:
        assert library.count() == len(library.items()) == len(library.find("collection:Teaching")) == 55
        assert len(library.known_keys()) == 55
        assert library.state("groups/4420117").items == 292
    with open_library(stocked._path, scopes={"groups/1": []}) as library:
        assert library.items() == []


def test_collections_form_a_tree_with_counts(stocked: Any) -> None:
    (top,) = stocked.collections("groups/4420117")
    assert (top.name, len(top.children), top.items) == ("Narco-digital", 6, 0)
    teaching = next(node for node in top.children if node.name == "Teaching")
    assert [(node.path, node.items) for node in teaching.children] == [
        ("Narco-digital / Teaching / Core readings", 55)
    ]
    assert stocked.collection_names()["57GH2TQW"] == "En español"
    assert stocked.collections("groups/1") == ()


def test_tags_are_counted_and_coloured(library: Any, fill: Any) -> None:
    fill(
        {"title": "A", "tags": [{"tag": "x"}, {"tag": "auto", "type": 1}]},
        {"title": "B", "tags": [{"tag": "x"}]},
        settings={
            "tagColors": {"value": [{"name": "x", "color": "#FF6666"}, None, {"name": 3}], "version": 1}
        },
    )
    assert [(tag.name, tag.items, tag.automatic, tag.color) for tag in library.tags()] == [
        ("auto", 1, True, ""),
        ("x", 2, False, "#FF6666"),
    ]


def test_a_ring_of_collections_does_no_harm(library: Any, fill: Any) -> None:
    ring = {
        key: {"key": key, "version": 1, "data": {"key": key, "name": key.lower(), "parentCollection": parent}}
        for key, parent in (("CCCCCCC1", "CCCCCCC2"), ("CCCCCCC2", "CCCCCCC1"), ("CCCCCCC3", "CCCCCCC1"))
    }
    fill({"title": "A", "collections": ["CCCCCCC3"]}, collections=ring)
    assert len(library.collections()) == 3
    assert len(library.find("collection:ccccccc2")) == 1


def _assignment(theme: str, score: float = 2.0) -> Assignment:
    return Assignment(theme, score, 1.0, "rule")


def test_themes_are_kept_found_and_forgotten_with_their_item(small: Any, fill: Any) -> None:
    from readinglist.zotero.pulled import Keys

    source = "groups/1"
    small.save_assignments(
        [
            AssignedItem(
                (source, "AAAAAAA1"), "basis1", (_assignment("crypto"), _assignment("markets", 1.5))
            ),
            AssignedItem((source, "AAAAAAA2"), "basis2"),
        ]
    )
    assert small.bases() == {(source, "AAAAAAA1"): "basis1", (source, "AAAAAAA2"): "basis2"}
    assert [one.theme for one in small.assignments()[source, "AAAAAAA1"]] == ["crypto", "markets"]
    assert small.themes_of(small.items()) == {"nunez2010narcotrafico": ("crypto", "markets")}
    with open_library(small._path, themes={"crypto": ["crypto"], "money": ["money", "markets"]}) as library:
        assert _keys(library, "theme:money") == ["AAAAAAA1"]
        assert _keys(library, "theme:crypto -guerra") == []
        assert sorted(_keys(library, "theme:none")) == ["AAAAAAA2", "AAAAAAA3"]
    small.save_assignments([AssignedItem((source, "AAAAAAA1"), "basis3", (_assignment("crypto"),))])
    assert small.themes_of(small.items()) == {"nunez2010narcotrafico": ("crypto",)}
    fill(deleted=Keys(items=frozenset({"AAAAAAA1"})))
    assert small.assignments() == {}
    assert list(small.bases()) == [(source, "AAAAAAA2")]


@pytest.mark.parametrize("query", ["", "war", "lang:es", "-tag:silk"])
def test_the_first_few_are_those_that_stand_first_of_all(small: Any, query: str) -> None:
    every, total = small.lines(query)
    assert total == len(every) > 0
    for limit in range(1, total + 2):
        assert small.lines(query, limit) == (every[:limit], total)
