"""What the comparison with citeproc-js takes for right: rules of a manual that someone has read."""

from __future__ import annotations

import datetime
import tomllib
from pathlib import Path

import pytest

import benchmarks.citeproc.judge as judging
from benchmarks.citeproc.compare import style_with_room
from benchmarks.citeproc.judge import load_judge
from benchmarks.citeproc.later import later
from readinglist.citations.csl import load_csl
from readinglist.citations.styles import find_style

TABLE = tomllib.loads(Path(judging.__file__).with_name("judged.toml").read_text("utf-8"))


@pytest.mark.parametrize("rule", [*TABLE["rule"], *TABLE["found"]], ids=lambda rule: rule["cause"])
def test_each_rule_says_where_and_when_it_was_read(rule: dict[str, object]) -> None:
    assert str(rule["source"]).startswith("http") or rule["source"] == "none found"
    assert rule["looked_up"] == datetime.date(2026, 11, 25) and str(rule["manual"]).endswith((".", ".)"))


def test_a_rule_without_a_source_makes_nothing_right() -> None:
    judge = load_judge()
    retrieved = judge.verdict("apa", "A. https://a.org", "A. Retrieved https://a.org")
    assert retrieved and retrieved.supported
    small = judge.verdict("apa", "Hodges et al., No. 1", "Hodges et Al., No. 1")
    assert small and not small.supported and small.cause == "'et al.' in a legal title"
    both = judge.verdict("apa", "Hodges et al. https://a.org", "Hodges et Al. Retrieved https://a.org")
    assert both and not both.supported
    assert judge.verdict("apa", "Hodges", "Smith") is None


def test_people_after_the_entry_are_right_where_a_manual_names_them() -> None:
    judge = load_judge()
    causes = ("people named after the entry",)
    supported = {
        style: verdict.supported
        for style in ("apa", "ieee", "modern-language-association", "elsevier-vancouver")
        if (verdict := judge.verdict(style, "A.", "A.", causes))
    }
    assert supported == {
        "apa": False,
        "ieee": False,
        "modern-language-association": True,
        "elsevier-vancouver": True,
    }


def test_people_after_the_title_are_right_in_apa_alone() -> None:
    judge = load_judge()
    causes = ("people named in parentheses after the title",)
    apa, ieee = (judge.verdict(style, "A.", "A.", causes) for style in ("apa", "ieee"))
    assert apa and apa.supported
    assert ieee and not ieee.supported


def test_the_works_written_down_are_of_every_kind() -> None:
    works = later()
    assert len({work["id"] for work in works}) == len(works) > 90
    assert max(len(work.get("author", ())) for work in works) > 20


def test_the_reference_gets_apa_with_room_for_people_after_the_title(tmp_path: Path) -> None:
    for style, changed in (("apa", True), ("ieee", False)):
        path = tmp_path / f"{style}.csl"
        path.write_bytes(find_style(style).path.read_bytes())
        room = style_with_room(path, "en-US")
        assert (room is not None) is changed
        if room is not None:
            assert load_csl(room).get("class") == "in-text" and room.read_bytes() != path.read_bytes()
