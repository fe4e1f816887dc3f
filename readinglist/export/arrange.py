"""A view in another order or with other parts: annotated, by theme or author, with one target's links."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Literal, get_args

from readinglist.export.cleaning import anchor, slug
from readinglist.export.compose import count_line
from readinglist.export.entries import Anchors, choice_mark, plain_anchor
from readinglist.export.kinds import kind_words
from readinglist.export.prose import Prose
from readinglist.export.view import EntryView, Group, ListView, SectionView
from readinglist.export.works import Work
from readinglist.items.collation import CollationKey, collation_key, initial
from readinglist.items.names import name_parts, sort_form
from readinglist.lists.model import IMPORTANCES

Arrangement = Literal["theme", "week", "importance", "type", "year", "author"]
ARRANGEMENTS: tuple[Arrangement, ...] = get_args(Arrangement)

_Choice = tuple[EntryView, ...]
"""A reading and what may be read instead of it."""

_WITHOUT_YEAR, _LAST = "\ufffe", "\uffff"


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
    have = "has" if bare == 1 else "have"
    warning = (
        f"{bare} of {len(view.entries)} readings {have} no annotation: no note in the list, no child note "
        "tagged 'annotation', and no abstract (which the list allows by `abstracts: true`)"
    )
    return replace(made, warnings=(*made.warnings, warning))


def with_links(view: ListView, kinds: Iterable[str]) -> ListView:
    """The list with links of these kinds only."""
    kept = frozenset(kinds)

    def chosen(entry: EntryView) -> EntryView:
        # A reading that is itself a link keeps it: there is nothing else of it.
        its_own = entry.addresses[:1] if entry.kind == "link" else ()
        links = tuple(link for link in entry.links if link.kind in kept)
        addresses = tuple(link for link in entry.addresses if link.kind in kept or link in its_own)
        return replace(entry, links=links, addresses=addresses)

    return _with_entries(view, chosen)


def arranged(view: ListView, by: Arrangement) -> ListView:
    """The list with its readings under other headings, in alphabetical order below each.

    By week the sections stay in the order of their weeks, those without a week last, each before its
    subsections. A work that belongs under two themes stands under both; a work that is read twice with the
    same words stands once. What may be read instead of a work stays below it; texts and links without a work
    come last.
    """
    if by == "week":
        return replace(view, sections=_by_week(view.sections))
    found: dict[_Heading, list[_Choice]] = {}
    seen: set[tuple[_Heading, tuple[tuple[str, ...], ...]]] = set()
    for choice in _choices(view):
        said = tuple((one.key, one.citation.plain, one.details, one.note.plain) for one in choice)
        for heading in _headings(view, choice[0], by):
            if (heading, said) not in seen:
                seen.add((heading, said))
                found.setdefault(heading, []).append(choice)
    anchors = Anchors()
    marked = bool(view.marks) and by != "importance"
    sections = [
        _section(view, heading, found[heading], anchors, marked)
        for heading in sorted(found, key=lambda one: (one.order, collation_key(one.title, view.locale)))
    ]
    return replace(view, sections=tuple(sections))


def _by_week(sections: Sequence[SectionView]) -> tuple[SectionView, ...]:
    whole: list[list[SectionView]] = []
    for section in sections:
        if section.level == 1 or not whole:
            whole.append([section])
        else:
            whole[-1].append(section)
    ordered = sorted(whole, key=lambda one: (one[0].number is None, one[0].number or 0))
    return tuple(section for one in ordered for section in one)


def _choices(view: ListView) -> list[_Choice]:
    """All that is to be read, in order: each with what may be read instead of it."""
    found: list[list[EntryView]] = []
    for section in view.sections:
        for entry in section.shown:
            if entry.instead_of and found:
                found[-1].append(entry)
            else:
                found.append([entry])
    return [tuple(one) for one in found]


def _headings(view: ListView, entry: EntryView, by: Arrangement) -> Sequence[_Heading]:
    words = view.words
    other = (_Heading(_LAST, words.gettext("Other readings")),)
    if by == "importance":
        title = view.importances[entry.importance].heading
        return (_Heading(str(IMPORTANCES.index(entry.importance)), title),)
    if entry.kind != "work":
        return other
    if by == "theme":
        return tuple(_Heading("", theme) for theme in entry.themes) or other
    if by == "type":
        return (_Heading("", kind_words(Work(entry.item).kind, words)),)
    if by == "year":
        year = entry.item.year
        if year is None:
            return (_Heading(_WITHOUT_YEAR, words.gettext("Without a year")),)
        return (_Heading(f"{9999 - year:05}", str(year)),)
    letter = initial(_filed_under(entry), view.locale)
    return (_Heading("", letter),) if letter else other


def _filed_under(entry: EntryView) -> str:
    """The authors as an index has them. The style says if a particle counts: its entry begins with it."""
    creators = Work(entry.item).authors[:3]
    names = [sort_form(one) for one in creators]
    if creators:
        parts = name_parts(creators[0])
        particles = " ".join(word for word in (parts.dropping, parts.non_dropping) if word)
        for particle in (particles, parts.non_dropping):
            whole = f"{particle} {parts.family}"
            if particle and entry.citation.plain.casefold().startswith(whole.casefold()):
                names[0] = ", ".join(word for word in (whole, parts.given, parts.suffix) if word)
                break
    return "; ".join(names) or entry.title


def _section(
    view: ListView, heading: _Heading, choices: list[_Choice], anchors: Anchors, marked: bool
) -> SectionView:
    def order(choice: _Choice) -> tuple[bool, CollationKey, int]:
        entry = choice[0]
        filed = collation_key(_filed_under(entry), view.locale)
        return entry.kind != "work", filed, entry.item.year or 9999

    listed = [
        replace(
            entry,
            id=anchors.give(_anchor(entry)),
            mark=_mark(view, entry, len(choice) > 1, marked),
        )
        for choice in sorted(choices, key=order)
        for entry in choice
    ]
    counted = [entry for entry in listed if entry.kind == "work" and not entry.instead_of]
    minutes = sum(entry.minutes or 0 for entry in counted)
    untimed = sum(entry.minutes is None for entry in counted) if view.estimated else 0
    words = view.words
    return SectionView(
        id=anchors.give(slug(heading.title, "section")),
        title=heading.title,
        label="",
        week="",
        date="",
        summary=count_line(len(counted), minutes, untimed, words),
        count_words=words.number(len(counted)),
        time=words.duration(minutes) if minutes else "",
        holiday="",
        intro=Prose(),
        groups=(Group("", tuple(listed)),),
    )


def _anchor(entry: EntryView) -> str:
    if entry.key:
        return anchor(entry.key)
    return plain_anchor(entry.title, entry.url if entry.kind == "link" else "")


def _mark(view: ListView, entry: EntryView, several: bool, marked: bool) -> str:
    label = view.importances[entry.importance].label if marked else ""
    return choice_mark(view.words, label, other=bool(entry.instead_of)) if several else label


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
