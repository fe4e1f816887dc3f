"""`readinglist status`: what is in this workspace and how fresh it is."""

from __future__ import annotations

import click

from readinglist.cli.context import open_workspace
from readinglist.cli.output import print_json, say


@click.command(
    short_help="Say what is in this workspace and how fresh it is.",
    epilog="Example: readinglist status",
)
@click.option("--json", "as_json", is_flag=True, help="Print it as JSON.")
@click.pass_context
def command(ctx: click.Context, as_json: bool) -> None:
    """Say what this workspace holds: its libraries and their last sync, items, themes, lists."""
    from readinglist.actions.status import status

    found = status(open_workspace(ctx))
    if as_json:
        print_json(found.as_json())
        return
    say(str(found.root), style="bold")
    for source in found.sources:
        say(f"  {source.name}: {source.path} from {source.endpoint}")
        say(f"    {source.state}")
    say(
        f"  {found.items} items, {found.collections} collections, {found.notes} notes, {found.trashed} in the trash"
    )
    say(f"  {found.themed} items have a theme, {found.items - found.themed} have none; {found.themes} themes")
    say(f"  {len(found.lists)} reading lists" + (f": {', '.join(found.lists)}" if found.lists else ""))
    for notice in found.notices:
        say(f"  {notice}")
    say(f"Next: {found.next_step}")
