"""Documents of one's own to take styles from: what they lack of our named styles is added.

Word and LibreOffice write only the styles that a document uses. A department's letter has none called "List
Note", and often not even "Emphasis": without these a list would lose its italics and its headings. Styles
that the document has stay as they are; those that are added have neither fonts nor colours of their own, so
that they follow the document's.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable, Mapping

_PARTS = {"docx": "word/styles.xml", "odt": "styles.xml"}
# WordprocessingML (ECMA-376, part 1, 17.7.4.17) and OpenDocument (1.3, 16.2), in the prefixes that everybody
# uses.
_WORD_STYLE = re.compile(r"<w:style\b(?:[^>]*/>|.*?</w:style>)", re.DOTALL)
_ODF_STYLE = re.compile(r"<style:style\b(?:[^>]*/>|.*?(?<!/)</style:style>)", re.DOTALL)
_OWN_FONT_OR_COLOUR = re.compile(
    r'<w:rFonts\b[^>]*/>|<w:color\b[^>]*/>|\s(?:fo:font-family|style:font-name|fo:color)="[^"]*"'
)


def completed(document: bytes, shipped: bytes, kind: str) -> bytes:
    """The document with those styles of the shipped one that it lacks; itself where it lacks none.

    `kind` is "docx" or "odt". Both must be readable as such.
    """
    part = _PARTS[kind]
    with zipfile.ZipFile(io.BytesIO(document)) as archive:
        names = archive.namelist()
        if part not in names:
            return document
        theirs = archive.read(part).decode("utf-8", "replace")
        with zipfile.ZipFile(io.BytesIO(shipped)) as ours:
            styles = _MAKERS[kind](theirs, ours.read(part).decode())
        if styles == theirs:
            return document
        made = io.BytesIO()
        with zipfile.ZipFile(made, "w") as target:
            for info in archive.infolist():
                content = styles.encode() if info.filename == part else archive.read(info.filename)
                target.writestr(info, content)
    return made.getvalue()


def _word(theirs: str, ours: str) -> str:
    there = _word_names(theirs)
    taken = set(there.values())
    known = {identifier: there.get(name, "") for name, identifier in _word_names(ours).items()}
    renamed = {
        identifier: known[identifier] or (f"List{identifier}" if identifier in taken else identifier)
        for identifier in known
    }
    added = []
    for style in _WORD_STYLE.findall(ours):
        identifier = _attribute(style, "w:styleId")
        if identifier in known and not known[identifier]:
            style = re.sub(r'\sw:default="1"', "", style)
            added.append(_OWN_FONT_OR_COLOUR.sub("", _with_identifiers(style, renamed)))
    return _inserted(theirs, "".join(added), "</w:styles>")


def _word_names(styles: str) -> dict[str, str]:
    """The identifier of each style by its name; Word tells "Heading 2" and "heading 2" not apart."""
    found = {}
    for style in _WORD_STYLE.findall(styles):
        name = re.search(r'<w:name w:val="([^"]*)"', style)
        if name is not None:
            found[name[1].casefold()] = _attribute(style, "w:styleId")
    return found


def _with_identifiers(style: str, renamed: Mapping[str, str]) -> str:
    def other(found: re.Match[str]) -> str:
        return f'{found[1]}"{renamed.get(found[2], found[2])}"'

    return re.sub(r'(w:styleId=|<w:(?:basedOn|next|link) w:val=)"([^"]*)"', other, style)


def _odf(theirs: str, ours: str) -> str:
    there = {_odf_name(style) for style in _ODF_STYLE.findall(theirs)}
    common = ours.partition("<office:styles>")[2].partition("</office:styles>")[0]
    added = [
        _OWN_FONT_OR_COLOUR.sub("", style)
        for style in _ODF_STYLE.findall(common)
        if _odf_name(style) not in there and _attribute(style, "style:family") in ("paragraph", "text")
    ]
    return _inserted(theirs, "".join(added), "</office:styles>")


def _odf_name(style: str) -> tuple[str, str]:
    return _attribute(style, "style:family"), _attribute(style, "style:name").replace("_20_", " ").casefold()


def _attribute(element: str, name: str) -> str:
    found = re.search(rf'\b{name}="([^"]*)"', element.partition(">")[0])
    return found[1] if found else ""


def _inserted(xml: str, elements: str, before: str) -> str:
    head, found, tail = xml.rpartition(before)
    return f"{head}{elements}{found}{tail}" if found else xml


_MAKERS: Mapping[str, Callable[[str, str], str]] = {"docx": _word, "odt": _odf}
