"""`themes init`: a vocabulary begun from tags or collections that works at once."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from readinglist.resources import package_file
from readinglist.themes.restructure import insert_themes
from readinglist.themes.starting import Seed, begin, seeds_of_tags, slug, theme_text


@pytest.fixture
def fresh(bench: Any) -> Iterator[Any]:
    """A library with tags and collections, and the vocabulary that `init` writes."""
    bench.themes.write_bytes(package_file("themes", "default.toml").read_bytes())
    top = bench.editor.add_collection("Polar")
    below = bench.editor.add_collection("Ice", top)
    other = bench.editor.add_collection("Desert")
    bench.editor.add_collection("Empty")
    bench.editor.add_collection("Ice", other)
    keys = list(bench.keys.values())
    marks = (("Sea ice", 0), ("sea ice", 0), ("Ñandú", 0), ("imported", 1))
    for at, key in enumerate(keys[:4]):
        name, kind = marks[at % 3] if at < 3 else marks[3]
        tags = [{"tag": name, "type": kind}, {"tag": "Ñandú"}, {"tag": 'quote " and \\'}]
        bench.editor.edit_item(key, tags=tags, collections=[below if at else other])
    bench.ok("sync")
    yield bench


def data(bench: Any) -> Any:
    return tomllib.loads(bench.themes.read_text("utf-8"))


def test_each_frequent_tag_becomes_a_theme_that_it_decides(fresh: Any) -> None:
    before = fresh.themes.read_text("utf-8")
    fresh.ok("themes", "init", "--from-tags", "--least", "2", "--yes")
    themes = {one["id"]: one for one in data(fresh)["themes"]}
    assert set(themes) == {"nandu", "quote-and", "sea-ice", "kept"}
    assert themes["nandu"]["label"] == {"en": "Ñandú"}
    assert sorted(themes["sea-ice"]["rules"]["tags"]) == ["Sea ice", "sea ice"]
    assert themes["quote-and"]["rules"]["tags"] == ['quote " and \\']
    assert all(line in fresh.themes.read_text("utf-8").splitlines() for line in before.splitlines())
    counts = {row["theme"]: row["count"] for row in fresh.ok("themes", "--json").json["rows"]}
    assert counts["nandu"] == 4
    again = fresh.ok("themes", "init", "--from-tags", "--least", "2", "--yes")
    assert "is one already" in again.err


def test_tags_that_came_with_imports_are_taken_only_when_asked(fresh: Any) -> None:
    some = fresh.ok("themes", "init", "--from-tags", "--least", "1", "--json", "--dry-run").json["themes"]
    every = fresh.ok(
        "themes", "init", "--from-tags", "--least", "1", "--json", "--dry-run", "--automatic"
    ).json["themes"]
    assert {one["id"] for one in every} - {one["id"] for one in some} == {"imported", "from-the-publisher"}


def test_collections_become_themes_in_the_same_tree(fresh: Any) -> None:
    fresh.ok("themes", "init", "--from-collections", "--yes")
    themes = {one["id"]: one for one in data(fresh)["themes"]}
    assert set(themes) == {"polar", "ice", "desert"}
    assert themes["ice"]["broader"] == "polar"
    assert themes["ice"]["rules"]["collections"] == ["Ice"]
    counts = {row["theme"]: row["count"] for row in fresh.ok("themes", "--json").json["rows"]}
    assert counts["polar"] == 4, "three in the collection, and one whose tag speaks of ice"


def test_what_a_push_wrote_is_no_theme_to_begin_with(fresh: Any) -> None:
    fresh.ok("themes", "init", "--from-tags", "--least", "2", "--yes")
    fresh.ok("themes", "push", "--yes")
    done = fresh.ok("themes", "init", "--from-tags", "--least", "2", "--yes")
    assert "is one already" in done.err


@pytest.mark.parametrize(
    ("args", "code", "said"),
    [
        ((), 2, "--from-skos FILE"),
        (("--from-tags", "--from-collections"), 2, "Give one of"),
        (("--from-tags", "--least", "99"), 1, "--least"),
        (("--from-tags", "--least", "2"), 2, "--yes"),
    ],
)
def test_what_cannot_be_is_said(fresh: Any, args: tuple[str, ...], code: int, said: str) -> None:
    before = fresh.themes.read_bytes()
    done = fresh.run("themes", "init", *args)
    assert done.code == code
    assert said in done.err
    assert fresh.themes.read_bytes() == before


SKOS = """
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
<http://example.org/s> a skos:ConceptScheme .
<http://example.org/polar> a skos:Concept ; skos:inScheme <http://example.org/s> ; skos:prefLabel "Polar"@en .
<http://example.org/ice> a skos:Concept ; skos:inScheme <http://example.org/s> ;
  skos:prefLabel "Sea ice"@en, "Hielo marino"@es ; skos:broader <http://example.org/polar> .
"""


def test_a_thesaurus_in_skos_begins_a_vocabulary(fresh: Any) -> None:
    file = fresh.folder / "thesaurus.ttl"
    file.write_text(SKOS, "utf-8")
    before = fresh.themes.read_bytes()
    shown = fresh.ok("themes", "init", "--from-skos", str(file), "--dry-run")
    assert "ice" in shown.out
    assert fresh.themes.read_bytes() == before
    fresh.ok("themes", "init", "--from-skos", str(file), "--yes")
    labels = {one["label"]["en"]: one for one in data(fresh)["themes"]}
    assert set(labels) == {"Polar", "Sea ice"}
    assert labels["Sea ice"]["broader"] == labels["Polar"]["id"]


NAMES = st.text(st.characters(exclude_categories=("Cs", "Cc")), min_size=1, max_size=20)


@given(
    names=st.lists(NAMES, max_size=8), folders=st.lists(st.lists(NAMES, min_size=1, max_size=3), max_size=6)
)
@settings(max_examples=150, deadline=None)
def test_any_names_make_a_file_that_can_be_read_with_ids_of_its_own(
    names: list[str], folders: list[list[str]]
) -> None:
    seeds = [
        *seeds_of_tags([(name, 3) for name in names], least=1, most=50),
        *(Seed(one[-1], collections=(one[-1],), count=1, path=tuple(one[:-1])) for one in folders),
    ]
    themes = begin(seeds, ["taken"], ["Taken"])
    text = insert_themes("# begun\n", "".join(theme_text(one, "en") for one in themes))
    found = tomllib.loads(text).get("themes", [])
    assert [one["label"]["en"] for one in found] == [one.label for one in themes]
    ids = [one["id"] for one in found]
    assert len({one.casefold() for one in ids}) == len(ids)
    assert all(one.get("broader", ids[0]) in ids for one in found)


def test_a_slug_is_told_apart_from_those_that_are_taken() -> None:
    assert slug("Acceso abierto", []) == "acceso-abierto"
    assert slug("¿?", ["theme"]) == "theme-2"
