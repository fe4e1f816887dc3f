"""`readinglist lists schema`: the JSON Schema of a list's file."""

from __future__ import annotations

import click

from readinglist.cli.examples import examples
from readinglist.cli.output import say


@click.command(
    short_help="Print the JSON Schema of a list.",
    epilog=examples("readinglist lists schema > list.schema.json"),
)
def command() -> None:
    """Print the JSON Schema by which an editor completes and checks a list.

    New lists name it in their first line (`# yaml-language-server: $schema=…`).
    """
    from readinglist.lists.schema import schema_text

    say(schema_text().rstrip())
