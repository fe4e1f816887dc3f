"""`readinglist export` and `styles`: each target, each option, and what it refuses."""

from __future__ import annotations

from pathlib import Path

import pytest

from readinglist.export import load_target, targets
from tests.cli.conftest import Result, Run, contents, names, snapshot, temporary_files


@pytest.fixture
def small(workspace: Path) -> Path:
    """A workspace with a small list, `mine`, that is quick to export."""
    (workspace / "lists" / "mine.yaml").write_text(
        "title: Mine\nsections:\n  - title: One\n    entries:\n"
        "      - campbell2014narco\n      - {cite: astorga2005siglo, private_note: seen by nobody}\n",
        "utf-8",
    )
    return workspace


def test_export_makes_what_the_settings_say(small: Path, run: Run) -> None:
    config = small / "readinglist.toml"
    text = config.read_text("utf-8")
    config.write_text(text.replace('to = ["html", "md", "docx", "pdf"]', 'to = ["md"]'), "utf-8")
    result = run("-C", small, "export", "mine")
    assert result.out == f"{small / 'exports' / 'mine.md'}\n"
    assert "Narco-Propaganda" in (small / "exports" / "mine.md").read_text("utf-8")


@pytest.mark.parametrize("target", targets())
def test_each_target(target: str, small: Path, run: Run) -> None:
    result = run("-C", small, "export", "mine", "--to", target)
    lines = result.out.splitlines()
    assert lines[0] == str(small / "exports" / f"mine.{load_target(target).extension}")
    assert len(lines) == (2 if target == "latex" else 1)
    before = snapshot(small)
    again = run("-C", small, "export", "mine", "--to", target).out.splitlines()
    assert again == [f"{line} (unchanged)" for line in lines]
    assert snapshot(small) == before
    for line in lines:
        assert Path(line).stat().st_size > 500
        assert b"seen by nobody" not in Path(line).read_bytes()


def test_targets_are_listed_with_what_they_make(run: Run) -> None:
    lines = run("export", "--targets").out.splitlines()
    assert [line.split()[0] for line in lines if not line.startswith(" ")] == list(targets())


def test_style_locale_and_folder(small: Path, tmp_path: Path, run: Run) -> None:
    out = tmp_path / "out" / "below"
    run("-C", small, "export", "mine", "--to", "md")
    given = ("--to", "md,html", "--style", "mla", "--locale", "es-MX", "-o", out)
    result = run("-C", small, "export", "mine", *given)
    assert result.out.splitlines() == [str(out / "mine.md"), str(out / "mine.html")]
    spanish, english = (
        (out / "mine.md").read_text("utf-8"),
        (small / "exports" / "mine.md").read_text("utf-8"),
    )
    assert "Cómo leer esta lista" in spanish
    assert "MLA" in spanish
    assert spanish != english
    assert 'lang="es-MX"' in (out / "mine.html").read_text("utf-8")


def test_paper(small: Path, run: Run) -> None:
    import re

    def width() -> int:
        data = (small / "exports" / "mine.pdf").read_bytes()
        found = re.search(rb"/MediaBox\s*\[\s*0\s+0\s+([\d.]+)", data)
        assert found
        return round(float(found[1]))

    run("-C", small, "export", "mine", "--to", "pdf", "--paper", "a4")
    assert width() == 595
    run("-C", small, "export", "mine", "--to", "pdf", "--paper", "letter")
    assert width() == 612


def test_private_notes_of_the_syllabus_reach_no_file(demo_result: tuple[Path, Result]) -> None:
    for path in (demo_result[0] / "exports").iterdir():
        assert b"screening room" not in path.read_bytes()
        assert b"700.455" not in path.read_bytes()


def test_templates_of_ones_own_stand_over_those_that_ship(small: Path, run: Run) -> None:
    (small / "templates").mkdir()
    (small / "templates" / "list.md.j2").write_text('{% extends "shipped/list.md.j2" %}')
    run("-C", small, "export", "mine", "--to", "md")
    (small / "templates" / "list.md.j2").write_text("{{ nothing.here }}")
    result = run("-C", small, "export", "mine", "--to", "md", code=1)
    assert "list.md.j2:1" in result.err
    (small / "templates" / "list.md.j2").write_text("{{ ''.__class__.__mro__ }}")
    assert "list.md.j2" in run("-C", small, "export", "mine", "--to", "md", code=1).err


@pytest.mark.parametrize(
    ("options", "what", "near"),
    [
        (["--to", "htlm"], "export target 'htlm'", "'html'"),
        (["--to", "odf"], "export target 'odf'", ""),
        (["--style", "chicgo-author-date"], "style 'chicgo-author-date'", "'chicago-author-date"),
        (["--style", "qqqqqqqq"], "style 'qqqqqqqq'", "readinglist styles"),
        (["--locale", "xx-YY"], "'xx-YY'", ""),
        (["--style", "/nowhere/mine.csl"], "/nowhere/mine.csl", ""),
    ],
)
def test_what_is_not_known(options: list[str], what: str, near: str, small: Path, run: Run) -> None:
    before = contents(small)
    result = run("-C", small, "export", "mine", *options, code=1)
    assert what in result.err
    assert near in result.err
    assert "Traceback" not in result.err
    assert result.out == ""
    assert contents(small) == before


def test_paper_that_is_none_is_a_usage_error(small: Path, run: Run) -> None:
    assert "a4" in run("-C", small, "export", "mine", "--paper", "a3", code=2).err
    assert "NAME" in run("-C", small, "export", code=2).err


def test_the_folder_is_a_file(small: Path, tmp_path: Path, run: Run) -> None:
    (tmp_path / "file").write_text("mine")
    result = run("-C", small, "export", "mine", "--to", "md", "-o", tmp_path / "file", code=1)
    assert str(tmp_path / "file") in result.err
    assert "-o" in result.err
    assert (tmp_path / "file").read_text() == "mine"


@pytest.mark.parametrize("place", ["file/below", "/proc/nowhere"])
def test_a_folder_that_cannot_be_written(place: str, small: Path, tmp_path: Path, run: Run) -> None:
    (tmp_path / "file").write_text("mine")
    result = run("-C", small, "export", "mine", "--to", "md,html", "-o", tmp_path / place, code=1)
    assert "cannot write" in result.err
    assert str(tmp_path / place) in result.err
    assert "Check" in result.err
    assert not temporary_files(tmp_path)


def test_a_file_that_a_folder_stands_in_the_place_of(small: Path, run: Run) -> None:
    (small / "exports" / "mine.md").mkdir(parents=True)
    result = run("-C", small, "export", "mine", "--to", "md", code=1)
    assert "mine.md" in result.err
    assert not temporary_files(small)


def test_one_target_that_fails_leaves_all_unwritten(small: Path, run: Run) -> None:
    (small / "templates").mkdir()
    (small / "templates" / "list.html.j2").write_text("{% broken")
    before = contents(small)
    assert run("-C", small, "export", "mine", "--to", "md,html", code=1).out == ""
    assert contents(small) == before


def test_styles_lists_those_most_asked_for(run: Run) -> None:
    lines = run("styles").out.splitlines()
    assert any(line.startswith("apa ") for line in lines)
    assert all(len(line) <= 80 for line in lines)


def test_styles_finds_by_words(run: Run) -> None:
    import json

    result = run("styles", "chicago", "author")
    assert result.out.startswith("chicago-author-date")
    assert all(len(line) <= 80 for line in result.out.splitlines())
    assert {"id", "title", "kind", "parent"} <= set(json.loads(run("styles", "chicago", "--json").out)[0])
    nothing = run("styles", "qqqqqqq")
    assert nothing.out == ""
    assert "No style" in nothing.err


def test_every_style_that_is_listed_first_can_be_used(small: Path, run: Run) -> None:
    import json

    for style in json.loads(run("styles", "--json").out):
        run("-C", small, "export", "mine", "--to", "md", "--style", style["id"], "-o", small / style["id"])
    made = [folder / "mine.md" for folder in small.iterdir() if (folder / "mine.md").is_file()]
    assert len({path.read_text("utf-8") for path in made}) == len(made) >= 8
    assert names(small / "apa") == ["mine.md"]
