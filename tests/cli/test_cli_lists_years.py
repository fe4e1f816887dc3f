"""`readinglist lists rollover` and `lists diff`: one course over the years, by the real commands."""

from __future__ import annotations

import json
import subprocess
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from readinglist.actions.links import fetch_link_states
from tests.cli.conftest import SYLLABUS, Run


def write_list(workspace: Path, name: str, text: str) -> Path:
    path = workspace / "lists" / f"{name}.yaml"
    path.write_text(text, "utf-8")
    return path


def git(workspace: Path, *args: str) -> None:
    who = ("-c", "user.name=A", "-c", "user.email=a@example.org", "-c", "init.defaultBranch=main")
    subprocess.run(("git", *who, *args), cwd=workspace, check=True, capture_output=True)


def test_rollover_writes_the_next_year_and_says_what_to_look_at(workspace: Path, run: Run) -> None:
    result = run("-C", workspace, "lists", "rollover", SYLLABUS, "next", "--start", "2028-01-17")
    assert "term: start: 2027-01-18 → 2028-01-17" in result.out
    assert "2028-03-20, Benito Juárez" in " ".join(result.out.split())
    assert "Words that speak of the old term's dates" in result.out
    assert all(len(line) <= 80 for line in result.out.splitlines() if "workspace" not in line)
    old = (workspace / "lists" / f"{SYLLABUS}.yaml").read_text("utf-8").splitlines()
    new = (workspace / "lists" / "next.yaml").read_text("utf-8").splitlines()
    assert sum(one != other for one, other in zip(old, new, strict=True)) == 2
    run("-C", workspace, "export", "next", "--to", "ics")


def test_rollover_never_overwrites_and_dry_run_writes_nothing(workspace: Path, run: Run) -> None:
    args = ("-C", workspace, "lists", "rollover", SYLLABUS)
    told = json.loads(run(*args, "next", "--start", "2028-01-17", "--dry-run", "--json").out)
    assert told["written"] is False
    assert not (workspace / "lists" / "next.yaml").exists()
    assert "already" in run(*args, "course-reserve", "--start", "2028-01-17", code=2).err
    assert "would do" in run(*args, "../next", "--start", "2028-01-17", code=2).err
    assert "2027-01-18" in run(*args, "next", "--start", "17/01/2028", code=2).err


def test_rollover_names_dead_references_and_later_editions(workspace: Path, run: Run) -> None:
    text = "title: t\nterm: {start: 2027-01-18, weeks: 2}\n"
    text += "sections: [{title: s, entries: [nobody2014x, campbell2014narco]}]\n"
    write_list(workspace, "old", text)
    found = json.loads(
        run("-C", workspace, "lists", "rollover", "old", "new", "--start", "2028-01-17", "--json").out
    )
    assert [(one["kind"], one["subject"]) for one in found["findings"] if one["kind"] == "dead"] == [
        ("dead", "nobody2014x")
    ]


def test_diff_of_a_list_with_itself_is_empty(demo_result: tuple[Path, object], run: Run) -> None:
    result = run("-C", demo_result[0], "lists", "diff", SYLLABUS, SYLLABUS)
    assert result.out == "The two lists say the same.\n"
    assert (
        json.loads(run("-C", demo_result[0], "lists", "diff", SYLLABUS, SYLLABUS, "--json").out)["changes"]
        == []
    )


@pytest.fixture
def edited(workspace: Path) -> Path:
    """A workspace under git whose list was changed since."""
    git(workspace, "init")
    git(workspace, "add", "lists")
    git(workspace, "commit", "-m", "first")
    path = workspace / "lists" / f"{SYLLABUS}.yaml"
    text = path.read_text("utf-8")
    text = text.replace(
        "      - cite: zavala2020narconarrativa\n",
        "      - {cite: campbell2014narco, private_note: SECRET}\n      - cite: zavala2020narconarrativa\n",
    )
    text = text.replace("title: Talking in private", "title: Talking <b>in</b> *private*")
    path.write_text(text, "utf-8")
    return workspace


def test_diff_against_a_revision_tells_the_change_in_words(edited: Path, run: Run) -> None:
    result = run("-C", edited, "lists", "diff", f"{SYLLABUS}@HEAD")
    assert "+ campbell2014narco (essential)" in result.out
    assert "title Talking in private → Talking <b>in</b> *private*" in " ".join(result.out.split())
    assert "Readings: 1 added." in result.out
    assert "Hours: 49.3 h → 50.3 h" in " ".join(result.out.split())
    assert all(len(line) <= 80 for line in result.out.splitlines())


def test_diff_as_markdown_and_html_is_escaped_and_without_private_notes(
    edited: Path, run: Run, tmp_path: Path
) -> None:
    args = ("-C", edited, "lists", "diff", f"{SYLLABUS}@HEAD", SYLLABUS)
    markdown = run(*args, "--to", "md").out
    assert "## Week 8: Talking \\<b>in\\<b>" in markdown or "Talking \\<b>in\\</b> \\*private\\*" in markdown
    page = run(*args, "--to", "html").out
    assert "Talking &lt;b&gt;in&lt;/b&gt; *private*" in page
    assert page.startswith("<!doctype html>")
    told = run(*args, "--to", "json").out
    assert "SECRET" not in markdown + page + told + run(*args).out
    assert "SECRET" in run(*args, "--to", "json", "--private").out
    run(*args, "--to", "html", "-o", tmp_path / "diff.html")
    assert (tmp_path / "diff.html").read_text("utf-8") == page


@pytest.mark.parametrize(
    ("old", "message"),
    [
        (f"{SYLLABUS}@nowhere", "there is no revision 'nowhere'"),
        (f"{SYLLABUS}@--help", "there is no revision '--help'"),
        ("absent@HEAD", "there is no list 'absent' in the revision"),
        ("absent", "there is no list 'absent'"),
    ],
)
def test_diff_names_what_is_not_there(edited: Path, run: Run, old: str, message: str) -> None:
    assert message in run("-C", edited, "lists", "diff", old, SYLLABUS, code=1).err


def test_diff_without_version_control_says_so(
    workspace: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(workspace.parent))
    assert (
        "not under version control" in run("-C", workspace, "lists", "diff", f"{SYLLABUS}@HEAD", code=1).err
    )


def test_a_broken_revision_is_named_with_its_line(workspace: Path, run: Run) -> None:
    write_list(workspace, "broken", "title: t\nsections: 3\n")
    git(workspace, "init")
    git(workspace, "add", "lists")
    git(workspace, "commit", "-m", "first")
    assert (
        "broken.yaml@HEAD:2:1: sections"
        in run("-C", workspace, "lists", "diff", "broken@HEAD", SYLLABUS, code=1).err
    )


class _Site(BaseHTTPRequestHandler):
    def do_HEAD(self) -> None:
        code = {"/ok": 200, "/moved": 301, "/gone": 404, "/shy": 405, "/shut": 403}[self.path]
        self.send_response(code)
        if code == 301:
            self.send_header("Location", "/ok")
        self.end_headers()

    def do_GET(self) -> None:
        self.send_response(200 if self.path == "/shy" else 403)
        self.end_headers()

    def log_message(self, format: str, *args: object) -> None:
        pass


@pytest.fixture
def site() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Site)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


def test_links_are_asked_for(site: str) -> None:
    urls = [
        f"{site}/ok",
        f"{site}/moved",
        f"{site}/gone",
        f"{site}/shy",
        f"{site}/shut",
        "http://127.0.0.1:9/x",
        "javascript:x",
        f"{site}/ok",
    ]
    states = [one.state for one in fetch_link_states(urls)]
    assert states == ["ok", "moved", "gone", "ok", "refused", "unreachable", "no address"]


def test_rollover_checks_the_lists_links(workspace: Path, run: Run, site: str) -> None:
    text = "title: t\nterm: {start: 2027-01-18, weeks: 2}\n"
    text += f"sections: [{{title: s, entries: [{{link: '{site}/gone'}}]}}]\n"
    write_list(workspace, "old", text)
    result = run("-C", workspace, "lists", "rollover", "old", "new", "--start", "2028-01-17", "--check-links")
    assert "gone (404)" in " ".join(result.out.split())
