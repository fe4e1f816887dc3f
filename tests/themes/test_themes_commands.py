"""`themes evaluate`, `check`, `export-skos` and `import-skos` as a user runs them."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from readinglist.cli import main

GOLD = [
    ("en", "Bitcoin mixers and money laundering", ["cryptocurrency"], []),
    ("es", "Periodistas asesinados en Veracruz", ["press-and-bloggers"], ["state-response"]),
    ("en", "Gardening", ["narcoculture"], []),
]


@pytest.fixture(scope="module")
def synced(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace of the bundled collection, synced once."""
    folder = tmp_path_factory.mktemp("bundled") / "demo"
    with pytest.MonkeyPatch.context() as patch:
        patch.delenv("READINGLIST_ENDPOINT", raising=False)
        for args in (["init", str(folder), "--demo"], ["-C", str(folder), "sync"]):
            with pytest.raises(SystemExit) as left:
                main(args)
            assert not left.value.code
    return folder


@pytest.fixture
def workspace(synced: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of it, as the current folder."""
    folder = Path(shutil.copytree(synced, tmp_path / "copy"))
    monkeypatch.chdir(folder)
    return folder


@pytest.fixture
def gold(tmp_path: Path) -> Path:
    """A file of labelled works that the collection does not hold."""
    path = tmp_path / "gold.jsonl"
    lines = (
        {
            "item": {"itemType": "book", "title": title, "language": language},
            "themes": themes,
            "optional": optional,
        }
        for language, title, themes, optional in GOLD
    )
    path.write_text("\n".join(json.dumps(line) for line in lines), "utf-8")
    return path


class Ran:
    """Runs a command in this process and keeps what it printed."""

    def __init__(self, capsys: pytest.CaptureFixture[str]) -> None:
        self.capsys = capsys
        self.err = ""

    def __call__(self, *args: str, code: int = 0) -> str:
        with pytest.raises(SystemExit) as left:
            main(["themes", *args])
        out, self.err = self.capsys.readouterr()
        assert (left.value.code or 0) == code, self.err
        return out


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Ran:
    """Runs `readinglist themes …`."""
    return Ran(capsys)


def test_evaluate_measures_a_gold_file(workspace: Path, gold: Path, run: Ran) -> None:
    data = json.loads(run("evaluate", "--gold", str(gold), "--json"))
    assert data["method"] == "rules" and data["items"] == 3
    assert data["micro"]["precision"] == 1 and data["micro"]["support"] == 3
    assert data["micro"]["f1"] == pytest.approx(0.8)
    assert set(data["per_theme"]["cryptocurrency"]) == {"precision", "recall", "f1", "support"}
    assert set(data["per_language"]) == {"en", "es"}
    assert {"macro", "subset_accuracy", "ndcg"} <= set(data)
    (mistake,) = data["mistakes"]
    assert mistake["missed"] == ["narcoculture"] and mistake["wrong"] == []


def test_evaluate_needs_no_synced_library_for_the_rules(workspace: Path, gold: Path, run: Ran) -> None:
    shutil.rmtree(workspace / ".readinglist")
    with_library = run("evaluate", "--gold", str(gold))
    assert "narcoculture" in with_library and "Subset accuracy 0.667" in with_library
    run("evaluate", "--gold", str(gold), "--learn", code=1)
    assert "readinglist sync" in run.err


def test_evaluate_with_the_classifier_learns_from_the_bundled_labels(
    workspace: Path, gold: Path, run: Ran
) -> None:
    data = json.loads(run("evaluate", "--gold", str(gold), "--learn", "--json"))
    assert data["method"] == "rules and classifier"
    assert data["learned_from"] == 292 and data["rules"]["items"] == 3
    assert data["rules"]["micro"]["f1"] == pytest.approx(0.8)


def test_the_rules_that_ship_hold_on_works_from_outside(workspace: Path, run: Ran) -> None:
    gold = Path(__file__).parents[2] / "benchmarks" / "works-new.jsonl"
    rules = json.loads(run("evaluate", "--gold", str(gold), "--json"))
    assert rules["items"] == 72
    assert rules["micro"]["f1"] >= 0.85 and rules["macro"]["f1"] >= 0.82
    learned = json.loads(run("evaluate", "--gold", str(gold), "--learn", "--json"))
    assert learned["micro"]["f1"] >= 0.85


def test_the_classifier_adds_to_the_rules_where_it_is_cross_validated(workspace: Path, run: Ran) -> None:
    data = json.loads(run("evaluate", "--learn", "--json"))
    assert data["micro"]["f1"] >= 0.87
    assert data["micro"]["f1"] > data["rules"]["micro"]["f1"]
    assert data["micro"]["precision"] > data["rules"]["micro"]["precision"]


def test_evaluate_without_gold_cross_validates_on_labels_and_decisions(workspace: Path, run: Ran) -> None:
    text = run("evaluate", "--learn", "--worst", "1")
    assert "cross-validated in 5 parts" in run.err and "292 labelled items" in run.err
    assert all(len(line) <= 80 for line in text.split("Subset accuracy")[0].splitlines())
    # Without the file of labels only decisions are left, and they never count as the program's own answer.
    (workspace / "labels.jsonl").unlink()
    themes = workspace / "themes.toml"
    text = themes.read_text("utf-8").replace('labels = "labels.jsonl"', "")
    themes.write_text(text, "utf-8")
    run("evaluate", code=1)
    assert "nothing to measure on" in run.err
    if "[decisions]" not in text:
        text += "\n[decisions]\n"
    themes.write_text(text + 'campbell2014narco = { include = ["encryption"] }\n', "utf-8")
    data = json.loads(run("evaluate", "--json"))
    assert data["items"] == 1 and data["per_theme"]["encryption"]["recall"] == 0


def test_evaluate_names_the_line_of_a_bad_gold_file(workspace: Path, gold: Path, run: Ran) -> None:
    gold.write_text(gold.read_text("utf-8") + '\n{"item": {}, "themes": ["propagand"]}\n', "utf-8")
    run("evaluate", "--gold", str(gold), code=1)
    assert "gold.jsonl:4: there is no theme 'propagand'" in run.err and "propaganda" in run.err
    run("evaluate", "--gold", "nowhere.jsonl", code=1)
    assert "nowhere.jsonl: cannot read" in run.err


def test_evaluate_says_the_same_each_time(workspace: Path, gold: Path, run: Ran) -> None:
    first = run("evaluate", "--gold", str(gold), "--learn", "--json")
    assert first == run("evaluate", "--gold", str(gold), "--learn", "--json")


def test_without_the_extra_the_rules_go_on(
    workspace: Path, gold: Path, run: Ran, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("readinglist.actions.learn.can_learn", lambda: False)
    run("evaluate", "--gold", str(gold), "--learn", code=1)
    assert 'pip install "readinglist[learn]"' in run.err
    themes = workspace / "themes.toml"
    themes.write_text(themes.read_text("utf-8").replace("enabled = false", "enabled = true"), "utf-8")
    assert run("why", "campbell2014narco")


def test_what_was_learned_takes_part_where_the_file_says_so(workspace: Path, run: Ran) -> None:
    before = run("why", "campbell2014narco")
    assert "learned" not in before
    themes = workspace / "themes.toml"
    themes.write_text(themes.read_text("utf-8").replace("enabled = false", "enabled = true"), "utf-8")
    assert "learned: from labelled items" in run("why", "campbell2014narco")


def test_check_finds_what_never_matches_and_what_matches_everything(workspace: Path, run: Ran) -> None:
    assert run("check") == ""
    themes = workspace / "themes.toml"
    text = themes.read_text("utf-8")
    more = '\n[[themes]]\nid = "odd"\nlabel.en = "Odd"\n[themes.rules]\ntags = ["no such tag"]\n'
    more += 'good = ["drug | narco* | cartel | the | el | la | de | of"]\n'
    decided = '[decisions]\nnobody1900x = { include = ["odd"] }\n'
    themes.write_text(text + more + ("" if "[decisions]" in text else decided), "utf-8")
    out = run("check")
    assert "odd: “good: drug | narco*" in out and "of 292 items" in out
    assert "no item has the tag “no such tag”" in out
    assert "nobody1900x: a decision on an item that is not in the library" in out


@pytest.mark.parametrize("name", ["themes.ttl", "themes.rdf", "themes.jsonld"])
def test_skos_goes_out_and_comes_in_unchanged(workspace: Path, run: Ran, name: str) -> None:
    before = (workspace / "themes.toml").read_bytes()
    run("export-skos", name)
    data = json.loads(run("import-skos", name, "--json"))
    assert data == {"added": [], "changed": {}, "untouched": [], "written": False}
    assert (workspace / "themes.toml").read_bytes() == before


def test_an_import_shows_first_and_writes_only_what_is_sound(workspace: Path, run: Ran) -> None:
    text = run("export-skos").replace('"Darknet drug markets"@en', '"Cryptomarkets"@en')
    Path("new.ttl").write_text(text, "utf-8")
    before = (workspace / "themes.toml").read_text("utf-8")
    assert run("import-skos", "new.ttl", "--dry-run") == "darknet-markets: label\n"
    assert (workspace / "themes.toml").read_text("utf-8") == before
    run("import-skos", "new.ttl")
    assert "Cryptomarkets" in (workspace / "themes.toml").read_text("utf-8")
    assert 'strong = [\n  "' in (workspace / "themes.toml").read_text("utf-8")
    Path("bad.ttl").write_text(
        text.replace('"Cryptomarkets"@en', '"Propaganda and online violence"@en'), "utf-8"
    )
    now = (workspace / "themes.toml").read_text("utf-8")
    run("import-skos", "bad.ttl", code=1)
    assert "have one label" in run.err and (workspace / "themes.toml").read_text("utf-8") == now
    run("import-skos", "new.pdf", code=1)
    assert "no SKOS format" in run.err
