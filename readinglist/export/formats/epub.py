"""EPUB 3: a book of one chapter a section, for readers on a phone or an e-book device."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import takewhile

from jinja2.sandbox import ImmutableSandboxedEnvironment

from readinglist.export.packing import pack, uuid_urn
from readinglist.export.target import Rendered, RenderOptions, Target
from readinglist.export.templates import make_environment, render
from readinglist.export.view import ListView, SectionView
from readinglist.export.writers.xhtml import XhtmlWriter

_CONTAINER = b"""<?xml version="1.0" encoding="UTF-8"?>
<container version="1.0" xmlns="urn:oasis:names:tc:opendocument:xmlns:container">
  <rootfiles><rootfile full-path="EPUB/package.opf" media-type="application/oebps-package+xml"/></rootfiles>
</container>
"""


def render_epub(view: ListView, options: RenderOptions) -> Rendered:
    """The book (EPUB 3.2, EPUB Accessibility 1.1). Raises `ExportError` for a fault in a template."""
    environment = make_environment(
        XhtmlWriter(heading=2),
        view.words,
        options.template_folder,
        autoescape=True,
        given=options.template,
        look=options.look,
    )
    moment = datetime.datetime.fromtimestamp(options.timestamp_for(view.date), datetime.UTC)
    chapters = [_Chapter(f"section-{at:03}.xhtml", section) for at, section in enumerate(view.sections, 1)]
    shared = {
        "list": view,
        "chapters": _nested(chapters),
        "identifier": uuid_urn("book", view.name),
        "modified": moment.strftime("%Y-%m-%dT%H:%M:%SZ"),
        "conforms": not _own_pages(options),
        "back": bool(view.policies or view.colophon),
    }

    logo = options.look.brand.logo

    def page(template: str, **values: object) -> bytes:
        return render(environment, template, **shared, **values).encode()

    book = options.template_name("epub-chapter.xhtml.j2")
    files = [
        ("mimetype", b"application/epub+zip"),
        ("META-INF/container.xml", _CONTAINER),
        ("EPUB/package.opf", page("epub-package.opf.j2")),
        ("EPUB/nav.xhtml", page("epub-nav.xhtml.j2")),
        ("EPUB/front.xhtml", page("epub-front.xhtml.j2")),
        *((f"EPUB/{one.file}", page(book, section=one.section)) for one in chapters),
        *([("EPUB/back.xhtml", page("epub-back.xhtml.j2"))] if shared["back"] else []),
        ("EPUB/book.css", page("epub.css") + _style(environment)),
        *([(f"EPUB/{logo.file}", logo.content)] if logo is not None else []),
    ]
    return Rendered(pack(files, first_stored=True), view.warnings)


def _style(environment: ImmutableSandboxedEnvironment) -> bytes:
    """The look's own style, where it has one."""
    found = "epub-look.css" in environment.list_templates()
    return render(environment, "epub-look.css").encode() if found else b""


def _own_pages(options: RenderOptions) -> bool:
    """Whether pages come from templates that nobody but their owner has checked."""
    folder = options.template_folder
    return options.template is not None or (folder is not None and any(folder.glob("epub-*.j2")))


@dataclass(frozen=True, slots=True)
class _Chapter:
    """A file of the book; `below` are the files of its subsections, which follow it."""

    file: str
    section: SectionView
    below: tuple[_Chapter, ...] = ()


def _nested(chapters: Sequence[_Chapter]) -> list[_Chapter]:
    """Every chapter in order, each knowing those below it."""
    found = []
    for at, chapter in enumerate(chapters):
        following = takewhile(lambda one: one.section.level > 1, chapters[at + 1 :])
        found.append(replace(chapter, below=tuple(following)) if chapter.section.level == 1 else chapter)
    return found


TARGET = Target(
    name="epub",
    extension="epub",
    description="an EPUB 3 book, one chapter a section",
    audience="students who read on a phone or an e-book device",
    render=render_epub,
    template="epub-chapter.xhtml.j2",
)
