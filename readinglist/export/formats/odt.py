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
from readinglist.export.word_brand import branded_styles, letterhead_first
from readinglist.export.word_file import REFERENCE, TEMPLATE, make_document, styled_look
from readinglist.export.words import page_words

_PAPERS = {"a4": ("21cm", "29.7cm"), "letter": ("21.59cm", "27.94cm")}
_RULE = "0.5pt solid #b9b2a5"
_SECTION = re.compile(
    r'<text:section\b[^>]*\btext:name="([^"]*)"[^>]*>\s*(<text:(?:p|h)\b[^>]*(?<!/)>)',
)
_CELL = re.compile(
    r'(<style:style style:name="Table(Header)?RowCell"[^>]*>\s*)<style:table-cell-properties[^>]*/>'
)
_PADDING = 'fo:padding-top="2.5pt" fo:padding-bottom="0pt" fo:padding-left="0pt" fo:padding-right="8pt"'
_DETAILED = re.compile(
    r'(<text:p\b[^>]*\btext:style-name=")Bibliography(">(?:(?!</text:p>).)*</text:p>\s*'
    r'<text:p\b[^>]*\btext:style-name="Reading_20_Details")',
    re.DOTALL,
)
_OWN_STYLES = (
    '<style:style style:name="Kept" style:family="paragraph" style:parent-style-name="Bibliography">'
    '<style:paragraph-properties fo:keep-with-next="always"/></style:style>'
    '<style:style style:name="WholeRow" style:family="table-row">'
    '<style:table-row-properties fo:keep-together="always"/></style:style></office:automatic-styles>'
)
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
                content = _body(content.decode()).encode()
            elif name == "styles.xml":
                styles = branded_styles(content.decode(), styled_look(options))
                content = _page(styles, view, options).encode()
            elif name == "meta.xml":
                content = re.sub(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[\d.]*Z?", stamp, content.decode()).encode()
            files.append((name, content))
    return pack(files, first_stored=True)


def _body(content: str) -> str:
    """What pandoc wrote, so that pages break well and the table looks like Word's.

    Pandoc puts each entry into a section, over whose bounds LibreOffice keeps nothing together: bookmarks
    take their place.
    """
    content = _STYLE_NAME.sub(_encoded, content)
    content = _SECTION.sub(r'\2<text:bookmark text:name="\1"/>', content)
    content = re.sub(r"<text:section\b[^>]*>|</text:section>", "", content)
    content = content.replace("<table:table-row>", '<table:table-row table:style-name="WholeRow">')
    content = _CELL.sub(_cell, content)
    # A citation on the page of its details: as only some have details, the style cannot say it.
    content = _DETAILED.sub(r"\1Kept\2", content)
    return letterhead_first(content.replace("</office:automatic-styles>", _OWN_STYLES, 1))


def _cell(found: re.Match[str]) -> str:
    rule = f' fo:border-bottom="{_RULE}"' if found[2] else ""
    return f"{found[1]}<style:table-cell-properties {_PADDING}{rule}/>"


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
