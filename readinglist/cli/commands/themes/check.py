"""`readinglist themes check`: rules and decisions that deserve a look."""

from __future__ import annotations

from dataclasses import asdict

import click

from readinglist.cli.context import open_workspace
from readinglist.cli.examples import examples
from readinglist.cli.output import counted, print_json, say, tell


@click.command(
    short_help="Find rules and decisions that deserve a look.",
    epilog=examples("readinglist themes check --unused"),
)
@click.option("--unused", is_flag=True, help="Also tell which terms meet no item.")
@click.option("--json", "as_json", is_flag=True, help="Print them as JSON.")
@click.pass_context
def command(ctx: click.Context, unused: bool, as_json: bool) -> None:
    """Try every rule on every item, and look up every decision.

    Told are terms that meet more than half of all items, tags and collections that no item has, and decisions
    on items that are not there.
    """
    from readinglist.actions.check_themes import check_themes

    found = check_themes(open_workspace(ctx), unused=unused)
    if as_json:
        print_json(asdict(found))
        return
    for one in found.oddities:
        say(f"{one.where}: {one.theme}: {one.message}")
    hints = dict.fromkeys(one.hint for one in found.oddities if one.hint)
    for hint in hints:
        tell(hint)
    tell(
        f"{counted(found.rules, 'rule')} tried on {counted(found.items, 'item')}: "
        f"{counted(len(found.oddities), 'thing')} to look at."
    )
