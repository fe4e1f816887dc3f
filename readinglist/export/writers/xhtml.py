"""XHTML for EPUB: the HTML writer's elements, in the syntax of XML."""

from __future__ import annotations

from typing import ClassVar

from readinglist.export.writers.html import HtmlWriter


class XhtmlWriter(HtmlWriter):
    """Writes XHTML for a book's own style sheet."""

    worded: ClassVar[str] = ""

    def run(self, text: str) -> str:
        """See `HtmlWriter.run`."""
        return super().run(text).replace("<br>", "<br/>").replace("<wbr>", "<wbr/>")
