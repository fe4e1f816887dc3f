"""The part of a work that a syllabus asks for: pages, chapters, an introduction, a stretch of a recording."""

from __future__ import annotations

import re
from dataclasses import dataclass

# A number of pages or chapters, Arabic or Roman: "civil" is none.
_NUMBER = r"(?:\d{1,4}|(?=[ivxlc])(?:c{0,3})(?:xc|xl|l?x{0,3})(?:ix|iv|v?i{0,3}))"
_RANGES = (
    rf"{_NUMBER}(?:\s*(?:[-–—]|\ba\b|\bto\b)\s*{_NUMBER})?"
    rf"(?:\s*(?:,|;|and|y|&)\s*{_NUMBER}(?:\s*[-–—]\s*{_NUMBER})?)*"
)
_PAGES = re.compile(
    rf"(?<![\w])(?:pp?|pages?|pgs?|págs?|pags?|páginas?|paginas?)\b\.?\s*(?P<numbers>{_RANGES})(?![\w/])",
    re.IGNORECASE,
)
_CHAPTERS = re.compile(
    rf"(?<![\w])(?P<label>chs?|chaps?|chapters?|caps?|capítulos?|capitulos?|parts?|partes?|sections?|secs?|secciones|sección|apartados?|§§?)(?:\b|(?<=§))\.?\s*(?P<numbers>{_RANGES})(?![\w/])",
    re.IGNORECASE,
)
_PART = (
    r"introduction|introducción|intro|preface|prefacio|prólogo|prologue|conclusions?|conclusión|conclusiones"
    r"|epilogue|epílogo"
    r"|foreword|afterword|abstract|executive summary|resumen ejecutivo|resumen|primera parte|segunda parte"
    r"|tercera parte|capítulos finales|final chapters?|primer capítulo|first chapter"
)
_PARTS = re.compile(
    r"(?:^|[,;(\[–—.-]\s*|\b(?:read|leer|only|solo|sólo|just|y|and)\s+)(?:the\s+|la\s+|el\s+)?"
    rf"(?P<part>(?:{_PART})(?:\s+(?:and|y|&)\s+(?:{_PART}))?)\s*(?:only|solo)?\s*[)\].]*\s*$"
    rf"|(?:^|\s)(?:the|la|el)\s+(?P<of>{_PART})\s+(?:to|of|de|del|a)\s",
    re.IGNORECASE,
)
_STAMPS = re.compile(r"\b\d{1,2}:\d\d(?::\d\d)?\s*[-–—]\s*\d{1,2}:\d\d(?::\d\d)?\b")
_ASKED = re.compile(
    r"\b(?:read|leer|only|solo|sólo|just|focus on|especially|esp\.|skim|lean|léase|en particular)\b[^.;]{0,25}$",  # noqa: E501
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Locator:
    """A part to read as the text says it; `pages` are the numbers of pages where it says pages, and `asked`
    that the words around ask for reading it, so that it is no mere part of the citation."""

    text: str
    pages: str = ""
    asked: bool = False


def part_to_read(text: str) -> Locator | None:
    """The part of a work that a reference names, None where it names none."""
    stamps = _STAMPS.search(text)
    if stamps:
        return Locator(_dashed(stamps[0]), asked=True)
    pages = list(_PAGES.finditer(text))
    asked = [hit for hit in pages if _ASKED.search(text[: hit.start()])]
    chapters = list(_CHAPTERS.finditer(text))
    if asked:
        return Locator(_pages_text(asked[-1]), asked[-1]["numbers"], True)
    if chapters:
        last = chapters[-1]
        return Locator(_dashed(last[0].rstrip(".")), asked=True)
    part = _PARTS.search(text)
    if part:
        return Locator(part["part"] or part["of"], asked=True)
    if pages:
        last = pages[-1]
        return Locator(
            _pages_text(last), last["numbers"], text[last.end() :].strip(" .)]") == "" and len(pages) > 1
        )
    return None


def _pages_text(found: re.Match[str]) -> str:
    numbers = _dashed(found["numbers"])
    return f"p. {numbers}" if re.fullmatch(r"\w+", numbers) else f"pp. {numbers}"


def _dashed(text: str) -> str:
    return re.sub(r"\s*[-–—]\s*", "-", text).strip()
