"""HTML: one self-contained page that asks nobody for anything and works without a script."""

from __future__ import annotations

from readinglist.export.target import Rendered, RenderOptions, Target
from readinglist.export.templates import make_environment, render
from readinglist.export.view import ListView
from readinglist.export.writers.html import HtmlWriter


def render_html(view: ListView, options: RenderOptions) -> Rendered:
    """The page of `list.html.j2` and `list.css`. Raises `ExportError` for a fault in a template."""
    environment = make_environment(HtmlWriter(), view.words, options.template_folder, autoescape=True)
    text = render(environment, "list.html.j2", list=view)
    return Rendered(text.encode(), view.warnings)


TARGET = Target(
    name="html",
    extension="html",
    description="a self-contained web page, for screen, phone and print",
    audience="students",
    render=render_html,
)
