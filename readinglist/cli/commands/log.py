"""`readinglist log`: what the syncs changed, and the history of one item."""

from __future__ import annotations

import click

from readinglist.cli.context import open_workspace
from readinglist.cli.examples import examples
from readinglist.cli.output import print_json, say, tell

_SHOWN = 20


@click.command(
    short_help="Show what the syncs changed.",
    epilog=examples("readinglist log --since 2027-01-01", "readinglist log campbell2014narco"),
)
@click.argument("key", required=False, default="")
@click.option("--since", default="", metavar="DATE", help="Only syncs from this day (or moment) on.")
@click.option("--json", "as_json", is_flag=True, help="Print the history as JSON.")
@click.pass_context
def command(ctx: click.Context, key: str, since: str, as_json: bool) -> None:
    """Show what the syncs changed, the latest first; with KEY the history of one item, field by field.

    KEY is a citation key, an earlier one, or Zotero's own; of a deleted item too.
    """
    from readinglist.actions.history import as_json as plain
    from readinglist.actions.history import history
    from readinglist.actions.report import field_words, item_line

    found = history(open_workspace(ctx), since=since, key=key)
    if as_json:
        print_json(plain(found))
        return
    if not found:
        tell("No sync changed anything." if not since else f"No sync changed anything since {since}.")
    for entry in found:
        at = entry.at[:16].replace("T", " ")
        counts = ", ".join(f"{count} {what}" for what, count in entry.counts.items()) or "collections changed"
        say(f"{at} UTC  {entry.source}, version {entry.since} → {entry.version}: {counts}", style="bold")
        first = entry.since == 0 and not key
        for change in () if first else entry.changes if key else entry.changes[:_SHOWN]:
            if not key:
                say(f"  {item_line(change)}")
                continue
            say(f"  {change.what} {change.citation_key or change.key}: {change.title}")
            for field in change.fields:
                say(f"    {field_words(field)}")
        if not key and not first and entry.changes[_SHOWN:]:
            say(f"  … and {len(entry.changes) - _SHOWN} more; --json shows all")
