"""A document as blocks of text in reading order: headings, paragraphs, items, notes, and rows of tables."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

# A line end that is meant (`<br>`), one that may only be where a source line ended, and one on a page after
# which
# another word would have fitted, so that a paragraph may have ended there.
HARD = "\n"
SOFT = "\v"
SHORT = "\f"

# Some 200 pages: what is longer is a book, and to look for references in it would take minutes.
MOST_CHARACTERS = 600_000

Kind: TypeAlias = Literal["heading", "paragraph", "item", "note"]


@dataclass(frozen=True, slots=True)
class Block:
    """A piece of text. `level` is a heading's; `marked` are its parts in italics, `urls` its links'
    addresses;
    `bold` says that all of it is bold, `lead` is what is bold at its beginning only."""

    kind: Kind
    text: str
    level: int = 0
    marked: tuple[str, ...] = ()
    urls: tuple[str, ...] = ()
    bold: bool = False
    lead: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a table: its cells, each with its blocks; `header` for the row that names the columns."""

    cells: tuple[tuple[Block, ...], ...]
    header: bool = False


def one_line(text: str) -> str:
    """A block's text on one line."""
    return " ".join(text.split())


Part: TypeAlias = Block | Row
