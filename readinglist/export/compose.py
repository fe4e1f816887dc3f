"""From a resolved list to its view: facts, marks, sections, colophon. `entries` does the single readings."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence, Set
from dataclasses import replace

from readinglist.citations.richtext import Link, Node, Span, Text
from readinglist.export.cleaning import clean, email_url, orcid_url, safe_url, slug
from readinglist.export.entries import Anchors, Source, compose_entries, compose_plain
from readinglist.export.headings import said_by_title
from readinglist.export.linking import LinkRules
from readinglist.export.prose import Listing, Paragraph, Phrase, Prose, parse_prose, phrase
from readinglist.export.view import (
    Course,
    DayOff,
    EntryView,
    Fact,
    FormattedEntry,
    Group,
    ImportanceWords,
    ListView,
    Mark,
    Provenance,
    SectionView,
)
from readinglist.export.words import Words, words_for
from readinglist.lists.model import IMPORTANCES, Importance, Person, ReadingList, Section
from readinglist.lists.resolve import PlainEntry, ResolvedEntry, ResolvedList, ResolvedSection
from readinglist.lists.schedule import calendar_of

SEPARATOR = " · "


def build_view(
    resolved: ResolvedList,
    formatted: Mapping[str, FormattedEntry],
    *,
    locale: str,
    provenance: Provenance | None = None,
    themes: Mapping[str, Sequence[str]] | None = None,
    links: LinkRules | None = None,
    annotated: bool = False,
) -> ListView:
    """The public view of a list.

    `formatted` holds a citation for each item by citation key, `themes` the labels of each item's themes in
    the list's language, `locale` is a BCP 47 tag, `links` says how a library's links are made. Only
    with `annotated` are child notes that are tagged for it in the view, as the entries' annotations.

    Raises `CitationError` for an unknown locale, `ExportError` when a citation is missing.
    """
    provenance = provenance or Provenance()
    words = words_for(locale)
    reading_list = resolved.reading_list
    used: set[Importance] = {one.importance for section in resolved.sections for one in section.shown}
    said = _importance_words(words, reading_list)
    source = Source(
        formatted,
        themes or {},
        words,
        Anchors(),
        links or LinkRules(),
        said,
        mixed=len(used) > 1,
        annotated=annotated,
        abstracts=reading_list.abstracts,
    )
    sections = _sections(resolved, source)
    minutes = sum(section.minutes for section in resolved.sections)
    count = sum(len(section.entries) for section in resolved.sections)
    return ListView(
        name=reading_list.name,
        locale=words.tag,
        words=words,
        title=clean(reading_list.title),
        subtitle=clean(reading_list.subtitle),
        course=clean(reading_list.course),
        facts=_facts(reading_list, words),
        description=parse_prose(reading_list.description),
        summary=count_line(count, minutes, sum(section.unestimated for section in resolved.sections), words),
        marks=_marks(used, said) if len(used) > 1 else (),
        time_note=words.gettext("Times are estimates of careful reading.") if minutes else "",
        sections=sections,
        policies=parse_prose(reading_list.policies, headings=True),
        colophon=_colophon(reading_list, provenance, words),
        date=_date(reading_list, provenance),
        warnings=_warnings(words),
        hours=(reading_list.term.time or "") if reading_list.term else "",
        days_off=_days_off(reading_list, words),
        importances=said,
        estimated=reading_list.workload is not None,
        about=_about(reading_list),
        library=clean(provenance.library),
        library_version=provenance.library_version,
        since=reading_list.status.since,
    )


def _date(reading_list: ReadingList, provenance: Provenance) -> datetime.date | None:
    """The day of the library's last change, or the one since which the list stands as it does, if later."""
    return max((day for day in (provenance.date, reading_list.status.since) if day), default=None)


def _about(reading_list: ReadingList) -> Course:
    term = reading_list.term
    return Course(
        code=clean(reading_list.course),
        department=clean(reading_list.department),
        institution=clean(reading_list.institution),
        instructors=tuple(clean(person.name) for person in reading_list.instructors),
        start=term.start if term else None,
        weeks=term.weeks if term else None,
        students=reading_list.students,
        licence=clean(reading_list.licence),
    )


def _warnings(words: Words) -> tuple[str, ...]:
    if words.spoken:
        return ()
    name = words.locale.get_language_name("en")
    return (f"readinglist has no words in {name} yet: headings and labels are in English",)


def _facts(reading_list: ReadingList, words: Words) -> tuple[Fact, ...]:
    facts: list[Fact] = []

    def add(label: str, *values: Phrase) -> None:
        kept = tuple(value for value in values if value)
        if kept:
            facts.append(Fact(label, kept))

    add(words.gettext("Course"), phrase(reading_list.course))
    place = SEPARATOR.join(
        part for part in (clean(reading_list.department), clean(reading_list.institution)) if part
    )
    add(
        words.gettext("Department") if reading_list.department else words.gettext("Institution"),
        phrase(place),
    )
    add(words.gettext("Term"), phrase(_term(reading_list, words)))
    people = tuple(_person(person, words) for person in reading_list.instructors)
    add(words.messages.ngettext("Instructor", "Instructors", len(people)), *people)
    languages = tuple(phrase(words.language_name(tag)) for tag in reading_list.languages)
    add(words.messages.ngettext("Language", "Languages", len(languages)), *languages)
    add(words.gettext("Meets"), phrase(reading_list.meeting or _meeting(reading_list, words)))
    return tuple(facts)


def _term(reading_list: ReadingList, words: Words) -> str:
    term = reading_list.term
    if term is None:
        return ""
    weeks = words.ngettext("{n} week from", "{n} weeks from", term.weeks)
    span = words.pgettext("term", "{weeks} {date}").format(weeks=weeks, date=words.date(term.start))
    return SEPARATOR.join(part for part in (term.label, span) if part)


def _meeting(reading_list: ReadingList, words: Words) -> str:
    term = reading_list.term
    if term is None or not term.meets:
        return ""
    days = words.weekdays(term.meets)
    hours = f", {term.time.replace('-', '–')}" if term.time else ""
    return days[:1].upper() + days[1:] + hours


def _person(person: Person, words: Words) -> Phrase:
    nodes: list[Node] = [Text(clean(person.name))]
    mail, orcid = email_url(person.email), orcid_url(person.orcid)
    if mail:
        nodes += [Text(", "), Link(mail, (Text(clean(person.email)),))]
    if person.office:
        nodes.append(Text(", " + clean(person.office)))
    if orcid:
        nodes += [Text(", "), Link(orcid, (Text("ORCID"),))]
    return Phrase(tuple(nodes))


def _importance_words(words: Words, reading_list: ReadingList) -> dict[str, ImportanceWords]:
    """What each importance is called.

    The institution's own words, where the list has some for this language, stand for word and heading both.
    """
    labels = reading_list.importance_labels
    own: dict[Importance, str] = {}
    for tag in ("", words.locale.language, words.tag):
        own |= labels.get(tag, {})
    said: dict[Importance, tuple[str, str, str]] = {
        "essential": (
            words.gettext("Essential"),
            words.gettext("Essential reading"),
            words.gettext("Everyone reads these; discussion starts from them."),
        ),
        "recommended": (
            words.gettext("Recommended"),
            words.gettext("Recommended reading"),
            words.gettext("Read these if you can, and when you write on the topic."),
        ),
        "further": (
            words.gettext("Further"),
            words.gettext("Further reading"),
            words.gettext("For those who want to go on."),
        ),
    }
    return {
        one: ImportanceWords(clean(own.get(one, "")) or label, clean(own.get(one, "")) or heading, meaning)
        for one, (label, heading, meaning) in said.items()
    }


def _marks(used: Set[Importance], said: Mapping[str, ImportanceWords]) -> tuple[Mark, ...]:
    return tuple(Mark(said[one].label, said[one].meaning) for one in IMPORTANCES if one in used)


def _sections(resolved: ResolvedList, source: Source) -> tuple[SectionView, ...]:
    views: list[SectionView] = []
    above: tuple[object, object] = (None, None)
    for one in resolved.sections:
        view = _section(one, resolved.reading_list, source)
        when = (one.section.week, one.date)
        if one.level == 1:
            above = when
        elif when == above:
            # What the section around it says already needs no saying again.
            view = replace(view, label="", week="", date="", holiday="")
        views.append(view)
    return tuple(views)


def _section(resolved: ResolvedSection, reading_list: ReadingList, source: Source) -> SectionView:
    section, words = resolved.section, source.words
    title = clean(section.title)
    number = words.number(section.week) if section.week else ""
    week = words.gettext("Week {n}").format(n=number) if number else ""
    date = ""
    if resolved.date:
        date = words.day(resolved.date) if section.week or reading_list.term else words.date(resolved.date)
    week_said, day_said = said_by_title(title, section.week, resolved.date, words)
    week, date = "" if week_said else week, "" if day_said else date
    return SectionView(
        id=source.anchors.give(slug(section.id or title, "section")),
        title=title,
        label=SEPARATOR.join(part for part in (week, date) if part),
        week="" if week_said else number,
        date=date,
        summary=count_line(len(resolved.entries), resolved.minutes, resolved.unestimated, words),
        count_words=words.number(len(resolved.entries)),
        time=words.duration(resolved.minutes) if resolved.minutes else "",
        holiday=_no_class(resolved.holiday, resolved.reason, resolved.held, words),
        intro=_introduction(section, words),
        groups=_groups(resolved, reading_list, source),
        level=resolved.level,
        number=section.week,
        day=resolved.date,
        held=resolved.held,
    )


def _introduction(section: Section, words: Words) -> Prose:
    """What stands before the readings: the topic, the introduction, the learning outcomes."""
    blocks = parse_prose(section.intro).blocks
    if section.topic:
        blocks = (Paragraph((Span("emphasis", (Text(clean(section.topic)),)),)), *blocks)
    if section.outcomes:
        items = tuple(parse_prose(outcome).blocks for outcome in section.outcomes)
        head = Paragraph((Text(words.gettext("After this section you can:")),))
        blocks = (*blocks, head, Listing(tuple(item for item in items if item)))
    return Prose(blocks)


def _no_class(holiday: str, reason: str, held: bool, words: Words) -> str:
    """Why there is no class: "Public holiday: Constitution Day", "No class: Holy Week"; "" where there is."""
    if holiday:
        return words.gettext("Public holiday: {name}").format(name=clean(holiday))
    if held:
        return ""
    return (
        words.gettext("No class: {reason}").format(reason=clean(reason))
        if reason
        else words.gettext("No class")
    )


def _days_off(reading_list: ReadingList, words: Words) -> tuple[DayOff, ...]:
    """The breaks, and the single days of class outside them that fall away, in order."""
    calendar = calendar_of(reading_list)
    if calendar is None:
        return ()
    breaks = calendar.term.breaks
    off = [DayOff(one.start, one.last, _no_class("", one.label, False, words)) for one in breaks]
    for week in range(1, calendar.term.weeks + 1) if calendar.term.meets else ():
        for slot in calendar.slots(week):
            if slot.day is None and not any(slot.planned in one for one in breaks):
                reason = _no_class(slot.reason if slot.holiday else "", slot.reason, False, words)
                off.append(DayOff(slot.planned, slot.planned, reason))
    return tuple(sorted(off, key=lambda one: (one.first, one.last)))


def _groups(resolved: ResolvedSection, reading_list: ReadingList, source: Source) -> tuple[Group, ...]:
    said = source.importances
    order = resolved.section.order or reading_list.order
    alike = len({one.importance for one in resolved.shown}) == 1
    by_importance = alike or order == "importance"
    views: list[tuple[Importance, EntryView]] = []
    for one in _together(resolved, as_written=order in ("importance", "list")):
        importance = one.entry.importance
        mark = said[importance].label if source.mixed and not by_importance else ""
        made = (
            (compose_plain(one, mark, source),)
            if isinstance(one, PlainEntry)
            else compose_entries(one, mark, source)
        )
        views += [(importance, view) for view in made]
    if not by_importance:
        return (Group("", tuple(view for _, view in views)),) if views else ()
    groups: list[Group] = []
    for importance in IMPORTANCES:
        members = tuple(view for its, view in views if its == importance)
        if members:
            groups.append(Group(said[importance].heading if source.mixed else "", members))
    return tuple(groups)


def _together(resolved: ResolvedSection, *, as_written: bool) -> Sequence[ResolvedEntry | PlainEntry]:
    """Works and other entries in one row: as the section has them written, or what is no work at the end."""
    if not as_written or not resolved.plain:
        return (*resolved.entries, *resolved.plain)
    return sorted((*resolved.entries, *resolved.plain), key=lambda one: one.position)


def count_line(count: int, minutes: int, unestimated: int, words: Words) -> str:
    """The quiet line: "5 readings · about 4 h 30 min"."""
    if not count:
        return ""
    readings = words.ngettext("{n} reading", "{n} readings", count)
    if not minutes:
        return readings
    time = words.gettext("about {time}").format(time=words.duration(minutes))
    if unestimated:
        rest = words.ngettext("{n} not timed", "{n} not timed", unestimated)
        time = words.pgettext("sum of times", "{time} ({rest})").format(time=time, rest=rest)
    return readings + SEPARATOR + time


def _colophon(reading_list: ReadingList, provenance: Provenance, words: Words) -> tuple[Phrase, ...]:
    lines: list[Phrase] = []

    def add(message: str, **values: str) -> None:
        lines.append(phrase(message.format(**values)))

    if provenance.style:
        add(words.gettext("Citations: {style}."), style=provenance.style)
    if provenance.library and provenance.library_version is not None:
        add(
            words.gettext("From the library “{library}”, version {version}."),
            library=provenance.library,
            version=str(provenance.library_version),
        )
    elif provenance.library:
        add(words.gettext("From the library “{library}”."), library=provenance.library)
    if provenance.date:
        add(words.gettext("As of {date}."), date=words.date(provenance.date))
    if reading_list.licence:
        lines.append(_licence(reading_list.licence, words))
    return tuple(lines)


def _licence(licence: str, words: Words) -> Phrase:
    url = safe_url(licence)
    said: Node = Link(url, (Text(clean(licence)),)) if url else Text(clean(licence))
    before, _, after = words.gettext("Shared under {licence}.").partition("{licence}")
    return Phrase((Text(before), said, Text(after)))
