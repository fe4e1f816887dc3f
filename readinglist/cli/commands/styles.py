"""`readinglist styles`: find a citation style."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import click

from readinglist.cli.context import user_cache
from readinglist.cli.examples import examples
from readinglist.cli.output import (
    KEY_STYLE,
    columns_wide,
    counted,
    print_json,
    say_marked,
    say_wrapped,
    shorten,
    show_table,
    styled,
    table,
    tell,
)

if TYPE_CHECKING:
    from readinglist.actions.styles import FoundStyle

_SHOWN = 40
_LEAST_TITLE = 28


@click.command(
    short_help="Find a citation style.",
    epilog=examples("readinglist styles", "readinglist styles chicago author date"),
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
    _show(shown)
    if not found:
        tell("No style has these words in its id or title. Fewer words find more.")
        return
    more = f", {len(found) - len(shown):,} more with --all" if len(found) > len(shown) else ""
    tell(f"{counted(len(found), 'style')}{more}. `readinglist export NAME --style STYLE` uses one.")


def _show(styles: Sequence[FoundStyle]) -> None:
    """A table while titles have room beside the ids; else each title under its id."""
    if not styles:
        return
    room = columns_wide() - max(len(one.id) for one in styles) - 15
    if room < _LEAST_TITLE:
        for one in styles:
            say_marked(one.id)
            say_wrapped(f"{one.title} – {one.kind}" if one.kind else one.title, first="    ", rest="    ")
        return
    made = table(("Style", {"no_wrap": True}), ("Kind", {"no_wrap": True}), ("Title", {"no_wrap": True}))
    for one in styles:
        made.add_row(styled(one.id, KEY_STYLE), one.kind, styled(shorten(one.title, room)))
    show_table(made)
