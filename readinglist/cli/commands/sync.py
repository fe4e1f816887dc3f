"""`readinglist sync`: bring the workspace up to date with Zotero."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from readinglist.cli.context import find_api_key, open_workspace
from readinglist.cli.examples import examples
from readinglist.cli.output import counted, print_json, progress, say, warn

if TYPE_CHECKING:
    from readinglist.actions.sync import SyncReport


@click.command(
    short_help="Pull from Zotero, assign themes, write bib/.",
    epilog=examples("readinglist sync", "readinglist sync --json"),
)
@click.option("--pull-only", is_flag=True, help="Stop after the pull; themes and bib/ stay as they are.")
@click.option("--json", "as_json", is_flag=True, help="Print what changed as JSON.")
@click.pass_context
def command(ctx: click.Context, pull_only: bool, as_json: bool) -> None:
    """Bring this workspace up to date with its Zotero libraries.

    Pulls what changed, assigns themes to it, and rewrites in bib/ what changed. Nothing in Zotero is
    touched. Your lists, your themes file and citation keys that were given once stay as they are.
    """
    from readinglist.actions.sync import sync

    workspace = open_workspace(ctx)
    with progress() as report:
        done = sync(workspace, find_api_key, pull_only=pull_only, progress=report)
    if as_json:
        print_json(done.as_json())
    else:
        _say(done)
    for notice in done.notices:
        warn(notice)


def _say(done: SyncReport) -> None:
    for source in done.sources:
        say(f"{source.name}: {source.summary} (library version {source.version})")
        if source.narrowed:
            say(f"  {counted(source.items, 'item')} in the chosen collections")
    if done.assigned is not None:
        looked = f"looked at {counted(done.assigned, 'item')} anew" if done.assigned else "nothing changed"
        say(f"themes: {looked}")
        written = f"{counted(len(done.written), 'file')} written" if done.written else "nothing changed"
        say(f"bib/: {written}")
