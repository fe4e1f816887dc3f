"""A SKOS file read into concepts: labels and notes by language, the tree, mappings, and all the rest kept."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from rdflib import BNode, Graph, Literal, URIRef
from rdflib.namespace import RDF, SKOS
from rdflib.term import Node

from readinglist.items.languages import is_language
from readinglist.items.text import language_tag
from readinglist.themes.skos import (
    OURS,
    Concept,
    Scheme,
    choose_scheme,
    concepts_of,
    fail,
    load_graph,
    statement,
)

_NAMED = 5
_IMPLIED = (SKOS.inScheme, SKOS.topConceptOf, SKOS.narrower, OURS.position)
_LISTS = {SKOS.related: "related", SKOS.exactMatch: "exact_match", SKOS.closeMatch: "close_match"}


def load_skos(path: Path, format_name: str, scheme: str = "") -> Scheme:
    """Read the concepts of a file, of one `scheme` where there are several.

    Raises `ThemeError` for what `skos.load_graph` refuses, and for concepts without address, label or a
    language that exists, with two preferred labels in one language, with a broader concept that is not
    there, and in a circle.
    """
    graph = load_graph(path, format_name)
    chosen = choose_scheme(graph, scheme, path)
    addresses = concepts_of(graph, chosen, path)
    above = _broader(graph, addresses, path)
    concepts = [_concept(graph, one, chosen, above[one], path) for one in addresses]
    unlabelled = [one.uri for one in concepts if not one.label]
    if unlabelled:
        message = f"{len(unlabelled)} concepts have no preferred label: " + ", ".join(unlabelled[:_NAMED])
        fail(path, message, "Each needs a skos:prefLabel.")
    _check_tree({one.uri: one for one in concepts}, path)
    said = _rest_of_scheme(graph, chosen, set(addresses), path) if chosen is not None else ()
    ordered = sorted(concepts, key=lambda one: (one.position or len(concepts) + 1, one.uri))
    return Scheme(str(chosen or ""), tuple(ordered), said)


@dataclass(slots=True)
class _Texts:
    """Texts by language as they are gathered, and what did not fit in as statements."""

    label: dict[str, str] = field(default_factory=dict)
    scope: dict[str, str] = field(default_factory=dict)
    alt: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    rest: list[str] = field(default_factory=list)


def _concept(
    graph: Graph, concept: URIRef, scheme: URIRef | None, above: Sequence[URIRef], path: Path
) -> Concept:
    texts = _Texts()
    lists: dict[str, list[str]] = {name: [] for name in _LISTS.values()}
    position = 0
    for predicate, thing in _sorted(graph.predicate_objects(concept)):
        if isinstance(thing, BNode):
            thing = _flattened(graph, concept, predicate, thing, path)
        if predicate == OURS.position and str(thing).isdigit():
            position = int(str(thing))
        elif _is_implied(predicate, thing, scheme) or predicate == SKOS.broader:
            continue
        elif isinstance(predicate, URIRef) and predicate in _LISTS and isinstance(thing, URIRef):
            lists[_LISTS[predicate]].append(str(thing))
        elif not _take_text(texts, concept, predicate, thing, path):
            texts.rest.append(statement(predicate, thing))
    # A theme has one broader theme; a concept may have more, and keeps them.
    texts.rest.extend(statement(SKOS.broader, one) for one in above[1:])
    return Concept(
        uri=str(concept),
        label=texts.label,
        alt={language: tuple(names) for language, names in texts.alt.items()},
        scope=texts.scope,
        broader=str(above[0]) if above else "",
        related=tuple(lists["related"]),
        exact_match=tuple(lists["exact_match"]),
        close_match=tuple(lists["close_match"]),
        rdf=tuple(texts.rest),
        position=position,
    )


def _is_implied(predicate: Node, thing: Node, scheme: URIRef | None) -> bool:
    """What an export says of every concept anyway."""
    if predicate == RDF.type:
        return thing == SKOS.Concept
    if predicate in (SKOS.inScheme, SKOS.topConceptOf):
        return thing == scheme
    return predicate in _IMPLIED


def _take_text(texts: _Texts, concept: URIRef, predicate: Node, thing: Node, path: Path) -> bool:
    """Put a label or a scope note where it belongs; False for everything else."""
    if predicate not in (SKOS.prefLabel, SKOS.altLabel, SKOS.scopeNote) or not isinstance(thing, Literal):
        return False
    if thing.datatype is not None and not thing.language:
        return False
    language, text = _language(thing, concept, path), str(thing).strip()
    if not text:
        return True
    if predicate == SKOS.altLabel:
        texts.alt[language].append(text)
        return True
    if predicate == SKOS.scopeNote:
        return texts.scope.setdefault(language, text) == text
    if texts.label.setdefault(language, text) != text:
        named = f"'{texts.label[language]}' and '{text}'"
        fail(
            path,
            f"<{concept}> has two preferred labels in one language ({language or 'none'}): {named}",
            "Make one of them a skos:altLabel (SKOS Reference, S14).",
        )
    return True


def _language(text: Literal, concept: URIRef, path: Path) -> str:
    tag = text.language or ""
    if tag and not is_language(tag):
        meant = language_tag(tag)
        hint = f"Did you mean '{meant}'?" if meant and meant != tag else "Use a tag of BCP 47: en, es, es-MX."
        fail(path, f"<{concept}> has a text in '{tag}', which is no language: '{text}'", hint)
    return tag


def _flattened(graph: Graph, concept: URIRef, predicate: Node, thing: BNode, path: Path) -> Node:
    """A note with parts is read as its rdf:value (SKOS Primer, 4.2); any other blank node is refused."""
    said = list(graph.predicate_objects(thing))
    value = graph.value(thing, RDF.value)
    if isinstance(value, Literal) and len(said) == 1:
        return value
    return fail(
        path,
        f"<{concept}> has something without an address (a blank node) as its {_short(predicate)}",
        "Give it a URI, or write its text directly; it could not be kept otherwise.",
    )


def _broader(graph: Graph, addresses: Sequence[URIRef], path: Path) -> dict[URIRef, list[URIRef]]:
    """Each concept's broader ones, from either end of the relation."""
    known = set(addresses)
    above: dict[URIRef, set[URIRef]] = {one: set() for one in addresses}
    for narrow, broad in (
        *graph.subject_objects(SKOS.broader),
        *((narrow, broad) for broad, narrow in graph.subject_objects(SKOS.narrower)),
    ):
        if narrow not in known or not isinstance(narrow, URIRef) or not isinstance(broad, URIRef):
            continue
        if broad not in known:
            hint = "Describe it in the file, or point to it with skos:broadMatch."
            fail(path, f"<{narrow}> has the broader concept <{broad}>, which is not in the file", hint)
        above[narrow].add(broad)
    return {one: sorted(broader) for one, broader in above.items()}


def _check_tree(concepts: dict[str, Concept], path: Path) -> None:
    for uri in concepts:
        way = [uri]
        above = concepts[uri].broader
        while above and above not in way:
            way.append(above)
            above = concepts[above].broader
        if above == uri:
            circle = " → ".join(f"<{one}>" for one in [*way, above])
            fail(path, "concepts are above one another: " + circle, "Take one skos:broader out.")


def _rest_of_scheme(graph: Graph, scheme: URIRef, own: set[URIRef], path: Path) -> tuple[str, ...]:
    said = []
    for predicate, thing in _sorted(graph.predicate_objects(scheme)):
        if isinstance(thing, BNode):
            thing = _flattened(graph, scheme, predicate, thing, path)
        if predicate == SKOS.hasTopConcept and thing in own:
            continue
        if (predicate, thing) != (RDF.type, SKOS.ConceptScheme):
            said.append(statement(predicate, thing))
    return tuple(said)


def _sorted(pairs: Iterable[tuple[Node, Node]]) -> list[tuple[Node, Node]]:
    return sorted(
        pairs, key=lambda pair: (str(pair[0]), getattr(pair[1], "language", "") or "", str(pair[1]))
    )


def _short(predicate: Node) -> str:
    text = str(predicate)
    return "skos:" + text.removeprefix(str(SKOS)) if text.startswith(str(SKOS)) else f"<{text}>"
