"""A department's brand in Word and OpenDocument files: its logo, and its colours and fonts in the styles."""

from __future__ import annotations

import re
import struct
from dataclasses import replace

from readinglist.export.looks import Brand, Logo, Look
from readinglist.export.typesetting import picture_png

# The fonts of templates/make_reference.py and make_odt_reference.py, which a brand's stand in for.
_TEXT_FONT = "Cambria"
_LABEL_FONT = "Calibri"
_WIDEST_CM = 5.0
_TALLEST_CM = 1.5


def with_word_logo(look: Look) -> Look:
    """The look with its logo as a PNG of a size for paper: what every Word shows.

    Raises `ExportError` for a logo that is no picture after all.
    """
    logo = look.brand.logo
    if logo is None:
        return look
    content = picture_png(logo.file, logo.content)
    width, height = struct.unpack(">II", content[16:24])
    tall = min(_TALLEST_CM, _WIDEST_CM * height / width)
    return replace(look, brand=replace(look.brand, logo=Logo(content, "png", f"{tall:.2f}cm")))


def branded_styles(styles: str, look: Look) -> str:
    """The XML of named styles in the brand's colours and fonts, where they are those that ship."""
    if not look.branded:
        return styles
    shipped, brand = Brand(), look.brand
    for name in ("accent", "ink", "quiet"):
        old, new = getattr(shipped, name), getattr(brand, name)
        # OpenDocument writes colours as CSS does, Word in capitals without the hash.
        styles = styles.replace(f'"{old}"', f'"{new}"')
        styles = styles.replace(f'"{old[1:].upper()}"', f'"{new[1:].upper()}"')
    for old, new in ((_TEXT_FONT, brand.text_font), (_LABEL_FONT, brand.label_font)):
        if new:
            styles = styles.replace(f'"{old}"', f'"{new}"').replace(f'"{old}, ', f"\"'{new}', {old}, ")
    return styles


def letterhead_first(body: str) -> str:
    """A document's body with the paragraphs of the style "Letterhead" before its title."""
    found = _LETTERHEAD.findall(body)
    if not found:
        return body
    rest = _LETTERHEAD.sub("", body)
    start = re.search(
        r"<w:body>|<office:text[^>]*>(?:\s*<text:sequence-decls>.*?</text:sequence-decls>)?", rest, re.DOTALL
    )
    if start is None:
        return body
    return rest[: start.end()] + "".join(found) + rest[start.end() :]


_LETTERHEAD = re.compile(
    r'<w:p>\s*<w:pPr>\s*<w:pStyle w:val="Letterhead"\s*/>(?:(?!</w:p>).)*</w:p>'
    r'|<text:p text:style-name="Letterhead">(?:(?!</text:p>).)*</text:p>',
    re.DOTALL,
)
