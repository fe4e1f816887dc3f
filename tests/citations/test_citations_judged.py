"""What the comparison with citeproc-js takes for right: rules of a manual that someone has read."""

from __future__ import annotations

import datetime
import tomllib
from pathlib import Path

import pytest

import benchmarks.citeproc.judge as judging
from benchmarks.citeproc.compare import STYLES, style_with_room
from benchmarks.citeproc.judge import load_judge
from benchmarks.citeproc.later import beyond, fourth, later, third
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
    for works, least, longest in (
        (later(), 90, 20),
        (beyond(), 120, 14),
        (third(), 150, 20),
        (fourth(), 90, 3),
    ):
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


@pytest.mark.parametrize(
    ("style", "ours", "theirs"),
    [
        ("apa", "Ruiz, A., & UNESCO. (2019).", "Ruiz, A. & UNESCO. (2019)."),
        ("apa", "UNESCO & FAO. (2019).", "UNESCO, & FAO. (2019)."),
        (
            "apa",
            "Waters, 58(2), 175–179. https://doi.org/1/2-3",
            "Waters, 58(2), 175--179. https://doi.org/1/2-3",
        ),
        ("apa", 'Hacking "smart" locks.', "Hacking 'smart' locks."),
        ("modern-language-association", "Bush, Vannevar, and UNESCO. A.", "Bush, Vannevar and UNESCO. A."),
        ("modern-language-association", "\"On 'Lost' Rivers.\"", "\"On 'lost' Rivers.\""),
        (
            "harvard-cite-them-right",
            "FAO, WHO and UNESCO (2019) A, and B.",
            "FAO, WHO, and UNESCO (2019) A, and B.",
        ),
        ("harvard-cite-them-right", "A text of 'Junk'.", 'A text of "Junk".'),
        ("iso690-author-date-es", "RUIZ, A. y UNESCO, 2019.", "RUIZ, A., y UNESCO, 2019."),
        ("iso690-author-date-es", "vol. 64, no. 3-4.", "vol. 64, no. 3–4."),
        ("iso690-author-date-es", "A report. Sur.", "A report. . Sur."),
        ("iso690-author-date-es", "[sin fecha] a. A. [consulta: 2020]", "[sin fecha]. A. [consulta: 2020 a]"),
        ("ieee", "in Quadrige., Paris: PUF", "in Quadrige. , Paris: PUF"),
        (
            "chicago-notes-bibliography",
            "A, B, C D, E F, et al. One title.",
            "A, B, C D, E F, G H, I J, K L, and M N. One title.",
        ),
    ],
)
def test_what_the_manual_has_is_right_and_its_opposite_a_difference(
    style: str, ours: str, theirs: str
) -> None:
    judge = load_judge()
    verdict = judge.verdict(style, ours, theirs)
    assert verdict is not None and verdict.supported
    assert judge.verdict(style, theirs, ours) is None


@pytest.mark.parametrize(
    ("style", "ours", "theirs"),
    [
        (
            "chicago-notes-bibliography",
            "A, B, C D, E F, et al. X.",
            "A, B, C D, E F, G H, I J, K L, and M N. Y.",
        ),
        ("apa", "https://doi.org/10.1000/12–34.", "https://doi.org/10.1000/12-34."),
        ("ieee", "Report 12–34, 2019.", "Report 12-34, 2019."),
        ("ieee", "vol. 9, pp. 2579–605, 2008.", "vol. 9, pp. 2579–2605, 2008."),
        (
            "harvard-cite-them-right",
            "Ruiz, A. (2019) Rivers and lakes.",
            "Ruiz, A. (2019) Rivers, and lakes.",
        ),
        ("harvard-cite-them-right", "Ruiz, A. (2019)", "Ruiz, A. 'On some rivers' (2019)"),
        ("iso690-author-date-es", "Guerra 2009-2019.", "Guerra 2009–2019."),
        ("iso690-author-date-es", "[sin fecha] b. A. [consulta: 2020]", "[sin fecha] a. A. [consulta: 2020]"),
        ("modern-language-association", "MIT P, <Strong> Ideas.", "MIT P, <strong> Ideas."),
    ],
)
def test_no_rule_explains_another_difference(style: str, ours: str, theirs: str) -> None:
    verdict = load_judge().verdict(style, ours, theirs)
    assert verdict is None or not verdict.supported
