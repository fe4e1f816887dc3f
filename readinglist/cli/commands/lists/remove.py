"""`readinglist lists remove`: works out of a list."""

from __future__ import annotations

import click

from readinglist.cli.complete import complete_key, complete_list
from readinglist.cli.context import open_workspace
from readinglist.cli.examples import examples
from readinglist.cli.list_options import tell_change


@click.command(
    short_help="Take works out of a list.",
    epilog=examples("readinglist lists remove spring campbell2014narco"),
)
@click.argument("name", shell_complete=complete_list)
@click.argument("keys", nargs=-1, required=True, metavar="KEY...", shell_complete=complete_key)
@click.option("--section", "-s", default="", metavar="SECTION", help="Only from this section.")
@click.pass_context
def command(ctx: click.Context, name: str, keys: tuple[str, ...], section: str) -> None:
    """Take the works KEY... out of the list NAME. Comments above them stay where they are."""
    from readinglist.actions.editing import remove

    tell_change(name, remove(open_workspace(ctx), name, keys, section=section))
