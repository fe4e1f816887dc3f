"""`readinglist lists add`: works into a list, without opening an editor."""

from __future__ import annotations

from typing import Any

import click

from readinglist.cli.complete import complete_key, complete_list
from readinglist.cli.context import open_workspace
from readinglist.cli.examples import examples
from readinglist.cli.list_options import entry_fields, entry_options, place_options, read_place, tell_change


@click.command(
    short_help="Add works to a list.",
    epilog=examples('readinglist lists add spring campbell2014narco --section "Week 4"'),
)
@click.argument("name", shell_complete=complete_list)
@click.argument("keys", nargs=-1, required=True, metavar="KEY...", shell_complete=complete_key)
@click.option("--section", "-s", default="", metavar="SECTION", help='Its title, or "Week 4".')
@entry_options
@place_options
@click.pass_context
def command(
    ctx: click.Context,
    /,
    name: str,
    keys: tuple[str, ...],
    section: str,
    first: bool,
    before: str | None,
    after: str | None,
    **given: Any,
) -> None:
    """Add the works KEY... to a section of the list NAME.

    Everything else in the file stays as it is, comments and blank lines too.
    """
    from readinglist.actions.editing import add

    fields, place = entry_fields(given), read_place(first, before, after)
    tell_change(name, add(open_workspace(ctx), name, keys, section=section, fields=fields, place=place))
