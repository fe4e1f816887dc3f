"""`readinglist themes new`: a new theme."""

from __future__ import annotations

import click

from readinglist.cli.complete import complete_theme
from readinglist.cli.context import open_workspace
from readinglist.cli.editing import by_language, carry_out, edit_options
from readinglist.cli.examples import examples


@click.command(
    short_help="Make a new theme.",
    epilog=examples("readinglist themes new leaks --label en=Leaks --strong 'data leak'"),
)
@click.argument("theme", metavar="ID")
@click.option("--label", "labels", multiple=True, required=True, metavar="LANG=TEXT", help="Its name.")
@click.option("--scope", "scopes", multiple=True, metavar="LANG=TEXT", help="What belongs there.")
@click.option("--broader", default="", metavar="THEME", shell_complete=complete_theme, help="What is above.")
@click.option("--strong", multiple=True, metavar="TERM", help="One of these is enough for the theme.")
@click.option("--good", multiple=True, metavar="TERM", help="Two of these are.")
@click.option("--weak", multiple=True, metavar="TERM", help="Four of these are.")
@edit_options
@click.pass_context
def command(
    ctx: click.Context,
    theme: str,
    labels: tuple[str, ...],
    scopes: tuple[str, ...],
    broader: str,
    strong: tuple[str, ...],
    good: tuple[str, ...],
    weak: tuple[str, ...],
    dry_run: bool,
    yes: bool,
    as_json: bool,
) -> None:
    """Make the theme ID, and show which items would have it before it is written.

    A label or scope note without a language ("en=…") is in the language of this workspace.
    """
    from readinglist.actions.theme_edit import plan_new
    from readinglist.themes.restructure import NewTheme

    workspace = open_workspace(ctx)
    language = workspace.settings.lists.locale.split("-")[0]
    made = NewTheme(
        theme,
        by_language(labels, "--label", language),
        by_language(scopes, "--scope", language),
        broader,
        {"strong": strong, "good": good, "weak": weak},
    )
    carry_out(workspace, plan_new(workspace, made), dry_run=dry_run, yes=yes, as_json=as_json)
