"""The PDF: tagged, titled, in its language, on the right paper; characters that no font has are told."""

from __future__ import annotations

import io
import itertools
from collections.abc import Callable

import pikepdf
import pytest

from readinglist.errors import ExportError
from readinglist.export import RenderOptions, load_target
from readinglist.export.typesetting import missing_characters, typeset
from readinglist.export.view import ListView
from readinglist.export.writers.typst import TypstWriter


def opened(view: ListView, **options: object) -> pikepdf.Pdf:
    content = load_target("pdf").render(view, RenderOptions(**options)).content  # type: ignore[arg-type]
    return pikepdf.open(io.BytesIO(content))


def tags(pdf: pikepdf.Pdf) -> list[str]:
    """The structure's element types in reading order."""
    found: list[str] = []

    def walk(node: pikepdf.Object) -> None:
        if isinstance(node, pikepdf.Dictionary) and "/S" in node:
            found.append(str(node.S)[1:])
        kids = node.get("/K", None) if isinstance(node, pikepdf.Dictionary) else None
        for kid in kids if isinstance(kids, pikepdf.Array) else [kids]:
            if isinstance(kid, pikepdf.Dictionary):
                walk(kid)

    walk(pdf.Root.StructTreeRoot)
    return found


def test_says_that_it_is_ua_1_tagged_titled_and_in_which_language(view: ListView) -> None:
    with opened(view) as pdf, pdf.open_metadata() as metadata:
        assert str(metadata["pdfuaid:part"]) == "1"
        assert metadata["dc:title"] == "Geeks for the Cartels: digital crime"
        assert bool(pdf.Root.MarkInfo.Marked) is True
        assert str(pdf.Root.Lang) == "en-US"
        assert bool(pdf.Root.ViewerPreferences.DisplayDocTitle) is True


def test_structure_has_headings_paragraphs_and_links_in_order(view: ListView) -> None:
    with opened(view) as pdf:
        found = tags(pdf)
    assert {"Document", "Title", "P", "Link"} <= set(found) or {"Document", "H1", "P", "Link"} <= set(found)
    levels = [int(tag[1:]) for tag in found if tag[0] == "H" and tag[1:].isdigit()]
    assert levels and all(after - before <= 1 for before, after in itertools.pairwise(levels))


def test_outline_holds_the_sections(view: ListView) -> None:
    with opened(view) as pdf, pdf.open_outline() as outline:
        assert [item.title for item in outline.root] == [
            "Propaganda",
            "Encryption",
            "Nothing yet",
            "Policies",
        ]
        assert [item.title for item in outline.root[0].children] == [
            "Essential reading",
            "Recommended reading",
            "Further reading",
        ]


def test_entries_carry_their_language(view: ListView) -> None:
    with opened(view) as pdf:
        marked = [
            operands[1]
            for page in pdf.pages
            for operands, operator in pikepdf.parse_content_stream(page)
            if str(operator) == "BDC"
        ]
        languages = {str(properties.Lang) for properties in marked if "/Lang" in properties}
    assert {"es", "es-MX", "he"} <= languages


@pytest.mark.parametrize(
    ("paper", "locale", "size"),
    [("auto", "en-US", (612, 792)), ("auto", "en-GB", (595, 842)), ("letter", "es-ES", (612, 792))],
)
def test_paper(make_view: Callable[..., ListView], paper: str, locale: str, size: tuple[int, int]) -> None:
    with opened(make_view(locale), paper=paper) as pdf:
        box = pdf.pages[0].mediabox
        assert (round(float(box[2])), round(float(box[3]))) == size


def test_date_is_the_views_or_the_one_asked_for(view: ListView) -> None:
    with opened(view) as pdf:
        assert str(pdf.docinfo["/CreationDate"]).startswith("D:20261102000000")
    with opened(view, timestamp=1_700_000_000) as pdf:
        assert str(pdf.docinfo["/CreationDate"]).startswith("D:20231114221320")


def test_missing_characters_are_named_by_script_with_their_place(make_view: Callable[..., ListView]) -> None:
    rendered = load_target("pdf").render(make_view(title="Weibo 微博 and 😀"), RenderOptions())
    han, emoji = rendered.warnings
    for part in (
        "Han 微 (U+5FAE), 博 (U+535A), in the list's own words",
        "Noto Serif CJK SC",
        "templates/fonts",
    ):
        assert part in han
    assert "emoji 😀 (U+1F600)" in emoji


def test_latin_greek_cyrillic_and_hebrew_are_there() -> None:
    assert missing_characters(["àéîõüçñ¿¡ŁŻĐ “quotes” – — … αβγ Ωмир שלום → № § ©"]) == frozenset()
    assert missing_characters(["a好b微"]) == frozenset("好微")


@pytest.mark.parametrize(
    "code", ['#read("/etc/passwd")', '#include "/etc/passwd"', '#image("../../secret.png")']
)
def test_typst_finds_no_file(code: str) -> None:
    with pytest.raises(ExportError, match=r"mine\.typ\.j2"):
        typeset(f'#set document(title: "t")\n{code}', fonts=None, timestamp=0, where="mine.typ.j2")


@pytest.mark.parametrize(
    "text", ['a"b\\c', "#panic()", "*x* _y_ $z$", "// no comment", "<label> @ref", "x\u2028y", "= no heading"]
)
def test_text_is_a_literal(text: str) -> None:
    source = '#set document(title: "t")\n' + TypstWriter().text(text) + "[content] (x)"
    assert typeset(source, fonts=None, timestamp=0, where="").startswith(b"%PDF")


def test_addresses_break_where_the_manual_says() -> None:
    source = TypstWriter().text("see https://www.example.org/a-b/c_d?e=f.html now")
    pieces = [part.split('"')[1] for part in source.split("#box[")[1:]]
    assert pieces == ["https://", "www", ".example", ".org", "/a", "-b", "/c", "_d", "?e", "=", "f", ".html"]
    assert "".join(pieces) in "see https://www.example.org/a-b/c_d?e=f.html now"
