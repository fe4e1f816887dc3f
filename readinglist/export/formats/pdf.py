"""PDF by Typst: tagged for assistive technology, A4 or US Letter, the same bytes on every machine."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import typst

from readinglist.errors import ExportError
from readinglist.export.looks import Brand
from readinglist.export.scripts import shortages
from readinglist.export.target import Rendered, RenderOptions, Target
from readinglist.export.templates import find_file, make_environment, render
from readinglist.export.typesetting import (
    missing_characters,
    missing_families,
    typeset,
    unshown_characters,
)
from readinglist.export.view import ListView
from readinglist.export.words import page_words
from readinglist.export.writers.base import Raw
from readinglist.export.writers.typst import TypstWriter

TEMPLATE = "list.typ.j2"
_TRIES = 3


def render_pdf(view: ListView, options: RenderOptions) -> Rendered:
    """The document of `list.typ.j2`.

    Characters that no font has are shown as U+FFFD and named in warnings, one a script, with the entries that
    have them; fonts in a folder `fonts` beside a workspace's own templates are used too. Raises `ExportError`
    for a fault in a template.
    """
    fonts = _own_fonts(options.template_folder)
    brand = options.look.brand
    source = _source(view, options, frozenset())
    missing = missing_characters([source], fonts)
    for _ in range(_TRIES):
        if missing:
            source = _source(view, options, missing)
        try:
            content = typeset(
                source,
                fonts=fonts,
                timestamp=options.timestamp_for(view.date),
                where=str(find_file(TEMPLATE, options.template_folder)),
                files={brand.logo.file: brand.logo.content} if brand.logo is not None else {},
            )
        except typst.TypstError as error:
            missing |= unshown_characters(error) - {"\ufffd"}
            continue
        return Rendered(content, (*view.warnings, *_warnings(view, missing), *_families(brand, fonts)))
    raise ExportError(
        "the PDF's fonts lack characters: " + _named(missing),
        where=TEMPLATE,
        hint="Put a font that has them into the workspace's templates/fonts/ folder.",
    )


def _source(view: ListView, options: RenderOptions, missing: frozenset[str]) -> str:
    writer = TypstWriter(missing)
    filters = {
        "literal": lambda text: Raw(writer.literal(str(text))),
        "language": lambda tag: Raw(writer.language(str(tag))),
    }
    environment = make_environment(
        writer,
        view.words,
        options.template_folder,
        autoescape=False,
        filters=filters,
        given=options.template,
        look=options.look,
    )
    return render(
        environment,
        options.template_name(TEMPLATE),
        list=view,
        paper=options.paper_for(view.words.locale),
        page_words=page_words(view.words),
        contents_column=_column(section.label for section in view.sections),
    )


def _column(labels: Iterable[str]) -> int:
    """The width, in em, of a column for the longest label: under half an em a character, within reason."""
    return min(12, max((len(label) for label in labels), default=0) * 9 // 20 + 1)


def _own_fonts(folder: Path | None) -> Path | None:
    fonts = folder / "fonts" if folder is not None else None
    return fonts if fonts is not None and fonts.is_dir() else None


def _warnings(view: ListView, missing: frozenset[str]) -> tuple[str, ...]:
    found = shortages(view, missing)
    said = tuple(
        f"no font of the PDF has {one.shown}: each is shown as \ufffd. "
        f"{one.script.fonts[0]}, put into the workspace's templates/fonts/ folder, mends this"
        for one in found
    )
    rest = missing.difference(*(one.characters for one in found))
    # What a template of one's own adds, or Typst makes of the text (a capital, a composed letter).
    return (*said, f"the PDF's fonts lack {_named(rest)}: shown as \ufffd") if rest else said


def _families(brand: Brand, fonts: Path | None) -> tuple[str, ...]:
    missing = missing_families((brand.text_font, brand.label_font), fonts)
    return tuple(
        f"the PDF has no font '{name}': put its files into the workspace's templates/fonts/ folder"
        for name in missing
    )


def _named(characters: frozenset[str]) -> str:
    shown = [f"{one} (U+{ord(one):04X})" for one in sorted(characters)[:12]]
    more = len(characters) - len(shown)
    return ", ".join(shown) + (f" and {more} more characters" if more > 0 else "")


TARGET = Target(
    name="pdf",
    extension="pdf",
    description="a tagged PDF (PDF/UA-1), A4 or US Letter",
    audience="students and readers of paper",
    render=render_pdf,
    template=TEMPLATE,
)
