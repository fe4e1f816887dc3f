"""Word: a document of named styles, made by pandoc from `list.docx.html.j2` and `reference.docx`."""

from __future__ import annotations

from readinglist.export.target import Rendered, RenderOptions, Target
from readinglist.export.view import ListView
from readinglist.export.word_file import REFERENCE, TEMPLATE, finish_docx, make_document, styled_look
from readinglist.export.words import page_words


def render_docx(view: ListView, options: RenderOptions) -> Rendered:
    """The document of the template. Raises `ExportError` for a fault in it, or when pandoc fails."""
    content = finish_docx(
        make_document(view, options, "docx"),
        paper=options.paper_for(view.words.locale),
        short_title=view.short_title,
        page_words=page_words(view.words),
        timestamp=options.timestamp_for(view.date),
        look=styled_look(options),
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
