"""Typst source into a tagged PDF: the same bytes on every machine, no file within reach of the text."""

from __future__ import annotations

import re
import tempfile
import unicodedata
from collections.abc import Iterable, Mapping
from pathlib import Path

import typst

from readinglist.errors import ExportError
from readinglist.export.guard import typesetting

# What the shipped fonts surely have: Latin with its extensions A, the punctuation of prose.
_SURE = re.compile(
    "[\t\n\u0020-\u007e\u00a0-\u017f\u2010-\u2015\u2018-\u201e\u2022\u2026\u2039\u203a\u20ac\u2028\u200b]+"
)
_UNSHOWN = re.compile(r'the text `"((?:[^"\\]|\\.)*)"` could not be displayed')
_SOURCE_LINE = re.compile(r"__typst_py_bytes__\.typ:(\d+):")
_DEBUG_ESCAPE = re.compile(r"\\u\{([0-9a-f]+)\}")


def missing_characters(text: Iterable[str], fonts: Path | None = None) -> frozenset[str]:
    """Those characters of `text` that neither Typst's own fonts nor those in the folder `fonts` can show."""
    unsure = sorted({character for part in text for character in _SURE.sub("", part)})
    if not unsure:
        return frozenset()
    # One line a character: the compiler's complaints tell them apart by line number. Marks need a letter.
    lines = [
        f'#"{"x" if unicodedata.category(one).startswith("M") else ""}\\u{{{ord(one):x}}}";\n'
        for one in unsure
    ]
    source = '#set document(title: "x")\n' + "\n".join(lines)
    try:
        _compile(source, fonts, None)
    except typst.TypstError as error:
        report = error.diagnostic or str(error)
        numbers = {int(number) for number in _SOURCE_LINE.findall(report)}
        # The first character stands on line 2, each next one two lines further (a blank line between).
        return frozenset(one for at, one in enumerate(unsure) if 2 + 2 * at in numbers)
    return frozenset()


def unshown_characters(error: typst.TypstError) -> frozenset[str]:
    """The characters that a compilation failed for."""
    found: set[str] = set()
    for text in _UNSHOWN.findall(error.diagnostic or str(error)):
        found.update(_DEBUG_ESCAPE.sub(lambda code: chr(int(code[1], 16)), text))
    return frozenset(found)


def typeset(
    source: str,
    *,
    fonts: Path | None,
    timestamp: int,
    where: str,
    files: Mapping[str, bytes] | None = None,
) -> bytes:
    """A PDF that keeps PDF/UA-1 (ISO 14289-1), as far as Typst's own check goes.

    `timestamp` dates it; `files` are those that the source may read, by name. `where` names the template
    that the source came from. Raises `TypstError` where characters cannot be shown, `ExportError` for
    everything else that is wrong with the source.
    """
    try:
        return _compile(source, fonts, timestamp, files or {})
    except typst.TypstError as error:
        if unshown_characters(error):
            raise
        raise ExportError(
            f"Typst cannot set the page: {error.message}",
            where=where,
            hint=_place(error, source),
        ) from error


def missing_families(names: Iterable[str], fonts: Path | None) -> tuple[str, ...]:
    """Those font families that neither Typst nor the folder `fonts` has."""
    folders = [str(fonts)] if fonts is not None else []
    known = {one.casefold() for one in typst.Fonts(False, True, folders).families()}
    return tuple(dict.fromkeys(name for name in names if name and name.casefold() not in known))


def picture_png(name: str, content: bytes) -> bytes:
    """A picture that Typst can read (an SVG, as a rule), as PNG of 300 dots an inch on nothing.

    Raises `ExportError` for one that it cannot.
    """
    source = f'#set page(width: auto, height: auto, margin: 0pt, fill: none)\n#image("/{name}", width: 6cm)'
    with tempfile.TemporaryDirectory() as root:
        Path(root, name).write_bytes(content)
        try:
            made = typst.Compiler(root=root, ignore_system_fonts=True).compile(
                source.encode(), format="png", ppi=300
            )
        except typst.TypstError as error:
            raise ExportError(f"the picture cannot be read: {error.message}", where=name) from error
    assert isinstance(made, bytes)
    return made


def _compile(
    source: str, fonts: Path | None, timestamp: int | None, files: Mapping[str, bytes] | None = None
) -> bytes:
    # An empty root but for `files`: `#read` and `#include` in a template of one's own find nothing beside it.
    with tempfile.TemporaryDirectory() as root:
        for name, content in (files or {}).items():
            Path(root, name).write_bytes(content)
        compiler = typst.Compiler(
            root=root, ignore_system_fonts=True, font_paths=[str(fonts)] if fonts is not None else []
        )
        with typesetting():
            made = compiler.compile(
                source.encode(),
                format="pdf",
                pdf_standards=["ua-1"],
                timestamp=timestamp if timestamp is not None else 0,
            )
    assert isinstance(made, bytes)
    return made


def _place(error: typst.TypstError, source: str) -> str:
    """The line of the Typst source that an error points at, and Typst's own hints."""
    found = _SOURCE_LINE.search(error.diagnostic or "")
    lines = source.split("\n")
    parts = []
    if found and int(found[1]) <= len(lines):
        parts.append(
            f"The Typst made from the template reads there: {lines[int(found[1]) - 1].strip()[:200]}"
        )
    parts += list(error.hints or [])
    return "\n".join(parts)
