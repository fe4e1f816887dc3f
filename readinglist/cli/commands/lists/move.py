"""`readinglist lists move`: an entry to another section."""

from __future__ import annotations

import click

from readinglist.cli.complete import complete_key, complete_list
from readinglist.cli.context import open_workspace
from readinglist.cli.examples import examples
from readinglist.cli.list_options import place_options, read_place, tell_change
from readinglist.errors import UsageError


@click.command(
    short_help="Move a work to another section.",
    epilog=examples('readinglist lists move spring campbell2014narco --to "Week 5"'),
)
@click.argument("name", shell_complete=complete_list)
@click.argument("key", shell_complete=complete_key)
@click.option("--to", "--section", "target", default="", metavar="SECTION", help="The section it goes to.")
@click.option("--from", "source", default="", metavar="SECTION", help="Where it is, if it is in several.")
@place_options
@click.pass_context
def command(
    ctx: click.Context,
    name: str,
    key: str,
    target: str,
    source: str,
    first: bool,
    before: str | None,
    after: str | None,
) -> None:
    """Move the work KEY within the list NAME, with its notes and the comments right above it."""
    from readinglist.actions.editing import move

    place = read_place(first, before, after)
    if not target and place.how == "last" and not source:
        raise UsageError("where to?", hint='As in --to "Week 5", --first, or --after KEY.')
    tell_change(name, move(open_workspace(ctx), name, key, source=source, target=target, place=place))
