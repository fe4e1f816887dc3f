"""HTML as pandoc reads it to make a Word document: styles by name in `custom-style`, no direct formatting."""

from __future__ import annotations

import re

from readinglist.citations.richtext import Style
from readinglist.export.writers.html import HtmlWriter


def _style(name: str) -> tuple[str, str]:
    return f'<span custom-style="{name}">', "</span>"


class DocxHtmlWriter(HtmlWriter):
    """Writes HTML for pandoc. `style` names the paragraph style that paragraphs of a text get ("" for the body's)."""

    tags: dict[Style, tuple[str, str]] = {
        "emphasis": _style("Emphasis"),
        "strong": _style("Strong"),
        "smallcaps": _style("Small Capitals"),
        "superscript": _style("Superscript"),
        "subscript": _style("Subscript"),
        "underline": _style("Underlined"),
        "strikeout": _style("Struck Out"),
        "code": _style("Code"),
        "plain": ("", ""),
    }

    def __init__(self, style: str = "", heading: int = 3) -> None:
        super().__init__(heading)
        self.style = style

    def text(self, text: str) -> str:
        """Escaped; white space that HTML would fold away is kept as no-break spaces are, by entity."""
        return re.sub("\u00a0", "&#160;", super().text(text))

    def paragraph(self, content: str) -> str:
        """A paragraph in the style that this writer was made for."""
        return f'<div custom-style="{self.style}"><p>{content}</p></div>' if self.style else f"<p>{content}</p>"
