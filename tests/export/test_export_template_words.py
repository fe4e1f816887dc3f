"""Faults in a template are told in the words of who wrote it, never by the program's own types."""

from __future__ import annotations

from pathlib import Path

import pytest

from readinglist.errors import ExportError
from readinglist.export import RenderOptions, load_target
from readinglist.export.view import ListView


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("{{ list }}", "not a list"),
        ("{{ list.sections }}", "not a row of values"),
        ("{{ list.sections[0].entries[0] }}", "not an entry"),
        ("{{ list.titel }}", "a list has no 'titel'; did you mean 'title' or 'subtitle'?"),
        ("{{ list.sections[0].titel }}", "a section has no 'titel'; did you mean 'title'"),
        ("{{ list.sections.title }}", "a row of values has no 'title'; each of them may"),
        ("{{ list.sections[99] }}", "values has none at 99; the first is at 0"),
        ("{{ nobody.more }}", "'nobody' is undefined"),
        ("{{ list.title() }}", "a text is no function"),
        ("{{ list.title + 1 }}", "not to a number; ~ joins anything"),
        ("{{ 1 + none }}", "a number and nothing cannot be calculated with '+'"),
        ("{% for x in list %}{% endfor %}", "a list is no row of values"),
        ("{{ list | length }}", "a list has no length"),
        ("{{ list.title | round }}", "a text cannot be rounded"),
        ("{{ list.sections | sort }}", "have no order: '<' cannot compare them"),
        ("{{ list.title | dictsort }}", "a text has no 'items'"),
        ("{{ list.__class__ }}", "'__class__' of a list is closed to templates, as it is unsafe"),
    ],
)
def test_a_fault_is_told_in_the_words_of_who_wrote_it(
    view: ListView, tmp_path: Path, line: str, said: str
) -> None:
    (tmp_path / "list.md.j2").write_text(f"one\n{line}\n", "utf-8")
    with pytest.raises(ExportError) as caught:
        load_target("md").render(view, RenderOptions(template_folder=tmp_path))
    assert said in str(caught.value) and caught.value.where.endswith("list.md.j2:2")
    for ours in ("View", "readinglist", "object", "tuple", "NoneType", "str "):
        assert ours not in caught.value.message
