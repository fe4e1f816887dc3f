"""HTML: elements and attributes written here, every character of text escaped."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape
from typing import ClassVar

from readinglist.citations.richtext import Link, Rich, Span, Style, Text, plain_text
from readinglist.export.cleaning import ADDRESS, LINE_BREAK, address_pieces, says_address
from readinglist.export.prose import Block, Heading, Listing, Paragraph, Prose, Quote

TAGS: dict[Style, tuple[str, str]] = {
    "emphasis": ("<em>", "</em>"),
    "strong": ("<strong>", "</strong>"),
    "smallcaps": ('<span class="small-caps">', "</span>"),
    "superscript": ("<sup>", "</sup>"),
    "subscript": ("<sub>", "</sub>"),
    "underline": ("<u>", "</u>"),
    "strikeout": ("<s>", "</s>"),
    "code": ("<code>", "</code>"),
    "plain": ("", ""),
}


class HtmlWriter:
    """Writes HTML for a page of its own style sheet. `heading` is the level of headings inside texts.

    `worded` is the attribute of links whose text is not their address: a printed page spells that out.
    """

    tags: ClassVar[Mapping[Style, tuple[str, str]]] = TAGS
    worded: ClassVar[str] = ' class="worded"'

    def __init__(self, heading: int = 3) -> None:
        self.heading = heading

    def text(self, text: str) -> str:
        """See `Writer.text`. Fit for attributes too."""
        return escape(text)

    def run(self, text: str) -> str:
        """Text within a paragraph, its line breaks and the addresses it spells out."""
        parts = enumerate(ADDRESS.split(text))
        shown = "".join(self.address(part) if at % 2 else escape(part) for at, part in parts)
        return shown.replace(LINE_BREAK, "<br>")

    def address(self, address: str) -> str:
        """A spelt-out web address, which may break where a reader expects it."""
        return "<wbr>".join(map(escape, address_pieces(address)))

    def inline(self, rich: Rich) -> str:
        """See `Writer.inline`."""
        return "".join(self._node(node) for node in rich)

    def _node(self, node: Text | Span | Link) -> str:
        if isinstance(node, Text):
            return self.run(node.text)
        content = self.inline(node.content)
        if isinstance(node, Link):
            worded = "" if says_address(plain_text(node.content), node.url) else self.worded
            return f'<a{worded} href="{escape(node.url)}">{content}</a>'
        before, after = self.tags[node.style]
        if node.lang:
            return f'<span lang="{escape(node.lang)}">{before}{content}{after}</span>'
        return before + content + after

    def prose(self, prose: Prose) -> str:
        """See `Writer.prose`."""
        return "\n".join(self._block(block) for block in prose.blocks)

    def _block(self, block: Block) -> str:
        if isinstance(block, Paragraph):
            return f"<p>{self.inline(block.content)}</p>"
        if isinstance(block, Heading):
            return f"<h{self.heading}>{self.inline(block.content)}</h{self.heading}>"
        if isinstance(block, Quote):
            return f"<blockquote>{''.join(self._block(inner) for inner in block.blocks)}</blockquote>"
        assert isinstance(block, Listing)
        items = "".join(f"<li>{self._item(item)}</li>" for item in block.items)
        if block.start is None:
            return f"<ul>{items}</ul>"
        start = f' start="{block.start}"' if block.start != 1 else ""
        return f"<ol{start}>{items}</ol>"

    def _item(self, item: tuple[Block, ...]) -> str:
        if len(item) == 1 and isinstance(item[0], Paragraph):
            return self.inline(item[0].content)
        return "".join(self._block(block) for block in item)
