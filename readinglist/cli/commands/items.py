"""`readinglist items`: search the library."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import click

from readinglist.cli.complete import complete_theme
from readinglist.cli.context import open_workspace
from readinglist.cli.examples import examples
from readinglist.cli.output import (
    KEY_STYLE,
    columns_wide,
    counted,
    join_names,
    print_json,
    shorten,
    show_table,
    styled,
    table,
    tell,
)

if TYPE_CHECKING:
    from readinglist.items import Item


class QueryCommand(click.Command):
    """A command whose words may begin with a minus, as queries have them: `items silk -road`."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Click's own, with such words behind a `--`; the value of an option stays where it is."""
        takers = {
            name
            for param in self.params
            if isinstance(param, click.Option) and not param.is_flag
            for name in param.opts
        }
        ahead: list[str] = []
        words: list[str] = []
        for number, arg in enumerate(args):
            if arg == "--":
                words += args[number + 1 :]
                break
            minus = len(arg) > 1 and arg[0] == "-" and arg[1] != "-" and arg != "-h"
            is_value = number > 0 and args[number - 1] in takers
            (words if minus and not is_value else ahead).append(arg)
        return super().parse_args(ctx, [*ahead, "--", *words] if words else ahead)


@click.command(
    cls=QueryCommand,
    short_help="Search the library.",
    epilog=examples(
        "readinglist items silk road",
        "readinglist items --theme propaganda --year 2010..2015",
        "readinglist items 'encrypt* -type:newspaperArticle' --json",
    ),
)
@click.argument("query", nargs=-1)
@click.option("--theme", metavar="THEME", shell_complete=complete_theme, help="Only items of this theme.")
@click.option("--type", "item_type", metavar="TYPE", help="Only this item type, such as journalArticle.")
@click.option("--year", metavar="YEARS", help="Only these years: 2012, 2010..2015, 2015.. or ..2009.")
@click.option("--collection", metavar="NAME|KEY", help="Only this collection, with all below it.")
@click.option("--tag", metavar="TAG", help="Only items with this tag.")
@click.option("--json", "as_json", is_flag=True, help="Print the items as JSON.")
@click.pass_context
def command(
    ctx: click.Context,
    query: tuple[str, ...],
    theme: str | None,
    item_type: str | None,
    year: str | None,
    collection: str | None,
    tag: str | None,
    as_json: bool,
) -> None:
    """Search titles, creators, tags, abstracts and notes; without QUERY, list everything.

    All words must occur, in any order; accents and case do not matter. "Words in quotes" are a phrase,
    -word leaves out, and theme:, type:, year:, collection:, tag:, lang: may stand in QUERY as well.
    """
    from readinglist.actions.search import find_items

    workspace = open_workspace(ctx)
    limits = {"theme": theme, "type": item_type, "year": year, "collection": collection, "tag": tag}
    found = find_items(workspace, " ".join(query), {name: value for name, value in limits.items() if value})
    if as_json:
        print_json([one.as_json() for one in found])
        return
    _show([one.item for one in found])
    tell(_summary(len(found), bool(query) or any(limits.values())))


def _show(items: Sequence[Item]) -> None:
    if not items:
        return
    from readinglist.items.text import plain

    made = table(
        ("Key", {"no_wrap": True, "overflow": "ellipsis", "max_width": 28}),
        ("Year", {"justify": "right", "no_wrap": True}),
        ("Title", {"no_wrap": True, "overflow": "ellipsis"}),
    )
    keys = min(max(len(item.citation_key) for item in items), 28)
    width = max(columns_wide() - keys - 8, 20)
    for item in items:
        authors = join_names([one.last_name or one.name for one in item.creators][:4])
        title = plain(item.title) or "(no title)"
        text = f"{authors}: {title}" if authors else title
        made.add_row(
            styled(item.citation_key, KEY_STYLE), str(item.year or "n.d."), styled(shorten(text, width))
        )
    show_table(made)


def _summary(count: int, narrowed: bool) -> str:
    if not count:
        return "Nothing found." + (
            " Fewer words or limits find more; a star stands for any ending: encrypt*" if narrowed else ""
        )
    return f"{counted(count, 'item')}. `readinglist show KEY` tells all about one."
