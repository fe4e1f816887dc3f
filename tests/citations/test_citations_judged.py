"""What the comparison with citeproc-js takes for right: rules of a manual that someone has read."""

from __future__ import annotations

import datetime
import tomllib
from pathlib import Path

import pytest

import benchmarks.citeproc.judge as judging
from benchmarks.citeproc.compare import STYLES, style_with_room
from benchmarks.citeproc.judge import load_judge
from benchmarks.citeproc.later import beyond, later
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


def test_people_are_right_within_an_entry_where_a_manual_names_them_and_never_after_it() -> None:
    judge = load_judge()
    for style, _, _ in STYLES:
        within, after = (
            judge.verdict(style, "A.", "A.", (cause,))
            for cause in ("people named within the entry", "people named after the entry")
        )
        assert within is not None and within.supported
        assert after is not None and not after.supported


def test_the_works_written_down_are_of_every_kind() -> None:
    for works, least, longest in ((later(), 90, 20), (beyond(), 120, 14)):
        assert len({work["id"] for work in works}) == len(works) > least
        assert max(len(work.get("author", ())) for work in works) > longest


def test_the_reference_gets_the_style_with_room_for_people_within_the_entry(tmp_path: Path) -> None:
    for style, changed in (("apa", True), ("ieee", True), ("mhra-notes", False)):
        path = tmp_path / f"{style}.csl"
        path.write_bytes(find_style(style).path.read_bytes())
        room = style_with_room(path, "en-US")
        assert (room is not None) is changed
        if room is not None:
            assert load_csl(room).get("class") == "in-text" and room.read_bytes() != path.read_bytes()
