"""`readinglist lists status` and `lists review`: one line in the list, private data beside it."""

from __future__ import annotations

import datetime
import json
from pathlib import Path

import pytest

from readinglist.export import targets
from tests.cli.conftest import SYLLABUS, Run, contents
from tests.cli.terminal import Terminal

ASKED = "l s b k n d, Enter, p, ?, q"


def reviewed(workspace: Path) -> str:
    return (workspace / "lists" / ".review" / f"{SYLLABUS}.yaml").read_text("utf-8")


def test_status_is_written_as_one_line_and_can_be_undone(workspace: Path, run: Run) -> None:
    path = workspace / "lists" / f"{SYLLABUS}.yaml"
    before = path.read_bytes()
    result = run("-C", workspace, "lists", "status", SYLLABUS, "review", "--date", "2027-01-02")
    assert result.out == f"{SYLLABUS}: review since 2027-01-02\n"
    lines = path.read_text("utf-8").splitlines()
    assert [line for line in lines if line not in before.decode().splitlines()] == [
        "status: {state: review, since: 2027-01-02}"
    ]
    again = run("-C", workspace, "lists", "status", SYLLABUS, "review").out
    assert again == f"{SYLLABUS}: review since 2027-01-02 (as before)\n"
    run("-C", workspace, "lists", "undo", SYLLABUS)
    assert path.read_bytes() == before


def test_status_of_all_lists(workspace: Path, run: Run) -> None:
    run("-C", workspace, "lists", "status", "course-reserve", "published")
    (workspace / "lists" / "broken.yaml").write_text("title: [")
    told = json.loads(run("-C", workspace, "lists", "status", "--json").out)
    assert {one["name"]: one["state"] for one in told if not one["problem"]} == {
        "course-reserve": "published",
        SYLLABUS: "draft",
    }
    assert "YAML" in run("-C", workspace, "lists", "status").out


@pytest.mark.parametrize(
    ("args", "code", "message"),
    [
        (("absent", "draft"), 1, "there is no list 'absent'"),
        ((SYLLABUS, "ready"), 2, "'ready'"),
        ((SYLLABUS, "draft", "--date", "31/02/2027"), 2, "write it as 2027-01-18"),
    ],
)
def test_what_is_no_status(workspace: Path, run: Run, args: tuple[str, ...], code: int, message: str) -> None:
    before = contents(workspace)
    assert message in run("-C", workspace, "lists", "status", *args, code=code).err
    assert contents(workspace) == before


def test_a_review_by_options_is_kept_beside_the_list(workspace: Path, run: Run) -> None:
    before = (workspace / "lists" / f"{SYLLABUS}.yaml").read_bytes()
    args = ("-C", workspace, "lists", "review", SYLLABUS)
    run(*args, "campbell2014narco", "--locate", "HV6453: 2 copies", "--scan", "wanted")
    result = run(*args, "campbell2014narco", "--scan", "done", "--done")
    today = datetime.date.today().isoformat()
    assert f"located (HV6453: 2 copies, {today}) · scanned ({today}) · done {today}" in " ".join(
        result.out.split()
    )
    assert (workspace / "lists" / f"{SYLLABUS}.yaml").read_bytes() == before
    told = json.loads(run(*args, "--json").out)
    work = next(one for one in told["works"] if one["citation_key"] == "campbell2014narco")
    assert work["locate"]["note"] == "HV6453: 2 copies"
    assert [one["name"] for one in json.loads(run("-C", workspace, "lists", "--json").out)] == [
        "course-reserve",
        SYLLABUS,
    ]


def test_comments_in_a_review_and_marks_of_others_stay(workspace: Path, run: Run) -> None:
    path = workspace / "lists" / ".review" / f"{SYLLABUS}.yaml"
    path.parent.mkdir()
    path.write_text("# mine\ntrejo2018drug: # ask Ana\n  scan: wanted\ngone2001x: {note: left}\n", "utf-8")
    args = ("-C", workspace, "lists", "review", SYLLABUS)
    run(*args, "campbell2014narco", "--note", "x: y # z")
    text = path.read_text("utf-8")
    assert text.startswith("# mine\ntrejo2018drug: # ask Ana\n  scan: wanted\n")
    assert "no longer cited: gone2001x" in run(*args).err
    run(*args, "campbell2014narco", "--note", "-")
    assert "campbell" not in path.read_text("utf-8")


@pytest.mark.parametrize(
    ("text", "place", "message"),
    [
        ("a:\n  scan: maybe\n", ":2:3: a: scan: state", "expected 'wanted' or 'done', not 'maybe'"),
        ("a:\n  locat: x\n", ":2:3: a: locat", "there is no key 'locat'"),
        ("a:\n  done: 2027-02-31\n", ":2:3: a: done", "no such day"),
        ("a: {done: 1\n", ":", "not valid YAML"),
        ("a: 1\na: 2\n", ":2:1: a", "stands twice"),
    ],
)
def test_a_broken_review_is_named_with_its_place_and_not_overwritten(
    workspace: Path, run: Run, text: str, place: str, message: str
) -> None:
    path = workspace / "lists" / ".review" / f"{SYLLABUS}.yaml"
    path.parent.mkdir()
    path.write_text(text, "utf-8")
    args = ("-C", workspace, "lists", "review", SYLLABUS)
    for more in ((), ("campbell2014narco", "--done")):
        result = run(*args, *more, code=1)
        assert f"{SYLLABUS}.yaml{place}" in result.err
        assert message in result.err
    assert path.read_text("utf-8") == text


def test_a_work_that_the_list_does_not_cite(workspace: Path, run: Run) -> None:
    result = run("-C", workspace, "lists", "review", SYLLABUS, "campbel2014narco", "--done", code=1)
    assert "Did you mean 'campbell2014narco'" in result.err
    assert "KEY" in run("-C", workspace, "lists", "review", SYLLABUS, "--done", code=2).err


def test_the_review_at_a_terminal_saves_every_step(workspace: Path) -> None:
    terminal = Terminal("-C", workspace, "lists", "review", SYLLABUS)
    shown = terminal.answer(ASKED, "l HN17 .5 2024")
    assert "[1 of " in shown
    assert "icg2024miedo" in shown
    terminal.answer("located (HN17 .5 2024", "")
    assert "HN17 .5 2024" in reviewed(workspace)  # Saved before anything else was typed.
    terminal.answer("sullivan2010cartel", "s")
    terminal.answer("scan wanted", "s")
    terminal.answer("scanned", "k")
    terminal.answer("Which address", "https://library.example.org/x")
    terminal.answer("linked (https://library.example.org/x", "d")
    terminal.answer("riosmaya2021narco", "p")
    terminal.answer("done 20", "g dieguez2013cuerpos")
    terminal.answer("Private note: ", "?")
    terminal.answer("takes it out", "q")
    shown, code = terminal.finish()
    assert code == 0
    assert "1 of " in shown
    saved = reviewed(workspace)
    assert "sullivan2010cartel:\n  scan: {state: done" in saved
    assert "link: {state: done" in saved
    assert all(len(line) <= 80 for line in shown.splitlines())


def test_leaving_by_interrupt_keeps_what_was_saved_and_goes_on_there(workspace: Path) -> None:
    terminal = Terminal("-C", workspace, "lists", "review", SYLLABUS)
    terminal.answer(ASKED, "d")
    terminal.answer("[2 of", "\x03", end="")
    _, code = terminal.finish()
    assert code in (0, 130)
    assert "done: " in reviewed(workspace)
    terminal = Terminal("-C", workspace, "lists", "review", SYLLABUS)
    shown = terminal.answer(ASKED, "q")
    assert "[2 of" in shown
    assert terminal.finish()[1] == 0


def test_what_the_review_says_is_in_no_export(workspace: Path, run: Run) -> None:
    args = ("-C", workspace, "lists", "review", SYLLABUS, "campbell2014narco")
    run(*args, "--locate", "SECRETSHELF", "--note", "SECRETNOTE", "--link", "https://SECRETLINK.example")
    run(
        "-C",
        workspace,
        "export",
        SYLLABUS,
        "--to",
        ",".join(name for name in targets() if name not in ("pdf", "docx")),
    )
    made = b"".join(path.read_bytes() for path in (workspace / "exports").iterdir())
    assert b"SECRET" not in made
