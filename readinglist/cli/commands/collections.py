"""`readinglist collections`: the collections of the libraries, as a tree."""

from __future__ import annotations

import click

from readinglist.cli.context import open_workspace
from readinglist.cli.examples import examples
from readinglist.cli.output import KEY_STYLE, counted, print_json, show_table, styled, table, tell


@click.command(
    short_help="Show the collections as Zotero has them.",
    epilog=examples("readinglist collections", "readinglist collections --json"),
)
@click.option("--json", "as_json", is_flag=True, help="Print them as JSON.")
@click.pass_context
def command(ctx: click.Context, as_json: bool) -> None:
    """Show the collections of the libraries as a tree: name, items directly in each, Zotero's key.

    Names and keys are what `items --collection` and `lists new --from-collection` take.
    """
    from readinglist.actions.collections import collection_rows

    rows = collection_rows(open_workspace(ctx))
    if as_json:
        print_json([row.as_json() for row in rows])
        return
    if not rows:
        tell("The library has no collections.")
        return
    several = len({row.source for row in rows}) > 1
    heads = ("Collection", ("Items", {"justify": "right"}), "Key", *(("Library",) if several else ()))
    made = table(*heads)
    for row in rows:
        cells = (styled("  " * row.depth + row.name), f"{row.items:,}", styled(row.key, KEY_STYLE))
        made.add_row(*cells, *((styled(row.source),) if several else ()))
    show_table(made)
    tell(f"{counted(len(rows), 'collection')}. `readinglist items --collection NAME` lists the items of one.")
