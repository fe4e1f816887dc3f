"""`readinglist lists show`: one reading list in full."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from readinglist.cli.complete import complete_list
from readinglist.cli.context import open_workspace
from readinglist.cli.examples import examples
from readinglist.cli.output import (
    columns_wide,
    counted,
    join_names,
    marked,
    print_json,
    say_lines,
    shorten,
    tell,
    wrapped,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from readinglist.lists.model import Entry
    from readinglist.lists.resolve import ResolvedEntry, ResolvedList, ResolvedSection


@click.command(
    short_help="Show one reading list.",
    epilog=examples("readinglist lists show narco-digital-syllabus"),
)
@click.argument("name", shell_complete=complete_list)
@click.option("--json", "as_json", is_flag=True, help="Print it as JSON.")
@click.pass_context
def command(ctx: click.Context, name: str, as_json: bool) -> None:
    """Show the reading list NAME: its sections, dates, readings and hours.

    Private notes are shown here, and only here: they reach no export for students.
    """
    from readinglist.actions.lists import resolve_list

    resolved = resolve_list(open_workspace(ctx), name)
    if as_json:
        from readinglist.actions.lists import as_json as list_as_json

        print_json(list_as_json(resolved))
        return
    _show_list(resolved)


def _show_list(resolved: ResolvedList) -> None:
    whole = resolved.reading_list
    say_lines(_lines(resolved))
    entries = sum(len(section.entries) for section in resolved.sections)
    minutes = sum(section.minutes for section in resolved.sections)
    unknown = sum(section.unestimated for section in resolved.sections)
    time = counted(minutes, "minute") if minutes < 60 else counted(round(minutes / 60), "hour")
    hours = f", about {time}" if minutes else ""
    left_out = f" ({counted(unknown, 'reading')} not estimated)" if minutes and unknown else ""
    tell()
    tell(f"{counted(len(resolved.sections), 'section')}, {counted(entries, 'reading')}{hours}{left_out}.")
    tell(f"`readinglist export {whole.name}` makes files of it.")


def _lines(resolved: ResolvedList) -> Iterator[str]:
    whole = resolved.reading_list
    yield marked(whole.title, style="bold")
    yield from dict.fromkeys(marked("", line) for line in (whole.subtitle, whole.course) if line)
    for section in resolved.sections:
        yield ""
        yield marked(section.section.title, style="bold")
        if facts := _facts(section, whole.locale or "en-US"):
            yield from wrapped(facts, first="  ", rest="  ")
        for entry in section.entries:
            yield from _entry_lines(entry)
            for other in entry.alternatives:
                yield "    or"
                yield from _entry_lines(other)
        for one in section.plain:
            yield from wrapped(one.entry.title or one.entry.text or one.entry.link, first="  ", rest="    ")
            yield from _note_lines(one.entry)


def _facts(section: ResolvedSection, locale: str) -> str:
    from readinglist.export.words import words_for

    week = f"week {section.section.week}" if section.section.week else ""
    day = words_for(locale).day(section.date) if section.date else ""
    holiday = f"holiday: {section.holiday}" if section.holiday else ""
    size = counted(len(section.entries), "reading") if section.entries else ""
    hours = f"{section.minutes / 60:.1f} hours" if section.minutes else ""
    return ", ".join(part for part in (week, day, holiday, size, hours) if part)


def _entry_lines(entry: ResolvedEntry) -> Iterator[str]:
    from readinglist.items.text import plain

    item = entry.item
    authors = join_names([one.last_name or one.name for one in item.creators], 3)
    due = f"due {entry.entry.due.isoformat()}" if entry.entry.due else ""
    facts = ", ".join(part for part in (entry.entry.importance, entry.entry.locator, due) if part)
    what = " ".join(part for part in (authors, f"({item.year or 'n.d.'})", plain(item.title)) if part)
    fits = len(item.citation_key) + len(facts) + 4 <= columns_wide()
    yield marked(f"  {item.citation_key}", f"  {facts}" if fits else "")
    if not fits:
        yield from wrapped(facts, first="    ", rest="    ")
    yield from wrapped(shorten(what, 400), first="    ", rest="    ")
    yield from _note_lines(entry.entry)


def _note_lines(entry: Entry) -> Iterator[str]:
    for label, note in (("note", entry.note), ("private", entry.private_note)):
        if note:
            yield from wrapped(f"{label}: {note}", first="      ", rest="      ")
