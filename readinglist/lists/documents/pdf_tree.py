"""A tagged PDF's structure tree (ISO 32000-1, 14.7): elements, and the marked content that each has."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, TypeAlias

from pdfminer.pdfdocument import PDFDocument
from pdfminer.pdftypes import PDFObjRef, resolve1
from pdfminer.psparser import PSLiteral

# A tree of a syllabus has some thousands of elements, and is some dozens deep.
_MOST_ELEMENTS = 200_000
_DEEPEST = 100


@dataclass(frozen=True, slots=True)
class Mark:
    """A piece of marked content: the object number of its page, and its number on that page."""

    page: int
    number: int


@dataclass(slots=True)
class Element:
    """An element of the tree: its standard role ("P", "LI", "TD" …), what is in it, in order, and, for cells,
    how many columns and rows it spans."""

    role: str
    kids: list[Kid] = field(default_factory=list)
    columns: int = 1
    rows: int = 1


@dataclass(frozen=True, slots=True)
class Address:
    """A link's address."""

    url: str


Kid: TypeAlias = Element | Mark | Address


def structure_tree(document: PDFDocument) -> Element | None:
    """The structure tree of a document, None for one that is not tagged."""
    root = resolve1(document.catalog.get("StructTreeRoot"))
    if not isinstance(root, dict):
        return None
    roles = resolve1(root.get("RoleMap"))
    reader = _Reader({_name(key): _name(value) for key, value in _items(roles)})
    whole = Element("Document")
    reader.read(root.get("K"), whole, None, 0)
    return whole if whole.kids else None


class _Reader:
    """Reads the tree; what is met again, is too deep or too much is left out."""

    def __init__(self, roles: dict[str, str]) -> None:
        self.roles = roles
        self.seen: set[int] = set()
        self.count = 0

    def read(self, node: Any, parent: Element, page: int | None, depth: int) -> None:
        """Put what a kid of an element is into the element. `page` is the page that applies without
        another."""
        self.count += 1
        if depth > _DEEPEST or self.count > _MOST_ELEMENTS:
            return
        if isinstance(node, PDFObjRef):
            if node.objid in self.seen:
                return
            self.seen.add(node.objid)
            node = resolve1(node)
        if isinstance(node, list):
            for one in node:
                self.read(one, parent, page, depth + 1)
        elif isinstance(node, int):
            if page is not None:
                parent.kids.append(Mark(page, node))
        elif isinstance(node, dict):
            self.element(node, parent, page, depth)

    def element(self, node: dict[str, Any], parent: Element, page: int | None, depth: int) -> None:
        given = node.get("Pg")
        page = given.objid if isinstance(given, PDFObjRef) else page
        kind = _name(node.get("Type"))
        if kind == "OBJR":
            url = _address(node.get("Obj"))
            if url:
                parent.kids.append(Address(url))
            return
        number = resolve1(node.get("MCID"))
        if kind == "MCR" or (number is not None and "S" not in node):
            if isinstance(number, int) and page is not None:
                parent.kids.append(Mark(page, number))
            return
        made = Element(self.role(_name(node.get("S"))))
        for attributes in _attributes(node.get("A")):
            made.columns = _span(attributes.get("ColSpan"), made.columns)
            made.rows = _span(attributes.get("RowSpan"), made.rows)
        parent.kids.append(made)
        self.read(node.get("K"), made, page, depth + 1)

    def role(self, name: str) -> str:
        for _ in range(10):
            if name not in self.roles or self.roles[name] == name:
                break
            name = self.roles[name]
        return name


def _attributes(value: Any) -> list[dict[str, Any]]:
    value = resolve1(value)
    told = [resolve1(one) for one in value] if isinstance(value, list) else [value]
    return [one for one in told if isinstance(one, dict)]


def _span(value: Any, otherwise: int) -> int:
    value = resolve1(value)
    return value if isinstance(value, int) and 1 <= value <= 200 else otherwise


def _address(annotation: Any) -> str:
    annotation = resolve1(annotation)
    action = resolve1(annotation.get("A")) if isinstance(annotation, dict) else None
    url = resolve1(action.get("URI")) if isinstance(action, dict) else None
    return url.decode("utf-8", "replace") if isinstance(url, bytes) else ""


def _items(value: Any) -> list[tuple[Any, Any]]:
    return list(value.items()) if isinstance(value, dict) else []


def _name(value: Any) -> str:
    value = resolve1(value)
    if isinstance(value, PSLiteral):
        value = value.name
    return value.decode("latin-1") if isinstance(value, bytes) else str(value or "")
