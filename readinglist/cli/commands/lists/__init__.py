"""`readinglist lists`: the reading lists; what is done with one is a module beside this."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from readinglist.cli.context import open_workspace
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
from readinglist.cli.table import CommandTable

if TYPE_CHECKING:
    from readinglist.actions.lists import ListOverview


@click.command(
    cls=CommandTable,
    folder=__name__,
    invoke_without_command=True,
    short_help="Show the reading lists.",
    epilog="Example: readinglist lists",
)
@click.option("--json", "as_json", is_flag=True, help="Print them as JSON.")
@click.pass_context
def command(ctx: click.Context, as_json: bool) -> None:
    """Show the reading lists of this workspace, each with its size. A list is a file in lists/."""
    if ctx.invoked_subcommand:
        return
    from readinglist.actions.lists import overview

    found = overview(open_workspace(ctx))
    if as_json:
        print_json([one.as_json() for one in found])
        return
    _show_overview(found)


def _show_overview(found: list[ListOverview]) -> None:
    if not found:
        tell("No reading lists yet. A list is a file in lists/; docs/files.md shows one.")
        return
    right = {"justify": "right"}
    made = table(
        ("List", {"no_wrap": True}), ("Sections", right), ("Items", right), ("Hours", right), "Title"
    )
    width = max(columns_wide() - max(len(one.name) for one in found) - 28, 16)
    for one in found:
        made.add_row(
            styled(one.name, KEY_STYLE),
            str(one.sections),
            str(one.entries),
            f"{one.minutes / 60:.0f}",
            styled(shorten(one.problem or one.title, width)),
        )
    show_table(made)
    tell("`readinglist lists show NAME` shows one, `readinglist export NAME` makes files of it.")
