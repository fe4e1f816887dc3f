"""Writes docs/gallery.md, which shows every target made from the bundled lists.

python -m docs.gallery            the page; its excerpts come from a demo made in a scratch folder
python -m docs.gallery --check    only compares
python -m docs.pictures           the pictures, which need a browser and LibreOffice
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

PAGE = Path(__file__).with_name("gallery.md")
SYLLABUS = "narco-digital-syllabus"
RESERVE = "course-reserve"
WIDEST = 100

INTRODUCTION = """\
# Gallery

Every target, made from the two lists that `readinglist demo` brings: a seminar in English
(`narco-digital-syllabus`) and a course reserve in Spanish (`course-reserve`). The page is written by
`python -m docs.gallery`, the pictures by `python -m docs.pictures`; nothing in them is touched by hand.

## Looks

`--look NAME`, a list's `look`, or `look` in the settings. `department` is shown with the logo and colours
of a department that does not exist.

| | `classic` | `compact` | `department` |
|---|---|---|---|
| Web page | ![Web page, look classic](images/look-classic-html.png) | \
![Web page, look compact](images/look-compact-html.png) | \
![Web page, look department](images/look-department-html.png) |
| PDF | ![First page of the PDF, look classic](images/look-classic-pdf.png) | \
![First page of the PDF, look compact](images/look-compact-pdf.png) | \
![First page of the PDF, look department](images/look-department-pdf.png) |
| Word | ![First page in Word, look classic](images/look-classic-docx.png) | \
![First page in Word, look compact](images/look-compact-docx.png) | \
![First page in Word, look department](images/look-department-docx.png) |
"""

GROUPS = {
    "For people": ("html", "pdf", "docx", "odt", "epub", "md", "txt", "latex"),
    "For reference managers": ("bib", "biblatex", "ris", "csljson"),
    "For library systems": ("talis", "leganto", "marc", "marcxml", "csv", "xlsx"),
    "For course pages": ("imscc", "ics", "atom"),
}

PICTURES: Mapping[str, tuple[tuple[str, str], ...]] = {
    "html": (
        ("syllabus-html", "The page on a wide screen"),
        ("gallery-html-dark", "The same in dark colours"),
        ("gallery-html-phone", "On a screen of 320 pixels, light and dark"),
        ("gallery-html-print", "Printed from the browser"),
        ("gallery-html-fragment", "`--fragment`, pasted into a course page"),
        ("gallery-html-annotated", "`--annotated --by theme`"),
    ),
    "pdf": (("gallery-pdf", "Two pages of the PDF"),),
    "docx": (("gallery-docx", "The schedule and the first week in Word"),),
    "odt": (("gallery-odt", "The same as OpenDocument text"),),
    "epub": (("gallery-epub", "The first page and a chapter as a reader shows them"),),
    "xlsx": (
        ("gallery-xlsx-list", "`--all`: the sheet of a list"),
        ("gallery-xlsx-order", "The sheet for ordering, with `--option students=45`"),
    ),
    "imscc": (("gallery-imscc", "The overview page of the cartridge"),),
}


@dataclass(frozen=True)
class Excerpt:
    """A part of a file as text: its ending, the block's language, where it starts (`back` lines before the
    first that begins so), how many lines."""

    ending: str
    language: str = "text"
    start: str = ""
    lines: int = 14
    back: int = 0
    read: Callable[[bytes], str] = lambda content: content.decode("utf-8-sig")


def marc_lines(content: bytes) -> str:
    """The first record as catalogues print it."""
    import io

    import pymarc

    return str(next(iter(pymarc.MARCReader(io.BytesIO(content), to_unicode=True))))


def xml_lines(content: bytes) -> str:
    """The first record, an element a line."""
    import xml.etree.ElementTree as Tree

    Tree.register_namespace("", "http://www.loc.gov/MARC21/slim")
    tree = Tree.fromstring(content)
    Tree.indent(tree)
    return Tree.tostring(tree, encoding="unicode")


def table_columns(content: bytes) -> str:
    """The first row of a loader's table, one filled column a line."""
    head, row = content.decode("utf-8-sig").splitlines()[:2]
    pairs = zip(head.split("\t"), row.split("\t"), strict=False)
    return "\n".join(f"{name}: {value}" for name, value in pairs if value)


EXCERPTS: Mapping[str, tuple[Excerpt, ...]] = {
    "md": (
        Excerpt("md", "markdown", "## Week 3", 22),
        Excerpt("qmd", "markdown", "", 20),
    ),
    "txt": (Excerpt("txt", "text", "Week 3 ", 24),),
    "latex": (Excerpt("tex", "latex", "\\section{Week 3", 16),),
    "bib": (Excerpt("bib", "bibtex", "@article{campbell2014narco", 14),),
    "biblatex": (Excerpt("biblatex.bib", "bibtex", "@article{campbell2014narco", 14),),
    "ris": (Excerpt("ris", "text", "ID  - campbell2014narco", 15, back=1),),
    "csljson": (Excerpt("csl.json", "json", '    "id": "campbell2014narco"', 23, back=1),),
    "talis": (Excerpt("talis.ris", "text", "ID  - campbell2014narco", 16, back=1),),
    "leganto": (Excerpt("leganto.txt", "text", "", 30, read=table_columns),),
    "marc": (Excerpt("mrc", "text", "", 22, read=marc_lines),),
    "marcxml": (Excerpt("marc.xml", "xml", "", 24, read=xml_lines),),
    "csv": (Excerpt("csv", "text", "", 4),),
    "ics": (Excerpt("ics", "text", "BEGIN:VEVENT", 14),),
    "atom": (Excerpt("atom", "xml", "  <entry>", 16),),
}
# The file of a target whose option makes another kind, and how it is asked for.
VARIANTS = {"qmd": ("md", "--flavour", "quarto")}


def page(files: Callable[[str], bytes]) -> str:
    """The whole page; `files` gives the syllabus's file of an ending."""
    from readinglist.export import load_target

    parts = [INTRODUCTION]
    for heading, names in GROUPS.items():
        parts.append(f"## {heading}\n")
        for name in names:
            target = load_target(name)
            parts.append(
                f"### `{name}`\n\n{target.description[:1].upper()}{target.description[1:]}; for "
                f"{target.audience}.\n"
            )
            parts += [_picture(file, words) for file, words in PICTURES.get(name, ())]
            parts += [_block(files(one.ending), one) for one in EXCERPTS.get(name, ())]
    return "\n".join(parts)


def _picture(file: str, words: str) -> str:
    return f"{words}:\n\n![{words.replace('`', '')}](images/{file}.png)\n"


def _block(content: bytes, excerpt: Excerpt) -> str:
    lines = excerpt.read(content).splitlines()
    at = next((at for at, line in enumerate(lines) if line.startswith(excerpt.start)), 0) - excerpt.back
    shown = [
        line if len(line) <= WIDEST else line[: WIDEST - 1] + "…" for line in lines[at : at + excerpt.lines]
    ]
    more = ["…"] if at + excerpt.lines < len(lines) else []
    file = f"{SYLLABUS}.{excerpt.ending}"
    return f"`{file}`:\n\n````{excerpt.language}\n" + "\n".join([*shown, *more]) + "\n````\n"


def readinglist(folder: Path, *arguments: str | Path) -> None:
    """Run the program in a workspace; raises CalledProcessError when it fails."""
    command = [sys.executable, "-m", "readinglist", "-C", folder, *arguments]
    subprocess.run([str(part) for part in command], check=True, capture_output=True)


def make_files(workspace: Path, out: Path) -> Callable[[str], bytes]:
    """Export the syllabus for all excerpts into `out`, and give what reads one of its files."""
    readinglist(workspace, "export", SYLLABUS, "--to", ",".join(EXCERPTS), "-o", out)
    for target, *options in VARIANTS.values():
        readinglist(workspace, "export", SYLLABUS, "--to", target, *options, "-o", out)
    return lambda ending: (out / f"{SYLLABUS}.{ending}").read_bytes()


def main() -> int:
    """Write the page, or with `--check` say whether it is what would be written."""
    with tempfile.TemporaryDirectory() as scratch:
        demo = Path(scratch, "demo")
        readinglist(Path(scratch), "demo", demo)
        text = page(make_files(demo, Path(scratch, "made")))
    if "--check" in sys.argv[1:]:
        if PAGE.read_text("utf-8") == text:
            return 0
        sys.stderr.write("docs/gallery.md is not what the program makes: run python -m docs.gallery\n")
        return 1
    PAGE.write_text(text, "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
