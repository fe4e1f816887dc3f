"""`readinglist lists section rename`: another title."""

from __future__ import annotations

import click

from readinglist.cli.complete import complete_list
from readinglist.cli.context import open_workspace
from readinglist.cli.examples import examples
from readinglist.cli.list_options import tell_change


@click.command(
    short_help="Give a section another title.",
    epilog=examples('readinglist lists section rename spring "Week 4" "Encrypted talk"'),
)
@click.argument("name", shell_complete=complete_list)
@click.argument("section")
@click.argument("title")
@click.pass_context
def command(ctx: click.Context, name: str, section: str, title: str) -> None:
    """Give SECTION of the list NAME another TITLE."""
    from readinglist.actions.editing import rename_section

    tell_change(name, rename_section(open_workspace(ctx), name, section, title))
