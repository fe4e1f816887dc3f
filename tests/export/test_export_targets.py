"""What holds of every export target, whatever it is: privacy, safety, sameness, language."""

from __future__ import annotations

import io
import re
import subprocess
import zipfile
from collections.abc import Callable
from pathlib import Path

import pikepdf
import pytest

from readinglist.errors import NotFoundError
from readinglist.export import RenderOptions, load_target, targets
from readinglist.export.view import ListView

ALL = targets()
WORDED = tuple(name for name in ALL if load_target(name).worded)
# Made for students to read from beginning to end, not to be looked things up in.
DOCUMENTS = tuple(name for name in WORDED if name not in ("atom", "xlsx"))


def all_of(target: str, view: ListView) -> str:
    """All that a target's files hold, as text."""
    rendered = load_target(target).render(view, RenderOptions())
    contents = [rendered.content, *(content for _, content in rendered.beside)]
    return "\n".join(everything(target, content) for content in contents)


def everything(target: str, content: bytes) -> str:
    """All that a file holds, its parts unpacked, as text."""
    if content.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return "\n".join(archive.read(name).decode("utf-8", "replace") for name in archive.namelist())
    if content.startswith(b"%PDF"):
        return pdf_text(content)
    if content.startswith(b"BEGIN:VCALENDAR"):
        return content.decode().replace("\r\n ", "")
    return content.decode()


def pdf_text(content: bytes) -> str:
    """The text of a PDF through its own character maps, with its metadata and the addresses of its links."""
    parts = []
    with pikepdf.open(io.BytesIO(content)) as pdf:
        parts.append(re.sub("<[^>]*>", " ", str(pdf.open_metadata())))
        for page in pdf.pages:
            parts += [str(note.get("/A", {}).get("/URI", "")) for note in page.get("/Annots", [])]
            parts.append(_page_text(page))
    return "\n".join(parts)


def _page_text(page: pikepdf.Page) -> str:
    maps = {name: _character_map(font) for name, font in page.Resources.get("/Font", {}).items()}
    shown, current = [], {}
    for operands, operator in pikepdf.parse_content_stream(page):
        if str(operator) == "Tf":
            current = maps[str(operands[0])]
        elif str(operator) in ("Tj", "TJ"):
            strings = operands[0] if str(operator) == "TJ" else [operands[0]]
            for part in strings:
                if isinstance(part, pikepdf.String):
                    codes = bytes(part)
                    shown += [current.get(codes[at : at + 2], "") for at in range(0, len(codes), 2)]
        elif str(operator) in ("ET", "BDC"):
            shown.append(" ")
    return re.sub(" +", " ", "".join(shown))


def _character_map(font: pikepdf.Object) -> dict[bytes, str]:
    text = font.ToUnicode.read_bytes().decode()
    found = {}
    for code, value in re.findall(r"<([0-9a-fA-F]{4})>\s*<([0-9a-fA-F]+)>\s*\n", text):
        found[bytes.fromhex(code)] = bytes.fromhex(value).decode("utf-16-be", "replace")
    return found


def test_the_four_targets_are_found() -> None:
    assert {"docx", "html", "md", "pdf"} <= set(ALL)


def test_an_unknown_target_is_named_with_near_matches() -> None:
    with pytest.raises(NotFoundError, match="htm"):
        load_target("htm")


@pytest.mark.parametrize("name", ALL)
def test_a_target_says_what_it_is(name: str) -> None:
    target = load_target(name)
    assert target.name == name
    assert target.extension and target.description and target.audience


@pytest.mark.parametrize("name", ALL)
def test_same_list_same_bytes(name: str, make_view: Callable[..., ListView]) -> None:
    target = load_target(name)
    assert (
        target.render(make_view(), RenderOptions()).content
        == target.render(make_view(), RenderOptions()).content
    )


@pytest.mark.parametrize("name", ALL)
def test_no_private_text_in_any_target(name: str, view: ListView, private_word: str) -> None:
    text = all_of(name, view)
    assert "Narco-propaganda" in text or name == "pdf"
    assert private_word not in text
    assert "file:///" not in text
    assert "Zotero" not in text


@pytest.mark.parametrize("name", ALL)
def test_nothing_empty_is_shown(name: str, make_view: Callable[..., ListView]) -> None:
    bare = make_view(
        subtitle="", course="", department="", institution="", instructors=(), term=None, description="",
        policies="", licence="",
    )  # fmt: skip
    text = all_of(name, bare)
    for word in ("Course", "Instructor", "Meets", "Policies", "None", "n/a"):
        assert word not in text


@pytest.mark.parametrize("name", ALL)
def test_hostile_text_is_shown_and_does_nothing(name: str, hostile_view: ListView) -> None:
    text = all_of(name, hostile_view)
    assert "\x1b" not in text
    assert "\u202e" not in text
    assert 'href="javascript:' not in text
    assert "root:x:0:0" not in text
    assert "16246" not in text


@pytest.mark.parametrize("name", WORDED)
def test_a_spanish_list_has_no_english_word_of_ours(name: str, spanish: ListView) -> None:
    text = all_of(name, spanish)
    if name == "docx":
        text = re.sub("<[^>]+>", " ", text[text.index("<w:body>") : text.index("</w:body>")])
    if name == "odt":
        text = re.sub("<[^>]+>", " ", text[text.index("<office:text>") : text.index("</office:text>")])
    if name in ("latex", "xlsx"):
        text = re.sub(r"%.*|<workbook.*|\\usepackage.*|<Properties.*", "", text)
    if name == "html":
        text = re.sub("<(style|script)[^>]*>.*?</\\1>", "", text, flags=re.DOTALL)
        text = re.sub(r'<meta[^>]*>|(?:class|id|href|rel|aria-labelledby|role)="[^"]*"', "", text)
    words = r"Week|February|Readings?|Essential|Recommended|Further|Contents|Schedule|about|Course|Term"
    words += r"|Instructors?|Department|Publisher|Policies|Citations|From the library|As of|weeks|Skip"
    words += r"|Link to|of \d"
    assert re.findall(rf"\b(?:{words})\b", text) == []
    for word in ("Semana", "febrero", "Docente", "Esencial", "Leer") if name in DOCUMENTS else ("Esencial",):
        assert word in text or name == "atom"


def test_pdf_text_is_what_pdftotext_reads(view: ListView, tmp_path: Path) -> None:
    content = load_target("pdf").render(view, RenderOptions()).content
    (tmp_path / "list.pdf").write_bytes(content)
    try:
        done = subprocess.run(["pdftotext", str(tmp_path / "list.pdf"), "-"], capture_output=True, check=True)
    except FileNotFoundError:
        pytest.skip("pdftotext is not installed")
    text = re.sub(r"\s+", " ", done.stdout.decode())
    for part in ("Week 3 · February 1", "Essential reading", "Read pp. 60–77", "Open copy"):
        assert part in text
    assert text.index("Geeks for the Cartels") < text.index("How to read this list") < text.index("Contents")
