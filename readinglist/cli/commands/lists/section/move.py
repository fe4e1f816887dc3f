"""`readinglist lists section move`: a section to another place."""

from __future__ import annotations

import click

from readinglist.cli.complete import complete_list
from readinglist.cli.context import open_workspace
from readinglist.cli.examples import examples
from readinglist.cli.list_options import place_options, read_place, tell_change
from readinglist.errors import UsageError


@click.command(
    short_help="Move a section.",
    epilog=examples('readinglist lists section move spring "Week 4" --before "Week 2"'),
)
@click.argument("name", shell_complete=complete_list)
@click.argument("section")
@click.option("--to", "number", type=click.IntRange(min=1), metavar="N", help="Make it the N-th.")
@click.option("--last", is_flag=True, help="Put it last.")
@place_options
@click.pass_context
def command(
    ctx: click.Context,
    name: str,
    section: str,
    number: int | None,
    last: bool,
    first: bool,
    before: str | None,
    after: str | None,
) -> None:
    """Move SECTION of the list NAME with all that is in it; its week and date stay what they are."""
    from readinglist.actions.editing import move_section
    from readinglist.lists.editing.operations import Place

    place = read_place(first, before, after)
    if number is not None:
        if place.how != "last" or last:
            raise UsageError("--to and the other places exclude each other")
        place = Place("number", number=number)
    elif place.how == "last" and not last:
        raise UsageError("where to?", hint='As in --to 3, --last, or --before "Week 2".')
    tell_change(name, move_section(open_workspace(ctx), name, section, place))
