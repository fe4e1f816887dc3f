"""`readinglist items`: search the library."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import click

from readinglist.cli.complete import complete_theme
from readinglist.cli.context import open_workspace
from readinglist.cli.examples import examples
from readinglist.cli.failures import clean
from readinglist.cli.output import (
    KEY_STYLE,
    columns_wide,
    counted,
    emphasised,
    fitted,
    join_names,
    print_json,
    tell,
)

if TYPE_CHECKING:
    from readinglist.library.reading import Line

_LONGEST_KEY = 28


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
        "readinglist items narco --limit 10",
    ),
)
@click.argument("query", nargs=-1)
@click.option("--theme", metavar="THEME", shell_complete=complete_theme, help="Only items of this theme.")
@click.option("--type", "item_type", metavar="TYPE", help="Only this item type, such as journalArticle.")
@click.option("--year", metavar="YEARS", help="Only these years: 2012, 2010..2015, 2015.. or ..2009.")
@click.option("--collection", metavar="NAME|KEY", help="Only this collection, with all below it.")
@click.option("--tag", metavar="TAG", help="Only items with this tag.")
@click.option(
    "--limit",
    type=click.IntRange(min=1),
    metavar="N",
    help="Only the first N: the best matches, or by citation key.",
)
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
    limit: int | None,
    as_json: bool,
) -> None:
    """Search titles, creators, tags, abstracts and notes; without QUERY, list everything.

    All words must occur, in any order; accents and case do not matter. "Words in quotes" are a phrase,
    -word leaves out, and theme:, type:, year:, collection:, tag:, lang: may stand in QUERY as well.
    """
    from readinglist.actions.search import find_items, list_items

    workspace = open_workspace(ctx)
    given = {"theme": theme, "type": item_type, "year": year, "collection": collection, "tag": tag}
    limits = {name: value for name, value in given.items() if value}
    words = " ".join(query)
    if as_json:
        print_json([one.as_json() for one in find_items(workspace, words, limits, limit or 0)])
        return
    found = list_items(workspace, words, limits, limit or 0)
    _show(found.lines)
    tell(_summary(len(found.lines), found.total, bool(query or limits)))


def _show(lines: Sequence[Line]) -> None:
    """A table as `output.table` makes them, without what makes that slow for very many lines."""
    if not lines:
        return
    years = [str(one.year or "n.d.") for one in lines]
    keys = min(max(len(one.citation_key) for one in lines), _LONGEST_KEY)
    year = max(len(one) for one in ("Year", *years))
    width = max(columns_wide() - keys - year - 4, 20)
    made = [emphasised(f"{'Key':<{keys}}  {'Year':>{year}}  Title", "bold")]
    for one, when in zip(lines, years, strict=True):
        authors = join_names([creator.last_name or creator.name for creator in one.creators[:4]])
        title = one.title or "(no title)"
        text = fitted(clean(f"{authors}: {title}" if authors else title), width)
        key = fitted(clean(one.citation_key), keys)
        made.append(f"{emphasised(key, KEY_STYLE)}{' ' * (keys - len(key))}  {when:>{year}}  {text}")
    click.echo("\n".join(made))


def _summary(shown: int, total: int, narrowed: bool) -> str:
    if not total:
        return "Nothing found." + (
            " Fewer words or limits find more; a star stands for any ending: encrypt*" if narrowed else ""
        )
    if shown < total:
        return f"The first {shown:,} of {counted(total, 'item')}; without --limit all are shown."
    return f"{counted(total, 'item')}. `readinglist show KEY` tells all about one."
