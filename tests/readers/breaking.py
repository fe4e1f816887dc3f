"""Ways to break an XML file: one rule here or there, by hand or drawn by hypothesis."""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterator, Mapping

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from lxml import etree

from tests.readers.cartridge_rules import CP, LOM
from tests.readers.marcxml_rules import SPACE
from tests.readers.shapes import Shape

Node = etree._Element
Breaking = Callable[[Node], object]
SETTINGS = settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


def attribute(path: str, name: str, value: str | None) -> Breaking:
    def put(root: Node) -> None:
        one = first(root, path)
        if value is None:
            del one.attrib[name]
        else:
            one.set(name, value)

    return put


def text(path: str, text: str) -> Breaking:
    return lambda root: setattr(first(root, path), "text", text)


def gone(path: str) -> Breaking:
    return lambda root: drop(first(root, path))


def drop(one: Node) -> None:
    parent = one.getparent()
    assert parent is not None
    parent.remove(one)


def again(path: str) -> Breaking:
    return lambda root: first(root, path).addnext(copy.deepcopy(first(root, path)))


def inside(path: str, tag: str) -> Breaking:
    return lambda root: etree.SubElement(first(root, path), tag)


def first(root: Node, path: str) -> Node:
    found = root.find(path, {"m": SPACE[1:-1], "c": CP[1:-1], "l": LOM[1:-1]})
    assert found is not None, path
    return found


def places(one: Node, shape: Shape, shapes: Mapping[str, Shape]) -> Iterator[tuple[Node, Shape]]:
    """Each element with its rules."""
    yield one, shape
    rules = {rule.tag: rule for rule in shape.children}
    for child in one:
        yield from places(child, shapes[rules[child.tag].shape], shapes)


def broken(data: st.DataObject, one: Node, shape: Shape) -> None:
    """Breaks one rule of the element that hypothesis draws."""
    once = [rule for rule in shape.children if rule.most == 1 and one.find(rule.tag) is not None]
    needed = [rule for rule in shape.children if rule.least and one.find(rule.tag) is not None]
    ways: dict[str, Callable[[], object]] = {
        "an unknown attribute": lambda: one.set("unknown", "x"),
        "an unknown child": lambda: etree.SubElement(one, "unknown"),
    }
    for name in shape.attributes:
        ways[f"no {name}"] = lambda name=name: one.attrib.pop(name)  # type: ignore[misc]
        ways[f"an impossible {name}"] = lambda name=name: one.set(name, " \u00e9<")  # type: ignore[misc]
    for rule in once:
        ways[f"{rule.tag} twice"] = lambda rule=rule: one.append(copy.deepcopy(one.find(rule.tag)))  # type: ignore[misc]
    for rule in needed:
        ways[f"no {rule.tag}"] = lambda rule=rule: [one.remove(child) for child in one.findall(rule.tag)]  # type: ignore[misc]
    if shape.text is None:
        ways["text"] = lambda: setattr(one, "text", "text")
    else:
        ways["no text"] = lambda: setattr(one, "text", "")
    ways[data.draw(st.sampled_from(sorted(ways)))]()
