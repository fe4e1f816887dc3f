"""`readinglist lists section add`: a new section."""

from __future__ import annotations

from typing import Any

import click

from readinglist.cli.complete import complete_list
from readinglist.cli.context import open_workspace
from readinglist.cli.examples import examples
from readinglist.cli.list_options import place_options, read_day, read_place, tell_change


@click.command(
    short_help="Add a section.",
    epilog=examples('readinglist lists section add spring "Encryption" --week 4 --after "Week 3"'),
)
@click.argument("name", shell_complete=complete_list)
@click.argument("title")
@click.option("--week", type=click.IntRange(1, 60), help="Its week.")
@click.option("--date", metavar="DATE", help="Its own date.")
@click.option("--intro", help="Its introduction.")
@click.option("--query", help="What it fills itself with.")
@click.option("--in", "within", default="", metavar="SECTION", help="The section that it is a part of.")
@place_options
@click.pass_context
def command(
    ctx: click.Context,
    /,
    name: str,
    title: str,
    date: str | None,
    within: str,
    first: bool,
    before: str | None,
    after: str | None,
    **given: Any,
) -> None:
    """Add a section called TITLE to the list NAME, at the end or beside another."""
    from readinglist.actions.editing import add_section

    fields: dict[str, Any] = {key: value for key, value in given.items() if value is not None}
    if date:
        fields["date"] = read_day(date, "--date")
    order = ("week", "date", "intro", "query")
    fields = {key: fields[key] for key in order if key in fields}
    place = read_place(first, before, after)
    tell_change(
        name, add_section(open_workspace(ctx), name, title, fields=fields, place=place, within=within)
    )
