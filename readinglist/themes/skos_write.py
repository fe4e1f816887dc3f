"""A vocabulary written as SKOS: the same bytes for the same themes, whatever the format."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping

from rdflib import Graph, Literal, URIRef
from rdflib.namespace import RDF, SKOS, XSD

from readinglist.themes.skos import FORMATS, OURS, statements
from readinglist.themes.vocabulary import Theme, Vocabulary

DEFAULT_BASE = "urn:readinglist:theme:"
DEFAULT_SCHEME = "urn:readinglist:themes"
_RESOURCE = re.compile(r"^  <rdf:Description .*?^  </rdf:Description>\n", re.MULTILINE | re.DOTALL)
_RESOURCES = re.compile(rf"(?:{_RESOURCE.pattern})+", re.MULTILINE | re.DOTALL)
_PREFIXES = re.compile(r"(?:^ +xmlns:.*\n)+", re.MULTILINE)


def uri_of(vocabulary: Vocabulary, theme: Theme) -> str:
    """A theme's address: its own, or made from the vocabulary's base and its id."""
    return theme.uri or (vocabulary.scheme.base or DEFAULT_BASE) + theme.id


def write_skos(vocabulary: Vocabulary, format_name: str, where: str = "") -> str:
    """The vocabulary as SKOS in "turtle", "xml" or "json-ld". `where` names the file in errors.

    Raises `ThemeError` for kept statements that are no N-Triples.
    """
    graph = Graph()
    graph.bind("skos", SKOS)
    graph.bind("readinglist", OURS)
    scheme = URIRef(vocabulary.scheme.uri or DEFAULT_SCHEME)
    graph.add((scheme, RDF.type, SKOS.ConceptScheme))
    for kept, thing in statements(vocabulary.scheme.rdf, where):
        graph.add((scheme, kept, thing))
    addresses = {theme.id: URIRef(uri_of(vocabulary, theme)) for theme in vocabulary.themes}
    for position, theme in enumerate(vocabulary.themes, 1):
        _add(graph, theme, addresses, scheme, f"{where}:{theme.line}")
        number = Literal(str(position), datatype=XSD.integer)
        graph.add((addresses[theme.id], OURS.position, number))
    return _serialized(graph, format_name)


def _add(graph: Graph, theme: Theme, addresses: Mapping[str, URIRef], scheme: URIRef, where: str) -> None:
    concept = addresses[theme.id]
    graph.add((concept, RDF.type, SKOS.Concept))
    graph.add((concept, SKOS.inScheme, scheme))
    for language, text in theme.label.items():
        graph.add((concept, SKOS.prefLabel, Literal(text, lang=language or None)))
    for language, names in theme.alt.items():
        for name in names:
            graph.add((concept, SKOS.altLabel, Literal(name, lang=language or None)))
    for language, text in theme.scope.items():
        graph.add((concept, SKOS.scopeNote, Literal(text, lang=language or None)))
    if theme.broader:
        graph.add((concept, SKOS.broader, addresses[theme.broader]))
        graph.add((addresses[theme.broader], SKOS.narrower, concept))
    else:
        graph.add((scheme, SKOS.hasTopConcept, concept))
        graph.add((concept, SKOS.topConceptOf, scheme))
    for predicate, values in ((SKOS.exactMatch, theme.exact_match), (SKOS.closeMatch, theme.close_match)):
        for value in values:
            graph.add((concept, predicate, URIRef(value)))
    for other in theme.related:
        graph.add((concept, SKOS.related, addresses[other]))
        graph.add((addresses[other], SKOS.related, concept))
    for kept, thing in statements(theme.rdf, where):
        graph.add((concept, kept, thing))


def _serialized(graph: Graph, format_name: str) -> str:
    if format_name == "json-ld":
        # In rdflib's own order, which follows hashes, the same graph would give ever other files.
        data = json.loads(graph.serialize(format="json-ld", auto_compact=True))
        return json.dumps(_ordered(data), ensure_ascii=False, indent=2) + "\n"
    ordered = Graph(namespace_manager=graph.namespace_manager)
    for triple in sorted(graph, key=lambda one: tuple(part.n3() for part in one)):
        ordered.add(triple)
    text = ordered.serialize(format=FORMATS[format_name]).rstrip("\n") + "\n"
    if format_name == "xml":
        # So do the order of prefixes and of resources in RDF/XML; "<" in a text is escaped in it.
        text = _PREFIXES.sub(lambda found: "".join(sorted(found[0].splitlines(True))), text, count=1)
        text = _RESOURCES.sub(lambda found: "".join(sorted(_RESOURCE.findall(found[0]))), text, count=1)
    return text


def _ordered(value: object) -> object:
    if isinstance(value, dict):
        return {key: _ordered(value[key]) for key in sorted(value)}
    if isinstance(value, list):
        return sorted((_ordered(one) for one in value), key=lambda one: json.dumps(one, sort_keys=True))
    return value
