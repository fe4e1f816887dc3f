"""`readinglist demo`: the whole way from a Zotero server to a finished list, on the bundled collection."""

from __future__ import annotations

import shlex
from pathlib import Path
from typing import TYPE_CHECKING

import click

from readinglist.cli.context import start_folder
from readinglist.cli.examples import examples
from readinglist.cli.output import progress, say, tell

if TYPE_CHECKING:
    from readinglist.actions.demo import DemoReport


@click.command(
    short_help="See it work on the bundled collection, without network.",
    epilog=examples("readinglist demo --open"),
)
@click.argument(
    "folder", metavar="[DIR]", default="narco-digital", type=click.Path(file_okay=False, path_type=Path)
)
@click.option("--open", "open_it", is_flag=True, help="Open the list in a browser.")
@click.pass_context
def command(ctx: click.Context, folder: Path, open_it: bool) -> None:
    """Make a workspace in DIR (narco-digital/ by default) and go the whole way in it.

    Starts the Zotero server that comes with readinglist, syncs its collection over HTTP, assigns themes,
    writes bib/, and exports the bundled reading list. A second run refreshes what changed. In the
    workspace every other command works too, without network.
    """
    from readinglist.actions.demo import run_demo

    with progress() as report:
        done = run_demo(start_folder(ctx) / folder, report)
    _say(done, folder)
    if open_it:
        _open(done.page.resolve())


def _say(done: DemoReport, folder: Path) -> None:
    from readinglist.cli.commands.export import say_written
    from readinglist.cli.commands.themes import show_counts

    for source in done.sync.sources:
        say(f"{source.name}: {source.summary} (library version {source.version})")
    say()
    show_counts(done.themes)
    say()
    for path in done.sync.written:
        say(str(path))
    say_written(done.export)
    tell()
    tell("Try next:" if folder == Path() else f"Try next, after `cd {shlex.quote(str(folder))}`:")
    for line in done.next_steps:
        tell(f"  {line}")


def _open(page: Path) -> None:
    import webbrowser

    if not webbrowser.open(page.as_uri()):
        tell(f"No browser could be started; the page is {page}")
