"""`readinglist themes merge`: themes made part of another."""

from __future__ import annotations

import click

from readinglist.cli.complete import complete_theme
from readinglist.cli.context import open_workspace
from readinglist.cli.editing import carry_out, edit_options
from readinglist.cli.examples import examples


@click.command(
    short_help="Make themes part of another.",
    epilog=examples("readinglist themes merge cryptocurrency --into darknet-markets"),
)
@click.argument("parts", nargs=-1, required=True, metavar="THEME...", shell_complete=complete_theme)
@click.option("--into", required=True, metavar="THEME", shell_complete=complete_theme, help="What stays.")
@edit_options
@click.pass_context
def command(
    ctx: click.Context, parts: tuple[str, ...], into: str, dry_run: bool, yes: bool, as_json: bool
) -> None:
    """Make each THEME part of another: that takes over their rules, names and decisions, and lists that ask
    for them ask for it.

    An item that you gave one of them keeps the whole, even if you had refused it that. Comments among the
    rules of a theme that is merged are not taken along.
    """
    from readinglist.actions.theme_edit import plan_merge

    workspace = open_workspace(ctx)
    carry_out(workspace, plan_merge(workspace, parts, into), dry_run=dry_run, yes=yes, as_json=as_json)
