"""Templates of one's own end: in time, within memory, with an error that names template, line and value."""

from __future__ import annotations

import json
import subprocess
import time
from pathlib import Path

import pytest

from readinglist.errors import ExportError
from readinglist.export import Rendered, RenderOptions, apart, guard, load_target
from readinglist.export.apart import render_target, run_apart
from readinglist.export.view import ListView

LOOPS = "{% for a in range(99999) %}{% for b in range(99999) %}{% for c in range(99999) %}"
ENDS = "{% endfor %}{% endfor %}{% endfor %}"
QUIET = "{% if a + b + c < 0 %}x{% endif %}"


def made(view: ListView, body: str, folder: Path, *, target: str = "md", seconds: float = 20) -> Rendered:
    name = {"md": "list.md.j2", "html": "list.html.j2", "pdf": "list.typ.j2"}[target]
    (folder / name).write_text(f"one\ntwo\n{body}\n", "utf-8")
    options = RenderOptions(template_folder=folder)
    return render_target(load_target(target), options, view, seconds=seconds)


@pytest.mark.parametrize("target", ["md", "pdf"])
def test_nested_loops_are_stopped_on_their_line(view: ListView, tmp_path: Path, target: str) -> None:
    begun = time.monotonic()
    with pytest.raises(ExportError) as caught:
        made(view, LOOPS + QUIET + ENDS, tmp_path, target=target, seconds=4)
    assert time.monotonic() - begun < 60
    assert "more than 4 seconds" in caught.value.message
    assert caught.value.where.endswith("j2:3")
    assert "range(99999)" in caught.value.hint


def test_a_clock_that_could_not_read_the_line_is_asked_once_more(monkeypatch: pytest.MonkeyPatch) -> None:
    lines = json.dumps({"file": "a.md.j2", "lines": [[1, 1], [3, 20]]})
    unread = f"{guard.MAP}{lines}\nTimeout (0:00:04)!\n  <invalid frame>\n".encode()
    answers = [unread, unread + b'  File "a.md.j2", line 21 in root\n']
    asked: list[bytes] = []

    def child(call: bytes) -> subprocess.CompletedProcess[bytes]:
        asked.append(call)
        return subprocess.CompletedProcess([], 1, b"", answers[len(asked) - 1])

    monkeypatch.setattr(apart, "_child", child)
    with pytest.raises(ExportError) as caught:
        apart.run_apart(len, "")
    assert caught.value.where == "a.md.j2:3" and len(asked) == 2


def test_a_single_endless_operation_is_stopped_too(view: ListView, tmp_path: Path) -> None:
    # One call into C that never lets the interpreter have a turn.
    body = "{% set s = range(99999)|join('x') %}\n\n{{ s.replace('', s * 2)|length }}"
    with pytest.raises(ExportError) as caught:
        made(view, body, tmp_path, seconds=4)
    assert "list.md.j2:5" in caught.value.where


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("{{ 'x' * 10**9 }}", "'x' * 1000000000"),
        ("{{ [0] * 10**9 }}", "* 1000000000"),
        ("{{ 10**(10**10) }}", "10 ** 10000000000"),
        ("{{ '%9999999999d' % 1 }}", "%9999999999d"),
        ("{% for x in range(10**9) %}{% endfor %}", "100000"),
        ("{{ 'x'|center(10**10) }}", "memory"),
        ("{{ lipsum(n=10**9) }}", "lipsum"),
        ("{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}", "without end"),
        (
            "{% set n = namespace(s='x') %}{% for i in range(60) %}{% set n.s = n.s ~ n.s %}{% endfor %}",
            "memory",
        ),
    ],
)
def test_what_is_out_of_proportion_is_refused(
    view: ListView, tmp_path: Path, line: str, message: str
) -> None:
    with pytest.raises(ExportError) as caught:
        made(view, line, tmp_path)
    assert message in caught.value.message
    assert caught.value.where.endswith("list.md.j2:3")


def test_output_without_end_is_cut_short(view: ListView, tmp_path: Path) -> None:
    with pytest.raises(ExportError) as caught:
        made(view, LOOPS + "x" * 5000 + ENDS, tmp_path)
    assert "64,000,000 characters" in caught.value.message
    assert "list.md.j2:3" in caught.value.where


@pytest.mark.parametrize(
    "body", ["#let f(x) = f(x + 1)\n#f(0)", "#while true {}", "#for i in range(2000000000) {}"]
)
def test_endless_typst_in_a_template_ends(view: ListView, tmp_path: Path, body: str) -> None:
    with pytest.raises(ExportError) as caught:
        made(view, body, tmp_path, target="pdf")
    assert "list.typ.j2" in caught.value.where


def test_an_own_template_makes_the_same_bytes_as_the_shipped_one(view: ListView, tmp_path: Path) -> None:
    (tmp_path / "list.html.j2").write_text('{% extends "shipped/list.html.j2" %}', "utf-8")
    target = load_target("html")
    apart = render_target(target, RenderOptions(template_folder=tmp_path), view)
    assert apart == target.render(view, RenderOptions())


def test_warnings_and_errors_come_back_from_the_other_process(view: ListView) -> None:
    with pytest.raises(ExportError) as caught:
        run_apart(_fail)
    assert (caught.value.message, caught.value.where, caught.value.hint) == ("m", "w", "h")


def _fail() -> None:
    raise ExportError("m", where="w", hint="h")
