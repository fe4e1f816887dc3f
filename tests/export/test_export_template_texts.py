"""No template prints Python's own text of a value: it prints text and numbers, or says what it met."""

from __future__ import annotations

from pathlib import Path

import pytest

from readinglist.errors import ExportError
from readinglist.export import RenderOptions, load_target
from readinglist.export.template_words import values_of
from readinglist.export.view import ListView

TEMPLATES = {"html": "list.html.j2", "md": "list.md.j2", "txt": "list.txt.j2", "latex": "list.tex.j2"}


def filled(view: ListView, folder: Path, body: str, target: str = "txt") -> str:
    (folder / TEMPLATES[target]).write_text(f"one\n{body}\n", "utf-8")
    return load_target(target).render(view, RenderOptions(template_folder=folder)).content.decode()


NOT_TEXT = (
    "{{ list.sections | join(',') }}",
    "{{ list.sections | map(attribute='groups') | join }}",
    "{{ list.sections | string }}",
    "{{ list.sections[0] | upper }}",
    "{{ list.sections | list | replace('a', 'b') }}",
    "{{ 'x ' ~ list.sections[0] }}",
    "{{ 'x ' ~ list.sections }}",
    "{{ list.title ~ list.about.instructors }}",
    "{{ '%s' % list.sections[0] }}",
    "{{ '%s and %s' % (list.title, list.sections[0]) }}",
    "{{ '%(x)s' % {'x': list.sections[0]} }}",
    "{{ '%s' | format(list.sections[0]) }}",
    "{{ '{}'.format(list.sections[0]) }}",
    "{{ '{!r}'.format(list.sections[0]) }}",
    "{{ '{x}'.format_map({'x': list.sections[0]}) }}",
    "{{ list.sections | map('string') | join }}",
    "{{ {'class': list.sections[0]} | xmlattr }}",
    "{{ list.sections[0] | safe }}",
    "{{ list.sections | safe }}",
    "{{ list.title | replace('R', list.sections[0]) }}",
    "{{ list.sections[0] | urlencode }}",
    "{{ {'list': list.sections[0]} | urlencode }}",
    "{{ [('list', list.sections[0])] | urlencode }}",
    "{{ list.sections | map('title') | first }}",
    "{{ list.date }}",
    "{{ '' ~ list.date }}",
    "{{ '' ~ list.about.weeks ~ none }}",
    "{{ '' ~ list.numbered }}",
    "{{ list.sections | pprint }}",
    "{{ _('%(x)s', x=list.sections[0]) }}",
    "{% trans x=list.sections[0] %}{{ x }}{% endtrans %}",
    "{{ list.title.encode('utf-16') }}",
    "{% set s %}{{ list.sections[0] }}{% endset %}{{ s }}",
)


@pytest.mark.parametrize("target", TEMPLATES)
@pytest.mark.parametrize("body", NOT_TEXT)
def test_what_is_no_text_is_never_made_one(view: ListView, tmp_path: Path, body: str, target: str) -> None:
    with pytest.raises(ExportError) as caught:
        filled(view, tmp_path, body, target)
    assert caught.value.where.endswith(f"{TEMPLATES[target]}:2")
    for ours in ("View", "readinglist", "object", "tuple", "NoneType", "str "):
        assert ours not in caught.value.message


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ("{{ list.sections | join(',') }}", "not a section: name a value of it, such as 'title'"),
        ("{{ list.sections[0].entries[0].links | join }}", "not a link: name a value of it, such as 'label'"),
        ("{{ list.facts | join }}", "not a fact: name a value of it, such as 'label'"),
        ("{{ list.sections }}", "not a row of values: go through them by for, or use join"),
        ("{{ list.date }}", "not a date: list.words.date(…) writes one out"),
        ("{{ 'x' ~ list.about.nothing }}", "a course has no 'nothing'"),
        ("{{ '' ~ none ~ list.title }}", "not nothing"),
    ],
)
def test_the_error_says_what_was_meant_perhaps(view: ListView, tmp_path: Path, body: str, said: str) -> None:
    with pytest.raises(ExportError, match="cannot be filled in") as caught:
        filled(view, tmp_path, body)
    assert said in caught.value.message


@pytest.mark.parametrize(
    ("body", "shown"),
    [
        ("{{ list.sections | join(', ', attribute='title') }}", "Propaganda, Encryption, Nothing yet"),
        ("{{ list.sections | map(attribute='title') | join('; ') }}", "Propaganda; Encryption; Nothing yet"),
        (
            "{{ list.sections[0].entries[0].citation ~ '!' }}",
            "Latin American Perspectives, 41. https://doi.org",
        ),
        ("{{ list.description | upper }}", "WHAT IS DIGITAL ABOUT IT?"),
        ("{{ '{0.title}: {1}'.format(list.sections[0], 3) }}", "Propaganda: 3"),
        ("{{ '%s of %d' % (list.title, 3) }}", "Geeks for the Cartels: digital crime of 3"),
        ("{{ '%s' | format(list.title) }}", "Geeks for the Cartels"),
        ("{{ 7 / 2 }} {{ (7 / 2) | round(1) }} {{ 7 }}", "3.5 3.5 7"),
        ("{{ [1, 2.5, 'x'] | join('/') }}", "1/2.5/x"),
        ("{{ list.words.date(list.date) }}", "November 2, 2026"),
        ("{{ list.date.isoformat() }}", "2026-11-02"),
        ("{{ ('a' ~ 1 ~ 2.5) | center(9) | trim }}", "a12.5"),
        ("{{ list.sections | length }}{{ list.sections | count }}", "33"),
        ("{{ list.sections[0].intro | safe }}", "What changes when a threat is"),
        ("{{ {'q': list.sections[0].title, 'n': 3} | urlencode }}", "q=Propaganda&n=3"),
        ("{{ [('q', 'a b')] | urlencode }} {{ 'a b' | urlencode }}", "q=a+b a%20b"),
        ("{{ 'x' | replace('x', list.sections[0].intro) | truncate(99, true) }}", "What changes when"),
    ],
)
def test_what_is_text_prints_as_before(view: ListView, tmp_path: Path, body: str, shown: str) -> None:
    assert shown in filled(view, tmp_path, body)


def test_joined_text_is_escaped_like_any_other(view: ListView, tmp_path: Path) -> None:
    made = filled(view, tmp_path, "{{ '<b>' ~ list.sections[0].title ~ ['&', '<i>'] | join(' ') }}", "html")
    assert "&lt;b&gt;Propaganda&amp; &lt;i&gt;" in made
    made = filled(view, tmp_path, "{{ '{}'.format('<b>') }} {{ '%s' % '<i>' }}", "html")
    assert "&lt;b&gt; &lt;i&gt;" in made
    made = filled(view, tmp_path, r"{{ '\\input' ~ ['{x}', '$'] | join('_') }}", "latex")
    assert "\\input" not in made and "\\textbackslash" in made


def test_a_missing_template_is_told_by_the_line_that_asks_for_it(view: ListView, tmp_path: Path) -> None:
    with pytest.raises(ExportError, match="no template 'nobody") as caught:
        filled(view, tmp_path, "{% include 'nobody.j2' %}")
    assert caught.value.where == f"{tmp_path / 'list.txt.j2'}:2"
    mine = tmp_path / "mine.j2"
    mine.write_text("{% include 'nobody.j2' %}")
    with pytest.raises(ExportError) as caught:
        load_target("txt").render(view, RenderOptions(template=mine))
    assert caught.value.where == f"{mine}:1"


def test_every_part_of_the_view_has_a_value_that_can_be_named(view: ListView) -> None:
    section = view.sections[0]
    for part in (view, section, section.entries[0], view.facts[0], view.marks[0], section.groups[0]):
        assert {"title", "label", "name", "plain"} & set(values_of(part))
