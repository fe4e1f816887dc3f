"""`readinglist themes exclude`: a decision by hand that an item does not have a theme."""

from __future__ import annotations

import click

from readinglist.cli.deciding import decide, item_and_theme, signature_options
from readinglist.cli.examples import examples


@click.command(
    short_help="Decide that an item does not have a theme.",
    epilog=examples("readinglist themes exclude campbell2014narco propaganda"),
)
@item_and_theme
@signature_options
@click.option("--json", "as_json", is_flag=True, help="Print what changed as JSON.")
@click.pass_context
def command(ctx: click.Context, key: str, theme: str, by: str, on: str, why: str, as_json: bool) -> None:
    """Decide that the item KEY does not have the theme THEME, whatever the rules say.

    The decision is written into themes.toml, where it wins over every rule and survives every sync. An
    opposite one is taken back.
    """
    decide(ctx, key, theme, "exclude", by, on, why, as_json)
