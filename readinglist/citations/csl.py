"""Reading the XML of a CSL style that anyone may have written: within limits, and without entities."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any
from xml.parsers import expat

from readinglist.errors import CitationError

NAMESPACE = "http://purl.org/net/xbiblio/csl"
MAX_BYTES = 2_000_000
_NAMES = """
    author bibliography category choose citation contributor date date-part eissn else else-if email et-al
    group id if info institution institution-part issn issnl key label layout link locale macro multiple name
    name-part names number published rights single sort style style-options substitute summary term terms text
    title title-short translator updated uri
"""
_ELEMENTS = frozenset(_NAMES.split())
"""All elements that a style can hold: those of CSL 1.0.2, and those for institutions that CSL-M added."""

_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
_MAX_DEPTH = 100
_MAX_ELEMENTS = 60_000
_MAX_EXPANDED = 30_000_000


def name(tag: str) -> str:
    """The qualified name of a CSL element, as ElementTree spells it."""
    return f"{{{NAMESPACE}}}{tag}"


def add_terms(root: ET.Element, language: str, terms: Iterable[ET.Element]) -> None:
    """Put `terms` into the locale of `language` in the style of `root`; a second one would hide the first."""
    place = next((one for one in root.findall(name("locale")) if one.get(_LANG) == language), None)
    if place is None:
        place = ET.Element(name("locale"), {_LANG: language})
        root.insert(1, place)
    held = place.find(name("terms"))
    if held is None:
        held = ET.SubElement(place, name("terms"))
    held.extend(terms)


def load_csl(path: Path) -> ET.Element:
    """Read and check a style file, and return its root element.

    Raises `CitationError` when it cannot be read, is larger than 2 MB, is no well-formed XML, has a document
    type or entities of its own, nests too deep, is no CSL 1.0 style, or calls macros that it lacks or that
    call themselves.
    """
    try:
        size = path.stat().st_size
        if size > MAX_BYTES:
            raise CitationError(
                f"the style is {size / 1e6:.0f} MB large",
                where=str(path),
                hint="A CSL style is at most 2 MB.",
            )
        data = path.read_bytes()
    except OSError as error:
        raise CitationError(f"cannot read the style: {error.strerror or error}", where=str(path)) from error
    return parse_csl(data, where=str(path))


def parse_csl(data: bytes, *, where: str) -> ET.Element:
    """As `load_csl`, for the bytes of a style; `where` names it in errors."""
    _guard(data, where)
    try:
        root = ET.fromstring(data)
    except (ET.ParseError, ValueError, LookupError) as error:
        raise CitationError(f"the style is no well-formed XML: {error}", where=where) from error
    if root.tag != name("style"):
        raise CitationError(
            "this is no CSL style",
            where=where,
            hint=f'It must begin <style xmlns="{NAMESPACE}">; it begins <{root.tag.rsplit("}")[-1]}>.',
        )
    if not root.get("version", "1.0").startswith("1."):
        raise CitationError(
            f"the style is written in CSL {root.get('version')}",
            where=where,
            hint="CSL 1.0 or later is needed.",
        )
    if parent_id(root) is None:
        if root.find(name("citation")) is None:
            raise CitationError(
                "the style has no <citation>", where=where, hint="It is not a complete CSL style."
            )
        for part in ("citation", "bibliography"):
            element = root.find(name(part))
            if element is not None and element.find(name("layout")) is None:
                raise CitationError(
                    f"the style's <{part}> has no <layout>",
                    where=where,
                    hint="It is not a complete CSL style.",
                )
        _check_elements(root, where)
        _check_macros(root, where)
    return root


def _check_elements(root: ET.Element, where: str) -> None:
    for element in root.iter():
        namespace, _, tag = str(element.tag).lstrip("{").rpartition("}")
        if namespace == NAMESPACE and tag not in _ELEMENTS:
            raise CitationError(
                f"the style has an element <{tag}> that CSL does not know",
                where=where,
                hint="Is it misspelt, or of a later CSL than 1.0.2?",
            )


def parent_id(root: ET.Element) -> str | None:
    """The id of the style that a dependent style stands for, None for an independent style."""
    info = root.find(name("info"))
    for link in info.findall(name("link")) if info is not None else ():
        if link.get("rel") == "independent-parent":
            return link.get("href", "").rstrip("/").rsplit("/", 1)[-1]
    return None


def _guard(data: bytes, where: str) -> None:
    """Refuse document types, entities, endless depth before anything is built in memory."""
    parser = expat.ParserCreate()
    depth = count = 0

    def refuse(*_: Any) -> None:
        raise CitationError(
            "the style declares a document type or entities", where=where, hint="Remove its <!DOCTYPE …>."
        )

    def start(_tag: str, _attributes: Mapping[str, str]) -> None:
        nonlocal depth, count
        depth, count = depth + 1, count + 1
        if depth > _MAX_DEPTH or count > _MAX_ELEMENTS:
            raise CitationError("the style is too deep or too long to be a CSL style", where=where)

    def end(_tag: str) -> None:
        nonlocal depth
        depth -= 1

    parser.StartDoctypeDeclHandler = refuse
    parser.EntityDeclHandler = refuse
    parser.StartElementHandler = start
    parser.EndElementHandler = end
    try:
        parser.Parse(data, True)
    except (expat.ExpatError, ValueError, LookupError) as error:
        raise CitationError(
            f"the style is no well-formed XML: {error}", where=where, hint="Was the file saved as a web page?"
        ) from error


def _check_macros(root: ET.Element, where: str) -> None:
    """Refuse macros that are missing, go round in circles, or multiply beyond measure when expanded."""
    macros = {str(macro.get("name")): macro for macro in root.findall(name("macro"))}
    sizes: dict[str, int] = {}

    def size(element: ET.Element, trail: tuple[str, ...]) -> int:
        total = 0
        for node in element.iter():
            total += 1
            called = node.get("macro")
            if called is None:
                continue
            if called not in macros:
                raise CitationError(f"the style calls a macro '{called}' that it does not have", where=where)
            if called in trail:
                raise CitationError(f"the style's macro '{called}' calls itself", where=where)
            if len(trail) > _MAX_DEPTH:
                raise CitationError("the style's macros call one another too deep", where=where)
            if called not in sizes:
                sizes[called] = size(macros[called], (*trail, called))
            total += sizes[called]
        return total

    for part in ("citation", "bibliography"):
        element = root.find(name(part))
        if element is not None and size(element, ()) > _MAX_EXPANDED:
            raise CitationError("the style's macros multiply beyond measure", where=where)
