"""`readinglist lists section`: sections added, renamed, moved, removed."""

from __future__ import annotations

import click

from readinglist.cli.examples import examples
from readinglist.cli.table import CommandTable


@click.command(
    cls=CommandTable,
    folder=__name__,
    short_help="Add, rename, move, remove sections.",
    epilog=examples('readinglist lists section add spring "Encryption" --week 4'),
)
def command() -> None:
    """Change the sections of a list. A section is named by its title, the beginning of it, or "Week 4"."""
