"""Completion as bash asks for it: COMP_WORDS and COMP_CWORD in, candidates out."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.cli.conftest import SYLLABUS, Result, Run

Complete = Callable[[str], list[str]]


@pytest.fixture
def complete(demo_result: tuple[Path, Result], run: Run, monkeypatch: pytest.MonkeyPatch) -> Complete:
    """What bash would offer for a line that ends where the cursor stands."""
    monkeypatch.chdir(demo_result[0])

    def ask(line: str) -> list[str]:
        monkeypatch.setenv("_READINGLIST_COMPLETE", "bash_complete")
        monkeypatch.setenv("COMP_WORDS", line)
        monkeypatch.setenv("COMP_CWORD", str(len(line.split(" ")) - 1))
        result = run()
        assert result.err == ""
        return [one.split(",", 1)[1] for one in result.out.splitlines() if one]

    return ask


@pytest.mark.parametrize(
    ("line", "offered"),
    [
        ("readinglist the", ["themes"]),
        ("readinglist show campbell2", ["campbell2014narco"]),
        ("readinglist show CAMPBELL2", ["campbell2014narco"]),
        ("readinglist themes why campbell2", ["campbell2014narco"]),
        ("readinglist items --theme prop", ["propaganda"]),
        ("readinglist lists show nar", [SYLLABUS]),
        ("readinglist export cour", ["course-reserve"]),
        ("readinglist export x --style chicago-author-date-b", ["chicago-author-date-basque"]),
        ("readinglist export x --locale es-", ["es-CL", "es-ES", "es-MX"]),
        ("readinglist export x --to ht", ["html"]),
        ("readinglist export x --to html,do", ["html,docx"]),
        ("readinglist completion z", ["zsh"]),
        ("readinglist show qqqq", []),
    ],
)
def test_candidates(line: str, offered: list[str], complete: Complete) -> None:
    assert complete(line) == offered


def test_nothing_is_said_where_there_is_no_workspace(
    complete: Complete, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert complete("readinglist show camp") == []
    (tmp_path / "readinglist.toml").write_text("broken [")
    assert complete("readinglist show camp") == []


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_the_script_is_one_that_the_shell_reads(shell: str, run: Run) -> None:
    script = run("completion", shell).out
    assert "_READINGLIST_COMPLETE" in script
    program = shutil.which(shell)
    if program:
        done = subprocess.run([program, "-n"], input=script, text=True, capture_output=True, check=False)
        assert done.returncode == 0, done.stderr


def test_another_shell_is_a_usage_error(run: Run) -> None:
    assert "bash" in run("completion", "tcsh", code=2).err
