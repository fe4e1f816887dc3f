"""Macros that show the people whom an item marks as left out, each with the part they had in words."""

from __future__ import annotations

import copy
import xml.etree.ElementTree as ET
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

from readinglist.citations.csl import add_terms, name
from readinglist.citations.rooms.marks import LOST, LOST_WITHIN
from readinglist.citations.variables import NAME_VARIABLES
from readinglist.resources import package_file

Place: TypeAlias = tuple[ET.Element, ET.Element]
"""A group and a child of it, after which people may stand."""

_VERB = "x-lost-by-"
PEOPLE = "people"
"""What the macros' names end in, where a style has one form of them."""


@dataclass(frozen=True, slots=True)
class Form:
    """How people are written in a room.

    `names` are the attributes of CSL's `name`, or one of the style's to copy. `noun` sets the part after the
    names ("W. Li, Narrator"), else a verb stands before them ("narrated by Wei Li"). `delimiter` stands
    between people of different parts, `case` is CSL's text case of the words, `affixes` are those of the
    noun. `shortened` are the parts of which the noun is CSL's short one. With `by` the author of what holds
    the work has "by" before the name instead of a noun after it.
    """

    names: Mapping[str, str] | ET.Element
    noun: bool
    delimiter: str
    case: str = ""
    affixes: Mapping[str, str] = field(default_factory=lambda: {"prefix": ", "})
    shortened: frozenset[str] = frozenset()
    by: bool = True


def add_people(root: ET.Element, form: Form, language: str, of: str = PEOPLE) -> None:
    """Put the macros that `people_here` and `people_within` call before the first of `root`, with the words
    that they need. `of` tells several forms in one style apart."""
    terms = _terms("terms/roles", language)
    # What has a plural is a noun.
    nouns = {term.get("name", ""): term for term in terms if len(term)}
    spare = [term for term in _terms("terms", language) if term.get("form") == "verb"]
    verbs = {term.get("name", ""): term for term in (*spare, *terms) if not len(term)}
    if form.noun:
        if form.by:
            nouns.pop("container-author", None)
        add_terms(root, language, list(nouns.values()))
    else:
        add_terms(root, language, [_renamed(term) for term in verbs.values()])
    place = next(position for position, node in enumerate(root) if node.tag == name("macro"))
    for prefix in (LOST, LOST_WITHIN):
        macro = ET.Element(name("macro"), {"name": f"{prefix}{of}"})
        group = ET.SubElement(macro, name("group"), {"delimiter": form.delimiter})
        for variable in NAME_VARIABLES:
            choice = ET.SubElement(group, name("choose"))
            asked = ET.SubElement(choice, name("if"), {"variable": f"{prefix}{variable}"})
            if form.noun:
                asked.append(_with_noun(variable, form, nouns, language))
            else:
                asked.extend(_with_verb(variable, form, verbs))
        root.insert(place, macro)


def people_here(of: str = PEOPLE, **affixes: str) -> ET.Element:
    """The people whom an item marks as left out, those of what holds the work apart."""
    return ET.Element(name("text"), {"macro": f"{LOST}{of}", **affixes})


def people_within(of: str = PEOPLE, **affixes: str) -> ET.Element:
    """Those of what holds the work."""
    return ET.Element(name("text"), {"macro": f"{LOST_WITHIN}{of}", **affixes})


def everyone(of: str = PEOPLE, **group: str) -> ET.Element:
    """Both, in a group with these attributes."""
    both = ET.Element(name("group"), group)
    both.extend((people_here(of), people_within(of)))
    return both


def insert_after(parent: ET.Element, child: ET.Element, *new: ET.Element) -> None:
    """Put `new` right after `child` of `parent`."""
    place = list(parent).index(child) + 1
    for one in reversed(new):
        parent.insert(place, one)


def layout_of(root: ET.Element) -> ET.Element | None:
    """The layout of a style's bibliography."""
    return root.find(f"{name('bibliography')}/{name('layout')}")


def in_groups(layout: ET.Element, fits: Callable[[ET.Element, ET.Element], bool]) -> list[Place]:
    """Each group of a layout with a child of it, in that order, that `fits`."""
    return [(group, child) for group in layout.iter(name("group")) for child in group if fits(group, child)]


def macros_of(root: ET.Element) -> dict[str, ET.Element]:
    """The macros of a style, by name."""
    return {str(macro.get("name")): macro for macro in root.findall(name("macro"))}


def _terms(folder: str, language: str) -> list[ET.Element]:
    file = package_file("citations", *folder.split("/"), f"{language}.xml")
    return list(ET.fromstring(file.read_bytes()).iter(name("term"))) if file.is_file() else []


def _renamed(term: ET.Element) -> ET.Element:
    """A verb of ours as a term of its own name: the style sets its own verb elsewhere."""
    new = ET.Element(name("term"), {"name": f"{_VERB}{term.get('name')}"})
    new.text = term.text
    return new


def _written(form: Form) -> ET.Element:
    return (
        copy.deepcopy(form.names)
        if isinstance(form.names, ET.Element)
        else ET.Element(name("name"), dict(form.names))
    )


def _with_noun(variable: str, form: Form, nouns: Mapping[str, ET.Element], language: str) -> ET.Element:
    names = ET.Element(name("names"), {"variable": variable})
    label = ET.Element(name("label"))
    if variable == "container-author" and form.by:
        label.attrib |= {"form": "verb-short", "suffix": " "}
        names.extend((label, _written(form)))
        return names
    if form.case:
        label.set("text-case", form.case if language == "en" else "capitalize-first")
    label.attrib |= form.affixes
    if variable in nouns:
        label.set("form", nouns[variable].get("form", "long"))
    elif variable in form.shortened:
        label.set("form", "short")
    names.extend((_written(form), label))
    return names


def _with_verb(variable: str, form: Form, verbs: Mapping[str, ET.Element]) -> list[ET.Element]:
    names = ET.Element(name("names"), {"variable": variable})
    case = {"text-case": form.case} if form.case else {}
    if variable not in verbs:
        names.append(ET.Element(name("label"), {"form": "verb", "suffix": " ", **case}))
        names.append(_written(form))
        return [names]
    group = ET.Element(name("group"), {"delimiter": " "})
    group.append(ET.Element(name("text"), {"term": f"{_VERB}{variable}", **case}))
    names.append(_written(form))
    group.append(names)
    return [group]
