"""People whom the APA style leaves out, in its parentheses after the title: "(W. Li, Contributor; 2nd ed.)".

APA 7 names those who had another part than the author's there, in reading order, with the part after the
name: narrators (p. 321, by writeanswers.royalroads.ca/faq/201822), illustrators and translators
(apastyle.apa.org, "Children's book references"). The style does so for the parts that it knows; here all
others get the same form. "Ed.", "Trans." and "Narr." are the manual's abbreviations of parts (pp. 306-307, by
latrobe.libguides.com/apa7/stylenotes), "Illus." is the style's; any other part is written out.

A style is of this kind if it has the macros of the APA style; its variants have them too.
"""

from __future__ import annotations

import copy
import xml.etree.ElementTree as ET
from collections.abc import Mapping, Sequence
from typing import Any

from readinglist.citations.contexts import independent
from readinglist.citations.csl import add_terms, name
from readinglist.citations.variables import NAME_VARIABLES
from readinglist.resources import package_file

_LOST = "x-lost-"
_LOST_WITHIN = "x-lost-within-"
# As the APA style has it: other parts stand beside names in full ("Director").
_SHORTENED = frozenset(
    ("editor", "translator", "narrator", "illustrator", "editor-translator", "editorial-director")
)
# Those of the book or the like that holds the work, and stand after its title.
_OF_THE_WHOLE = frozenset(("collection-editor", "compiler", "editor", "editorial-director"))
# Works that the APA style sets without parentheses after what holds them.
_SERIALS = """
    article-journal article-magazine article-newspaper periodical post post-weblog review review-book webpage
"""
_WITHOUT_WHOLE = frozenset(_SERIALS.split())


def make_room(root: ET.Element, language: str) -> bool:
    """Let the style of `root` show people whom an item marks as left out; false for styles of another kind.

    `root` is changed only if it is of this kind. `language` is that of the entries.
    """
    macros = {str(macro.get("name")): macro for macro in root.findall(name("macro"))}
    own, whole = (_parentheses(macros.get(one)) for one in ("identifier", "source-monographic-identifier"))
    written = next(
        (
            names.find(name("name"))
            for key, macro in macros.items()
            if key.startswith("identifier-contributors")
            for names in macro.iter(name("names"))
            if "translator" in names.get("variable", "").split() and names.find(name("name")) is not None
        ),
        None,
    )
    if own is None or whole is None or written is None:
        return False
    calls = [node for node in own.iter(name("text")) if node.get("macro") == "identifier-contributors"]
    if not calls:
        return False
    parents = {child: parent for parent in own.iter() for child in parent}
    for call in calls:
        parents[call].insert(list(parents[call]).index(call) + 1, _call(_LOST))
    for branch in own.iter():
        if branch.get("type") == "patent":
            branch.insert(0, _call(_LOST))
    whole.insert(0, _call(_LOST_WITHIN))
    nouns = _add_nouns(root, language)
    place = list(root).index(macros["identifier"])
    for prefix in (_LOST, _LOST_WITHIN):
        root.insert(place, _people(prefix, written, nouns, language))
    return True


def marked(item: Mapping[str, Any], lost: Sequence[str]) -> dict[str, Any]:
    """`item` with its `lost` name variables marked, for a style with room to show them."""
    within = item.get("container-title") and item.get("type") not in _WITHOUT_WHOLE
    return dict(item) | {
        f"{_LOST_WITHIN if within and variable in _OF_THE_WHOLE else _LOST}{variable}": "1"
        for variable in lost
    }


def marked_in_context(
    items: Sequence[Mapping[str, Any]], lost: Mapping[str, Sequence[str]], *, told_apart: bool, whole: bool
) -> list[dict[str, Any]]:
    """Those `items` that have `lost` name variables, by id, marked, and all that their entries depend on.

    `told_apart` and `whole` are those of the `ReadyStyle`.
    """
    groups = [list(range(len(items)))] if whole else independent(items, told_apart=told_apart)
    places = sorted(
        place for group in groups if any(items[one]["id"] in lost for one in group) for place in group
    )
    return [marked(items[place], lost.get(items[place]["id"], ())) for place in places]


def _parentheses(macro: ET.Element | None) -> ET.Element | None:
    """The group of a macro that is set in parentheses, if that is all it sets."""
    for group in macro.iter(name("group")) if macro is not None else ():
        if (group.get("prefix"), group.get("suffix"), group.get("delimiter")) == ("(", ")", "; "):
            return group
    return None


def _call(prefix: str) -> ET.Element:
    return ET.Element(name("text"), {"macro": f"{prefix}people"})


def _add_nouns(root: ET.Element, language: str) -> dict[str, str]:
    """Put our nouns for parts into the locale of `root`, in forms that it does not set itself; the form of
    each."""
    file = package_file("citations", "terms", "roles", f"{language}.xml")
    if not file.is_file():
        return {}
    # What has a plural is a noun.
    found = [term for term in ET.fromstring(file.read_bytes()).iter(name("term")) if len(term)]
    add_terms(root, language, found)
    return {term.get("name", ""): term.get("form", "long") for term in found}


def _people(prefix: str, written: ET.Element, nouns: Mapping[str, str], language: str) -> ET.Element:
    """The macro with everybody whom an item marks by `prefix`, names as `written` has them."""
    macro = ET.Element(name("macro"), {"name": f"{prefix}people"})
    group = ET.SubElement(macro, name("group"), {"delimiter": "; "})
    for variable in NAME_VARIABLES:
        choice = ET.SubElement(group, name("choose"))
        asked = ET.SubElement(choice, name("if"), {"variable": f"{prefix}{variable}"})
        names = ET.SubElement(asked, name("names"), {"variable": variable})
        label = ET.Element(name("label"), {"text-case": "title" if language == "en" else "capitalize-first"})
        if variable == "container-author":
            label.attrib |= {"form": "verb-short", "suffix": " "}
            names.extend((label, copy.deepcopy(written)))
            continue
        label.set("prefix", ", ")
        names.extend((copy.deepcopy(written), label))
        if variable in nouns:
            label.set("form", nouns[variable])
        elif variable in _SHORTENED:
            label.set("form", "short")
    return macro
