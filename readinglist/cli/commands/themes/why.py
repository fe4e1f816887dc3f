"""`readinglist themes why`: the reasons for an item's themes."""

from __future__ import annotations

import click

from readinglist.cli.complete import complete_key
from readinglist.cli.context import open_workspace
from readinglist.cli.examples import examples
from readinglist.cli.output import print_json, say, say_wrapped, shorten


@click.command(
    short_help="Give the reasons for an item's themes.",
    epilog=examples("readinglist themes why campbell2014narco"),
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
    say_wrapped(f"{found.citation_key}: {shorten(found.title, 200)}", rest="  ")
    for score in found.scores:
        say()
        say(f"{score.label} ({score.theme})", style="bold")
        say_wrapped(score.verdict, first="  ", rest="  ")
        for line in score.reasons:
            say_wrapped(line, first="  ", rest=" " * 9)
    if not found.scores:
        say("No theme came near.")
