"""One reading of a list as its readers meet it: citation, part, time, note and links."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from readinglist.citations.richtext import Text
from readinglist.errors import ExportError
from readinglist.export.cleaning import anchor, clean, clean_lines, clean_rich, clean_tag
from readinglist.export.linking import LinkRules
from readinglist.export.locators import locator_text
from readinglist.export.prose import Paragraph, Phrase, Prose, parse_prose
from readinglist.export.public import public_item
from readinglist.export.view import EntryView, FormattedEntry
from readinglist.export.weblinks import web_links
from readinglist.export.words import Words
from readinglist.items.text import html_to_plain, language_tag, plain
from readinglist.lists.resolve import ResolvedEntry

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
    """What entries are made from. `mixed` is true where the list has more than one importance, `abstracts`
    where it allows abstracts as annotations."""

    formatted: Mapping[str, FormattedEntry]
    themes: Mapping[str, Sequence[str]]
    words: Words
    anchors: Anchors
    links: LinkRules
    mixed: bool
    abstracts: bool = False


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
    addresses = tuple(web_links(item, public, title, citation, words, source.links))
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
        links=tuple(link for link in addresses if not link.spelt_out),
        themes=themes,
        addresses=addresses,
        item=public,
        locator=clean(entry.locator),
        minutes=resolved.minutes,
        annotation=_annotation(resolved, source.abstracts),
    )


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


def _details(part: str, minutes: int | None, words: Words) -> str:
    if not minutes:
        return part
    time = words.duration(minutes)
    if not part:
        return words.gettext("About {time}").format(time=time)
    return f"{part} · {words.gettext('about {time}').format(time=time)}"
