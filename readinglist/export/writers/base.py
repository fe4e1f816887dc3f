"""What every writer can do, and text that is already in the target's syntax."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from readinglist.citations.richtext import Rich
from readinglist.export.prose import Prose


@dataclass(frozen=True, slots=True)
class Raw:
    """Text already in the syntax of a target. No string, so that nothing can be glued to it unescaped."""

    source: str

    def __bool__(self) -> bool:
        return bool(self.source)


class Writer(Protocol):
    """Turns text into one syntax; whatever it is given, the result shows it and does nothing else."""

    def text(self, text: str) -> str:
        """Plain text, escaped."""

    def inline(self, rich: Rich) -> str:
        """Formatted text within a paragraph."""

    def prose(self, prose: Prose) -> str:
        """Blocks of formatted text."""
