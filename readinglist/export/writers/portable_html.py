"""HTML that goes into somebody else's page: no classes, no ids, inline styles, what sanitisers keep."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape
from typing import ClassVar

from readinglist.citations.richtext import Style
from readinglist.export.writers.html import TAGS, HtmlWriter


class PortableHtmlWriter(HtmlWriter):
    """Writes HTML for course pages, feeds and mails. Canvas and Moodle keep these elements and styles."""

    tags: ClassVar[Mapping[Style, tuple[str, str]]] = {
        **TAGS,
        "smallcaps": ('<span style="font-variant: small-caps;">', "</span>"),
        "underline": ('<span style="text-decoration: underline;">', "</span>"),
    }

    worded: ClassVar[str] = ""

    def address(self, address: str) -> str:
        """Whole: a line break element inside of an address does not survive being copied."""
        return escape(address)
