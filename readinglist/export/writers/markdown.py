"""Markdown that reads well as plain text: escaped only where a program would see markup, wrapped at 72.

Written for CommonMark (spec.commonmark.org) with pandoc's `^superscript^` and `~subscript~`, no HTML;
the flavours that know no such marks get the HTML elements instead, and their own markup is escaped as well.
"""

from __future__ import annotations

import re
from typing import Literal

from readinglist.citations.richtext import Link, Rich, Span, Style, Text, plain_text
from readinglist.export.cleaning import LINE_BREAK
from readinglist.export.prose import Block, Heading, Listing, Paragraph, Prose, Quote

WIDTH = 72

_MARKS: dict[Style, str] = {
    "emphasis": "*",
    "strong": "**",
    "superscript": "^",
    "subscript": "~",
    "strikeout": "~~",
}
# Markup wherever it stands, or (by what is beside it) an emphasis, citation, entity, dash, formula or link.
_ESCAPED = re.compile(
    r"[\\`*<~^{]|(?<![A-Za-z0-9])_|_(?![A-Za-z0-9])|(?<![A-Za-z0-9])@(?=\w)|&(?=#?\w+;)|-(?=-)|(?<=\S)\$"
    r"|\](?=[(\[{:])|\[(?=[\^@! xX])|!(?=\[)"
)
# A bare address, which many readers make a link, and what in it they would read as markup after all: GitHub's
# takes a backslash into the address (github.github.com/gfm, autolinks), so that it would no longer escape.
_ADDRESS = re.compile(r"(?:https?://|www\.)\S+", re.IGNORECASE)
_IN_ADDRESS = {ord(char): f"%{ord(char):02X}" for char in "[]\\<>`{}"}
_BRACKETS = re.compile(r"(?<!\\)[\[\]]")
# What begins a list, a heading, a quotation, a rule, a line block or a definition at the start of a line.
_LINE_START = re.compile(
    r"(?:[-+=>:%|]|[*]|\d{1,9}[.)]|#\.|\(?(?:[a-z]|[ivxlcdm]+|\d+|[A-Z](?=\)))[.)])$|#{1,6}$|[-=_]{2,}|[>|]"
)


Flavour = Literal["pandoc", "gfm", "obsidian", "quarto"]

_HTML_MARKS: dict[Style, tuple[str, str]] = {
    "superscript": ("<sup>", "</sup>"),
    "subscript": ("<sub>", "</sub>"),
}
# Obsidian: tags, highlights, comments, and links to notes (help.obsidian.md, "Obsidian Flavored Markdown").
_OBSIDIAN = re.compile(r"#(?=[^\s#])|(?<!\\)=(?==)|%(?=%)|(?<!\\)\[(?=\[)|(?<=\s)\^(?=[\w-]+$)")


class MarkdownWriter:
    """Writes Markdown. `heading` is the level of headings inside texts, `flavour` who is to read it."""

    def __init__(self, heading: int = 3, flavour: Flavour = "pandoc") -> None:
        self.heading = heading
        self.flavour = flavour
        self._html = flavour in ("gfm", "obsidian")

    def text(self, text: str) -> str:
        """See `Writer.text`. Where lines begin is for `wrap` to mind."""
        harmless = _ADDRESS.sub(lambda found: found[0].translate(_IN_ADDRESS), text)
        escaped = _ESCAPED.sub(_escape, harmless)
        if self.flavour == "obsidian":
            escaped = _OBSIDIAN.sub(_escape, escaped)
        return escaped.replace(LINE_BREAK, "\\\n")

    def inline(self, rich: Rich) -> str:
        """See `Writer.inline`."""
        whole = ""
        for node in rich:
            piece = self._node(node)
            # Text that ends in `]` or `!` must not become part of a link by what follows it.
            if (whole.endswith("]") and piece[:1] in ("(", "[", "{", ":")) or (
                whole.endswith("!") and piece.startswith("[")
            ):
                whole = f"{whole[:-1]}\\{whole[-1]}"
            whole += piece
        return whole

    def _node(self, node: Text | Span | Link) -> str:
        if isinstance(node, Text):
            return self.text(node.text)
        if isinstance(node, Link):
            return self.link(node.url, self.inline(node.content), plain_text(node.content))
        if node.style == "code":
            return _code(plain_text(node.content))
        content = self.inline(node.content)
        if self._html and node.style in _HTML_MARKS and content.strip():
            before, after = _HTML_MARKS[node.style]
            return before + content + after
        if not self._html and node.style == "smallcaps" and content.strip():
            return f"[{_BRACKETS.sub(_escape, content)}]{{.smallcaps}}"  # Pandoc's manual, "Small caps".
        return _marked(content, _MARKS.get(node.style, ""))

    def link(self, url: str, content: str, plain: str) -> str:
        """A link; `<…>` where its text is the address itself."""
        if plain.strip() in (url, url.removeprefix("mailto:")):
            return f"<{url.removeprefix('mailto:')}>"
        target = url.replace("(", "%28").replace(")", "%29")
        return f"[{_BRACKETS.sub(_escape, content)}]({target})"

    def prose(self, prose: Prose, width: int = WIDTH) -> str:
        """See `Writer.prose`. Paragraphs are wrapped."""
        return "\n\n".join(self._block(block, width) for block in prose.blocks)

    def _block(self, block: Block, width: int) -> str:
        if isinstance(block, Paragraph):
            return wrap(self.inline(block.content), width)
        if isinstance(block, Heading):
            return "#" * self.heading + " " + self.inline(block.content).replace("\\\n", " ")
        if isinstance(block, Quote):
            text = "\n\n".join(self._block(one, width - 2) for one in block.blocks)
            return "\n".join(f"> {line}".rstrip() for line in text.split("\n"))
        assert isinstance(block, Listing)
        parts = []
        for number, item in enumerate(block.items, block.start or 0):
            mark = "- " if block.start is None else f"{number}. "
            text = "\n\n".join(self._block(one, width - len(mark)) for one in item)
            parts.append(indent(text, mark))
        return "\n".join(parts)


def wrap(text: str, width: int = WIDTH) -> str:
    """`text` in lines of at most `width` where its words allow it; no line begins with what would be markup.

    Addresses and code are never broken; existing line ends stay.
    """
    return "\n".join(_wrap_line(line, width) for line in text.split("\n"))


def _wrap_line(line: str, width: int) -> str:
    words: list[str] = []
    for word in re.findall(r"(?:`[^`]*`|<[^<>\s]+>|[^ `]|`)+", line):
        if not _LINE_START.match(word):
            words.append(word)
        elif words:
            words[-1] += f" {word}"
        else:
            words.append(_escaped_start(word))
    lines: list[str] = []
    current = ""
    for word in words:
        if current and len(current) + 1 + len(word) > width:
            lines.append(current)
            current = word
        else:
            current = f"{current} {word}" if current else word
    return "\n".join([*lines, current])


def _escape(found: re.Match[str]) -> str:
    return "\\" + found[0]


def _escaped_start(word: str) -> str:
    found = re.fullmatch(r"(\(?\w+)([.)])", word)
    return f"{found[1]}\\{found[2]}" if found else "\\" + word


def indent(text: str, first: str, rest: str | None = None) -> str:
    """`text` with `first` before its first line and as many spaces (or `rest`) before the others."""
    rest = " " * len(first) if rest is None else rest
    lines = text.split("\n")
    return "\n".join([first + lines[0], *((rest + line).rstrip() for line in lines[1:])])


def _marked(content: str, mark: str) -> str:
    """`content` between marks, which must stand against its first and last character that is no space."""
    inner = content.strip(" ")
    if not mark or not inner:
        return content
    before = content[: len(content) - len(content.lstrip(" "))]
    after = content[len(content.rstrip(" ")) :]
    if mark in "^~":
        inner = inner.replace(" ", "\\ ")
    return f"{before}{mark}{inner}{mark}{after}"


def _code(text: str) -> str:
    """A code span with a fence longer than any run of backticks in it."""
    longest = max((len(run) for run in re.findall("`+", text)), default=0)
    fence = "`" * (longest + 1)
    pad = " " if text.startswith("`") or text.endswith("`") else ""
    return f"{fence}{pad}{text}{pad}{fence}"
