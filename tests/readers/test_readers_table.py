"""Every target has readers that nobody here wrote; a target without one fails here."""

from __future__ import annotations

import ast
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

from readinglist.export import targets

TESTS = Path(__file__).parents[1]


def readers() -> dict[str, set[str]]:
    """For each target the programs that tests read it with, as `@pytest.mark.reads(target, program)` says."""
    found: dict[str, set[str]] = defaultdict(set)
    for path in sorted(TESTS.rglob("test_*.py")):
        for function in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(function, ast.FunctionDef):
                for target, program in _marks(function):
                    found[target].add(program)
    return found


def _marks(function: ast.FunctionDef) -> Iterator[tuple[str, str]]:
    for one in function.decorator_list:
        if isinstance(one, ast.Call) and ast.unparse(one.func) == "pytest.mark.reads":
            target, program = (ast.literal_eval(argument) for argument in one.args)
            yield target, program


def test_every_target_is_read_back_and_no_other() -> None:
    assert set(readers()) == set(targets())


def test_what_people_and_systems_get_is_read_by_more_than_one() -> None:
    found = readers()
    for target in (
        "html",
        "pdf",
        "epub",
        "docx",
        "biblatex",
        "marc",
        "csljson",
        "xlsx",
        "imscc",
        "bib",
        "csv",
    ):
        assert len(found[target]) > 1, target
