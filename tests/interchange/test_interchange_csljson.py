"""CSL-JSON both ways."""

from __future__ import annotations

import json
import time
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from readinglist.errors import FormatError
from readinglist.interchange import load_format
from readinglist.interchange.csl.tables import date_fields, name_variables, text_fields
from readinglist.interchange.csl.values import creator_from, csl_name, date_text
from readinglist.interchange.csljson import from_csl, shared_types, to_csl, uncarried
from readinglist.items import Attachment, Creator, Item, Note
from readinglist.items.dates import csl_date, parse_date
from readinglist.items.extra import DATE_VARIABLES, NAME_VARIABLES
from readinglist.items.schema import creator_types, fields_of, item_types

TYPES = [one for one in item_types() if one not in ("note", "attachment", "annotation")]
CSLJSON = load_format("csljson")


def test_an_item_as_csl() -> None:
    item = Item(
        key="ABCD2345",
        item_type="bookSection",
        citation_key="berg2014",
        fields={
            "title": "The <i>New</i> Katz <script>",
            "bookTitle": "Book",
            "date": "Winter 2020/21",
            "accessDate": "2022-08-01T12:00:00Z",
            "ISBN": "978-0-19-022145-4 0190221453",
            "DOI": "https://doi.org/10.1/x",
            "language": "español",
            "extra": "A remark\noriginal-date: 2004\nEditor: Rey || Ana\nIssued: 2021-05",
        },
        creators=(
            Creator("author", "van der Berg", "Jan"),
            Creator("author", "World Bank", ""),
            Creator("bookAuthor", "King", "M., Jr."),
        ),
        notes=(Note("N", "<p>secret</p>"),),
        attachments=(Attachment("A", "secret", "linked_file"),),
    )
    assert to_csl(item) == {
        "id": "berg2014",
        "type": "chapter",
        "title": "The <i>New</i> Katz <script>",
        "container-title": "Book",
        "language": "es",
        "ISBN": "978-0-19-022145-4",
        "DOI": "10.1/x",
        "author": [
            {"family": "Berg", "given": "Jan", "non-dropping-particle": "van der"},
            {"literal": "World Bank"},
        ],
        "container-author": [{"family": "King", "given": "M.", "suffix": "Jr."}],
        "editor": [{"family": "Rey", "given": "Ana"}],
        "issued": {"date-parts": [[2021, 5]]},
        "accessed": {"date-parts": [[2022, 8, 1]]},
        "original-date": {"date-parts": [[2004]]},
        "note": "A remark",
    }


def test_the_first_field_that_is_set_wins() -> None:
    both = Item(item_type="journalArticle", fields={"series": "S", "seriesTitle": "ST"})
    assert to_csl(both)["collection-title"] == "ST"
    assert to_csl(Item(item_type="journalArticle", fields={"series": "S"}))["collection-title"] == "S"


@pytest.mark.parametrize("typed", ["", "n.d.", "s.f."])
def test_no_date_means_no_issued(typed: str) -> None:
    assert "issued" not in to_csl(Item(item_type="book", fields={"date": typed}))


def test_primary_creators_are_authors_and_hosts_are_hosts() -> None:
    artist = Item(item_type="artwork", creators=(Creator("artist", "Kahlo", "Frida"),))
    assert to_csl(artist)["author"] == [{"family": "Kahlo", "given": "Frida"}]
    podcast = Item(item_type="podcast", creators=(Creator("podcaster", "B", "A"), Creator("guest", "D", "C")))
    assert set(to_csl(podcast)) == {"id", "type", "host", "guest"}


def test_what_is_lost_is_listed() -> None:
    assert uncarried("patent") == ("assignee", "attorneyAgent", "country")
    assert set(shared_types()) == {"broadcast", "motion_picture", "personal_communication"}


_WORD = st.from_regex(r"[A-ZÁÑa-zñ][a-zé0-9&<>]{0,8}( [A-Za-z{\\]{1,6})?", fullmatch=True)
_NAME = st.from_regex(r"[A-ZÁ][a-zñ]{1,8}", fullmatch=True)


def _items(item_type: str) -> st.SearchStrategy[Item]:
    texts = {
        fields[0]
        for variable, fields in text_fields(item_type).items()
        if variable not in ("ISBN", "language", "DOI")
    }
    dates = set(date_fields(item_type).values())
    value = dict.fromkeys(texts, _WORD) | {name: st.sampled_from(["2010", "2010-05-12"]) for name in dates}
    role = st.sampled_from(sorted(name_variables(item_type)))
    two = st.builds(
        Creator,
        role,
        st.sampled_from(["", "van der ", "d'"]).flatmap(lambda p: _NAME.map(lambda n: p + n)),
        _NAME,
    )
    one = st.builds(lambda role, name: Creator(role, name=name), role, _NAME)

    def built(fields: dict[str, str], creators: tuple[Creator, ...]) -> Item:
        ordered = {name: fields[name] for name in fields_of(item_type) if name in fields}
        return Item(item_type=item_type, citation_key="k", fields=ordered, creators=creators)

    return st.builds(
        built,
        st.fixed_dictionaries({}, optional=value),
        st.lists(two | one, max_size=3).map(tuple),
    )  # fmt: skip


@pytest.mark.parametrize("item_type", TYPES)
@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(data=st.data())
def test_what_is_not_listed_as_lost_comes_back(item_type: str, data: st.DataObject) -> None:
    item = data.draw(_items(item_type))
    entry = to_csl(item)
    back = from_csl(json.loads(json.dumps(entry)))
    assert to_csl(back) == entry
    shared = [kind for kinds in shared_types().values() if item_type in kinds for kind in kinds]
    if back.item_type != item_type:
        assert back.item_type in shared
        return
    assert dict(back.fields) == dict(item.fields)
    variables = name_variables(item_type)
    by_variable = sorted(item.creators, key=lambda one: list(entry).index(variables[one.creator_type]))
    assert [variables[one.creator_type] for one in back.creators] == [
        variables[one.creator_type] for one in by_variable
    ]
    assert [one.display for one in back.creators] == [one.display for one in by_variable]


def test_every_type_and_creator_has_its_place() -> None:
    for item_type in TYPES:
        for role in creator_types(item_type):
            assert role in name_variables(item_type) or role in uncarried(item_type)


@given(
    st.text(max_size=30)
    | st.sampled_from(["Spring 2014", "c. 1900", "1998/2003", "500 BC", "Winter 2020/21", "-0044-03-15"])
)
def test_a_date_comes_back_from_csl(typed: str) -> None:
    value = csl_date(parse_date(typed))
    if value:
        assert csl_date(parse_date(date_text(value))) == value


@given(
    st.builds(
        Creator,
        st.just("author"),
        _NAME | st.sampled_from(['"van Berg"', "d'Arcy", "de la Cruz", "al-X"]),
        _NAME | st.sampled_from(["M., Jr.", "M.,! Sr.", "Ludwig van"]),
    )
)
def test_a_name_comes_back_from_csl(creator: Creator) -> None:
    back = creator_from(csl_name(creator), "author")
    assert back is not None and csl_name(back) == csl_name(creator)


_JSON: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8) | st.floats(),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["family", "given", "literal", "date-parts", "season", "circa", "raw"]),
            inner,
            max_size=3,
        )
    ),
    max_leaves=6,
)


@settings(max_examples=80, deadline=None)
@given(
    st.dictionaries(
        st.sampled_from(
            [
                "id",
                "type",
                "title",
                "author",
                "issued",
                "note",
                "keyword",
                "page",
                "x",
                "host",
                "language",
                *sorted(NAME_VARIABLES)[:4],
                *sorted(DATE_VARIABLES)[:2],
            ]
        ),
        _JSON,
        max_size=6,
    )
)
def test_entries_of_any_shape_are_read(entry: dict[str, Any]) -> None:
    to_csl(from_csl(entry))


def test_what_has_no_field_goes_to_extra_and_back() -> None:
    entry = {
        "id": "a",
        "type": "book",
        "title": "T",
        "original-title": "OT",
        "recipient": [{"family": "B", "given": "A"}],
        "event-date": {"date-parts": [[2010]]},
    }
    item = from_csl(entry)
    assert item.fields["extra"].splitlines() == [
        "original-title: OT",
        "event-date: 2010",
        "recipient: B || A",
    ]
    assert to_csl(item) == entry


def test_files_are_read_and_written(bundled: tuple[Item, ...]) -> None:
    text = CSLJSON.write(bundled)
    assert CSLJSON.write(list(reversed(bundled))) == text
    result = CSLJSON.read(text)
    assert result.problems == ()
    assert len(result.items) == len(bundled)
    for entry in json.loads(text):
        for variable in DATE_VARIABLES & set(entry):
            assert entry[variable].get("literal") or all(entry[variable]["date-parts"])
    assert CSLJSON.read('{"items": [{"type": "book"}]}').items[0].item_type == "book"


def test_broken_files_are_told() -> None:
    with pytest.raises(FormatError, match="line 2"):
        CSLJSON.read("[\n{]")
    with pytest.raises(FormatError):
        CSLJSON.read("3")
    with pytest.raises(FormatError):
        CSLJSON.read("[" * 100_000)
    result = CSLJSON.read('[3, {"id": "a"}, {"id": "a", "type": "book"}]')
    assert [one.message for one in result.problems] == [
        "entry 1 is no object and was left out",
        "entry 2 has no type: read as a document",
        "entry 3 uses the id of an earlier entry",
    ]


def test_a_large_file_takes_little_time() -> None:
    began = time.perf_counter()
    CSLJSON.read(json.dumps([{"id": str(n), "type": "book", "title": "T" * 100} for n in range(5000)]))
    assert time.perf_counter() - began < 5
