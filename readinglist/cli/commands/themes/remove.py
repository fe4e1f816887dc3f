"""`readinglist themes remove`: a theme taken out."""

from __future__ import annotations

import click

from readinglist.cli.complete import complete_theme
from readinglist.cli.context import open_workspace
from readinglist.cli.editing import carry_out, edit_options
from readinglist.cli.examples import examples


@click.command(
    short_help="Remove a theme, its rules and decisions.",
    epilog=examples("readinglist themes remove digital-evidence"),
)
@click.argument("theme", shell_complete=complete_theme)
@edit_options
@click.pass_context
def command(ctx: click.Context, theme: str, dry_run: bool, yes: bool, as_json: bool) -> None:
    """Remove THEME with its rules and the decisions on it; themes below it go up to the one above it.

    Refused while a list asks for the theme: `themes merge` gives its place to another.
    """
    from readinglist.actions.theme_edit import plan_remove

    workspace = open_workspace(ctx)
    carry_out(workspace, plan_remove(workspace, theme), dry_run=dry_run, yes=yes, as_json=as_json)
