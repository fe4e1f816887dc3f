"""One reading of a list as its readers meet it: citation, part, time, note and links."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from readinglist.citations.richtext import Link, Rich, Text, plain_text
from readinglist.errors import ExportError
from readinglist.export.cleaning import anchor, clean, clean_rich, clean_tag, doi_url, safe_url, same_address
from readinglist.export.locators import LISTENED, WATCHED, locator_text
from readinglist.export.prose import Phrase, parse_prose
from readinglist.export.view import EntryView, FormattedEntry, WebLink
from readinglist.export.words import Words
from readinglist.items import Item
from readinglist.items.text import language_tag, plain
from readinglist.lists.resolve import ResolvedEntry

# Anchors that the templates themselves use.
_TAKEN = ("top", "list", "contents", "about", "marks", "policies", "colophon")
_PUBLISHED = frozenset({"journalArticle", "book", "bookSection", "conferencePaper", "encyclopediaArticle"})


@dataclass(slots=True)
class Anchors:
    """Gives each part of one list an anchor of its own."""

    _given: set[str] = field(default_factory=lambda: set(_TAKEN))

    def give(self, wanted: str) -> str:
        """`wanted`, or with "-2", "-3" … where it is taken."""
        name, number = wanted, 1
        while name.casefold() in self._given:
            number += 1
            name = f"{wanted}-{number}"
        self._given.add(name.casefold())
        return name


@dataclass(frozen=True, slots=True)
class Source:
    """What entries are made from. `mixed` is true where the list has more than one importance."""

    formatted: Mapping[str, FormattedEntry]
    themes: Mapping[str, Sequence[str]]
    words: Words
    anchors: Anchors
    mixed: bool


def compose_entry(resolved: ResolvedEntry, mark: str, source: Source) -> EntryView:
    """The view of one entry. Raises `ExportError` when there is no citation for it."""
    entry, item, words = resolved.entry, resolved.item, source.words
    key = item.citation_key or entry.cite
    made = source.formatted.get(key)
    if made is None:
        raise ExportError(
            f"no citation was made for '{key}'",
            hint="`readinglist sync` and a new try should mend this; if not, it is a fault of the program.",
        )
    citation = clean_rich(made.bibliography)
    title = clean(plain(item.title))
    return EntryView(
        id=source.anchors.give(anchor(key)),
        key=clean(key),
        title=title,
        citation=Phrase(citation),
        number=clean(made.number),
        language=clean_tag(language_tag(item.language)),
        importance=entry.importance,
        mark=mark,
        details=_details(locator_text(entry.locator, words, item.item_type), resolved.minutes, words),
        note=parse_prose(entry.note),
        links=tuple(_links(item, title, citation, words)),
        themes=tuple(clean(theme) for theme in source.themes.get(key, ())),
        due=entry.due,
    )


def _details(part: str, minutes: int | None, words: Words) -> str:
    if not minutes:
        return part
    time = words.duration(minutes)
    if not part:
        return words.gettext("About {time}").format(time=time)
    return f"{part} · {words.gettext('about {time}').format(time=time)}"


def _links(item: Item, title: str, citation: Rich, words: Words) -> Iterator[WebLink]:
    """The links that the citation does not already show, each address once."""
    shown = {same_address(url) for url in _addresses(citation)}
    text = plain_text(citation).lower()

    def fresh(url: str) -> bool:
        address = same_address(url)
        if not url or address in shown or (len(address) > 8 and address in text):
            return False
        shown.add(address)
        return True

    doi = doi_url(item.get("DOI"))
    if fresh(doi):
        yield WebLink(words.gettext("Publisher’s page"), doi, title)
    url = safe_url(item.get("url"))
    # An address beside a DOI leads to the same publisher, so it is only worth a link without one.
    if not doi and fresh(url):
        yield WebLink(_label(item.item_type, words), url, title)
    for attachment in item.attachments:
        if attachment.link_mode == "linked_url" and same_address(attachment.url) != same_address(url):
            open_url = safe_url(attachment.url)
            if fresh(open_url):
                yield WebLink(words.gettext("Open copy"), open_url, title)


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
