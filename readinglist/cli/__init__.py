"""The command line: one file a command in `commands/`, found by its name. Commands parse, call and print."""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Sequence
from typing import NoReturn

import click

from readinglist import __version__
from readinglist.cli import commands, failures
from readinglist.cli.table import CommandTable

# Objects made between two searches for garbage in circles: a command makes its values, prints and ends, and
# a tenth of its time went into looking for what it does not leave behind.
_BETWEEN_COLLECTIONS = 50_000

CONTEXT = {"help_option_names": ["-h", "--help"], "max_content_width": 80}


@click.command(
    cls=CommandTable,
    folder=commands,
    context_settings=CONTEXT,
    epilog="Start with `readinglist demo`, or with `readinglist init` for your own library.",
)
@click.version_option(__version__, "-V", "--version", prog_name="readinglist")
@click.option(
    "-C",
    "--workspace",
    "folder",
    type=click.Path(file_okay=False),
    default=None,
    metavar="DIR",
    help="Work in this folder instead of the current one.",
)
@click.option("--debug", is_flag=True, help="Show every request, and a traceback when something goes wrong.")
@click.pass_context
def cli(ctx: click.Context, folder: str | None, debug: bool) -> None:
    """Sync a Zotero collection, organise it by theme, export reading lists."""
    ctx.color = failures.colour_wanted()
    if debug:
        ctx.call_on_close(failures.show_requests())


def main(args: Sequence[str] | None = None) -> NoReturn:
    """The program's entry point; `args` without the program's name, the process's own by default.

    Every failure ends as a message and an exit code, never as a bare traceback.
    """
    gc.set_threshold(_BETWEEN_COLLECTIONS)
    # Pydantic would look through every installed package for plugins, at each start.
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")
    given = list(sys.argv[1:] if args is None else args)
    if args is None:
        failures.end_tidily_when_told()
    try:
        failures.run(
            lambda: cli.main(given, prog_name="readinglist", standalone_mode=False), debug="--debug" in given
        )
    finally:
        gc.freeze()  # the interpreter need not look through all of it once more before it ends
