"""A list into a Word or OpenDocument file by pandoc, and what pandoc leaves to do for Word."""

from __future__ import annotations

import datetime
import io
import re
import subprocess
import tempfile
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from html import escape
from pathlib import Path
from typing import Literal

import pypandoc

from readinglist.errors import ExportError
from readinglist.export.looks import CLASSIC, Look
from readinglist.export.reference import completed
from readinglist.export.target import Option, RenderOptions
from readinglist.export.templates import find_file, make_environment, render
from readinglist.export.view import ListView
from readinglist.export.word_brand import branded_styles, letterhead_first, with_word_logo
from readinglist.export.writers.docx_html import DocxHtmlWriter
from readinglist.resources import shipped_folder

# Width and height in twentieths of a point.
_PAPERS = {"a4": (11906, 16838), "letter": (12240, 15840)}
_SECONDS = 120
_LANGUAGE = re.compile(r'<w:lang w:val="([A-Za-z0-9-]+)" ?/>')
_COMPLEX = re.compile("(ar|arc|ckb|dv|fa|he|hi|km|lo|mr|ne|ps|sa|sd|syr|ta|te|th|ug|ur|yi)$")
_EAST_ASIAN = re.compile("(ja|ko|zh)$")
# A citation's paragraph with its details after it. Its style comes first, then what keeps it with the next
# (ECMA-376, part 1, 17.3.1.26).
_DETAILED = re.compile(
    r'(<w:pStyle w:val="Bibliography" ?/>)((?:(?!</w:p>).)*</w:p>\s*(?:<w:bookmark(?:Start|End)\b[^>]*>\s*)*'
    r'<w:p>\s*<w:pPr>\s*<w:pStyle w:val="ReadingDetails" ?/>)',
    re.DOTALL,
)
_NAMESPACE = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


TEMPLATE = "list.docx.html.j2"
REFERENCE = Option("reference", "a document of your own whose styles are used", file=True)
_KINDS = {"docx": ("Word document", "word/document.xml"), "odt": ("OpenDocument text", "content.xml")}


def reference_file(options: RenderOptions, name: str) -> Path:
    """The document whose styles are used: the one given, the workspace's own, or the one that ships.

    Raises `ExportError` when the one given is not there, or is no document.
    """
    given = options.value(REFERENCE)
    if not given:
        return find_file(name, options.template_folder, options.look)
    path = Path(given)
    ending = name.rpartition(".")[2]
    kind, part = _KINDS[ending]
    if not path.is_file():
        raise ExportError("there is no such file to take styles from", where=given)
    if not _holds(path, part):
        raise ExportError(
            f"this is no {kind} to take styles from", where=given, hint=f"Give a .{ending} file."
        )
    return path


def _holds(path: Path, part: str) -> bool:
    try:
        with zipfile.ZipFile(path) as archive:
            return part in archive.namelist()
    except (OSError, zipfile.BadZipFile):
        return False


def styled_look(options: RenderOptions) -> Look:
    """The look whose brand colours the styles: none where they come from a document of somebody's own."""
    return CLASSIC if options.value(REFERENCE) else options.look


def make_document(view: ListView, options: RenderOptions, kind: Literal["docx", "odt"]) -> bytes:
    """The document that pandoc makes of `list.docx.html.j2` in the styles of `reference.docx` or `.odt`.

    Raises `ExportError` for a fault in the template, or when pandoc fails.
    """
    environment = make_environment(
        DocxHtmlWriter(heading=2),
        view.words,
        options.template_folder,
        autoescape=True,
        given=options.template,
        look=with_word_logo(options.look),
    )
    html = render(environment, options.template_name(TEMPLATE), list=view)
    with _styles_from(options, kind) as reference:
        return run_pandoc(html, reference=reference, language=view.locale, where=TEMPLATE, to=kind)


@contextmanager
def _styles_from(options: RenderOptions, kind: str) -> Iterator[Path]:
    """The document to take styles from, for as long as pandoc needs it, with all that the template names."""
    name = f"reference.{kind}"
    file, shipped = reference_file(options, name), shipped_folder("templates") / name
    if shipped.parent in file.parents:
        yield file
        return
    try:
        content = completed(file.read_bytes(), shipped.read_bytes(), kind)
    except (OSError, ValueError, zipfile.BadZipFile, zlib.error) as error:
        raise ExportError(
            f"the document to take styles from cannot be read: {error}", where=str(file)
        ) from error
    with tempfile.TemporaryDirectory(prefix="readinglist-") as folder:
        made = Path(folder) / name
        made.write_bytes(content)
        yield made


def run_pandoc(html: str, *, reference: Path, language: str, where: str, to: str) -> bytes:
    """The document that pandoc makes of `html`, Word's or ("odt") an OpenDocument text.

    Raises `ExportError` when it fails.

    `--sandbox` keeps pandoc from every file that is not named here, whatever the HTML asks for.
    """
    command = [
        pypandoc.get_pandoc_path(), "--sandbox", "--from=html", f"--to={to}", "--output=-",
        f"--reference-doc={reference}", f"--metadata=lang:{language}",
    ]  # fmt: skip
    try:
        done = subprocess.run(
            command,
            input=html.encode(),
            capture_output=True,
            timeout=_SECONDS,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        raise ExportError(f"pandoc could not make the document: {error}", where=where) from error
    if done.returncode or not done.stdout:
        message = done.stderr.decode(errors="replace").strip() or f"exit code {done.returncode}"
        raise ExportError(f"pandoc could not make the document: {message}", where=where)
    return done.stdout


def finish_docx(
    docx: bytes,
    *,
    paper: str,
    short_title: str,
    page_words: Sequence[str],
    timestamp: int,
    look: Look = CLASSIC,
) -> bytes:
    """The file on this paper, with a running foot, in the colours of the look's brand, dated `timestamp` (in
    its sandbox pandoc knows no date), packed so that the same content gives the same bytes."""
    moment = datetime.datetime.fromtimestamp(timestamp, datetime.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(docx)) as source, zipfile.ZipFile(made, "w") as target:
        for name in source.namelist():
            content = source.read(name)
            if name == "word/document.xml":
                body = _LANGUAGE.sub(_spoken, letterhead_first(content.decode()))
                content = _on_paper(_kept_together(body), paper).encode()
            elif name == "word/styles.xml":
                content = branded_styles(content.decode(), look).encode()
            elif re.fullmatch(r"word/footer\d*\.xml", name):
                content = _footer(content.decode(), short_title, page_words).encode()
            elif name == "docProps/core.xml":
                content = re.sub(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", moment, content.decode()).encode()
            entry = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            entry.compress_type = zipfile.ZIP_DEFLATED
            target.writestr(entry, content)
    return made.getvalue()


def _spoken(found: re.Match[str]) -> str:
    """A run's language for its own kind of script too: Word asks another attribute for Hebrew or Chinese
    (ECMA-376, part 1, 17.3.2.20)."""
    base = found[1].split("-")[0].lower()
    kind = "bidi" if _COMPLEX.match(base) else "eastAsia" if _EAST_ASIAN.match(base) else ""
    return f'<w:lang w:val="{found[1]}" w:{kind}="{found[1]}" />' if kind else found[0]


def _kept_together(document: str) -> str:
    """Citations on the page of their details: as only some have details, the style cannot say it."""
    return _DETAILED.sub(r"\1<w:keepNext />\2", document)


def _on_paper(document: str, paper: str) -> str:
    """The page size, and left and right margins that leave lines as long as the reference has them."""
    size = re.search(r"<w:pgSz\b[^>]*>", document)
    margins = re.search(r"<w:pgMar\b[^>]*>", document)
    if not size or not margins:
        return document
    width, height = _PAPERS[paper]
    spare = width - int(_attribute(size[0], "w") or width)
    moved = margins[0]
    for side in ("left", "right"):
        moved = _with_attribute(moved, side, int(_attribute(moved, side) or 0) + spare // 2)
    turned = _with_attribute(_with_attribute(size[0], "w", width), "h", height)
    return document.replace(size[0], turned).replace(margins[0], moved)


def _attribute(element: str, name: str) -> str:
    found = re.search(rf'\bw:{name}="(\d+)"', element)
    return found[1] if found else ""


def _with_attribute(element: str, name: str, value: int) -> str:
    return re.sub(rf'\bw:{name}="\d+"', f'w:{name}="{value}"', element)


def _footer(footer: str, short_title: str, page_words: Sequence[str]) -> str:
    """Our foot in place of the reference's bare page number; a foot of somebody's own stays as it is."""
    if "NUMPAGES" in footer or len(re.findall("instrText", footer)) != 2:
        return footer
    fields = {"page": _field("PAGE", "1"), "pages": _field("NUMPAGES", "1")}
    runs = [_text(short_title), "<w:r><w:tab/></w:r>"]
    runs += [fields.get(part) or _text(part) for part in page_words]
    paragraph = f'<w:p><w:pPr><w:pStyle w:val="Footer"/></w:pPr>{"".join(runs)}</w:p>'
    return (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
        f'<w:ftr xmlns:w="{_NAMESPACE}">{paragraph}</w:ftr>'
    )


def _text(text: str) -> str:
    return f'<w:r><w:t xml:space="preserve">{escape(text, quote=False)}</w:t></w:r>'


def _field(code: str, shown: str) -> str:
    return (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
        f'<w:r><w:instrText xml:space="preserve"> {code} </w:instrText></w:r>'
        f'<w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>{shown}</w:t></w:r>'
        '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )
