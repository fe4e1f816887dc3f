"""Word, HTML and Markdown documents as blocks, read by pandoc in its sandbox."""

from __future__ import annotations

import json
import subprocess
import tempfile
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from readinglist.citations.pandoc import pandoc_path
from readinglist.errors import FormatError
from readinglist.lists.documents.blocks import HARD, MOST_CHARACTERS, SOFT, Block, Cell, Kind, Part, rows_of

FORMATS = {
    ".docx": "docx",
    ".html": "html",
    ".htm": "html",
    ".md": "markdown-yaml_metadata_block-citations-tex_math_dollars-raw_tex",
    ".markdown": "markdown-yaml_metadata_block-citations-tex_math_dollars-raw_tex",
}
MOST_BYTES = 60 * 1024 * 1024
MOST_UNPACKED = 200 * 1024 * 1024
SECONDS = 60


def load_pandoc(path: Path) -> list[Part]:
    """The blocks of a document. Raises `FormatError` for one that is broken, hostile or far too large."""
    data = path.read_bytes()
    if len(data) > MOST_BYTES:
        raise FormatError(
            "the document is too large for a syllabus", where=str(path), hint="Cut it down first."
        )
    kind = FORMATS[path.suffix.casefold()]
    if kind == "docx":
        _refuse_bomb(path)
    with tempfile.TemporaryDirectory(prefix="readinglist-") as name:
        made = _run(kind, data, Path(name), path)
    try:
        document = json.loads(made)
    except (ValueError, RecursionError) as error:
        raise FormatError("the document could not be read", where=str(path)) from error
    walk = _Walk(path)
    title = document.get("meta", {}).get("title", {})
    shown = walk.text(title["c"]) if title.get("t") == "MetaInlines" else ""
    head: list[Part] = [Block("heading", shown)] if shown.strip() else []
    return [*head, *walk.blocks(document.get("blocks", []))]


def _refuse_bomb(path: Path) -> None:
    """A zip whose parts unpack to more than any document has is a bomb; so is one that says less than it
    has."""
    try:
        with zipfile.ZipFile(path) as archive:
            whole = 0
            for member in archive.infolist():
                with archive.open(member) as part:
                    while piece := part.read(1 << 20):
                        whole += len(piece)
                        if whole > MOST_UNPACKED:
                            raise FormatError(
                                f"unpacks to more than {MOST_UNPACKED >> 20} MB: no document, but a zip bomb",
                                where=f"{path}: {member.filename}",
                                hint="Do not open it; ask whoever sent it.",
                            )
    except (zipfile.BadZipFile, RuntimeError, NotImplementedError, EOFError, OSError, ValueError) as error:
        raise FormatError(
            "this is no Word document (.docx), or a damaged or encrypted one",
            where=str(path),
            hint="Open it in Word or LibreOffice and save it as .docx without a password.",
        ) from error


def _run(kind: str, data: bytes, folder: Path, path: Path) -> bytes:
    command = [str(pandoc_path()), "+RTS", "-M1000M", "-RTS", f"--from={kind}", "--to=json", "--sandbox"]
    try:
        done = subprocess.run(
            command, input=data, capture_output=True, cwd=folder, timeout=SECONDS, check=False
        )
    except subprocess.TimeoutExpired as error:
        raise FormatError(
            f"the document could not be read within {SECONDS} seconds",
            where=str(path),
            hint="Cut it into parts.",
        ) from error
    except OSError as error:
        raise FormatError(f"pandoc did not run: {error.strerror or error}", where=str(path)) from error
    if done.returncode:
        said = done.stderr.decode("utf-8", "replace").strip().splitlines()
        raise FormatError(
            f"the document could not be read ({said[0] if said else 'pandoc failed'})",
            where=str(path),
            hint="Open it in the program that made it and save it anew.",
        )
    return done.stdout


class _Walk:
    """Walks pandoc's document tree (pandoc-types' JSON), footnotes after the block that they hang on."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.notes: list[Any] = []
        self.marked: list[str] = []
        self.urls: list[str] = []
        self.size = 0

    def blocks(self, nodes: list[Any], kind: Kind = "paragraph") -> Iterator[Part]:
        for node in nodes:
            if not isinstance(node, dict):
                continue
            name: str = node.get("t", "")
            content: Any = node.get("c")
            if name == "Header":
                yield from self.block("heading", content[2], level=content[0])
            elif name in ("Para", "Plain"):
                yield from self.block(kind, content)
            elif name == "LineBlock":
                line_break = {"t": "LineBreak"}
                yield from self.block(kind, [one for line in content for one in (*line, line_break)])
            elif name in ("BulletList", "OrderedList"):
                for item in content if name == "BulletList" else content[1]:
                    yield from self.blocks(item, "item")
            elif name == "DefinitionList":
                for term, meanings in content:
                    yield from self.block("heading", term, level=6)
                    for meaning in meanings:
                        yield from self.blocks(meaning, "item")
            elif name in ("Div", "Figure"):
                yield from self.blocks(content[-1], kind)
            elif name == "BlockQuote":
                yield from self.blocks(content, kind)
            elif name == "CodeBlock":
                for line in str(content[1]).splitlines():
                    yield Block(kind, line)
            elif name == "Table":
                yield from self.table(content)

    def block(self, kind: Kind, inlines: list[Any], level: int = 0) -> Iterator[Part]:
        self.marked, self.urls = [], []
        text = self.text(inlines).strip()
        self.size += len(text)
        if self.size > MOST_CHARACTERS:
            raise FormatError(
                "the document has more than some 200 pages of text: that is no syllabus",
                where=str(self.path),
                hint="Save the part with the reading list as a document of its own.",
            )
        notes, self.notes = self.notes, []
        if text:
            bold = _all_bold(inlines)
            lead = "" if bold else self.lead(inlines)
            yield Block(kind, text, level, tuple(self.marked), tuple(self.urls), bold, lead)
        for note in notes:
            yield from self.blocks(note, "note")

    def lead(self, inlines: list[Any]) -> str:
        """The bold text with which a paragraph begins."""
        if not inlines or inlines[0].get("t") != "Strong":
            return ""
        marked, urls, notes = list(self.marked), list(self.urls), list(self.notes)
        text = self.text(inlines[0]["c"]).strip()
        self.marked, self.urls, self.notes = marked, urls, notes
        return text

    def table(self, content: list[Any]) -> Iterator[Part]:
        yield from rows_of([(self.cells(row), True) for row in content[3][1]])
        for body in content[4]:
            yield from rows_of([(self.cells(row), False) for row in (*body[2], *body[3])])
        yield from rows_of([(self.cells(row), False) for row in content[5][1]])

    def cells(self, row: list[Any]) -> list[Cell]:
        made = []
        for _, _, rows, columns, blocks in row[1]:
            parts = list(self.blocks(blocks))
            made.append(Cell(tuple(block for part in parts for block in _flat(part)), columns, rows))
        return made

    def text(self, inlines: list[Any]) -> str:
        return "".join(self.inline(node) for node in inlines)

    def inline(self, node: Any) -> str:
        name: str = node.get("t", "")
        content: Any = node.get("c")
        if name == "Str":
            return str(content)
        if name == "Space":
            return " "
        if name == "SoftBreak":
            return SOFT
        if name == "LineBreak":
            return HARD
        if name == "Emph":
            text = self.text(content)
            self.marked.append(text)
            return text
        if name in ("Strong", "Underline", "Superscript", "Subscript", "SmallCaps"):
            return self.text(content)
        if name == "Quoted":
            marks = "“”" if content[0]["t"] == "DoubleQuote" else "‘’"
            return f"{marks[0]}{self.text(content[1])}{marks[1]}"
        if name in ("Cite", "Span"):
            return self.text(content[1])
        if name == "Link":
            self.urls.append(str(content[2][0]))
            return self.text(content[1])
        if name in ("Code", "Math"):
            return str(content[1])
        if name == "Note":
            self.notes.append(content)
        return ""


def _flat(part: Part) -> Iterator[Block]:
    if isinstance(part, Block):
        yield part
    else:
        for cell in part.cells:
            yield from cell


def _all_bold(inlines: list[Any]) -> bool:
    told = [node for node in inlines if node.get("t") not in ("Space", "SoftBreak", "LineBreak", "Note")]
    return bool(told) and all(node.get("t") == "Strong" for node in told)
