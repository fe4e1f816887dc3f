"""Reading list files: what is accepted, in which short forms, and how each mistake is named."""

from __future__ import annotations

import datetime
import re
import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from readinglist.errors import ListError, NotFoundError, ReadinglistError, WorkspaceError
from readinglist.lists.load import find_list, list_names, load_list
from readinglist.lists.model import ReadingList, Workload

DESIGN_EXAMPLE = """\
title: "Geeks for the Cartels: digital organised crime in Mexico"
course: SOC 4420
term: {start: 2027-01-18, weeks: 12, meets: monday, holidays: MX}
style: apa
sections:
  - title: Propaganda and the staging of violence
    week: 3
    intro: What changes when a threat is uploaded instead of hung from a bridge?
    entries:
      - campbell2014narco
      - cite: guevara2013propaganda
        importance: recommended
        locator: pp. 131-140
        note: Skim the first half.
        private_note: Two copies in the library.
  - title: Encrypted communication
    week: 4
    query: theme:encryption year:2010..
    order: year
"""


def write(folder: Path, text: str | bytes, name: str = "course.yaml") -> Path:
    path = folder / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def load(folder: Path, text: str | bytes) -> ReadingList:
    return load_list(write(folder, text))


def failure(folder: Path, text: str | bytes) -> ListError:
    with pytest.raises(ListError) as caught:
        load(folder, text)
    return caught.value


def test_the_design_example_is_read(tmp_path: Path) -> None:
    course = load(tmp_path, DESIGN_EXAMPLE)
    assert course.name == "course"
    assert course.term is not None
    assert course.term.start == datetime.date(2027, 1, 18)
    assert course.term.meets == ("monday",)
    first, second = course.sections[0].entries
    assert (first.cite, first.importance) == ("campbell2014narco", "essential")
    assert (second.importance, second.locator) == ("recommended", "pp. 131-140")
    assert (course.sections[1].query, course.sections[1].order) == ("theme:encryption year:2010..", "year")


def test_an_entry_may_be_just_its_key_and_is_the_same_as_written_out(tmp_path: Path) -> None:
    short = load(tmp_path, "title: t\nsections:\n  - title: s\n    entries: [a2000b, c2001d]\n")
    long = load(
        tmp_path,
        "title: t\nsections:\n  - title: s\n    entries:\n      - cite: a2000b\n      - cite: c2001d\n",
    )
    assert short == long


def test_one_instructor_and_several_weekdays_have_short_forms(tmp_path: Path) -> None:
    course = load(
        tmp_path,
        "title: t\ninstructors: Ana Ruiz <ana@example.edu>\n"
        "term: {start: 2027-01-18, weeks: 3, meets: [Tuesday, THURSDAY]}\n",
    )
    assert (course.instructors[0].name, course.instructors[0].email) == ("Ana Ruiz", "ana@example.edu")
    assert course.term is not None
    assert course.term.meets == ("tuesday", "thursday")


def test_a_list_may_want_no_hours(tmp_path: Path) -> None:
    assert load(tmp_path, "title: t\nworkload: None\n").workload is None
    assert load(tmp_path, "title: t\n").workload == Workload()
    course = load(tmp_path, "title: t\nworkload: {density: 750, purpose: engage}\n")
    assert course.workload == Workload(density=750, difficulty="some", purpose="engage")


def test_text_stays_what_was_typed_even_where_yaml_sees_a_number_or_a_truth_value(tmp_path: Path) -> None:
    course = load(
        tmp_path,
        "title: 1984\ncourse: 0123\nsubtitle: No\nmeeting: 12:30\n"
        "sections:\n  - title: on\n    entries:\n      - {cite: 2001b, locator: 60-77}\n",
    )
    assert (course.title, course.course, course.subtitle, course.meeting) == ("1984", "0123", "No", "12:30")
    assert (course.sections[0].title, course.sections[0].entries[0].locator) == ("on", "60-77")


def test_an_empty_value_is_as_if_the_key_were_not_there(tmp_path: Path) -> None:
    course = load(tmp_path, "title: t\nsubtitle:\nterm: ~\nsections:\n  - title: s\n    entries:\n")
    assert course == load(tmp_path, "title: t\nsections:\n  - title: s\n")


def test_anchors_and_merged_keys_may_say_a_thing_once(tmp_path: Path) -> None:
    course = load(
        tmp_path,
        "title: t\nsections:\n  - title: s\n    entries:\n"
        "      - &base {cite: a, importance: further, note: &n Skim.}\n"
        "      - {<<: *base, cite: b}\n      - {cite: c, note: *n}\n",
    )
    assert [(one.cite, one.importance, one.note) for one in course.sections[0].entries] == [
        ("a", "further", "Skim."),
        ("b", "further", "Skim."),
        ("c", "essential", "Skim."),
    ]


def test_places_are_known_and_do_not_make_lists_differ(tmp_path: Path) -> None:
    path = write(tmp_path, DESIGN_EXAMPLE)
    course = load_list(path)
    assert course.where("sections", 0, "entries", 0, "cite") == f"{path}:10"
    assert course.where("sections", 0, "entries", 1, "cite") == f"{path}:11"
    assert course.where("sections", 0, "entries", 1, "locator") == f"{path}:13"
    assert course.where("sections", 1, "limit") == f"{path}:16"
    assert course.where() == str(path)
    assert ReadingList(title="t").where("title") == ""
    assert load_list(write(tmp_path, "\n\n" + DESIGN_EXAMPLE)) == course


@pytest.mark.parametrize(
    ("text", "place", "message", "hint"),
    [
        ("title: t\nsubtitel: x\n", ":2:1: subtitel", "no key 'subtitel'", "'subtitle'"),
        ("title: t\nname: other\n", ":2:1: name", "no key 'name'", "'title'"),
        ("title: t\nzzz: x\n", ":2:1: zzz", "no key 'zzz'", "The keys here are title"),
        (
            "title: t\nsections:\n  - title: s\n    readings: [a]\n",
            ":4:5: section 1: readings",
            "readings",
            "'entries'",
        ),
        (
            "title: t\nsections:\n  - title: s\n    entries:\n      - {cite: a, pages: 1-2}\n",
            ":5:19: section 1, entry 1: pages",
            "no key 'pages'",
            "'locator'",
        ),
        ("subtitle: t\n", ":1:1: title", "'title' is missing", "Add `title:`"),
        ("title: ''\n", ":1:1: title", "expected some text", ""),
        ("title: t\nterm: {start: 31/02/2027, weeks: 2}\n", ":2:8: term: start", "year-month-day", ""),
        ("title: t\nterm: {start: 2027-02-31, weeks: 2}\n", ":2:8", "no such day, not '2027-02-31'", ""),
        ("title: t\nterm: {start: 20270118, weeks: 2}\n", ":2:8", "expected a date", ""),
        ("title: t\nterm: {start: 0001-01-01, weeks: 2}\n", ":2:8", "between 1900 and 2199", ""),
        (
            "title: t\nterm: {start: 2027-01-18, weeks: twelve}\n",
            ":2:27: term: weeks",
            "a whole number, not 'twelve'",
            "",
        ),
        ("title: t\nterm: {start: 2027-01-18, weeks: 0}\n", ":2:27", "expected 1 or more, not '0'", ""),
        ("title: t\nterm: {start: 2027-01-18}\n", ":2:1: term: weeks", "'weeks' is missing", "Add"),
        (
            "title: t\nterm: {start: 2027-01-18, weeks: 2, meets: mondey}\n",
            ":2:37: term, meets 1",
            "expected monday or tuesday",
            "Did you mean 'monday'?",
        ),
        ("title: t\nterm: soon\n", ":2:1: term", "expected keys with values, not 'soon'", ""),
        ("title: t\nsections: none\n", ":2:1: sections", "expected a list, not 'none'", ""),
        ("title: t\nsections:\n  - just text\n", ":3:5: section 1", "expected keys with values", ""),
        ("title: [a, b]\n", ":1:1: title", "expected text, not a list", ""),
        (
            "title: t\nsections:\n  - title: s\n    entries:\n      - {cite: a, importance: esential}\n",
            ":5:19: section 1, entry 1: importance",
            "expected essential or recommended or further, not 'esential'",
            "Did you mean 'essential'?",
        ),
        (
            "title: t\nsections:\n  - title: s\n    entries:\n      - a2000b: pp. 60-77\n",
            ":5:9",
            "",
            "cite: a2000b",
        ),
        (
            "title: t\nsections:\n  - title: s\n    entries:\n      -\n",
            ":5:8: section 1, entry 1",
            "expected keys with values, not nothing",
            "",
        ),
        (
            "title: t\nsections:\n  - title: s\n    order: yeer\n",
            ":4:5: section 1: order",
            "not 'yeer'",
            "'year'",
        ),
        (
            "title: t\nworkload: {density: 500}\n",
            ":2:12: workload: density",
            "expected 450 or 600 or 750",
            "",
        ),
        (
            "title: t\nterm: {start: 2027-01-18, weeks: 4}\nsections:\n  - {title: s, week: 5}\n",
            ":4:16: section 1: week",
            "week 5 of a term that has 4 weeks",
            "Change",
        ),
        (
            "title: t\nsections:\n  - title: s\n    title: r\n",
            ":4:5: section 1: title",
            "twice; the first is in line 3",
            "Keep one",
        ),
        ("title: t\nsections:\n\t- title: s\n", ":3:1", "a tab is used for indentation", "spaces"),
        ("title: t\nsections:\n  - title: a: b\n", ":3:", "not valid YAML", "quotes"),
        ("title: @home\n", ":1:8", "not valid YAML", "in quotes"),
        ("title: 'open\n", ":", "not valid YAML", "Check quotes"),
        ("title: a\x07b\n", ":1", "U+0007", "Delete"),
        (
            "title: t\nsections:\n  - title: s\n    entries:\n      - alternatives: [{cite: a}, {cite: b}]\n",
            ":5:9: section 1, entry 1: cite",
            "'cite' is missing",
            "Alternatives belong to a work",
        ),
        (b"title: t\nsubtitle: caf\xe9\n", ":2", "not UTF-8", "Save"),
        ("", "", "the file is empty", "title"),
        ("# only a comment\n", "", "the file is empty", "title"),
        ("- a\n- b\n", ":1:1", "not a list", ""),
        ("title: t\n---\ntitle: u\n", ":", "not valid YAML", ""),
        ("title: !!python/object/apply:os.system [ls]\n", ":1:8: title", "no meaning", ""),
        ("title: !secret x\n", ":1:8: title", "no meaning", ""),
        ("? [a, b]\n: c\n", ":1:3", "a key must be a word", ""),
        ("title: *nowhere\n", ":1:8", "not valid YAML", ""),
    ],
)
def test_a_mistake_is_named_with_its_place_and_what_to_do(
    tmp_path: Path, text: str | bytes, place: str, message: str, hint: str
) -> None:
    error = failure(tmp_path, text)
    assert f"course.yaml{place}" in str(error)
    assert message in str(error)
    assert hint in str(error)


def test_several_mistakes_are_named_in_one_error(tmp_path: Path) -> None:
    error = failure(
        tmp_path, "titel: t\nterm: {start: 2027-13-01, weeks: 2}\nsections:\n  - {title: s, limit: -1}\n"
    )
    assert error.message.startswith("4 problems")
    for place in (":1:1: titel", ":1:1: title", ":2:8: term: start", ":4:16: section 1: limit"):
        assert f"course.yaml{place}" in error.message


def test_an_anchor_bomb_is_refused_at_once(tmp_path: Path) -> None:
    levels = "".join(f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]\n" for n in range(1, 10))
    start = time.perf_counter()
    error = failure(tmp_path, "title: t\na0: &a0 [x, x, x]\n" + levels)
    assert "aliases" in error.message
    assert time.perf_counter() - start < 3


@pytest.mark.parametrize(
    "text", ["title: &a [*a]\n", "title: t\nterm: &a {<<: *a}\n", "title: " + "[" * 5000]
)
def test_a_part_that_holds_itself_or_never_ends_is_refused(tmp_path: Path, text: str) -> None:
    failure(tmp_path, text)


def test_a_file_that_is_too_large_is_refused_unread(tmp_path: Path) -> None:
    error = failure(tmp_path, "title: t\n" + "# padding\n" * 300_000)
    assert "too large" in error.message


def test_a_file_that_is_not_there_or_no_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(NotFoundError):
        load_list(tmp_path / "none.yaml")
    with pytest.raises(NotFoundError):
        load_list(tmp_path)


def test_a_file_that_may_not_be_read_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = write(tmp_path, "title: t\n")

    def refuse(self: Path) -> bytes:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "read_bytes", refuse)
    with pytest.raises(WorkspaceError, match="Permission denied"):
        load_list(path)


def test_lists_are_named_by_their_files(tmp_path: Path) -> None:
    for name in ("b.yaml", "a.yml", ".hidden.yaml", "notes.txt", "ñandú.yaml"):
        write(tmp_path, "title: t\n", name)
    (tmp_path / "folder.yaml").mkdir()
    assert list_names(tmp_path) == ("a", "b", "ñandú")
    assert list_names(tmp_path / "nowhere") == ()
    assert find_list(tmp_path, "a") == tmp_path / "a.yml"


@pytest.mark.parametrize("name", ["corse", "../course", "course.yaml", ""])
def test_an_unknown_list_is_no_list(tmp_path: Path, name: str) -> None:
    write(tmp_path, "title: t\n")
    with pytest.raises(NotFoundError) as caught:
        find_list(tmp_path, name)
    assert name != "corse" or "'course'" in caught.value.hint


def test_two_files_of_one_name_are_refused(tmp_path: Path) -> None:
    write(tmp_path, "title: t\n", "course.yml")
    error = failure(tmp_path, "title: t\n")
    assert "course.yaml and course.yml" in error.message


@settings(deadline=None)
@given(st.text(max_size=300) | st.binary(max_size=300))
def test_no_file_at_all_raises_anything_but_our_errors(
    tmp_path_factory: pytest.TempPathFactory, text: str | bytes
) -> None:
    path = tmp_path_factory.getbasetemp() / "any.yaml"
    path.write_bytes(text if isinstance(text, bytes) else text.encode("utf-8", "surrogatepass"))
    try:
        load_list(path)
    except ReadinglistError as error:
        assert str(error)


YAMLISH = st.recursive(
    st.sampled_from(["t", "2027-01-18", "4", "'", "monday", "essential", "~"]),
    lambda inner: (
        st.lists(inner, max_size=3).map(lambda parts: f"[{', '.join(parts)}]")
        | st.dictionaries(
            st.sampled_from(
                ["title", "term", "sections", "entries", "cite", "week", "start", "weeks", "meets", "<<"]
            ),
            inner,
            max_size=4,
        ).map(lambda pairs: "{" + ", ".join(f"{key}: {value}" for key, value in pairs.items()) + "}")
    ),
    max_leaves=12,
)


@settings(deadline=None)
@given(YAMLISH)
def test_no_structure_raises_anything_but_our_errors(
    tmp_path_factory: pytest.TempPathFactory, text: str
) -> None:
    path = tmp_path_factory.getbasetemp() / "shape.yaml"
    path.write_text(text)
    try:
        load_list(path)
    except ReadinglistError as error:
        assert "shape.yaml" in str(error)


def test_mistakes_are_named_in_the_order_of_their_lines(tmp_path: Path) -> None:
    path = tmp_path / "course.yaml"
    path.write_text(
        "title: A\nsections:\n  - title: B\n    entries:\n      - cite: 5\n        nte: x\nterms: 1\n"
    )
    with pytest.raises(ListError) as caught:
        load_list(path)
    lines = [int(line) for line in re.findall(r"course\.yaml:(\d+):\d+: ", str(caught.value))]
    assert len(lines) >= 2
    assert lines == sorted(lines)
