"""A style's XML, changed before use so that a reading list comes out as it must.

What is changed, and why:

- Repeated authors are never replaced by "———": the entries of a list stand in the list's order, where the
  entry above is rarely the one the style meant.
- A numeric or label style does not sort its bibliography: numbers follow the list.
- In a group whose variables are all empty, pandoc leaves out a nested group that holds only words ("[Online]"
  in IEEE); citeproc-js, which Zotero and Word users see, keeps it. CSL 1.0.2 can be read either way
  ("cs:group"). An invisible variable in such a nested group makes pandoc keep it.
- A label without a name beside it stands after the names, as the order of CSL's elements has it; pandoc would
  set it before them (", editorDam" in the NLM styles).
- Terms that pandoc's locale leaves in English are filled in where `terms/` has them, unless the style has
  its own.
- In Spanish, a date that the style spells out in the English order, month name before day, is turned to "9 de
  diciembre (de 2022)": the order that the Ortografía de la lengua española recommends; it advises against the
  English one (by Fundéu, "fechas, claves de escritura", fundeu.fiile.org.ar).
- Whether a number is numeric is decided by us (`guards.is_numeric`): pandoc does not count "6/2018".
- A `names` in a `substitute` with a name of its own has no label but its own (CSL 1.0.2, "Substitute": only
  one without children takes over those of its parent); pandoc would label it all the same.
- A style of notes with a bibliography does not add names there to tell its short notes apart.
- A word beside a macro does not stand where nothing is there that the macro could show ("Aired, on."); pandoc
  leaves a group out only where a variable was asked for, and a macro's conditions ask for none.
- "By" and the author of a reviewed work do not follow its title without a blank, as in MLA ("Review of Katzby
  Wei Li"); it is "Review of Katz, by Wei Li" (MLA Handbook, 9th ed., works-cited list by format, "Review").
- The label of a number that a condition has found missing is a mere word ("2 vol"), as citeproc-js has it.
- A date shown without its year is asked for only where it is known in figures: pandoc would set "in press" in
  its place, once more after the year's.
- "Retrieved", which belongs to the date of access that follows it, is left out where there is none: the
  style's group would keep the bare word (APA 7, p. 290, by writeanswers.royalroads.ca/faq/199090).
"""

from __future__ import annotations

import xml.etree.ElementTree as ET
from collections import Counter
from dataclasses import dataclass

from readinglist.citations.csl import NAMESPACE, add_terms, name
from readinglist.citations.dates import ask_for_figures, day_first
from readinglist.citations.locales import punctuation_in_quote
from readinglist.citations.neighbours import RENDERS_VARIABLE, part_reviewed, tie_to_macro
from readinglist.citations.rooms import make_room
from readinglist.citations.sorting import sort_by_date, sort_empty_last
from readinglist.citations.substitutes import part_substitutes
from readinglist.citations.variables import NAME_VARIABLES
from readinglist.resources import package_file

MARK_VARIABLE = "x-readinglist-mark"
"""The variable that every item must bear, holding only `markup.MARK`, for the rewriting to work."""

NUMERIC_PREFIX = "x-numeric-"
"""Before the name of a number variable: the variable that an item bears where that number is numeric."""

_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
_WORDS = {name("text"), name("label")}


@dataclass(frozen=True, slots=True)
class ReadyStyle:
    """A style ready for the processor: its XML, and what the caller must know of it.

    `has_bibliography` is false for styles that only make notes or citations, `notes` true for those that cite
    in notes. `name_variables` are the name variables that the entries' layout can show, wherever in it.
    `initials` is what the style sets after the initials of given names, None where it writes them out.
    `stops_inside` is true where full stops and commas belong inside quotation marks. `told_apart` is true
    where works that would be cited alike are told apart, `whole` where an entry depends on all others: on its
    number within the text, or on labels. `at_most` are the numbers of names from which, and to which, lists
    of names are shortened that the processor may have lengthened to tell works apart, None where it may not.
    `note_stands_in` is true where a note may stand for people who are missing, `room` where those
    whom it leaves out can be shown within the entry (`rooms`).
    """

    xml: bytes
    has_bibliography: bool
    notes: bool
    name_variables: frozenset[str]
    initials: str | None = None
    stops_inside: bool = False
    told_apart: bool = True
    whole: bool = False
    at_most: tuple[int, int] | None = None
    note_stands_in: bool = False
    room: bool = False


def ready_style(root: ET.Element, locale: str) -> ReadyStyle:
    """The style of `root` (independent, from `csl.load_csl`) rewritten for `locale`; `root` is changed."""
    bibliography = root.find(name("bibliography"))
    if bibliography is not None:
        for attribute in ("subsequent-author-substitute", "subsequent-author-substitute-rule"):
            bibliography.attrib.pop(attribute, None)
        sort = bibliography.find(name("sort"))
        if sort is not None and _numbered(root):
            bibliography.remove(sort)
    part_substitutes(root)
    macros = {str(macro.get("name")): macro for macro in root.findall(name("macro"))}
    for group in list(root.iter(name("group"))):
        _mark_words(group)
    for parent in list(root.iter()):
        _tie_retrieved(parent)
        _word_for_label(parent)
        tie_to_macro(parent, macros)
        part_reviewed(parent)
        _ask_us_for_numbers(parent)
        ask_for_figures(parent)
        if parent.tag == name("names") and _has(parent, "label") and not _has(parent, "name"):
            parent.insert(0, ET.Element(name("name")))
    _unlabel(root)
    sort_by_date(root)
    sort_empty_last(root)
    if root.get("class") == "note" and bibliography is not None:
        _forget_disambiguation(root)
    language = locale.split("-")[0]
    _fill_terms(root, language)
    if language == "es":
        for date in root.iter(name("date")):
            day_first(date)
    entries = bibliography if bibliography is not None else root.find(name("citation"))
    name_variables = _name_variables(root, entries)
    initials = _initials(root)
    room = make_room(root, language)
    ET.register_namespace("", NAMESPACE)
    return ReadyStyle(
        xml=ET.tostring(root, encoding="utf-8", xml_declaration=True),
        has_bibliography=bibliography is not None,
        notes=root.get("class") == "note",
        name_variables=name_variables,
        initials=initials,
        stops_inside=_stops_inside(root, locale),
        told_apart=any(key.startswith("disambiguate") for node in root.iter() for key in node.attrib),
        whole=_depends_on_all(root),
        at_most=_at_most(root),
        note_stands_in=any(
            node.get("variable") == "note"
            for substitute in root.iter(name("substitute"))
            for node in substitute.iter(name("text"))
        ),
        room=room,
    )


def _at_most(root: ET.Element) -> tuple[int, int] | None:
    citation, bibliography = root.find(name("citation")), root.find(name("bibliography"))
    if citation is None or bibliography is None or citation.get("disambiguate-add-names") != "true":
        return None
    limits = bibliography.get("et-al-min", ""), bibliography.get("et-al-use-first", "")
    return (int(limits[0]), int(limits[1])) if all(limit.isdecimal() for limit in limits) else None


def _depends_on_all(root: ET.Element) -> bool:
    """Whether an entry can only be formatted with all others: for its number within the text, or for its
    label ("Rui10"), whose letters may be those of other names."""
    shown = {node.get("variable") for tag in ("text", "number") for node in root.iter(name(tag))}
    bibliography = root.find(name("bibliography"))
    in_margin = bibliography is not None and bibliography.get("second-field-align") is not None
    return "citation-label" in shown or ("citation-number" in shown and not in_margin)


def _stops_inside(root: ET.Element, locale: str) -> bool:
    for own in root.findall(name("locale")):
        if own.get(_LANG, "") in ("", locale, locale.split("-")[0]):
            for options in own.iter(name("style-options")):
                if (said := options.get("punctuation-in-quote")) is not None:
                    return said == "true"
    return punctuation_in_quote(locale)


def drop_sort(root: ET.Element) -> None:
    """Take the sorting from the bibliography of `root`: entries then stand as they are handed in."""
    bibliography = root.find(name("bibliography"))
    sort = bibliography.find(name("sort")) if bibliography is not None else None
    if bibliography is not None and sort is not None:
        bibliography.remove(sort)


def _initials(root: ET.Element) -> str | None:
    """What stands after initials in most names of the style that say it, None where most are written out."""
    inherited = root.get("initialize-with")
    bibliography = root.find(name("bibliography"))
    if bibliography is not None:
        inherited = bibliography.get("initialize-with", inherited)
    ways: Counter[str | None] = Counter()
    for one in root.iter(name("name")):
        way = one.get("initialize-with", inherited)
        written_out = one.get("initialize") == "false"
        if one.get("form") != "short" and (written_out or way is not None):
            ways[None if written_out else way] += 1
    return ways.most_common(1)[0][0] if ways else inherited


def _has(element: ET.Element, tag: str) -> bool:
    return element.find(name(tag)) is not None


def _numbered(root: ET.Element) -> bool:
    info = root.find(name("info"))
    kinds = (
        {one.get("citation-format") for one in info.findall(name("category"))} if info is not None else set()
    )
    return bool(kinds & {"numeric", "label"})


def _mark_words(group: ET.Element) -> None:
    """Put the mark into `group`, or those branches of its conditions, that hold words and no variable."""
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
    """Whether anything in `element` renders a variable; a macro counts as one, whatever it holds."""
    for node in element.iter():
        if node.tag in RENDERS_VARIABLE or node.get("macro") is not None:
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


def _word_for_label(branch: ET.Element) -> None:
    """Put words in place of the labels of variables that this branch of a condition is without."""
    if branch.get("match") != "none" or set(branch.attrib) != {"match", "variable"}:
        return
    missing = str(branch.get("variable")).split()
    for label in branch.iter(name("label")):
        if (variable := label.get("variable", "")) in missing and label.get("plural") != "contextual":
            label.tag = name("text")
            label.attrib.pop("variable")
            label.attrib.pop("plural", None)
            label.set("term", variable)


def _tie_retrieved(parent: ET.Element) -> None:
    """Make "retrieved" depend on the date of access, where that date stands beside it."""
    for position, child in enumerate(parent):
        if child.tag == name("text") and child.get("term") == "retrieved":
            beside = [other for other in parent if other is not child]
            if any(
                node.tag == name("date") and node.get("variable") == "accessed"
                for one in beside
                for node in one.iter()
            ):
                choice = ET.Element(name("choose"))
                ET.SubElement(choice, name("if"), {"variable": "accessed"}).append(child)
                parent.remove(child)
                parent.insert(position, choice)
                return


def _ask_us_for_numbers(condition: ET.Element) -> None:
    asked = condition.attrib.pop("is-numeric", None)
    if asked is not None:
        ours = [NUMERIC_PREFIX + variable for variable in asked.split()]
        condition.set("variable", " ".join([*condition.get("variable", "").split(), *ours]))


def _unlabel(root: ET.Element) -> None:
    """Give each `names` with a name and no label an empty label, where it may stand in for another."""
    found = False
    for names in root.iter(name("names")):
        if _has(names, "name") and not _has(names, "label"):
            position = [child.tag for child in names].index(name("name"))
            names.insert(position + 1, ET.Element(name("label"), {"form": "symbol"}))
            found = True
    if found:
        locale = ET.Element(name("locale"))
        terms = ET.SubElement(locale, name("terms"))
        for role in (*NAME_VARIABLES, "editortranslator"):
            term = ET.SubElement(terms, name("term"), {"name": role, "form": "symbol"})
            ET.SubElement(term, name("single"))
            ET.SubElement(term, name("multiple"))
        root.insert(1, locale)


def _forget_disambiguation(root: ET.Element) -> None:
    citation = root.find(name("citation"))
    for attribute in ("disambiguate-add-names", "disambiguate-add-givenname"):
        if citation is not None:
            citation.attrib.pop(attribute, None)


def _fill_terms(root: ET.Element, language: str) -> None:
    file = package_file("citations", "terms", f"{language}.xml")
    if not file.is_file():
        return
    own = [one for one in root.findall(name("locale")) if one.get(_LANG, "").split("-")[0] in ("", language)]
    known = {(term.get("name"), term.get("form", "long")) for one in own for term in one.iter(name("term"))}
    missing = [
        term
        for term in ET.fromstring(file.read_bytes()).iter(name("term"))
        if (term.get("name"), term.get("form", "long")) not in known
    ]
    add_terms(root, language, missing)


def _name_variables(root: ET.Element, entries: ET.Element | None) -> frozenset[str]:
    macros = {macro.get("name"): macro for macro in root.findall(name("macro"))}
    seen: set[str | None] = set()
    waiting = (
        [layout for layout in (entries.find(name("layout")),) if layout is not None]
        if entries is not None
        else []
    )
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
