"""Text of iCalendar: escaped values, and whole files in folded lines (RFC 5545, sections 3.1 and 3.3.11)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from readinglist.citations.richtext import Rich, plain_text
from readinglist.export.cleaning import LINE_BREAK
from readinglist.export.prose import Block, Heading, Listing, Paragraph, Prose

_LONGEST = 75  # Octets in a line, without its end.
_ESCAPED = re.compile(r"[\\;,]")


class IcsWriter:
    """Writes values of the type TEXT: no markup, line ends as `\\n`."""

    def text(self, text: str) -> str:
        """See `Writer.text`."""
        escaped = _ESCAPED.sub(lambda found: "\\" + found[0], text)
        return re.sub(rf"\r\n|[\r\n{LINE_BREAK}]", r"\\n", escaped)

    def inline(self, rich: Rich) -> str:
        """See `Writer.inline`. Calendars show no markup, so the characters alone are written."""
        return self.text(plain_text(rich))

    def prose(self, prose: Prose) -> str:
        """See `Writer.prose`. Blocks stand apart by an empty line."""
        return r"\n\n".join(self._block(block) for block in prose.blocks)

    def _block(self, block: Block) -> str:
        if isinstance(block, Paragraph | Heading):
            return self.inline(block.content)
        if isinstance(block, Listing):
            marks = ("- " if block.start is None else f"{at}. " for at in range(block.start or 0, 1_000_000))
            items = (r"\n".join(self._block(one) for one in item) for item in block.items)
            return r"\n".join(mark + item for mark, item in zip(marks, items, strict=False))
        return r"\n\n".join(self._block(one) for one in block.blocks)


def fold(text: str) -> bytes:
    """A calendar's logical lines as a file: empty ones dropped, CRLF, none longer than 75 octets.

    A line is broken between characters, so that each line alone is valid UTF-8.
    """
    lines = (line.strip(" ") for line in text.split("\n"))
    return "".join(part + "\r\n" for line in lines if line for part in _folded(line)).encode()


def _folded(line: str) -> Iterator[str]:
    part, size = "", 0
    for character in line:
        octets = len(character.encode())
        if size + octets > _LONGEST:
            yield part
            part, size = " ", 1
        part += character
        size += octets
    yield part
