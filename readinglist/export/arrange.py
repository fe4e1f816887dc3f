"""A view in another order or with other parts: annotated, by theme or author, with one target's links."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Literal, get_args

from readinglist.export.cleaning import anchor, slug
from readinglist.export.compose import count_line, importance_words, mark_words
from readinglist.export.entries import Anchors
from readinglist.export.kinds import kind_words
from readinglist.export.prose import Prose
from readinglist.export.view import EntryView, Group, ListView, SectionView
from readinglist.export.works import Work
from readinglist.items.names import sort_form
from readinglist.items.text import fold
from readinglist.lists.model import IMPORTANCES

Arrangement = Literal["theme", "week", "importance", "type", "year", "author"]
ARRANGEMENTS: tuple[Arrangement, ...] = get_args(Arrangement)

_LAST = "\uffff"


@dataclass(frozen=True, slots=True)
class _Heading:
    """Under what an entry stands: what it sorts by, and the heading's words."""

    order: str
    title: str


def annotated(view: ListView) -> ListView:
    """The list as an annotated bibliography: each entry's annotation stands where its note stood."""
    bare = sum(not entry.annotation for entry in view.entries)
    made = _with_entries(view, lambda entry: replace(entry, note=entry.annotation))
    if not bare:
        return made
    warning = (
        f"{bare} of {len(view.entries)} readings have no annotation: no note in the list, no child note "
        "tagged 'annotation', and no abstract (which the list allows by `abstracts: true`)"
    )
    return replace(made, warnings=(*made.warnings, warning))


def with_links(view: ListView, kinds: Iterable[str]) -> ListView:
    """The list with links of these kinds only."""
    kept = frozenset(kinds)

    def chosen(entry: EntryView) -> EntryView:
        links = tuple(link for link in entry.links if link.kind in kept)
        addresses = tuple(link for link in entry.addresses if link.kind in kept)
        return replace(entry, links=links, addresses=addresses)

    return _with_entries(view, chosen)


def arranged(view: ListView, by: Arrangement) -> ListView:
    """The list with its readings under other headings, in alphabetical order below each.

    By week the sections stay in the order of their weeks, those without a week last. A work that belongs
    under two themes stands under both; a work that is read twice with the same words stands once.
    """
    if by == "week":
        order = sorted(view.sections, key=lambda one: (one.number is None, one.number or 0))
        return replace(view, sections=tuple(order))
    found: dict[_Heading, list[EntryView]] = {}
    seen: set[tuple[_Heading, str, str, str]] = set()
    for entry in view.entries:
        for heading in _headings(view, entry, by):
            mark = (heading, entry.key, entry.details, entry.note.plain)
            if mark not in seen:
                seen.add(mark)
                found.setdefault(heading, []).append(entry)
    anchors = Anchors()
    marks = mark_words(view.words) if view.marks and by != "importance" else {}
    sections = [
        _section(view, heading, found[heading], anchors, marks)
        for heading in sorted(found, key=lambda one: (one.order, fold(one.title)))
    ]
    return replace(view, sections=tuple(sections))


def _headings(view: ListView, entry: EntryView, by: Arrangement) -> Sequence[_Heading]:
    words = view.words
    if by == "theme":
        other = (_Heading(_LAST, words.gettext("Other readings")),)
        return tuple(_Heading(fold(theme), theme) for theme in entry.themes) or other
    if by == "importance":
        title = importance_words(words)[entry.importance][1]
        return (_Heading(str(IMPORTANCES.index(entry.importance)), title),)
    if by == "type":
        return (_Heading("", kind_words(Work(entry.item).kind, words)),)
    if by == "year":
        year = entry.item.year
        if year is None:
            return (_Heading(_LAST, words.gettext("Without a year")),)
        return (_Heading(f"{9999 - year:05}", str(year)),)
    letter = _initial(_filed_under(entry))
    return (_Heading(letter or _LAST, letter or words.gettext("Other readings")),)


def _filed_under(entry: EntryView) -> str:
    creators = Work(entry.item).authors
    return "; ".join(sort_form(one) for one in creators[:3]) or entry.title


def _initial(name: str) -> str:
    """The letter under which a name stands, without its accent; "" where it begins with no letter."""
    folded = fold(name).lstrip("\"'“”‘’«»¿¡([{# ")
    return folded[:1].upper() if folded[:1].isalpha() else ""


def _section(
    view: ListView, heading: _Heading, entries: list[EntryView], anchors: Anchors, marks: dict[str, str]
) -> SectionView:
    def order(entry: EntryView) -> tuple[str, int]:
        return fold(_filed_under(entry)), entry.item.year or 9999

    listed = [
        replace(entry, id=anchors.give(anchor(entry.key)), mark=marks.get(entry.importance, ""))
        for entry in sorted(entries, key=order)
    ]
    minutes = sum(entry.minutes or 0 for entry in listed)
    words = view.words
    return SectionView(
        id=anchors.give(slug(heading.title, "section")),
        title=heading.title,
        label="",
        week="",
        date="",
        summary=count_line(len(listed), minutes, 0, words),
        count_words=words.number(len(listed)),
        time=words.duration(minutes) if minutes else "",
        holiday="",
        intro=Prose(),
        groups=(Group("", tuple(listed)),),
    )


def _with_entries(view: ListView, change: Callable[[EntryView], EntryView]) -> ListView:
    sections = tuple(
        replace(
            section,
            groups=tuple(
                replace(group, entries=tuple(map(change, group.entries))) for group in section.groups
            ),
        )
        for section in view.sections
    )
    return replace(view, sections=sections)
