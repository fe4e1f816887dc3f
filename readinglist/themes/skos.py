"""SKOS concepts between RDF and `themes.toml`: Turtle, RDF/XML and JSON-LD read with care.

After "SKOS Simple Knowledge Organization System Reference" (W3C, 2009). What SKOS says and a theme has no
place for (notations, definitions, a second broader concept …) is kept as statements in N-Triples, so that
nothing is lost on the way there and back.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NoReturn
from xml.parsers import expat

from rdflib import BNode, Graph, Namespace, URIRef
from rdflib.namespace import RDF, SKOS
from rdflib.term import Node

from readinglist.errors import ThemeError
from readinglist.themes.tables import did_you_mean

FORMATS: Mapping[str, str] = {"turtle": "turtle", "xml": "xml", "json-ld": "json-ld"}
"""What we call a format, and rdflib's serializer for it."""

EXTENSIONS: Mapping[str, str] = {
    ".ttl": "turtle",
    ".rdf": "xml",
    ".xml": "xml",
    ".owl": "xml",
    ".jsonld": "json-ld",
    ".json": "json-ld",
}
OURS = Namespace("urn:readinglist:vocabulary#")
"""The one word of our own: `position`, a theme's place in the file, which SKOS has no word for."""

_MAX_BYTES = 50 * 1024 * 1024
_SUBJECT = URIRef("urn:readinglist:this")
_NAMED = 5


@dataclass(frozen=True, slots=True)
class Concept:
    """One concept: address, labels, notes and neighbours (by address), and every other statement in `rdf`."""

    uri: str
    label: Mapping[str, str]
    alt: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    scope: Mapping[str, str] = field(default_factory=dict)
    broader: str = ""
    related: tuple[str, ...] = ()
    exact_match: tuple[str, ...] = ()
    close_match: tuple[str, ...] = ()
    rdf: tuple[str, ...] = ()
    position: int = 0


@dataclass(frozen=True, slots=True)
class Scheme:
    """A concept scheme: its address ("" where the file has none), its concepts, and what is said of it."""

    uri: str
    concepts: tuple[Concept, ...]
    rdf: tuple[str, ...] = ()


def format_of(path: Path) -> str:
    """The format that a file's name tells. Raises `ThemeError`."""
    found = EXTENSIONS.get(path.suffix.lower())
    if found is None:
        hint = "Known: " + ", ".join(EXTENSIONS) + "; or say it with --format."
        raise ThemeError(f"no SKOS format is known by '{path.suffix}'", where=str(path), hint=hint)
    return found


def load_graph(path: Path, format_name: str) -> Graph:
    """Parse a file without following anything that it names.

    Raises `ThemeError` for a file that is too large or cannot be parsed, for XML that declares entities,
    and for JSON-LD whose context would have to be fetched.
    """
    try:
        if path.stat().st_size > _MAX_BYTES:
            hint = f"At most {_MAX_BYTES // 1024**2} MB are read. Take the part that you need."
            raise ThemeError("the file is too large to be read", where=str(path), hint=hint)
        data = path.read_bytes()
    except OSError as problem:
        raise ThemeError(f"cannot read: {problem.strerror}", where=str(path)) from problem
    if format_name == "xml":
        _refuse_entities(data, path)
    elif format_name == "json-ld":
        _refuse_remote_contexts(data, path)
    graph = Graph()
    try:
        # The address keeps relative references apart from every real one, and away from this machine's paths.
        graph.parse(data=data, format=format_name, publicID="urn:readinglist:file/")
    except Exception as problem:  # rdflib's parsers raise what their parts happen to raise
        reason = " ".join(str(problem).split())[:300] or type(problem).__name__
        raise ThemeError(f"not valid {format_name}: {reason}", where=str(path)) from problem
    return graph


def statements(lines: Sequence[str], where: str) -> list[tuple[Node, Node]]:
    """Kept statements as predicate and object again. Raises `ThemeError` for what is no N-Triples."""
    found: list[tuple[Node, Node]] = []
    for line in lines:
        graph = Graph()
        try:
            graph.parse(data=f"{_SUBJECT.n3()} {line} .", format="nt")
        except Exception as problem:
            raise ThemeError(f"'{line}' is no statement of N-Triples", where=where) from problem
        found.extend((predicate, thing) for _, predicate, thing in graph)
    return found


def statement(predicate: Node, thing: Node) -> str:
    """A statement as it is kept: predicate and object as in N-Triples."""
    graph = Graph()
    graph.add((_SUBJECT, predicate, thing))
    text = graph.serialize(format="nt").strip()
    return text.removeprefix(_SUBJECT.n3()).removesuffix(".").strip()


def fail(path: Path, message: str, hint: str = "") -> NoReturn:
    """Raise a `ThemeError` about the file."""
    raise ThemeError(message, where=str(path), hint=hint)


def choose_scheme(graph: Graph, wanted: str, path: Path) -> URIRef | None:
    """The scheme to read: the one wanted, or the only one; None in a file without any.

    Raises `ThemeError` where there are several and none was wanted, or the wanted one is not there.
    """
    schemes = {str(one) for one in graph.subjects(RDF.type, SKOS.ConceptScheme) if isinstance(one, URIRef)}
    schemes |= {str(one) for one in graph.objects(None, SKOS.inScheme) if isinstance(one, URIRef)}
    if wanted:
        if wanted not in schemes:
            hint = did_you_mean(wanted, schemes) or "In it: " + ", ".join(sorted(schemes)[:_NAMED]) + "."
            fail(path, f"there is no scheme '{wanted}'", hint)
        return URIRef(wanted)
    if len(schemes) > 1:
        named = ", ".join(sorted(schemes)[:_NAMED])
        fail(path, f"{len(schemes)} concept schemes are in this file", f"Choose one with --scheme: {named}")
    return URIRef(schemes.pop()) if schemes else None


def concepts_of(graph: Graph, scheme: URIRef | None, path: Path) -> list[URIRef]:
    """The concepts of a scheme, sorted. Raises `ThemeError` where there are none or one has no address."""
    found = set(graph.subjects(RDF.type, SKOS.Concept)) | set(graph.subjects(SKOS.prefLabel, None))
    found -= set(graph.subjects(RDF.type, SKOS.ConceptScheme))
    if scheme is not None and any(graph.subjects(SKOS.inScheme, None)):
        tops = set(graph.objects(scheme, SKOS.hasTopConcept)) | set(graph.subjects(SKOS.topConceptOf, scheme))
        found &= tops | set(graph.subjects(SKOS.inScheme, scheme))
    nameless = [one for one in found if isinstance(one, BNode)]
    if nameless:
        labels = sorted(str(graph.value(one, SKOS.prefLabel) or "without a label") for one in nameless)
        message = f"{len(nameless)} concepts have no address (blank nodes): " + ", ".join(labels[:_NAMED])
        fail(path, message, "Give each concept a URI of its own; without one nothing can be kept in step.")
    named = sorted(one for one in found if isinstance(one, URIRef))
    if not named:
        fail(path, "there is no SKOS concept in this file", "Each needs the type skos:Concept.")
    return named


def _refuse_entities(data: bytes, path: Path) -> None:
    """Look at the document type, as far as the first element, where alone entities can be declared."""

    class _Done(Exception):
        """The document type is over."""

    def declared(name: str, *_: Any) -> None:
        message = f"the file declares an entity ('{name}'), which can be made to grow without end"
        fail(path, message, "Write the text in full instead, or convert the file to Turtle.")

    def begun(*_: Any) -> None:
        raise _Done

    parser = expat.ParserCreate()
    parser.EntityDeclHandler = declared
    parser.StartElementHandler = begun
    try:
        parser.Parse(data, True)
    except _Done:
        return
    except expat.ExpatError as problem:
        where = f"{path}:{problem.lineno}"
        raise ThemeError(f"not valid XML: {expat.ErrorString(problem.code)}", where=where) from problem


def _refuse_remote_contexts(data: bytes, path: Path) -> None:
    try:
        waiting = [json.loads(data.decode("utf-8-sig"))]
    except (ValueError, RecursionError) as problem:
        raise ThemeError(f"not valid JSON: {problem}", where=str(path)) from problem
    while waiting:
        value = waiting.pop()
        if isinstance(value, dict):
            context = value.get("@context")
            contexts = context if isinstance(context, list) else [context]
            remote = [one for one in (*contexts, value.get("@import")) if isinstance(one, str)]
            if remote:
                message = f"its context would have to be fetched from {remote[0]}"
                fail(path, message, "Put the context itself in the file; nothing is fetched.")
            waiting.extend(value.values())
        elif isinstance(value, list):
            waiting.extend(value)
