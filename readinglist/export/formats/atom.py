"""Atom: a feed of a list's readings, for readers and for pages that show the newest of a list."""

from __future__ import annotations

import datetime
from xml.etree import ElementTree as Xml

from readinglist.export.packing import uuid_urn
from readinglist.export.target import Rendered, RenderOptions, Target
from readinglist.export.view import EntryView, ListView, SectionView
from readinglist.export.works import Work
from readinglist.export.writers.portable_html import PortableHtmlWriter

_ATOM = "http://www.w3.org/2005/Atom"
_TIME = "%Y-%m-%dT%H:%M:%SZ"
_XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"


def render_atom(view: ListView, options: RenderOptions) -> Rendered:
    """A feed by RFC 4287. Identifiers are made of the list's name and citation keys, so they stay.

    An entry is as new as its work in the library, or as the list's status if that is later.
    """
    Xml.register_namespace("", _ATOM)
    moment = datetime.datetime.fromtimestamp(options.timestamp_for(view.date), datetime.UTC)
    updated = moment.strftime(_TIME)
    feed = Xml.Element(f"{{{_ATOM}}}feed", {_XML_LANG: view.locale})
    _add(feed, "id", uuid_urn("list", view.name))
    _add(feed, "title", view.title)
    if view.subtitle or view.description:
        _add(feed, "subtitle", view.subtitle or view.description.plain)
    _add(feed, "updated", updated)
    for name in view.about.instructors or (view.about.institution or view.about.department or view.title,):
        _add(_add(feed, "author"), "name", name)
    if view.about.licence:
        _add(feed, "rights", view.about.licence)
    _add(feed, "generator", "readinglist")
    seen: set[str] = set()
    for section in view.sections:
        for entry in section.shown:
            _entry(feed, view, section, entry, _updated(view, entry, moment), seen)
    Xml.indent(feed)
    return Rendered(Xml.tostring(feed, encoding="utf-8", xml_declaration=True) + b"\n", view.warnings)


def _updated(view: ListView, entry: EntryView, moment: datetime.datetime) -> str:
    day = max((one for one in (entry.changed, view.since) if one), default=None)
    if day is None:
        return moment.strftime(_TIME)
    return min(moment, datetime.datetime(day.year, day.month, day.day, tzinfo=datetime.UTC)).strftime(_TIME)


def _entry(
    feed: Xml.Element, view: ListView, section: SectionView, entry: EntryView, updated: str, seen: set[str]
) -> None:
    made = _add(feed, "entry")
    urn = uuid_urn("entry", view.name, entry.key or entry.id)
    # A work read twice is two entries: no two may share an id (RFC 4287, 4.1.1).
    urn = urn if urn not in seen else uuid_urn("entry", view.name, entry.key, entry.id)
    seen.add(urn)
    _add(made, "id", urn)
    _add(made, "title", entry.title or entry.citation.plain)
    _add(made, "updated", updated)
    for link in entry.addresses:
        _add(
            made,
            "link",
            href=link.url,
            rel="alternate" if link is entry.addresses[0] else "related",
            title=link.label,
        )
    authors = Work(entry.item).authors
    for creator in entry.item.creators:
        _add(_add(made, "author" if creator in authors else "contributor"), "name", creator.display)
    for theme in entry.themes:
        _add(made, "category", term=theme)
    content = _add(made, "content", _content(section, entry), type="html")
    if entry.language:
        content.set(_XML_LANG, entry.language)


def _content(section: SectionView, entry: EntryView) -> str:
    writer = PortableHtmlWriter()
    parts = [f"<p>{writer.inline(entry.citation.nodes)}</p>", f"<p>{writer.text(section.full_title)}</p>"]
    if entry.details:
        parts.append(f"<p>{writer.text(entry.details)}</p>")
    return "".join(parts) + writer.prose(entry.note)


def _add(parent: Xml.Element, tag: str, text: str = "", **attributes: str) -> Xml.Element:
    made = Xml.SubElement(parent, f"{{{_ATOM}}}{tag}", attributes)
    if text:
        made.text = text
    return made


TARGET = Target(
    name="atom",
    extension="atom",
    description="an Atom feed of the readings",
    audience="feed readers, and course pages that show a feed",
    render=render_atom,
)
