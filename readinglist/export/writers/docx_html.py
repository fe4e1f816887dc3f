"""HTML as pandoc reads it to make a Word document: styles by name in `custom-style`, no direct formatting."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape
from typing import ClassVar

from readinglist.citations.richtext import Style
from readinglist.export.writers.html import HtmlWriter


def _style(name: str) -> tuple[str, str]:
    return f'<span custom-style="{name}">', "</span>"


class DocxHtmlWriter(HtmlWriter):
    """Writes HTML for pandoc; what is emphasised, raised and so on gets a character style of that name."""

    tags: ClassVar[Mapping[Style, tuple[str, str]]] = {
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

    worded: ClassVar[str] = ""

    def address(self, address: str) -> str:
        """Whole: Word breaks addresses by itself, and pandoc would leave characters of its own in them."""
        return escape(address)
