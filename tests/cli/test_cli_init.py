"""`readinglist init`: the access it tests, the collections it finds, the file it writes, the questions it asks."""

from __future__ import annotations

import os
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

from readinglist.demo import DEMO_GROUP
from readinglist.demo.server import Group, RunningServer, Store, edit, start_server
from readinglist.settings import load_settings
from tests.cli.conftest import Run, Served, run_process
from tests.cli.terminal import Terminal

KEY = "sEcReTkEy0123456789aBcDe"
PRIVATE = 77
OWNER = 42


@pytest.fixture
def private() -> Iterator[RunningServer]:
    """A server with a private group and a user's library, which KEY opens."""
    store = Store()
    store.add_user(OWNER, "ana", "Ana López")
    store.add_group(Group(PRIVATE, "Seminario ñandú", OWNER))
    store.add_key(KEY, OWNER, write=False, groups={PRIVATE: False})
    store.add_key("OtherKey0123456789aBcDeF", OWNER, library=False, groups={})
    group, own = edit(store, "group", PRIVATE), edit(store, "user", OWNER)
    group.add_item("book", title="A book of the group")
    own.add_item("book", title="A book of her own")
    teaching = group.add_collection("Teaching")
    group.add_collection("Core readings", teaching)
    group.add_collection("Core readings", group.add_collection("Research"))
    with start_server(store) as server:
        yield server


def source(folder: Path) -> dict[str, object]:
    """The first source in a workspace's configuration, as it stands in the file."""
    tables = tomllib.loads((folder / "readinglist.toml").read_text("utf-8"))["source"]
    assert isinstance(tables, list)
    return dict(tables[0])


def test_init_demo_makes_a_workspace_that_syncs(tmp_path: Path, run: Run) -> None:
    result = run("init", tmp_path / "mine", "--demo")
    assert "Narco-digital" in result.out
    assert str(tmp_path / "mine" / "readinglist.toml") in result.out
    assert source(tmp_path / "mine")["endpoint"] == "bundled"
    run("-C", tmp_path / "mine", "sync", "--pull-only")


def test_init_writes_a_commented_file_that_loads(tmp_path: Path, served: Served, run: Run) -> None:
    run("init", tmp_path, "--group", str(DEMO_GROUP), "--endpoint", served.endpoint)
    text = (tmp_path / "readinglist.toml").read_text("utf-8")
    settings = load_settings(tmp_path / "readinglist.toml")
    assert settings.source[0].path == f"groups/{DEMO_GROUP}"
    assert settings.source[0].endpoint == served.endpoint
    assert settings.source[0].collections == ()
    shipped = (Path(__file__).parents[2] / "readinglist" / "default.toml").read_text("utf-8")
    comments = [line for line in shipped.splitlines() if line.startswith("#")]
    assert [line for line in text.splitlines() if line.startswith("#")] == comments
    assert (tmp_path / "themes.toml").is_file()
    assert (tmp_path / ".readinglist" / ".gitignore").is_file()


@pytest.mark.parametrize("name", ["Teaching", "teaching", "I98LEKZM", "Narco-digital / Teaching"])
def test_init_finds_a_collection_by_name_key_or_path(
    name: str, tmp_path: Path, served: Served, run: Run
) -> None:
    run("init", tmp_path, "--group", str(DEMO_GROUP), "--endpoint", served.endpoint, "--collection", name)
    assert source(tmp_path)["collections"] == ["I98LEKZM"]


def test_a_chosen_collection_narrows_the_workspace(tmp_path: Path, served: Served, run: Run) -> None:
    run(
        "init",
        tmp_path,
        "--group",
        str(DEMO_GROUP),
        "--endpoint",
        served.endpoint,
        "--collection",
        "Teaching",
    )
    told = run("-C", tmp_path, "sync").out
    assert "in the chosen collections" in told
    count = len(run("-C", tmp_path, "items").out.splitlines()) - 1
    assert 0 < count < 100
    assert f"{count} items in the chosen collections" in told


def test_an_unknown_collection_gets_near_matches(tmp_path: Path, served: Served, run: Run) -> None:
    result = run(
        "init", tmp_path / "w", "--group", str(DEMO_GROUP), "--endpoint", served.endpoint, "--collection", "Teachin",
        code=1,
    )  # fmt: skip
    assert "no collection 'Teachin' in Narco-digital" in result.err
    assert "Did you mean 'Teaching'" in result.err
    assert not (tmp_path / "w").exists()


def test_a_collection_that_is_like_no_other_gets_a_list(tmp_path: Path, served: Served, run: Run) -> None:
    result = run(
        "init", tmp_path / "w", "--group", str(DEMO_GROUP), "--endpoint", served.endpoint, "--collection", "zzzz",
        code=1,
    )  # fmt: skip
    assert "There are: Narco-digital;" in result.err


def test_an_ambiguous_collection_is_refused_with_its_keys(
    tmp_path: Path, private: RunningServer, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ZOTERO_API_KEY", KEY)
    given = ("--group", str(PRIVATE), "--endpoint", private.endpoint)
    result = run("init", tmp_path / "w", *given, "--collection", "core readings", code=2)
    assert "2 collections are called 'core readings'" in result.err
    assert "Teaching / Core readings" in result.err
    assert "Research / Core readings" in result.err
    assert not (tmp_path / "w").exists()
    run("init", tmp_path / "w", *given, "--collection", "Research / Core readings")
    assert len(source(tmp_path / "w")["collections"]) == 1  # type: ignore[arg-type]


def test_a_private_group_needs_a_key_and_says_whose_it_is(
    tmp_path: Path, private: RunningServer, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    given = ("init", tmp_path / "w", "--group", str(PRIVATE), "--endpoint", private.endpoint)
    missing = run(*given, code=1)
    assert f"{private.endpoint}/groups/{PRIVATE}" in missing.err
    assert "ZOTERO_API_KEY" in missing.err
    monkeypatch.setenv("ZOTERO_API_KEY", "WrongKey0123456789aBcDeF")
    wrong = run(*given, code=1)
    assert "does not know this API key" in wrong.err
    assert "WrongKey" not in wrong.out + wrong.err
    monkeypatch.setenv("ZOTERO_API_KEY", "OtherKey0123456789aBcDeF")
    assert "may not read" in run(*given, code=1).err
    assert not (tmp_path / "w").exists()
    monkeypatch.setenv("ZOTERO_API_KEY", KEY)
    found = run(*given)
    assert "Found Seminario ñandú: 1 item, 4 collections." in found.out
    assert "The key belongs to Ana López; read." in found.out
    assert source(tmp_path / "w")["name"] == "seminario-ñandú"


def test_a_users_library(
    tmp_path: Path, private: RunningServer, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    given = ("init", tmp_path / "w", "--user", str(OWNER), "--endpoint", private.endpoint)
    assert "private" in run(*given, code=1).err
    monkeypatch.setenv("ZOTERO_API_KEY", KEY)
    assert "1 item, 0 collections" in run(*given).out
    run("-C", tmp_path / "w", "sync")
    assert "A book of her own" in run("-C", tmp_path / "w", "items").out


def test_the_key_is_in_no_file_and_in_no_output(
    tmp_path: Path, private: RunningServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    env = {"ZOTERO_API_KEY": KEY}
    place = tmp_path / "w"
    outputs = [
        run_process("init", place, "--group", str(PRIVATE), "--endpoint", private.endpoint, env=env),
        run_process("-C", place, "sync", "--json", env=env),
    ]
    assert [one.returncode for one in outputs] == [0, 0], outputs
    private.store.remove_key(KEY)
    outputs.append(run_process("--debug", "-C", place, "sync", env=env))
    private.stop()
    outputs.append(run_process("--debug", "-C", place, "sync", env=env))
    assert [one.returncode for one in outputs[2:]] == [1, 1]
    assert all("Traceback" in one.stderr for one in outputs[2:])
    assert not any(KEY in one.stdout + one.stderr for one in outputs)
    files = [path for path in place.rglob("*") if path.is_file()]
    assert files
    assert not any(KEY.encode() in path.read_bytes() for path in files)


def test_the_key_comes_from_the_keyring(tmp_path: Path, private: RunningServer) -> None:
    (tmp_path / "own_keyring.py").write_text(
        "from keyring.backend import KeyringBackend\n"
        "class Keyring(KeyringBackend):\n"
        "    priority = 1\n"
        "    def get_password(self, service, username):\n"
        f"        return {KEY!r} if (service, username) == ('readinglist', '127.0.0.1') else None\n"
        "    def set_password(self, service, username, password): raise AssertionError\n"
        "    def delete_password(self, service, username): raise AssertionError\n"
    )
    done = run_process(
        "init", tmp_path / "w", "--group", str(PRIVATE), "--endpoint", private.endpoint,
        env={"PYTHON_KEYRING_BACKEND": "own_keyring.Keyring", "PYTHONPATH": str(tmp_path)},
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert "Ana López" in done.stdout


@pytest.mark.parametrize("key", ["two words", "ñandú-ñandú-ñandú", "line\nfeed"])
def test_a_key_that_can_be_none_is_not_repeated(
    key: str, tmp_path: Path, served: Served, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ZOTERO_API_KEY", key)
    result = run("init", tmp_path / "w", "--group", str(DEMO_GROUP), "--endpoint", served.endpoint, code=1)
    assert "ZOTERO_API_KEY" in result.err
    assert key not in result.err


def test_the_environment_names_the_server(
    tmp_path: Path, served: Served, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("READINGLIST_ENDPOINT", served.endpoint)
    run("init", tmp_path / "w", "--group", str(DEMO_GROUP))
    assert len(served.server.log) > 0
    monkeypatch.setenv("READINGLIST_ENDPOINT", "gopher://nowhere")
    result = run("-C", tmp_path / "w", "sync", code=1)
    assert "READINGLIST_ENDPOINT" in result.err
    assert "https://" in result.err


def test_the_environment_stands_over_the_file(
    workspace: Path, served: Served, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    served.editor.add_item("book", title="Only on this server")
    assert "nothing changed" in run("-C", workspace, "sync").out
    monkeypatch.setenv("READINGLIST_ENDPOINT", served.endpoint)
    assert "1 added" in run("-C", workspace, "sync").out


def test_a_server_that_is_down(tmp_path: Path, run: Run) -> None:
    result = run("init", tmp_path / "w", "--group", "1", "--endpoint", "http://127.0.0.1:9", code=1)
    assert "cannot reach the Zotero server" in result.err
    assert "http://127.0.0.1:9/groups/1" in result.err
    assert not (tmp_path / "w").exists()


def test_a_group_that_is_not_there(tmp_path: Path, served: Served, run: Run) -> None:
    result = run("init", tmp_path / "w", "--group", "12", "--endpoint", served.endpoint, code=1)
    assert "no group 12" in result.err


@pytest.mark.parametrize(
    ("options", "what"),
    [
        (["--group", "1", "--user", "2"], "either a group's or a user's"),
        (["--demo", "--group", "1"], "--demo names its own library"),
        (["--demo", "--local"], "--demo names its own library"),
        (["--demo", "--endpoint", "http://127.0.0.1:1"], "--demo names its own library"),
        (["--local", "--endpoint", "http://127.0.0.1:1"], "--local names its own server"),
        (["--group", "1", "--endpoint", "ftp://127.0.0.1"], "https://"),
        (["--group", "many"], "many"),
        (["--group", "-4"], "-4"),
        ([], "--group ID"),
    ],
)  # fmt: skip
def test_options_that_do_not_fit_together(options: list[str], what: str, tmp_path: Path, run: Run) -> None:
    result = run("init", tmp_path / "w", *options, code=2)
    assert what in result.err
    assert "Traceback" not in result.err
    assert not (tmp_path / "w").exists()


def test_an_existing_workspace_is_left_alone(workspace: Path, run: Run) -> None:
    before = (workspace / "readinglist.toml").read_bytes()
    result = run("init", workspace, "--demo", code=1)
    assert "workspace already" in result.err
    assert str(workspace / "readinglist.toml") in result.err
    assert (workspace / "readinglist.toml").read_bytes() == before


def test_files_that_are_there_already_stay(tmp_path: Path, run: Run) -> None:
    (tmp_path / "themes.toml").write_text("# mine\n")
    (tmp_path / "notes.txt").write_text("mine")
    run("init", tmp_path, "--demo")
    assert (tmp_path / "themes.toml").read_text() == "# mine\n"
    assert (tmp_path / "notes.txt").read_text() == "mine"


def test_init_cannot_write(tmp_path: Path, run: Run) -> None:
    (tmp_path / "file").write_text("")
    result = run("init", tmp_path / "file" / "w", "--demo", code=1)
    assert str(tmp_path / "file") in result.err
    assert "Check" in result.err
    assert os.listdir(tmp_path) == ["file"]


def test_questions_at_a_terminal(tmp_path: Path, served: Served) -> None:
    terminal = Terminal("init", tmp_path / "w", env={"READINGLIST_ENDPOINT": served.endpoint})
    terminal.answer("Library (group, user) [group]:", "group")
    terminal.answer("Number of the group", str(DEMO_GROUP))
    screen = terminal.answer("(0 for the whole library) [0]:", "8")
    number = next(
        line.split()[0] for line in screen.splitlines() if line.endswith("Narco-digital / Teaching")
    )
    rest, code = terminal.finish()
    assert code == 0, rest
    assert "Wrote" in rest
    assert number.isdigit()
    assert source(tmp_path / "w")["id"] == DEMO_GROUP
    assert len(source(tmp_path / "w")["collections"]) == 1  # type: ignore[arg-type]


def test_an_answer_that_makes_no_sense_is_asked_again(tmp_path: Path, served: Served) -> None:
    terminal = Terminal("init", tmp_path / "w", env={"READINGLIST_ENDPOINT": served.endpoint})
    terminal.answer("[group]:", "book")
    terminal.answer("[group]:", "")
    terminal.answer("Number of the group", "many")
    terminal.answer("Number of the group", str(DEMO_GROUP))
    terminal.answer("[0]:", "99")
    terminal.answer("[0]:", "")
    rest, code = terminal.finish()
    assert code == 0, rest
    assert source(tmp_path / "w")["collections"] == []


def test_ctrl_c_at_a_question(tmp_path: Path, served: Served) -> None:
    terminal = Terminal("init", tmp_path / "w", env={"READINGLIST_ENDPOINT": served.endpoint})
    terminal.answer("[group]:", "\x03", end="")
    rest, code = terminal.finish()
    assert code == 130, rest
    assert not (tmp_path / "w").exists()
