"""Whatever stands in an item's fields and a list's titles, the files keep the rules of their formats."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import pymarc
import pytest
from hypothesis import given
from hypothesis import strategies as st

from readinglist.citations.richtext import Rich, Text
from readinglist.export import RenderOptions, load_target
from readinglist.export.compose import build_view
from readinglist.items import Creator, Item
from readinglist.items.extra import DATE_VARIABLES, NAME_VARIABLES, TEXT_VARIABLES
from readinglist.items.schema import creator_types, fields_of, item_types
from readinglist.lists.model import Entry, ReadingList, Section
from readinglist.lists.resolve import ResolvedEntry, ResolvedList, ResolvedSection
from tests.readers.breaking import SETTINGS
from tests.readers.cartridge_rules import cartridge_faults
from tests.readers.csl_rules import csl_faults
from tests.readers.marc_rules import marc_faults
from tests.readers.marcxml_rules import marcxml_faults

CHECKS: Mapping[str, Callable[[bytes], list[str]]] = {
    "csljson": lambda content: csl_faults(content.decode("utf-8")),
    "marc": marc_faults,
    "marcxml": marcxml_faults,
    "imscc": cartridge_faults,
}
TYPES = [one for one in item_types() if one not in ("note", "attachment", "annotation")]
ODD = [
    *(" ", "\n", "\x00", "\x1e", "\x1f\x1d", "\ud800", "\ufffe", "\U0010ffff", "\u00a0", "\u200b", "\u2028"),
    *("&#0;", "]]>", "<i>", "</sub>", ".", ",", "/", "-", "x" * 12_000, "0", "n.d.", "44 BC", "12/2014"),
    *("2014-13-45", "2014-02-31", "1900-02-29", "9999-99-99", "0000", "-5", "1990-1980", "2020/2019"),
    *("spring 2020", "978-0-306-40615-7"),
    *("http://", "https:///", "https://[::1", "https://:80/", "https://u@/", "HTTPS://EXAMPLE.ORG/ü?q=\"<>"),
    *("javascript:alert(1)", "ftp://example.org/z", "//example.org", "mailto:a@example.org", " https://e.org\nb"),
    *("español", "EN_us", "x-klingon", "zh-Hans-CN", "eng; spa"),
]  # fmt: skip
# In a list's own file half a pair of surrogates is refused before.
odd_words = st.sampled_from([one for one in ODD if one != "\ud800"])
odd = st.text(max_size=12) | st.sampled_from(ODD)


class Made:
    """A citation without a number."""

    number = ""

    def __init__(self, text: str) -> None:
        self.bibliography: Rich = (Text(text),)


def items(item_type: str) -> st.SearchStrategy[Item]:
    fields = st.fixed_dictionaries({}, optional=dict.fromkeys(fields_of(item_type), odd))
    keys = [*sorted(NAME_VARIABLES | DATE_VARIABLES | TEXT_VARIABLES), "type", "tex.a", "nothing"]
    lines = st.lists(st.tuples(st.sampled_from(keys), odd), max_size=4)
    role = st.sampled_from([*creator_types(item_type), "author"])
    creators = st.lists(
        st.builds(Creator, role, odd, odd) | st.builds(lambda r, n: Creator(r, name=n), role, odd)
    )

    def built(fields: dict[str, str], lines: list[tuple[str, str]], creators: list[Creator]) -> Item:
        extra = "\n".join(f"{key}: {value}" for key, value in lines)
        return Item(
            key="ABCD2345", item_type=item_type, citation_key="k", fields=fields | {"extra": extra},
            creators=tuple(creators[:4]),
        )  # fmt: skip

    return st.builds(built, fields, lines, creators)


def faults(item: Item, target: str, title: str = "T", note: str = "") -> list[str]:
    """What the target's check says of a list with this item."""
    return CHECKS[target](rendered(item, target, title, note))


def rendered(item: Item, target: str, title: str = "T", note: str = "") -> bytes:
    """The file of a list with this item."""
    section = Section(title=title, entries=(Entry(cite="k", note=note),))
    resolved = ResolvedList(
        ReadingList(name="odd", title=title, sections=(section,)),
        (ResolvedSection(section, (ResolvedEntry(section.entries[0], item),)),),
    )
    view = build_view(resolved, {"k": Made("Cited.")}, locale="en-US")
    return load_target(target).render(view, RenderOptions()).content


@pytest.mark.parametrize("target", CHECKS)
@SETTINGS
@given(st.sampled_from(TYPES).flatmap(items), odd_words, odd_words)
def test_odd_items_make_files_without_faults(target: str, item: Item, title: str, note: str) -> None:
    assert faults(item, target, f"A {title}", note) == []


@pytest.mark.parametrize("value", ["\u00a0", "\x00\x1f", " \n "])
@pytest.mark.parametrize("field", ["edition", "abstractNote", "place", "series"])
def test_a_field_of_blanks_makes_no_empty_subfield(field: str, value: str) -> None:
    assert faults(Item(item_type="book", citation_key="k", fields={"title": "T", field: value}), "marc") == []


@pytest.mark.parametrize("name", [{"last_name": "\u00a0"}, {"name": "\x00"}, {}])
def test_a_creator_without_a_name_is_no_added_entry(name: dict[str, str]) -> None:
    creators = (Creator("author", "Autora", "Ann"), Creator("editor", **name))
    item = Item(item_type="book", citation_key="k", fields={"title": "T"}, creators=creators)
    assert faults(item, "marc") == []


@pytest.mark.parametrize(("count", "end"), [(20, "; A. B19."), (3000, "A. B0 [and 2999 others].")])
def test_a_crowd_is_counted_in_the_statement_of_responsibility(count: int, end: str) -> None:
    creators = tuple(Creator("author", f"B{at}", "A.") for at in range(count))
    item = Item(item_type="book", citation_key="k", fields={"title": "T"}, creators=creators)
    assert faults(item, "marc") == []
    said = pymarc.MARCReader(rendered(item, "marc"), permissive=False)
    assert next(iter(said))["245"]["c"].endswith(end)


@pytest.mark.parametrize("target", CHECKS)
def test_a_title_of_blanks_is_none(target: str) -> None:
    assert faults(Item(item_type="book", citation_key="k", fields={"title": "\u00a0"}), target) == []


@pytest.mark.parametrize(
    "url", ["mailto:a@example.org", "https://:80/", "https://u@/x", "https:///x", "HTTPS://E.ORG"]
)
def test_only_an_address_that_opens_a_page_becomes_a_web_link(url: str) -> None:
    assert (
        faults(Item(item_type="webpage", citation_key="k", fields={"title": "T", "url": url}), "imscc") == []
    )
