"""`readinglist lists where-used`: the lists that have a work."""

from __future__ import annotations

import click

from readinglist.cli.complete import complete_key
from readinglist.cli.context import open_workspace
from readinglist.cli.examples import examples
from readinglist.cli.output import (
    KEY_STYLE,
    columns_wide,
    print_json,
    say,
    shorten,
    show_table,
    styled,
    table,
    tell,
    warn,
)


@click.command(
    short_help="Tell which lists have a work.",
    epilog=examples("readinglist lists where-used campbell2014narco"),
)
@click.argument("key", shell_complete=complete_key)
@click.option("--json", "as_json", is_flag=True, help="Print it as JSON.")
@click.pass_context
def command(ctx: click.Context, key: str, as_json: bool) -> None:
    """Tell every place where a list has the work KEY: written out, as an alternative, pinned, or by a query.

    KEY is a citation key, one that the work had before, or its Zotero key.
    """
    from readinglist.actions.usage import where_used

    found = where_used(open_workspace(ctx), key)
    if as_json:
        print_json(found.as_json())
        return
    title = f"{found.citation_key}: {found.title}" if found.title else found.citation_key
    say(shorten(title, columns_wide()), style="bold")
    if found.uses:
        made = table(("List", {"no_wrap": True}), "Section", "As")
        for use in found.uses:
            how = use.how if use.how != "entry" else use.importance
            told = ", ".join(one for one in (how, use.locator) if one)
            made.add_row(styled(use.list, KEY_STYLE), styled(use.section), styled(told))
        show_table(made)
    lists = len({use.list for use in found.uses})
    tell(f"In {lists} list{'' if lists == 1 else 's'}." if lists else "In no list.")
    for name in found.unread:
        warn(f"the list '{name}' could not be read; `readinglist lists show {name}` says why.")
