"""What an export can be told: all lists, a zip, dry runs, checks, links, arrangements, options, templates."""

from __future__ import annotations

import json
import re
import zipfile
from pathlib import Path

import pytest

from tests.cli.conftest import SYLLABUS, Run, snapshot

RESERVE = "course-reserve"


def configure(workspace: Path, text: str) -> None:
    """Put tables in the place of the empty ones at the end of readinglist.toml."""
    path = workspace / "readinglist.toml"
    kept = path.read_text("utf-8").split("\n[links]")[0]
    path.write_text(f"{kept}\n{text}\n", "utf-8")


def test_the_table_of_targets(run: Run) -> None:
    found = json.loads(run("export", "--targets", "--json").out)
    names = [one["name"] for one in found]
    assert names == sorted(names)
    wanted = (
        "atom bib biblatex csljson csv docx epub html imscc latex leganto marc marcxml md odt pdf ris talis"
    )
    wanted += " txt xlsx"
    assert set(wanted.split()) <= set(names)
    assert all(one["description"] and one["audience"] for one in found)
    listed = run("export", "--targets").out
    assert all(re.search(rf"^{name}\b", listed, re.MULTILINE) for name in names)


def test_every_list_is_exported(workspace: Path, run: Run) -> None:
    run("-C", workspace, "export", "--all", "--to", "csljson")
    for name in (SYLLABUS, RESERVE):
        assert json.loads((workspace / "exports" / f"{name}.csl.json").read_text("utf-8"))


def test_a_name_or_all(workspace: Path, run: Run) -> None:
    assert "--all" in run("-C", workspace, "export", code=2).err
    assert "--all" in run("-C", workspace, "export", RESERVE, "--all", code=2).err


def test_check_says_what_is_stale_and_writes_nothing(workspace: Path, run: Run) -> None:
    run("-C", workspace, "export", RESERVE, "--to", "ris,csv")
    before = snapshot(workspace)
    assert run("-C", workspace, "export", RESERVE, "--to", "ris,csv", "--check").out == ""
    path = workspace / "lists" / f"{RESERVE}.yaml"
    path.write_text(path.read_text("utf-8").replace("- title: ", "- title: Nuevo ", 1), "utf-8")
    (workspace / "exports" / f"{RESERVE}.csv").unlink()
    result = run("-C", workspace, "export", RESERVE, "--to", "ris,csv", "--check", code=1)
    assert f"{RESERVE}.csv is missing" in result.out
    assert f"{RESERVE}.csv" not in snapshot(workspace)
    assert before[f"exports/{RESERVE}.ris"] == snapshot(workspace)[f"exports/{RESERVE}.ris"]


def test_a_dry_run_writes_nothing(workspace: Path, run: Run) -> None:
    before = snapshot(workspace)
    result = run("-C", workspace, "export", RESERVE, "--to", "ris,marc", "--dry-run")
    assert f"{RESERVE}.ris is missing" in result.out
    assert "nothing was" in result.err
    assert snapshot(workspace) == before


def test_one_zip_the_same_every_time(workspace: Path, run: Run, tmp_path: Path) -> None:
    first, second = tmp_path / "a.zip", tmp_path / "b.zip"
    for path in (first, second):
        run("-C", workspace, "export", RESERVE, "--to", "latex,docx,odt,epub,xlsx,imscc", "--zip", path)
    assert first.read_bytes() == second.read_bytes()
    with zipfile.ZipFile(first) as archive:
        names = set(archive.namelist())
        manifest = json.loads(archive.read("manifest.json"))
    assert {f"{RESERVE}.tex", f"{RESERVE}-references.bib", f"{RESERVE}.docx"} <= names
    assert set(manifest["files"]) == names - {"manifest.json"}


def test_standard_output_is_the_file(workspace: Path, run: Run) -> None:
    out = run("-C", workspace, "export", RESERVE, "--to", "ris", "--stdout").out
    run("-C", workspace, "export", RESERVE, "--to", "ris")
    assert out.encode() == (workspace / "exports" / f"{RESERVE}.ris").read_bytes()
    assert "one target" in run("-C", workspace, "export", RESERVE, "--to", "ris,bib", "--stdout", code=2).err


def test_the_manifest_says_where_files_come_from(workspace: Path, run: Run) -> None:
    run("-C", workspace, "export", RESERVE, "--to", "ris,bib", "--style", "mla")
    files = json.loads((workspace / "exports" / "manifest.json").read_text("utf-8"))["files"]
    entry = files[f"{RESERVE}.ris"]
    assert entry["list"] == RESERVE
    assert entry["library_version"] > 0
    assert entry["options"] == {"style": "mla"}
    assert len(entry["list_sha256"]) == len(entry["sha256"]) == 64
    assert f"{SYLLABUS}.html" in files  # What an earlier export made stays known.


def test_a_folder_of_ones_own_gets_no_manifest(workspace: Path, run: Run, tmp_path: Path) -> None:
    run("-C", workspace, "export", RESERVE, "--to", "ris", "-o", tmp_path / "out")
    assert [path.name for path in (tmp_path / "out").iterdir()] == [f"{RESERVE}.ris"]


def test_source_date_epoch_dates_the_files(
    workspace: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "0")
    run("-C", workspace, "export", RESERVE, "--to", "atom,epub,odt")
    assert "<updated>1970-01-01T00:00:00Z" in (workspace / "exports" / f"{RESERVE}.atom").read_text("utf-8")
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "yesterday")
    assert "SOURCE_DATE_EPOCH" in run("-C", workspace, "export", RESERVE, "--to", "atom", code=2).err


@pytest.mark.parametrize("by", ["theme", "week", "importance", "type", "year", "author"])
def test_a_list_in_another_arrangement(workspace: Path, run: Run, by: str) -> None:
    run("-C", workspace, "export", SYLLABUS, "--to", "md", "--by", by)
    text = (workspace / "exports" / f"{SYLLABUS}-by-{by}.md").read_text("utf-8")
    heading = {
        "theme": "## Propaganda and online violence",
        "week": "## Week 1",
        "importance": "## Essential reading",
        "type": "## Articles",
        "year": "## 2024",
        "author": "## C\n",
    }[by]
    assert heading in text


def test_what_every_target_says_is_said_once_and_to_may_be_repeated(workspace: Path, run: Run) -> None:
    args = ("-C", workspace, "export", RESERVE, "--annotated")
    result = run(*args, "--to", "md", "--to", "html,txt", "--to", "leganto")
    assert [line.rsplit(".", 1)[-1] for line in result.out.splitlines()] == ["md", "html", "txt", "txt"]
    notes = [line for line in result.err.splitlines() if "no annotation" in line]
    assert len(notes) == 1
    assert not notes[0].startswith("Note: md")
    assert "Note: leganto: the loader's columns" in result.err
    assert run(*args, "--to", "md", "--to", "html,txt", "--to", "leganto").err == result.err


def test_an_annotated_list(workspace: Path, run: Run) -> None:
    path = workspace / "lists" / f"{RESERVE}.yaml"
    result = run("-C", workspace, "export", RESERVE, "--to", "md", "--annotated")
    assert "have no annotation" in result.err
    before = (workspace / "exports" / f"{RESERVE}-annotated.md").read_text("utf-8")
    path.write_text("abstracts: true\n" + path.read_text("utf-8"), "utf-8")
    run("-C", workspace, "export", RESERVE, "--to", "md", "--annotated")
    after = (workspace / "exports" / f"{RESERVE}-annotated.md").read_text("utf-8")
    assert len(after) >= len(before)


def test_links_that_a_library_makes(workspace: Path, run: Run) -> None:
    configure(
        workspace,
        '[links]\nproxy = "https://proxy.example.edu/login?url="\nresolver = "https://resolver.example.edu/sfx"\n'
        'catalogue = "https://catalogue.example.edu/search?isbn={isbn}"\n'
        'show = ["doi", "url", "open", "proxy", "resolver", "catalogue"]\n'
        '[links.targets]\ntxt = ["resolver"]\ncsljson = ["zotero"]\nmd = ["doi", "zotero"]',
    )
    run("-C", workspace, "export", SYLLABUS, "--to", "html,txt,md")
    page = (workspace / "exports" / f"{SYLLABUS}.html").read_text("utf-8")
    assert 'href="https://proxy.example.edu/login?url=https://doi.org/' in page
    assert "https://resolver.example.edu/sfx?ctx_ver=Z39.88-2004&amp;" in page
    assert re.search(r"https://catalogue\.example\.edu/search\?isbn=97[89]\d{10}", page)
    assert "zotero://" not in page
    text = (workspace / "exports" / f"{SYLLABUS}.txt").read_text("utf-8")
    assert "resolver.example.edu" in text
    assert "proxy.example.edu" not in text
    notes = (workspace / "exports" / f"{SYLLABUS}.md").read_text("utf-8")
    assert "zotero://select/groups/4420117/items/" in notes


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('[links]\nresolver = "resolver.example.edu"', "https://"),
        ('[links]\ncatalogue = "https://example.edu"', "{isbn}"),
        ('[links]\nshow = ["dio"]', "doi"),
        ('[links]\nproxi = "x"', "proxy"),
        ('[targets.talis]\nesential = "Core"', "essential"),
        ('[targets.html]\nfragment = "perhaps"', "yes, no"),
    ],
)
def test_a_mistake_in_the_settings_is_named(workspace: Path, run: Run, text: str, said: str) -> None:
    configure(workspace, text)
    result = run("-C", workspace, "export", RESERVE, "--to", "talis,html", code=1)
    assert "readinglist.toml" in result.err
    assert said in result.err


def test_options_of_targets(workspace: Path, run: Run) -> None:
    configure(workspace, '[targets.talis]\nessential = "Core"')
    run("-C", workspace, "export", RESERVE, "--to", "talis")
    assert "U1  - Core" in (workspace / "exports" / f"{RESERVE}.talis.ris").read_text("utf-8")
    run("-C", workspace, "export", RESERVE, "--to", "talis", "--option", "essential=Key")
    assert "U1  - Key" in (workspace / "exports" / f"{RESERVE}.talis.ris").read_text("utf-8")


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (("--to", "ris", "--option", "esential=x"), "none of the targets"),
        (("--to", "talis", "--option", "esential=x"), "essential"),
        (("--to", "talis", "--option", "essential"), "NAME=VALUE"),
        (("--to", "xlsx", "--option", "students=many"), "whole number"),
        (("--to", "marc", "--option", "headings=nonsense"), "cannot be read"),
        (("--to", "risz"), "ris"),
        (("--to", "ris", "--template", "x.j2"), "one target that has a template"),
        (("--to", "html", "--template", "x.j2"), "no such template"),
        (("--to", "docx", "--reference", __file__), "no Word document"),
        (("--to", "docx", "--reference", "letter.docx"), "no such file"),
        (("--to", "ris", "--stdout", "--check"), "--stdout does not go with --check"),
        (("--to", "ris", "--stdout", "--zip", "x.zip"), "--stdout does not go with --zip"),
        (("--to", "ris", "--zip", "x.zip", "-o", "y"), "--zip does not go with --output"),
    ],
)
def test_a_wrong_choice_is_named(workspace: Path, run: Run, args: tuple[str, ...], said: str) -> None:
    result = run("-C", workspace, "export", RESERVE, *args, code=None)
    assert result.code in (1, 2)
    assert said in result.err
    assert "Traceback" not in result.err


def test_copies_to_order(workspace: Path, run: Run) -> None:
    import openpyxl

    args = ("--to", "xlsx", "--option", "students=45", "--option", "per-copy-essential=20")
    run("-C", workspace, "export", RESERVE, *args)
    sheet = openpyxl.load_workbook(workspace / "exports" / f"{RESERVE}.xlsx").worksheets[1]
    rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
    head = rows[0]
    copies = {(row[head.index("Importancia")], row[head.index("Ejemplares")]) for row in rows[1:]}
    assert ("Esencial", 3) in copies


def test_templates_are_listed_shown_and_copied(workspace: Path, run: Run) -> None:
    listed = json.loads(run("-C", workspace, "templates", "list", "--json").out)
    page = next(one for one in listed if one["name"] == "list.html.j2")
    assert page["targets"] == ["html"]
    assert {"masthead", "sections", "colophon"} <= set(page["blocks"])
    assert all(one["description"] for one in listed)
    run("-C", workspace, "templates", "copy", "list.txt.j2")
    own = workspace / "templates" / "list.txt.j2"
    own.write_text("OURS {{ list.title }}\n", "utf-8")
    assert run("-C", workspace, "templates", "show", "list.txt.j2").out.startswith("OURS")
    assert "list.title" in run("-C", workspace, "templates", "show", "list.txt.j2", "--shipped").out
    run("-C", workspace, "export", RESERVE, "--to", "txt")
    assert (workspace / "exports" / f"{RESERVE}.txt").read_text("utf-8").startswith("OURS ")
    assert "there is one already" in run("-C", workspace, "templates", "copy", "list.txt.j2", code=1).err
    assert "list.txt.j2" in run("-C", workspace, "templates", "copy", "list.txtj2", code=1).err


def test_a_template_given_by_its_file(workspace: Path, run: Run, tmp_path: Path) -> None:
    path = tmp_path / "mine.html.j2"
    path.write_text('{% extends "shipped/list.html.j2" %}{% block colophon %}Mine{% endblock %}', "utf-8")
    run("-C", workspace, "export", RESERVE, "--to", "html", "--template", path)
    assert "Mine" in (workspace / "exports" / f"{RESERVE}.html").read_text("utf-8")
    path.write_text("{{ list.titel }}", "utf-8")
    result = run("-C", workspace, "export", RESERVE, "--to", "html", "--template", path, code=1)
    assert "mine.html.j2:1" in result.err
    assert "titel" in result.err


LABELS = """
[[lists.importance_labels]]
essential = "Core"
[[lists.importance_labels]]
locale = "es"
essential = "Lectura obligatoria"
[[lists.importance_labels]]
institution = "Example University"
essential = "Set text"
"""


def test_an_institution_calls_importances_what_it_likes_in_all_lists(workspace: Path, run: Run) -> None:
    config = workspace / "readinglist.toml"
    config.write_text(config.read_text("utf-8") + LABELS, "utf-8")
    path = workspace / "lists" / "own.yaml"

    def exported(head: str, locale: str = "en-US") -> str:
        entries = "    entries: [campbell2014narco, {cite: guevara2013propaganda, importance: further}]\n"
        path.write_text(f"title: Own\n{head}sections:\n  - title: One\n{entries}", "utf-8")
        run("-C", workspace, "export", "own", "--to", "md", "--locale", locale)
        return (workspace / "exports" / "own.md").read_text("utf-8")

    assert "Core" in exported("")
    assert "Lectura obligatoria" in exported("", "es-MX")
    assert "Set text" in exported("institution: Example University\n")
    # The list's own words win, those said for every language too.
    own = exported("importance_labels: {essential: Textbook}\n", "es-MX")
    assert "Textbook" in own
    assert "Lectura obligatoria" not in own


def test_a_label_for_no_importance_is_named(workspace: Path, run: Run) -> None:
    config = workspace / "readinglist.toml"
    text = config.read_text("utf-8") + '\n[[lists.importance_labels]]\nesential = "Core"\n'
    config.write_text(text, "utf-8")
    result = run("-C", workspace, "lists", code=1)
    assert "unknown setting 'esential'" in result.err
    assert "'essential'" in result.err
