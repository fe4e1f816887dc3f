"""What is private reaches no export, whatever its target: a secret in every private field, over every
target."""

from __future__ import annotations

import datetime
import io
import zipfile
from collections.abc import Iterable, Sequence
from typing import ClassVar

import pytest

from readinglist.citations.richtext import Text
from readinglist.export import RenderOptions, load_target, targets
from readinglist.export.compose import build_view
from readinglist.export.view import ListView, Provenance
from readinglist.items import Attachment, Creator, Item, Note, Tag
from readinglist.lists.model import Available, Entry, ReadingList, Section
from readinglist.lists.resolve import resolve

SECRET = "KEEPTHISSECRET"


def work(key: str) -> Item:
    return Item(
        key=key.upper(),
        item_type="book",
        citation_key=key,
        fields={"title": f"Title of {key}", "date": "2014", "extra": f"Private: {SECRET}1"},
        creators=(Creator("author", "Arriaga", "Lucía"),),
        tags=(Tag(f"{SECRET}2"), Tag("annotation")),
        collections=(f"{SECRET}3",),
        notes=(Note("N1", f"<p>{SECRET}4</p>", (Tag("annotation"),)), Note("N2", f"<p>{SECRET}5</p>")),
        attachments=(Attachment("A1", f"{SECRET}6", "imported_file", f"file:///{SECRET}7"),),
    )


class Works:
    """A library of four works."""

    items: ClassVar[dict[str, Item]] = {key: work(key) for key in ("one", "two", "three", "four")}

    def item(self, citation_key: str) -> Item | None:
        return self.items.get(citation_key)

    def find(self, query_text: str) -> Sequence[Item]:
        return [self.items["four"]]

    def known_keys(self) -> Iterable[str]:
        return self.items


class Made:
    """A citation."""

    def __init__(self, key: str) -> None:
        self.bibliography = (Text(f"Arriaga (2014). Title of {key}."),)
        self.number = ""


@pytest.fixture(scope="module")
def view() -> ListView:
    inner = Section(
        title="Inner",
        entries=(Entry(cite="three", private_note=f"{SECRET}8", tags=(f"{SECRET}9",)),),
    )
    section = Section(
        title="Outer",
        query="anything",
        exclude=(f"{SECRET}10",),
        entries=(
            Entry(
                cite="one",
                note="For students",
                private_note=f"{SECRET}11",
                available=Available(shelf_mark="HV 1"),
                due=datetime.date(2027, 2, 3),
                alternatives=(Entry(cite="two", private_note=f"{SECRET}12"),),
            ),
            Entry(text="Bring a newspaper.", private_note=f"{SECRET}13"),
            Entry(link="https://example.org", title="A page", private_note=f"{SECRET}14"),
        ),
        sections=(inner,),
    )
    reading_list = ReadingList(name="secret", title="A list", tags=(f"{SECRET}15",), sections=(section,))
    return build_view(
        resolve(reading_list, Works()),
        {key: Made(key) for key in Works.items},
        locale="en-US",
        provenance=Provenance(style="APA", date=datetime.date(2027, 1, 1)),
    )


def unpacked(content: bytes) -> bytes:
    """A file with the parts of a zip unpacked; a PDF is searched as its texts, by `pdftotext`'s own view."""
    if content.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return b"\n".join(archive.read(name) for name in archive.namelist())
    if content.startswith(b"%PDF"):
        from pdfminer.high_level import extract_text

        return extract_text(io.BytesIO(content)).encode()
    return content


@pytest.mark.parametrize("name", targets())
def test_nothing_private_is_in_any_target(name: str, view: ListView) -> None:
    content = unpacked(load_target(name).render(view, RenderOptions()).content)
    assert content
    assert SECRET.encode() not in content
    assert SECRET.casefold().encode() not in content.lower()


@pytest.mark.parametrize("name", ["html", "md", "docx", "pdf"])
def test_what_is_public_is_in_it(name: str, view: ListView) -> None:
    content = unpacked(load_target(name).render(view, RenderOptions()).content).decode("utf-8", "replace")
    text = " ".join(content.replace("**", "").split())
    for word in (
        "Title of two",
        "Either",
        "Bring a newspaper.",
        "A page",
        "Inner",
        "HV",
        "February",
        "For students",
    ):
        assert word in text, word


def test_the_view_itself_holds_nothing_private(view: ListView) -> None:
    assert SECRET not in repr(view)
