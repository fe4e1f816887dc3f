"""The web page: parses, asks nobody for anything, says which language is which, has contrast."""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable
from dataclasses import replace
from html.parser import HTMLParser

import pytest

from readinglist.export import RenderOptions, load_target
from readinglist.export.looks import DARK_PAPER, Brand, load_look
from readinglist.export.view import ListView
from readinglist.resources import shipped_folder

VOID = {"meta", "br", "link", "img", "input", "hr", "wbr"}


class Page(HTMLParser):
    """The elements of a page in order, as (tag, attributes); complains about tags that do not nest."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.text: list[str] = []
        self.feed(text)
        self.close()
        assert not self.open

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert len({name for name, _ in attrs}) == len(attrs)
        self.elements.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open and self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if "style" not in self.open:
            self.text.append(data)

    def all(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.elements if name == tag]


@pytest.fixture
def html(view: ListView) -> str:
    return load_target("html").render(view, RenderOptions()).content.decode()


def test_one_h1_and_headings_in_order(html: str) -> None:
    levels = [int(tag[1]) for tag, _ in Page(html).elements if re.fullmatch("h[1-6]", tag)]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after - before <= 1 for before, after in itertools.pairwise(levels))


def test_landmarks_and_skip_link(html: str) -> None:
    page = Page(html)
    assert len(page.all("main")) == 1
    assert page.all("nav")[0]["aria-label"] == "Contents"
    assert page.all("footer")
    first_link = page.all("a")[0]
    assert first_link["href"] == "#list"
    assert page.all("main")[0]["id"] == "list"


def test_no_request_to_anywhere(html: str) -> None:
    page = Page(html)
    # Data for search engines is no script: nothing runs it.
    assert page.all("script") == [{"type": "application/ld+json"}]
    for tag in ("img", "link", "iframe", "object", "embed", "audio", "video", "source", "form"):
        assert page.all(tag) == []
    assert "@import" not in html
    assert "url(" not in html
    policy = next(meta for meta in page.all("meta") if meta.get("http-equiv") == "Content-Security-Policy")
    assert "default-src 'none'" in str(policy["content"])


def test_the_language_of_page_and_entries(html: str) -> None:
    page = Page(html)
    assert page.all("html")[0]["lang"] == "en-US"
    languages = [p.get("lang") for p in page.all("p") if "citation" in (p.get("class") or "")]
    assert languages == ["en", "en", "es-MX", "es", None, "he"]


def test_right_to_left_citation(html: str) -> None:
    hebrew = next(p for p in Page(html).all("p") if p.get("lang") == "he")
    assert hebrew["dir"] == "rtl"


def test_every_anchor_leads_somewhere_and_ids_are_single(html: str) -> None:
    page = Page(html)
    ids = [attributes["id"] for _, attributes in page.elements if "id" in attributes]
    assert len(set(ids)) == len(ids)
    for link in page.all("a"):
        href = str(link["href"])
        assert not href.startswith("#") or href[1:] in ids
    assert {"campbell2014narco", "propaganda", "policies"} <= set(ids)


def test_each_address_is_linked_once_in_an_entry(html: str) -> None:
    entry = html[html.index('id="campbell2014narco"') :].split("</li>")[0]
    assert entry.count('href="https://doi.org/10.1177/0094582X12443519"') == 1
    assert "Publisher’s page" not in entry
    assert 'href="https://repository.example.org/campbell2014narco"' in entry


def test_a_spelt_out_address_may_break_between_its_parts(html: str) -> None:
    assert "https://<wbr>doi<wbr>.org<wbr>/10<wbr>.1177<wbr>/0094582X12443519</a>" in html


def test_importance_is_said_in_words(html: str) -> None:
    page = " ".join(Page(html).text)
    for word in (
        "Essential reading",
        "Recommended reading",
        "Further reading",
        "Recommended",
        "Everyone reads these",
    ):
        assert word in page


def test_hostile_page_parses_and_holds_no_element_of_theirs(hostile_view: ListView) -> None:
    page = Page(load_target("html").render(hostile_view, RenderOptions()).content.decode())
    assert page.all("script") == [{"type": "application/ld+json"}]
    assert page.all("img") == []
    for link in page.all("a"):
        assert str(link["href"]).startswith(("#", "https://", "http://", "mailto:"))


def test_numbers_of_a_numeric_style(make_view: Callable[..., ListView]) -> None:
    html = load_target("html").render(make_view(numbered=True), RenderOptions()).content.decode()
    assert '<span class="number">[1] </span>' in html
    assert 'class="citation numbered"' in html


def test_what_has_no_number_stands_below_what_has(make_view: Callable[..., ListView]) -> None:
    view = make_view(numbered=True)
    first = view.sections[0]
    group = first.groups[0]
    text = replace(group.entries[0], kind="text", key="", number="")
    groups = (replace(group, entries=(text, *group.entries)),)
    view = replace(view, sections=(replace(first, groups=groups), *view.sections[1:]))
    html = load_target("html").render(view, RenderOptions()).content.decode()
    shown = sum(len(section.shown) for section in view.sections)
    assert html.count('<span class="number">') == html.count('class="citation numbered"') == shown


def _colours(css: str) -> dict[str, str]:
    return dict(re.findall(r"--(paper|raised|ink|quiet|accent): (#[0-9a-f]{6});", css))


def _luminance(colour: str) -> float:
    """Relative luminance by WCAG 2.2."""
    channels = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [one / 12.92 if one <= 0.04045 else ((one + 0.055) / 1.055) ** 2.4 for one in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def _contrast(one: str, other: str) -> float:
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("look", ["classic", "compact", "department"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("ground", ["paper", "raised"])
@pytest.mark.parametrize("text", ["ink", "quiet", "accent"])
def test_contrast_is_at_least_4_5(view: ListView, look: str, scheme: str, ground: str, text: str) -> None:
    page = load_target("html").render(view, RenderOptions(look=load_look(look, None))).content.decode()
    css = page.partition("<style>")[2].partition("</style>")[0].partition("@media print")[0]
    dark = "".join(re.findall(r"@media \(prefers-color-scheme: dark\) \{\s*:root \{(.*?)\}", css, re.DOTALL))
    light = "".join(re.findall(r"^:root \{(.*?)\}", css, re.DOTALL | re.MULTILINE))
    if look == "department":  # Its style sheet stands after that of all looks.
        both = page.partition("<style>")[2].rpartition('The look "department"')[2]
        light = light + "".join(re.findall(r"^:root \{(.*?)\}", both, re.DOTALL | re.MULTILINE))
        dark += "".join(
            re.findall(r"@media \(prefers-color-scheme: dark\) \{\s*:root \{(.*?)\}", both, re.DOTALL)
        )
    colours = _colours(light if scheme == "light" else dark)
    assert _contrast(colours[text], colours[ground]) >= 4.5


@pytest.mark.parametrize("accent", ["#000000", "#1f4e79", "#8a6d00", "#c2185b"])
def test_the_accent_for_dark_screens_can_be_read(accent: str) -> None:
    assert _contrast(Brand(accent=accent).accent_on_dark, DARK_PAPER) >= 4.5


@pytest.mark.parametrize("name", ["list.css", "epub.css"])
def test_entries_are_set_in_on_the_side_on_which_they_begin(name: str) -> None:
    css = (shipped_folder("templates") / name).read_text("utf-8")
    rules = re.findall(r"([^{}]*)\{([^{}]*)\}", css)
    sides = [
        selector.strip() for selector, body in rules
        if re.search(r"\.(citation|details|note|links|mark)\b", selector)
        and re.search(r"(padding|margin|border)-(left|right)", body)
    ]  # fmt: skip
    assert sides == []


def test_paper_gets_the_address_behind_words_and_no_address_twice(
    make_view: Callable[..., ListView],
) -> None:
    html = load_target("html").render(
        make_view(description="[Words](https://example.org/a) and https://example.org/b."), RenderOptions()
    ).content.decode()  # fmt: skip
    assert '<a class="worded" href="https://example.org/a">Words</a>' in html
    assert '<a href="https://example.org/b">' in html
    assert '<a href="mailto:rosa@example.edu">' in html
    assert "a.worded::after" in html[html.index("@media print") :]


def test_the_link_to_a_reading_stands_on_the_line_of_its_last_word(html: str) -> None:
    assert len(re.findall(r'&nbsp;<a class="anchor" href="#\w+" lang', html)) == 6


def test_a_citation_says_its_direction_where_the_list_has_another(make_view: Callable[..., ListView]) -> None:
    page = Page(load_target("html").render(make_view("he-IL"), RenderOptions()).content.decode())
    assert page.all("html")[0]["dir"] == "rtl"
    directions = [p.get("dir") for p in page.all("p") if "citation" in (p.get("class") or "")]
    assert directions == ["ltr"] * 5 + [None]
