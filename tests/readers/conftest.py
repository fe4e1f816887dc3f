"""Lists to read back: titles of every kind, the bundled syllabus, and attacks in every field."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import pypandoc
import pytest

from readinglist.demo.server import Store, edit, start_server
from readinglist.export import load_target, targets
from tests.cli.conftest import Result, demo_result, run_command, surroundings
from tests.readers.attacks import ATTACKS, attacked
from tests.readers.everything import everything, keys
from tests.readers.titles import LANGUAGES, MARKED

__all__ = ["demo_result", "surroundings"]

SCRIPTS, HOSTILE, ARABIC = "scripts", "hostile", "arabic-book"
# Targets whose files programs check by a schema, and the lists that they are checked with.
SCHEMATIC = "csljson,marc,marcxml,imscc"
CHECKED = (
    *("syllabus", "syllabus-annotated", "reserve", "reserve-annotated", "scripts", "hostile"),
    *("hostile-annotated", "everything", "nothing"),
)


@pytest.fixture(autouse=True)
def home_of_the_programs(surroundings: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """The programs that read keep caches (of fonts, of modules) in the home of who runs the tests."""
    monkeypatch.setenv("HOME", _HOME)


_HOME = os.environ.get("HOME", "")


@pytest.fixture(scope="session")
def library_of_titles(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace with an item for each of `MARKED`, a list of them all, and a list of attacks."""
    folder = tmp_path_factory.mktemp("titles") / "w"
    store = Store()
    store.add_library("group", 777, "Titles")
    editor = edit(store, "group", 777)
    collection = editor.add_collection("All")
    for at, (name, title) in enumerate(MARKED.items()):
        editor.put_raw(
            {"itemType": "journalArticle", "title": title, "publicationTitle": "Argumentos", "volume": "3",
             "creators": [{"creatorType": "author", "firstName": "Ann", "lastName": f"Autora{at}"}],
             "pages": "1-9", "date": "2014", "language": LANGUAGES.get(name, "en"),
             "extra": f"Citation Key: {name}", "tags": [], "collections": [collection], "relations": {}}
        )  # fmt: skip
    editor.put_raw(
        {"itemType": "book", "title": "تهريب المخدرات في المكسيك", "publisher": "دار النشر",
         "creators": [{"creatorType": "author", "firstName": "محمد", "lastName": "العربي"}],
         "date": "2018", "language": "ar", "extra": f"Citation Key: {ARABIC}", "tags": [],
         "collections": [collection], "relations": {}}
    )  # fmt: skip
    for name, text in ATTACKS.items():
        editor.put_raw(attacked(name, text, collection))
    with start_server(store) as server:
        run_command("init", folder, "--group", "777", "--endpoint", server.endpoint)
        run_command("-C", folder, "sync")
    _write_list(folder, SCRIPTS, "All titles", dict.fromkeys(MARKED, ""))
    _write_list(folder, ARABIC, "A book", {ARABIC: "An address, https://example.org/" + "a" * 80})
    _write_list(
        folder, HOSTILE, " ".join(ATTACKS.values()), {f"x{name}": text for name, text in ATTACKS.items()}
    )
    return folder


def _write_list(folder: Path, name: str, words: str, notes: Mapping[str, str]) -> None:
    """A list in JSON, which is YAML: every text of it is `words`, every entry's note its own."""
    entries = [
        {"cite": key, **({"note": note, "locator": note[:60]} if note else {})} for key, note in notes.items()
    ]
    written = {
        "title": words, "subtitle": words, "course": words, "description": words, "policies": words,
        "institution": words, "instructors": [{"name": words[:200], "email": words[:100]}],
        "term": {"start": "2027-01-18", "weeks": 12, "meets": "monday"},
        "sections": [{"title": words, "week": 1, "intro": words, "entries": entries}],
    }  # fmt: skip
    (folder / "lists").mkdir(exist_ok=True)
    (folder / "lists" / f"{name}.yaml").write_text(json.dumps(written), "utf-8")


@pytest.fixture(scope="session")
def scripts(library_of_titles: Path, tmp_path_factory: pytest.TempPathFactory) -> Made:
    """The list of titles in every target."""
    return Made.make(library_of_titles, SCRIPTS, tmp_path_factory.mktemp("scripts"))


@pytest.fixture(scope="session")
def arabic(library_of_titles: Path, tmp_path_factory: pytest.TempPathFactory) -> Made:
    """A list of one Arabic book, and a note with a very long address."""
    return Made.make(library_of_titles, ARABIC, tmp_path_factory.mktemp("arabic"))


@pytest.fixture(scope="session")
def hostile(library_of_titles: Path, tmp_path_factory: pytest.TempPathFactory) -> Made:
    """The list of attacks in every target."""
    return Made.make(library_of_titles, HOSTILE, tmp_path_factory.mktemp("hostile"))


@pytest.fixture(scope="session")
def library_of_everything(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace with an item of each type, every field filled, a list of them all, and an empty list."""
    folder = tmp_path_factory.mktemp("everything") / "w"
    store = Store()
    store.add_library("group", 778, "Everything")
    editor = edit(store, "group", 778)
    for raw in everything(editor.add_collection("All")):
        editor.put_raw(raw)
    with start_server(store) as server:
        run_command("init", folder, "--group", "778", "--endpoint", server.endpoint)
        run_command("-C", folder, "sync")
    (folder / "lists" / "everything.yaml").write_text(
        json.dumps({"title": "Everything", "sections": [{"title": "All", "entries": keys()}]}), "utf-8"
    )
    (folder / "lists" / "nothing.yaml").write_text('{"title": "Nothing", "sections": []}', "utf-8")
    return folder


@pytest.fixture(scope="session")
def checked(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Callable[[str], Made]:
    """The files of a list of `CHECKED` in the targets of `SCHEMATIC`, each list exported once."""
    found: dict[str, Made] = {}

    def made(name: str) -> Made:
        if name not in found:
            found[name] = _checked(name, request, tmp_path_factory.mktemp(name))
        return found[name]

    return made


def _checked(name: str, request: pytest.FixtureRequest, folder: Path) -> Made:
    short = name.removesuffix("-annotated")
    known = {"syllabus": "narco-digital-syllabus", "reserve": "course-reserve"}
    if short in known:
        workspace = request.getfixturevalue("demo_result")[0]
    elif short in ("everything", "nothing"):
        workspace = request.getfixturevalue("library_of_everything")
    else:
        workspace = request.getfixturevalue("library_of_titles")
    options = ["--annotated"] if name != short else []
    return Made.make(workspace, known.get(short, short), folder, *options, to=SCHEMATIC)


class Made:
    """A list's files: `made.path("ris")`, `made.bytes("ris")`; `said` is what the command said of them."""

    def __init__(self, folder: Path, name: str, said: str) -> None:
        self.folder, self.name, self.said = folder, name, said

    @classmethod
    def make(cls, workspace: Path, name: str, folder: Path, *options: str, to: str = "") -> Made:
        """Export a list to every target (or those that are named) by the real command."""
        into = to or ",".join(targets())
        result = run_command("-C", workspace, "export", name, "--to", into, "-o", folder, *options)
        stem = f"{name}-annotated" if "--annotated" in options else name
        return cls(folder, stem, " ".join(result.err.split()))

    def path(self, target: str) -> Path:
        """A target's file."""
        return self.folder / f"{self.name}.{load_target(target).extension}"

    def bytes(self, target: str) -> bytes:
        """Its content."""
        return self.path(target).read_bytes()

    def text(self, target: str) -> str:
        """Its content as text; a byte-order mark is no part of it."""
        return self.bytes(target).decode("utf-8-sig")


@pytest.fixture(scope="session")
def syllabus(demo_result: tuple[Path, Result], tmp_path_factory: pytest.TempPathFactory) -> Made:
    """The bundled syllabus in every target."""
    return Made.make(demo_result[0], "narco-digital-syllabus", tmp_path_factory.mktemp("syllabus"))


def program(name: str) -> str:
    """A program's path; skips the test where it is not installed."""
    found = shutil.which(name)
    if found is None:
        pytest.skip(f"{name} is not installed")
    return found


def node_module(name: str) -> Path:
    """The folder of an npm package in NODE_PATH; skips the test where it is not there."""
    for folder in os.environ.get("NODE_PATH", "").split(os.pathsep):
        if folder and (Path(folder) / name).is_dir():
            return Path(folder) / name
    pytest.skip(f"the npm package {name} is not in NODE_PATH")


def schema_file(path: str) -> Path:
    """A file of the packages with schemas in the folder SCHEMAS; skips the test where it is not there."""
    found = Path(os.environ.get("SCHEMAS", "")) / path
    if not os.environ.get("SCHEMAS") or not found.is_file():
        pytest.skip(f"{path} is not in SCHEMAS")
    return found


def ran(*command: str | Path, cwd: Path | None = None, text: str | bytes = b"", code: int | None = 0) -> str:
    """What a program writes to standard output and error; fails when it leaves with another code."""
    data = text.encode() if isinstance(text, str) else text
    done = subprocess.run(
        [str(part) for part in command], input=data, cwd=cwd, timeout=300, check=False,
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
    )  # fmt: skip
    out = done.stdout.decode("utf-8", "replace")
    if code is not None:
        assert done.returncode == code, out[-4000:]
    return out


def pandoc(content: bytes, source: str, to: str = "plain") -> str:
    """What pandoc's own reader makes of a file."""
    return ran(pypandoc.get_pandoc_path(), f"--from={source}", f"--to={to}", "--wrap=none", text=content)


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Path]:
    """A folder for LibreOffice's profile; skips where there is no LibreOffice."""
    program("soffice")
    yield tmp_path / "profile"


def converted(profile: Path, file: Path, to: str, folder: Path, given: str = "") -> Path:
    """What LibreOffice makes of a file: `to` is an extension, or "extension:filter"; `given` how to read."""
    command = [program("soffice"), f"-env:UserInstallation=file://{profile}", "--headless"]
    command += [f"--infilter={given}"] if given else []
    ran(*command, "--convert-to", to, "--outdir", folder, file)
    return folder / f"{file.name.rpartition('.')[0]}.{to.partition(':')[0]}"
