"""What goes wrong outside: configuration, files, keys, servers. Each says what, where, and what to do."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.cli.conftest import SYLLABUS, Run, Served, contents, run_process, temporary_files

EVERY = [
    ["sync"],
    ["status"],
    ["items"],
    ["show", "campbell2014narco"],
    ["themes"],
    ["themes", "why", "campbell2014narco"],
    ["lists"],
    ["lists", "show", SYLLABUS],
    ["export", SYLLABUS],
]


def first(words: list[str]) -> str:
    """A name for a test."""
    return " ".join(words[:2])


def check(err: str, *parts: str) -> None:
    """An error message that holds these parts, and no traceback."""
    assert err.startswith("Error: ")
    assert "Traceback" not in err
    for part in parts:
        assert part in err, err


@pytest.mark.parametrize("command", EVERY, ids=first)
def test_no_configuration(command: list[str], tmp_path: Path, run: Run) -> None:
    result = run("-C", tmp_path, *command, code=1)
    check(result.err, "no readinglist.toml", str(tmp_path), "readinglist init", "readinglist demo")
    assert result.out == ""
    assert not list(tmp_path.iterdir())


def test_no_such_folder(tmp_path: Path, run: Run) -> None:
    check(run("-C", tmp_path / "gone", "items", code=1).err, "no such folder", str(tmp_path / "gone"))
    (tmp_path / "file").write_text("")
    assert "file" in run("-C", tmp_path / "file", "items", code=2).err


@pytest.mark.parametrize("command", EVERY, ids=first)
def test_nothing_synced_yet(command: list[str], workspace: Path, run: Run) -> None:
    if command[0] == "sync" or command == ["status"]:
        return
    shutil.rmtree(workspace / ".readinglist")
    before = contents(workspace)
    result = run("-C", workspace, *command, code=1)
    check(result.err, "nothing has been synced", str(workspace), "readinglist sync")
    assert contents(workspace) == before


def edited(workspace: Path, old: str, new: str) -> Path:
    """The configuration with a change in it."""
    config = workspace / "readinglist.toml"
    text = config.read_text("utf-8")
    assert old in text
    config.write_text(text.replace(old, new, 1), "utf-8")
    return config


@pytest.mark.parametrize(
    ("old", "new", "parts"),
    [
        ("\n[[source]]", "\n[[source]", (":7:", "not valid TOML")),
        ("collections = []", "colections = []", (":19: source.colections", "Did you mean 'collections'")),
        ('style = "apa"', 'stile = "apa"', ("lists.stile", "Did you mean 'style'")),
        ("[lists]", "[list]", ("unknown setting 'list'", "Did you mean 'lists'")),
        ("[lists]", "[zzz]\n[lists]", ("unknown setting 'zzz'", "source, lists, themes")),
        ("id = 4420117", 'id = "many"', (":15: source.id", "integer", "'many'")),
        ("id = 4420117", "id = -1", ("source.id", "-1")),
        ('type = "group"', 'type = "team"', (":14: source.type", "'group' or 'user'", "'team'")),
        ('endpoint = "bundled"', 'endpoint = "bundeld"', ("source.endpoint", "https://", '"bundled"')),
        ('paper = "auto"', 'paper = "a3"', ("lists.paper", "'a4'")),
        ("to = [", "to = 3 # [", ("lists.to",)),
        ('file = "themes.toml"', 'file = "../../themes.toml"', ("themes.file", "inside this folder")),
        ('file = "themes.toml"', 'file = "/etc/passwd"', ("themes.file", "inside this folder")),
    ],
)  # fmt: skip
def test_a_broken_configuration(
    old: str, new: str, parts: tuple[str, ...], workspace: Path, run: Run
) -> None:
    config = edited(workspace, old, new)
    before = contents(workspace, but=())
    for command in (["sync"], ["items"]):
        check(run("-C", workspace, *command, code=1).err, str(config), *parts)
    assert contents(workspace, but=()) == before


def test_two_sources_of_one_name(workspace: Path, run: Run) -> None:
    edited(workspace, "[lists]", '[[source]]\nname = "narco-digital"\ntype = "user"\nid = 1\n[lists]')
    check(run("-C", workspace, "items", code=1).err, "two [[source]] tables", "narco-digital")


def test_no_source(workspace: Path, run: Run) -> None:
    (workspace / "readinglist.toml").write_text("")
    check(run("-C", workspace, "items", code=1).err, "no [[source]] table", "readinglist init")


def test_a_configuration_that_is_not_text(workspace: Path, run: Run) -> None:
    (workspace / "readinglist.toml").write_bytes(b"\xff\xfe\x00")
    check(run("-C", workspace, "items", code=1).err, "not UTF-8", "readinglist.toml")


def test_a_collection_in_the_settings_that_is_not_there(workspace: Path, run: Run) -> None:
    config = edited(workspace, "collections = []", 'collections = ["Teachin"]')
    for command in (["sync"], ["items"]):
        check(run("-C", workspace, *command, code=1).err, str(config), "'Teachin'", "'Teaching'")


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("[[themes]\n", (":1",)),
        ('[[themes]]\nid = "a"\nlabel.en = "A"\nrulez = 1\n', (":4", "rulez")),
        ('[[themes]]\nlabel.en = "A"\n', ("id",)),
        ('[[themes]]\nid = "a"\nlabel.en = "A"\nbroader = "b"\n', ("b",)),
    ],
)
def test_a_broken_vocabulary(text: str, parts: tuple[str, ...], workspace: Path, run: Run) -> None:
    (workspace / "themes.toml").write_text(text)
    before = contents(workspace)
    for command in (["sync"], ["themes"], ["themes", "why", "campbell2014narco"]):
        check(run("-C", workspace, *command, code=1).err, str(workspace / "themes.toml"), *parts)
    assert contents(workspace) == before


@pytest.mark.parametrize(
    ("line", "parts"),
    [
        ("one,two", ("expected citation_key",)),
        ("campbell2014narco,groups/4420117,ZZZZZZZZ,", ("belongs to two items",)),
        ("my key,groups/4420117,ZZZZZZZZ,", ("my key",)),
        ('"never closed', ("CSV",)),
    ],
)
def test_a_broken_keys_file(line: str, parts: tuple[str, ...], workspace: Path, run: Run) -> None:
    keys = workspace / "bib" / "keys.csv"
    keys.write_text(keys.read_text("utf-8") + line + "\n", "utf-8")
    before = contents(workspace)
    number = len(keys.read_text("utf-8").splitlines())
    check(run("-C", workspace, "sync", code=1).err, f"{keys}:{number}", *parts)
    assert contents(workspace) == before
    run("-C", workspace, "items")


def test_a_damaged_database(workspace: Path, run: Run) -> None:
    database = workspace / ".readinglist" / "library.sqlite"
    for path in database.parent.glob("library.sqlite*"):
        path.unlink()
    database.write_bytes(b"not a database, but long enough to be looked at" * 100)
    for command in (["items"], ["sync"]):
        check(run("-C", workspace, *command, code=1).err, str(database))


def test_a_damaged_cache_is_made_anew(workspace: Path, run: Run) -> None:
    before = contents(workspace)
    for path in (workspace / ".readinglist" / "cache").rglob("*"):
        if path.is_file():
            path.write_bytes(b"\x00broken")
    run("-C", workspace, "export", SYLLABUS)
    assert contents(workspace) == before


def test_a_server_that_is_down(workspace: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    before = contents(workspace)
    monkeypatch.setenv("READINGLIST_ENDPOINT", "http://127.0.0.1:9")
    result = run("-C", workspace, "sync", code=1)
    check(
        result.err,
        "cannot reach the Zotero server",
        "http://127.0.0.1:9/groups/4420117",
        "READINGLIST_ENDPOINT",
    )
    assert contents(workspace) == before
    assert run("-C", workspace, "items").out


def test_a_wrong_key(synced_elsewhere: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    before = contents(synced_elsewhere)
    monkeypatch.setenv("ZOTERO_API_KEY", "WrongKey0123456789aBcDeF")
    result = run("-C", synced_elsewhere, "sync", code=1)
    check(result.err, "does not know this API key", "ZOTERO_API_KEY", "/groups/4420117")
    assert "WrongKey" not in result.err
    assert contents(synced_elsewhere) == before


def test_a_library_that_became_private(synced_elsewhere: Path, served: Served, run: Run) -> None:
    group = served.editor.library.group
    assert group is not None
    group.reading = "members"
    check(run("-C", synced_elsewhere, "sync", code=1).err, "private", "ZOTERO_API_KEY")


def blocked_bib(workspace: Path) -> Path:
    """`bib` is a file, so that nothing can be written below it."""
    shutil.rmtree(workspace / "bib")
    (workspace / "bib").write_text("in the way")
    return workspace / "bib"


def blocked_file(workspace: Path) -> Path:
    """A folder stands where a file of `bib/` ought to."""
    path = workspace / "bib" / "propaganda.bib"
    path.unlink()
    (path / "below").mkdir(parents=True)
    return path


@pytest.mark.parametrize("block", [blocked_bib, blocked_file])
def test_a_folder_that_cannot_be_written(
    block: Callable[[Path], Path], synced_elsewhere: Path, served: Served, run: Run
) -> None:
    served.editor.edit_item("P4PHRY7P", volume="4141")
    place = block(synced_elsewhere)
    check(run("-C", synced_elsewhere, "sync", code=1).err, str(place), "Check")
    assert not temporary_files(synced_elsewhere)
    shutil.rmtree(place) if place.is_dir() else place.unlink()
    run("-C", synced_elsewhere, "sync")
    assert "4141" in (synced_elsewhere / "bib" / "propaganda.bib").read_text("utf-8")


def test_a_full_disk(workspace: Path, run: Run) -> None:
    """With a limit on the size of files, which fails as a full disk does: no file is left in parts."""
    run("-C", workspace, "export", "course-reserve", "--to", "html")
    shutil.rmtree(workspace / "exports")
    program = (
        "import resource, signal; signal.signal(signal.SIGXFSZ, signal.SIG_IGN);"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (40000, 40000)); from readinglist.cli import main; main()"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, "-C", str(workspace), "export", "course-reserve", "--to", "html"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1, done.stderr
    check(done.stderr, "cannot write", "course-reserve.html", "disk")
    assert not list((workspace / "exports").iterdir())
    assert not temporary_files(workspace)


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no /dev/full")
@pytest.mark.parametrize("target", ["txt", "marc"])
def test_a_full_disk_behind_standard_output(target: str, workspace: Path) -> None:
    program = [sys.executable, "-m", "readinglist", "-C", str(workspace)]
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(
            [*program, "export", "course-reserve", "--to", target, "--stdout"],
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
        )
    assert done.returncode == 1
    check(done.stderr, "No space left", "disk")


def test_a_zip_below_a_file(workspace: Path, run: Run, tmp_path: Path) -> None:
    (tmp_path / "notes").write_text("mine", "utf-8")
    wanted = tmp_path / "notes" / "lists.zip"
    said = run("-C", workspace, "export", "course-reserve", "--to", "ris", "--zip", wanted, code=1).err
    check(said, str(wanted), f"{tmp_path / 'notes'} is a file, not a folder")
    assert (tmp_path / "notes").read_text("utf-8") == "mine"


def test_the_same_as_a_process_of_its_own(tmp_path: Path) -> None:
    done = run_process("items", cwd=tmp_path)
    assert done.returncode == 1
    check(done.stderr, "no readinglist.toml")
    assert run_process("itms", cwd=tmp_path).returncode == 2
