"""Words and names in a style that depend on what stands beside them (`rewrite` says what and why)."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from collections.abc import Mapping

from readinglist.citations.csl import name

RENDERS_VARIABLE = frozenset((name("names"), name("date"), name("number")))
"""The elements that show a variable, besides `text`."""


def tie_to_macro(parent: ET.Element, macros: Mapping[str, ET.Element]) -> None:
    """Make a group of a word and a macro, and of nothing else, depend on what the macro could show."""
    for position, group in enumerate(parent):
        if group.tag != name("group") or [child.tag for child in group] != [name("text")] * 2:
            continue
        word, called = group
        macro = macros.get(called.get("macro", ""))
        if macro is None or not (word.get("term") or word.get("value")):
            continue
        types = frozenset((parent.get("type") or "").split()) if parent.get("match") is None else frozenset()
        if shown := _shown_variables(macro, macros, types):
            choice = ET.Element(name("choose"))
            branch = ET.SubElement(choice, name("if"), {"match": "any", "variable": " ".join(sorted(shown))})
            parent.remove(group)
            branch.append(group)
            parent.insert(position, choice)


def part_reviewed(parent: ET.Element) -> None:
    """Set a comma before a reviewed work's author that would come right after what stands before."""
    if parent.tag != name("macro") and (parent.tag != name("group") or parent.get("delimiter")):
        return
    for child in list(parent)[1:]:
        branches = list(child) if child.tag == name("choose") else [[child]]
        for first in [branch[0] for branch in branches if len(branch)]:
            labelled = len(first) > 0 and first[0].tag == name("label") and not first[0].get("prefix")
            if labelled and first.get("variable") == "reviewed-author" and not first.get("prefix"):
                first.set("prefix", ", ")


def _shown_variables(
    macro: ET.Element, macros: Mapping[str, ET.Element], types: frozenset[str]
) -> frozenset[str]:
    """Every variable that a macro, or one that it calls, can show for an item of one of `types`, if any."""
    waiting, seen, found = [macro], {macro.get("name")}, set()
    while waiting:
        node = waiting.pop()
        asked = frozenset((node.get("type") or "").split())
        if types and asked and not types & asked and node.get("match") in (None, "all"):
            continue
        if node.tag in RENDERS_VARIABLE or node.tag == name("text"):
            found.update((node.get("variable") or "").split())
        waiting.extend(node)
        called = node.get("macro")
        if called in macros and called not in seen:
            seen.add(called)
            waiting.append(macros[str(called)])
    return frozenset(found)
