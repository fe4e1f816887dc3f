"""Finding a citation style."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from readinglist.citations.styles import find_style, search_styles

COMMON = (
    "apa",
    "modern-language-association",
    "chicago-author-date",
    "chicago-notes-bibliography",
    "harvard-cite-them-right",
    "iso690-author-date-es",
    "elsevier-vancouver",
    "ieee",
)


@dataclass(frozen=True, slots=True)
class FoundStyle:
    """A style: what to type, its title, its kind (author-date, note, numeric …), and whose it really is."""

    id: str
    title: str
    kind: str
    parent: str = ""

    def as_json(self) -> dict[str, Any]:
        """The style as plain data."""
        return asdict(self)


def find_styles(text: str, cache: Path) -> list[FoundStyle]:
    """The styles that `text` finds, best first; without text, those most asked for.

    `cache` is a folder in which the index of all styles is kept.
    """
    if not text.strip():
        styles = [find_style(name, cache=cache) for name in COMMON]
        return [FoundStyle(style.id, style.title, style.kind, style.parent) for style in styles]
    return [
        FoundStyle(info.id, info.title, info.kind, info.parent) for info in search_styles(text, cache=cache)
    ]
