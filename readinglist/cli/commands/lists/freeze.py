"""`readinglist lists freeze`: a section's query into entries."""

from __future__ import annotations

import click

from readinglist.cli.complete import complete_list
from readinglist.cli.context import open_workspace
from readinglist.cli.examples import examples
from readinglist.cli.output import say, tell


@click.command(
    short_help="Turn a section's query into entries.",
    epilog=examples("readinglist lists freeze course-reserve --section Propaganda"),
)
@click.argument("name", shell_complete=complete_list)
@click.option("--section", "-s", default="", metavar="SECTION", help="Only this one.")
@click.pass_context
def command(ctx: click.Context, name: str, section: str) -> None:
    """Write out what the queries of the list NAME find today, in place of the queries.

    From then on the list stays as it is, whatever comes into the library.
    """
    from readinglist.actions.freeze import freeze

    done = freeze(open_workspace(ctx), name, section)
    for title, count in done.sections:
        say(f"{title}: {count} entries")
    tell(f"`readinglist lists undo {name}` brings the queries back.")
