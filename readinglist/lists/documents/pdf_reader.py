"""PDF documents as blocks: paragraphs, tables and columns, by where the lines stand on the page."""

from __future__ import annotations

import re
import statistics
from collections.abc import Generator, Iterator, Sequence
from dataclasses import replace
from itertools import islice
from pathlib import Path

from pdfminer.pdfdocument import (
    PDFDocument,
    PDFEncryptionError,
    PDFPasswordIncorrect,
    PDFTextExtractionNotAllowed,
)
from pdfminer.pdfpage import PDFPage
from pdfminer.pdfparser import PDFParser

from readinglist.errors import FormatError
from readinglist.lists.documents.blocks import Block, Cell, Part, Row, rows_of
from readinglist.lists.documents.pdf_lines import (
    Line,
    Page,
    Ruled,
    lines_of_pages,
    whole_lines,
    without_running_lines,
)
from readinglist.lists.documents.pdf_paragraphs import paragraphs
from readinglist.lists.documents.pdf_tagged import load_tagged
from readinglist.lists.documents.splitting import begins_reference, complete

MOST_PAGES = 120


def load_pdf(path: Path) -> list[Part]:
    """The blocks of a PDF. Raises `FormatError` for one that is encrypted, has no text, or is far too
    long."""
    try:
        return _load(path)
    except (PDFPasswordIncorrect, PDFEncryptionError, PDFTextExtractionNotAllowed) as error:
        raise FormatError(
            "the PDF is encrypted", where=str(path), hint="Save a copy without a password, then import that."
        ) from error
    except FormatError:
        raise
    except Exception as error:
        # pdfminer raises whatever a broken file leads it into.
        raise FormatError(
            f"this is no PDF that can be read ({type(error).__name__})", where=str(path), hint="Save it anew."
        ) from error


def _load(path: Path) -> list[Part]:
    with path.open("rb") as file:
        document = PDFDocument(PDFParser(file))
        pages = list(islice(PDFPage.create_pages(document), MOST_PAGES + 1))
        if len(pages) > MOST_PAGES:
            raise FormatError(
                f"the PDF has more than {MOST_PAGES} pages: that is no syllabus",
                where=f"{path}: page {MOST_PAGES + 1}",
                hint="Save the pages with the reading list as a PDF of their own.",
            )
        tagged = load_tagged(document, pages)
        if tagged is not None:
            return tagged
        lines = lines_of_pages(pages)
    if not any(page.lines or page.tables for page in lines):
        raise FormatError(
            "the PDF holds no text, only pictures of pages",
            where=str(path),
            hint="Run it through text recognition (OCR) first.",
        )
    return _across_pages(list(_tables(list(without_running_lines(lines)))))


def _page_parts(lines: Sequence[Line], columns: Sequence[float], goes_on: bool) -> Iterator[Part]:
    """Rows of a table where lines stand side by side in columns, paragraphs elsewhere.

    `goes_on` says that the page before ended within a table of these columns.
    """
    if len(columns) < 2:
        yield from paragraphs(lines)
        return
    start = 0
    if not goes_on:
        start = next(
            at
            for at, line in enumerate(lines)
            if any(_beside(line, other) for other in lines[at + 1 : at + 6])
        )
    yield from paragraphs(lines[:start])
    yield from _rows(lines[start:], columns)


def _across_pages(parts: Sequence[Part | None]) -> list[Part]:
    """The parts without the page ends (None) between them; what a page end cuts in two is made whole."""
    made: list[Part] = []
    turned = False
    for part in parts:
        if part is None:
            turned = True
            continue
        before = made[-1] if made else None
        if turned and isinstance(part, Row) and part in made:
            continue  # A table's header, said again.
        turned_now, turned = turned, False
        if turned_now and isinstance(before, Block) and isinstance(part, Block) and _goes_on(before, part):
            made[-1] = _one(before, part)
        elif turned_now and isinstance(before, Row) and isinstance(part, Row):
            made += _rows_joined(made.pop(), part)
        else:
            made.append(part)
    return made


def _rows_joined(before: Part, row: Row) -> list[Part]:
    assert isinstance(before, Row)
    filled = [at for at, cell in enumerate(row.cells) if cell]
    if len(filled) != 1 or len(before.cells) != len(row.cells) or not before.cells[filled[0]]:
        return [before, row]
    at = filled[0]
    last, first = before.cells[at][-1], row.cells[at][0]
    if not _goes_on(last, first):
        return [before, row]
    cell = (*before.cells[at][:-1], _one(last, first), *row.cells[at][1:])
    return [Row((*before.cells[:at], cell, *before.cells[at + 1 :]), before.header)]


def _goes_on(before: Block, block: Block) -> bool:
    if "heading" in (before.kind, block.kind) or block.kind == "item" or before.bold != block.bold:
        return False
    if block.text[:1].islower() or not re.search(r"[.!?)\]”»\"\d]\s*$", before.text):
        return True
    if before.kind == "item" and begins_reference(before.text) and not complete(before.text):
        return True
    return not begins_reference(block.text) and not complete(before.text)


def _one(before: Block, block: Block) -> Block:
    return replace(before, text=f"{before.text} {block.text}", marked=(*before.marked, *block.marked))


def _tables(pages: Sequence[Page]) -> Iterator[Part | None]:
    """The parts of all pages, None between two; a table may go on over several."""
    before: list[float] = []
    for page in pages:
        for lines in _stretches(page):
            if isinstance(lines, Ruled):
                yield from _ruled(lines)
                before = []
            elif lines:
                before = yield from _stretch(lines, before)
        yield None


def _stretches(page: Page) -> Iterator[Sequence[Line] | Ruled]:
    """The ruled tables of a page and the lines before, between and behind these."""
    left = page.lines
    for table in page.tables:
        middle = (table.top + table.bottom) / 2
        yield [line for line in left if line.bottom > middle]
        left = [line for line in left if line.bottom <= middle]
        yield table
    yield left


def _ruled(table: Ruled) -> Iterator[Row]:
    rows = [
        ([Cell(_in_cell(lines), box.columns, box.rows) for box, lines in row], False) for row in table.rows
    ]
    yield from (row for row in rows_of(rows) if any(row.cells))


def _in_cell(lines: Sequence[Line]) -> tuple[Block, ...]:
    """The blocks of a cell's lines."""
    return tuple(part for part in paragraphs(whole_lines(lines), in_cell=True) if isinstance(part, Block))


def _stretch(lines: Sequence[Line], before: list[float]) -> Generator[Part | None, None, list[float]]:
    """The parts of lines without ruled tables; returns the columns of the table that they end with."""
    columns = _columns(lines)
    if _is_text_in_columns(lines, columns):
        yield from _columns_of_text(lines, columns[1])
        return []
    known = [line for line in lines if before and _column_of(line, before) is not None]
    goes_on = len(before) >= 2 and bool(lines) and len(known) >= 0.95 * len(lines)
    goes_on = goes_on and _column_of(lines[0], before) is not None
    if goes_on:
        columns = before
    yield from _page_parts(lines, columns, goes_on)
    return columns


def _beside(line: Line, other: Line) -> bool:
    return (
        other is not line
        and min(other.top, line.top) - max(other.bottom, line.bottom) > 0.25 * max(line.size, 6)
        and (other.left > line.right + 3 or other.right < line.left - 3)
    )


def _columns(lines: Sequence[Line]) -> list[float]:
    """Where the columns of a table begin: behind the gutters, which no line of the table stands in."""
    beside = [at for at, line in enumerate(lines) if any(_beside(line, other) for other in lines)]
    if len(beside) < 6:
        return []
    width = max(line.right for line in lines) - min(line.left for line in lines)
    inside = [line for line in lines[beside[0] :] if line.right - line.left < 0.6 * width]
    columns: list[float] = []
    # A stray line across a gutter must not hide it: one in forty may be there.
    spare = len(inside) // 40
    for place in sorted({line.left for line in inside}):
        before = [line for line in inside if line.left < place - 3]
        short = [line.right for line in before if line.right <= place]
        if len(before) - len(short) > spare or max(short, default=float("-inf")) + 5 >= place:
            continue
        if not columns or any(line.left >= columns[-1] for line in before):
            columns.append(place)
    return columns if len(columns) >= 2 else []


def _is_text_in_columns(lines: Sequence[Line], columns: Sequence[float]) -> bool:
    """Whether a page is set in two columns of text, as a journal's: both are wide, and both full of lines."""
    if len(columns) != 2:
        return False
    left = [line for line in lines if line.right <= columns[1]]
    right = [line for line in lines if line.left >= columns[1] - 3]
    whole = max(line.right for line in lines) - min(line.left for line in lines)
    if not left or not right:
        return False
    widths = [
        statistics.quantiles([line.right - line.left for line in side], n=4)[2] if len(side) > 1 else 0.0
        for side in (left, right)
    ]
    return min(widths) > 0.36 * whole and len(left) > 0.4 * len(right)


def _columns_of_text(lines: Sequence[Line], gutter: float) -> Iterator[Part | None]:
    """The left column, then the right one; lines over both part the page into bands."""
    band: list[Line] = []
    for line in lines:
        if line.left < gutter - 3 and line.right > gutter + 10:
            yield from _band(band, gutter)
            yield from paragraphs([line])
            band = []
        else:
            band.append(line)
    yield from _band(band, gutter)


def _band(lines: Sequence[Line], gutter: float) -> Iterator[Part | None]:
    yield from paragraphs([line for line in lines if line.left < gutter - 3])
    yield None
    yield from paragraphs([line for line in lines if line.left >= gutter - 3])


def _column_of(line: Line, columns: Sequence[float]) -> int | None:
    at = max((number for number, start in enumerate(columns) if line.left >= start - 3), default=None)
    if at is None:
        return None
    over = at + 1 < len(columns) and line.right > columns[at + 1] + 10
    return None if over else at


def _rows(lines: Sequence[Line], columns: Sequence[float]) -> Iterator[Part]:
    """The rows of a table: a new one begins where the first column has text below a gap, or a wide line
    stands."""
    row: list[list[Line]] = [[] for _ in columns]
    usual = statistics.median([line.size for line in lines]) if lines else 0
    for line in lines:
        at = _column_of(line, columns)
        large = line.size > usual + 1.5
        if at is None or large:
            yield from _finished(row)
            row = [[] for _ in columns]
            yield from paragraphs([line], usual)
            continue
        lowest = min((one.bottom for cell in row for one in cell), default=line.top)
        size = max(line.size, 6)
        # Where rows stand close together, the first column has nothing beside the lines of the others.
        close = at == 0 and bool(row[0]) and row[0][-1].bottom - line.top > 0.8 * size
        if close or line.page != _page_of(row, line.page) or line.top < lowest - 0.35 * size:
            yield from _finished(row)
            row = [[] for _ in columns]
        row[at].append(line)
    yield from _finished(row)


def _page_of(row: Sequence[Sequence[Line]], otherwise: int) -> int:
    return next((line.page for cell in row for line in cell), otherwise)


def _finished(row: Sequence[Sequence[Line]]) -> Iterator[Row]:
    if any(row):
        yield Row(tuple(_in_cell(cell) for cell in row))
