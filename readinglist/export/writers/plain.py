"""Plain text for a mail: no markup at all, lines of at most 72 columns, addresses whole."""

from __future__ import annotations

import re
import textwrap
import unicodedata
from collections.abc import Iterator

from readinglist.citations.richtext import Link, Rich, Span, Text, plain_text
from readinglist.export.cleaning import LINE_BREAK, mail_address, says_address
from readinglist.export.prose import Block, Heading, Listing, Paragraph, Prose, Quote

WIDTH = 72


class PlainWriter:
    """Writes plain text. What is emphasised stays plain; a link's address follows its text in parentheses."""

    def text(self, text: str) -> str:
        """See `Writer.text`."""
        return text.replace(LINE_BREAK, "\n")

    def inline(self, rich: Rich) -> str:
        """See `Writer.inline`."""
        return "".join(self._node(node) for node in rich)

    def _node(self, node: Text | Span | Link) -> str:
        if isinstance(node, Text):
            return self.text(node.text)
        content = self.inline(node.content)
        if isinstance(node, Span):
            return content
        url = mail_address(node.url)
        return content if says_address(plain_text(node.content), node.url) else f"{content} ({url})"

    def prose(self, prose: Prose, width: int = WIDTH) -> str:
        """See `Writer.prose`. Paragraphs are wrapped."""
        return "\n\n".join(self._block(block, width) for block in prose.blocks)

    def _block(self, block: Block, width: int) -> str:
        if isinstance(block, Paragraph):
            return wrap(self.inline(block.content), width)
        if isinstance(block, Heading):
            return underlined(self.inline(block.content), "-", width)
        if isinstance(block, Quote):
            inner = "\n\n".join(self._block(one, width - 2) for one in block.blocks)
            return textwrap.indent(inner, "  ")
        assert isinstance(block, Listing)
        return "\n".join(self._items(block, width))

    def _items(self, block: Listing, width: int) -> Iterator[str]:
        for number, item in enumerate(block.items, block.start or 0):
            mark = "- " if block.start is None else f"{number}. "
            text = "\n\n".join(self._block(one, width - len(mark)) for one in item)
            yield mark + textwrap.indent(text, " " * len(mark))[len(mark) :]


def wrap(text: str, width: int = WIDTH, first: str = "", rest: str = "") -> str:
    """`text` in lines of at most `width` columns, but for a word that is longer; its own line ends stay."""
    lines: list[str] = []
    for number, line in enumerate(text.split("\n")):
        lines += _filled(line, width, rest if number else first, rest)
    return "\n".join(lines)


def _filled(line: str, width: int, first: str, rest: str) -> Iterator[str]:
    current, used, start = "", 0, first
    for word in re.split(" +", line.strip(" ")):
        size = columns(word)
        if current and len(start) + used + 1 + size > width:
            yield start + current
            current, used, start = word, size, rest
        else:
            current, used = (f"{current} {word}", used + 1 + size) if current else (word, size)
    yield (start + current).rstrip()


def underlined(text: str, mark: str, width: int = WIDTH) -> str:
    """A heading in lines of at most `width` columns, and below it a line of `mark`."""
    wrapped = wrap(text, width)
    return f"{wrapped}\n{mark * min(width, max(map(columns, wrapped.split(chr(10)))))}"


def columns(text: str) -> int:
    """How many columns a text takes on a terminal: East Asian letters take two, marks none."""
    if text.isascii():
        return len(text)
    return sum(
        0 if unicodedata.combining(one) else 2 if unicodedata.east_asian_width(one) in "WF" else 1
        for one in text
    )
