"""Markdown that reads well as it is: 72 columns, no HTML."""

from __future__ import annotations

import re

from readinglist.export.prose import Prose
from readinglist.export.target import Rendered, RenderOptions, Target
from readinglist.export.templates import make_environment, render
from readinglist.export.view import ListView
from readinglist.export.writers.base import Raw
from readinglist.export.writers.markdown import WIDTH, MarkdownWriter, indent, wrap


def render_markdown(view: ListView, options: RenderOptions) -> Rendered:
    """The text of `list.md.j2`. Raises `ExportError` for a fault in a template."""
    writer = MarkdownWriter()

    def quoted(prose: Prose) -> Raw:
        """A text set apart as a quotation."""
        return Raw(indent(writer.prose(prose, WIDTH - 4), "> ", "> "))

    def href(url: str) -> Raw:
        """An address inside the parentheses of a link."""
        return Raw(url.replace("(", "%28").replace(")", "%29"))

    filters = {"wrap": wrap, "item": lambda text: indent(wrap(text, WIDTH - 2), "- "), "nested": _nested}
    environment = make_environment(
        writer,
        view.words,
        options.template_folder,
        autoescape=False,
        filters={**filters, "quoted": quoted, "href": href},
    )
    text = render(environment, "list.md.j2", list=view)
    text = re.sub(r"\n{3,}", "\n\n", "\n".join(line.rstrip(" ") for line in text.split("\n"))).strip("\n")
    return Rendered(f"{text}\n".encode(), view.warnings)


def _nested(text: str) -> str:
    """Text below a list's item, two columns in."""
    return indent(text.strip("\n"), "  ")


TARGET = Target(
    name="md",
    extension="md",
    description="Markdown of 72 columns, readable as plain text",
    audience="people who write in plain text: notes, wikis, course pages",
    render=render_markdown,
)
