"""One reading of a list as its readers meet it: citation, part, time, note and links."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from readinglist.citations.richtext import Link, Rich, Text, plain_text
from readinglist.errors import ExportError
from readinglist.export.cleaning import (
    anchor,
    clean,
    clean_rich,
    clean_tag,
    doi_url,
    safe_url,
    same_address,
    slug,
)
from readinglist.export.locators import LISTENED, WATCHED, locator_text
from readinglist.export.prose import Paragraph, Phrase, Prose, parse_prose
from readinglist.export.view import EntryView, FormattedEntry, WebLink
from readinglist.export.words import Words
from readinglist.items import Item
from readinglist.items.text import language_tag, plain
from readinglist.lists.model import Entry
from readinglist.lists.resolve import PlainEntry, ResolvedEntry

SEPARATOR = " · "

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


def compose_entries(resolved: ResolvedEntry, mark: str, source: Source) -> tuple[EntryView, ...]:
    """The view of an entry, and after it those of its alternatives, which are marked as such.

    Raises `ExportError` when there is no citation for one of them.
    """
    first = compose_entry(resolved, mark, source)
    if not resolved.alternatives:
        return (first,)
    either, other = source.words.pgettext("choice", "Either"), source.words.pgettext("choice", "Or")
    marked = replace(first, mark=f"{mark}{SEPARATOR}{either}" if mark else either)
    others = (
        replace(compose_entry(one, other, source), importance=first.importance, instead_of=first.key)
        for one in resolved.alternatives
    )
    return (marked, *others)


def compose_plain(resolved: PlainEntry, mark: str, source: Source) -> EntryView:
    """The view of what is no work of the library: a text of the list's own, or a link."""
    entry, words = resolved.entry, source.words
    blocks = parse_prose(entry.text).blocks
    rich: Rich = ()
    if entry.link:
        url, label = safe_url(entry.link), clean(entry.title or entry.link)
        rich = (Link(url, (Text(label),)),) if url else (Text(label),)
    elif blocks and isinstance(blocks[0], Paragraph):
        rich, blocks = blocks[0].content, blocks[1:]
    note = Prose((*blocks, *parse_prose(entry.note).blocks))
    title = plain_text(rich)
    return EntryView(
        id=source.anchors.give(slug(title, "note")),
        key="",
        title=title,
        citation=Phrase(rich),
        number="",
        language="",
        importance=entry.importance,
        mark=mark,
        details=_details(locator_text(entry.locator, words), entry.minutes, entry, words),
        note=note,
        links=tuple(_library_links(entry, title, words)),
        themes=(),
        kind="link" if entry.link else "text",
        due=entry.due,
    )


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
        details=_details(locator_text(entry.locator, words, item.item_type), resolved.minutes, entry, words),
        note=parse_prose(entry.note),
        links=(*_links(item, title, citation, words), *_library_links(entry, title, words)),
        themes=tuple(clean(theme) for theme in source.themes.get(key, ())),
        due=entry.due,
    )


def _details(part: str, minutes: int | None, entry: Entry, words: Words) -> str:
    """The line below a citation: what to read, how long, by when, and where the library has it."""
    parts = [part]
    if minutes:
        time = words.duration(minutes)
        message = words.gettext("about {time}") if part else words.gettext("About {time}")
        parts.append(message.format(time=time))
    if entry.due:
        parts.append(words.gettext("Due {date}").format(date=words.date(entry.due)))
    if entry.available:
        shelf, reserve = clean(entry.available.shelf_mark), clean(entry.available.reserve)
        parts.append(words.gettext("Shelf mark {mark}").format(mark=shelf) if shelf else "")
        parts.append(words.gettext("On reserve: {place}").format(place=reserve) if reserve else "")
    return SEPARATOR.join(one for one in parts if one)


def _library_links(entry: Entry, title: str, words: Words) -> Iterator[WebLink]:
    """The addresses that the list itself gives for a reading."""
    if entry.available is None:
        return
    permalink, link = safe_url(entry.available.permalink), safe_url(entry.available.link)
    if permalink:
        yield WebLink(words.gettext("Find in library"), permalink, title)
    if link and link != permalink:
        yield WebLink(words.gettext("Course copy"), link, title)


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
