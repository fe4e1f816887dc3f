"""`readinglist status`: what is in this workspace and how fresh it is."""

from __future__ import annotations

import click

from readinglist.cli.context import open_workspace
from readinglist.cli.examples import examples
from readinglist.cli.output import counted, print_json, say, say_wrapped, tell, warn


@click.command(
    short_help="Say what is in this workspace and how fresh it is.",
    epilog=examples("readinglist status"),
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
    sizes = (
        counted(found.items, "item"),
        counted(found.collections, "collection"),
        counted(found.notes, "note"),
        f"{found.trashed:,} in the trash",
    )
    say_wrapped(", ".join(sizes), first="  ", rest="    ")
    say(f"  {counted(found.themes, 'theme')}; {found.themed:,} of {counted(found.items, 'item')} have one")
    lists = f": {', '.join(found.lists)}" if found.lists else ""
    say_wrapped(f"{counted(len(found.lists), 'reading list')}{lists}", first="  ", rest="    ")
    for notice in found.notices:
        warn(notice)
    tell(f"Next: {found.next_step}.")
