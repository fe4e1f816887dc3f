"""Word: a document of named styles, made by pandoc from `list.docx.html.j2` and `reference.docx`."""

from __future__ import annotations

from readinglist.export.target import Rendered, RenderOptions, Target
from readinglist.export.templates import make_environment, render
from readinglist.export.view import ListView
from readinglist.export.word_file import REFERENCE, finish_docx, reference_file, run_pandoc
from readinglist.export.words import page_words
from readinglist.export.writers.docx_html import DocxHtmlWriter

TEMPLATE = "list.docx.html.j2"


def render_docx(view: ListView, options: RenderOptions) -> Rendered:
    """The document of the template. Raises `ExportError` for a fault in it, or when pandoc fails."""
    environment = make_environment(
        DocxHtmlWriter(heading=2),
        view.words,
        options.template_folder,
        autoescape=True,
        given=options.template,
    )
    html = render(environment, options.template_name(TEMPLATE), list=view)
    made = run_pandoc(
        html,
        reference=reference_file(options, "reference.docx"),
        language=view.locale,
        where=TEMPLATE,
    )
    content = finish_docx(
        made,
        paper=options.paper_for(view.words.locale),
        short_title=view.short_title,
        page_words=page_words(view.words),
        timestamp=options.timestamp_for(view.date),
    )
    return Rendered(content, view.warnings)


TARGET = Target(
    name="docx",
    extension="docx",
    description="a Word document built on named styles, to be edited on",
    audience="instructors and departments",
    render=render_docx,
    options=(REFERENCE,),
    template=TEMPLATE,
)
