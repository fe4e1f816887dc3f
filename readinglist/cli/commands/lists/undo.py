"""`readinglist lists undo`: takes the last change by command back."""

from __future__ import annotations

import click

from readinglist.cli.complete import complete_list
from readinglist.cli.context import open_workspace
from readinglist.cli.examples import examples
from readinglist.cli.output import say, tell


@click.command(
    short_help="Take back the last change to a list.",
    epilog=examples("readinglist lists undo spring"),
)
@click.argument("name", shell_complete=complete_list)
@click.pass_context
def command(ctx: click.Context, name: str) -> None:
    """Take back what the last command did to the list NAME; the file is then as it was, to the byte.

    Call it again to go further back. A change by hand is never undone and never overwritten.
    """
    from readinglist.actions.editing import undo

    record = undo(open_workspace(ctx), name)
    say(f"{name}: undone: {record.what}")
    tell(f"It was done at {record.when[:16].replace('T', ' ')} UTC.")
