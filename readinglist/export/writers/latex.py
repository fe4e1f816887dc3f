"""LaTeX: every special character of a text escaped, so that no text can hold a command."""

from __future__ import annotations

from readinglist.citations.richtext import Link, Rich, Span, Style, Text, plain_text
from readinglist.export.cleaning import LINE_BREAK
from readinglist.export.prose import Block, Heading, Listing, Paragraph, Prose, Quote
from readinglist.interchange.tex.encode import encode

_COMMANDS: dict[Style, str] = {
    "emphasis": "emph",
    "strong": "textbf",
    "smallcaps": "textsc",
    "superscript": "textsuperscript",
    "subscript": "textsubscript",
    "underline": "underline",
    "code": "texttt",
}
_URL = {"\\": "\\%5C", "{": "\\%7B", "}": "\\%7D", "%": "\\%", "#": "\\#", "^": "\\%5E", "&": "\\&"}


class LatexWriter:
    """Writes LaTeX for LuaLaTeX and XeLaTeX; `hyperref` must be loaded."""

    def text(self, text: str) -> str:
        """See `Writer.text`."""
        # A line break may end a paragraph, where `\\newline` would complain that there is no line to end.
        return "\\newline{}".join(map(_spaced, text.split(LINE_BREAK)))

    def url(self, url: str) -> str:
        """An address as the argument of `\\href`."""
        return "".join(_URL.get(one, one) for one in url)

    def inline(self, rich: Rich) -> str:
        """See `Writer.inline`."""
        return "".join(self._node(node) for node in rich)

    def _node(self, node: Text | Span | Link) -> str:
        if isinstance(node, Text):
            return self.text(node.text)
        content = self.inline(node.content)
        if isinstance(node, Link):
            if plain_text(node.content) == node.url:
                return f"\\url{{{self.url(node.url)}}}"
            return f"\\href{{{self.url(node.url)}}}{{{content}}}"
        command = _COMMANDS.get(node.style, "")
        return f"\\{command}{{{content}}}" if command else content

    def prose(self, prose: Prose) -> str:
        """See `Writer.prose`."""
        return "\n\n".join(self._block(block) for block in prose.blocks)

    def _block(self, block: Block) -> str:
        if isinstance(block, Paragraph):
            return self.inline(block.content)
        if isinstance(block, Heading):
            return f"\\subsection*{{{self.inline(block.content)}}}"
        if isinstance(block, Quote):
            return _environment("quote", "\n\n".join(self._block(one) for one in block.blocks))
        assert isinstance(block, Listing)
        items = "\n".join("\\item " + "\n\n".join(self._block(one) for one in item) for item in block.items)
        return _environment("itemize" if block.start is None else "enumerate", items)


def _spaced(text: str) -> str:
    """Escaped, with ordinary spaces at the ends: here nothing drops them."""
    inner = text.strip(" ")
    before, _, after = text.partition(inner) if inner else (text, "", "")
    return before + encode(inner) + after


def _environment(name: str, content: str) -> str:
    return f"\\begin{{{name}}}\n{content}\n\\end{{{name}}}"
