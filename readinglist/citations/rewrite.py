"""A style's XML, changed before use so that a reading list comes out as it must.

What is changed, and why:

- Repeated authors are never replaced by "———": the entries of a list stand in the list's order, where the
  entry above is rarely the one the style meant.
- A numeric or label style does not sort its bibliography: numbers follow the list.
- In a group whose variables are all empty, pandoc leaves out a nested group that holds only words ("[Online]" in
  IEEE); citeproc-js, which Zotero and Word users see, keeps it. CSL 1.0.2 can be read either way ("cs:group"). An
  invisible variable in such a nested group makes pandoc keep it.
"""

from __future__ import annotations

import xml.etree.ElementTree as ET
from dataclasses import dataclass

from readinglist.citations.csl import NAMESPACE, name

MARK_VARIABLE = "x-readinglist-mark"
"""The variable that every item must bear, holding only `markup.MARK`, for the rewriting to work."""

_RENDERS_VARIABLE = {name("names"), name("date"), name("number")}
_WORDS = {name("text"), name("label")}


@dataclass(frozen=True, slots=True)
class ReadyStyle:
    """A style ready for the processor: its XML, and what the caller must know of it.

    `has_bibliography` is false for styles that only make notes or citations. `name_variables` are the name
    variables that the entries' layout can show, wherever in it.
    """

    xml: bytes
    has_bibliography: bool
    name_variables: frozenset[str]


def ready_style(root: ET.Element) -> ReadyStyle:
    """The style of `root` (from `csl.load_csl`, an independent style), rewritten; `root` itself is changed."""
    bibliography = root.find(name("bibliography"))
    if bibliography is not None:
        for attribute in ("subsequent-author-substitute", "subsequent-author-substitute-rule"):
            bibliography.attrib.pop(attribute, None)
        sort = bibliography.find(name("sort"))
        if sort is not None and _numbered(root):
            bibliography.remove(sort)
    for group in list(root.iter(name("group"))):
        _mark_words(group)
    entries = bibliography if bibliography is not None else root.find(name("citation"))
    ET.register_namespace("", NAMESPACE)
    return ReadyStyle(
        xml=ET.tostring(root, encoding="utf-8", xml_declaration=True),
        has_bibliography=bibliography is not None,
        name_variables=_name_variables(root, entries),
    )


def _numbered(root: ET.Element) -> bool:
    info = root.find(name("info"))
    kinds = {one.get("citation-format") for one in info.findall(name("category"))} if info is not None else set()
    return bool(kinds & {"numeric", "label"})


def _mark_words(group: ET.Element) -> None:
    """Put the mark into `group`, or into those branches of its conditions, that hold words and no variable."""
    if not len(group) or any(_calls_variable(child) for child in group if child.tag != name("choose")):
        return
    choices = [child for child in group if child.tag == name("choose")]
    if any(child.tag in _WORDS for child in group):
        if not any(_calls_variable(choice) for choice in choices):
            _insert_mark(group)
        return
    if len(choices) == 1 and len(group) == 1:
        for branch in choices[0]:
            if not _calls_variable(branch) and any(child.tag in _WORDS for child in branch):
                _insert_mark(branch)


def _calls_variable(element: ET.Element) -> bool:
    """Whether anything in `element` renders a variable. A macro counts as one: what it holds is not looked at."""
    for node in element.iter():
        if node.tag in _RENDERS_VARIABLE or node.get("macro") is not None:
            return True
        if node.tag == name("text") and node.get("variable") is not None:
            return True
        if node.tag == name("label"):
            return True
    return False


def _insert_mark(element: ET.Element) -> None:
    """Join the mark to the first of the words in `element`, so that no delimiter comes between them."""
    for position, child in enumerate(element):
        if child.tag == name("text"):
            both = ET.Element(name("group"))
            for affix in ("prefix", "suffix"):
                if (value := child.attrib.pop(affix, None)) is not None:
                    both.set(affix, value)
            both.append(ET.Element(name("text"), {"variable": MARK_VARIABLE}))
            element.remove(child)
            both.append(child)
            element.insert(position, both)
            return


def _name_variables(root: ET.Element, entries: ET.Element | None) -> frozenset[str]:
    macros = {macro.get("name"): macro for macro in root.findall(name("macro"))}
    seen: set[str | None] = set()
    waiting = [layout for layout in (entries.find(name("layout")),) if layout is not None] if entries is not None else []
    found: set[str] = set()
    while waiting:
        for node in waiting.pop().iter():
            if node.tag == name("names"):
                found.update(node.get("variable", "").split())
            called = node.get("macro")
            if called is not None and called not in seen and called in macros:
                seen.add(called)
                waiting.append(macros[called])
    return frozenset(found)
