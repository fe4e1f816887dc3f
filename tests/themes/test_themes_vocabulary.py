"""`themes.toml` as people write it: what is read, and how mistakes are reported."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from readinglist.errors import NotFoundError, ThemeError
from readinglist.resources import package_file
from readinglist.themes.vocabulary import Vocabulary, load_vocabulary

Load = Callable[[str], Vocabulary]

FULL = """
[assignment]
threshold = 1.5
[assignment.weights]
strong = 2

[words]
coins = ["bitcoin", "monero"]

[[themes]]
id = "narrow"
label.en = "Narrow"
label.es-MX = "Estrecho"
alt.en = ["Slim"]
scope.es = "Lo estrecho."
broader = "wide"
related = ["other"]
[themes.rules]
strong = [
  "one",  # a comment
  "two",
]
near = 1

[[themes]]
id = "wide"
label = "Wide"

[[themes]]
id = "other"
label.de = "Anderes"

[decisions]
smith2020x = { include = ["wide"], exclude = ["narrow"], by = "R. K.", on = 2027-01-12 }
"""
THEME = '[[themes]]\nid = "a"\nlabel.en = "A"\n'


def test_a_vocabulary_is_read_whole(vocabulary_of: Load) -> None:
    vocabulary = vocabulary_of(FULL.replace("near = 1\n", ""))
    assert vocabulary.ids == ("narrow", "wide", "other")
    assert [(depth, theme.id) for depth, theme in vocabulary.tree()] == [
        (0, "wide"),
        (1, "narrow"),
        (0, "other"),
    ]
    narrow = vocabulary.theme("narrow")
    assert [(rule.kind, rule.term.text, rule.line) for rule in narrow.rules.terms] == [
        ("strong", "one", 20),
        ("strong", "two", 21),
    ]
    assert vocabulary.settings.threshold == 1.5
    assert vocabulary.settings.weights["strong"] == 2
    decision = vocabulary.decisions["smith2020x"]
    assert (decision.include, decision.exclude, decision.by, decision.on) == (
        ("wide",),
        ("narrow",),
        "R. K.",
        "2027-01-12",
    )


@pytest.mark.parametrize(
    ("theme", "locale", "label"),
    [
        ("narrow", "es-MX", "Estrecho"),
        ("narrow", "es_MX", "Estrecho"),
        ("narrow", "fr", "Narrow"),
        ("wide", "es", "Wide"),
        ("other", "es", "Anderes"),
    ],
)
def test_the_label_nearest_to_the_locale_is_taken(
    vocabulary_of: Load, theme: str, locale: str, label: str
) -> None:
    assert vocabulary_of(FULL.replace("near = 1\n", "")).label(theme, locale) == label


def test_an_unknown_theme_is_reported_with_near_ones(vocabulary_of: Load) -> None:
    with pytest.raises(NotFoundError) as caught:
        vocabulary_of(THEME.replace('"a"', '"propaganda"')).label("propagande", "en")
    assert "propaganda" in caught.value.hint


def test_the_fingerprint_changes_with_the_file(vocabulary_of: Load) -> None:
    first = vocabulary_of(THEME).fingerprint
    assert first == vocabulary_of(THEME).fingerprint
    assert first != vocabulary_of(THEME + "# changed").fingerprint


@pytest.mark.parametrize("path", [("themes", "default.toml"), ("demo", "data", "themes.toml")])
def test_the_files_that_ship_are_valid(path: tuple[str, ...]) -> None:
    load_vocabulary(package_file(*path))


def test_the_commented_example_is_valid_once_the_comment_signs_are_gone(vocabulary_of: Load) -> None:
    lines = package_file("themes", "default.toml").read_text("utf-8").splitlines()
    first = lines.index("# [[themes]]")
    last = next(at for at, line in enumerate(lines) if line.startswith("# How to write"))
    vocabulary = vocabulary_of(
        "\n".join(line.removeprefix("# ") for line in lines[first:last] if line != "#")
    )
    assert vocabulary.ids == ("open-access",)


@pytest.mark.parametrize(
    ("text", "line", "message", "hint"),
    [
        (FULL, 23, "unknown key 'near'", "Known here"),
        ("[themes\n", 1, "not valid TOML", ""),
        (THEME + "colour = 1", 4, "unknown key 'colour'", ""),
        (THEME + 'brooder = "a"', 4, "unknown key 'brooder'", "'broader'"),
        (THEME + 'broader = "b"', 4, "there is no theme 'b'", ""),
        (THEME + 'related = ["aa"]', 4, "there is no theme 'aa'", "'a'"),
        (THEME + 'broader = "a"', 4, "above one another: a → a", ""),
        (THEME + THEME.replace('"A"', '"B"'), 5, "used twice, first in line 1", ""),
        (THEME + THEME.replace('"a"', '"b"').replace('"A"', '"À"'), 6, "have one label", ""),
        ('[[themes]]\nlabel.en = "A"', 1, "'id' is missing", ""),
        ('[[themes]]\nid = "a b"\nlabel.en = "A"', 2, "cannot be an id", ""),
        ('[[themes]]\nid = "a"', 1, "has no label", "label.en"),
        ('[[themes]]\nid = "a"\nlabel.en = ""', 3, "must not be empty", ""),
        ('[[themes]]\nid = 3\nlabel.en = "A"', 2, "must be a text", ""),
        ("themes = 1", 1, "must be an array of tables", "[[themes]]"),
        ("[theme]", 1, "unknown key 'theme'", "'themes'"),
        (THEME + "[themes.rules]\nstrong = [1]", 5, "must hold only texts", ""),
        (THEME + '[themes.rules]\ngood = [\n"fine",\n"ab*"]', 7, "would match too much", ""),
        (
            THEME + '[themes.rules]\ngood = ["@coin ~ x"]\n[words]\ncoins = ["b"]',
            5,
            "no list 'coin'",
            "'coins'",
        ),
        (THEME + '[themes.rules]\ngood = ["(a+)+$"]', 5, "cannot read", "A term is"),
        (THEME + "[themes.rules.item_types]\nbok = 1", 5, "no item type 'bok'", "'book'"),
        (THEME + "[themes.rules]\nthreshold = nan", 5, "must be a number", ""),
        (THEME + "[themes.rules]\nthreshold = true", 5, "must be a number", ""),
        ('[words]\na = ["x ~ y"]', 2, "words and phrases only", ""),
        ("[assignment]\nthreshold = -1", 2, "must lie between", ""),
        ("[assignment.fields]\ntitel = 1", 2, "unknown key 'titel'", "'title'"),
        (THEME + '[decisions]\nk = { include = ["b"] }', 5, "there is no theme 'b'", ""),
        (
            THEME + '[decisions]\nk = { include = ["a"], exclude = ["a"] }',
            5,
            "both included and excluded",
            "",
        ),
        (THEME + '[decisions.k]\nincluded = ["a"]', 5, "unknown key 'included'", "'include'"),
        (THEME + '[decisions]\nk = "a"', 5, "must be a table", ""),
    ],
)
def test_a_mistake_is_reported_with_its_line(
    vocabulary_of: Load, text: str, line: int, message: str, hint: str
) -> None:
    with pytest.raises(ThemeError) as caught:
        vocabulary_of(text)
    assert message in caught.value.message
    assert hint in caught.value.hint
    assert f"themes.toml:{line}:" in caught.value.where


def test_a_circle_of_themes_is_reported(vocabulary_of: Load) -> None:
    themes = "".join(
        f'[[themes]]\nid = "{one}"\nlabel.en = "{one}"\nbroader = "{above}"\n'
        for one, above in ("ab", "bc", "ca")
    )
    with pytest.raises(ThemeError, match="a → b → c → a"):
        vocabulary_of(themes)


@pytest.mark.parametrize("content", [b"\xff\xfe\x00", b"x = " + b"[" * 5000])
def test_what_is_no_text_is_reported(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "themes.toml"
    path.write_bytes(content)
    with pytest.raises(ThemeError):
        load_vocabulary(path)


def test_a_missing_file_is_reported(tmp_path: Path) -> None:
    with pytest.raises(ThemeError, match="cannot read"):
        load_vocabulary(tmp_path / "none.toml")
