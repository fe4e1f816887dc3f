"""The examples at the end of a command's help, as lines that can be copied whole."""

from __future__ import annotations


def examples(*lines: str) -> str:
    """An epilog for click that shows command lines, each on a line of its own, never wrapped."""
    word = "Example" if len(lines) == 1 else "Examples"
    return "\n".join(("\b", f"{word}:", *(f"  {line}" for line in lines)))
