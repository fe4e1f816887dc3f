"""What elements of an XML file may hold: rules that a format's specification states, and who breaks them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from lxml import etree

# Nothing outside the file is read, and nothing in it stands for something else.
_PARSER = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True, remove_comments=True)


@dataclass(frozen=True)
class Child:
    """An element inside another: its tag, the rules it keeps, how often at least and at most (None: any)."""

    tag: str
    shape: str
    least: int = 1
    most: int | None = 1


@dataclass(frozen=True)
class Shape:
    """The rules of an element. What is not named is a fault.

    `children` stand in this order, in any if `mixed_order`. `attributes` are required, `optional` not, both
    by the pattern of their whole value. `text` is the pattern of the whole text; without one blanks may stand
    between children, and an element that has no children has nothing in it.
    """

    children: tuple[Child, ...] = ()
    attributes: Mapping[str, str] = field(default_factory=dict)
    optional: Mapping[str, str] = field(default_factory=dict)
    text: str | None = None
    mixed_order: bool = False


def parsed(content: bytes) -> etree._Element | str:
    """The root of an XML file without a document type; what is wrong with it if it has none."""
    try:
        root = etree.fromstring(content, _PARSER)
    except etree.XMLSyntaxError as error:
        return f"not well-formed: {error}"
    if root.getroottree().docinfo.doctype:
        return "has a document type, which may define entities"
    return root


def shape_faults(root: etree._Element, start: Child, shapes: Mapping[str, Shape]) -> Iterator[str]:
    """Each place where the element and those below it break the rules, as "/a/b[2]: what is wrong"."""
    if root.tag != start.tag:
        yield f"/: <{root.tag}> instead of <{start.tag}>"
        return
    yield from _faults(root, f"/{_local(root)}", shapes[start.shape], shapes)


def _faults(one: etree._Element, path: str, shape: Shape, shapes: Mapping[str, Shape]) -> Iterator[str]:
    yield from _attribute_faults(one, path, shape)
    yield from _text_faults(one, path, shape)
    counts: dict[str, int] = {}
    at = 0
    rules = {rule.tag: place for place, rule in enumerate(shape.children)}
    for child in one:
        if not isinstance(child.tag, str):
            yield f"{path}: a processing instruction or entity"
            continue
        counts[child.tag] = counts.get(child.tag, 0) + 1
        if child.tag not in rules:
            yield f"{path}: <{_local(child)}> is not allowed here"
            continue
        place = rules[child.tag]
        if place < at and not shape.mixed_order:
            yield f"{path}: <{_local(child)}> out of order"
        at = max(at, place)
        yield from _faults(
            child, f"{path}/{_local(child)}[{counts[child.tag]}]", shapes[shape.children[place].shape], shapes
        )
    for rule in shape.children:
        count = counts.get(rule.tag, 0)
        if count < rule.least or (rule.most is not None and count > rule.most):
            yield f"{path}: {count} <{_name(rule.tag)}>, where {rule.least} to {rule.most or 'any'} may be"


def _attribute_faults(one: etree._Element, path: str, shape: Shape) -> Iterator[str]:
    for name in shape.attributes:
        if name not in one.attrib:
            yield f"{path}: no attribute {name}"
    for name, value in one.attrib.items():
        pattern = shape.attributes.get(name, shape.optional.get(name))
        if pattern is None:
            yield f"{path}: the attribute {name} is not allowed"
        elif not re.fullmatch(pattern, value):
            yield f"{path}: {name}={value!r} is none that may be"


def _text_faults(one: etree._Element, path: str, shape: Shape) -> Iterator[str]:
    if shape.text is None:
        texts = [text for text in (one.text, *(child.tail for child in one)) if text]
        # The blanks of XML; others, such as U+00A0, are text.
        if any(text.strip(" \t\r\n") or not shape.children for text in texts):
            yield f"{path}: text where none may be"
    elif not re.fullmatch(shape.text, one.text or "", re.DOTALL):
        yield f"{path}: {one.text!r} is no text that may be"


def _local(one: etree._Element) -> str:
    return _name(str(one.tag))


def _name(tag: str) -> str:
    return tag.rpartition("}")[2]
