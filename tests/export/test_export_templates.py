"""Templates of one's own stand over those that ship, are sandboxed and escape; faults name file and line."""

from __future__ import annotations

from pathlib import Path

import pytest

from readinglist.errors import ExportError
from readinglist.export import RenderOptions, load_target, targets
from readinglist.export.view import ListView

MAIN = {"html": "list.html.j2", "md": "list.md.j2", "docx": "list.docx.html.j2", "pdf": "list.typ.j2"}


def render(target: str, view: ListView, folder: Path) -> bytes:
    return load_target(target).render(view, RenderOptions(template_folder=folder)).content


def test_own_template_is_used(view: ListView, tmp_path: Path) -> None:
    (tmp_path / "list.md.j2").write_text("Mine: {{ list.title }}", "utf-8")
    assert render("md", view, tmp_path) == b"Mine: Geeks for the Cartels: digital crime\n"


def test_own_template_changes_one_block_of_the_shipped_one(view: ListView, tmp_path: Path) -> None:
    (tmp_path / "list.html.j2").write_text(
        '{% extends "shipped/list.html.j2" %}{% block colophon %}<footer>Ours</footer>{% endblock %}', "utf-8"
    )
    html = render("html", view, tmp_path).decode()
    assert "<footer>Ours</footer>" in html
    assert 'id="campbell2014narco"' in html


def test_own_style_sheet_is_used(view: ListView, tmp_path: Path) -> None:
    (tmp_path / "list.css").write_text("body { color: rebeccapurple }", "utf-8")
    assert b"rebeccapurple" in render("html", view, tmp_path)


def test_a_folder_that_is_not_there_is_no_matter(view: ListView, tmp_path: Path) -> None:
    assert render("md", view, tmp_path / "none")


@pytest.mark.parametrize("target", [name for name in targets() if name in MAIN])
@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("{% if %}", "broken"),
        ("{{ list.nothing }}", "nothing"),
        ("{{ nobody }}", "nobody"),
        ("{{ list }}", "not a list"),
        ("{{ 1 / 0 }}", "division"),
        ("{{ list.title.__class__.__mro__ }}", "unsafe"),
        ("{% include 'none.j2' %}", "none.j2"),
        ("{{ list.sections.append(1) }}", "append"),
    ],
)
def test_a_fault_names_template_and_line(
    view: ListView, tmp_path: Path, target: str, line: str, message: str
) -> None:
    (tmp_path / MAIN[target]).write_text(f"one\ntwo\n{line}\n", "utf-8")
    with pytest.raises(ExportError) as caught:
        render(target, view, tmp_path)
    assert message in str(caught.value)
    assert MAIN[target] in caught.value.where
    assert "none.j2" in message or caught.value.where.endswith(":3")


def test_a_template_that_includes_itself(view: ListView, tmp_path: Path) -> None:
    (tmp_path / "list.md.j2").write_text('{% include "list.md.j2" %}', "utf-8")
    with pytest.raises(ExportError, match="without end"):
        render("md", view, tmp_path)


def test_broken_typst_names_the_template_and_shows_the_line(view: ListView, tmp_path: Path) -> None:
    (tmp_path / "list.typ.j2").write_text('#set document(title: "x")\n#nonsense(1)\n', "utf-8")
    with pytest.raises(ExportError) as caught:
        render("pdf", view, tmp_path)
    assert "list.typ.j2" in caught.value.where
    assert "#nonsense(1)" in caught.value.hint


def test_escaping_needs_no_remembering(view: ListView, tmp_path: Path) -> None:
    body = "{% set evil = '#panic() <b> *x*' %}{{ evil }} {{ evil ~ evil }} {{ evil|upper }}"
    body += "{{ [evil, evil]|join(' ') }}"
    (tmp_path / "list.html.j2").write_text(body, "utf-8")
    assert b"<b>" not in render("html", view, tmp_path)
    (tmp_path / "list.md.j2").write_text(body, "utf-8")
    assert b"\\<b>" in render("md", view, tmp_path)
    assert b" *x*" not in render("md", view, tmp_path)
    (tmp_path / "list.typ.j2").write_text(f'#set document(title: "x")\n{body}', "utf-8")
    assert render("pdf", view, tmp_path).startswith(b"%PDF")


def test_a_macro_cannot_smuggle_text_past_the_writer(view: ListView, tmp_path: Path) -> None:
    body = "{% macro show(x) %}{{ x }}{% endmacro %}{{ show('#panic()') }}"
    (tmp_path / "list.typ.j2").write_text(f'#set document(title: "x")\n{body}', "utf-8")
    assert render("pdf", view, tmp_path).startswith(b"%PDF")
