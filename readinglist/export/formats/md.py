"""Markdown that reads well as it is: 72 columns, no HTML."""

from __future__ import annotations

import json
import re
from typing import cast

from readinglist.export.prose import Prose
from readinglist.export.target import Option, Rendered, RenderOptions, Target
from readinglist.export.templates import make_environment, render
from readinglist.export.view import ListView
from readinglist.export.writers.base import Raw
from readinglist.export.writers.markdown import WIDTH, Flavour, MarkdownWriter, indent, wrap

TEMPLATE = "list.md.j2"
FLAVOUR = Option("flavour", "whose Markdown", "pandoc", ("pandoc", "gfm", "obsidian", "quarto"))
_EXTENSIONS = {"pandoc": "", "gfm": "gfm.md", "obsidian": "obsidian.md", "quarto": "qmd"}


def render_markdown(view: ListView, options: RenderOptions) -> Rendered:
    """The text of `list.md.j2`, with a block of metadata for Obsidian and Quarto.

    Raises `ExportError` for a fault in a template.
    """
    flavour = options.value(FLAVOUR)
    writer = MarkdownWriter(flavour=cast(Flavour, flavour))

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
        given=options.template,
    )
    text = render(environment, options.template_name(TEMPLATE), list=view)
    text = re.sub(r"\n{3,}", "\n\n", "\n".join(line.rstrip(" ") for line in text.split("\n"))).strip("\n")
    return Rendered(f"{_metadata(view, flavour)}{text}\n".encode(), view.warnings, _EXTENSIONS[flavour])


def _metadata(view: ListView, flavour: str) -> str:
    """A YAML block; JSON strings are YAML strings (yaml.org/spec/1.2.2, 1.3)."""
    if flavour == "quarto":
        pairs = {"pagetitle": view.title, "lang": view.locale, "toc": True}
    elif flavour == "obsidian":
        pairs = {"aliases": [view.title], "lang": view.locale, "cssclasses": ["reading-list"]}
    else:
        return ""
    lines = [f"{key}: {json.dumps(value, ensure_ascii=False)}" for key, value in pairs.items()]
    return "\n".join(["---", *lines, "---", "", ""])


def _nested(text: str) -> str:
    """Text below a list's item, two columns in."""
    return indent(text.strip("\n"), "  ")


TARGET = Target(
    name="md",
    extension="md",
    description="Markdown of 72 columns, readable as plain text",
    audience="people who write in plain text: notes, wikis, course pages",
    render=render_markdown,
    options=(FLAVOUR,),
    template=TEMPLATE,
)
