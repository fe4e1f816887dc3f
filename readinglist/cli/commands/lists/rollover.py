"""`readinglist lists rollover`: a list carried over into another term."""

from __future__ import annotations

import datetime
import textwrap
from typing import TYPE_CHECKING

import click

from readinglist.cli.complete import complete_list
from readinglist.cli.context import open_workspace
from readinglist.cli.examples import examples
from readinglist.cli.list_options import read_date
from readinglist.cli.output import columns_wide, print_json, progress, say, tell

if TYPE_CHECKING:
    from readinglist.actions.rollover import Finding, RolloverReport

_HEADINGS = {
    "no class": "No class on these days; move them with `exceptions` in the term:",
    "dead": "Dead references:",
    "renamed": "Citation keys that have changed:",
    "newer": "Later editions:",
    "link": "Links:",
    "words": "Words that speak of the old term's dates; read them:",
}


@click.command(
    short_help="Carry a list over into another term.",
    epilog=examples("readinglist lists rollover seminar-2027 seminar-2028 --start 2028-01-17"),
)
@click.argument("old", shell_complete=complete_list)
@click.argument("new")
@click.option(
    "--start",
    required=True,
    callback=read_date,
    metavar="DATE",
    help="The new term's first day, such as 2028-01-17.",
)
@click.option("--check-links", is_flag=True, help="Ask the web whether the links still work.")
@click.option("--dry-run", is_flag=True, help="Write nothing; tell what would be.")
@click.option("--json", "as_json", is_flag=True, help="Print the report as JSON.")
@click.pass_context
def command(
    ctx: click.Context,
    old: str,
    new: str,
    start: datetime.date,
    check_links: bool,
    dry_run: bool,
    as_json: bool,
) -> None:
    """Write the list NEW: the list OLD in the term that starts on DATE.

    Dates keep their week and weekday; the status becomes draft. Everything else of the file stays as it is.
    What a person should look at is named: references that are gone, later editions, words that speak of
    dates.
    """
    from readinglist.actions.rollover import roll_list_over

    workspace = open_workspace(ctx)
    with progress() as report:
        made = roll_list_over(
            workspace, old, new, start, dry_run=dry_run, check_links=check_links, progress=report
        )
    if as_json:
        print_json(made.as_json())
        return
    _show(made)


def _show(made: RolloverReport) -> None:
    say(f"{made.path}" if made.written else f"{made.path} (not written)")
    for change in made.rolled.changes:
        say(f"  {change.where}: {change.old} → {change.new}")
    for kind, heading in _HEADINGS.items():
        found = [one for one in made.findings if one.kind == kind]
        if found:
            say()
            say(heading, style="bold")
            for one in found:
                _show_finding(one)
    tell()
    tell(f"`readinglist lists show {made.rolled.reading_list.name}` shows it with its dates.")


def _show_finding(one: Finding) -> None:
    place = one.where.rpartition("/")[2]
    text = ": ".join(part for part in (place, f"{one.subject} {one.text}".strip()) if part)
    for line in textwrap.wrap(text, columns_wide() - 2, subsequent_indent="    ", break_on_hyphens=False):
        say(f"  {line}")
