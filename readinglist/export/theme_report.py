"""The overview of themes as files: a page, Markdown, tables for a spreadsheet, charts."""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path

from babel import Locale
from markupsafe import Markup

from readinglist.export import charts
from readinglist.export.apart import call
from readinglist.export.templates import make_environment, render
from readinglist.export.words import words_for
from readinglist.export.writers.html import HtmlWriter
from readinglist.export.writers.markdown import MarkdownWriter
from readinglist.themes.overview import Cell, Grid, Overview

NAME = "themes-report"
FORMATS = ("html", "md", "csv", "xlsx", "svg")
_MOST_ROWS = 400


@dataclass(frozen=True, slots=True)
class Figure:
    """A chart with the table behind it."""

    name: str
    svg: str
    grid: Grid


def report_files(found: Overview, format_name: str, own_templates: Path | None = None) -> dict[str, bytes]:
    """The files of one format, by name. Raises `ExportError` for a template that is broken."""
    makers: Mapping[str, Callable[[], dict[str, bytes]]] = {
        "html": lambda: {f"{NAME}.html": call(_page, found, own_templates, own=own_templates).encode()},
        "md": lambda: {f"{NAME}.md": call(_markdown, found, own_templates, own=own_templates).encode()},
        "csv": lambda: {f"{NAME}-{grid.name}.csv": csv_bytes(grid) for grid in found.grids},
        "xlsx": lambda: {f"{NAME}.xlsx": xlsx_bytes(found)},
        "svg": lambda: {f"{NAME}-{one.name}.svg": one.svg.encode() for one in figures(found)},
    }
    return makers[format_name]()


def figures(found: Overview) -> tuple[Figure, ...]:
    """The charts, each with a title that says what it shows."""
    labels, counts = found.labels, found.counts()
    named = {labels[theme]: count for theme, count in counts.items()}
    made = [
        Figure(
            "themes",
            charts.bars("themes", _largest(named, len(found.works)), named, len(found.works)),
            found.grid("themes"),
        ),
        Figure(
            "years",
            charts.years("years", _years_title(found), found.years, _by_year(found)),
            found.grid("years"),
        ),
        _languages(found),
    ]
    if len(labels) > 1:
        values = [[int(value) for value in row[1:]] for row in found.grid("together").rows]
        title = _together_title(found)
        made.append(
            Figure(
                "together",
                charts.matrix("together", title, list(labels.values()), values),
                found.grid("together"),
            )
        )
    return tuple(made)


def _largest(named: Mapping[str, int], total: int) -> str:
    if not named:
        return "There are no themes yet"
    label, count = max(named.items(), key=lambda one: one[1])
    return f"{label} is the largest theme: {count} of {total} entries"


def _years_title(found: Overview) -> str:
    dated = sorted(work.year for work in found.works if work.year)
    if not dated:
        return "No entry has a year"
    low, high = dated[len(dated) // 10], dated[-1 - len(dated) // 10]
    silent = [gap for gap in found.gaps if " since " in gap][:1]
    return f"Most entries are from {low} to {high}" + (f"; {silent[0]}" if silent else "")


def _together_title(found: Overview) -> str:
    both = Counter(pair for work in found.works for pair in combinations(sorted(set(work.themes)), 2))
    known = [(pair, count) for pair, count in both.items() if set(pair) <= set(found.labels)]
    if not known:
        return "No two themes share an entry"
    (one, other), count = min(known, key=lambda pair: (-pair[1], pair[0]))
    return f"{found.labels[one]} and {found.labels[other]} meet most often, in {count} entries"


def _by_year(found: Overview) -> dict[str, dict[int, int]]:
    return {
        label: dict(Counter(work.year for work in found.works if work.year and theme in work.themes))
        for theme, label in found.labels.items()
    }


def _languages(found: Overview) -> Figure:
    total = Counter(work.language for work in found.works if work.language)
    main = [language for language, _ in total.most_common(2)]
    rows = {}
    for theme, label in found.labels.items():
        mine = Counter(work.language for work in found.works if theme in work.themes)
        rows[label] = [*(mine[one] for one in main), sum(mine.values()) - sum(mine[one] for one in main)]
    title = "No entry says its language"
    if main:
        title = f"{total[main[0]]} of {len(found.works)} entries are in {_language(main[0])}"
    parts = (*(_language(one) for one in main), "other or none")
    return Figure("languages", charts.shares("languages", title, parts, rows), found.grid("languages"))


def _language(tag: str) -> str:
    """The English name of a language: "es" is Spanish."""
    return str(Locale("en").languages.get(tag, tag))


def _page(found: Overview, own: Path | None) -> str:
    words = words_for("en-US")
    environment = make_environment(HtmlWriter(), words, own, autoescape=True)
    shown = [{"name": one.name, "svg": Markup(one.svg), "grid": one.grid} for one in figures(found)]
    return render(environment, "themes-report.html.j2", report=found, figures=shown, most=_MOST_ROWS)


class _TableWriter(MarkdownWriter):
    """Markdown whose texts may stand in a pipe table."""

    def text(self, text: str) -> str:
        """The text with the sign that would end its cell escaped (GitHub's tables, section 4.10)."""
        return super().text(text).replace("|", "\\|")


def _markdown(found: Overview, own: Path | None) -> str:
    words = words_for("en-US")
    environment = make_environment(_TableWriter(), words, own, autoescape=False)
    return render(environment, "themes-report.md.j2", report=found, most=_MOST_ROWS)


def csv_bytes(grid: Grid) -> bytes:
    """A table as CSV (RFC 4180) with a byte order mark, so that a spreadsheet reads its accents."""
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow(grid.columns)
    writer.writerows([[_harmless(cell) for cell in row] for row in grid.rows])
    return out.getvalue().encode("utf-8-sig")


def _harmless(cell: Cell) -> Cell:
    """A text that a spreadsheet would take for a formula is marked as text (OWASP, CSV injection)."""
    return f"'{cell}" if isinstance(cell, str) and cell[:1] in ("=", "+", "-", "@", "\t", "\r") else cell


def xlsx_bytes(found: Overview) -> bytes:
    """All tables as a workbook, a sheet each, texts as texts and numbers as numbers."""
    import xlsxwriter

    out = io.BytesIO()
    book = xlsxwriter.Workbook(
        out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    )
    heading = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"})
    for grid in found.grids:
        sheet = book.add_worksheet(grid.title[:31])
        sheet.freeze_panes(1, 1)
        for at, column in enumerate(grid.columns):
            sheet.write_string(0, at, column, heading)
            cells = [str(row[at]) for row in grid.rows]
            sheet.set_column(at, at, min(max([len(column), *map(len, cells)]) + 2, 60))
        for number, row in enumerate(grid.rows, 1):
            for at, cell in enumerate(row):
                if isinstance(cell, int):
                    sheet.write_number(number, at, cell)
                elif cell:
                    sheet.write_string(number, at, cell[:32_000])
        if grid.rows:
            sheet.autofilter(0, 0, len(grid.rows), len(grid.columns) - 1)
    book.close()
    return out.getvalue()
