"""`readinglist themes`: the vocabulary with its counts, and why an item has its themes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from readinglist.cli.complete import complete_key
from readinglist.cli.context import open_workspace
from readinglist.cli.examples import examples
from readinglist.cli.output import (
    THEME_STYLE,
    counted,
    print_json,
    say,
    say_wrapped,
    shorten,
    show_table,
    styled,
    table,
    tell,
)

if TYPE_CHECKING:
    from readinglist.actions.themes import ThemeCounts


@click.group(
    invoke_without_command=True,
    short_help="Show the themes with their counts.",
    epilog=examples("readinglist themes", "readinglist themes why campbell2014narco"),
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
    tell(f"{found.themed:,} of {counted(found.items, 'item')} have a theme.")
    tell("`readinglist themes why KEY` gives the reasons for one.")


@command.command(
    short_help="Give the reasons for an item's themes.",
    epilog=examples("readinglist themes why campbell2014narco"),
)
@click.argument("key", shell_complete=complete_key)
@click.option("--json", "as_json", is_flag=True, help="Print the reasons as JSON.")
@click.pass_context
def why(ctx: click.Context, key: str, as_json: bool) -> None:
    """Give the reasons for the themes of the item KEY: score, threshold, words and their places.

    Themes that just missed are shown as well.
    """
    from readinglist.actions.themes import why as explain

    found = explain(open_workspace(ctx), key)
    if as_json:
        print_json(found.as_json())
        return
    say_wrapped(f"{found.citation_key}: {shorten(found.title, 200)}", rest="  ")
    for score in found.scores:
        say()
        say(f"{score.label} ({score.theme})", style="bold")
        say_wrapped(score.verdict, first="  ", rest="  ")
        for line in score.reasons:
            say_wrapped(line, first="  ", rest=" " * 9)
    if not found.scores:
        say("No theme came near.")
