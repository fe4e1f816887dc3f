"""`readinglist export`: a reading list as files to hand out."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from readinglist.cli.complete import complete_list, complete_style, complete_targets
from readinglist.cli.context import open_workspace
from readinglist.cli.output import progress, say, warn

if TYPE_CHECKING:
    from readinglist.actions.export import ExportReport


@click.command(
    short_help="Make a reading list into HTML, Word, PDF, Markdown.",
    epilog="Example: readinglist export narco-digital-syllabus --to html,docx --style mla",
)
@click.argument("name", shell_complete=complete_list)
@click.option("--to", metavar="TARGETS", shell_complete=complete_targets, help="Such as html,md,docx,pdf.")
@click.option(
    "--style", metavar="STYLE", shell_complete=complete_style, help="A citation style; see `styles`."
)
@click.option("--locale", metavar="LOCALE", help="The language of the list, such as es-MX.")
@click.option("--paper", type=click.Choice(["auto", "a4", "letter"]), help="The PDF's and Word's paper.")
@click.option(
    "-o",
    "--output",
    metavar="DIR",
    type=click.Path(path_type=Path),
    help="The folder to write to (exports/ by default).",
)
@click.pass_context
def command(
    ctx: click.Context,
    name: str,
    to: str | None,
    style: str | None,
    locale: str | None,
    paper: str | None,
    output: Path | None,
) -> None:
    """Make the reading list NAME into files to hand out.

    Private notes never get into them. A file that would come out the same is not written again.
    """
    from readinglist.actions.export import export_list

    workspace = open_workspace(ctx)
    with progress() as report:
        done = export_list(
            workspace,
            name,
            targets=split_targets(to),
            style=style or "",
            locale=locale or "",
            paper=paper or "",
            output=output,
            progress=report,
        )
    say_written(done)


def split_targets(text: str | None) -> tuple[str, ...]:
    """ "html,docx" as target names; empty for None."""
    return tuple(part.strip() for part in (text or "").split(",") if part.strip())


def say_written(done: ExportReport) -> None:
    """Say which files were written and which were as they should be already."""
    for path, changed in done.files:
        say(f"{path}" if changed else f"{path} (unchanged)")
    for warning in done.warnings:
        warn(warning)
