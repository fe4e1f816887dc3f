"""The ruled tables of a PDF's page: cells, found by the lines drawn around them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from pdfminer.layout import LTContainer, LTCurve, LTLine, LTRect

# Lines nearer than this are one: a table whose cells have frames of their own has two side by side.
_NEAR = 4.0
_THIN = 3.0
# A page with more lines holds a drawing.
_MOST = 1500


@dataclass(frozen=True, slots=True)
class Box:
    """A cell: where it stands on the page and in its table, and how many rows and columns it spans."""

    left: float
    bottom: float
    right: float
    top: float
    row: int
    column: int
    rows: int
    columns: int

    def holds(self, across: float, up: float) -> bool:
        """Whether a point of the page is in the cell."""
        return self.left <= across <= self.right and self.bottom <= up <= self.top

    @property
    def area(self) -> float:
        """How large it is."""
        return (self.right - self.left) * (self.top - self.bottom)


@dataclass(frozen=True, slots=True)
class Table:
    """A ruled table: its cells, from top to bottom and from left to right."""

    boxes: tuple[Box, ...]

    @property
    def top(self) -> float:
        """Its upper edge."""
        return max(box.top for box in self.boxes)

    @property
    def bottom(self) -> float:
        """Its lower edge."""
        return min(box.bottom for box in self.boxes)

    @property
    def columns(self) -> int:
        """How many columns it has."""
        return max(box.column + box.columns for box in self.boxes)


@dataclass(frozen=True, slots=True)
class _Rule:
    """A line: `at` is its height or, of an upright one, its place across; `start` and `end` its ends."""

    upright: bool
    at: float
    start: float
    end: float


def tables_of(page: LTContainer[Any]) -> list[Table]:
    """The ruled tables of a page, also those in cells of others."""
    rules = _merged(_rules(page))
    if len(rules) > _MOST:
        return []
    return [table for group in _groups(rules) if (table := _table(group)) is not None]


def _rules(node: LTContainer[Any]) -> Iterator[_Rule]:
    for child in node:
        if isinstance(child, LTRect | LTLine):
            yield from _edges(child)
        elif isinstance(child, LTContainer) and not hasattr(child, "get_text"):
            yield from _rules(child)


def _edges(shape: LTCurve) -> Iterator[_Rule]:
    """A thin shape as a line, a drawn frame as four."""
    left, bottom, right, top = shape.bbox
    if shape.width < _THIN and shape.height < _THIN:
        return
    if shape.height < _THIN:
        yield _Rule(False, (bottom + top) / 2, left, right)
    elif shape.width < _THIN:
        yield _Rule(True, (left + right) / 2, bottom, top)
    elif shape.stroke and isinstance(shape, LTRect):
        yield from (_Rule(False, at, left, right) for at in (bottom, top))
        yield from (_Rule(True, at, bottom, top) for at in (left, right))


def _merged(rules: Iterable[_Rule]) -> list[_Rule]:
    """The rules with those made one that go on in each other."""
    made: list[_Rule] = []
    told = sorted(rules, key=lambda rule: (rule.upright, rule.at))
    at = 0
    while at < len(told):
        level = [told[at]]
        while (
            at + len(level) < len(told)
            and told[at + len(level)].upright == level[0].upright
            and told[at + len(level)].at - level[0].at < _NEAR
        ):
            level.append(told[at + len(level)])
        at += len(level)
        place = sum(rule.at for rule in level) / len(level)
        level.sort(key=lambda rule: rule.start)
        start, end = level[0].start, level[0].end
        for rule in level[1:]:
            if rule.start > end + _NEAR:
                made.append(_Rule(rule.upright, place, start, end))
                start, end = rule.start, rule.end
            end = max(end, rule.end)
        made.append(_Rule(level[0].upright, place, start, end))
    return [rule for rule in made if rule.end - rule.start > 2 * _NEAR]


def _groups(rules: Sequence[_Rule]) -> list[list[_Rule]]:
    """Rules that meet, directly or through others."""
    left, groups = list(rules), []
    while left:
        group, new = [], [left.pop()]
        while new:
            rule = new.pop()
            group.append(rule)
            apart: list[_Rule] = []
            for other in left:
                (new if _meet(rule, other) else apart).append(other)
            left = apart
        groups.append(group)
    return groups


def _meet(one: _Rule, other: _Rule) -> bool:
    return (
        one.upright != other.upright
        and one.start - _NEAR <= other.at <= one.end + _NEAR
        and other.start - _NEAR <= one.at <= other.end + _NEAR
    )


def _table(rules: Sequence[_Rule]) -> Table | None:
    upright = [rule for rule in rules if rule.upright]
    level = [rule for rule in rules if not rule.upright]
    if not upright or not level:
        return None
    across = _places(
        [rule.at for rule in upright] + [min(rule.start for rule in level), max(rule.end for rule in level)]
    )
    up = _places(
        [rule.at for rule in level] + [min(rule.start for rule in upright), max(rule.end for rule in upright)]
    )[::-1]
    if len(across) * len(up) > _MOST or len(across) < 2 or len(up) < 2 or len(across) + len(up) < 5:
        return None
    cells = _cells(upright, level, across, up)
    return Table(tuple(sorted(cells, key=lambda box: (box.row, box.column))))


def _places(values: Iterable[float]) -> list[float]:
    made: list[float] = []
    for value in sorted(values):
        if not made or value - made[-1] > 2 * _NEAR:
            made.append(value)
    return made


def _cells(
    upright: Sequence[_Rule], level: Sequence[_Rule], across: Sequence[float], up: Sequence[float]
) -> Iterator[Box]:
    """The fields of a grid, those made one between which no line is drawn."""
    taken: set[tuple[int, int]] = set()
    for row, (top, bottom) in enumerate(pairwise(up)):
        for column, left in enumerate(across[:-1]):
            if (row, column) in taken:
                continue
            columns = 1
            while column + columns < len(across) - 1 and not _drawn(
                upright, across[column + columns], bottom, top
            ):
                columns += 1
            rows = 1
            end = across[column + columns]
            while row + rows < len(up) - 1 and not _drawn(level, up[row + rows], left, end):
                rows += 1
            taken |= {(row + down, column + over) for down in range(rows) for over in range(columns)}
            yield Box(left, up[row + rows], end, top, row, column, rows, columns)


def _drawn(rules: Sequence[_Rule], at: float, start: float, end: float) -> bool:
    """Whether a line is drawn at a place over half of a stretch at least."""
    covered = sum(
        max(0.0, min(rule.end, end) - max(rule.start, start))
        for rule in rules
        if abs(rule.at - at) <= 2 * _NEAR
    )
    return covered > 0.5 * (end - start)
