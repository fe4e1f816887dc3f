"""Vocabularies that cannot be: refused by the real command with file, line and reason, and nothing lost."""

from __future__ import annotations

from typing import Any

import pytest

DECIDED = "[decisions]\n# nothing yet\n"


def line_of(bench: Any, text: str) -> int:
    lines = bench.themes.read_text("utf-8").splitlines()
    return next(number for number, line in enumerate(lines, 1) if text in line)


@pytest.mark.parametrize(
    ("old", "new", "at", "said"),
    [
        ('"glacier",', '"(a+)+$",', "(a+)+$", "regular expressions are not understood"),
        ('"glacier",', '"/(x|xx)*y/",', "(x|xx)", "regular expressions are not understood"),
        ("# nothing yet", 'nest2015 = { include = ["brids"] }', "brids", "Did you mean 'birds'?"),
        (
            "# nothing yet",
            'nest2015 = { include = ["birds"], exclude = ["birds"] }',
            "nest2015",
            "both included and excluded",
        ),
        (
            "# nothing yet",
            'nest2015 = { include = ["birds"] }\nnest2015 = { exclude = ["birds"] }  # again',
            "# again",
            "stands further up",
        ),
        ('label.es = "Hielo y glaciares"', 'label."español" = "Hielo"', "español", "Did you mean 'es'?"),
        ('label.es = "Hielo y glaciares"', 'label.xx = "Hielo"', "label.xx", "'xx' is no language"),
        ('broader = "animals"', 'broader = "birds"', 'broader = "birds"', "above one another"),
        ('broader = "animals"', 'broader = "beasts"', "beasts", "there is no theme 'beasts'"),
        ('label.en = "Animals"', 'label.en = "avifauna"', '"avifauna"', "have one label"),
    ],
)
def test_a_mistake_is_named_with_its_line(bench: Any, old: str, new: str, at: str, said: str) -> None:
    text = bench.themes.read_text("utf-8")
    assert old in text
    bench.themes.write_text(text.replace(old, new), "utf-8")
    before = bench.themes.read_bytes()
    done = bench.run("themes")
    assert done.code == 1
    assert f"themes.toml:{line_of(bench, at)}" in done.err
    assert said in done.err
    assert bench.themes.read_bytes() == before


def test_decisions_that_contradict_each_other_under_two_keys_of_one_item_are_told(bench: Any) -> None:
    bench.editor.edit_item(bench.keys["The nest"], extra="Citation Key: newkey2015")
    bench.ok("sync")
    decisions = '[decisions]\nnest2015 = { include = ["ice"] }\nnewkey2015 = { exclude = ["ice"] }\n'
    bench.themes.write_text(bench.themes.read_text("utf-8").replace(DECIDED, decisions), "utf-8")
    told = bench.ok("themes", "check").out
    assert f"themes.toml:{line_of(bench, 'nest2015 =')}: nest2015: include ice contradicts line" in told
    assert "not in the library" not in told
    scores = bench.ok("themes", "why", "newkey2015", "--json").json["scores"]
    assert all(one["verdict"] != "included" for one in scores)


def test_a_decision_on_an_item_that_never_was_is_told(bench: Any) -> None:
    decisions = '[decisions]\nnobody1999 = { include = ["ice"] }\n'
    bench.themes.write_text(bench.themes.read_text("utf-8").replace(DECIDED, decisions), "utf-8")
    told = bench.ok("themes", "check").out
    assert "nobody1999: a decision on an item that is not in the library" in told
