"""Lines of a PDF put together into paragraphs, by gaps, indents, bullets and type."""

from __future__ import annotations

import re
import statistics
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise

from readinglist.lists.documents.blocks import HARD, SHORT, SOFT, Block, Kind
from readinglist.lists.documents.labels import importance_label
from readinglist.lists.documents.marks import heading_marks
from readinglist.lists.documents.pdf_lines import Line
from readinglist.lists.documents.splitting import begins_reference

_BULLET = re.compile(
    r"^(?:[•▪◦‣●○■□➢➤✓–—\-*·\uf000-\uf0ff]|o(?=\s[A-ZÁÉÍÓÚÑ“\"«])|\(?\d{1,3}[.)]|\[\d{1,3}\])\s+"
)


def paragraphs(lines: Sequence[Line], size: float = 0, *, in_cell: bool = False) -> Iterator[Block]:
    """Lines put together: a new paragraph begins after a gap, at a bullet, at a hanging or first-line indent,
    and where the size changes. `size` is the usual one of the page. Lines within are joined by `SOFT`, those
    after one that ended early by `SHORT`."""
    if not lines:
        return
    usual = size or statistics.median([line.size for line in lines])
    indented = not in_cell and _indents_begin(lines)
    group: list[Line] = []
    for line in lines:
        if group and (_apart(line, group, usual) or (not in_cell and _at_indent(line, group, indented))):
            yield joined(group, usual)
            group = []
        group.append(line)
    yield joined(group, usual)


def _indents_begin(lines: Sequence[Line]) -> bool:
    """Whether paragraphs begin with an indented line, and not, as entries with hanging indents, with one that
    stands out: told by where lines stand after those that ended early, and where references begin."""
    votes = 0
    edge = max(line.right for line in lines)
    margin = _margin(lines)
    for before, line in pairwise(lines):
        if before.page != line.page or before.bottom - line.top > line.size or _BULLET.match(before.text):
            continue
        in_or_out = -1 if abs(line.left - margin) <= 3 else 1 if 6 < line.left - margin < 45 else 0
        if before.right < edge - 60:
            votes += in_or_out
        if begins_reference(line.text):
            votes += 2 * in_or_out
    return votes > 0


def _margin(lines: Sequence[Line]) -> float:
    """Where most lines at the left begin: the leftmost place of several lines."""
    places = Counter(round(line.left) for line in lines)
    often = [place for place, count in places.items() if count >= max(2, len(lines) // 12)]
    return float(min(often, default=min(places)))


def _apart(line: Line, group: Sequence[Line], usual: float) -> bool:
    """Whether a gap, another size or weight, or a bullet parts a line from those before it."""
    before = group[-1]
    gap = before.bottom - line.top
    if (
        before.page != line.page
        or before.box != line.box
        or gap > 0.55 * max(usual, 6)
        or abs(line.size - before.size) > 1.2
    ):
        return True
    if _BULLET.match(line.text) or line.bold != before.bold or _is_label(line.text):
        return True
    # "Week 3. Propaganda" on a line of its own.
    return len(group) == 1 and _is_counted(before.text) and before.right < line.right - 60


def _is_label(text: str) -> bool:
    """Whether a line says what follows it: "Required readings:", "Lectura obligatoria", "Week 3: …"."""
    if not text[:1].isalpha():
        return False
    level, rest = importance_label(text)
    said = text[: len(text) - len(rest)] if rest else text
    return (level is not None and (not rest or ":" in said)) or _is_counted(text)


def _is_counted(text: str) -> bool:
    return text[:1].isupper() and len(text) < 100 and heading_marks(text).counted


def _at_indent(line: Line, group: Sequence[Line], indented: bool) -> bool:
    """Whether a line stands where paragraphs begin. Not for cells: their text may be centred."""
    before = group[-1]
    left = min(one.left for one in group)
    if indented and not _BULLET.match(group[0].text):
        return line.left > left + 6 or (line.left > before.left - 3 and before.left > left + 6)
    if len(group) > 1 and line.left < group[-1].left - 6 and group[-1].left > group[0].left + 6:
        return True  # Back from the hanging lines to where an entry begins.
    return (
        line.left > left + 6
        and len(group) > 1
        and abs(before.left - left) < 2
        and before.right < line.right - 60
    )


def _ends_early(line: Line, after: Line, edge: float) -> bool:
    """Whether the next line's first word would still have fitted behind a line."""
    width = (line.right - line.left) / max(len(line.text), 1)
    word = after.text.split(" ", 1)[0]
    return line.right + width * (1.15 * len(word) + 1.5) < edge


def _between(before: Line, line: Line, edge: float) -> str:
    if line.goes_on:
        return " "
    return SHORT if _ends_early(before, line, edge) else SOFT


def joined(group: Sequence[Line], usual: float) -> Block:
    """The lines of one paragraph as a block."""
    text = group[0].text
    edge = max(line.right for line in group)
    for before, line in pairwise(group):
        if text.endswith("-") and line.text[:1].islower():
            text = text[:-1] + line.text
        elif re.search(r"[^\W\d_]-$", text) and line.text[:1].isupper():
            text += line.text  # "Narco-Messages", "Schilis-Gallego".
        else:
            text += _between(before, line, edge) + line.text
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
