"""From a resolved list to its view: facts, marks, sections, colophon. `entries` does the single readings."""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set

from readinglist.citations.richtext import Link, Node, Text
from readinglist.export.cleaning import clean, email_url, orcid_url, safe_url, slug
from readinglist.export.entries import Anchors, Source, compose_entry
from readinglist.export.linking import LinkRules
from readinglist.export.prose import Phrase, parse_prose, phrase
from readinglist.export.view import (
    Course,
    EntryView,
    Fact,
    FormattedEntry,
    Group,
    ListView,
    Mark,
    Provenance,
    SectionView,
)
from readinglist.export.words import Words, words_for
from readinglist.lists.model import IMPORTANCES, Person, ReadingList
from readinglist.lists.resolve import ResolvedList, ResolvedSection

SEPARATOR = " · "


def compose(
    resolved: ResolvedList,
    formatted: Mapping[str, FormattedEntry],
    locale: str,
    provenance: Provenance,
    themes: Mapping[str, Sequence[str]],
    links: LinkRules,
) -> ListView:
    """See `view.build_view`."""
    words = words_for(locale)
    reading_list = resolved.reading_list
    used = {entry.entry.importance for section in resolved.sections for entry in section.entries}
    source = Source(
        formatted, themes, words, Anchors(), links, mixed=len(used) > 1, abstracts=reading_list.abstracts
    )
    sections = tuple(_section(section, reading_list, source) for section in resolved.sections)
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
        marks=_marks(used, words) if len(used) > 1 else (),
        time_note=words.gettext("Times are estimates of careful reading.") if minutes else "",
        sections=sections,
        policies=parse_prose(reading_list.policies, headings=True),
        colophon=_colophon(reading_list, provenance, words),
        date=provenance.date,
        warnings=_warnings(words),
        about=_about(reading_list),
        library=clean(provenance.library),
        library_version=provenance.library_version,
    )


def _about(reading_list: ReadingList) -> Course:
    term = reading_list.term
    return Course(
        code=clean(reading_list.course),
        department=clean(reading_list.department),
        institution=clean(reading_list.institution),
        instructors=tuple(clean(person.name) for person in reading_list.instructors),
        start=term.start if term else None,
        weeks=term.weeks if term else None,
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
    return days[:1].upper() + days[1:]


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


def importance_words(words: Words) -> dict[str, tuple[str, str, str]]:
    """For each importance: its word, the heading of its group, what it asks of a reader."""
    return {
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


def mark_words(words: Words) -> dict[str, str]:
    """The word for each importance."""
    return {importance: said[0] for importance, said in importance_words(words).items()}


def _marks(used: Set[str], words: Words) -> tuple[Mark, ...]:
    said = importance_words(words)
    return tuple(Mark(said[one][0], said[one][2]) for one in IMPORTANCES if one in used)


def _section(resolved: ResolvedSection, reading_list: ReadingList, source: Source) -> SectionView:
    section, words = resolved.section, source.words
    title = clean(section.title)
    number = words.number(section.week) if section.week else ""
    week = words.gettext("Week {n}").format(n=number) if number else ""
    date = ""
    if resolved.date:
        date = words.day(resolved.date) if section.week or reading_list.term else words.date(resolved.date)
    return SectionView(
        id=source.anchors.give(slug(title, "section")),
        title=title,
        label=SEPARATOR.join(part for part in (week, date) if part),
        week=number,
        date=date,
        summary=count_line(len(resolved.entries), resolved.minutes, resolved.unestimated, words),
        count_words=words.number(len(resolved.entries)),
        time=words.duration(resolved.minutes) if resolved.minutes else "",
        holiday=words.gettext("Public holiday: {name}").format(name=clean(resolved.holiday))
        if resolved.holiday
        else "",
        intro=parse_prose(section.intro),
        groups=_groups(resolved, reading_list, source),
        number=section.week,
        day=resolved.date,
    )


def _groups(resolved: ResolvedSection, reading_list: ReadingList, source: Source) -> tuple[Group, ...]:
    said = importance_words(source.words)
    alike = len({entry.entry.importance for entry in resolved.entries}) == 1
    by_importance = alike or (resolved.section.order or reading_list.order) == "importance"
    marks = {one: said[one][0] if source.mixed and not by_importance else "" for one in IMPORTANCES}
    views = [compose_entry(entry, marks[entry.entry.importance], source) for entry in resolved.entries]
    if not by_importance:
        return (Group("", tuple(views)),) if views else ()
    groups: list[Group] = []
    for importance in IMPORTANCES:
        members: tuple[EntryView, ...] = tuple(view for view in views if view.importance == importance)
        if members:
            groups.append(Group(said[importance][1] if source.mixed else "", members))
    return tuple(groups)


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
