"""`readinglist themes split`: a new theme that takes some of a theme's rules."""

from __future__ import annotations

import click

from readinglist.cli.complete import complete_theme
from readinglist.cli.context import open_workspace
from readinglist.cli.editing import by_language, carry_out, edit_options
from readinglist.cli.examples import examples


@click.command(
    short_help="Split a new theme off another.",
    epilog=examples("readinglist themes split encryption chats --label Chats --term telegram"),
)
@click.argument("theme", shell_complete=complete_theme)
@click.argument("new", metavar="NEW")
@click.option("--label", "labels", multiple=True, required=True, metavar="LANG=TEXT", help="Its name.")
@click.option("--scope", "scopes", multiple=True, metavar="LANG=TEXT", help="What belongs there.")
@click.option(
    "--term", "terms", multiple=True, required=True, metavar="TERM", help="A rule that goes to the new one."
)
@click.option("--beside", is_flag=True, help="Put it beside the theme, not below it.")
@edit_options
@click.pass_context
def command(
    ctx: click.Context,
    theme: str,
    new: str,
    labels: tuple[str, ...],
    scopes: tuple[str, ...],
    terms: tuple[str, ...],
    beside: bool,
    dry_run: bool,
    yes: bool,
    as_json: bool,
) -> None:
    """Make the theme NEW out of rules of THEME: each --term, as it is written in the file, goes there.

    NEW stands below THEME, so that lists that ask for THEME find the items of both; with --beside it stands
    at its side, and they do not. Decisions stay with THEME.
    """
    from readinglist.actions.local import load_themes
    from readinglist.actions.theme_edit import plan_split
    from readinglist.themes.restructure import NewTheme

    workspace = open_workspace(ctx)
    language = workspace.settings.lists.locale.split("-")[0]
    above = load_themes(workspace).theme(theme).broader if beside else theme
    made = NewTheme(
        new, by_language(labels, "--label", language), by_language(scopes, "--scope", language), above
    )
    edit = plan_split(workspace, theme, made, terms)
    carry_out(workspace, edit, dry_run=dry_run, yes=yes, as_json=as_json)
