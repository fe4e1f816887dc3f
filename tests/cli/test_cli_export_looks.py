"""Looks: chosen by option, list or settings; a department's logo, colours and fonts in each document."""

from __future__ import annotations

import base64
import re
import struct
import zipfile
import zlib
from pathlib import Path

import docx
import pikepdf
import pytest

from tests.cli.conftest import SYLLABUS, Run

DRESSED = "html,pdf,docx,odt,epub"
LOGO = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 240 80" width="240" height="80">'
    '<rect width="240" height="80" fill="#00695c"/></svg>'
)


def png(width: int, height: int) -> bytes:
    """A picture of one colour."""
    rows = zlib.compress(b"".join(b"\0" + b"\x20\x60\x90" * width for _ in range(height)))

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


def settle(workspace: Path, **values: str) -> None:
    """Put values into the settings, each at the last place where its key stands already."""
    file = workspace / "readinglist.toml"
    text = file.read_text("utf-8")
    for key, value in values.items():
        found = list(re.finditer(rf'^{key} = ".*"$', text, re.MULTILINE))[-1]
        text = f'{text[: found.start()]}{key} = "{value}"{text[found.end() :]}'
    file.write_text(text, "utf-8")


def exported(workspace: Path, run: Run, *options: str, to: str = DRESSED) -> Path:
    out = workspace / "made"
    run("-C", workspace, "export", SYLLABUS, "--to", to, "-o", out, *options)
    return out


def part(file: Path, name: str) -> str:
    with zipfile.ZipFile(file) as archive:
        return archive.read(name).decode()


def test_classic_is_what_is_made_when_nothing_is_said(workspace: Path, run: Run) -> None:
    plain = {file.name: file.read_bytes() for file in exported(workspace, run).iterdir()}
    named = exported(workspace, run, "--look", "classic")
    assert plain == {file.name: file.read_bytes() for file in named.iterdir()}


def test_each_look_makes_other_files_of_the_same_words(workspace: Path, run: Run) -> None:
    classic = exported(workspace, run)
    pages = len(pikepdf.open(classic / f"{SYLLABUS}.pdf").pages)
    words = [one.text for one in docx.Document(str(classic / f"{SYLLABUS}.docx")).paragraphs]
    before = {file.name: file.read_bytes() for file in classic.iterdir()}
    compact = exported(workspace, run, "--look", "compact")
    assert all(file.read_bytes() != before[file.name] for file in compact.iterdir())
    assert len(pikepdf.open(compact / f"{SYLLABUS}.pdf").pages) <= pages * 0.6
    assert [one.text for one in docx.Document(str(compact / f"{SYLLABUS}.docx")).paragraphs] == words


def test_a_list_names_its_look_and_the_option_stands_over_it(workspace: Path, run: Run) -> None:
    source = workspace / "lists" / f"{SYLLABUS}.yaml"
    source.write_text(
        source.read_text("utf-8").replace("style: apa", "style: apa\nlook: compact", 1), "utf-8"
    )
    page = exported(workspace, run, to="html") / f"{SYLLABUS}.html"
    assert 'The look "compact"' in page.read_text("utf-8")
    exported(workspace, run, "--look", "classic", to="html")
    assert 'The look "compact"' not in page.read_text("utf-8")


def test_the_settings_name_a_look_for_all_lists(workspace: Path, run: Run) -> None:
    settle(workspace, look="compact")
    page = exported(workspace, run, to="html") / f"{SYLLABUS}.html"
    assert 'The look "compact"' in page.read_text("utf-8")


def test_an_unknown_look_is_named_with_who_asked_for_it(workspace: Path, run: Run) -> None:
    told = run("-C", workspace, "export", SYLLABUS, "--look", "compct", code=1)
    assert "no look 'compct'" in told.err and "Did you mean 'compact'?" in told.err
    settle(workspace, look="compct")
    told = run("-C", workspace, "export", SYLLABUS, code=1)
    assert "lists.look" in told.err


@pytest.mark.parametrize("kind", ["svg", "png"])
def test_department_has_logo_name_and_colours_everywhere(workspace: Path, run: Run, kind: str) -> None:
    (workspace / f"logo.{kind}").write_bytes(LOGO.encode() if kind == "svg" else png(480, 160))
    settle(workspace, logo=f"logo.{kind}", logo_alt="Two Rivers", name="Sociology", accent="#00695C")
    made = exported(workspace, run, "--look", "department")

    page = (made / f"{SYLLABUS}.html").read_text("utf-8")
    content = (workspace / f"logo.{kind}").read_bytes()
    assert f'base64,{base64.b64encode(content).decode()}" alt="Two Rivers"' in page
    assert "--accent: #00695c" in page and "img-src data:" in page
    assert "<strong>Sociology</strong>" in page

    document = docx.Document(str(made / f"{SYLLABUS}.docx"))
    assert [one.style.name for one in document.paragraphs[:3]] == ["Letterhead", "Letterhead", "Title"]
    assert document.paragraphs[1].text == "Sociology"
    shape = document.inline_shapes[0]
    assert shape.height.cm <= 1.55 and shape.width.cm <= 5.1
    assert shape.width / shape.height == pytest.approx(3, rel=0.05)
    assert "Two Rivers" in part(made / f"{SYLLABUS}.docx", "word/document.xml")
    assert str(document.styles["Heading 1"].font.color.rgb) == "00695C"

    odt = part(made / f"{SYLLABUS}.odt", "content.xml")
    assert odt.index("Letterhead") < odt.index('"Title"')
    assert "#00695c" in part(made / f"{SYLLABUS}.odt", "styles.xml")
    assert "#1f4e79" not in part(made / f"{SYLLABUS}.odt", "styles.xml")

    assert 'alt="Two Rivers"' in part(made / f"{SYLLABUS}.epub", "EPUB/front.xhtml")
    assert f'href="logo.{kind}"' in part(made / f"{SYLLABUS}.epub", "EPUB/package.opf")
    with zipfile.ZipFile(made / f"{SYLLABUS}.epub") as book:
        assert book.read(f"EPUB/logo.{kind}") == content

    with pikepdf.open(made / f"{SYLLABUS}.pdf") as pdf:
        alts = [str(one.Alt) for one in pdf.objects if isinstance(one, pikepdf.Dictionary) and "/Alt" in one]
    assert "Two Rivers" in alts


def test_a_logo_is_shown_by_the_department_alone(workspace: Path, run: Run) -> None:
    settle(workspace, logo="is-not-there.png")
    page = exported(workspace, run, "--look", "compact", to="html") / f"{SYLLABUS}.html"
    assert "img-src" not in page.read_text("utf-8")


@pytest.mark.parametrize(
    ("key", "value", "message"),
    [
        ("accent", "#ffcc00", "department.accent: the contrast of #ffcc00 on white paper is 1.5"),
        ("quiet", "#999", "department.quiet: the contrast of #999999 on white paper is 2.84:1"),
        ("accent_dark", "#223344", "department.accent_dark: the contrast of #223344 on a dark screen"),
        ("accent", "red", "department.accent: expected a colour such as #1f4e79"),
        ("text_font", "a; b", "department.text_font: expected the name of one font family"),
        ("logo", "../logo.png", "department.logo: expected the name of a picture inside this folder"),
    ],
)
def test_a_bad_brand_names_its_setting(workspace: Path, run: Run, key: str, value: str, message: str) -> None:
    settle(workspace, **{key: value})
    told = run("-C", workspace, "export", SYLLABUS, "--look", "department", code=1)
    assert re.search(r"readinglist\.toml:\d+: ", told.err)
    assert message in told.err


def test_the_tone_that_is_proposed_has_enough_contrast(workspace: Path, run: Run) -> None:
    settle(workspace, accent="#ffcc00")
    told = run("-C", workspace, "export", SYLLABUS, "--look", "department", "--to", "html", code=1)
    proposed = re.search(r"that has enough is (#[0-9a-f]{6})", told.err)
    assert proposed
    settle(workspace, accent=proposed[1])
    exported(workspace, run, "--look", "department", to="html")


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"GIF89a", "no PNG, JPEG or SVG"),
        (b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>', "<script"),
        (b"\x89PNG\r\n\x1a\n" + b"0" * (2 * 1024 * 1024), "larger than 2 MB"),
    ],
)
def test_a_bad_logo_is_refused(workspace: Path, run: Run, content: bytes, message: str) -> None:
    (workspace / "logo.png").write_bytes(content)
    settle(workspace, logo="logo.png")
    told = run("-C", workspace, "export", SYLLABUS, "--look", "department", "--to", "html", code=1)
    assert message in told.err and "department.logo" in told.err


def test_a_font_that_the_pdf_has_not_is_named(workspace: Path, run: Run) -> None:
    settle(workspace, text_font="Source Serif 4")
    told = run(
        "-C", workspace, "export", SYLLABUS, "--look", "department", "--to", "pdf", "-o", workspace / "o"
    )
    assert "no font 'Source Serif 4'" in told.err and "templates/fonts/" in told.err


def test_a_look_of_ones_own_builds_on_one_that_ships(workspace: Path, run: Run) -> None:
    folder = workspace / "templates" / "looks" / "history"
    folder.mkdir(parents=True)
    (folder / "look.toml").write_text('description = "Ours"\nbase = "compact"\n', "utf-8")
    (folder / "look.css").write_text("/* history */\n", "utf-8")
    made = exported(workspace, run, "--look", "history", to="html,pdf")
    assert "/* history */" in (made / f"{SYLLABUS}.html").read_text("utf-8")
    assert len(pikepdf.open(made / f"{SYLLABUS}.pdf").pages) < 12  # The measures of "compact".
    assert "history" in run("-C", workspace, "templates", "list").out


def test_a_look_that_builds_on_itself_is_an_error(workspace: Path, run: Run) -> None:
    folder = workspace / "templates" / "looks" / "round"
    folder.mkdir(parents=True)
    (folder / "look.toml").write_text('base = "round"\n', "utf-8")
    told = run("-C", workspace, "export", SYLLABUS, "--look", "round", "--to", "html", code=1)
    assert "builds on itself" in told.err


def test_a_file_of_a_look_is_shown_and_copied(workspace: Path, run: Run) -> None:
    listed = run("-C", workspace, "templates", "list").out
    assert "looks/compact/look.css" in listed
    shown = run("-C", workspace, "templates", "show", "looks/compact/look.css").out
    run("-C", workspace, "templates", "copy", "looks/compact/look.css")
    copy = workspace / "templates" / "looks" / "compact" / "look.css"
    assert copy.read_text("utf-8") == shown
    copy.write_text("/* changed here */\n", "utf-8")
    page = exported(workspace, run, "--look", "compact", to="html") / f"{SYLLABUS}.html"
    assert "/* changed here */" in page.read_text("utf-8")


@pytest.mark.parametrize("name", ["../readinglist.toml", "/etc/passwd", "looks/../../readinglist.toml"])
def test_only_templates_are_shown(workspace: Path, run: Run, name: str) -> None:
    assert "no template" in run("-C", workspace, "templates", "show", name, code=1).err
