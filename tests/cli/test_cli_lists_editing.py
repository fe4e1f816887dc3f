"""The commands that make and change lists, through the program itself, on the bundled collection."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from readinglist.actions.demo import run_demo
from readinglist.cli import main

NAME = "narco-digital-syllabus"


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("made") / "demo"
    run_demo(folder)
    return folder


@pytest.fixture
def workspace(demo: Path, tmp_path: Path) -> Path:
    folder = tmp_path / "workspace"
    shutil.copytree(demo, folder)
    return folder


class Said:
    """What a command said, and its exit code."""

    def __init__(self, code: int, out: str, err: str) -> None:
        self.code, self.out, self.err = code, out, err


@pytest.fixture
def run(workspace: Path, capsys: pytest.CaptureFixture[str]):  # type: ignore[no-untyped-def]
    def call(*arguments: str) -> Said:
        with pytest.raises(SystemExit) as leaving:
            main(["-C", str(workspace), *arguments])
        told = capsys.readouterr()
        return Said(int(leaving.value.code or 0), told.out, told.err)

    return call


def test_a_course_is_made_changed_and_changed_back(run, workspace: Path) -> None:  # type: ignore[no-untyped-def]
    file = workspace / "lists" / f"{NAME}.yaml"
    before = file.read_bytes()
    steps = (
        (
            "add",
            NAME,
            "abelson2015keys",
            "--section",
            "Week 4",
            "--importance",
            "recommended",
            "--pages",
            "60-77",
        ),
        ("move", NAME, "campbell2014narco", "--to", "Week 5", "--first"),
        ("set", NAME, "tabachnik2014voces", "--minutes", "30", "--unset", "note"),
        ("section", "add", NAME, "Reading week", "--week", "6", "--after", "Week 5"),
        ("section", "rename", NAME, "Reading week", "No class"),
        ("section", "move", NAME, "No class", "--last"),
        ("remove", NAME, "atuesta2017narcomessages"),
        ("set", NAME, "--style", "mla"),
        ("section", "remove", NAME, "No class"),
    )
    for step in steps:
        said = run("lists", *step)
        assert said.code == 0, said.err
    shown = json.loads(run("lists", "show", NAME, "--json").out)
    assert shown["style"] == "mla"
    week = next(one for one in shown["sections"] if one.get("week") == 4)
    added = next(one for one in week["entries"] if one["citation_key"] == "abelson2015keys")
    assert (added["locator"], added["importance"]) == ("pp. 60-77", "recommended")
    assert "# Monday, February 1, is Constitution Day" in file.read_text("utf-8")
    for _ in steps:
        assert run("lists", "undo", NAME).code == 0
    assert file.read_bytes() == before
    assert run("lists", "undo", NAME).code == 1


@pytest.mark.parametrize(
    ("step", "code", "words"),
    [
        (("add", NAME, "campbell2014narc", "--section", "Week 4"), 1, "campbell2014narco"),
        (("add", NAME, "abelson2015keys"), 2, "--section"),
        (("add", NAME, "abelson2015keys", "--section", "Week 40"), 1, "Week 40"),
        (("add", "nosuch", "abelson2015keys"), 1, "nosuch"),
        (("move", NAME, "campbell2014narco"), 2, "where to"),
        (("set", NAME, "campbell2014narco", "--due", "31/02/2027"), 2, "31/02/2027"),
        (("set", NAME, "campbell2014narco"), 2, "nothing to set"),
        (("section", "remove", NAME, "Week 4"), 2, "--force"),
        (("new", NAME), 2, "already"),
        (("new", "../evil"), 2, "evil"),
        (("new", "x", "--from-themes", "--template", "seminar"), 2, "one thing"),
        (("new", "x", "--template", "seminr"), 1, "seminar"),
        (("new", "x", "--from-collection", "Nothing such"), 1, "Nothing such"),
        (("new", "x", "--from-document", "none.docx"), 1, "none.docx"),
        (("freeze", NAME), 2, "query"),
    ],
)
def test_what_goes_wrong_says_what_to_do(run, step: tuple[str, ...], code: int, words: str) -> None:  # type: ignore[no-untyped-def]
    said = run("lists", *step)
    assert said.code == code, said.err
    assert words in said.err
    assert "Traceback" not in said.err


@pytest.mark.parametrize("template", ["", "seminar", "lecture", "reserve"])
def test_templates_make_lists_that_can_be_shown(run, workspace: Path, template: str) -> None:  # type: ignore[no-untyped-def]
    options = ("--template", template) if template else ()
    assert run("lists", "new", "fresh", *options, "--title", "A: course").code == 0
    assert json.loads(run("lists", "show", "fresh", "--json").out)["title"] == "A: course"
    first = (workspace / "lists" / "fresh.yaml").read_text("utf-8").splitlines()[0]
    assert first.startswith("# yaml-language-server: $schema=")
    schema = workspace / "lists" / first.partition("$schema=")[2]
    assert json.loads(schema.read_text("utf-8"))["$schema"].startswith("https://json-schema.org/")


def test_themes_and_collections_become_sections(run, workspace: Path) -> None:  # type: ignore[no-untyped-def]
    assert run("lists", "new", "themed", "--from-themes", "--order", "year").code == 0
    shown = json.loads(run("lists", "show", "themed", "--json").out)
    assert len(shown["sections"]) > 5 and all(one["entries"] for one in shown["sections"])
    assert run("lists", "new", "collected", "--from-collection", "Law and cases").code == 0
    assert (
        json.loads(run("lists", "show", "collected", "--json").out)["sections"][0]["title"] == "Law and cases"
    )


def test_references_from_files(run, workspace: Path, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    bib = next((workspace / "bib").glob("propaganda*.bib"))
    assert run("lists", "new", "from-bib", "--from-bib", str(bib)).code == 0
    shown = json.loads(run("lists", "show", "from-bib", "--json").out)
    assert "campbell2014narco" in [one["citation_key"] for one in shown["sections"][0]["entries"]]
    table = tmp_path / "table.csv"
    table.write_text(
        "section;author;title;year;importance\n"
        "One;Campbell;Narco-Propaganda in the Mexican Drug War;2014;essential\n"
        "Two;Grillo;El Narco: Inside Mexico's Criminal Insurgency;2011;further\n",
        "utf-8",
    )
    said = run("lists", "new", "from-csv", "--from-csv", str(table))
    assert said.code == 0 and "not in the library" in said.err
    shown = json.loads(run("lists", "show", "from-csv", "--json").out)
    assert [one["title"] for one in shown["sections"]] == ["One", "Two"]
    assert shown["sections"][1]["others"][0]["text"].startswith("Grillo")


def test_an_old_syllabus_becomes_a_list(run, workspace: Path) -> None:  # type: ignore[no-untyped-def]
    syllabus = Path(__file__).parents[1] / "lists" / "syllabi" / "shorthand.md"
    found = json.loads(run("lists", "new", "--from-document", str(syllabus), "--dry-run", "--json").out)
    assert found["sections"][0]["date"] == "2026-09-07"
    assert not (workspace / "lists" / "old.yaml").exists()
    said = run("lists", "new", "old", "--from-document", str(syllabus))
    assert said.code == 0 and "not in the library: Levy" in said.err
    shown = json.loads(run("lists", "show", "old", "--json").out)
    assert shown["sections"][0]["entries"][0]["citation_key"] == "campbell2014narco"
    assert run("lists", "undo", "old").code == 0
    assert not (workspace / "lists" / "old.yaml").exists()


def test_a_query_is_frozen_and_shows_the_same(run, workspace: Path) -> None:  # type: ignore[no-untyped-def]
    before = run("lists", "show", "course-reserve").out
    assert run("lists", "freeze", "course-reserve").code == 0
    text = (workspace / "lists" / "course-reserve.yaml").read_text("utf-8")
    assert "query:" not in text.replace("# ", "")
    assert run("lists", "show", "course-reserve").out == before


def test_a_broken_draft_is_kept_and_the_list_stays(
    run,
    workspace: Path,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,  # type: ignore[no-untyped-def]
) -> None:
    file = workspace / "lists" / f"{NAME}.yaml"
    before = file.read_bytes()
    editor = tmp_path / "editor.sh"
    editor.write_text('#!/bin/sh\nprintf "title: [broken\\n" > "$1"\n')
    editor.chmod(0o755)
    monkeypatch.setenv("VISUAL", str(editor))
    said = run("lists", "edit", NAME)
    assert said.code == 1 and "draft is kept" in said.err
    assert file.read_bytes() == before
    editor.write_text('#!/bin/sh\ngrep -q broken "$1" && printf "title: Mended\\n" > "$1"\n')
    assert run("lists", "edit", NAME).code == 0
    assert file.read_text("utf-8") == "title: Mended\n"
    assert run("lists", "undo", NAME).code == 0
    assert file.read_bytes() == before


def test_a_change_while_the_editor_is_open_is_not_overwritten(
    run,
    workspace: Path,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,  # type: ignore[no-untyped-def]
) -> None:
    file = workspace / "lists" / f"{NAME}.yaml"
    editor = tmp_path / "editor.sh"
    editor.write_text(f'#!/bin/sh\nprintf "title: Mine\\n" > "$1"\nprintf "title: Theirs\\n" > "{file}"\n')
    editor.chmod(0o755)
    monkeypatch.setenv("VISUAL", str(editor))
    said = run("lists", "edit", NAME)
    assert said.code == 1 and "somebody else" in said.err
    assert file.read_text("utf-8") == "title: Theirs\n"


def test_the_schema_that_ships_is_the_one_that_is_printed(run) -> None:  # type: ignore[no-untyped-def]
    schema = json.loads(run("lists", "schema").out)
    assert set(schema["properties"]) >= {"title", "sections", "term", "importance_labels"}
    assert "name" not in schema["properties"]
    assert schema["additionalProperties"] is False
    shipped = Path(__file__).parents[2] / "docs" / "list.schema.json"
    assert json.loads(shipped.read_text("utf-8")) == schema


def test_a_section_without_a_name_is_called_in_the_lists_language(run, workspace: Path) -> None:  # type: ignore[no-untyped-def]
    lists = workspace / "lists"
    for name, locale in (("es", "es-MX"), ("en", "en-GB"), ("odd", "xx-nowhere")):
        (lists / f"{name}.yaml").write_text(f"title: T\nlocale: {locale}\nsections: []\n", "utf-8")
        assert run("lists", "add", name, "abelson2015keys").code == 0
    assert "title: Lecturas" in (lists / "es.yaml").read_text("utf-8")
    assert "title: Readings" in (lists / "en.yaml").read_text("utf-8")
    assert "title: Readings" in (lists / "odd.yaml").read_text("utf-8")
    settings = workspace / "readinglist.toml"
    text = settings.read_text("utf-8").replace('locale = "en-US"', 'locale = "es-ES"', 1)
    settings.write_text(text, "utf-8")
    bib = next((workspace / "bib").glob("propaganda*.bib"))
    assert run("lists", "new", "from-bib", "--from-bib", str(bib)).code == 0
    assert "title: Lecturas" in (lists / "from-bib.yaml").read_text("utf-8")
    page = workspace / "old.md"
    page.write_text("- Campbell, H. (2014). Narco-Propaganda in the Mexican “Drug War”.\n", "utf-8")
    assert run("lists", "new", "old", "--from-document", str(page)).code == 0
    assert "title: Lecturas" in (lists / "old.yaml").read_text("utf-8")
