"""`readinglist themes`: the vocabulary with its counts; what is done with it is a module beside this."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from readinglist.cli.context import open_workspace
from readinglist.cli.output import THEME_STYLE, print_json, show_table, styled, table, tell
from readinglist.cli.table import CommandTable

if TYPE_CHECKING:
    from readinglist.actions.themes import ThemeCounts


@click.command(
    cls=CommandTable,
    folder=__name__,
    invoke_without_command=True,
    short_help="Show the themes with their counts.",
    epilog="Example: readinglist themes",
)
@click.option("--json", "as_json", is_flag=True, help="Print them as JSON.")
@click.pass_context
def command(ctx: click.Context, as_json: bool) -> None:
    """Show the themes as a tree, each with the number of its items.

    The vocabulary, its rules and your own decisions stand in themes.toml.
    """
    if ctx.invoked_subcommand:
        return
    from readinglist.actions.themes import theme_counts

    found = theme_counts(open_workspace(ctx))
    if as_json:
        print_json(found.as_json())
    else:
        show_counts(found)


def show_counts(found: ThemeCounts) -> None:
    """Print the tree of themes with counts, and a summary line."""
    made = table(("Items", {"justify": "right"}), ("Theme", {"no_wrap": True}), ("", {"no_wrap": True}))
    for row in found.rows:
        label = "  " * row.depth + row.label
        made.add_row(str(row.count), styled(label), styled(row.theme, THEME_STYLE))
    show_table(made)
    tell(
        f"{found.themed} of {found.items} items have a theme. "
        "`readinglist themes why KEY` gives the reasons for one."
    )
