"""Tagged PDF documents as blocks, by their structure tree: what Word, LibreOffice, browsers and Typst write.

The tree says what is a paragraph, an item, a heading, a cell, wherever it stands on the page, and leaves out
running heads; so it is read wherever it has nearly all of the text.
"""

from __future__ import annotations

import statistics
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import Any

from pdfminer.converter import PDFLayoutAnalyzer
from pdfminer.layout import LTChar
from pdfminer.pdfdocument import PDFDocument
from pdfminer.pdfinterp import PDFPageInterpreter, PDFResourceManager
from pdfminer.pdfpage import PDFPage
from pdfminer.pdftypes import resolve1
from pdfminer.psparser import PSLiteral

from readinglist.lists.documents.blocks import Block, Cell, Kind, Part, rows_of
from readinglist.lists.documents.pdf_lines import Line, line_of, place_of
from readinglist.lists.documents.pdf_paragraphs import joined
from readinglist.lists.documents.pdf_tree import Address, Element, Mark, structure_tree

# How much of the text a tree must have to be believed.
_ENOUGH = 0.95
# How many of the paragraphs may be cut off within a sentence: some programs tag every line as a paragraph.
_CUT = 0.2
_HEADINGS = {"H": 2, "Title": 1, **{f"H{level}": level for level in range(1, 7)}}
# What stands within a text, and begins none.
_WITHIN = frozenset(
    {"Span", "Quote", "Link", "Reference", "BibEntry", "Code", "Annot", "Ruby", "RB", "RT", "RP", "Warichu"}
    | {"WT", "WP", "NonStruct", "Em", "Strong", "Sub", "Lbl"}
)
# What is a block of text: what stands within it is no block of its own.
_TEXTS = frozenset({"P", "LI", "LBody", "Caption", "BibEntry"})
_LONGEST_LABEL = 12


def load_tagged(document: PDFDocument, pages: Sequence[PDFPage]) -> list[Part] | None:
    """The blocks of a tagged PDF, None where it has no structure tree, or one that is not to be trusted."""
    tree = structure_tree(document)
    if tree is None:
        return None
    content = _content(pages)
    walk = _Walk(content, _usual_size(content))
    parts = walk.flow(tree, "paragraph")
    if content.visible == 0 or walk.count < _ENOUGH * content.visible or _cut_up(parts):
        return None
    return parts


@dataclass(slots=True)
class _Content:
    """The characters of a document by the mark that they stand under, and how many there are that show
    something."""

    chars: dict[Mark, list[LTChar]] = field(default_factory=dict)
    visible: int = 0


class _Device(PDFLayoutAnalyzer):
    """Keeps each character with the marked content that it belongs to."""

    def __init__(self, manager: PDFResourceManager, content: _Content) -> None:
        super().__init__(manager)
        self.content, self.page = content, 0
        self.open: list[int | None] = []

    def begin_tag(self, tag: PSLiteral, props: Any = None) -> None:
        number = resolve1(props.get("MCID")) if isinstance(props, dict) else None
        if isinstance(number, int):
            self.open.append(number)
        else:
            self.open.append(-1 if tag.name == "Artifact" else (self.open[-1] if self.open else None))

    def end_tag(self) -> None:
        if self.open:
            self.open.pop()

    def render_char(self, *args: Any, **more: Any) -> float:
        advance = super().render_char(*args, **more)
        char = self.cur_item._objs[-1]
        number = self.open[-1] if self.open else None
        if isinstance(char, LTChar) and number != -1:
            self.content.visible += bool(char.get_text().strip())
            if number is not None:
                self.content.chars.setdefault(Mark(self.page, number), []).append(char)
        return advance


class _Interpreter(PDFPageInterpreter):
    """Looks up the property lists that a page names instead of writing them out."""

    def do_BDC(self, tag: Any, props: Any) -> None:  # noqa: N802 (the operator's name)
        if isinstance(props, PSLiteral):
            named = resolve1(self.resources.get("Properties"))
            props = resolve1(named.get(props.name)) if isinstance(named, dict) else None
        super().do_BDC(tag, props)


def _content(pages: Sequence[PDFPage]) -> _Content:
    content = _Content()
    manager = PDFResourceManager()
    device = _Device(manager, content)
    interpreter = _Interpreter(manager, device)
    for page in pages:
        device.page, device.open = page.pageid if isinstance(page.pageid, int) else 0, []
        interpreter.process_page(page)
    return content


def _usual_size(content: _Content) -> float:
    sizes = [char.size for chars in content.chars.values() for char in chars]
    return statistics.median(sizes) if sizes else 0.0


def _cut_up(parts: Sequence[Part]) -> bool:
    """Whether paragraphs go on in the next one."""
    blocks = [part for part in parts if isinstance(part, Block) and part.kind == "paragraph"]
    cut = sum(
        after.text[:1].islower() and not before.text.rstrip().endswith((".", ":", ";"))
        for before, after in pairwise(blocks)
    )
    return len(blocks) >= 5 and cut > _CUT * len(blocks)


class _Walk:
    """Walks the tree: text gathers until something begins that is a block of its own."""

    def __init__(self, content: _Content, usual: float) -> None:
        self.content, self.usual, self.count = content, usual, 0
        self.text: list[tuple[Mark, LTChar]] = []
        self.urls: list[str] = []
        self.notes: list[Part] = []

    def flow(self, element: Element, kind: Kind, level: int = 0, *, inside: bool = False) -> list[Part]:
        """What an element holds as blocks; text that stands in it directly is of a kind. `inside` says that
        it is a block of text, or in one."""
        made: list[Part] = []
        for kid in element.kids:
            if isinstance(kid, Mark):
                self.take(kid)
            elif isinstance(kid, Address):
                self.urls.append(kid.url)
            elif kid.role in ("Note", "FENote"):
                self.notes += self.apart(kid, "note")
            elif kid.role in _WITHIN and (inside or not _is_wrapper(kid)):
                made += self.within(kid, kind, level, inside)
            else:
                made += self.finish(kind, level)
                made += self.block(kid, kind)
        return made

    def within(self, element: Element, kind: Kind, level: int, inside: bool) -> list[Part]:
        if element.role == "Lbl" and kind == "item" and not self.text:
            return self.label(element)
        return self.flow(element, kind, level, inside=inside)

    def label(self, element: Element) -> list[Part]:
        """A list's bullet or number is no text; the term of a definition list is a heading."""
        made = self.apart(element, "heading", 6)
        return made if any(len(one.text) > _LONGEST_LABEL for one in made if isinstance(one, Block)) else []

    def block(self, element: Element, kind: Kind) -> list[Part]:
        if element.role == "Table":
            return self.table(element)
        if element.role in _HEADINGS:
            kind, level = "heading", _HEADINGS[element.role]
        else:
            kind, level = ("item" if element.role in ("LI", "LBody") else kind), 0
        made = self.flow(element, kind, level, inside=element.role in _TEXTS or element.role in _HEADINGS)
        return [*made, *self.finish(kind, level)]

    def apart(self, element: Element, kind: Kind, level: int = 0) -> list[Part]:
        """An element within a text that is none of it."""
        kept, self.text, self.urls, self.notes = (self.text, self.urls, self.notes), [], [], []
        made = [*self.flow(element, kind, level, inside=True), *self.finish(kind, level)]
        self.text, self.urls, self.notes = kept
        return made

    def table(self, table: Element) -> list[Part]:
        rows = []
        for row in _rows(table):
            cells = [kid for kid in row.kids if isinstance(kid, Element)]
            header = bool(cells) and all(cell.role == "TH" for cell in cells)
            rows.append(([self.cell(cell) for cell in cells], header))
        return list(rows_of(rows))

    def cell(self, element: Element) -> Cell:
        parts = [*self.flow(element, "paragraph", inside=True), *self.finish("paragraph", 0)]
        blocks: list[Block] = []
        for part in parts:
            inside = [part] if isinstance(part, Block) else [one for cell in part.cells for one in cell]
            blocks += [one for one in inside if element.role != "TH" or one not in blocks]
        return Cell(tuple(blocks), element.columns, element.rows)

    def take(self, mark: Mark) -> None:
        chars = self.content.chars.pop(mark, [])
        self.count += sum(bool(char.get_text().strip()) for char in chars)
        self.text += [(mark, char) for char in chars]

    def finish(self, kind: Kind, level: int) -> list[Part]:
        """The text that has gathered as a block, and the notes that hang on it."""
        text, urls, self.text, self.urls = self.text, tuple(self.urls), [], []
        lines = [line for line in _lines(text) if line.text]
        made: list[Part] = []
        if lines:
            block = joined(lines, self.usual)
            if kind == "heading":
                block = replace(block, kind="heading", level=level)
            elif kind != "paragraph":
                block = replace(block, kind=kind)
            made.append(replace(block, urls=urls))
        made += self.notes
        self.notes = []
        return made


def _is_wrapper(element: Element) -> bool:
    """Whether an element that means nothing holds others: a browser's block without a role."""
    return element.role == "NonStruct" and any(isinstance(kid, Element) for kid in element.kids)


def _rows(table: Element) -> Iterator[Element]:
    for kid in table.kids:
        if isinstance(kid, Element):
            if kid.role == "TR":
                yield kid
            elif kid.role in ("THead", "TBody", "TFoot"):
                yield from _rows(kid)


def _lines(text: Sequence[tuple[Mark, LTChar]]) -> Iterator[Line]:
    """Characters in the order of reading as lines: a new one begins where one stands higher, lower or further
    to the left. It goes on with the one before where both stand under one mark."""
    row: list[LTChar] = []
    last: Mark | None = None
    goes_on = False
    for mark, char in text:
        if row and last and (mark.page != last.page or _elsewhere(row[-1], char)):
            yield replace(_line(row, last.page), goes_on=goes_on)
            row, goes_on = [], mark == last
        row.append(char)
        last = mark
    if row and last:
        yield replace(_line(row, last.page), goes_on=goes_on)


def _elsewhere(before: LTChar, char: LTChar) -> bool:
    height = min(before.height, char.height)
    shared = min(before.y1, char.y1) - max(before.y0, char.y0)
    return shared < 0.3 * height or char.x0 < before.x0 - max(char.size, 4)


def _line(row: Sequence[LTChar], page: int) -> Line:
    told: list[LTChar | str] = []
    for at, char in enumerate(row):
        if at:
            before = row[at - 1]
            blank = before.get_text().isspace() or char.get_text().isspace()
            if not blank and char.x0 - before.x1 > 0.15 * char.size:
                told.append(" ")
        told.append(char)
    return line_of(told, page, place_of(row))
