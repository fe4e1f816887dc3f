"""What a list's author wrote (introductions, notes, policies): CommonMark in, a small tree of blocks out.

Raw HTML is no markup here but text; images become their descriptions; addresses other than http, https and
mailto are dropped. So nothing an author types can reach an output format as anything but text and structure.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import TypeAlias

from markdown_it import MarkdownIt
from markdown_it.token import Token

from readinglist.citations.richtext import Link, Node, Rich, Span, Text, plain_text
from readinglist.export.cleaning import ADDRESS, LINE_BREAK, clean, clean_lines, safe_url

_NO_END = "?!.,:;*_~'’…"
"""What may stand behind a web address in a sentence."""

_LONGEST = 2000


@dataclass(frozen=True, slots=True)
class Phrase:
    """Formatted text within one line of thought; a template that prints it gets it escaped for its format."""

    nodes: Rich

    def __bool__(self) -> bool:
        return bool(self.nodes)

    @property
    def plain(self) -> str:
        """The characters alone."""
        return plain_text(self.nodes)


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph."""

    content: Rich


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading inside a text, below the section's own."""

    content: Rich


@dataclass(frozen=True, slots=True)
class Listing:
    """A list; `start` is the first number of a numbered one, None for bullets."""

    items: tuple[tuple[Block, ...], ...]
    start: int | None = None


@dataclass(frozen=True, slots=True)
class Quote:
    """A quotation set apart."""

    blocks: tuple[Block, ...]


Block: TypeAlias = Paragraph | Heading | Listing | Quote


@dataclass(frozen=True, slots=True)
class Prose:
    """A text of one or more blocks; a template that prints it gets it escaped for its format."""

    blocks: tuple[Block, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.blocks)

    @property
    def plain(self) -> str:
        """The characters alone, blocks apart by a space."""
        return " ".join(_plain_blocks(self.blocks))


def phrase(text: str) -> Phrase:
    """A plain text as a `Phrase`, cleaned."""
    text = clean(text)
    return Phrase((Text(text),) if text else ())


def parse_prose(text: str, *, headings: bool = False) -> Prose:
    """Read CommonMark. Never raises; what is no markup is text.

    `headings` keeps headings; without it they become paragraphs in bold type, for texts that stand where the
    document's own outline has no room for them.
    """
    blocks = tuple(_blocks(iter(_parser().parse(clean_lines(text)))))
    return Prose(blocks if headings else tuple(_without_heading(block) for block in blocks))


def _without_heading(block: Block) -> Block:
    if isinstance(block, Heading):
        return Paragraph((Span("strong", block.content),))
    if isinstance(block, Listing):
        items = tuple(tuple(_without_heading(one) for one in item) for item in block.items)
        return Listing(items, block.start)
    return Quote(tuple(map(_without_heading, block.blocks))) if isinstance(block, Quote) else block


@cache
def _parser() -> MarkdownIt:
    # `html` off makes tags text; nesting is limited so that ten thousand ">" stay one quick failure to nest.
    parser = MarkdownIt("commonmark", {"html": False, "maxNesting": 12, "typographer": True})
    parser.disable(["html_block", "html_inline", "reference"]).enable("smartquotes")
    return parser


def _blocks(tokens: Iterator[Token]) -> Iterator[Block]:
    """The blocks up to the token that closes the present one."""
    for token in tokens:
        if token.nesting == -1:
            return
        if token.type in ("paragraph_open", "heading_open"):
            content = _inline(next(tokens).children or [])
            next(tokens)
            if content:
                yield Heading(content) if token.type == "heading_open" else Paragraph(content)
        elif token.type in ("bullet_list_open", "ordered_list_open"):
            start = int(token.attrGet("start") or 1) if token.type.startswith("ordered") else None
            items = tuple(_items(tokens))
            if items:
                yield Listing(items, start)
        elif token.type == "blockquote_open":
            inner = tuple(_blocks(tokens))
            if inner:
                yield Quote(inner)
        elif token.type in ("code_block", "fence") and token.content.strip():
            yield Paragraph((Span("code", (Text(clean(token.content)),)),))


def _items(tokens: Iterator[Token]) -> Iterator[tuple[Block, ...]]:
    for token in tokens:
        if token.nesting == -1:
            return
        item = tuple(_blocks(tokens))
        if item:
            yield item


def _inline(tokens: list[Token]) -> Rich:
    nodes = _inline_nodes(iter(tokens))
    return _trimmed(nodes)


def _inline_nodes(tokens: Iterator[Token], *, linked: bool = False) -> Rich:
    """What stands between two tokens; `linked` is true within a link, where an address is just its words."""
    nodes: list[Node] = []
    for token in tokens:
        if token.nesting == -1:
            break
        if token.nesting == 1:
            inside = _inline_nodes(tokens, linked=linked or token.type == "link_open")
            nodes.extend(_enclosed(token, inside))
        elif token.type == "softbreak":
            nodes.append(Text(" "))
        elif token.type == "hardbreak":
            nodes.append(Text(LINE_BREAK))
        elif token.type == "code_inline":
            nodes.append(Span("code", (Text(clean(token.content)),)))
        elif token.content:  # text, and an image's description
            nodes.extend([Text(token.content)] if linked else _with_links(token.content))
    return tuple(nodes)


def _with_links(text: str) -> Iterator[Node]:
    """A text, its web addresses as links: people paste them as they are. Marks behind an address, and a
    bracket that was not opened in it, are no part of it (GitHub Flavored Markdown 0.29, 6.9)."""
    for at, part in enumerate(ADDRESS.split(text)):
        address, rest = _parted(part) if at % 2 else ("", part)
        url = safe_url(address)
        if url:
            yield Link(url, (Text(address),))
        if left := rest if url else part:
            yield Text(left)


def _parted(address: str) -> tuple[str, str]:
    if len(address) > _LONGEST:
        return "", address
    end = min((address.find(mark) for mark in '<>"“”«»' if mark in address), default=len(address))
    while end and (
        address[end - 1] in _NO_END
        or (address[end - 1] == ")" and address.count(")", 0, end) > address.count("(", 0, end))
    ):
        end -= 1
    return address[:end], address[end:]


def _enclosed(token: Token, content: Rich) -> Rich:
    """What a pair of tokens makes of the content between them."""
    if not content:
        return ()
    if token.type == "em_open":
        return (Span("emphasis", content),)
    if token.type == "strong_open":
        return (Span("strong", content),)
    url = safe_url(str(token.attrGet("href") or ""))
    return (Link(url, content),) if url else content


def _trimmed(nodes: Rich) -> Rich:
    """Without white space or line breaks at either end."""
    kept = list(nodes)
    while kept and isinstance(kept[-1], Text) and not kept[-1].text.strip():
        kept.pop()
    while kept and isinstance(kept[0], Text) and not kept[0].text.strip():
        kept.pop(0)
    return tuple(kept)


def _plain_blocks(blocks: tuple[Block, ...]) -> Iterator[str]:
    for block in blocks:
        if isinstance(block, Listing):
            for item in block.items:
                yield from _plain_blocks(item)
        elif isinstance(block, Quote):
            yield from _plain_blocks(block.blocks)
        else:
            yield plain_text(block.content).replace(LINE_BREAK, " ")
