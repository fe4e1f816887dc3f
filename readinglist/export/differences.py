"""The changes between two lists as Markdown or as a web page; for staff, so in English."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

from readinglist.export.apart import call
from readinglist.export.cleaning import clean
from readinglist.export.templates import make_environment, render
from readinglist.export.words import words_for
from readinglist.export.writers.html import HtmlWriter
from readinglist.export.writers.markdown import WIDTH, MarkdownWriter, indent, wrap
from readinglist.lists.diffwords import DiffGroup, DiffReport


def render_differences(report: DiffReport, form: str, template_folder: Path | None = None) -> str:
    """The report by `diff.md.j2` or `diff.html.j2`; `form` is "md" or "html".

    Raises `ExportError` for a fault in a template of one's own.
    """
    return call(_rendered, report, form, template_folder, own=template_folder)


def _rendered(report: DiffReport, form: str, template_folder: Path | None) -> str:
    words = words_for("en-US")
    if form == "html":
        environment = make_environment(HtmlWriter(), words, template_folder, autoescape=True)
        return render(environment, "diff.html.j2", report=_cleaned(report))
    filters = {"wrap": wrap, "item": lambda text: indent(wrap(text, WIDTH - 2), "- ")}
    environment = make_environment(
        MarkdownWriter(), words, template_folder, autoescape=False, filters=filters
    )
    text = render(environment, "diff.md.j2", report=_cleaned(report))
    return re.sub(r"\n{3,}", "\n\n", text).strip("\n") + "\n"


def _cleaned(report: DiffReport) -> DiffReport:
    groups = tuple(
        DiffGroup(
            clean(group.heading),
            tuple(replace(line, text=clean(line.text)) for line in group.lines),
            group.hours,
        )
        for group in report.groups
    )
    return DiffReport(clean(report.old), clean(report.new), groups, clean(report.summary))
