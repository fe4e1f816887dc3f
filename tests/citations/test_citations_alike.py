"""Works told apart in a long list: only those that would be cited alike, and nothing comes out otherwise."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from readinglist.citations.alike import alike, filled, plain_style
from readinglist.citations.csl import NAMESPACE
from readinglist.citations.processor import format_list
from readinglist.citations.richtext import plain_text


def book(number: int, family: str, year: int, given: str = "Ana") -> dict[str, Any]:
    return {
        "id": f"key{number}",
        "type": "book",
        "title": f"Title {number}",
        "author": [{"family": family, "given": given}],
        "issued": {"date-parts": [[year]]},
    }


def test_a_long_list_that_shares_one_name_is_never_run_as_a_whole(runs: list[int]) -> None:
    some = [book(number, "Ruiz", 1000 + number) for number in range(600)]
    some += [book(600, "Ruiz", 1007), book(601, "Ruiz", 1500)]
    done = format_list(some, style="apa").entries
    assert max(runs) <= 300
    assert sum(runs) == 602 + 4
    shown = {key: plain_text(entry.bibliography) for key, entry in done.items()}
    assert "(1007a)" in shown["key600"] or "(1007b)" in shown["key600"]
    assert "(1500a)" in shown["key500"] or "(1500b)" in shown["key500"]
    assert [key for key, text in shown.items() if "a)" in text or "b)" in text] == [
        "key7", "key500", "key600", "key601",
    ]  # fmt: skip


def test_groups_of_what_reads_the_same_leave_marks_and_case_aside() -> None:
    cited = {"a": "(Ruiz, 2010)", "b": "(“Ruiz”, 2010)", "c": "(Díaz, 2010)", "d": "(RUIZ 2010)"}
    assert alike(cited) == [["a", "b", "d"]]


def test_a_plain_style_tells_nothing_apart_and_keeps_all_else() -> None:
    style = (
        f'<style xmlns="{NAMESPACE}"><citation disambiguate-add-names="true" et-al-min="3" '
        'givenname-disambiguation-rule="by-cite"><layout><choose><if disambiguate="true">'
        '<text variable="title"/></if></choose></layout></citation></style>'
    )
    plain = plain_style(style.encode()).decode()
    assert "disambigua" not in plain
    assert 'et-al-min="3"' in plain and '<text variable="title" />' in plain
    assert '<if variable="x-readinglist-never">' in plain


@given(
    st.lists(st.lists(st.integers(0, 9), min_size=1, max_size=6), max_size=20),
    st.integers(1, 8),
)
def test_batches_hold_each_group_whole_and_all_of_them(groups: list[list[int]], size: int) -> None:
    numbered, count = [], 0
    for group in groups:
        numbered.append([count + place for place in range(len(group))])
        count += len(group)
    batches = filled(numbered, size)
    assert sorted(one for batch in batches for one in batch) == list(range(count))
    assert all(any(set(group) <= set(batch) for batch in batches) for group in numbered)
    longest = max(map(len, numbered), default=0)
    assert all(len(batch) <= max(size, longest) for batch in batches)
