"""HTML: one self-contained page that asks nobody for anything, or a fragment to paste into a course page."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from markupsafe import Markup

from readinglist.export.semantic import coins, json_ld
from readinglist.export.target import Option, Rendered, RenderOptions, Target
from readinglist.export.templates import make_environment, render
from readinglist.export.view import ListView
from readinglist.export.writers.html import HtmlWriter
from readinglist.export.writers.portable_html import PortableHtmlWriter

TEMPLATE = "list.html.j2"
FRAGMENT = Option("fragment", "a piece to paste into a course page, styles inline", "no", ("yes", "no"))


def render_html(view: ListView, options: RenderOptions) -> Rendered:
    """The page of `list.html.j2` and `list.css`, or the fragment of `list.fragment.html.j2`.

    Raises `ExportError` for a fault in a template.
    """
    fragment = options.value(FRAGMENT) == "yes"
    writer = PortableHtmlWriter(heading=4) if fragment else HtmlWriter()
    filters: dict[str, Callable[..., Any]] = {
        "coins": coins,
        "json_ld": lambda list_view: Markup(json_ld(list_view)),
    }
    environment = make_environment(
        writer,
        view.words,
        options.template_folder,
        autoescape=True,
        filters=filters,
        given=options.template,
        look=options.look,
    )
    name = options.template_name("list.fragment.html.j2" if fragment else TEMPLATE)
    text = render(environment, name, list=view)
    return Rendered(text.encode(), view.warnings, extension="fragment.html" if fragment else "")


TARGET = Target(
    name="html",
    extension="html",
    description="a self-contained web page, for screen, phone and print",
    audience="students",
    render=render_html,
    options=(FRAGMENT,),
    template=TEMPLATE,
)
