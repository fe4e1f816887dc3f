"""An export of which nothing changed is not rendered, and one of which anything changed always is."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import zipfile
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from readinglist.actions import export
from readinglist.actions.inputs import Opened, recording, unchanged
from readinglist.citations.styles import find_style
from readinglist.workspace import load_workspace
from tests.cli.conftest import SYLLABUS, Run, Served, command_line, run_command

LIST = """\
title: A short list
locale: en-US
sections:
  - title: All
    intro: Words before.
    entries:
      - astorga2005siglo
      - campbell2014narco
"""


@pytest.fixture
def short(workspace: Path) -> Path:
    """A workspace with a short list, "short"."""
    (workspace / "lists" / "short.yaml").write_text(LIST, "utf-8")
    return workspace


def made(workspace: Path, *options: str) -> dict[str, bytes]:
    """What the export makes of the short list: each file's bytes."""
    folder = workspace / "made"
    shutil.rmtree(folder, ignore_errors=True)
    run_command("-C", workspace, "export", "short", "-o", folder, *options)
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir())}


def afresh(workspace: Path, *options: str) -> dict[str, bytes]:
    """The same without anything that is kept."""
    shutil.rmtree(workspace / ".readinglist" / "cache", ignore_errors=True)
    return made(workspace, *options)


def edit(path: Path, old: str, new: str) -> None:
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), "utf-8")


def own_style(workspace: Path, title: str = "My Own Style") -> None:
    xml = find_style("apa").path.read_text("utf-8")
    (workspace / "own.csl").write_text(
        re.sub("<title>.*?</title>", f"<title>{title}</title>", xml, count=1),
        "utf-8",
    )


def reference(workspace: Path, words: str = "one") -> None:
    """A document to take styles from that differs by `words`."""
    from readinglist.resources import shipped_folder

    path = workspace / "house.docx"
    shutil.copy(shipped_folder("templates") / "reference.docx", path)
    with zipfile.ZipFile(path) as file:
        parts = {name: file.read(name) for name in file.namelist()}
    with zipfile.ZipFile(path, "w") as file:
        for name, content in parts.items():
            if name == "word/styles.xml":
                content = content.replace(
                    b'w:sz w:val="2', b'w:sz w:val="3' if words == "two" else b'w:sz w:val="2'
                )
            file.writestr(name, content)


def template(workspace: Path, words: str) -> None:
    (workspace / "mine.html.j2").write_text("{% include 'given/part.html.j2' %}{{ list.title }}", "utf-8")
    (workspace / "part.html.j2").write_text(words, "utf-8")


def nothing(_: Path) -> None:
    pass


INPUTS: dict[str, tuple[Callable[[Path], object], Sequence[str], Callable[[Path], object]]] = {
    "the list": (
        nothing,
        ("--to", "html"),
        lambda root: edit(root / "lists/short.yaml", "Words before", "Other words"),
    ),
    "an entry of the list": (
        nothing,
        ("--to", "ris"),
        lambda root: edit(root / "lists/short.yaml", "      - campbell2014narco\n", ""),
    ),
    "a theme's label": (
        nothing,
        ("--to", "html", "--by", "theme"),
        lambda root: (root / "themes.toml").write_text(
            (root / "themes.toml").read_text("utf-8").replace('label.en = "', 'label.en = "The '), "utf-8"
        ),
    ),
    "a template that was not there": (
        nothing,
        ("--to", "html"),
        lambda root: (root / "templates/list.css").write_text("body { color: #123 }", "utf-8"),
    ),
    "a template that was there": (
        lambda root: (
            (root / "templates").mkdir(exist_ok=True),
            (root / "templates/list.txt.j2").write_text("Before", "utf-8"),
        ),
        ("--to", "txt"),
        lambda root: (root / "templates/list.txt.j2").write_text("After!", "utf-8"),
    ),
    "a template given by its file": (
        lambda root: template(root, "Before"),
        ("--to", "html", "--template", "mine.html.j2"),
        lambda root: edit(root / "mine.html.j2", "list.title", "list.locale"),
    ),
    "a template that the given one includes": (
        lambda root: template(root, "Before"),
        ("--to", "html", "--template", "mine.html.j2"),
        lambda root: template(root, "After!"),
    ),
    "a setting of links": (
        nothing,
        ("--to", "html"),
        lambda root: edit(
            root / "readinglist.toml", 'resolver = ""', 'resolver = "https://find.example.edu"'
        ),
    ),
    "a setting of lists": (
        nothing,
        ("--to", "html"),
        lambda root: edit(root / "readinglist.toml", 'style = "apa"', 'style = "ieee"'),
    ),
    "a style of one's own": (
        own_style,
        ("--to", "html", "--style", "own.csl"),
        lambda root: own_style(root, "Their own style"),
    ),
    "a document to take styles from": (
        reference,
        ("--to", "docx", "--reference", "house.docx"),
        lambda root: reference(root, "two"),
    ),
    "an own document to take styles from": (
        nothing,
        ("--to", "docx"),
        lambda root: (
            reference(root, "two"),
            (root / "templates").mkdir(exist_ok=True),
            (root / "house.docx").rename(root / "templates/reference.docx"),
        ),
    ),
}


@pytest.mark.parametrize("what", INPUTS)
def test_a_changed_input_is_rendered_anew(short: Path, what: str, monkeypatch: pytest.MonkeyPatch) -> None:
    before, options, change = INPUTS[what]
    monkeypatch.chdir(short)
    (short / "templates").mkdir(exist_ok=True)
    before(short)
    first = made(short, *options)
    assert made(short, *options) == first
    change(short)
    again = made(short, *options)
    assert again != first, "the change changes nothing in the file: it tests nothing"
    assert again == afresh(short, *options)


def test_an_edited_item_is_rendered_anew(synced_elsewhere: Path, served: Served, run: Run) -> None:
    (synced_elsewhere / "lists" / "short.yaml").write_text(LIST, "utf-8")
    first = made(synced_elsewhere, "--to", "ris,html")
    key = next(
        line.split(",")[2]
        for line in (synced_elsewhere / "bib/keys.csv").read_text("utf-8").splitlines()
        if line.startswith("astorga2005siglo,")
    )
    served.editor.edit_item(key, title="El siglo de las drogas, otra vez")
    run("-C", synced_elsewhere, "sync")
    run("-C", synced_elsewhere, "export", "short", "--to", "ris", "--check", code=1)
    again = made(synced_elsewhere, "--to", "ris,html")
    assert all(again[name] != first[name] for name in first)
    assert b"otra vez" in again["short.ris"]
    assert again == afresh(synced_elsewhere, "--to", "ris,html")


@pytest.mark.parametrize(
    "options",
    [
        ("--style", "ieee"),
        ("--locale", "es-MX"),
        ("--annotated",),
        ("--by", "year"),
        ("--fragment",),
        ("--language-per-entry",),
    ],
)
def test_an_option_is_an_input(short: Path, options: tuple[str, ...]) -> None:
    made(short, "--to", "html")
    assert made(short, "--to", "html", *options) == afresh(short, "--to", "html", *options)


def test_the_date_asked_for_is_an_input(short: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1000000000")
    first = made(short, "--to", "docx")
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1100000000")
    assert made(short, "--to", "docx") != first


@pytest.mark.parametrize("damage", ["edited", "emptied", "deleted"])
def test_a_file_that_somebody_touched_is_made_again(short: Path, run: Run, damage: str) -> None:
    run("-C", short, "export", "short", "--to", "html,ris")
    path = short / "exports" / "short.html"
    whole = path.read_bytes()
    if damage == "deleted":
        path.unlink()
    else:
        path.write_bytes(b"" if damage == "emptied" else whole.replace(b"<h1", b"<h1 "))
    stale = run("-C", short, "export", "short", "--to", "html,ris", "--check", code=1).out
    assert "short.html" in stale and "short.ris" not in stale
    assert run("-C", short, "export", "short", "--to", "html,ris").out.count("(unchanged)") == 1
    assert path.read_bytes() == whole


def test_a_manifest_that_somebody_touched_is_made_again(short: Path, run: Run) -> None:
    run("-C", short, "export", "short", "--to", "ris")
    path = short / "exports" / "manifest.json"
    known = json.loads(path.read_bytes())["files"]["short.ris"]
    path.unlink()
    assert (
        "manifest.json is missing"
        in run("-C", short, "export", "short", "--to", "ris", "--check", code=1).out
    )
    run("-C", short, "export", "short", "--to", "ris")
    assert json.loads(path.read_bytes())["files"]["short.ris"] == known


def test_nothing_is_rendered_where_nothing_changed(
    short: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    options = ("-C", short, "export", "short", "--to", "html,docx")
    first = run(*options)
    monkeypatch.setattr(export, "_rendered", None)
    assert run(*options).out == first.out.replace("\n", " (unchanged)\n")
    assert "as they should be" in run(*options, "--check").err
    assert run("-C", short, "export", "short", "--to", "docx").out.count("(unchanged)") == 1


def test_one_more_target_renders_that_target_only(
    short: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    run("-C", short, "export", "short", "--to", "html")
    asked = []
    real = export._rendered

    def noted(workspace: object, lists: dict[str, list[str]], *more: object) -> object:
        asked.append(lists)
        return real(workspace, lists, *more)  # type: ignore[arg-type]

    monkeypatch.setattr(export, "_rendered", noted)
    run("-C", short, "export", "short", "--to", "html,ris")
    assert asked == [{"short": ["ris"]}]


def test_warnings_are_said_again_when_nothing_changed(short: Path, run: Run) -> None:
    edit(short / "lists/short.yaml", "Words before.", "Words \u4e2d before.")
    first = run("-C", short, "export", "short", "--to", "pdf", "--locale", "de-DE")
    assert "no words in German" in first.err
    assert run("-C", short, "export", "short", "--to", "pdf", "--locale", "de-DE").err == first.err


def test_what_renders_is_not_even_imported_when_nothing_changed(short: Path) -> None:
    heavy = ("jinja2", "babel", "pypandoc", "typst", "ruamel", "sqlite3", "readinglist.library")
    command = command_line("-C", short, "export", "short", "--to", "html")
    script = (
        "import atexit, sys\n"
        f"heavy = {heavy}\n"
        "atexit.register(lambda: print([one for one in heavy if one in sys.modules], file=sys.stderr))\n"
        "from readinglist.cli import main\nmain(sys.argv[1:])\n"
    )
    for expected in (True, False):
        done = subprocess.run(
            [command[0], "-c", script, *command[3:]], capture_output=True, text=True, check=True
        )
        assert ("jinja2" in done.stderr) == expected
    assert "[]" in done.stderr


def test_what_is_kept_is_not_among_what_goes_into_version_control(short: Path, run: Run) -> None:
    run("-C", short, "export", "short", "--to", "html")
    manifest = json.loads((short / "exports/manifest.json").read_text("utf-8"))
    assert set(manifest["files"]["short.html"]) == {
        "list", "list_sha256", "target", "library", "library_version", "options", "sha256"
    }  # fmt: skip
    assert str(short) not in (short / "exports/manifest.json").read_text("utf-8")


@pytest.mark.parametrize("rubbish", ["", "{}", "[]", '{"standing": 5}', "\x00"])
def test_what_is_kept_and_broken_is_ignored(short: Path, run: Run, rubbish: str) -> None:
    run("-C", short, "export", "short", "--to", "html")
    for path in (short / ".readinglist/cache/exports").iterdir():
        path.write_text(rubbish, "utf-8")
    assert run("-C", short, "export", "short", "--to", "html").out.count("(unchanged)") == 1


def test_several_lists_are_rendered_one_by_one_as_they_change(
    short: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    run("-C", short, "export", "--all", "--to", "ris")
    edit(short / "lists/short.yaml", "      - campbell2014narco\n", "")
    done = run("-C", short, "export", "--all", "--to", "ris").out.splitlines()
    assert [line for line in done if "unchanged" not in line] == [
        line for line in done if line.endswith("short.ris")
    ]
    assert any(SYLLABUS in line for line in done)


edits = st.lists(
    st.sampled_from(
        [
            ("list", "Words before", "Words after"),
            ("list", "Words after", "Words before"),
            ("list", "      - campbell2014narco\n", ""),
            ("list", "locale: en-US", "locale: es-MX"),
            ("list", "locale: es-MX", "locale: en-US"),
            ("settings", 'style = "apa"', 'style = "ieee"'),
            ("settings", 'style = "ieee"', 'style = "apa"'),
            ("template", "list.txt.j2", "{{ list.title }}"),
            ("template", "list.txt.j2", "{{ list.locale }}"),
            ("template", "list.txt.j2", ""),
            ("output", "short.txt", "x"),
        ]
    ),
    max_size=6,
)


@settings(
    max_examples=12,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(steps=edits)
def test_no_run_of_edits_leaves_anything_stale(short: Path, steps: list[tuple[str, str, str]]) -> None:
    (short / "lists/short.yaml").write_text(LIST, "utf-8")
    (short / "templates/list.txt.j2").unlink(missing_ok=True)
    out = short / "exports" / "short.txt"
    for kind, old, new in [("", "", ""), *steps]:
        path = {"list": short / "lists/short.yaml", "settings": short / "readinglist.toml"}.get(kind)
        if path is not None:
            path.write_text(path.read_text("utf-8").replace(old, new, 1), "utf-8")
        elif kind == "template":
            place = short / "templates" / old
            place.parent.mkdir(exist_ok=True)
            if new:
                place.write_text(new, "utf-8")
            else:
                place.unlink(missing_ok=True)
        elif kind == "output":
            out.write_text(new, "utf-8")
        run_command("-C", short, "export", "short", "--to", "txt")
        kept = out.read_bytes()
        shutil.rmtree(short / ".readinglist/cache")
        run_command("-C", short, "export", "short", "--to", "txt", "-o", short / "afresh")
        assert kept == (short / "afresh/short.txt").read_bytes()


def test_whatever_opens_a_file_it_is_noticed(short: Path) -> None:
    opened = Opened(load_workspace(short))
    one, two, three = (short / name for name in ("one.svg", "two.svg", "three.svg"))
    for path in (one, two, three):
        path.write_text(path.name, "utf-8")
    with recording(opened):
        one.read_text("utf-8")
        os.close(os.open(two, os.O_RDONLY))
        list((short / "lists").iterdir())
        (short / "written.svg").write_text("x", "utf-8")
    three.read_text("utf-8")
    assert {Path(path).name for path in opened.states} == {"one.svg", "two.svg", "lists"}
    assert unchanged(opened.states)
    one.write_text("another", "utf-8")
    assert not unchanged(opened.states)


def test_a_file_that_is_changed_while_it_is_read_counts_as_changed(short: Path) -> None:
    opened = Opened(load_workspace(short))
    path = short / "one.svg"
    path.write_text("before", "utf-8")
    with recording(opened), path.open("r", encoding="utf-8"):
        path.write_text("after!", "utf-8")
    assert not unchanged(opened.states)


def test_nothing_that_exports_asks_for_todays_date_or_the_surroundings() -> None:
    import readinglist

    folder = Path(readinglist.__file__).parent
    for part in ("export", "citations", "interchange"):
        for path in (folder / part).rglob("*.py"):
            text = path.read_text("utf-8")
            for asked in (".today()", ".now(", "time.time()", "os.environ", "getenv"):
                assert asked not in text, f"{path}: {asked} would be an input that nothing notices"
