"""SKOS out and in: nothing lost, the same bytes each time, and what is broken or dangerous refused."""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rdflib import Graph
from rdflib.compare import graph_diff

from readinglist.errors import ThemeError
from readinglist.themes.skos import EXTENSIONS
from readinglist.themes.skos_merge import merge
from readinglist.themes.skos_read import load_skos
from readinglist.themes.skos_write import write_skos
from readinglist.themes.vocabulary import Vocabulary, load_vocabulary

Load = Callable[[str], Vocabulary]

PREFIXES = """@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix dct: <http://purl.org/dc/terms/> .
@prefix ex: <http://example.org/> .
"""
THESAURUS = (
    PREFIXES
    + r"""
ex:s a skos:ConceptScheme ; dct:title "Ice"@en ; skos:hasTopConcept ex:b .
ex:a a skos:Concept ; skos:inScheme ex:s ;
    skos:prefLabel "Sea ice"@en, "Hielo marino"@es ; skos:altLabel "Pack ice"@en ;
    skos:hiddenLabel "seaice"@en ;
    skos:notation "1.2" ; skos:definition "One\nline \"two\" \\ ñ"@en ;
    skos:exactMatch <http://id.loc.gov/x> ;
    skos:closeMatch <http://www.wikidata.org/entity/Q1> ; skos:broadMatch <http://id.loc.gov/y> .
ex:b a skos:Concept ; skos:inScheme ex:s ; skos:prefLabel "Ice" ; skos:narrower ex:a ; skos:related ex:c ;
    skos:scopeNote "All of it.", "Twice." .
ex:c a skos:Concept ; skos:inScheme ex:s ; skos:prefLabel "Hielo"@es-MX ; skos:broader ex:a, ex:b .
"""
)
MINE = """# My own words.
[[themes]]
id = "sea-ice"
uri = "http://example.org/a"
label.en = "Ice at sea"   # a comment
[themes.rules]
strong = ["floe"]

[[themes]]
id = "mine"
label.en = "Only mine"

# Decided.
[decisions]
smith2020x = { include = ["mine"] }
"""


def saved(tmp_path: Path, text: str, name: str = "in.ttl") -> Path:
    path = tmp_path / name
    path.write_text(text, "utf-8")
    return path


def read_back(tmp_path: Path, text: str) -> Vocabulary:
    return load_vocabulary(saved(tmp_path, text, "themes.toml"))


@pytest.mark.parametrize(("name", "extension"), [("turtle", "ttl"), ("xml", "rdf"), ("json-ld", "jsonld")])
def test_a_thesaurus_comes_in_and_goes_out_without_loss(tmp_path: Path, name: str, extension: str) -> None:
    scheme = load_skos(saved(tmp_path, THESAURUS), "turtle")
    merged = merge("", Vocabulary(()), scheme)
    vocabulary = read_back(tmp_path, merged.text)
    out = saved(tmp_path, write_skos(vocabulary, name), f"out.{extension}")
    before, after = Graph().parse(data=THESAURUS, format="turtle"), Graph().parse(out)
    lost = list(graph_diff(before, after)[1])
    assert not lost
    # And what goes out comes in again as what it was.
    again = merge(merged.text, vocabulary, load_skos(out, name))
    assert (again.added, again.changed, again.untouched) == ((), (), ())
    assert again.text == merged.text


def test_known_themes_are_brought_up_to_date_and_rules_decisions_comments_stay(tmp_path: Path) -> None:
    vocabulary = read_back(tmp_path, MINE)
    merged = merge(MINE, vocabulary, load_skos(saved(tmp_path, THESAURUS), "turtle"))
    assert merged.added == ("ice", "hielo")
    assert merged.changed == ("sea-ice",)
    assert merged.untouched == ("mine",)
    after = read_back(tmp_path, merged.text)
    assert after.ids == ("sea-ice", "mine", "ice", "hielo")
    assert after.theme("sea-ice").label == {"en": "Sea ice", "es": "Hielo marino"}
    assert after.theme("sea-ice").broader == "ice"
    assert after.theme("sea-ice").rules.terms[0].term.text == "floe"
    assert after.theme("sea-ice").exact_match == ("http://id.loc.gov/x",)
    assert after.decisions["smith2020x"].include == ("mine",)
    assert merged.text.startswith("# My own words.") and "# Decided.\n[decisions]" in merged.text


def test_the_bundled_vocabulary_survives_every_format(bundled_vocabulary: Vocabulary, tmp_path: Path) -> None:
    for extension, name in ((".ttl", "turtle"), (".rdf", "xml"), (".jsonld", "json-ld")):
        text = write_skos(bundled_vocabulary, name)
        assert text == write_skos(bundled_vocabulary, name)
        assert EXTENSIONS[extension] == name
        scheme = load_skos(saved(tmp_path, text, "x" + extension), name)
        merged = merge("", Vocabulary(()), scheme)
        after = read_back(tmp_path, merged.text)
        assert after.ids == bundled_vocabulary.ids
        for one in after.themes:
            was = bundled_vocabulary.theme(one.id)
            assert (one.label, one.scope) == (was.label, was.scope)


TEXT = st.text(st.characters(codec="utf-8", exclude_categories=["C"]), min_size=1, max_size=30).filter(
    lambda text: bool(text.strip()) and any(letter.isalnum() for letter in text)
)


@settings(max_examples=25, deadline=None)
@given(labels=st.lists(TEXT, min_size=1, max_size=4, unique_by=lambda text: text.strip()), note=TEXT)
def test_any_text_comes_back_as_it_was(
    labels: list[str], note: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("skos")
    graph = Graph().parse(data=PREFIXES, format="turtle")
    from rdflib import RDF, SKOS, Literal, URIRef

    for number, label in enumerate(labels):
        concept = URIRef(f"http://example.org/{number}")
        graph.add((concept, RDF.type, SKOS.Concept))
        graph.add((concept, SKOS.prefLabel, Literal(label, lang="en")))
        graph.add((concept, SKOS.scopeNote, Literal(note, lang="es")))
        graph.add((concept, SKOS.notation, Literal(note)))
    path = saved(folder, graph.serialize(format="turtle"))
    themes = tomllib.loads(merge("", Vocabulary(()), load_skos(path, "turtle")).text)["themes"]
    assert [one["label"]["en"] for one in themes] == [label.strip() for label in labels]
    assert {one["scope"]["es"] for one in themes} == {note.strip()}


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("ex:a a skos:Concept .", "have no preferred label: http://example.org/a"),
        ('[] a skos:Concept ; skos:prefLabel "Loose"@en .', "no address (blank nodes): Loose"),
        ('ex:a a skos:Concept ; skos:prefLabel "A"@english .', "'english', which is no language"),
        (
            'ex:a a skos:Concept ; skos:prefLabel "A"@en, "B"@en .',
            "two preferred labels in one language (en)",
        ),
        ('ex:a a skos:Concept ; skos:prefLabel "A" ; skos:broader ex:z .', "which is not in the file"),
        ('ex:a a skos:Concept ; skos:prefLabel "A" ; skos:note [ ex:p ex:q ] .', "as its skos:note"),
        (
            'ex:a a skos:Concept ; skos:prefLabel "A" ; skos:broader ex:b .'
            'ex:b a skos:Concept ; skos:prefLabel "B" ; skos:broader ex:a .',
            "above one another: <http://example.org/a> → <http://example.org/b> → <http://example.org/a>",
        ),
        ("ex:s a skos:ConceptScheme . ex:t a skos:ConceptScheme .", "2 concept schemes"),
        ("ex:s a skos:ConceptScheme .", "no SKOS concept"),
        ("garbage {", "not valid turtle"),
    ],
)
def test_what_is_unsound_is_refused_with_its_place(tmp_path: Path, text: str, message: str) -> None:
    with pytest.raises(ThemeError) as told:
        load_skos(saved(tmp_path, PREFIXES + text), "turtle")
    assert message in told.value.message
    assert "in.ttl" in told.value.where


def test_one_of_several_schemes_can_be_chosen(tmp_path: Path) -> None:
    text = (
        PREFIXES + "ex:s a skos:ConceptScheme . ex:t a skos:ConceptScheme ."
        'ex:a a skos:Concept ; skos:prefLabel "A" ; skos:inScheme ex:s .'
        'ex:b a skos:Concept ; skos:prefLabel "B" ; skos:inScheme ex:t .'
    )
    scheme = load_skos(saved(tmp_path, text), "turtle", "http://example.org/t")
    assert [one.uri for one in scheme.concepts] == ["http://example.org/b"]
    with pytest.raises(ThemeError, match=r"no scheme 'http://example\.org/u'"):
        load_skos(saved(tmp_path, text), "turtle", "http://example.org/u")


def test_a_note_with_parts_is_read_as_its_value(tmp_path: Path) -> None:
    text = (
        PREFIXES + "@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> ."
        'ex:a a skos:Concept ; skos:prefLabel "A" ; skos:scopeNote [ rdf:value "Text"@en ] .'
    )
    assert load_skos(saved(tmp_path, text), "turtle").concepts[0].scope == {"en": "Text"}


def test_entities_are_refused_before_they_can_grow(tmp_path: Path) -> None:
    bomb = '<?xml version="1.0"?><!DOCTYPE r [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]><r>&b;</r>'
    for encoding in ("utf-8", "utf-16"):
        path = tmp_path / "bomb.rdf"
        path.write_bytes(bomb.encode(encoding))
        with pytest.raises(ThemeError, match="declares an entity"):
            load_skos(path, "xml")


def test_nothing_is_fetched_for_a_context(tmp_path: Path) -> None:
    for text in (
        '{"@context": "http://127.0.0.1:1/c"}',
        '[{"x": {"@context": [{}, "http://127.0.0.1:1/c"]}}]',
    ):
        with pytest.raises(ThemeError, match="would have to be fetched"):
            load_skos(saved(tmp_path, text, "a.jsonld"), "json-ld")


def test_a_file_that_is_too_large_is_not_read(tmp_path: Path) -> None:
    path = tmp_path / "large.ttl"
    with path.open("wb") as file:
        file.truncate(200 * 1024 * 1024)
    with pytest.raises(ThemeError, match="too large"):
        load_skos(path, "turtle")


def test_kept_statements_that_are_none_are_named(vocabulary_of: Load) -> None:
    vocabulary = vocabulary_of('[[themes]]\nid = "a"\nlabel.en = "A"\nrdf = ["nonsense"]\n')
    with pytest.raises(ThemeError, match="no statement of N-Triples"):
        write_skos(vocabulary, "turtle", "themes.toml")
    with pytest.raises(ThemeError, match=r"themes.toml:4: .*exact_match.*no address"):
        vocabulary_of('[[themes]]\nid = "a"\nlabel.en = "A"\nexact_match = ["not a uri"]\n')
