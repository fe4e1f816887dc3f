"""`readinglist themes include`: a decision by hand that an item has a theme."""

from __future__ import annotations

import click

from readinglist.cli.deciding import decide, item_and_theme, signature_options
from readinglist.cli.examples import examples


@click.command(
    short_help="Decide that an item has a theme.",
    epilog=examples("readinglist themes include campbell2014narco propaganda"),
)
@item_and_theme
@signature_options
@click.option("--json", "as_json", is_flag=True, help="Print what changed as JSON.")
@click.pass_context
def command(ctx: click.Context, key: str, theme: str, by: str, on: str, why: str, as_json: bool) -> None:
    """Decide that the item KEY has the theme THEME, whatever the rules say.

    The decision is written into themes.toml, where it wins over every rule and survives every sync. An
    opposite one is taken back.
    """
    decide(ctx, key, theme, "include", by, on, why, as_json)
