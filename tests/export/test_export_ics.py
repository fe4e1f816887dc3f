"""The calendar: valid lines, stable UIDs, all-day and timed classes, days off, due dates."""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from readinglist.export import RenderOptions, load_target
from readinglist.export.view import ListView
from readinglist.export.writers.ics import IcsWriter, fold

TERM = {"start": "2027-01-18", "weeks": 12, "meets": ("monday", "wednesday"), "holidays": "MX"}


def render(view: ListView) -> bytes:
    return load_target("ics").render(view, RenderOptions()).content


def components(content: bytes) -> list[dict[str, str]]:
    """The events of a calendar, each property with its value unescaped; parameters stay with the name."""
    lines = content.decode().replace("\r\n ", "").split("\r\n")
    found: list[dict[str, str]] = []
    for line in lines:
        name, _, value = line.partition(":")
        if line in ("BEGIN:VEVENT", "BEGIN:VTODO"):
            found.append({"kind": value})
        elif found and name not in ("BEGIN", "END", ""):
            assert name not in found[-1], "a property stands twice"
            found[-1][name] = re.sub(r"\\(.)", lambda one: "\n" if one[1] == "n" else one[1], value)
    return found


def test_lines_are_folded_at_75_octets_and_end_in_crlf(view: ListView) -> None:
    content = render(view)
    lines = content.split(b"\r\n")
    assert lines[0] == b"BEGIN:VCALENDAR"
    assert lines[-2:] == [b"END:VCALENDAR", b""]
    assert all(len(line) <= 75 and line.decode() for line in lines[:-1])
    assert b"\n" not in content.replace(b"\r\n", b"")


def test_every_component_has_what_the_standard_demands(view: ListView) -> None:
    content = render(view)
    assert b"VERSION:2.0\r\nPRODID:" in content
    made = components(content)
    assert all({"UID", "DTSTAMP", "SUMMARY"} <= set(one) for one in made)
    assert len({one["UID"] for one in made}) == len(made)


def test_a_class_without_hours_is_a_day_and_ends_on_the_next(view: ListView) -> None:
    first = components(render(view))[0]
    assert (first["DTSTART;VALUE=DATE"], first["DTEND;VALUE=DATE"]) == ("20270201", "20270202")
    assert first["SUMMARY"] == "Week 3: Propaganda"
    assert "Essential reading" in first["DESCRIPTION"]
    assert "Read pp.\u00a060–77" in first["DESCRIPTION"]


def test_a_class_with_hours_is_timed(make_view: Callable[..., ListView]) -> None:
    first = components(render(make_view(term={**TERM, "time": "9:00–10:30"})))[0]
    assert (first["DTSTART"], first["DTEND"]) == ("20270201T090000", "20270201T103000")
    assert first["TRANSP"] == "OPAQUE"


def test_days_without_class_are_in_it(make_view: Callable[..., ListView]) -> None:
    off = components(render(make_view(term={**TERM, "breaks": ("2027-03-22..2027-04-02 Holy Week",)})))
    spans = {
        one["SUMMARY"]: (one["DTSTART;VALUE=DATE"], one["DTEND;VALUE=DATE"])
        for one in off
        if "DTSTART;VALUE=DATE" in one
    }
    assert spans["No class: Holy Week"] == ("20270322", "20270403")
    assert spans["Public holiday: Benito Juárez's birthday"] == ("20270315", "20270316")


def test_a_section_without_a_date_is_a_thing_to_do_without_one(view: ListView) -> None:
    todo = [one for one in components(render(view)) if one["kind"] == "VTODO"]
    assert [one["SUMMARY"] for one in todo] == ["Week 5: Nothing yet"]
    assert not any(name.startswith("DT") and name != "DTSTAMP" for name in todo[0])


def test_due_dates_are_days_of_their_own(view: ListView) -> None:
    section = view.sections[0]
    group = section.groups[0]
    due = replace(group.entries[0], due=datetime.date(2027, 2, 5))
    changed = replace(section, groups=(replace(group, entries=(due,)), *section.groups[1:]))
    found = [one for one in components(render(replace(view, sections=(changed,)))) if "Due" in one["SUMMARY"]]
    assert [(one["SUMMARY"], one["DTSTART;VALUE=DATE"]) for one in found] == [
        ("Due: Narco-propaganda", "20270205")
    ]


def test_a_class_moved_to_another_day_is_the_same_event(view: ListView) -> None:
    moved = replace(view, sections=tuple(
        replace(one, day=one.day and one.day + datetime.timedelta(7), week="9")
        for one in reversed(view.sections)
    ))  # fmt: skip
    before = {one["SUMMARY"].partition(": ")[2]: one["UID"] for one in components(render(view))[:3]}
    after = {one["SUMMARY"].partition(": ")[2]: one["UID"] for one in components(render(moved))[:3]}
    assert before == after


def test_a_file_of_a_later_day_supersedes_the_earlier_one(make_view: Callable[..., ListView]) -> None:
    before = components(render(make_view()))
    after = components(render(make_view(status={"state": "published", "since": "2026-11-09"})))
    assert {one["UID"] for one in before} == {one["UID"] for one in after}
    assert len({one["SEQUENCE"] for one in before}) == 1
    assert int(after[0]["SEQUENCE"]) > int(before[0]["SEQUENCE"]) >= 0
    assert (
        {one["DTSTAMP"] for one in after} == {"20261109T000000Z"} == {one["LAST-MODIFIED"] for one in after}
    )


def test_an_older_status_does_not_make_the_file_older(make_view: Callable[..., ListView]) -> None:
    made = components(render(make_view(status={"state": "draft", "since": "2020-01-01"})))
    assert {one["DTSTAMP"] for one in made} == {"20261102T000000Z"}


def test_a_subsection_of_the_same_day_is_part_of_the_class(view: ListView) -> None:
    part = replace(view.sections[1], level=2, day=view.sections[0].day)
    other = replace(view.sections[1], id="other", title="Other", level=2)
    made = components(render(replace(view, sections=(view.sections[0], part, other))))
    assert [one["SUMMARY"] for one in made] == ["Week 3: Propaganda", "Week 4: Other"]
    assert "Encryption" in made[0]["DESCRIPTION"]


def test_two_lists_share_no_event(view: ListView) -> None:
    other = components(render(replace(view, name="another")))
    assert not {one["UID"] for one in components(render(view))} & {one["UID"] for one in other}


def test_the_stamp_is_the_day_of_the_library_not_of_the_clock(view: ListView) -> None:
    assert {one["DTSTAMP"] for one in components(render(view))} == {"20261102T000000Z"}


def test_an_empty_calendar_says_why(view: ListView) -> None:
    bare = replace(view, sections=tuple(replace(one, day=None) for one in view.sections), days_off=())
    assert "no section has a date" in " ".join(load_target("ics").render(bare, RenderOptions()).warnings)


def test_hostile_text_opens_no_component(hostile_view: ListView) -> None:
    content = render(hostile_view).decode().replace("\r\n ", "")
    assert content.count("\r\nBEGIN:") == content.count("\r\nEND:") - 1 == len(hostile_view.sections)


@given(st.text(max_size=400))
def test_any_text_survives_escaping_and_folding(text: str) -> None:
    text = text.encode("utf-8", "ignore").decode().replace("\r", "").strip(" ")
    content = fold(f"SUMMARY:{IcsWriter().text(text)}")
    assert all(len(line) <= 75 for line in content.split(b"\r\n"))
    value = content.decode().removesuffix("\r\n").replace("\r\n ", "").removeprefix("SUMMARY:")
    back = re.sub(r"\\(.)", lambda one: "\n" if one[1] == "n" else one[1], value)
    assert back == text.replace("\u2028", "\n")
