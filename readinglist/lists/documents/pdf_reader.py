"""PDF documents as blocks: lines of text put together into paragraphs by where they stand on the page."""

from __future__ import annotations

import re
import statistics
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path
from typing import Any

from pdfminer.high_level import extract_pages
from pdfminer.layout import LAParams, LTChar, LTContainer, LTTextLine
from pdfminer.pdfdocument import PDFEncryptionError, PDFPasswordIncorrect, PDFTextExtractionNotAllowed

from readinglist.errors import FormatError
from readinglist.lists.documents.blocks import HARD, SHORT, SOFT, Block, Kind, Part, Row
from readinglist.lists.documents.splitting import begins_reference, complete

MOST_PAGES = 120


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a page: its text, where it begins and ends, its size, and its parts in italics."""

    page: int
    left: float
    right: float
    top: float
    bottom: float
    size: float
    text: str
    bold: bool
    marked: tuple[str, ...]


def load_pdf(path: Path) -> list[Part]:
    """The blocks of a PDF. Raises `FormatError` for one that is encrypted, has no text, or is far too
    long."""
    try:
        pages = _load_lines(path)
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
    if not any(pages):
        raise FormatError(
            "the PDF holds no text, only pictures of pages",
            where=str(path),
            hint="Run it through text recognition (OCR) first.",
        )
    return _across_pages(list(_tables(list(_without_running_lines(pages)))))


def _load_lines(path: Path) -> list[list[Line]]:
    pages: list[list[Line]] = []
    layout = LAParams(line_margin=0.3, char_margin=1.4, boxes_flow=None)
    for number, page in enumerate(extract_pages(str(path), laparams=layout)):
        if number == MOST_PAGES:
            raise FormatError(
                f"the PDF has more than {MOST_PAGES} pages: that is no syllabus",
                where=f"{path}: page {MOST_PAGES + 1}",
                hint="Save the pages with the reading list as a PDF of their own.",
            )
        pages.append(_in_order(list(_lines(page, number))))
    return pages


def _in_order(lines: list[Line]) -> list[Line]:
    """Lines from top to bottom, those on one baseline from left to right; a bullet joined with its text."""
    ordered: list[Line] = []
    row: list[Line] = []
    for line in sorted(lines, key=lambda one: -one.bottom):
        if row and row[0].bottom - line.bottom > 0.35 * max(line.size, 6):
            ordered += _joined(sorted(row, key=lambda one: one.left))
            row = []
        row.append(line)
    return [*ordered, *_joined(sorted(row, key=lambda one: one.left))]


def _joined(row: list[Line]) -> list[Line]:
    made: list[Line] = []
    for line in row:
        before = made[-1] if made else None
        near = before is not None and line.left - before.right < 3 * max(line.size, 6)
        if (
            before is not None
            and near
            and (_ALONE.fullmatch(before.text) or line.left - before.right < 0.9 * line.size)
        ):
            made[-1] = replace(
                before,
                right=line.right,
                top=max(before.top, line.top),
                text=f"{before.text} {line.text}",
                size=line.size,
                bold=line.bold,
                marked=(*before.marked, *line.marked),
            )
        else:
            made.append(line)
    return made


def _lines(node: Any, page: int) -> Iterator[Line]:
    for child in node:
        if isinstance(child, LTTextLine):
            made = _line(child, page)
            if made.text:
                yield made
        elif isinstance(child, LTContainer):
            yield from _lines(child, page)


def _line(line: LTTextLine, page: int) -> Line:
    text, marked, current, sizes, bold = "", [], "", [], 0
    for char in line:
        said = str(char.get_text()) if hasattr(char, "get_text") else ""
        text += said
        if isinstance(char, LTChar):
            sizes.append(char.size)
            font = char.fontname.casefold()
            bold += "bold" in font or "black" in font or "semib" in font
            slanted = "italic" in font or "oblique" in font
            if slanted:
                current += said
            elif current:
                marked.append(current)
                current = ""
        elif current:
            current += said
    if current:
        marked.append(current)
    size = statistics.median(sizes) if sizes else 0.0
    clean = re.sub(r"\s+", " ", text).strip()
    if clean.endswith("\u00ad"):
        clean = f"{clean[:-1]}-"  # A word divided at the line's end.
    clean = clean.replace("\u00ad", "")
    return Line(
        page, line.x0, line.x1, line.y1, line.y0, size, clean, bool(sizes) and bold > 0.8 * len(sizes),
        tuple(part.strip() for part in marked if len(part.strip()) > 3),
    )  # fmt: skip


def _without_running_lines(pages: Sequence[list[Line]]) -> Iterator[list[Line]]:
    """Pages without what stands at the top or the foot of most of them, and without page numbers."""
    seen: dict[str, int] = {}
    for lines in pages:
        for line in {re.sub(r"\d+", "#", one.text) for one in (*lines[:2], *lines[-2:])}:
            seen[line] = seen.get(line, 0) + 1
    often = {text for text, count in seen.items() if len(pages) > 2 and count > len(pages) / 2}
    for lines in pages:
        edge = {*lines[:2], *lines[-2:]}
        yield [
            line
            for line in lines
            if not (line in edge and re.sub(r"\d+", "#", line.text) in often)
            and not (
                line in edge
                and re.fullmatch(
                    r"[\W\d]{0,8}|(?:page|página|p\.)?\s*\d+(?:\s*(?:of|de|/)\s*\d+)?", line.text, re.I
                )
            )
        ]


def _page_parts(lines: Sequence[Line], columns: Sequence[float], goes_on: bool) -> Iterator[Part]:
    """Rows of a table where lines stand side by side in columns, paragraphs elsewhere.

    `goes_on` says that the page before ended within a table of these columns.
    """
    if len(columns) < 2:
        yield from _paragraphs(lines)
        return
    start = 0
    if not goes_on:
        start = next(
            at
            for at, line in enumerate(lines)
            if any(_beside(line, other) for other in lines[at + 1 : at + 6])
        )
    yield from _paragraphs(lines[:start])
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
    return not begins_reference(block.text) and not complete(before.text)


def _one(before: Block, block: Block) -> Block:
    return replace(before, text=f"{before.text} {block.text}", marked=(*before.marked, *block.marked))


def _tables(pages: Sequence[Sequence[Line]]) -> Iterator[Part | None]:
    """The parts of all pages, None between two; a table may go on over several."""
    before: list[float] = []
    for lines in pages:
        columns = _columns(lines)
        known = [line for line in lines if before and _column_of(line, before) is not None]
        goes_on = len(before) >= 2 and bool(lines) and len(known) >= 0.95 * len(lines)
        goes_on = goes_on and _column_of(lines[0], before) is not None
        if goes_on:
            columns = before
        yield from _page_parts(lines, columns, goes_on)
        yield None
        before = columns


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
    columns = []
    reach = float("-inf")
    # A stray line across a gutter must not hide it: one in forty may be there.
    spare = len(inside) // 40
    for line in sorted(inside, key=lambda one: one.left):
        if line.left > reach + 5:
            crossing = sum(one.left < line.left - 3 and one.right > line.left for one in inside)
            if crossing <= spare:
                columns.append(line.left)
        reach = max(reach, line.right)
    return columns if len(columns) >= 2 else []


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
            yield from _paragraphs([line], usual)
            continue
        lowest = min((one.bottom for cell in row for one in cell), default=line.top)
        if line.page != _page_of(row, line.page) or line.top < lowest - 0.35 * max(line.size, 6):
            yield from _finished(row)
            row = [[] for _ in columns]
        row[at].append(line)
    yield from _finished(row)


def _page_of(row: Sequence[Sequence[Line]], otherwise: int) -> int:
    return next((line.page for cell in row for line in cell), otherwise)


def _finished(row: Sequence[Sequence[Line]]) -> Iterator[Row]:
    if any(row):
        yield Row(
            tuple(
                tuple(block for block in _paragraphs(cell, in_cell=True) if isinstance(block, Block))
                for cell in row
            )
        )


def _paragraphs(lines: Sequence[Line], size: float = 0, *, in_cell: bool = False) -> Iterator[Part]:
    """Lines put together: a new paragraph begins after a gap, at a hanging or first-line indent, at a
    bullet, and
    where the size changes. Lines within are joined by `SOFT`."""
    if not lines:
        return
    usual = size or statistics.median([line.size for line in lines])
    group: list[Line] = []
    for line in lines:
        if group and _begins(line, group, usual, in_cell):
            yield _block(group, usual)
            group = []
        group.append(line)
    yield _block(group, usual)


_BULLET = re.compile(
    r"^(?:[•▪◦‣●○■□➢➤✓–—\-*·\uf000-\uf0ff]|o(?=\s[A-ZÁÉÍÓÚÑ“\"«])|\(?\d{1,3}[.)]|\[\d{1,3}\])\s+"
)


_ALONE = re.compile(r"[•▪◦‣●○■□➢➤✓–—\-*·\uf000-\uf0ffo]|\(?\d{1,3}[.)]?|\[\d{1,3}\]")


def _begins(line: Line, group: Sequence[Line], usual: float, in_cell: bool) -> bool:
    before = group[-1]
    gap = before.bottom - line.top
    if before.page != line.page or gap > 0.55 * max(usual, 6) or abs(line.size - before.size) > 1.2:
        return True
    if _BULLET.match(line.text) or line.bold != before.bold:
        return True
    if in_cell:
        return False  # Text in cells may be centred: where its lines begin says nothing.
    left = min(one.left for one in group)
    if len(group) > 1 and line.left < group[-1].left - 6 and group[-1].left > group[0].left + 6:
        return True  # Back from the hanging lines to where an entry begins.
    return (
        line.left > left + 6
        and len(group) > 1
        and abs(before.left - left) < 2
        and before.right < line.right - 60
    )


def _ends_early(line: Line, after: Line, edge: float) -> bool:
    """Whether the next line's first word would still have fitted behind a line."""
    width = (line.right - line.left) / max(len(line.text), 1)
    word = after.text.split(" ", 1)[0]
    return line.right + width * (1.15 * len(word) + 1.5) < edge


def _block(group: Sequence[Line], usual: float) -> Block:
    text = group[0].text
    edge = max(line.right for line in group)
    for before, line in pairwise(group):
        if text.endswith("-") and line.text[:1].islower():
            text = text[:-1] + line.text
        else:
            text += (SHORT if _ends_early(before, line, edge) else SOFT) + line.text
    marked: list[str] = []
    for line in group:
        marked += line.marked
    is_heading = group[0].size > usual + 1.5 and len(text) < 160
    bullet = _BULLET.match(text)
    if bullet:
        text = text[bullet.end() :]
    joined = (" ".join(marked),) if 1 < len(marked) <= 3 else ()
    kind: Kind = "heading" if is_heading else "item" if bullet else "paragraph"
    return Block(kind, text.replace(HARD, " "), 2 if is_heading else 0, (*marked, *joined), (), group[0].bold)
