"""A course from Sunday night to the next year, through the real commands: made, planned, reviewed, rolled."""

from __future__ import annotations

import io
import json
import subprocess
import zipfile
from pathlib import Path
from typing import Any

from readinglist.export import targets
from tests.cli.conftest import Run

THEMES = ("propaganda", "cryptocurrency", "encryption", "recruitment-exploitation")
TERM = """\
term:   # Mondays, as ever
  start: 2027-01-18
  weeks: 4
  meets: monday
  time: 16:00-18:30
  holidays: MX
  exceptions: {date: 2027-02-01, to: 2027-02-03, label: Constitution Day}
"""


def git(workspace: Path, *args: str) -> None:
    who = ("-c", "user.name=A", "-c", "user.email=a@example.org")
    subprocess.run(("git", *who, *args), cwd=workspace, check=True, capture_output=True)


def told(run: Run, workspace: Path, *args: str) -> Any:
    return json.loads(run("-C", workspace, *args, "--json").out)


def unpacked(content: bytes) -> bytes:
    """A file's bytes, those of its parts where it is a zip."""
    if not content.startswith(b"PK"):
        return content
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return b"\n".join(archive.read(name) for name in archive.namelist())


def test_a_course_from_her_themes_to_the_next_year(workspace: Path, run: Run) -> None:
    lists = ("-C", workspace, "lists")
    path = workspace / "lists" / "geeks.yaml"
    # Sunday night: a section a theme, weeks in an order of her own, the term by hand.
    themes = [word for theme in THEMES for word in ("--theme", theme)]
    run(*lists, "new", "geeks", "--from-themes", *themes, "--title", "Geeks of the cartels")
    sections = [one["title"] for one in told(run, workspace, "lists", "show", "geeks")["sections"]]
    assert len(sections) == 4
    for week, title in zip((3, 1, 2, 4), sections, strict=True):
        run(*lists, "set", "geeks", "--section", title, "--week", str(week))
    text = path.read_text("utf-8")
    path.write_text(text.replace("\nsections:\n", f"\n{TERM}\nsections:\n", 1), "utf-8")

    # Six hours a week: most readings become optional, and the planner says what to move.
    shown = told(run, workspace, "lists", "show", "geeks")
    for section in shown["sections"]:
        for entry in section["entries"][2:6]:
            where = ("--section", section["title"])
            run(*lists, "set", "geeks", entry["citation_key"], *where, "--importance", "recommended")
        rest = [entry["citation_key"] for entry in section["entries"][6:]]
        run(*lists, "remove", "geeks", *rest, "--section", section["title"])
    before = told(run, workspace, "lists", "plan", "geeks", "--hours", "6", "--moves", "4")
    assert before["moves"]
    titles = {one["week"]: one["sections"][0] for one in before["weeks"]}
    for move in before["moves"]:
        way = ("--from", titles[move["from_week"]], "--to", titles[move["to_week"]])
        run(*lists, "move", "geeks", move["citation_key"], *way)
    after = told(run, workspace, "lists", "plan", "geeks", "--hours", "6")
    assert [one["minutes"] for one in after["weeks"]] == [one["minutes_after"] for one in before["weeks"]]
    assert after["spread"] < before["spread"]
    assert "term:   # Mondays, as ever" in path.read_text("utf-8")

    # To the librarian, who reviews it; what he notes stays between them.
    run(*lists, "status", "geeks", "review", "--date", "2026-12-01")
    works = [one["citation_key"] for one in told(run, workspace, "lists", "review", "geeks")["works"]]
    for key in works[:3]:
        run(*lists, "review", "geeks", key, "--locate", "SECRETSHELF", "--done")
    run(*lists, "status", "geeks", "published", "--date", "2026-12-20")
    status = told(run, workspace, "lists", "status", "geeks")
    assert (status["state"], status["done"], status["works"]) == ("published", 3, len(works))

    # To the students.
    run("-C", workspace, "export", "geeks", "--to", ",".join(targets()))
    made = {file.name: unpacked(file.read_bytes()) for file in (workspace / "exports").glob("geeks*")}
    assert len(made) == len(targets()) + 1  # LaTeX has its references in a file beside it.
    assert not any(b"SECRETSHELF" in content for content in made.values())
    calendar = made["geeks.ics"].decode().replace("\r\n ", "")
    assert "DTSTART:20270203T160000" in calendar
    assert "DTSTART:20270201" not in calendar
    assert "February 3" in made["geeks.md"].decode()

    # A year later.
    git(workspace, "init")
    git(workspace, "add", "lists")
    git(workspace, "commit", "-m", "Spring 2027")
    rolled = told(run, workspace, "lists", "rollover", "geeks", "geeks-2028", "--start", "2028-01-17")
    assert {one["where"] for one in rolled["changes"]} == {
        "term: start",
        "term, exceptions: date",
        "term, exceptions: to",
        "status",
    }
    old, new = (path.read_text("utf-8"), (workspace / "lists" / "geeks-2028.yaml").read_text("utf-8"))
    changed = [one for one, other in zip(old.splitlines(), new.splitlines(), strict=True) if one != other]
    assert len(changed) == 3
    differences = told(run, workspace, "lists", "diff", "geeks", "geeks-2028")
    assert {one["kind"] for one in differences["changes"]} == {"list-field"}
    assert run(*lists, "diff", "geeks@HEAD").out == "The two lists say the same.\n"
    weeks = told(run, workspace, "lists", "show", "geeks-2028")["sections"]
    assert sorted(one["date"] for one in weeks) == ["2028-01-17", "2028-01-24", "2028-02-02", "2028-02-07"]
