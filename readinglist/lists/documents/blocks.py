"""A document as blocks of text in reading order: headings, paragraphs, items, notes, and rows of tables."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
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


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell as a document has it: its blocks, and how many columns and rows it spans."""

    blocks: tuple[Block, ...]
    columns: int = 1
    rows: int = 1


def rows_of(rows: Iterable[tuple[Sequence[Cell], bool]]) -> Iterator[Row]:
    """The rows of a table, each with a cell for every column: the text of one that spans several stands in
    the first, the others are empty. The rows come with whether they are headers."""
    below: dict[int, int] = {}
    for cells, header in rows:
        made: list[tuple[Block, ...]] = []
        ahead: dict[int, int] = {}
        for cell in cells:
            while below.get(len(made)):
                made.append(())
            if cell.rows > 1:
                ahead |= {len(made) + at: cell.rows - 1 for at in range(cell.columns)}
            made += [cell.blocks, *[()] * (cell.columns - 1)]
        while below.get(len(made)):
            made.append(())
        yield Row(tuple(made), header)
        below = {at: left - 1 for at, left in below.items() if left > 1} | ahead


def one_line(text: str) -> str:
    """A block's text on one line."""
    return " ".join(text.split())


Part: TypeAlias = Block | Row
