"""Formatted text as a small tree: what a citation style made of an item, for any output format.

A `Rich` is a tuple of nodes. The writers (HTML, Typst, Markdown, plain …) live with the export targets.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

Style: TypeAlias = Literal[
    "emphasis", "strong", "smallcaps", "superscript", "subscript", "underline", "strikeout", "code", "plain"
]
"""How a `Span` is set; "plain" carries only a language."""


@dataclass(frozen=True, slots=True)
class Text:
    """A run of characters, unescaped. Spaces are ordinary or U+00A0; quotes are the final characters."""

    text: str


@dataclass(frozen=True, slots=True)
class Span:
    """Content set in one style; `lang` is a BCP 47 tag or ""."""

    style: Style
    content: Rich
    lang: str = ""


@dataclass(frozen=True, slots=True)
class Link:
    """A link; `url` is http(s), mailto or doi only: anything else was dropped before it got here."""

    url: str
    content: Rich


Node: TypeAlias = Text | Span | Link
Rich: TypeAlias = tuple[Node, ...]


def plain_text(rich: Rich) -> str:
    """The characters alone, styles and links dropped."""
    parts = []
    for node in rich:
        parts.append(node.text if isinstance(node, Text) else plain_text(node.content))
    return "".join(parts)
