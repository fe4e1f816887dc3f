"""A library full of attacks: nothing runs, nothing gets to the terminal or out of the folder."""

from __future__ import annotations

import csv
import io
import json
import re
import zipfile
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

import openpyxl
import pymarc
import pytest
from lxml import etree

from readinglist.demo.server import RunningServer, Store, edit, start_server
from readinglist.export import load_target, targets
from readinglist.interchange import load_format
from readinglist.settings import load_settings
from tests.cli.conftest import Run, contents, run_command

GROUP = 666
ATTACKS = {
    "script": "<script>alert('pwned')</script><img src=x onerror=alert(1)>",
    "latex": r"\input{/etc/passwd} \write18{touch pwned} $\beta$ 100% {unclosed",
    "typst": '#import "/etc/passwd": * #eval("1+1") #read("/etc/passwd") $x$ @key <label>',
    "formula": "=cmd|' /C calc'!A0 @SUM(1+1) +1 -1",
    "escape": "\x1b[31mred\x1b[0m \x1b]0;title\x07 \x9b2J \x00nul \x7f",
    "path": "../../etc/passwd ..\\..\\windows C:\\con",
    "bidi": "\u202eevil\u202c \u2066iso\u2069 \u200f",
    "jinja": "{{ 7*7 }} {% include 'list.html.j2' %} {# x #}",
    "markdown": "[click](javascript:alert(1)) ![x](http://127.0.0.1:9/x.png) `code` ***",
    "yaml": "- a: &x [*x, !!python/object:os.system]\n---\n",
    "long": "Long " + "and longer " * 900 + "x" * 2000,
    "surrogate": "half \ud83d of a pair",
    "quotes": '""" \'\'\' "quoted" “x” \\" \\',
    "lines": "one\ntwo\r\nthree\u2028four\vfive",
}
READING = [
    *(["status"], ["sync"], ["sync", "--json"], ["themes"], ["lists"]),
    *(["items"], ["items", "attack"], ["items", "--json"]),
    *(["lists", "show", "evil"], ["lists", "show", "evil", "--json"]),
]
NAMING = [
    *(
        ["show"],
        ["themes", "why"],
        ["lists", "show"],
        ["items", "--theme"],
        ["items", "--collection"],
        ["export"],
    ),
    *(["export", "evil", "--style"], ["export", "evil", "--to"], ["export", "evil", "--locale"]),
]
CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\u200e\u200f]")


def item(key: str, text: str, collection: str) -> dict[str, object]:
    """A journal article in which everything is this text."""
    return {
        "key": key, "itemType": "journalArticle", "title": f"Attack {text}", "abstractNote": text,
        "creators": [
            {"creatorType": "author", "firstName": text[:400], "lastName": f"Attacker {text[:400]}"},
            {"creatorType": "editor", "name": text[:400]},
        ],
        "publicationTitle": text,
        "volume": text[:50], "issue": text[:50], "pages": text[:50],
        "date": f"2020 {text[:50]}",
        "DOI": f"10.1000/{text[:50]}", "url": f"javascript:alert('{text[:50]}')", "language": text[:50],
        "extra": f"Citation Key: {text[:60]}\nnote: {text[:500]}", "rights": text[:200],
        "tags": [{"tag": text[:250]}, {"tag": f"attack {text[:200]}"}], "collections": [collection],
        "relations": {},
        "dateAdded": "2020-01-01T00:00:00Z", "dateModified": "2020-01-01T00:00:00Z",
    }  # fmt: skip


@pytest.fixture(scope="module")
def server() -> Iterator[RunningServer]:
    """A server with such a library."""
    store = Store()
    store.add_library("group", GROUP, f"Evil {ATTACKS['escape']}{ATTACKS['path']}")
    editor = edit(store, "group", GROUP)
    for number, text in enumerate(ATTACKS.values()):
        collection = editor.add_collection(f"Attack {text[:200].encode('utf-8', 'replace').decode()}")
        key = editor.put_raw(item(f"AAAAAA{number + 22}", text, collection))
        editor.put_raw(
            {"itemType": "note", "parentItem": key, "note": f"<p>{text}</p>", "tags": [], "relations": {}}
        )
        editor.put_raw(
            {"itemType": "attachment", "parentItem": key, "title": text[:200], "linkMode": "linked_url",
             "url": "file:///etc/passwd", "filename": "../../../etc/passwd", "tags": [], "relations": {}}
        )  # fmt: skip
    with start_server(store) as running:
        yield running


@pytest.fixture(scope="module")
def hostile(server: RunningServer, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace, synced with it, with a list of all its items."""
    folder = tmp_path_factory.mktemp("hostile") / "w"
    run_command("init", folder, "--group", str(GROUP), "--endpoint", server.endpoint)
    (folder / "themes.toml").write_text(
        '[[themes]]\nid = "attack"\nlabel.en = "Attacks"\nscope = "All."\n'
        '[themes.rules]\nstrong = ["attack"]\n'
    )
    run_command("-C", folder, "sync")
    listing = json.loads(run_command("-C", folder, "items", "--json").out)
    entries = "\n".join(
        f"      - cite: {one['citation_key']}\n        note: {json.dumps(ATTACKS[name][:500])}\n"
        f"        private_note: never seen\n        locator: {json.dumps(ATTACKS[name][:60])}"
        for one, name in zip(listing, ATTACKS, strict=True)
        if name not in ("surrogate", "escape")
    )
    title = json.dumps(ATTACKS["script"] + ATTACKS["typst"] + ATTACKS["latex"])
    (folder / "lists" / "evil.yaml").write_text(
        f"title: {title}\nsubtitle: {title}\ncourse: {title}\nsections:\n  - title: {title}\n"
        f"    intro: {title}\n    entries:\n{entries}\n",
        "utf-8",
    )
    return folder


def keys(folder: Path) -> list[str]:
    """The citation keys that the attacks got."""
    return [one["citation_key"] for one in json.loads(run_command("-C", folder, "items", "--json").out)]


def test_every_item_arrives_under_a_harmless_key(hostile: Path) -> None:
    found = keys(hostile)
    assert len(found) == len(set(found)) == len(ATTACKS)
    assert all(re.fullmatch(r"[A-Za-z0-9_.:+-]+", key) and ".." not in key.split("/") for key in found)


def test_the_name_of_the_library_is_harmless_in_the_settings(hostile: Path) -> None:
    text = (hostile / "readinglist.toml").read_text("utf-8")
    assert not CONTROL.search(text)
    name = load_settings(hostile / "readinglist.toml").source[0].name
    assert name.startswith("evil-")
    assert "/" not in name


@pytest.mark.parametrize("command", READING, ids=" ".join)
def test_nothing_steers_the_terminal(command: list[str], hostile: Path, run: Run) -> None:
    result = run("-C", hostile, *command)
    assert not CONTROL.search(result.out + result.err)
    if "--json" in command:
        json.loads(result.out)


@pytest.mark.parametrize("command", [["show"], ["themes", "why"]], ids=" ".join)
def test_nothing_steers_the_terminal_about_one_item(command: list[str], hostile: Path, run: Run) -> None:
    for key in keys(hostile):
        for more in ([], ["--json"]):
            result = run("-C", hostile, *command, key, *more)
            assert not CONTROL.search(result.out + result.err)
            assert more or all(len(line) <= 80 for line in result.out.splitlines())


@pytest.mark.parametrize("text", ATTACKS.values(), ids=list(ATTACKS))
@pytest.mark.parametrize("command", NAMING, ids=" ".join)
def test_attacks_as_arguments(command: list[str], text: str, hostile: Path, run: Run) -> None:
    before = contents(hostile)
    result = run("-C", hostile, *command, text.replace("\x00", ""), code=None)
    assert result.code in (0, 1, 2)
    assert not CONTROL.search(result.out + result.err)
    assert "Traceback" not in result.err
    assert "inside the program" not in result.err
    assert contents(hostile) == before


class Elements(HTMLParser):
    """The elements of a page with their attributes, and all text."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note an element."""
        self.found.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        """Note text."""
        self.text += data


def check_page(page: str, *, attacked: bool = True) -> None:
    """No element or attribute that could run anything or ask anybody for anything."""
    elements = Elements(page)
    for tag, attributes in elements.found:
        assert tag not in ("iframe", "object", "embed", "img", "base", "form", "link"), (tag, attributes)
        assert not any(name.startswith("on") for name in attributes), (tag, attributes)
        assert "src" not in attributes, (tag, attributes)
        target = (attributes.get("href") or "#").strip().lower()
        assert target.startswith(("http://", "https://", "#", "mailto:")), target
    assert "alert(" in elements.text or not attacked


@pytest.mark.parametrize("target", targets())
def test_nothing_runs_in_an_export(target: str, hostile: Path, tmp_path: Path, run: Run) -> None:
    result = run("-C", hostile, "export", "evil", "--to", target, "-o", tmp_path / "out")
    assert not CONTROL.search(result.out + result.err)
    made = tmp_path / "out" / f"evil.{load_target(target).extension}"
    content = made.read_bytes()
    for file in (tmp_path / "out").iterdir():
        assert file.name.startswith("evil")
        assert b"root:x:0:0" not in file.read_bytes()
        assert b"never seen" not in file.read_bytes()
    if target == "html":
        page = content.decode("utf-8")
        check_page(page)
        assert not re.search(r"<script[^>]*>\s*alert", page)
        assert not CONTROL.search(page)
    elif target == "md":
        import pypandoc

        text = content.decode("utf-8")
        assert not CONTROL.search(text)
        check_page(pypandoc.convert_text(text, "html", format="gfm"))
    elif target == "docx":
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            assert all(not name.startswith(("/", "..")) for name in archive.namelist())
            document = archive.read("word/document.xml").decode("utf-8")
            relations = archive.read("word/_rels/document.xml.rels").decode("utf-8")
        assert "alert(" in document
        assert not re.search(r"<w:(object|pict)\b|DDE", document)
        assert "javascript:" not in relations
        assert "file:" not in relations
    elif target == "pdf":
        assert not re.search(rb"/(JavaScript|Launch|EmbeddedFile|JS)\b", content)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["out"]


def exported(hostile: Path, folder: Path, run: Run, target: str) -> bytes:
    """The file of the evil list."""
    run("-C", hostile, "export", "evil", "--to", target, "-o", folder)
    return (folder / f"evil.{load_target(target).extension}").read_bytes()


def addresses(tree: etree._Element) -> set[str]:
    """Every address in a document of any XML."""
    names = ("href", "src", "{http://www.w3.org/1999/xlink}href")
    return {value for one in tree.iter() for name in names if (value := one.get(name)) is not None}


@pytest.mark.parametrize("target", ["epub", "imscc", "odt", "docx"])
def test_parts_of_packed_files_are_well_formed_and_link_nowhere_bad(
    target: str, hostile: Path, tmp_path: Path, run: Run
) -> None:
    with zipfile.ZipFile(io.BytesIO(exported(hostile, tmp_path, run, target))) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    assert all(not name.startswith(("/", "..")) and "\\" not in name for name in parts)
    for name, content in parts.items():
        if name.endswith((".xml", ".xhtml", ".opf", ".rels")):
            tree = etree.fromstring(content, etree.XMLParser(resolve_entities=False))
            assert not any(
                re.match(r"(?i)\s*(javascript|data|file|vbscript):", one) for one in addresses(tree)
            )
            assert not tree.xpath("//*[local-name()='script' or local-name()='event-listener']")
        if name.endswith(".html"):
            check_page(content.decode("utf-8"), attacked=False)


def test_a_feed_holds_no_script(hostile: Path, tmp_path: Path, run: Run) -> None:
    tree = etree.fromstring(exported(hostile, tmp_path, run, "atom"))
    assert all(one.startswith(("http://", "https://")) for one in addresses(tree))
    contents = tree.findall(".//{*}content")
    assert contents
    for one in contents:
        check_page(one.text or "", attacked=False)


def test_tables_hold_no_formula(hostile: Path, tmp_path: Path, run: Run) -> None:
    text = exported(hostile, tmp_path, run, "csv").decode("utf-8-sig")
    cells = [cell for row in csv.reader(io.StringIO(text)) for cell in row]
    assert any("@SUM" in cell for cell in cells)
    assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@", "\t", "\r"))]
    book = openpyxl.load_workbook(io.BytesIO(exported(hostile, tmp_path, run, "xlsx")))
    found = [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert {cell.data_type for cell in found} <= {"s", "n"}
    assert not [cell for cell in found if cell.hyperlink]


@pytest.mark.parametrize("target", ["ris", "talis"])
def test_every_line_of_ris_is_a_tag(target: str, hostile: Path, tmp_path: Path, run: Run) -> None:
    lines = exported(hostile, tmp_path, run, target).decode("utf-8").split("\r\n")
    assert [line for line in lines if line.strip() and not re.match(r"[A-Z][A-Z0-9]  - ", line)] == []
    assert sum(line.startswith("TY  - ") for line in lines) == sum(
        line.startswith("ER  - ") for line in lines
    )
    assert not [line for line in lines if CONTROL.search(line) or line.startswith("UR  - javascript")]


def test_leganto_keeps_its_columns(hostile: Path, tmp_path: Path, run: Run) -> None:
    lines = exported(hostile, tmp_path, run, "leganto").decode("utf-8-sig").splitlines()
    assert len({line.count("\t") for line in lines}) == 1
    assert not [line for line in lines if CONTROL.search(line.replace("\t", " "))]


def test_records_of_a_catalogue_hold_no_separator_and_no_script(
    hostile: Path, tmp_path: Path, run: Run
) -> None:
    data = exported(hostile, tmp_path, run, "marc")
    records = [one for one in pymarc.MARCReader(data, to_unicode=True, force_utf8=True) if one is not None]
    assert len(records) == data.count(b"\x1d") == len(ATTACKS) - 2
    for record in records:
        for field in record.get_fields("856"):
            assert field["u"].startswith(("http://", "https://"))
        assert not re.search(r"[\x1b-\x1f]", "".join(one.value() for one in record.get_fields("245", "520")))
    xml = etree.fromstring(exported(hostile, tmp_path, run, "marcxml"))
    assert len(xml.findall("{*}record")) == len(records)


def test_a_calendar_keeps_its_lines(hostile: Path, tmp_path: Path, run: Run) -> None:
    text = exported(hostile, tmp_path, run, "ics").decode("utf-8")
    lines = text.replace("\r\n ", "").split("\r\n")
    assert [line for line in lines if line and not re.match(r"[A-Z-]+[:;]", line)] == []
    assert not CONTROL.search(text.replace("\r\n", ""))


@pytest.mark.parametrize("target", ["latex", "bib", "biblatex"])
def test_no_command_of_tex_comes_from_a_text(target: str, hostile: Path, tmp_path: Path, run: Run) -> None:
    exported(hostile, tmp_path, run, target)
    for file in tmp_path.iterdir():
        text = file.read_text("utf-8")
        assert r"\input{" not in text and r"\write18" not in text
        assert not CONTROL.search(text)


def test_data_for_programs_stays_data(hostile: Path, tmp_path: Path, run: Run) -> None:
    for one in json.loads(exported(hostile, tmp_path, run, "csljson")):
        assert not str(one.get("URL", "")).startswith("javascript:")
    assert not CONTROL.search(exported(hostile, tmp_path, run, "txt").decode("utf-8"))


def test_bib_files_are_read_back_whole_and_hold_no_command(hostile: Path) -> None:
    for path in (hostile / "bib").glob("*.bib"):
        text = path.read_text("utf-8")
        assert not re.search(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]", text)
        assert r"\input{" not in text
        assert r"\write18" not in text
        read = load_format("bibtex").read(text)
        assert not read.problems
        assert len(read.items) == len(ATTACKS)


def test_no_file_is_made_outside(hostile: Path) -> None:
    names = {path.relative_to(hostile).as_posix() for path in hostile.rglob("*") if path.is_file()}
    allowed = (
        r"(readinglist|themes)\.toml|lists/evil\.yaml|bib/(library|attack)\.bib|bib/keys\.csv"
        r"|\.readinglist/.*|exports/.*"
    )
    assert [name for name in names if not re.fullmatch(allowed, name)] == []
    assert [path.name for path in hostile.parent.iterdir()] == ["w"]


def test_a_theme_cannot_write_outside(hostile: Path, run: Run) -> None:
    themes = hostile / "themes.toml"
    text = themes.read_text()
    try:
        for name in ("../../evil", "/tmp/evil", "a/b", "con\\x", ""):
            themes.write_text(text.replace('id = "attack"', f"id = {json.dumps(name)}"))
            assert "id" in run("-C", hostile, "sync", code=1).err
    finally:
        themes.write_text(text)
    assert sorted(path.name for path in (hostile / "bib").iterdir()) == [
        "attack.bib",
        "keys.csv",
        "library.bib",
    ]
