"""The gallery shows what the program makes now, and its pictures are there."""

from __future__ import annotations

import re
from pathlib import Path

from docs.gallery import EXCERPTS, GROUPS, PAGE, PICTURES, make_files, page
from readinglist.export import targets

_MOST_BYTES = 150_000


def test_the_gallery_is_what_the_program_makes(workspace: Path, tmp_path: Path) -> None:
    made = page(make_files(workspace, tmp_path / "made"))
    assert PAGE.read_text("utf-8") == made, "run python -m docs.gallery"


def test_every_target_is_shown() -> None:
    assert sorted(name for names in GROUPS.values() for name in names) == sorted(targets())
    assert set(targets()) == set(EXCERPTS) | set(PICTURES)


def test_every_picture_is_there_described_and_small() -> None:
    found = re.findall(r"!\[([^\]]+)\]\(([^)]+)\)", PAGE.read_text("utf-8"))
    assert len(found) > 20
    for words, file in found:
        assert len(words) > 10
        assert 0 < (PAGE.parent / file).stat().st_size <= _MOST_BYTES, file
