"""What is printed must be usable: the address of a link of the list's own can be read on paper."""

from __future__ import annotations

import io
import re
import shutil
import subprocess
import zipfile

import pytest

from readinglist.export import RenderOptions, load_target
from readinglist.export.compose import build_view
from readinglist.export.view import ListView
from readinglist.lists.model import Entry, ReadingList, Section
from readinglist.lists.resolve import PlainEntry, ResolvedList, ResolvedSection

PARTS = {"docx": "word/document.xml", "odt": "content.xml"}
ADDRESS = "https://example.org/own"


def view_of(**entry: str) -> ListView:
    section = Section(title="One")
    plain = (PlainEntry(Entry(link=ADDRESS, **entry), 0),)  # type: ignore[arg-type]
    resolved = ResolvedList(
        ReadingList(title="L", sections=(section,)), (ResolvedSection(section, (), plain=plain),)
    )
    return build_view(resolved, {}, locale="en-US")


def printed(target: str, view: ListView) -> str:
    """The letters that a page shows, without the addresses behind them."""
    made = load_target(target).render(view, RenderOptions()).content
    if target == "pdf":
        if not shutil.which("pdftotext"):
            pytest.skip("pdftotext is not installed")
        done = subprocess.run(["pdftotext", "-", "-"], input=made, capture_output=True, check=True)
        return re.sub(r"\s+", "", done.stdout.decode())
    if target in PARTS:
        with zipfile.ZipFile(io.BytesIO(made)) as archive:
            return re.sub(r"<[^>]+>", "", archive.read(PARTS[target]).decode())
    return re.sub(r"\\href\{[^}]*\}", "", made.decode())


@pytest.mark.parametrize("target", ["pdf", "docx", "odt", "latex", "txt"])
def test_a_link_of_the_lists_own_can_be_typed_from_paper(target: str) -> None:
    assert printed(target, view_of(title="Words")).count(ADDRESS) == 1


def test_a_calendar_has_the_address_of_a_link_of_the_lists_own_in_both_events() -> None:
    made = load_target("ics").render(view_of(title="Words", due="2027-02-12"), RenderOptions()).content
    assert made.decode().replace("\r\n ", "").count(f"Words\\n  {ADDRESS}\\n  Due") == 1
    assert made.decode().replace("\r\n ", "").count(f"Words\\n{ADDRESS}\\nDue") == 1


@pytest.mark.parametrize("target", ["pdf", "docx", "odt", "latex", "txt"])
def test_an_address_without_words_is_printed_once(target: str) -> None:
    assert printed(target, view_of()).count(ADDRESS) == 1


@pytest.mark.parametrize(
    ("link", "title"),
    [
        ("https://example.org/México", ""),
        ("https://www.example.org/own/", "example.org/own"),
        ("mailto:ana@example.org", "ana@example.org"),
    ],
)
def test_words_that_are_the_address_in_another_form_need_no_address_beside_them(
    link: str, title: str
) -> None:
    entry = Entry(link=link, title=title)
    section = Section(title="One")
    resolved = ResolvedSection(section, (), plain=(PlainEntry(entry, 0),))
    view = build_view(ResolvedList(ReadingList(title="L", sections=(section,)), (resolved,)), {}, locale="en")
    assert [one.address for one in view.sections[0].shown] == [""]
    page = load_target("html").render(view, RenderOptions()).content.decode()
    assert "worded" not in page.split("<main")[1]


def test_a_citation_from_right_to_left_begins_on_the_right(view: ListView) -> None:
    if not shutil.which("pdftotext"):
        pytest.skip("pdftotext is not installed")
    made = load_target("pdf").render(view, RenderOptions()).content
    done = subprocess.run(["pdftotext", "-bbox", "-", "-"], input=made, capture_output=True, check=True)
    words = re.findall(r'xMax="([\d.]+)"[^>]*>([^<]+)<', done.stdout.decode())
    ends = {word: float(end) for end, word in words}
    edge = max(ends.values())
    hebrew = max(end for word, end in ends.items() if re.search("[א-ת]", word))
    latin = ends["Guevara,"]
    assert edge - hebrew < 60 < edge - latin  # Before it stands only "Further".
