"""A row of the database beside the item that the same JSON is read as."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from readinglist.items.languages import language_tag
from readinglist.items.schema import fields_of, item_types
from readinglist.items.text import plain
from readinglist.library.rows import COLUMNS, item_row
from readinglist.zotero.mapping import CHILD_TYPES, item_from_json

_odd = st.one_of(
    *(st.text(max_size=12), st.none(), st.booleans(), st.integers(-3, 3000)),
    *(st.lists(st.text(max_size=4), max_size=2), st.dictionaries(st.text(max_size=3), st.text(max_size=3))),
)
_texts = st.one_of(
    st.sampled_from(["1998-05", "forthcoming", "español", "<i>War</i> on drugs", "Citation Key: a2b"]), _odd
)
_people = st.lists(
    st.one_of(
        st.fixed_dictionaries(
            {}, optional=dict.fromkeys(("creatorType", "firstName", "lastName", "name"), _odd)
        ),
        _odd,
    ),
    max_size=3,
)
_tags = st.lists(st.one_of(st.fixed_dictionaries({"tag": _odd}, optional={"type": _odd}), _odd), max_size=4)


@st.composite
def _objects(draw: st.DrawFn) -> dict[str, Any]:
    kind = draw(st.sampled_from([one for one in item_types() if one not in CHILD_TYPES] + ["future"]))
    names = st.sampled_from([*fields_of(kind), "title", "date", "extra", "citationKey", "shortTitle"])
    data = draw(st.dictionaries(names, _texts, max_size=8))
    given_too = {"key": "ABCD2345", "itemType": kind, "creators": draw(_people), "tags": draw(_tags)}
    given_too |= {"collections": draw(_odd), "relations": draw(_odd), "deleted": draw(_odd)}
    return {"key": "ABCD2345", "version": draw(_odd), "data": {**data, **given_too, "dateAdded": draw(_odd)}}


@given(_objects())
def test_a_row_says_what_the_item_says(raw: dict[str, Any]) -> None:
    row, item = item_row("groups/1", raw), item_from_json(raw, "groups/1")
    told = dict(zip(COLUMNS.split(", "), row.values, strict=True))
    assert (told["source"], told["key"], told["version"]) == (item.source, item.key, item.version)
    assert (told["item_type"], told["deleted"]) == (item.item_type, int(item.deleted))
    assert (told["date_added"], told["date_modified"]) == (item.date_added, item.date_modified)
    assert (told["title"], row.abstract) == (plain(item.title), plain(item.abstract))
    assert told["year"] == item.year
    assert told["language"] == language_tag(item.language)
    assert told["creators"] == "\n".join(one.display for one in item.creators)
    assert [(name, kind) for name, _, kind in row.tags] == sorted(
        (one.name, one.automatic) for one in item.tags
    )
    assert row.collections == item.collections
    assert row.relations == tuple((name, to) for name, all_ in item.relations.items() for to in all_)
