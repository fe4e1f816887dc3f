"""Files of labelled items: read line by line, refused with the line."""

from __future__ import annotations

from pathlib import Path

import pytest

from readinglist.errors import ThemeError
from readinglist.themes.labels import load_labels

IDS = ("ice", "birds")


def written(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "labels.jsonl"
    path.write_text(text, "utf-8")
    return path


def test_labels_are_read_and_blank_lines_skipped(tmp_path: Path) -> None:
    text = '\ufeff{"key": "a2020b", "themes": ["ice"], "optional": ["birds", "ice"]}\n\n'
    text += '{"key": "c", "themes": []}\n'
    first, second = load_labels(written(tmp_path, text), IDS)
    assert (first.key, first.themes, first.optional, first.line) == ("a2020b", {"ice"}, {"birds"}, 1)
    assert (second.key, second.themes, second.line) == ("c", frozenset(), 3)


def test_items_in_the_place_of_keys(tmp_path: Path) -> None:
    text = '{"item": {"itemType": "book", "title": "A\u2028B"}, "themes": ["ice"]}'
    (label,) = load_labels(written(tmp_path, text), IDS, with_items=True)
    assert label.item == {"itemType": "book", "title": "A\u2028B"}


@pytest.mark.parametrize(
    ("line", "message", "hint"),
    [
        ("{", "not valid JSON", ""),
        ("[" * 100_000, "not valid JSON", ""),
        ("[]", "must be a JSON object", "Write"),
        ('{"key": "b", "themes": ["icee"]}', "there is no theme 'icee'", "ice"),
        ('{"key": "b"}', "'themes' is missing", "empty list"),
        ('{"key": "b", "theme": []}', "unknown key 'theme'", "themes"),
        ('{"key": "b", "themes": "ice"}', "must be a list", ""),
        ('{"themes": []}', "'key' is missing", "citation key"),
        ('{"key": "a", "themes": []}', "labelled twice, first in line 1", ""),
    ],
)
def test_bad_lines_are_named(tmp_path: Path, line: str, message: str, hint: str) -> None:
    path = written(tmp_path, '{"key": "a", "themes": []}\n' + line + "\n")
    with pytest.raises(ThemeError, match=r"labels\.jsonl:2: ") as told:
        load_labels(path, IDS)
    assert message in told.value.message
    assert hint in told.value.hint


def test_a_file_that_is_missing_or_no_text_is_named(tmp_path: Path) -> None:
    with pytest.raises(ThemeError, match="cannot read"):
        load_labels(tmp_path / "none.jsonl", IDS)
    path = tmp_path / "binary.jsonl"
    path.write_bytes(b"\xff\xfe\x00")
    with pytest.raises(ThemeError, match="not UTF-8"):
        load_labels(path, IDS)
