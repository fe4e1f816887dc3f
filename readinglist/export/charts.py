"""Charts as SVG from numbers: direct labels, one hue and grey, text as text, a title that says the finding.

Every chart carries its numbers as a description for those who do not see it. All texts are escaped here.
"""

from __future__ import annotations

import textwrap
from collections.abc import Mapping, Sequence
from html import escape

WIDTH = 720
_LABELS = 236
_ROW = 34
_TOP = 64
_RIGHT = 48

_STYLE = (
    ".chart{--ink:#211f1c;--quiet:#5d5850;--accent:#8a1c2c;--second:#3f6b73;--rule:#d9d3c7;--paper:#fdfcf9}"
    "@media (prefers-color-scheme:dark){.chart{--ink:#e9e4da;--quiet:#b0a89b;--accent:#f0a3a0;"
    "--second:#8fc1c9;--rule:#3d3832;--paper:#181614}}"
    '.chart text{font-family:system-ui,"Segoe UI",Roboto,"Noto Sans","Liberation Sans",sans-serif;'
    "font-size:13px;fill:var(--ink)}"
    ".chart .title{font-size:17px;font-weight:600}.chart .small{font-size:12px;fill:var(--quiet)}"
    ".chart .on{fill:var(--accent)}.chart .two{fill:var(--second)}.chart .off{fill:var(--rule)}"
    ".chart .axis{stroke:var(--rule);stroke-width:1}.chart .paper{fill:var(--paper)}"
    ".chart .onbar{fill:var(--paper);font-weight:600}"
)


def bars(name: str, title: str, values: Mapping[str, int], total: int) -> str:
    """A bar for each label, longest first, with its number at its end."""
    ordered = sorted(values.items(), key=lambda one: -one[1])
    top = max([value for _, value in ordered] or [1]) or 1
    room = WIDTH - _LABELS - _RIGHT
    body, y = [], float(_start(title))
    for label, value in ordered:
        width = room * value / top
        body.append(_label(label, y))
        body.append(_rect(_LABELS, y - 11, width, 18, "on"))
        body.append(_text(_LABELS + width + 6, y + 3, f"{value}"))
        y += _ROW
    described = "; ".join(f"{label}: {value}" for label, value in ordered)
    return _svg(name, title, f"Of {total} entries. {described}.", body, y)


def years(name: str, title: str, span: Sequence[int], rows: Mapping[str, Mapping[int, int]]) -> str:
    """For each label a strip of columns, one a year, on one scale; the number stands on the highest."""
    start = _start(title) + 14
    if not span:
        return _svg(name, title, "No entry has a year.", [], start)
    room = WIDTH - _LABELS - 16
    step = room / len(span)
    top = max([count for counts in rows.values() for count in counts.values()] or [1]) or 1
    height = 28
    body, y = [], float(start)
    for label, counts in rows.items():
        base = y + 14
        body.append(_label(label, y + 2))
        body.append(f'<line class="axis" x1="{_LABELS}" y1="{base:g}" x2="{WIDTH - 16}" y2="{base:g}"/>')
        highest = max(counts, key=lambda year: (counts[year], year), default=None)
        for at, year in enumerate(span):
            tall = height * counts.get(year, 0) / top
            if tall:
                body.append(_rect(_LABELS + at * step, base - tall, max(step - 1.5, 1), tall, "on"))
            if year == highest and tall:
                middle = _LABELS + at * step + step / 2
                body.append(_text(middle, base - tall - 3, f"{counts[year]}", "small", "middle"))
        y += 46
    for at, year in enumerate(span):
        if at == 0 or at == len(span) - 1 or (year % 10 == 0 and 2 < at < len(span) - 3):
            body.append(_text(_LABELS + at * step + step / 2, y - 12, f"{year}", "small", "middle"))
    told = "; ".join(
        f"{label}: " + ", ".join(f"{year} {count}" for year, count in sorted(counts.items()) if count)
        for label, counts in rows.items()
    )
    return _svg(name, title, f"Entries by year. {told}.", body, y)


def shares(name: str, title: str, parts: Sequence[str], rows: Mapping[str, Sequence[int]]) -> str:
    """For each label a bar of parts, at most three, as shares of it, each with its number."""
    classes = ("on", "two", "off")
    room = WIDTH - _LABELS - 16
    body, y = [], float(_start(title) + 20)
    x = float(_LABELS)
    for part, look in zip(parts, classes, strict=False):
        body.append(_rect(x, y - 34, 11, 11, look))
        body.append(_text(x + 16, y - 24, part, "small"))
        x += 34 + 7.2 * len(part)
    for label, counts in rows.items():
        total = sum(counts) or 1
        body.append(_label(label, y))
        at = float(_LABELS)
        for count, look in zip(counts, classes, strict=False):
            width = room * count / total
            body.append(_rect(at, y - 11, max(width - 1, 0), 18, look))
            if width > 22:
                ink = "small" if look == "off" else "onbar"
                body.append(_text(at + 6, y + 3, f"{count}", ink))
            at += width
        y += _ROW
    told = "; ".join(
        f"{label}: " + ", ".join(f"{part} {count}" for part, count in zip(parts, counts, strict=False))
        for label, counts in rows.items()
    )
    return _svg(name, title, f"Entries by language. {told}.", body, y)


def matrix(name: str, title: str, labels: Sequence[str], values: Sequence[Sequence[int]]) -> str:
    """How many entries the row's and the column's label share, as squares; below the diagonal only."""
    size = min((WIDTH - _LABELS - 24) / max(len(labels), 1), 40)
    top = max([values[row][column] for row in range(len(labels)) for column in range(row)] or [1]) or 1
    body, y = [], float(_start(title))
    for row, label in enumerate(labels):
        body.append(_label(f"{row + 1}  {label}", y + size / 2 - 4))
        for column in range(row):
            x, count = _LABELS + column * size, values[row][column]
            side = (size - 3) * (count / top) ** 0.5
            body.append(
                f'<rect class="axis" fill="none" x="{x:.1f}" y="{y - 8:.1f}" '
                f'width="{size - 2:.1f}" height="{size - 2:.1f}"/>'
            )
            middle = (size - 2) / 2
            body.append(_rect(x + middle - side / 2, y - 8 + middle - side / 2, side, side, "on"))
            if count:
                look = "onbar" if side > 20 else "small"
                across = x + middle if side > 20 else x + size - 5
                down = y - 8 + middle + 4 if side > 20 else y + 4
                body.append(_text(across, down, f"{count}", look, "middle" if side > 20 else "end"))
        body.append(_text(_LABELS + row * size + 4, y + size / 2 - 4, f"{row + 1}", "small"))
        y += size
    told = "; ".join(
        f"{labels[row]} and {labels[column]}: {values[row][column]}"
        for row in range(len(labels))
        for column in range(row)
        if values[row][column]
    )
    return _svg(name, title, f"Entries that two themes share. {told}.", body, y)


def _start(title: str) -> int:
    return _TOP + 22 * (len(_lines(title)) - 1)


def _lines(title: str) -> list[str]:
    return textwrap.wrap(title, 66) or [""]


def _svg(name: str, title: str, described: str, body: Sequence[str], height: float) -> str:
    titles = "".join(_text(0, 24 + 22 * at, line, "title") for at, line in enumerate(_lines(title)))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="chart" viewBox="0 0 {WIDTH} {height:.0f}" '
        f'role="img" aria-labelledby="{name}-title {name}-numbers">'
        f'<title id="{name}-title">{_safe(title)}</title>'
        f'<desc id="{name}-numbers">{_safe(described)}</desc><style>{_STYLE}</style>'
        f'<rect class="paper" width="{WIDTH}" height="{height:.0f}"/>{titles}{"".join(body)}</svg>\n'
    )


def _label(text: str, y: float) -> str:
    """A label before its row, on two lines if it is long."""
    lines = textwrap.wrap(text, 34) or [""]
    if len(lines) > 2:
        lines = [lines[0], textwrap.shorten(" ".join(lines[1:]), 34, placeholder="…")]
    first = y + 3 - 7.5 * (len(lines) - 1)
    return "".join(_text(_LABELS - 12, first + 15 * at, line, "", "end") for at, line in enumerate(lines))


def _text(x: float, y: float, text: str, look: str = "", anchor: str = "") -> str:
    given = (f' class="{look}"' if look else "") + (f' text-anchor="{anchor}"' if anchor else "")
    return f'<text x="{x:.1f}" y="{y:.1f}"{given}>{_safe(text)}</text>'


def _rect(x: float, y: float, width: float, height: float, look: str) -> str:
    return f'<rect class="{look}" x="{x:.1f}" y="{y:.1f}" width="{width:.1f}" height="{height:.1f}"/>'


def _safe(text: str) -> str:
    """Text without what XML 1.0 cannot hold, escaped."""
    return escape("".join(one for one in text if one.isprintable() or one in "\n\t"))
