"""`readinglist doctor`: look whether everything is well, and mend what can be."""

from __future__ import annotations

import click

from readinglist.cli.context import find_api_key, open_workspace
from readinglist.cli.examples import examples
from readinglist.cli.output import print_json, progress, say_marked, tell

_MARKS = {"well": ("ok", "green"), "mended": ("mended", "yellow"), "wrong": ("wrong", "red")}


@click.command(
    short_help="Look whether everything is well, and mend what can be.",
    epilog=examples("readinglist doctor", "readinglist doctor --rebuild"),
)
@click.option("--rebuild", is_flag=True, help="Make the local copy anew from the server.")
@click.option("--json", "as_json", is_flag=True, help="Print what was found as JSON.")
@click.pass_context
def command(ctx: click.Context, rebuild: bool, as_json: bool) -> None:
    """Look at the local copy, the settings, the keys' rights, the clock, pandoc and typst.

    What can be mended without touching a file of yours is mended. With --rebuild the local copy is made
    anew from the server; citation keys, lists and decisions stay. The exit code is 1 while something is
    wrong.
    """
    from readinglist.actions.doctor import examine
    from readinglist.actions.doctor import rebuild as put_aside

    workspace = open_workspace(ctx)
    if rebuild:
        put_aside(workspace)
        _sync(ctx)
    with progress() as report:
        found = examine(workspace, find_api_key, report)
    if as_json:
        print_json([one.as_json() for one in found])
    else:
        for one in found:
            mark, colour = _MARKS[one.state]
            say_marked(f"{mark:<7}", f"{one.what}: {one.message}", style=colour)
            if one.hint:
                tell(f"         {one.hint}")
    if any(one.state == "wrong" for one in found):
        ctx.exit(1)


def _sync(ctx: click.Context) -> None:
    from readinglist.actions.sync import sync

    with progress() as report:
        sync(open_workspace(ctx), find_api_key, progress=report)
    tell("The local copy was made anew from the server.")
