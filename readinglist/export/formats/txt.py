"""Plain text for a mail: 72 columns, headings underlined, reads aloud well."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Callable
from typing import Any

from readinglist.export.target import Rendered, RenderOptions, Target
from readinglist.export.templates import make_environment, render
from readinglist.export.view import ListView
from readinglist.export.writers.base import Raw
from readinglist.export.writers.plain import WIDTH, PlainWriter, underlined, wrap

TEMPLATE = "list.txt.j2"


def render_text(view: ListView, options: RenderOptions) -> Rendered:
    """The text of `list.txt.j2`. Raises `ExportError` for a fault in a template."""
    writer = PlainWriter()
    filters: dict[str, Callable[..., Any]] = {
        "wrap": wrap,
        "heading": lambda text, mark: underlined(text.strip(), mark),
        "item": lambda text: wrap(text.strip(), WIDTH, "", "    "),
        "nested": lambda text: wrap(text.strip("\n"), WIDTH, "    ", "    "),
        "within": lambda prose: Raw(textwrap.indent(writer.prose(prose, WIDTH - 4), "    ")),
        "point": lambda text: wrap(text.strip(), WIDTH, "- ", "  "),
    }
    environment = make_environment(
        writer,
        view.words,
        options.template_folder,
        autoescape=False,
        filters=filters,
        given=options.template,
    )
    text = render(environment, options.template_name(TEMPLATE), list=view)
    lines = [line.rstrip(" ") for line in text.split("\n")]
    text = re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip("\n")
    return Rendered(f"{text}\n".encode(), view.warnings)


TARGET = Target(
    name="txt",
    extension="txt",
    description="plain text of 72 columns",
    audience="people who get it by mail",
    render=render_text,
    template=TEMPLATE,
)
