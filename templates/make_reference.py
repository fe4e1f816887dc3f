"""Makes reference.docx, the named styles that a list's Word document is built on: python make_reference.py

One for each look, in looks/NAME/, and that of the look "classic" beside this.

Change a style here, run it, and commit both files; a test checks that they belong together. A department may
as well change the styles of its own copy of reference.docx in Word and put it into a workspace's templates/.
"""

from __future__ import annotations

import io
import re
import subprocess
import sys
import zipfile
from dataclasses import dataclass, field
from pathlib import Path

import pypandoc

SERIF = "Cambria"
SANS = "Calibri"
INK = "1C1A18"
QUIET = "57524A"
ACCENT = "7A1626"
RULE = "B9B2A5"


@dataclass(frozen=True)
class Design:
    """What a look changes: colours by those that stand for them here, the heading's letters, sizes, white."""

    folder: str = ""
    colours: dict[str, str] = field(default_factory=dict)
    heading: dict[str, object] = field(default_factory=dict)
    size: float = 1.0
    space: float = 1.0
    margin: int = 1588
    letterhead: bool = False


DESIGNS = (
    Design(),
    Design(folder="looks/compact", size=0.9, space=0.45, margin=1077),
    # These are the colours and fonts that a brand in the settings replaces: export/word_brand.py.
    Design(
        folder="looks/department",
        colours={INK: "1B1D20", QUIET: "555B63", ACCENT: "1F4E79", RULE: "C3C9D1"},
        heading={"font": SANS, "bold": True, "color": ACCENT},
        letterhead=True,
    ),
)

_NAMESPACES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
)
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'


def _fonts(name: str) -> str:
    return f'<w:rFonts w:ascii="{name}" w:hAnsi="{name}" w:cs="{name}" w:eastAsia="{name}"/>'


def _run(
    *,
    font: str = "",
    size: float = 0,
    color: str = "",
    bold: bool | None = None,
    italic: bool | None = None,
    more: str = "",
) -> str:
    """Run properties in the order of the schema (CT_RPr)."""
    parts = [_fonts(font) if font else ""]
    if bold is not None:
        parts.append("<w:b/><w:bCs/>" if bold else '<w:b w:val="0"/><w:bCs w:val="0"/>')
    if italic is not None:
        parts.append("<w:i/><w:iCs/>" if italic else '<w:i w:val="0"/><w:iCs w:val="0"/>')
    if more.startswith(("<w:smallCaps", "<w:strike")):
        parts.append(more)
        more = ""
    if color:
        parts.append(f'<w:color w:val="{color}"/>')
    if size:
        parts.append(f'<w:sz w:val="{round(size * 2)}"/><w:szCs w:val="{round(size * 2)}"/>')
    parts.append(more)
    inner = "".join(parts)
    return f"<w:rPr>{inner}</w:rPr>" if inner else ""


def _paragraph(
    *,
    before: float = 0,
    after: float = 0,
    line: float = 0,
    left: float = 0,
    hanging: float = 0,
    keep_next: bool = False,
    keep_lines: bool = False,
    border: str = "",
    level: int | None = None,
    tabs: str = "",
    alike: bool = False,
) -> str:
    """Paragraph properties in the order of the schema (CT_PPr); lengths in points.

    `alike` paragraphs in a row have no space between them.
    """
    parts = ["<w:keepNext/>" if keep_next else "", "<w:keepLines/>" if keep_lines else ""]
    if border:
        parts.append(f'<w:pBdr><w:{border} w:val="single" w:sz="4" w:space="4" w:color="{RULE}"/></w:pBdr>')
    parts.append(tabs)
    spacing = f'<w:spacing w:before="{round(before * 20)}" w:after="{round(after * 20)}"'
    spacing += f' w:line="{round(line * 20)}" w:lineRule="atLeast"/>' if line else "/>"
    parts.append(spacing)
    if left or hanging:
        indent = f'<w:ind w:left="{round(left * 20)}"'
        parts.append(indent + (f' w:hanging="{round(hanging * 20)}"/>' if hanging else ' w:hanging="0"/>'))
    if alike:
        parts.append("<w:contextualSpacing/>")
    if level is not None:
        parts.append(f'<w:outlineLvl w:val="{level}"/>')
    return "<w:pPr>" + "".join(parts) + "</w:pPr>"


def _style(
    name: str,
    kind: str,
    properties: str,
    *,
    based: str = "",
    following: str = "",
    default: bool = False,
    own: bool = False,
) -> str:
    identifier = name.replace(" ", "")
    head = f'<w:style w:type="{kind}" w:styleId="{identifier}"'
    head += ' w:default="1"' if default else ""
    head += ' w:customStyle="1">' if own else ">"
    parts = [head, f'<w:name w:val="{name if own or name in _CAPITAL else name[:1].lower() + name[1:]}"/>']
    if based:
        parts.append(f'<w:basedOn w:val="{based.replace(" ", "")}"/>')
    if following:
        parts.append(f'<w:next w:val="{following.replace(" ", "")}"/>')
    return "".join([*parts, "<w:qFormat/>", properties, "</w:style>"])


# Word writes the names of its built-in headings in lower case ("heading 1") and the others so:
_CAPITAL = {
    "Normal", "Title", "Subtitle", "Bibliography", "Body Text", "Block Text", "Emphasis", "Strong",
    "Hyperlink", "Default Paragraph Font",
}  # fmt: skip


def _paragraph_styles(design: Design) -> list[str]:
    def style(
        name: str, properties: str, based: str = "Normal", following: str = "Body Text", own: bool = True
    ) -> str:
        return _style(name, "paragraph", properties, based=based, following=following, own=own)

    sans = {"font": SANS}
    return [
        _style("Normal", "paragraph", "", default=True),
        style("Body Text", _paragraph(before=6, after=3), own=False),
        style("First Paragraph", "", "Body Text"),
        style("Compact", _paragraph(before=2, after=2) + _run(size=9.5, **sans), "Body Text"),
        style(
            "Title",
            _paragraph(after=4, keep_next=True, line=28) + _run(**{"size": 24, **design.heading}),
            following="Subtitle",
            own=False,
        ),
        style(
            "Subtitle",
            _paragraph(after=14, keep_next=True) + _run(size=13, color=QUIET, italic=True),
            own=False,
        ),
        style(
            "Heading 1",
            _paragraph(before=28, after=2, keep_next=True, keep_lines=True, line=21, level=0)
            + _run(**{"size": 17, **design.heading}),
            own=False,
        ),
        style(
            "Heading 2",
            _paragraph(before=14, after=8, keep_next=True, keep_lines=True, border="bottom", level=1)
            + _run(size=10, bold=True, **sans),
            own=False,
        ),
        style(
            "Heading 3",
            _paragraph(before=10, after=3, keep_next=True, keep_lines=True, level=2)
            + _run(size=10, bold=True, **sans),
            own=False,
        ),
        # Headings before the first section: in the outline's first level, without its size.
        style(
            "Front Heading",
            _paragraph(before=16, after=5, keep_next=True, level=0) + _run(size=10, bold=True, **sans),
        ),
        style("List Fact", _paragraph(after=10, left=12, hanging=12, alike=True) + _run(size=10, **sans)),
        style("Section Summary", _paragraph(after=8, keep_next=True) + _run(size=9, color=QUIET, **sans)),
        style(
            "Section Introduction",
            _paragraph(before=4, after=4, keep_next=True, keep_lines=True),
            "Body Text",
        ),
        style(
            "Bibliography",
            _paragraph(before=7, after=1, left=18, hanging=18, keep_lines=True),
            following="Bibliography",
            own=False,
        ),
        style(
            "Reading Details",
            _paragraph(after=1, left=18, keep_lines=True) + _run(size=9, color=QUIET, **sans),
            following="List Note",
        ),
        style(
            "List Note",
            _paragraph(before=2, after=2, left=30, keep_lines=True) + _run(size=10),
            following="Bibliography",
        ),
        style(
            "Reading Links",
            _paragraph(before=1, after=2, left=18) + _run(size=9, **sans),
            following="Bibliography",
        ),
        *(
            [style("Letterhead", _paragraph(after=18, border="bottom", alike=True) + _run(size=10, **sans))]
            if design.letterhead
            else []
        ),
        style("Block Text", _paragraph(before=4, after=6, left=24), own=False),
        style("Colophon", _paragraph(before=30, border="top") + _run(size=9, color=QUIET, **sans)),
        style(
            "Footer",
            _paragraph(tabs='<w:tabs><w:tab w:val="right" w:pos="7824"/></w:tabs>')
            + _run(size=9, color=QUIET, **sans),
            following="Footer",
            own=False,
        ),
    ]


def _character_styles(design: Design) -> list[str]:
    def style(name: str, properties: str, own: bool = True) -> str:
        return _style(name, "character", properties, based="Default Paragraph Font", own=own)

    return [
        _style("Default Paragraph Font", "character", "", default=True),
        style("Emphasis", _run(italic=True), own=False),
        style("Strong", _run(bold=True), own=False),
        style("Hyperlink", _run(color=ACCENT, more='<w:u w:val="single"/>'), own=False),
        style("Section Label", _run(font=SANS, size=9.5, bold=True, color=ACCENT)),
        # A subsection is a heading of the second level, as readings of one importance are, but larger.
        style("Subsection Title", _run(**{"font": SERIF, "size": 13.5, "bold": False, **design.heading})),
        style("Importance", _run(font=SANS, size=9, bold=True, color=ACCENT)),
        style("Fact Label", _run(color=QUIET)),
        style("Small Capitals", _run(more="<w:smallCaps/>")),
        style("Superscript", _run(more='<w:vertAlign w:val="superscript"/>')),
        style("Subscript", _run(more='<w:vertAlign w:val="subscript"/>')),
        style("Underlined", _run(more='<w:u w:val="single"/>')),
        style("Struck Out", _run(more="<w:strike/>")),
        style("Code", _run(font="Consolas", size=9.5)),
    ]


_TABLE = f"""<w:style w:type="table" w:default="1" w:styleId="TableNormal">
<w:name w:val="Normal Table"/><w:uiPriority w:val="99"/><w:semiHidden/><w:unhideWhenUsed/>
<w:tblPr><w:tblInd w:w="0" w:type="dxa"/><w:tblCellMar>
<w:top w:w="0" w:type="dxa"/><w:left w:w="0" w:type="dxa"/>
<w:bottom w:w="0" w:type="dxa"/><w:right w:w="160" w:type="dxa"/>
</w:tblCellMar></w:tblPr></w:style>
<w:style w:type="table" w:customStyle="1" w:styleId="Table">
<w:name w:val="Table"/><w:basedOn w:val="TableNormal"/><w:qFormat/><w:tblPr><w:tblBorders>
<w:top w:val="single" w:sz="4" w:space="0" w:color="{RULE}"/>
<w:bottom w:val="single" w:sz="4" w:space="0" w:color="{RULE}"/></w:tblBorders></w:tblPr>
<w:tblStylePr w:type="firstRow"><w:rPr><w:b/><w:bCs/></w:rPr><w:tcPr><w:tcBorders>
<w:bottom w:val="single" w:sz="4" w:space="0" w:color="{RULE}"/>
</w:tcBorders></w:tcPr></w:tblStylePr></w:style>""".replace("\n", "")


def styles(design: Design) -> str:
    """The whole of word/styles.xml."""
    defaults = (
        f"<w:docDefaults><w:rPrDefault><w:rPr>{_fonts(SERIF)}"
        f'<w:color w:val="{INK}"/><w:sz w:val="22"/><w:szCs w:val="22"/>'
        '<w:lang w:val="en-US" w:eastAsia="en-US" w:bidi="ar-SA"/></w:rPr></w:rPrDefault>'
        '<w:pPrDefault><w:pPr><w:widowControl/><w:spacing w:after="0" w:line="290" w:lineRule="atLeast"/>'
        "</w:pPr></w:pPrDefault></w:docDefaults>"
    )
    body = "".join([defaults, *_paragraph_styles(design), *_character_styles(design), _TABLE])
    return f"{_HEAD}<w:styles {_NAMESPACES}>{_designed(body, design)}</w:styles>"


def _designed(body: str, design: Design) -> str:
    """The styles in the design's colours, sizes and white space."""

    def scaled(found: re.Match[str], factor: float, step: int = 1) -> str:
        return f'{found[1]}"{max(step, round(int(found[2]) * factor / step) * step) if int(found[2]) else 0}"'

    for colour, other in design.colours.items():
        body = body.replace(f'"{colour}"', f'"{other}"')
    if design.size != 1:
        body = re.sub(r'(<w:sz(?:Cs)? w:val=)"(\d+)"', lambda one: scaled(one, design.size), body)
        body = re.sub(r'(w:line=)"(\d+)"', lambda one: scaled(one, design.size * 0.94), body)
    if design.space != 1:
        body = re.sub(r'(w:(?:before|after)=)"(\d+)"', lambda one: scaled(one, design.space), body)
    return body


def _document(design: Design) -> str:
    return _DOCUMENT.replace('w:top="1588"', f'w:top="{design.margin}"').replace(
        'w:bottom="1588"', f'w:bottom="{design.margin}"'
    )


_DOCUMENT = (
    f"{_HEAD}<w:document {_NAMESPACES}><w:body>"
    '<w:p><w:pPr><w:pStyle w:val="Title"/></w:pPr><w:r><w:t>Title</w:t></w:r></w:p>'
    '<w:sectPr><w:footerReference w:type="default" r:id="rIdFooter"/><w:pgSz w:w="11906" w:h="16838"/>'
    '<w:pgMar w:top="1588" w:right="2041" w:bottom="1588" w:left="2041" w:header="709" w:footer="794"'
    ' w:gutter="0"/>'
    "</w:sectPr></w:body></w:document>"
)
_FOOTER = (
    f'{_HEAD}<w:ftr {_NAMESPACES}><w:p><w:pPr><w:pStyle w:val="Footer"/></w:pPr>'
    '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
    '<w:r><w:instrText xml:space="preserve"> PAGE </w:instrText></w:r>'
    '<w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>1</w:t></w:r>'
    '<w:r><w:fldChar w:fldCharType="end"/></w:r></w:p></w:ftr>'
)
_FOOTER_TYPE = (
    '<Override PartName="/word/footer1.xml" ContentType="application/vnd.openxmlformats-officedocument.'
    'wordprocessingml.footer+xml"/>'
)
_FOOTER_RELATION = (
    '<Relationship Id="rIdFooter" Target="footer1.xml" '
    'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/footer"/>'
)


def make_reference(design: Design = DESIGNS[0]) -> bytes:
    """The bytes of reference.docx: pandoc's own, with our styles, page and foot."""
    pandoc = pypandoc.get_pandoc_path()
    default = subprocess.run(
        [pandoc, "--print-default-data-file", "reference.docx"], capture_output=True, check=True
    )
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(default.stdout)) as source, zipfile.ZipFile(made, "w") as target:
        parts = {name: source.read(name) for name in source.namelist()}
        parts["word/styles.xml"] = styles(design).encode()
        parts["word/document.xml"] = _document(design).encode()
        parts["word/footer1.xml"] = _FOOTER.encode()
        parts["[Content_Types].xml"] = _inserted(parts["[Content_Types].xml"], _FOOTER_TYPE, "</Types>")
        relations = "word/_rels/document.xml.rels"
        parts[relations] = _inserted(parts[relations], _FOOTER_RELATION, "</Relationships>")
        parts["docProps/core.xml"] = re.sub(
            rb"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", b"1980-01-01T00:00:00Z", parts["docProps/core.xml"]
        )
        for name, content in parts.items():
            entry = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            entry.compress_type = zipfile.ZIP_DEFLATED
            target.writestr(entry, content)
    return made.getvalue()


def _inserted(xml: bytes, element: str, before: str) -> bytes:
    return xml.replace(before.encode(), element.encode() + before.encode())


if __name__ == "__main__":
    for one in DESIGNS:
        file = Path(__file__).parent / one.folder / "reference.docx"
        file.write_bytes(make_reference(one))
        sys.stdout.write(f"{file}\n")
