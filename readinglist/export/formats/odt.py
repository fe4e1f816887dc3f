"""OpenDocument text: named styles, made by pandoc from `list.docx.html.j2` and `reference.odt`."""

from __future__ import annotations

import datetime
import io
import re
import zipfile
from html import escape

from readinglist.export.packing import pack
from readinglist.export.target import Rendered, RenderOptions, Target
from readinglist.export.view import ListView
from readinglist.export.word_file import REFERENCE, TEMPLATE, make_document
from readinglist.export.words import page_words

_PAPERS = {"a4": ("21cm", "29.7cm"), "letter": ("21.59cm", "27.94cm")}
_STYLE_NAME = re.compile(r'(text:style-name|table:style-name)="([^"]* [^"]*)"')


def render_odt(view: ListView, options: RenderOptions) -> Rendered:
    """The document of the template. Raises `ExportError` for a fault in it, or when pandoc fails."""
    return Rendered(_finished(make_document(view, options, "odt"), view, options), view.warnings)


def _finished(odt: bytes, view: ListView, options: RenderOptions) -> bytes:
    """On the right paper, with a running foot, dated by the list, packed the same every time."""
    moment = datetime.datetime.fromtimestamp(options.timestamp_for(view.date), datetime.UTC)
    stamp = moment.strftime("%Y-%m-%dT%H:%M:%SZ")
    files = []
    with zipfile.ZipFile(io.BytesIO(odt)) as source:
        for name in sorted(source.namelist(), key=lambda one: one != "mimetype"):
            content = source.read(name)
            if name == "content.xml":
                content = _STYLE_NAME.sub(_encoded, content.decode()).encode()
            elif name == "styles.xml":
                content = _page(content.decode(), view, options).encode()
            elif name == "meta.xml":
                content = re.sub(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[\d.]*Z?", stamp, content.decode()).encode()
            files.append((name, content))
    return pack(files, first_stored=True)


def _encoded(found: re.Match[str]) -> str:
    """OpenDocument names styles without spaces (OpenDocument 1.3, 19.502)."""
    return f'{found[1]}="{found[2].replace(" ", "_20_")}"'


def _page(styles: str, view: ListView, options: RenderOptions) -> str:
    width, height = _PAPERS[options.paper_for(view.words.locale)]
    styles = re.sub(
        r'fo:page-width="21cm"(\s+)fo:page-height="29.7cm"',
        rf'fo:page-width="{width}"\1fo:page-height="{height}"',
        styles,
    )
    if "<text:page-count" in styles:  # A foot of somebody's own.
        return styles
    fields = {
        "page": '<text:page-number text:select-page="current">1</text:page-number>',
        "pages": "<text:page-count>1</text:page-count>",
    }
    parts = "".join(fields.get(part) or escape(part, quote=False) for part in page_words(view.words))
    title = escape(view.short_title, quote=False)
    foot = f'<style:footer><text:p text:style-name="Footer">{title} · {parts}</text:p></style:footer>'
    return re.sub(r"<style:footer>.*?</style:footer>", lambda _: foot, styles, count=1, flags=re.DOTALL)


TARGET = Target(
    name="odt",
    extension="odt",
    description="an OpenDocument text built on named styles, to be edited on",
    audience="instructors and departments",
    render=render_odt,
    options=(REFERENCE,),
    template=TEMPLATE,
)
