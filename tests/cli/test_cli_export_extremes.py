"""Lists and works at their limits, in every target: nothing, only a title, thousands of authors, the same
work five times, names that no file may have."""

from __future__ import annotations

import io
import json
import re
import shutil
import signal
import sys
import time
import zipfile
from collections import Counter
from pathlib import Path

import docx
import pikepdf
import pytest
from lxml import etree, html

from readinglist.demo import DEMO_GROUP, bundled_store
from readinglist.demo.server import edit, start_server
from readinglist.export import load_target, targets
from tests.cli.conftest import SYLLABUS, Result, Run, run_command, run_process, snapshot, started

AUTHORS = 3000
BARE = "A work of which nothing is known but its title"
CROWD = "A paper by everybody"


@pytest.fixture(scope="module")
def extreme(demo_result: tuple[Path, Result], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demo with two more works, and a list for each extreme."""
    workspace = tmp_path_factory.mktemp("extreme") / "workspace"
    shutil.copytree(demo_result[0], workspace)
    store = bundled_store()
    editor = edit(store, "group", DEMO_GROUP)
    editor.add_item("journalArticle", title=BARE)
    crowd = [
        {"creatorType": "author", "firstName": f"A{n}", "lastName": f"Author{n}"} for n in range(AUTHORS)
    ]
    editor.add_item("journalArticle", title=CROWD, date="2020", creators=crowd)
    with start_server(store) as server, pytest.MonkeyPatch.context() as patch:
        patch.setenv("READINGLIST_ENDPOINT", server.endpoint)
        run_command("-C", workspace, "sync")
    found = json.loads(run_command("-C", workspace, "items", "--json").out)
    keys = {one["title"]: one["citation_key"] for one in found}
    lists = {
        "empty": "sections: []",
        "bare": f"sections:\n  - title: One\n    entries: [{keys[BARE]}]",
        "crowd": f"sections:\n  - title: One\n    entries: [{keys[CROWD]}]",
        "five": "sections:\n  - title: One\n    entries: ["
        + ", ".join(["campbell2014narco"] * 3)
        + "]\n  - title: Two\n    entries: [campbell2014narco, campbell2014narco]",
    }
    for name, text in lists.items():
        (workspace / "lists" / f"{name}.yaml").write_text(f"title: {name}\n{text}\n", "utf-8")
    return workspace


def made(extreme: Path, name: str, target: str, tmp_path: Path) -> bytes:
    run_command("-C", extreme, "export", name, "--to", target, "-o", tmp_path)
    return (tmp_path / f"{name}.{load_target(target).extension}").read_bytes()


def check_readable(target: str, content: bytes) -> None:
    """The file is whole in its own format."""
    if target in ("docx", "odt", "epub", "imscc", "xlsx"):
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            assert archive.testzip() is None
            for name in archive.namelist():
                if name.endswith((".xml", ".xhtml", ".opf")):
                    etree.fromstring(archive.read(name), etree.XMLParser(huge_tree=True))
    elif target in ("atom", "marcxml"):
        etree.fromstring(content, etree.XMLParser(huge_tree=True))
    elif target == "csljson":
        json.loads(content)
    elif target == "pdf":
        assert len(pikepdf.open(io.BytesIO(content)).pages) >= 1
    else:
        content.decode("utf-8")


@pytest.mark.parametrize("target", targets())
@pytest.mark.parametrize("name", ["empty", "bare", "crowd", "five"])
def test_every_target_takes_it(extreme: Path, name: str, target: str, tmp_path: Path) -> None:
    content = made(extreme, name, target, tmp_path)
    check_readable(target, content)
    assert "None" not in content.decode("latin-1") or target in (
        "pdf",
        "docx",
        "odt",
        "epub",
        "xlsx",
        "imscc",
    )


def test_an_empty_list_shows_nothing_empty(extreme: Path, tmp_path: Path) -> None:
    text = made(extreme, "empty", "txt", tmp_path).decode()
    assert [line for line in text.splitlines() if line][:2] == ["empty", "====="]
    assert not re.search("reading|Contents|0 ", text)
    page = html.fromstring(made(extreme, "empty", "html", tmp_path))
    assert [one.text_content().strip() for one in page.xpath("//h1|//h2|//h3")] == ["empty"]
    assert not page.xpath("//ol|//ul|//nav")


def test_a_work_with_only_a_title_shows_its_title(extreme: Path, tmp_path: Path) -> None:
    for target in ("txt", "md", "html", "ris", "bib", "csv"):
        text = " ".join(made(extreme, "bare", target, tmp_path).decode("utf-8").split())
        assert BARE.casefold() in re.sub(r"[{}]", "", text).casefold(), target


def test_thousands_of_authors_are_cited_as_the_style_says_and_kept_in_data(
    extreme: Path, tmp_path: Path
) -> None:
    text = made(extreme, "crowd", "txt", tmp_path).decode()
    assert len(text) < 3000 and "… Author2999" in " ".join(text.split())
    assert made(extreme, "crowd", "ris", tmp_path).count(b"AU  - ") == AUTHORS
    assert made(extreme, "crowd", "bib", tmp_path).count(b" and ") >= AUTHORS - 1


def test_a_work_cited_five_times_stands_five_times_with_an_anchor_of_its_own(
    extreme: Path, tmp_path: Path
) -> None:
    page = html.fromstring(made(extreme, "five", "html", tmp_path))
    assert len(page.xpath("//li[@class='entry']")) == 5
    ids = Counter(page.xpath("//@id"))
    assert [one for one, times in ids.items() if times > 1] == []
    document = docx.Document(io.BytesIO(made(extreme, "five", "docx", tmp_path)))
    assert sum(one.style.name == "Bibliography" for one in document.paragraphs) == 5
    assert made(extreme, "five", "bib", tmp_path).count(b"@article{") == 1


@pytest.mark.parametrize("name", ["CON", "aux", "nul.x"])
def test_a_list_named_like_a_device_is_written_under_another_name(
    extreme: Path, tmp_path: Path, name: str
) -> None:
    (extreme / "lists" / f"{name}.yaml").write_text("title: Device\nsections: []\n", "utf-8")
    run_command("-C", extreme, "export", name, "--to", "txt,xlsx", "-o", tmp_path)
    assert {file.name for file in tmp_path.iterdir()} == {f"list-{name}.txt", f"list-{name}.xlsx"}
    (extreme / "lists" / f"{name}.yaml").unlink()


@pytest.mark.parametrize("name", ["../../x", "/etc/passwd", "..", "lists/../x", "a\0b"])
def test_a_list_is_sought_in_its_folder_alone(extreme: Path, run: Run, name: str) -> None:
    told = run("-C", extreme, "export", name, "--to", "txt", code=1)
    assert "there is no list" in told.err


def test_a_reference_of_another_kind_is_refused(extreme: Path, run: Run, tmp_path: Path) -> None:
    made(extreme, "five", "docx", tmp_path)
    word = tmp_path / "five.docx"
    told = run("-C", extreme, "export", "five", "--to", "odt", "--reference", word, "-o", tmp_path, code=1)
    assert "no OpenDocument text to take styles from" in told.err


def test_a_reference_in_the_settings_is_sought_from_their_folder(
    extreme: Path, run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made(extreme, "five", "docx", tmp_path)
    shutil.copy(tmp_path / "five.docx", extreme / "ours.docx")
    settings = extreme / "readinglist.toml"
    before = settings.read_text("utf-8")
    settings.write_text(before + '\n[targets.docx]\nreference = "ours.docx"\n', "utf-8")
    monkeypatch.chdir(tmp_path)
    run("-C", extreme, "export", "five", "--to", "docx", "-o", tmp_path / "out")
    settings.write_text(before, "utf-8")


def test_the_bytes_do_not_depend_on_the_process(workspace: Path, tmp_path: Path) -> None:
    made = []
    for seed in ("1", "2"):
        out = tmp_path / seed
        args = ("export", "course-reserve", "--to", ",".join(targets()), "--look", "department", "-o", out)
        assert run_process("-C", workspace, *args, env={"PYTHONHASHSEED": seed}).returncode == 0
        made.append({file.name: file.read_bytes() for file in out.iterdir()})
    assert made[0] == made[1] and len(made[0]) == len(targets()) + 1


def test_a_template_given_by_its_file_ends_in_the_time_that_the_settings_give(
    workspace: Path, run: Run, tmp_path: Path
) -> None:
    settings = workspace / "readinglist.toml"
    text = settings.read_text("utf-8").replace("template_seconds = 20", "template_seconds = 4")
    settings.write_text(text, "utf-8")
    endless = tmp_path / "endless.j2"
    loops = "{% for a in range(99999) %}" * 3 + "{% endfor %}" * 3
    endless.write_text(f"one\n{loops}\n", "utf-8")
    told = run("-C", workspace, "export", "course-reserve", "--to", "html", "--template", endless, code=1)
    assert f"{endless}:2: the template takes more than 4 seconds" in told.err
    assert "range(99999)" in told.err
    assert not (workspace / "exports" / "course-reserve.html").exists()


def test_plain_text_names_instructors_once_and_fills_the_lines_of_notes(
    workspace: Path, tmp_path: Path
) -> None:
    text = made(workspace, SYLLABUS, "txt", tmp_path).decode("utf-8")
    assert text.count("Instructors:") == 1
    assert (
        "\n    List the platforms in the order in which they come up, and for each\n    what the groups"
        in text
    )
    assert "\n- Policies\n" in text


def test_opendocument_keeps_headings_with_their_entries(workspace: Path, tmp_path: Path) -> None:
    # LibreOffice keeps nothing together over the bounds of a section.
    with zipfile.ZipFile(io.BytesIO(made(workspace, SYLLABUS, "odt", tmp_path))) as archive:
        content = archive.read("content.xml").decode("utf-8")
    assert "<text:section" not in content
    assert '<text:bookmark text:name="campbell2014narco"/>' in content
    assert content.count('table:style-name="WholeRow"') > 12


@pytest.mark.skipif(sys.platform != "linux", reason="/proc tells of processes on Linux")
def test_a_program_that_is_told_to_end_leaves_no_process_and_no_file(workspace: Path, tmp_path: Path) -> None:
    loop = tmp_path / "loop.html.j2"
    loop.write_text("{% for a in range(99999) %}{% for b in range(99999) %}{% endfor %}{% endfor %}", "utf-8")
    before = snapshot(workspace)
    with started("-C", workspace, "export", SYLLABUS, "--to", "html", "--template", loop) as process:
        children = Path(f"/proc/{process.pid}/task/{process.pid}/children")
        waited = time.monotonic()
        while not (found := children.read_text().split()) and time.monotonic() - waited < 15:
            time.sleep(0.05)
        assert found
        process.terminate()
        assert process.wait(10) == 128 + signal.SIGTERM
        # One that had been started at that very moment reads that there is nothing to do, and ends.
        while any(map(_at_work, found)) and time.monotonic() - waited < 15:
            time.sleep(0.05)
        assert not any(map(_at_work, found))
    assert snapshot(workspace) == before


def _at_work(process: str) -> bool:
    try:
        return Path(f"/proc/{process}/stat").read_text("utf-8").rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False
