"""A block that nothing asks for is told, and not left out in silence."""

from __future__ import annotations

from pathlib import Path

import pytest

from readinglist.errors import ExportError
from readinglist.export import RenderOptions, load_target
from readinglist.export.view import ListView


def made(view: ListView, folder: Path, **files: str) -> str:
    for name, text in files.items():
        (folder / f"{name}.txt.j2").write_text(text, "utf-8")
    return load_target("txt").render(view, RenderOptions(template_folder=folder)).content.decode()


def test_a_misspelt_block_is_told_with_its_line_and_what_was_meant(view: ListView, tmp_path: Path) -> None:
    text = '{% extends "shipped/list.txt.j2" %}\n\n{% block colofon %}x{% endblock %}'
    with pytest.raises(ExportError, match="a block 'colofon', which 'shipped/list") as caught:
        made(view, tmp_path, list=text)
    assert caught.value.where == f"{tmp_path / 'list.txt.j2'}:3"
    assert caught.value.hint == "Did you mean 'colophon'?"
    with pytest.raises(ExportError) as caught:
        made(view, tmp_path, list='{% extends "shipped/list.txt.j2" %}{% block zzz %}x{% endblock %}')
    assert caught.value.hint == "It has colophon, contents, masthead, policies, sections."


def test_blocks_of_all_that_a_template_builds_on_and_within_its_own_are_known(
    view: ListView, tmp_path: Path
) -> None:
    text = made(
        view,
        tmp_path,
        middle='{% extends "shipped/list.txt.j2" %}'
        "{% block colophon %}{% block last %}-{% endblock %}{% endblock %}",
        list='{% extends "middle.txt.j2" %}{% block contents %}CONTENTS{% endblock %}'
        "{% block last %}LAST {% block inner %}INNER{% endblock %}{% endblock %}",
    )
    assert "CONTENTS" in text and text.endswith("LAST INNER\n")


def test_a_template_that_builds_on_itself_is_told_how_not_to(view: ListView, tmp_path: Path) -> None:
    with pytest.raises(ExportError, match="without end") as caught:
        made(view, tmp_path, list='{% extends "list.txt.j2" %}{% block colophon %}{% endblock %}')
    assert '{% extends "shipped/list.txt.j2" %}' in caught.value.hint


def test_what_else_is_wrong_is_told_as_before(view: ListView, tmp_path: Path) -> None:
    with pytest.raises(ExportError, match="no template 'nobody"):
        made(view, tmp_path, list='{% extends "nobody.txt.j2" %}{% block x %}{% endblock %}')
    with pytest.raises(ExportError, match="is broken"):
        made(view, tmp_path, list='{% extends "shipped/list.txt.j2" %}{% block x %}')
    assert "Propaganda" in made(
        view, tmp_path, list="{% block x %}{{ list.sections[0].title }}{% endblock %}"
    )
