"""Changing single values in a list's text: nothing else moves, whatever the file looks like."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from readinglist.errors import ListError
from readinglist.lists.load import parse_list
from readinglist.lists.rewriting import replace_scalars, scalars, set_top_value

AFTER = ("title", "subtitle")
STATUS = "{state: review, since: 2026-11-25}"

SHAPES = {
    "plain": "title: One\nsections: []\n",
    "comments": "# head\n\ntitle: One  # the title\n\n# about the sections\nsections: []\n",
    "quotes": "title: 'One: two'\nsubtitle: \"x\\ty\"\nsections: []\n",
    "block": "title: >\n  One\n  two\n\n# next\nsections: []\n",
    "literal at the end": "sections: []\ntitle: |\n  One\n  two\n",
    "no line end": "sections: []\ntitle: One",
    "windows": "title: One\r\n\r\nsections: []\r\n",
    "flow": "{title: One, sections: []}\n",
    "flow over lines": "{\n  title: One,\n  sections: []\n}\n",
    "marker": "---\ntitle: One\n...\n",
    "marker, title last": "---\nsections: []\ntitle: One\n# end\n...\n",
    "byte-order mark": "\ufefftitle: One\nsections: []\n",
    "multi-line plain": "title: One\n  and two\nsections: []\n",
    "there as a word": "title: One\nstatus: draft # since ever\nsections: []\n",
    "there in flow": "title: One\nstatus: {state: draft,\n   since: 2026-01-01} # x\nsections: []\n",
    "there as a block": "title: One\nstatus:\n  state: draft\n  since: 2026-01-01\n\n# x\nsections: []\n",
    "there as the last block": "title: One\nstatus:\n  state: draft\n",
    "there and empty": "title: One\nstatus:\nsections: []\n",
    "there in a flow root": "{title: One, status: draft, sections: []}",
    "accents": "title: Ñandú 😀 \u2028\nsubtitle: él\nsections: []\n",
    "quoted key": '"title": One\n"status": "draft"\n',
}


@pytest.mark.parametrize("name", SHAPES)
def test_the_status_is_set_in_a_file_of_any_shape(name: str) -> None:
    text = SHAPES[name]
    before = parse_list(text.removeprefix("\ufeff"), Path("x.yaml"))
    changed = set_top_value(text, "status", STATUS, AFTER)
    after = parse_list(changed.removeprefix("\ufeff"), Path("x.yaml"))
    assert after.status.state == "review"
    assert after.model_copy(update={"status": before.status}) == before
    assert changed.startswith("\ufeff") == text.startswith("\ufeff")
    for line in text.splitlines():
        if "#" in line and "status" not in line and "since" not in line:
            assert line in changed.splitlines()
    assert ("\r\n" in changed) == ("\r\n" in text)


def test_the_new_line_stands_behind_the_title() -> None:
    assert set_top_value(SHAPES["comments"], "status", "draft", AFTER) == (
        "# head\n\ntitle: One  # the title\nstatus: draft\n\n# about the sections\nsections: []\n"
    )


def test_comments_inside_a_value_are_not_thrown_away() -> None:
    with pytest.raises(ListError, match="comments"):
        set_top_value("title: x\nstatus:\n  # why\n  state: draft\n", "status", "draft", AFTER)


def test_setting_twice_is_setting_once() -> None:
    for text in SHAPES.values():
        once = set_top_value(text, "status", STATUS, AFTER)
        assert set_top_value(once, "status", STATUS, AFTER) == once


def test_dates_are_replaced_where_they_stand_with_their_quotes() -> None:
    text = "\ufefftitle: é # 2027-01-18\r\nterm: {start: '2027-01-18',  weeks: 3} # x\r\n"
    changed = replace_scalars(text, {("term", "start"): "2028-01-17"})
    assert changed == text.replace("'2027-01-18'", "'2028-01-17'")


keys = st.text("abcdefgh", min_size=1, max_size=6)
values = st.sampled_from(
    [
        "word",
        "'quoted: #'",
        '"dou\\"ble"',
        "[1, two,  three]",
        "{a: 1,\n b: 2}",
        "|\n  text\n  more\n",
        "",
        "2027-01-18",
    ]
)
breaks = st.sampled_from(["\n", "  # comment\n", "\n\n# a line of its own\n\n"])


@given(
    st.dictionaries(keys, values, min_size=1, max_size=6),
    st.lists(breaks, min_size=6, max_size=6),
    st.integers(),
)
def test_replacing_one_value_leaves_every_other_character(
    pairs: dict[str, str], ends: list[str], seed: int
) -> None:
    text = "".join(
        f"{key}: {value}" + (end if not value.startswith("|") else "\n")
        for (key, value), end in zip(pairs.items(), ends, strict=False)
    )
    places = scalars(text)
    path = random.Random(seed).choice(sorted(places, key=str)) if places else None
    if path is None or not places[path].value or text[places[path].start] == "|":
        return
    one = places[path]
    changed = replace_scalars(text, {path: "1999-12-31"})
    assert changed[: one.start] == text[: one.start]
    assert changed.endswith(text[one.end :])
    assert scalars(changed)[path].value == "1999-12-31"
    assert {key: each.value for key, each in scalars(changed).items() if key != path} == {
        key: each.value for key, each in places.items() if key != path
    }
