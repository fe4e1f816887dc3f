"""People whom a style leaves out, named after the entry: "Directed by A. Winter; narrated by Ana Ruiz."

Many styles are older than podcasts, or show translators of books only. Where the manual of a style is known,
these people stand within the entry (`rooms`); in every other style after it, so that nobody is lost.
The words are the locale's own, by one more run of the processor over the few entries that need it.

Everybody for whom CSL has a variable is named. Zotero's counsel, cosponsors, commenters and patent attorneys
have none, on purpose, and never come here: `interchange/csl/tables.py` says why (`UNCITED`).
"""

from __future__ import annotations

import xml.etree.ElementTree as ET
from collections.abc import Mapping, Sequence
from typing import Any

from readinglist.citations.csl import NAMESPACE, name
from readinglist.citations.inlines import Formatted, entries_by_id
from readinglist.citations.pandoc import run_citeproc
from readinglist.citations.richtext import Rich, Text, plain_text
from readinglist.citations.variables import NAME_VARIABLES
from readinglist.resources import package_file

_LANG = "{http://www.w3.org/XML/1998/namespace}lang"


def role_style(locale: str, initials: str | None) -> bytes:
    """A style whose entries hold nothing but an item's people, each with the part they had in words.

    `initials` is what stands after each initial, None where given names are written out.
    """
    root = ET.Element(name("style"), {"class": "in-text", "version": "1.0"})
    info = ET.SubElement(root, name("info"))
    ET.SubElement(info, name("title")).text = "people"
    ET.SubElement(info, name("id")).text = "people"
    _add_terms(root, locale.split("-")[0])
    ET.SubElement(ET.SubElement(root, name("citation")), name("layout")).append(
        ET.Element(name("text"), {"variable": "title"})
    )
    layout = ET.SubElement(ET.SubElement(root, name("bibliography")), name("layout"))
    group = ET.SubElement(layout, name("group"), {"delimiter": "; "})
    for variable in NAME_VARIABLES:
        names = ET.SubElement(group, name("names"), {"variable": variable})
        ET.SubElement(names, name("label"), {"form": "verb", "suffix": " "})
        written = ET.SubElement(names, name("name"), {"and": "text"})
        if not locale.startswith("en-US"):
            written.set("delimiter-precedes-last", "never")
        if initials is not None:
            written.set("initialize-with", initials)
    ET.register_namespace("", NAMESPACE)
    xml: bytes = ET.tostring(root, encoding="utf-8", xml_declaration=True)
    return xml


def role_item(item: Mapping[str, Any], variables: Sequence[str]) -> dict[str, Any]:
    """What `role_style` needs of an item to name those who are in `variables`."""
    return {"id": item["id"], "type": "document"} | {variable: item[variable] for variable in variables}


def name_people(
    entries: Mapping[str, Formatted],
    items: Sequence[Mapping[str, Any]],
    lost: Mapping[str, Sequence[str]],
    initials: str | None,
    locale: str,
    timeout: float,
) -> dict[str, Formatted]:
    """The entries of those `items` that have `lost` name variables, by id, with these people named after
    them. `initials` is as for `role_style`; `timeout` in seconds. Raises `CitationError`."""
    waiting = [role_item(item, lost[item["id"]]) for item in items if item["id"] in lost]
    if not waiting:
        return {}
    document = run_citeproc(waiting, role_style(locale, initials), locale, cite=False, timeout=timeout)
    return {
        key: Formatted(entries[key].number, with_people(entries[key].content, people.content))
        for key, people in entries_by_id(document.get("blocks", [])).items()
    }


def with_people(entry: Rich, people: Rich) -> Rich:
    """`entry` with `people` as one more sentence; it ends with a full stop if the entry did."""
    text, named = plain_text(entry).rstrip(), plain_text(people).strip().rstrip(".")
    if not named:
        return entry
    sentence = named[:1].upper() + named[1:]
    start = " " if text.endswith((".", "?", "!", "”", "’", "»")) else ". "
    end = "." if text.endswith(".") else ""
    if entry and isinstance(entry[-1], Text):
        return (*entry[:-1], Text(f"{entry[-1].text}{start}{sentence}{end}"))
    return (*entry, Text(f"{start}{sentence}{end}"))


def _add_terms(root: ET.Element, language: str) -> None:
    locale = ET.SubElement(root, name("locale"), {_LANG: language})
    terms = ET.SubElement(locale, name("terms"))
    seen: set[tuple[str, str]] = set()
    for folder in (("terms", "roles"), ("terms",)):
        file = package_file("citations", *folder, f"{language}.xml")
        if file.is_file():
            for term in ET.fromstring(file.read_bytes()).iter(name("term")):
                key = (term.get("name", ""), term.get("form", "long"))
                if key not in seen:
                    seen.add(key)
                    terms.append(term)
