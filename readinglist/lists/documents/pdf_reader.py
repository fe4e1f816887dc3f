"""PDF documents as blocks: lines of text put together into paragraphs by where they stand on the page."""

from __future__ import annotations

import re
import statistics
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pdfminer.high_level import extract_pages
from pdfminer.layout import LAParams, LTChar, LTContainer, LTTextLine
from pdfminer.pdfdocument import PDFEncryptionError, PDFPasswordIncorrect, PDFTextExtractionNotAllowed

from readinglist.errors import FormatError
from readinglist.lists.documents.blocks import HARD, SOFT, Block, Kind, Part, Row

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
    """The blocks of a PDF. Raises `FormatError` for one that is encrypted, has no text, or is far too long."""
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
    return [part for lines in _without_running_lines(pages) for part in _page_parts(lines)]


def _load_lines(path: Path) -> list[list[Line]]:
    pages: list[list[Line]] = []
    layout = LAParams(line_margin=0.3, char_margin=2.5, boxes_flow=None)
    for number, page in enumerate(extract_pages(str(path), laparams=layout)):
        if number == MOST_PAGES:
            raise FormatError(
                f"the PDF has more than {MOST_PAGES} pages: that is no syllabus",
                where=f"{path}: page {MOST_PAGES + 1}",
                hint="Save the pages with the reading list as a PDF of their own.",
            )
        pages.append(sorted(_lines(page, number), key=lambda line: (-line.top, line.left)))
    return pages


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
    clean = re.sub(r"\s+", " ", text.replace("\u00ad", "")).strip()
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


def _page_parts(lines: Sequence[Line]) -> Iterator[Part]:
    """Rows of a table where lines stand side by side in columns, paragraphs elsewhere."""
    columns = _columns(lines)
    if len(columns) < 2:
        yield from _paragraphs(lines)
        return
    above = [line for line in lines if _column_of(line, columns) is None]
    inside = [line for line in lines if _column_of(line, columns) is not None]
    top = max(line.top for line in inside)
    bottom = min(line.bottom for line in inside)
    yield from _paragraphs([line for line in above if line.bottom >= top - 2])
    yield from _rows([line for line in lines if bottom - 2 <= line.bottom and line.top <= top + 2], columns)
    yield from _paragraphs([line for line in above if line.top <= bottom + 2])


def _columns(lines: Sequence[Line]) -> list[float]:
    """Where the columns of a table begin: left edges at which several lines stand beside others."""
    edges: dict[int, int] = {}
    for line in lines:
        beside = any(
            other is not line
            and abs(other.top - line.top) < 0.6 * max(line.size, 6)
            and (other.left > line.right + 3 or other.right < line.left - 3)
            for other in lines
        )
        if beside:
            edges[round(line.left / 4)] = edges.get(round(line.left / 4), 0) + 1
    starts = sorted(edge * 4.0 for edge, count in edges.items() if count >= 2)
    merged: list[float] = []
    for start in starts:
        if not merged or start - merged[-1] > 20:
            merged.append(start)
    return merged if len(merged) >= 2 and sum(edges.values()) >= 6 else []


def _column_of(line: Line, columns: Sequence[float]) -> int | None:
    at = max((number for number, start in enumerate(columns) if line.left >= start - 8), default=None)
    if at is None:
        return None
    over = at + 1 < len(columns) and line.right > columns[at + 1] + 20
    return None if over else at


def _rows(lines: Sequence[Line], columns: Sequence[float]) -> Iterator[Part]:
    """The rows of a table: a new one begins where the first column has text below a gap, or a wide line stands."""
    row: list[list[Line]] = [[] for _ in columns]
    last: Line | None = None
    for line in lines:
        at = _column_of(line, columns)
        if at is None:
            yield from _finished(row)
            row = [[] for _ in columns]
            yield from _paragraphs([line])
            continue
        gap = last is not None and last.bottom - line.top > 0.9 * max(line.size, 6)
        fresh = at == 0 and row[0] and (row[0][-1].bottom - line.top > 0.5 * max(line.size, 6))
        begins = at == 0 and not row[0] and any(row[1:]) and gap
        if fresh or begins:
            yield from _finished(row)
            row = [[] for _ in columns]
        row[at].append(line)
        last = line
    yield from _finished(row)


def _finished(row: Sequence[Sequence[Line]]) -> Iterator[Row]:
    if any(row):
        yield Row(
            tuple(tuple(block for block in _paragraphs(cell) if isinstance(block, Block)) for cell in row)
        )


def _paragraphs(lines: Sequence[Line]) -> Iterator[Part]:
    """Lines put together: a new paragraph begins after a gap, at a hanging or first-line indent, at a bullet, and
    where the size changes. Lines within are joined by `SOFT`."""
    if not lines:
        return
    usual = statistics.median([line.size for line in lines])
    group: list[Line] = []
    for line in lines:
        if group and _begins(line, group, usual):
            yield _block(group, usual)
            group = []
        group.append(line)
    yield _block(group, usual)


_BULLET = re.compile(r"^(?:[•▪◦‣●○■–—\-*·]|\(?\d{1,3}[.)]|\[\d{1,3}\])\s+")


def _begins(line: Line, group: Sequence[Line], usual: float) -> bool:
    before = group[-1]
    gap = before.bottom - line.top
    if before.page != line.page or gap > 0.55 * max(usual, 6) or abs(line.size - before.size) > 1.2:
        return True
    if _BULLET.match(line.text) or line.bold != before.bold:
        return True
    left = min(one.left for one in group)
    if len(group) > 1 and line.left < group[-1].left - 6 and group[-1].left > group[0].left + 6:
        return True  # Back from the hanging lines to where an entry begins.
    return (
        line.left > left + 6
        and len(group) > 1
        and abs(before.left - left) < 2
        and before.right < line.right - 60
    )


def _block(group: Sequence[Line], usual: float) -> Block:
    text = group[0].text
    for line in group[1:]:
        if text.endswith("-") and line.text[:1].islower():
            text = text[:-1] + line.text
        else:
            text += SOFT + line.text
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
