"""`readinglist lists show`: one reading list in full."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING

import click

from readinglist.cli.complete import complete_list
from readinglist.cli.context import open_workspace
from readinglist.cli.output import columns_wide, print_json, say, shorten, tell

if TYPE_CHECKING:
    from readinglist.lists.model import Entry
    from readinglist.lists.resolve import ResolvedEntry, ResolvedList, ResolvedSection


@click.command(
    short_help="Show one reading list.",
    epilog="Example: readinglist lists show narco-digital-syllabus",
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
    say(whole.title, style="bold")
    for line in (whole.subtitle, whole.course):
        if line:
            say(line)
    width = max(columns_wide() - 4, 40)
    for section in resolved.sections:
        say()
        say(_heading(section), style="bold")
        for entry in section.entries:
            _show_entry(entry, width)
            for other in entry.alternatives:
                say("    or")
                _show_entry(other, width)
        for one in section.plain:
            say(f"  {shorten(one.entry.title or one.entry.text or one.entry.link, width)}")
            _show_notes(one.entry, width)
    entries = sum(len(section.entries) for section in resolved.sections)
    minutes = sum(section.minutes for section in resolved.sections)
    tell()
    tell(f"{len(resolved.sections)} sections, {entries} readings, about {minutes / 60:.0f} hours.")


def _heading(section: ResolvedSection) -> str:
    week = f"Week {section.section.week}" if section.section.week else ""
    day = section.date.isoformat() if section.date else ""
    hours = f"{section.minutes / 60:.1f} h" if section.minutes else ""
    holiday = f"holiday: {section.holiday}" if section.holiday else ""
    facts = ", ".join(part for part in (week, day, hours, holiday) if part)
    return f"{section.section.title} ({facts})" if facts else section.section.title


def _show_entry(entry: ResolvedEntry, width: int) -> None:
    from readinglist.items.text import plain

    item = entry.item
    authors = "; ".join(one.last_name or one.name for one in item.creators[:3])
    due = f"due {entry.entry.due.isoformat()}" if entry.entry.due else ""
    facts = ", ".join(part for part in (entry.entry.importance, entry.entry.locator, due) if part)
    text = f"{item.citation_key} [{facts}] {authors} ({item.year or 'n.d.'}) {plain(item.title)}"
    for line in textwrap.wrap(shorten(text, 400), width, initial_indent="", subsequent_indent="  "):
        say(f"  {line}")
    _show_notes(entry.entry, width)


def _show_notes(entry: Entry, width: int) -> None:
    for label, note in (("note", entry.note), ("private", entry.private_note)):
        for line in textwrap.wrap(f"{label}: {note}" if note else "", width - 4):
            say(f"      {line}")
