"""`readinglist styles`: find a citation style."""

from __future__ import annotations

import click

from readinglist.cli.context import user_cache
from readinglist.cli.output import (
    KEY_STYLE,
    columns_wide,
    print_json,
    shorten,
    show_table,
    styled,
    table,
    tell,
)

_SHOWN = 40


@click.command(
    short_help="Find a citation style.",
    epilog="Example: readinglist styles chicago",
)
@click.argument("text", nargs=-1)
@click.option("--all", "every", is_flag=True, help=f"Show all, not only the first {_SHOWN}.")
@click.option("--json", "as_json", is_flag=True, help="Print them as JSON.")
def command(text: tuple[str, ...], every: bool, as_json: bool) -> None:
    """Find citation styles whose id or title holds the words TEXT; without, the ones most asked for."""
    from readinglist.actions.styles import find_styles

    found = find_styles(" ".join(text), user_cache())
    if as_json:
        print_json([one.as_json() for one in found])
        return
    shown = found if every else found[:_SHOWN]
    made = table(("Style", {"no_wrap": True}), ("Kind", {"no_wrap": True}), ("Title", {"no_wrap": True}))
    width = max(columns_wide() - max((len(one.id) for one in shown), default=0) - 18, 16)
    for one in shown:
        made.add_row(styled(one.id, KEY_STYLE), one.kind, styled(shorten(one.title, width)))
    if shown:
        show_table(made)
    more = f" {len(found) - len(shown)} more with --all." if len(found) > len(shown) else ""
    tell(f"{len(found)} styles.{more} Use one with `readinglist export NAME --style STYLE`.")
