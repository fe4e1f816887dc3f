"""`readinglist themes why`: the reasons for an item's themes."""

from __future__ import annotations

import click

from readinglist.cli.complete import complete_key
from readinglist.cli.context import open_workspace
from readinglist.cli.output import print_json, say, shorten


@click.command(
    short_help="Give the reasons for an item's themes.",
    epilog="Example: readinglist themes why campbell2014narco",
)
@click.argument("key", shell_complete=complete_key)
@click.option("--json", "as_json", is_flag=True, help="Print the reasons as JSON.")
@click.pass_context
def command(ctx: click.Context, key: str, as_json: bool) -> None:
    """Give the reasons for the themes of the item KEY: score, threshold, words and their places.

    Themes that just missed are shown as well.
    """
    from readinglist.actions.themes import why

    found = why(open_workspace(ctx), key)
    if as_json:
        print_json(found.as_json())
        return
    say(f"{found.citation_key}: {shorten(found.title, 60)}")
    for score in found.scores:
        say()
        say(f"{score.label} ({score.theme}): {score.verdict}", style="bold")
        for line in score.reasons:
            say(f"  {line}")
    if not found.scores:
        say("No theme came near.")
