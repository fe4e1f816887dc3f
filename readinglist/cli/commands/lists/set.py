"""`readinglist lists set`: what a list says about an entry, a section or itself."""

from __future__ import annotations

from typing import Any

import click

from readinglist.cli.complete import complete_key, complete_list
from readinglist.cli.context import open_workspace
from readinglist.cli.examples import examples
from readinglist.cli.list_options import entry_fields, entry_options, read_day, tell_change
from readinglist.errors import UsageError

_TEXTS = ("title", "subtitle", "course", "style", "locale", "order", "intro", "topic", "query")
_NUMBERS = ("week", "limit")


@click.command(
    short_help="Change what a list says about a work, a section or itself.",
    epilog=examples("readinglist lists set spring campbell2014narco --importance further"),
)
@click.argument("name", shell_complete=complete_list)
@click.argument("key", required=False, default="", shell_complete=complete_key)
@click.option("--section", "-s", default="", metavar="SECTION", help="The section that is meant.")
@entry_options
@click.option("--unset", multiple=True, metavar="WHAT", help="Take this out, such as note.")
@click.option("--title", help="A section's or the list's title.")
@click.option("--week", type=click.IntRange(1, 60), help="A section's week.")
@click.option("--date", metavar="DATE", help="A section's own date.")
@click.option("--intro", help="A section's introduction.")
@click.option("--topic", help="A section's topic.")
@click.option("--query", help="What a section fills itself with.")
@click.option("--limit", type=click.IntRange(min=1), help="How much the query may bring.")
@click.option("--order", help="importance, list, author, year, -year or title.")
@click.option("--style", help="The list's citation style.")
@click.option("--locale", help="The list's locale.")
@click.option("--course", help="The list's course code.")
@click.option("--subtitle", help="The list's subtitle.")
@click.pass_context
def command(
    ctx: click.Context, /, name: str, key: str, section: str, unset: tuple[str, ...], **given: Any
) -> None:
    """Change what the list NAME says about the work KEY.

    Without KEY it is about the section given with --section, or about the list itself.
    """
    from readinglist.actions.editing import set_fields

    fields: dict[str, Any] = dict(entry_fields(given))
    fields |= {one: given[one] for one in (*_TEXTS, *_NUMBERS) if given.get(one) is not None}
    if given.get("date"):
        fields["date"] = read_day(given["date"], "--date")
    for one in unset:
        field = one.strip().replace("-", "_").casefold()
        if field in ("cite", "title", "sections", "entries"):
            raise UsageError(f"'{one}' cannot be taken out", hint="`lists remove` takes a work out.")
        fields["locator" if field == "pages" else field] = None
    if not key and fields.get("private_note") is not None:
        raise UsageError(
            "a private note belongs to a work", hint="Give the work's KEY after the list's name."
        )
    tell_change(name, set_fields(open_workspace(ctx), name, key, section=section, fields=fields))
