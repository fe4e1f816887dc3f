"""The lines of a PDF's pages: their text, place, size and type, without running heads and page numbers."""

from __future__ import annotations

import re
import statistics
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from pdfminer.converter import PDFPageAggregator
from pdfminer.layout import LAParams, LTChar, LTContainer, LTTextLine
from pdfminer.pdfinterp import PDFPageInterpreter, PDFResourceManager
from pdfminer.pdfpage import PDFPage

from readinglist.lists.documents.pdf_rules import Box, Table, tables_of


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a page: its text, where it begins and ends, its size, its parts in italics, the cell that it
    stands in, and whether it goes on with the line before it for certain."""

    page: int
    left: float
    right: float
    top: float
    bottom: float
    size: float
    text: str
    bold: bool
    marked: tuple[str, ...]
    box: Box | None = None
    goes_on: bool = False


@dataclass(frozen=True, slots=True)
class Ruled:
    """A ruled table: where it stands, and its rows of cells, each with its lines."""

    top: float
    bottom: float
    rows: tuple[tuple[tuple[Box, tuple[Line, ...]], ...], ...]


@dataclass(frozen=True, slots=True)
class Page:
    """A page: its ruled tables, and the lines outside of these, both from top to bottom."""

    lines: list[Line]
    tables: tuple[Ruled, ...] = ()


_ALONE = re.compile(
    r"[•▪◦‣●○■□➢➤✓–—\-*·\uf000-\uf0ffo]|\(?\d{1,3}[.)]?|\[\d{1,3}\]|\d{1,2}(?:\.\d{1,2}){1,3}\.?"
)


def lines_of_pages(pages: Sequence[PDFPage]) -> list[Page]:
    """The lines of each page, from top to bottom."""
    manager = PDFResourceManager()
    layout = LAParams(line_margin=0.3, char_margin=1.4, boxes_flow=None)
    device = PDFPageAggregator(manager, laparams=layout)
    interpreter = PDFPageInterpreter(manager, device)
    made: list[Page] = []
    for number, page in enumerate(pages):
        interpreter.process_page(page)
        shown = device.get_result()
        tables = tables_of(shown)
        boxes = [box for table in tables for box in table.boxes]
        made.append(_page(_with_notes(list(_lines(shown, number, boxes))), tables))
    return made


def _page(lines: Sequence[Line], tables: Sequence[Table]) -> Page:
    """The lines of a page put into its outermost tables of several columns."""
    wide = [table for table in tables if table.columns > 1]
    outer = [table for table in wide if not any(_stands_in(table, other) for other in wide)]
    left = list(lines)
    made = []
    for table in sorted(outer, key=lambda one: -one.top):
        rows: list[list[tuple[Box, tuple[Line, ...]]]] = []
        for box in table.boxes:
            inside = [line for line in left if box.holds(*_middle(line))]
            left = [line for line in left if line not in inside]
            if not rows or rows[-1][0][0].row != box.row:
                rows.append([])
            rows[-1].append((box, tuple(_box_by_box(inside))))
        made.append(Ruled(table.top, table.bottom, tuple(map(tuple, rows))))
    return Page(_in_order(left), tuple(made))


def _stands_in(table: Table, other: Table) -> bool:
    box = max(table.boxes, key=lambda one: one.area)
    across, up = (box.left + box.right) / 2, (box.top + box.bottom) / 2
    return table is not other and any(cell.holds(across, up) and cell.area > box.area for cell in other.boxes)


def _middle(line: Line) -> tuple[float, float]:
    return (line.left + line.right) / 2, (line.top + line.bottom) / 2


def _box_by_box(lines: Sequence[Line]) -> Iterator[Line]:
    """The lines of a cell in order; those of a table in it cell by cell."""
    groups: dict[Box | None, list[Line]] = {}
    for line in lines:
        groups.setdefault(line.box, []).append(line)
    for group in sorted(
        groups.values(), key=lambda one: (-round(max(x.top for x in one)), min(x.left for x in one))
    ):
        yield from _in_order(group)


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
        if before is not None and before.box == line.box and _goes_on(before, line):
            made[-1] = _one(before, line)
        else:
            made.append(line)
    return made


def _one(before: Line, line: Line) -> Line:
    return replace(
        before,
        right=line.right,
        top=max(before.top, line.top),
        text=f"{before.text} {line.text}",
        size=line.size,
        bold=line.bold,
        marked=(*before.marked, *line.marked),
    )


def _goes_on(before: Line, line: Line) -> bool:
    """Whether a line goes on behind another one, whose blanks were stretched, or behind its bullet, and does
    not stand in the next column."""
    gap = line.left - before.right
    if _ALONE.fullmatch(before.text):
        return gap < 3 * max(line.size, 6)
    return gap < 0.9 * line.size and abs(line.size - before.size) < 0.6


def whole_lines(lines: Sequence[Line]) -> list[Line]:
    """The lines of a column, each of one piece, however far its blanks were stretched."""
    made: list[Line] = []
    for line in lines:
        before = made[-1] if made else None
        if (
            before is not None
            and (before.page, before.box) == (line.page, line.box)
            and abs(before.bottom - line.bottom) < 0.35 * max(line.size, 6)
            and line.left >= before.right
        ):
            made[-1] = _one(before, line)
        else:
            made.append(line)
    return made


def _lines(node: Any, page: int, boxes: Sequence[Box]) -> Iterator[Line]:
    for child in node:
        if isinstance(child, LTTextLine):
            for box, chars in _by_box(child, boxes):
                shown = [char for char in chars if isinstance(char, LTChar)]
                if shown:
                    place = place_of(shown) if boxes else child.bbox
                    made = replace(line_of(chars, page, place), box=box)
                    if made.text:
                        yield made
        elif isinstance(child, LTContainer):
            yield from _lines(child, page, boxes)


def _by_box(line: LTTextLine, boxes: Sequence[Box]) -> Iterator[tuple[Box | None, list[LTChar | str]]]:
    """The characters of a line, apart where the line between two cells is."""
    told: list[LTChar | str] = []
    within: Box | None = None
    for char in line:
        if isinstance(char, LTChar) and not char.get_text().isspace():
            across, up = (char.x0 + char.x1) / 2, (char.y0 + char.y1) / 2
            held = [box for box in boxes if box.holds(across, up)]
            box = min(held, key=lambda one: one.area, default=None)
            if box != within and told:
                yield within, told
                told = []
            within = box
        told.append(char if isinstance(char, LTChar) else str(char.get_text()))
    yield within, told


def place_of(chars: Sequence[LTChar]) -> tuple[float, float, float, float]:
    """Where characters stand: left, bottom, right, top; blanks aside."""
    shown = [char for char in chars if not char.get_text().isspace()] or chars
    return (
        min(char.x0 for char in shown),
        min(char.y0 for char in shown),
        max(char.x1 for char in shown),
        max(char.y1 for char in shown),
    )


def line_of(chars: Sequence[LTChar | str], page: int, box: tuple[float, float, float, float]) -> Line:
    """A line of characters and blanks; `box` is where it stands: left, bottom, right, top."""
    sizes = [char.size for char in chars if isinstance(char, LTChar)]
    size = statistics.median(sizes) if sizes else 0.0
    text, slanted, bold = "", "", 0
    marked: list[str] = []
    for char in chars:
        said = char if isinstance(char, str) else str(char.get_text())
        if isinstance(char, LTChar):
            if _raised(char, box[1], size):
                text += _note_number(text, said)
                continue
            font = char.fontname.casefold()
            bold += "bold" in font or "black" in font or "semib" in font
            if "italic" in font or "oblique" in font or re.search(r"\+?(?:cmti|sfti|ecti|lmri)", font):
                slanted += said
            elif slanted:
                marked.append(slanted)
                slanted = ""
        elif slanted:
            slanted += said
        text += said
    if note := re.match(r"(?:\s*\d\x00){1,3}", text):
        number = re.sub(r"\D", "", note[0])
        text = f"[{number}] {text[note.end() :]}"
    clean = _clean(text.replace("\x00", ""))
    return Line(
        page, box[0], box[2], box[3], box[1], size, clean, bool(sizes) and bold > 0.8 * len(sizes),
        tuple(part.strip() for part in (*marked, slanted) if len(part.strip()) > 3),
    )  # fmt: skip


def _raised(char: LTChar, bottom: float, size: float) -> bool:
    """Whether a character is a raised figure: the number of a footnote."""
    small = char.size < 0.85 * size and char.y0 > bottom + 0.1 * size
    return small and str(char.get_text()).strip().isdecimal()


def _note_number(before: str, figure: str) -> str:
    """A raised figure as it is kept: marked where a note begins with it, not at all within a text."""
    at_start = not before.replace("\x00", "").strip(" 0123456789")
    return f"{figure}\x00" if at_start else ""


def _clean(text: str) -> str:
    # On a page every soft hyphen is one that is seen: some fonts have no other.
    return re.sub(r"\s+", " ", text).strip().replace("\u00ad", "-")


_NOTE = re.compile(r"(\d{1,3})(?=[A-ZÁÉÍÓÚÑÖÜŠŽ“\"«‘¿¡])")


def _with_notes(lines: list[Line]) -> list[Line]:
    """Lines in small type that begin with a number and no blank are notes: "[7] José …" for "7José …"."""
    others = [line.size for line in lines if not _NOTE.match(line.text)]
    usual = Counter(round(size, 1) for size in others).most_common(2)
    large = max((size for size, _ in usual), default=0.0)
    return [
        replace(line, text=_NOTE.sub(r"[\1] ", line.text, count=1)) if line.size < 0.93 * large else line
        for line in lines
    ]


_PAGE_NUMBER = re.compile(r"[\W\d]{0,8}|(?:page|página|p\.)?\s*\d+(?:\s*(?:of|de|/)\s*\d+)?", re.IGNORECASE)


def without_running_lines(pages: Sequence[Page]) -> Iterator[Page]:
    """Pages without what stands at the same place at the top or foot of most, and without page numbers."""
    edges = [{*page.lines[:2], *page.lines[-2:]} for page in pages]
    seen = Counter(place for edge in edges for place in {_place(line) for line in edge})
    often = {place for place, count in seen.items() if len(pages) > 1 and count > len(pages) / 2}
    for page, edge in zip(pages, edges, strict=True):
        kept = [
            line
            for line in page.lines
            if line not in edge or not (_place(line) in often or _PAGE_NUMBER.fullmatch(line.text))
        ]
        yield replace(page, lines=kept)


def _place(line: Line) -> tuple[str, int]:
    """What a line says, figures aside, and how high on the page it stands."""
    return re.sub(r"\d+", "#", line.text), round(line.top / 4)
