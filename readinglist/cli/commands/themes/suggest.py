"""`readinglist themes suggest`: what themes the entries without one might ask for."""

from __future__ import annotations

import click

from readinglist.cli.context import open_workspace
from readinglist.cli.examples import examples
from readinglist.cli.output import counted, print_json, say, say_marked, shorten, tell

_EXAMPLES = 5


@click.command(
    short_help="Find groups among entries without a theme.",
    epilog=examples("readinglist themes suggest --least 4"),
)
@click.option(
    "--least",
    type=click.IntRange(2, 1000),
    default=3,
    show_default=True,
    help="The fewest entries that make a group.",
)
@click.option("--json", "as_json", is_flag=True, help="Print the groups as JSON.")
@click.pass_context
def command(ctx: click.Context, least: int, as_json: bool) -> None:
    """Show groups of entries that no theme has claimed: the words they share, and the entries.

    No label is invented: `themes new` makes a theme of a group under the name that you give it.
    """
    from readinglist.actions.theme_suggest import suggest_themes

    found = suggest_themes(open_workspace(ctx), least=least)
    if as_json:
        print_json(found.as_json())
        return
    for group in found.groups:
        say(f"{', '.join(group.terms)}: {counted(len(group.entries), 'entry', 'entries')}", style="bold")
        for key, title in group.entries[:_EXAMPLES]:
            say_marked(key, f"  {shorten(title, max(76 - len(key), 20))}")
        if len(group.entries) > _EXAMPLES:
            say(f"… and {len(group.entries) - _EXAMPLES} more")
        say()
    if found.groups:
        tell('`readinglist themes new ID --label en="…" --strong TERM` makes a theme of one.')
    elif found.unthemed:
        tell(f"{counted(found.unthemed, 'entry has', 'entries have')} no theme, and share too little.")
    else:
        tell("Every entry has a theme.")
