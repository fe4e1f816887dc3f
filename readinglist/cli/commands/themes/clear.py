"""`readinglist themes clear`: a decision by hand taken back."""

from __future__ import annotations

import click

from readinglist.cli.deciding import decide, item_and_theme
from readinglist.cli.examples import examples


@click.command(
    short_help="Take a decision about an item and a theme back.",
    epilog=examples("readinglist themes clear campbell2014narco propaganda"),
)
@item_and_theme
@click.option("--json", "as_json", is_flag=True, help="Print what changed as JSON.")
@click.pass_context
def command(ctx: click.Context, key: str, theme: str, as_json: bool) -> None:
    """Take back what was decided about the item KEY and the theme THEME: the rules speak again."""
    decide(ctx, key, theme, None, "", "", "", as_json)
