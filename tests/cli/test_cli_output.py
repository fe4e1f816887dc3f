"""How commands talk: help with examples, 80 columns, colours where wanted, usage errors, pipes that close."""

from __future__ import annotations

import json
import os
import re
import shlex
import subprocess
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from readinglist.cli import cli
from readinglist.cli.output import fitted
from tests.cli.conftest import SYLLABUS, Result, Run, command_line
from tests.cli.terminal import Terminal

SGR = re.compile(r"\x1b\[[0-9;]*m")


def every_command(group: click.Group = cli, path: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    """The words that call each command, groups included."""
    context = click.Context(group)
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        yield (*path, name)
        if isinstance(command, click.Group):
            yield from every_command(command, (*path, name))


COMMANDS = list(every_command())


def test_there_are_all_the_commands() -> None:
    names = {" ".join(words) for words in COMMANDS}
    assert names >= {
        *("demo", "init", "sync", "status", "items", "show", "themes", "themes why", "lists", "lists show"),
        *("export", "styles", "completion"),
    }


@pytest.mark.parametrize("words", COMMANDS, ids=" ".join)
@pytest.mark.parametrize("option", ["--help", "-h"])
def test_every_command_has_help_with_an_example(words: tuple[str, ...], option: str, run: Run) -> None:
    text = run(*words, option).out
    lines = text.splitlines()
    assert text.startswith(f"Usage: readinglist {' '.join(words)}")
    assert all(len(line) <= 80 for line in lines)
    at = next(number for number, line in enumerate(lines) if re.fullmatch(r"  Examples?:", line))
    examples = [line.strip() for line in lines[at + 1 :]]
    assert examples
    assert all(f"readinglist {words[0]}" in line for line in examples)
    assert any(" ".join(("readinglist", *words)) in line for line in examples)


@pytest.mark.parametrize("words", COMMANDS, ids=" ".join)
def test_every_example_can_be_typed(words: tuple[str, ...], run: Run) -> None:
    for line in run(*words, "--help").out.splitlines():
        if line.startswith("    readinglist "):
            # An option that does not exist is an error before --help is seen.
            assert run(*shlex.split(line)[1:], "--help").out.startswith("Usage: readinglist")


def test_no_command_says_what_there_is(run: Run) -> None:
    result = run(code=2)
    assert result.out == ""
    assert result.err.startswith("Usage: readinglist")
    assert "Error" not in result.err


def test_version(run: Run) -> None:
    from readinglist import __version__

    assert run("--version").out == f"readinglist, version {__version__}\n"
    assert run("-V").out == run("--version").out


@pytest.mark.parametrize(("typed", "meant"), [("itms", "items"), ("theme", "themes"), ("synch", "sync")])
def test_a_mistyped_command_gets_near_matches(typed: str, meant: str, run: Run) -> None:
    result = run(typed, code=2)
    assert f"No such command '{typed}'" in result.err
    assert meant in result.err


@pytest.mark.parametrize(
    "args", [["show"], ["items", "--nonsense"], ["themes", "wyh", "x"], ["lists", "show"], ["sync", "x"]]
)
def test_a_command_used_wrongly_says_how_to_use_it(args: list[str], run: Run) -> None:
    result = run(*args, code=2)
    assert result.out == ""
    assert result.err.startswith("Usage: readinglist")
    assert f"`readinglist {args[0]}" in result.err
    assert "Error: " in result.err


@pytest.mark.parametrize(
    "command",
    [
        *(["status"], ["themes"], ["lists"], ["sync"], ["styles"], ["items", "narco*"]),
        *(["show", "campbell2014narco"], ["themes", "why", "campbell2014narco"], ["lists", "show", SYLLABUS]),
    ],
    ids=lambda words: " ".join(words[:2]),
)
def test_piped_output_has_no_escapes_and_at_most_80_columns(
    command: list[str], demo_result: tuple[Path, Result], run: Run
) -> None:
    result = run("-C", demo_result[0], *command)
    assert "\x1b" not in result.out + result.err
    assert all(len(line) <= 80 or str(demo_result[0]) in line for line in result.out.splitlines())
    assert not any(line != line.rstrip() for line in result.out.splitlines())


def test_a_wider_terminal_is_used(
    demo_result: tuple[Path, Result], run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "140")
    wide = run("-C", demo_result[0], "items").out
    assert 100 < max(len(line) for line in wide.splitlines()) <= 140
    monkeypatch.setenv("COLUMNS", "50")
    narrow = run("-C", demo_result[0], "items").out
    assert max(len(line) for line in narrow.splitlines()) <= 60
    assert len(narrow.splitlines()) == len(wide.splitlines())


def test_colours_at_a_terminal_unless_told_not_to(demo_result: tuple[Path, Result]) -> None:
    shown, code = Terminal("-C", demo_result[0], "show", "campbell2014narco").finish()
    assert code == 0
    assert SGR.search(shown)
    plain, code = Terminal("-C", demo_result[0], "show", "campbell2014narco", env={"NO_COLOR": "1"}).finish()
    assert code == 0
    assert "\x1b" not in plain
    assert SGR.sub("", shown) == plain


def test_tables_and_errors_without_colour(demo_result: tuple[Path, Result]) -> None:
    shown, code = Terminal("-C", demo_result[0], "items", "propaganda", env={"NO_COLOR": "1"}).finish()
    assert code == 0
    assert "\x1b[3" not in shown
    shown, code = Terminal("show", "x", cwd=demo_result[0].parent, env={"NO_COLOR": "1"}).finish()
    assert code == 1
    assert "Error: " in shown
    assert "\x1b" not in shown


def test_progress_is_drawn_at_a_terminal_and_wiped_off(
    demo_result: tuple[Path, Result], workspace: Path
) -> None:
    shown, code = Terminal("-C", workspace, "export", "course-reserve", "--to", "md,html").finish()
    assert code == 0
    assert "Formatting citations" in shown
    assert "\x1b[2K" in shown


def test_json_steers_no_terminal(synced_elsewhere: Path, served, run: Run) -> None:  # type: ignore[no-untyped-def]
    served.editor.edit_item("P4PHRY7P", extra="a\x9b31m\x1b[31m\u202eb\u2066", place="Ñandú")
    run("-C", synced_elsewhere, "sync", "--pull-only")
    text = run("-C", synced_elsewhere, "show", "P4PHRY7P", "--json").out
    assert not re.search(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", text)
    assert "Ñandú" in text
    assert "\u202e" in json.loads(text)["fields"]["extra"]


def test_a_pipe_that_closes_is_no_failure(demo_result: tuple[Path, Result]) -> None:
    line = " ".join(f"'{part}'" for part in command_line("-C", demo_result[0], "items", "--json"))
    done = subprocess.run(["/bin/sh", "-c", f"{line} | head -1"], capture_output=True, text=True, check=False)
    assert done.stdout == "[\n"
    assert done.stderr == ""


def test_a_terminal_that_knows_few_characters(demo_result: tuple[Path, Result]) -> None:
    done = subprocess.run(
        command_line("-C", demo_result[0], "items", "México"),
        env={**os.environ, "PYTHONIOENCODING": "latin-1", "PYTHONUTF8": "0"},
        capture_output=True,
        check=True,
    )
    text = done.stdout.decode("latin-1")
    assert "México" in text
    assert "\\u2026" in text
    assert done.stderr.decode("latin-1").count("items.") == 1


def test_debug_shows_a_traceback_and_nothing_else_does(tmp_path: Path, run: Run) -> None:
    assert "Traceback" not in run("-C", tmp_path, "status", code=1).err
    told = run("--debug", "-C", tmp_path, "status", code=1).err
    assert "Traceback" in told
    assert told.splitlines()[-1].startswith("`readinglist init`")


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Ñandú y cañón", "Ñandú y…"),
        ("麻薬戦争とビットコイン", "麻薬戦争…"),
        ("e\u0301 e\u0301 e\u0301", "e\u0301 e\u0301 e\u0301"),
        ("short", "short"),
    ],
)
def test_a_line_is_cut_by_the_columns_that_it_takes(text: str, shown: str) -> None:
    from rich.cells import cell_len

    line = fitted(text, 10)
    assert line == shown
    assert cell_len(line) <= 10
