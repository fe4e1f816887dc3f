"""One reading of a list as its readers meet it: citation, part, time, note and links."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from readinglist.citations.richtext import Link, Rich, Text, plain_text
from readinglist.errors import ExportError
from readinglist.export.cleaning import (
    anchor,
    clean,
    clean_lines,
    clean_rich,
    clean_tag,
    safe_url,
    same_address,
    slug,
)
from readinglist.export.linking import LinkRules
from readinglist.export.locators import locator_text
from readinglist.export.prose import Paragraph, Phrase, Prose, parse_prose
from readinglist.export.public import public_item
from readinglist.export.view import EntryView, FormattedEntry, ImportanceWords, WebLink
from readinglist.export.weblinks import given_links, web_links
from readinglist.export.words import Words
from readinglist.items.text import html_to_plain, language_tag, plain
from readinglist.lists.model import Entry
from readinglist.lists.resolve import PlainEntry, ResolvedEntry

SEPARATOR = " · "

ANNOTATION_TAG = "annotation"
"""The tag by which somebody makes a child note public, for annotated lists."""

# Anchors that the templates themselves use.
_TAKEN = ("top", "list", "contents", "about", "marks", "policies", "colophon")


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
    """What entries are made from.

    `mixed` is true where the list has more than one importance, `annotated` where an annotated bibliography
    was asked for, `abstracts` where the list allows abstracts as annotations.
    """

    formatted: Mapping[str, FormattedEntry]
    themes: Mapping[str, Sequence[str]]
    words: Words
    anchors: Anchors
    links: LinkRules
    importances: Mapping[str, ImportanceWords]
    mixed: bool
    annotated: bool = False
    abstracts: bool = False


def compose_entries(resolved: ResolvedEntry, mark: str, source: Source) -> tuple[EntryView, ...]:
    """The view of an entry, and after it those of its alternatives, which are marked as such.

    Raises `ExportError` when there is no citation for one of them.
    """
    first = compose_entry(resolved, mark, source)
    if not resolved.alternatives:
        return (first,)
    marked = replace(first, mark=choice_mark(source.words, mark, other=False))
    other = choice_mark(source.words, mark, other=True)
    others = (
        replace(compose_entry(one, other, source), importance=first.importance, instead_of=first.key)
        for one in resolved.alternatives
    )
    return (marked, *others)


def choice_mark(words: Words, mark: str, *, other: bool) -> str:
    """The mark of a work that has alternatives ("Essential · Either"), or of one of these ("Or")."""
    if other:
        return words.pgettext("choice", "Or")
    either = words.pgettext("choice", "Either")
    return f"{mark}{SEPARATOR}{either}" if mark else either


def plain_anchor(title: str, url: str) -> str:
    """An anchor for what is no work: a link is the same one as long as it leads to the same place, whatever
    it is called."""
    return slug(same_address(url) if url else title, "note")


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
    main = tuple(
        WebLink(words.gettext("Read online"), url, title, spelt_out=True)
        for url in (safe_url(entry.link),)
        if url
    )
    links = tuple(
        WebLink(label, url, title, kind)
        for kind, label, url in given_links(entry.available, words)
        if kind in source.links.used and url not in {one.url for one in main}
    )
    return EntryView(
        id=source.anchors.give(plain_anchor(title, main[0].url if main else "")),
        key="",
        title=title,
        citation=Phrase(rich),
        number="",
        language="",
        importance=entry.importance,
        mark=mark,
        details=_details(locator_text(entry.locator, words), entry.minutes, entry, words),
        note=note,
        links=links,
        themes=(),
        kind="link" if entry.link else "text",
        due=entry.due,
        addresses=(*main, *links),
        locator=clean(entry.locator),
        minutes=entry.minutes,
        annotation=note,
        shelf_mark=clean(entry.available.shelf_mark) if entry.available else "",
        reserve=clean(entry.available.reserve) if entry.available else "",
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
    themes = tuple(clean(theme) for theme in source.themes.get(key, ()))
    public = public_item(item, key, themes)
    own = given_links(entry.available, words)
    addresses = tuple(web_links(item, public, title, citation, words, source.links, own))
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
        links=tuple(link for link in addresses if not link.spelt_out),
        themes=themes,
        due=entry.due,
        addresses=addresses,
        item=public,
        locator=clean(entry.locator),
        minutes=resolved.minutes,
        # A child note is public in an annotated bibliography, and nowhere else.
        annotation=_annotation(resolved, source.abstracts) if source.annotated else Prose(),
        changed=_day(item.date_modified),
        shelf_mark=clean(entry.available.shelf_mark) if entry.available else "",
        reserve=clean(entry.available.reserve) if entry.available else "",
    )


def _day(moment: str) -> datetime.date | None:
    """The day of a moment as Zotero writes it ("2026-05-06T07:08:09Z"), None for anything else."""
    try:
        return datetime.date.fromisoformat(moment[:10])
    except ValueError:
        return None


def _annotation(resolved: ResolvedEntry, abstracts: bool) -> Prose:
    """What an annotated list says of a work: the list's note, else the child note that somebody tagged for
    it, else the abstract where the list allows that."""
    if resolved.entry.note:
        return parse_prose(resolved.entry.note)
    for note in resolved.item.notes:
        if any(tag.name.strip().casefold() == ANNOTATION_TAG for tag in note.tags):
            return _paragraphs(html_to_plain(note.html))
    return _paragraphs(plain(resolved.item.abstract)) if abstracts else Prose()


def _paragraphs(text: str) -> Prose:
    """Plain text as paragraphs: nothing in it is markup."""
    lines = [clean(line) for line in clean_lines(text).split("\n")]
    return Prose(tuple(Paragraph((Text(line),)) for line in lines if line))


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
