"""CSL-JSON, MARC, MARCXML and Common Cartridges by their schemas and specifications."""

from __future__ import annotations

import copy
import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pymarc
import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft7Validator
from lxml import etree

from tests.readers.breaking import SETTINGS
from tests.readers.cartridge_rules import cartridge_faults
from tests.readers.conftest import CHECKED, Made, program, ran, schema_file
from tests.readers.csl_rules import DATES, FORGOTTEN, NAMES, NUMBERS, TEXTS, TYPES, csl_faults
from tests.readers.marc_rules import marc_faults, marc_tree
from tests.readers.marcxml_rules import marcxml_faults

Lists = Callable[[str], Made]


@pytest.mark.reads("csljson", "the specification's rules")
@pytest.mark.parametrize("name", CHECKED)
def test_csl_json_keeps_the_rules_of_its_specification(name: str, checked: Lists) -> None:
    assert csl_faults(checked(name).text("csljson")) == []


@pytest.mark.reads("marcxml", "the specification's rules")
@pytest.mark.parametrize("name", CHECKED)
def test_marcxml_keeps_the_rules_of_its_schema_and_of_marc(name: str, checked: Lists) -> None:
    assert marcxml_faults(checked(name).bytes("marcxml")) == []


@pytest.mark.reads("marc", "the specification's rules")
@pytest.mark.parametrize("name", CHECKED)
def test_marc_keeps_the_rules_of_its_record_structure_and_says_what_marcxml_says(
    name: str, checked: Lists
) -> None:
    content = checked(name).bytes("marc")
    assert marc_faults(content) == []
    assert said(marc_tree(content)) == said(etree.fromstring(checked(name).bytes("marcxml")))


def said(collection: etree._Element) -> list[tuple[str, dict[str, str], str]]:
    """What the records say, but for lengths, which MARCXML has not."""
    texts = ((one, one.text or "") for record in collection for one in record.iter())
    return [
        (str(one.tag), dict(one.attrib), f"{text[5:12]}{text[17:]}" if "leader" in str(one.tag) else text)
        for one, text in texts
    ]


@pytest.mark.reads("imscc", "the specification's rules")
@pytest.mark.parametrize("name", CHECKED)
def test_a_cartridge_keeps_the_rules_of_its_specification(name: str, checked: Lists) -> None:
    assert cartridge_faults(checked(name).bytes("imscc")) == []


@pytest.fixture(scope="session")
def published() -> dict[str, Any]:
    """The JSON Schema of CSL-JSON as its makers published it."""
    loaded: dict[str, Any] = json.loads(schema_file("commonmeta/resources/csl-data.json").read_text("utf-8"))
    Draft7Validator.check_schema(loaded)
    assert loaded["$id"] == "https://resource.citationstyles.org/schema/v1.0/input/json/csl-data.json"
    return loaded


@pytest.fixture(scope="session")
def validator(published: dict[str, Any]) -> Draft7Validator:
    """Judges by that schema, and takes the variables that it forgot."""
    schema = copy.deepcopy(published)
    properties = schema["items"]["properties"]
    kinds = {name: properties["editor" if name in NAMES else "part"] for name in FORGOTTEN}
    properties.update(kinds | {"editor-translator": properties["editor"]})
    return Draft7Validator(schema)


@pytest.mark.heavy
@pytest.mark.reads("csljson", "the published JSON Schema")
@pytest.mark.parametrize("name", CHECKED)
def test_csl_json_is_what_the_published_schema_describes(
    name: str, checked: Lists, validator: Draft7Validator
) -> None:
    loaded = json.loads(checked(name).text("csljson"))
    assert [error.message for error in validator.iter_errors(loaded)] == []


@pytest.mark.heavy
def test_the_bundled_lists_need_no_variable_that_the_schema_forgot(
    checked: Lists, published: dict[str, Any]
) -> None:
    for name in ("syllabus", "reserve", "scripts"):
        Draft7Validator(published).validate(json.loads(checked(name).text("csljson")))


@pytest.mark.heavy
def test_the_check_knows_the_types_and_variables_that_csl_has(published: dict[str, Any]) -> None:
    properties = published["items"]["properties"]
    assert set(properties) == NAMES | DATES | NUMBERS | TEXTS | {"id", "type", "categories", "custom"}
    assert set(properties["type"]["enum"]) == TYPES
    kinds = {name: json.dumps(rule) for name, rule in properties.items()}
    assert {name for name in kinds if "name-variable" in kinds[name]} == NAMES
    assert {name for name in kinds if "date-variable" in kinds[name]} == DATES
    assert {name for name in kinds if '["string", "number"]' in kinds[name]} == NUMBERS | {"id"}
    folder = "citeproc/data/schema/schemas/styles"
    in_styles = named(schema_file(f"{folder}/csl-variables.rnc"))
    assert in_styles - set(properties) == FORGOTTEN
    assert named(schema_file(f"{folder}/csl-types.rnc")) == TYPES


def named(file: Path) -> set[str]:
    """The names that a RELAX NG schema in compact syntax lists; comments and addresses are none."""
    lines = [line for line in file.read_text("utf-8").splitlines() if "=" not in line or "http" not in line]
    return set(re.findall(r'"([^"\s]+)"', "\n".join(line.partition("#")[0] for line in lines)))


_JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-1, 40) | st.floats(0, 2) | st.sampled_from(["", "2014", "x y"]),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["family", "given", "date-parts", "literal", "x"]), inner, max_size=2
        )
    ),
    max_leaves=5,
)


@pytest.mark.heavy
@SETTINGS
@given(st.data())
def test_what_the_published_schema_refuses_the_check_refuses(
    checked: Lists, validator: Draft7Validator, data: st.DataObject
) -> None:
    faulty = json.loads(checked("scripts").text("csljson"))[:1]
    known = NAMES | DATES | NUMBERS | TEXTS | FORGOTTEN
    name = data.draw(st.sampled_from([*sorted(known), "id", "type", "x"]))
    faulty[0][name] = data.draw(_JSON)
    if not validator.is_valid(faulty):
        assert csl_faults(json.dumps(faulty))


@pytest.mark.heavy
@pytest.mark.reads("marc", "MARC::Schema")
@pytest.mark.reads("marcxml", "MARC::Schema")
@pytest.mark.parametrize("name", CHECKED)
def test_marc_records_are_what_the_schema_of_marc_21_describes(name: str, checked: Lists) -> None:
    assert ran(program("marcvalidate"), "--type", "RAW", checked(name).path("marc")) == ""
    assert ran(program("marcvalidate"), "--type", "XML", checked(name).path("marcxml")) == ""


@pytest.mark.heavy
@pytest.mark.parametrize(
    ("put", "said"),
    [
        (lambda record: setattr(record["245"], "tag", "299"), "unknown field"),
        (lambda record: record.add_field(record["245"]), "field is not repeatable"),
        (lambda record: record["245"].add_subfield("2", "x"), "unknown subfield"),
        (lambda record: record["245"].add_subfield("a", "x"), "subfield is not repeatable"),
        (lambda record: setattr(record["245"], "indicator1", "7"), "unknown first indicator"),
    ],
)
def test_the_schema_of_marc_21_finds_faults(
    put: Callable[[pymarc.Record], object], said: str, checked: Lists, tmp_path: Path
) -> None:
    with checked("syllabus").path("marc").open("rb") as file:
        record = next(iter(pymarc.MARCReader(file)))
    put(record)
    file = tmp_path / "faulty.mrc"
    file.write_bytes(record.as_marc())
    assert said in ran(program("marcvalidate"), file)
    file.write_bytes(pymarc.record_to_xml(record, namespace=True))
    assert said in ran(program("marcvalidate"), "--type", "XML", file)
