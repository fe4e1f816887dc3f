"""`readinglist lists section remove`: a section out of a list."""

from __future__ import annotations

import click

from readinglist.cli.complete import complete_list
from readinglist.cli.context import open_workspace
from readinglist.cli.examples import examples
from readinglist.cli.list_options import tell_change


@click.command(
    short_help="Take a section out.",
    epilog=examples('readinglist lists section remove spring "Week 4" --force'),
)
@click.argument("name", shell_complete=complete_list)
@click.argument("section")
@click.option("--force", is_flag=True, help="Also with the entries that it has.")
@click.pass_context
def command(ctx: click.Context, name: str, section: str, force: bool) -> None:
    """Take SECTION out of the list NAME; one with entries only with --force."""
    from readinglist.actions.editing import remove_section

    tell_change(name, remove_section(open_workspace(ctx), name, section, with_entries=force))
