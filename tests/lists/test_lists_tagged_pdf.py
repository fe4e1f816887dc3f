"""PDFs that tell their own structure: what their tree says of paragraphs and notes."""

from __future__ import annotations

from pathlib import Path

import typst
from pdfminer.high_level import extract_pages
from pdfminer.layout import LTChar, LTTextContainer, LTTextLine

from readinglist.lists.documents.blocks import Block
from readinglist.lists.documents.loading import load_document
from readinglist.lists.documents.pdf_tagged import _Content, _Walk
from readinglist.lists.documents.pdf_tree import Element, Mark


def test_each_note_of_a_paragraph_comes_once_behind_it(tmp_path: Path) -> None:
    source = "".join(f"Words#footnote[Author {n}, Title {n} (20{n}).] and more " for n in range(10, 22))
    file = tmp_path / "notes.pdf"
    file.write_bytes(typst.compile(f"= Week 1\n{source}".encode(), format="pdf"))
    texts = [part.text for part in load_document(file) if isinstance(part, Block)]
    for number in range(10, 22):
        assert sum(f"Author {number}, Title {number}" in one for one in texts) == 1


def test_a_note_that_holds_paragraphs_repeats_no_earlier_note(tmp_path: Path) -> None:
    words = [f"Note{letter}" for letter in "abcdefgh"]
    file = tmp_path / "words.pdf"
    file.write_bytes(typst.compile("\n\n".join(words).encode(), format="pdf"))
    lines = [
        line
        for page in extract_pages(file)
        for box in page
        if isinstance(box, LTTextContainer)
        for line in box
        if isinstance(line, LTTextLine)
    ]
    content = _Content()
    notes = []
    for number, line in enumerate(lines):
        content.chars[Mark(1, number)] = [char for char in line if isinstance(char, LTChar)]
        notes.append(Element("Note", [Element("P", [Mark(1, number)])]))
    made = _Walk(content, 11).block(Element("P", list(notes)), "paragraph")
    assert [part.text for part in made if isinstance(part, Block)] == words
