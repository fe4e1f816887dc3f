"""The check of CSL-JSON finds each fault that is put into an exported file."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.readers.breaking import SETTINGS
from tests.readers.conftest import Made
from tests.readers.csl_rules import DATES, NAMES, csl_faults

Items = list[dict[str, Any]]


@pytest.fixture(scope="session")
def items(checked: Callable[[str], Made]) -> Items:
    """The first items of the bundled syllabus as CSL-JSON."""
    loaded: Items = json.loads(checked("syllabus").text("csljson"))
    return loaded[:12]


def _set(**values: object) -> Callable[[Items], object]:
    return lambda items: items[0].update({name.replace("_", "-"): value for name, value in values.items()})


def _dated(**value: object) -> Callable[[Items], object]:
    return _set(issued={name.replace("_", "-"): part for name, part in value.items()})


CSL_FAULTS: dict[str, tuple[Callable[[Items], object], str]] = {
    "an unknown type": (_set(type="journalArticle"), "the type 'journalArticle' is none"),
    "a type in other letters": (_set(type="Book"), "the type 'Book' is none"),
    "no type": (lambda items: items[0].pop("type"), "the type None is none"),
    "no id": (lambda items: items[0].pop("id"), "no id"),
    "an id that is null": (_set(id=None), "no id"),
    "an id twice": (lambda items: items.append(dict(items[0])), "is there 2 times"),
    "an unknown variable": (_set(publicationTitle="x"), "publicationTitle: no variable"),
    "a variable with an underscore": (lambda items: items[0].update(container_title="x"), "no variable"),
    "an item that is a text": (lambda items: items.append("x"), "no object"),  # type: ignore[arg-type]
    "a title that is a list": (_set(title=["x"]), "is no text"),
    "a title that is null": (_set(title=None), "is no text"),
    "an empty text": (_set(abstract=" "), "empty"),
    "a control character": (_set(title="a\x1eb"), "a control character"),
    "a volume that is true": (_set(volume=True), "is no text"),
    "a volume with a fraction": (_set(volume=1.5), "is no text"),
    "names that are one": (_set(author={"family": "A"}), "no list of names"),
    "no names": (_set(editor=[]), "no list of names"),
    "a name that is a text": (_set(author=["A, B"]), "is no name"),
    "a name in other words": (_set(author=[{"lastName": "A", "family": "A"}]), "lastName is no part"),
    "a name that is a number": (_set(author=[{"family": 3}]), "is no text"),
    "a given name alone": (_set(author=[{"given": "A"}]), "without a family name"),
    "a date that is a text": (_set(issued="2014"), "is no date"),
    "an empty date": (_set(issued={}), "is no date"),
    "a season alone": (_dated(season=2), "without a date"),
    "a year that is a text": (_dated(date_parts=[["2014"]]), "are not whole numbers"),
    "a year with a fraction": (_dated(date_parts=[[2014.5]]), "are not whole numbers"),
    "a year that is null": (_dated(date_parts=[[None]]), "are not whole numbers"),
    "a month 13": (_dated(date_parts=[[2014, 13]]), "is no day"),
    "a month 0": (_dated(date_parts=[[2014, 0]]), "is no day"),
    "a day 31 in April": (_dated(date_parts=[[2014, 4, 31]]), "is no day"),
    "29 February in another year": (_dated(date_parts=[[2015, 2, 29]]), "is no day"),
    "a season 5": (_dated(date_parts=[[2014]], season=5), "season is 5"),
    "a season in words": (_dated(date_parts=[[2014]], season="spring"), "season is 'spring'"),
    "circa that is a text": (_dated(date_parts=[[2014]], circa="true"), "circa is 'true'"),
    "a date of four parts": (_dated(date_parts=[[2014, 1, 1, 1]]), "is not a year"),
    "a date of no parts": (_dated(date_parts=[[]]), "is not a year"),
    "no dates": (_dated(date_parts=[]), "are not one or two dates"),
    "three dates": (_dated(date_parts=[[1], [2], [3]]), "are not one or two dates"),
    "a date that is not nested": (_dated(date_parts=[2014]), "is not a year"),
    "an end before the beginning": (_dated(date_parts=[[2015, 2], [2014]]), "ends before it begins"),
    "an unknown part of a date": (_dated(date_parts=[[2014]], year=2014), "year is no part of a date"),
    "an empty literal": (_dated(literal=""), "empty"),
    "a language in words": (_set(language="español"), "no language tag"),
    "categories that are a text": (_set(categories="x"), "no list of texts"),
    "custom that is a text": (_set(custom="x"), "no object"),
}


@pytest.mark.parametrize("fault", CSL_FAULTS)
def test_a_fault_in_csl_json_is_found(fault: str, items: Items) -> None:
    put, words = CSL_FAULTS[fault]
    faulty = copy.deepcopy(items)
    put(faulty)
    found = csl_faults(json.dumps(faulty))
    assert any(words in one for one in found), found


@pytest.mark.parametrize("text", ["", "[", "{}", '"x"', "null", '[{"id": "a", "type": "book"}'])
def test_what_is_no_list_of_items_is_found(text: str) -> None:
    assert csl_faults(text)


@SETTINGS
@given(st.data())
def test_a_value_of_a_wrong_kind_is_found_wherever_it_stands(items: Items, data: st.DataObject) -> None:
    faulty = copy.deepcopy(items)
    one = data.draw(st.sampled_from(faulty))
    name = data.draw(st.sampled_from(sorted(one)))
    wrong: list[object] = [None, True, 1.5, {"x": 1}, [[]], ""]
    one[name] = data.draw(st.sampled_from([*wrong, "text"] if name in NAMES | DATES else wrong))
    assert csl_faults(json.dumps(faulty))
