"""Makes reference.odt, the named styles of a list's OpenDocument text: python make_odt_reference.py

One for each look, in looks/NAME/, and that of the look "classic" beside this.

The same styles as in reference.docx, by the same names. Change one here, run it, and commit both files.
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

SERIF = "Cambria, 'Liberation Serif', serif"
SANS = "Calibri, Carlito, 'Liberation Sans', sans-serif"
INK = "#1c1a18"
QUIET = "#57524a"
ACCENT = "#7a1626"
RULE = "#b9b2a5"


@dataclass(frozen=True)
class Design:
    """What a look changes: colours by those that stand for them here, the heading's letters, sizes, white."""

    folder: str = ""
    colours: dict[str, str] = field(default_factory=dict)
    heading: dict[str, str] = field(default_factory=dict)
    size: float = 1.0
    space: float = 1.0
    margin: str = "2.8cm"
    letterhead: bool = False


DESIGNS = (
    Design(),
    Design(folder="looks/compact", size=0.9, space=0.45, margin="1.9cm"),
    # These are the colours and fonts that a brand in the settings replaces: export/word_brand.py.
    Design(
        folder="looks/department",
        colours={INK: "#1b1d20", QUIET: "#555b63", ACCENT: "#1f4e79", RULE: "#c3c9d1"},
        heading={"font": SANS, "weight": "bold", "color": ACCENT},
        letterhead=True,
    ),
)


def _style(
    name: str,
    family: str,
    parent: str = "",
    *,
    paragraph: str = "",
    text: str = "",
    level: int = 0,
    following: str = "",
) -> str:
    """A named style; `paragraph` and `text` are the attributes of its properties."""
    encoded = name.replace(" ", "_20_")
    attributes = [f'style:name="{encoded}" style:display-name="{name}" style:family="{family}"']
    if parent:
        attributes.append(f'style:parent-style-name="{parent.replace(" ", "_20_")}"')
    if following:
        attributes.append(f'style:next-style-name="{following.replace(" ", "_20_")}"')
    if level:
        attributes.append(f'style:default-outline-level="{level}"')
    inner = (f"<style:paragraph-properties {paragraph}/>" if paragraph else "") + (
        f"<style:text-properties {text}/>" if text else ""
    )
    return f"<style:style {' '.join(attributes)}>{inner}</style:style>"


def _block(
    *,
    before: float = 0,
    after: float = 0,
    left: float = 0,
    hanging: float = 0,
    more: str = "",
    keep: bool = False,
) -> str:
    """Attributes of a paragraph; lengths in points."""
    kept = ' fo:keep-with-next="always"' if keep else ""
    return (
        f'fo:margin-top="{before}pt" fo:margin-bottom="{after}pt" fo:margin-left="{left}pt"'
        f' fo:text-indent="{-hanging}pt"{kept} {more}'
    ).rstrip()


def _letters(*, font: str = "", size: float = 0, color: str = "", weight: str = "", slant: str = "") -> str:
    """Attributes of a text."""
    pairs = {
        "fo:font-family": font,
        "fo:font-size": f"{size}pt" if size else "",
        "fo:color": color,
        "fo:font-weight": weight,
        "fo:font-style": slant,
    }
    return " ".join(f'{name}="{value}"' for name, value in pairs.items() if value)


def _paragraph_styles(design: Design) -> list[str]:
    def style(name: str, parent: str = "Standard", level: int = 0, **parts: str) -> str:
        return _style(name, "paragraph", parent, level=level, **parts)

    small = _letters(font=SANS, size=9, color=QUIET)
    ruled = f'fo:border-top="0.5pt solid {RULE}" fo:padding-top="4pt"'
    alike = 'style:contextual-spacing="true"'
    whole = 'fo:keep-together="always"'
    return [
        _style(
            "Standard",
            "paragraph",
            paragraph='fo:line-height="132%" fo:orphans="2" fo:widows="2"',
            text=_letters(font=SERIF, size=11, color=INK),
        ),
        style("Text body", paragraph=_block(before=6, after=3)),
        style(
            "Title",
            paragraph=_block(after=4, keep=True),
            text=_letters(size=24, **design.heading),
            following="Subtitle",
        ),
        style(
            "Subtitle",
            paragraph=_block(after=14, keep=True),
            text=_letters(size=13, color=QUIET, slant="italic"),
        ),
        style("Heading", paragraph=_block(keep=True)),
        style(
            "Heading 1",
            "Heading",
            1,
            paragraph=_block(before=28, after=2, keep=True),
            text=_letters(size=17, **design.heading),
        ),
        style(
            "Heading 2",
            "Heading",
            2,
            paragraph=_block(before=14, after=3, keep=True),
            text=_letters(font=SANS, size=10, weight="bold"),
        ),
        style(
            "Heading 3",
            "Heading",
            3,
            paragraph=_block(before=10, after=3, keep=True),
            text=_letters(font=SANS, size=10, weight="bold"),
        ),
        style(
            "Front Heading",
            paragraph=_block(before=16, after=5, keep=True),
            text=_letters(font=SANS, size=10, weight="bold"),
        ),
        style(
            "List Fact",
            paragraph=_block(after=10, left=12, hanging=12, more=alike),
            text=_letters(font=SANS, size=10),
        ),
        style("Table Contents", paragraph=_block(before=2, after=2), text=_letters(font=SANS, size=9.5)),
        style("Table Heading", "Table Contents", text=_letters(weight="bold")),
        style("Section Summary", paragraph=_block(after=8, keep=True), text=small),
        style("Section Introduction", "Text body", paragraph=_block(before=4, after=4, keep=True)),
        style("Bibliography", paragraph=_block(before=7, after=1, left=18, hanging=18, more=whole)),
        style("Reading Details", paragraph=_block(after=1, left=18, more=whole), text=small),
        style("List Note", paragraph=_block(before=2, after=2, left=30, more=whole), text=_letters(size=10)),
        style(
            "Reading Links", paragraph=_block(before=1, after=2, left=18), text=_letters(font=SANS, size=9)
        ),
        *(
            [style("Letterhead", paragraph=_block(after=18, more=alike), text=_letters(font=SANS, size=10))]
            if design.letterhead
            else []
        ),
        style("Quotations", paragraph=_block(before=4, after=6, left=24)),
        style("Colophon", paragraph=_block(before=30, more=ruled), text=small),
        style("Footer", text=small),
    ]


def _character_styles(design: Design) -> list[str]:
    def style(name: str, text: str) -> str:
        return _style(name, "text", text=text)

    return [
        style("Emphasis", _letters(slant="italic")),
        style("Strong", _letters(weight="bold")),
        style("Internet link", f'{_letters(color=ACCENT)} style:text-underline-style="solid"'),
        style("Section Label", _letters(font=SANS, size=9.5, color=ACCENT, weight="bold")),
        # A subsection is a heading of the second level, as readings of one importance are, but larger.
        style(
            "Subsection Title",
            _letters(**{"font": SERIF, "size": 13.5, "weight": "normal", **design.heading}),
        ),
        style("Importance", _letters(font=SANS, size=9, color=ACCENT, weight="bold")),
        style("Fact Label", _letters(color=QUIET)),
        style("Small Capitals", 'fo:font-variant="small-caps"'),
        style("Superscript", 'style:text-position="super 58%"'),
        style("Subscript", 'style:text-position="sub 58%"'),
        style("Underlined", 'style:text-underline-style="solid"'),
        style("Struck Out", 'style:text-line-through-style="solid"'),
        style("Code", _letters(font="Consolas, 'Liberation Mono', monospace", size=9.5)),
    ]


def _designed(style: str, design: Design) -> str:
    """A style in the design's colours, sizes and white space."""

    def scaled(found: re.Match[str], factor: float) -> str:
        return f'{found[1]}"{round(float(found[2]) * factor * 2) / 2}pt"'

    for colour, other in design.colours.items():
        style = style.replace(colour, other)
    if design.size != 1:
        style = re.sub(r'(fo:font-size=)"([\d.]+)pt"', lambda one: scaled(one, design.size), style)
        style = style.replace('fo:line-height="132%"', 'fo:line-height="122%"')
    if design.space != 1:
        style = re.sub(
            r'(fo:margin-(?:top|bottom)=)"([\d.]+)pt"', lambda one: scaled(one, design.space), style
        )
    return style


def styles(default: str, design: Design) -> str:
    """The whole of styles.xml: pandoc's own with our styles instead of its by the same names."""
    made = [_designed(one, design) for one in (*_paragraph_styles(design), *_character_styles(design))]
    for one in made:
        name = re.search(r'style:name="([^"]+)"', one)
        assert name is not None
        family = "paragraph" if 'family="paragraph"' in one else "text"
        pattern = rf'<style:style style:name="{name[1]}"[^>]*style:family="{family}"[^>]*'
        pattern += r"(?:/>|(?<!/)>.*?</style:style>)"
        default = re.sub(pattern, "", default, count=1, flags=re.DOTALL)
    default = default.replace("<office:styles>", "<office:styles>" + "".join(made), 1)
    # Named styles before the defaults of a family would be out of the schema's order.
    defaults = "".join(re.findall(r"<style:default-style.*?</style:default-style>", default, flags=re.DOTALL))
    default = re.sub(r"<style:default-style.*?</style:default-style>", "", default, flags=re.DOTALL)
    default = default.replace("<office:styles>", "<office:styles>" + defaults, 1)
    return re.sub(
        r'(fo:page-width|fo:page-height|fo:margin-(?:top|bottom|left|right))="(?:8\.5|11|1)in"',
        lambda one: _page(one, design.margin),
        default,
    )


def _page(found: re.Match[str], margin: str) -> str:
    lengths = {
        "fo:page-width": "21cm",
        "fo:page-height": "29.7cm",
        "fo:margin-left": "3.6cm",
        "fo:margin-right": "3.6cm",
    }
    return f'{found[1]}="{lengths.get(found[1], margin)}"'


def make_reference(design: Design = DESIGNS[0]) -> bytes:
    """The bytes of reference.odt."""
    pandoc = pypandoc.get_pandoc_path()
    default = subprocess.run(
        [pandoc, "--print-default-data-file", "reference.odt"], capture_output=True, check=True
    )
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(default.stdout)) as source, zipfile.ZipFile(made, "w") as target:
        for name in source.namelist():
            content = source.read(name)
            if name == "styles.xml":
                content = styles(content.decode(), design).encode()
            elif name == "meta.xml":
                content = re.sub(rb"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[\d.]*Z?", b"1980-01-01T00:00:00Z", content)
            entry = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            entry.compress_type = zipfile.ZIP_STORED if name == "mimetype" else zipfile.ZIP_DEFLATED
            target.writestr(entry, content)
    return made.getvalue()


if __name__ == "__main__":
    for one in DESIGNS:
        file = Path(__file__).parent / one.folder / "reference.odt"
        file.write_bytes(make_reference(one))
        sys.stdout.write(f"{file}\n")
