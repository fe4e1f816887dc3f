"""Typst: every piece of text is a string literal, so that no character of it can be markup or code.

In a literal only the backslash and the double quote mean anything (typst.app/docs/reference/foundations/str);
the semicolon after it ends the expression, so that what follows in a template is markup again.
"""

from __future__ import annotations

import re

from readinglist.citations.richtext import Link, Rich, Span, Style, Text, plain_text
from readinglist.export.cleaning import ADDRESS, LINE_BREAK, address_pieces
from readinglist.export.prose import Block, Heading, Listing, Paragraph, Prose, Quote

_FUNCTIONS: dict[Style, str] = {
    "emphasis": "emph",
    "strong": "strong",
    "smallcaps": "smallcaps",
    "superscript": "super",
    "subscript": "sub",
    "underline": "underline",
    "strikeout": "strike",
}
_LONG_WORD = re.compile(r"[^\s\u200b]{60,}")
_MISSING = "\ufffd"


class TypstWriter:
    """Writes Typst markup. `missing` are characters that no font has; each is shown as U+FFFD."""

    def __init__(self, missing: frozenset[str] = frozenset()) -> None:
        self._missing = dict.fromkeys(map(ord, missing), _MISSING)

    def literal(self, text: str) -> str:
        """A string for code: `"…"`."""
        text = text.replace(LINE_BREAK, " ").translate(self._missing)
        return '"' + text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n") + '"'

    def text(self, text: str) -> str:
        """See `Writer.text`. Addresses break where the Chicago Manual (17th ed., 7.46) has them break, with
        no hyphen; a word too long for a line breaks after every fortieth character."""
        return "#linebreak();".join(self._line(line) for line in text.split(LINE_BREAK))

    def _line(self, text: str) -> str:
        parts = []
        for at, part in enumerate(ADDRESS.split(text)):
            if at % 2:  # An address: unbreakable boxes, between which a line may end.
                pieces = (
                    piece[start : start + 40]
                    for piece in address_pieces(part)
                    for start in range(0, len(piece), 40)
                )
                parts += [f"#box[#{self.literal(piece)};];" for piece in pieces]
            elif part:
                parts.append(f"#{self.literal(_LONG_WORD.sub(_breakable, part))};")
        return "".join(parts)

    def inline(self, rich: Rich) -> str:
        """See `Writer.inline`."""
        return "".join(self._node(node) for node in rich)

    def _node(self, node: Text | Span | Link) -> str:
        if isinstance(node, Text):
            return self.text(node.text)
        if isinstance(node, Link):
            return f"#link({self.literal(node.url)})[{self.inline(node.content)}];"
        content = self.inline(node.content)
        if node.style == "code":
            content = f"#raw({self.literal(plain_text(node.content))});"
        elif node.style in _FUNCTIONS:
            content = f"#{_FUNCTIONS[node.style]}[{content}];"
        language = self.language(node.lang)
        return f"#text({language})[{content}];" if language else content

    def language(self, tag: str) -> str:
        """The arguments that set a language: `lang: "es", region: "MX"`; "" for what Typst cannot say."""
        found = re.fullmatch(r"([a-z]{2,3})(?:-[A-Za-z]{4})?(?:-([A-Za-z]{2}))?(?:-.*)?", tag)
        if not found:
            return ""
        region = f', region: "{found[2].upper()}"' if found[2] else ", region: none"
        return f'lang: "{found[1]}"{region}'

    def prose(self, prose: Prose) -> str:
        """See `Writer.prose`."""
        return "\n\n".join(self._block(block) for block in prose.blocks)

    def _block(self, block: Block) -> str:
        if isinstance(block, Paragraph):
            return f"#par[{self.inline(block.content)}]"
        if isinstance(block, Heading):
            return f"#text-heading[{self.inline(block.content)}]"
        if isinstance(block, Quote):
            return "#quote(block: true)[" + "\n\n".join(self._block(one) for one in block.blocks) + "]"
        assert isinstance(block, Listing)
        items = ", ".join("[" + "\n\n".join(self._block(one) for one in item) + "]" for item in block.items)
        return f"#list({items})" if block.start is None else f"#enum(start: {block.start}, {items})"


def _breakable(word: re.Match[str]) -> str:
    return "\u200b".join(word[0][at : at + 40] for at in range(0, len(word[0]), 40))
