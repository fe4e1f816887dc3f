"""`readinglist themes rename`: another id for a theme."""

from __future__ import annotations

import click

from readinglist.cli.complete import complete_theme
from readinglist.cli.context import open_workspace
from readinglist.cli.editing import carry_out, edit_options
from readinglist.cli.examples import examples


@click.command(
    short_help="Give a theme another id.",
    epilog=examples("readinglist themes rename press-and-bloggers journalism"),
)
@click.argument("old", shell_complete=complete_theme)
@click.argument("new")
@edit_options
@click.pass_context
def command(ctx: click.Context, old: str, new: str, dry_run: bool, yes: bool, as_json: bool) -> None:
    """Give the theme OLD the id NEW, in your decisions, in other themes and in the lists that ask for it.

    The next `themes push` gives its tags in Zotero the new name, too.
    """
    from readinglist.actions.theme_edit import plan_rename

    workspace = open_workspace(ctx)
    carry_out(workspace, plan_rename(workspace, old, new), dry_run=dry_run, yes=yes, as_json=as_json)
