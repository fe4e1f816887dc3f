"""The links of a work: publisher, open copy, archived copy, and the library's own ways to it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from urllib.parse import quote, urlsplit

from readinglist.citations.richtext import Link, Rich, Text, plain_text
from readinglist.export.cleaning import doi_url, safe_url, same_address
from readinglist.export.linking import KINDS, LinkRules
from readinglist.export.locators import LISTENED, WATCHED
from readinglist.export.openurl import openurl_query
from readinglist.export.view import WebLink
from readinglist.export.words import Words
from readinglist.export.works import isbns
from readinglist.items import Item
from readinglist.lists.model import Available

Candidate = tuple[str, str, str]
"""Kind, label and address of what may become a link; the address may be ""."""

_PUBLISHED = frozenset({"journalArticle", "book", "bookSection", "conferencePaper", "encyclopediaArticle"})
_ARCHIVES = re.compile(
    r"(^|\.)(web\.archive\.org|archive\.(is|ph|today|li|vn|md)|perma\.cc|webcitation\.org)$"
)
_ZOTERO_KEY = re.compile(r"[A-Z0-9]{8}")
_ZOTERO_GROUP = re.compile(r"groups/\d+")


def web_links(
    item: Item,
    public: Item,
    title: str,
    citation: Rich,
    words: Words,
    rules: LinkRules,
    own: Sequence[Candidate] = (),
) -> Iterator[WebLink]:
    """Each address once, in the order of `linking.KINDS`.

    `public` is what is public of `item`, `own` are the addresses that the list itself gives: a permalink of
    the library's says more exactly than its resolver where the work is, and stands for it. An address that
    the citation spells out is marked as `spelt_out`.
    """
    shown = {same_address(url) for url in _addresses(citation)}
    text = plain_text(citation).lower()
    seen: set[str] = set()
    used = rules.used
    found = [*_candidates(item, public, words, rules), *own]
    if any(kind == "permalink" and url for kind, _, url in own) and "permalink" in used:
        found = [one for one in found if one[0] != "resolver"]
    for kind, label, url in sorted(found, key=lambda one: KINDS.index(one[0])):
        address = same_address(url)
        if kind not in used or not url or address in seen:
            continue
        seen.add(address)
        spelt_out = address in shown or (len(address) > 8 and address in text)
        yield WebLink(label, url, title, kind, spelt_out)


def given_links(available: Available | None, words: Words) -> tuple[Candidate, ...]:
    """The addresses that the list itself gives for a reading: the library's permalink, the course's copy."""
    if available is None:
        return ()
    return (
        ("permalink", words.gettext("Find in the library"), safe_url(available.permalink)),
        ("copy", words.gettext("Course copy"), safe_url(available.link)),
    )


def _candidates(item: Item, public: Item, words: Words, rules: LinkRules) -> Iterator[Candidate]:
    doi = doi_url(public.get("DOI"))
    yield "doi", words.gettext("Publisher’s page"), doi
    url = safe_url(public.get("url"))
    archived = _is_archive(url)
    # An address beside a DOI leads to the same publisher, so it is only worth a link without one.
    if not doi and not archived:
        yield "url", _label(item.item_type, words), url
    copies = [
        safe_url(one.url)
        for one in item.attachments
        if one.link_mode == "linked_url" and same_address(one.url) != same_address(url)
    ]
    for copy in copies:
        if not _is_archive(copy):
            yield "open", words.gettext("Open copy"), copy
    for copy in [url] * archived + copies:
        if _is_archive(copy):
            yield "archived", words.gettext("Archived copy"), copy
    yield from _library(public, doi or url, words, rules)
    yield "zotero", words.gettext("In the reference manager"), _zotero(item)


def _library(public: Item, address: str, words: Words, rules: LinkRules) -> Iterator[Candidate]:
    """What the library's own templates make; each is checked as any other address."""
    if rules.proxy and address and urlsplit(address).scheme in ("http", "https"):
        yield "proxy", words.gettext("Publisher’s page, through the library"), _proxied(rules.proxy, address)
    if rules.resolver:
        query = openurl_query(public)
        url = rules.resolver_format.replace("{resolver}", rules.resolver).replace("{openurl}", query)
        yield "resolver", words.gettext("Find in the library"), safe_url(url)
    numbers = isbns(public)
    if rules.catalogue and numbers:
        url = rules.catalogue.replace("{isbn}", quote(numbers[0], safe=""))
        yield "catalogue", words.gettext("In the library’s catalogue"), safe_url(url)


def _proxied(proxy: str, address: str) -> str:
    """EZproxy and its like take the address as it is after a prefix, or encoded where `{url}` stands."""
    if "{url}" in proxy:
        return safe_url(proxy.replace("{url}", quote(address, safe="")))
    return safe_url(proxy + address)


def _zotero(item: Item) -> str:
    """Zotero's own address of an item in its program (zotero.org/support/kb/item_permalinks)."""
    if not _ZOTERO_KEY.fullmatch(item.key):
        return ""
    library = item.source if _ZOTERO_GROUP.fullmatch(item.source) else "library"
    return f"zotero://select/{library}/items/{item.key}"


def _is_archive(url: str) -> bool:
    host = urlsplit(url).hostname if url else None
    return bool(host and _ARCHIVES.search(host))


def _label(item_type: str, words: Words) -> str:
    if item_type in LISTENED:
        return words.gettext("Listen online")
    if item_type in WATCHED:
        return words.gettext("Watch online")
    if item_type in _PUBLISHED:
        return words.gettext("Publisher’s page")
    return words.gettext("Read online")


def _addresses(rich: Rich) -> Iterator[str]:
    for node in rich:
        if isinstance(node, Text):
            continue
        if isinstance(node, Link):
            yield node.url
        yield from _addresses(node.content)
