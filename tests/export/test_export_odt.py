"""The OpenDocument text: pages break where a reader would have them break."""

from __future__ import annotations

import io
import itertools
import re
import zipfile

import pytest

from readinglist.export import RenderOptions, load_target
from readinglist.export.view import ListView


@pytest.fixture
def parts(view: ListView) -> tuple[str, str]:
    """What the document holds, and its styles."""
    made = load_target("odt").render(view, RenderOptions()).content
    with zipfile.ZipFile(io.BytesIO(made)) as odt:
        return odt.read("content.xml").decode(), odt.read("styles.xml").decode()


def kept(xml: str) -> set[str]:
    """The paragraph styles that stay on the page of what follows."""
    found = re.findall(
        r'<style:style [^>]*\bstyle:name="([^"]*)"[^>]*[^/]>(.*?)</style:style>', xml, re.DOTALL
    )
    return {name for name, body in found if 'fo:keep-with-next="always"' in body}


def test_a_heading_stays_on_the_page_of_what_it_heads(parts: tuple[str, str]) -> None:
    content, styles = parts
    headings = set(re.findall(r'<text:h\b[^>]*text:style-name="([^"]*)"', content))
    assert headings and headings <= kept(styles)
    assert {"Title", "Section_20_Summary", "Front_20_Heading"} <= kept(styles)


def test_a_citation_stays_on_the_page_of_its_details(parts: tuple[str, str]) -> None:
    content, _ = parts
    assert kept(content) == {"Kept"}
    paragraphs = re.findall(r'<text:p\b[^>]*text:style-name="([^"]*)"', content)
    pairs = list(itertools.pairwise(paragraphs))
    details = "Reading_20_Details"
    assert sum(pair == ("Kept", details) for pair in pairs) == paragraphs.count("Kept") > 0
    assert ("Bibliography", details) not in pairs
