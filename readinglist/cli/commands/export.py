"""`readinglist export`: a reading list as files to hand out."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from readinglist.cli.complete import complete_list, complete_locale, complete_style, complete_targets
from readinglist.cli.context import open_workspace
from readinglist.cli.examples import examples
from readinglist.cli.output import progress, say, say_wrapped, warn

if TYPE_CHECKING:
    from readinglist.actions.export import ExportReport


def _list_targets(ctx: click.Context, param: click.Parameter, wanted: bool) -> None:
    if not wanted or ctx.resilient_parsing:
        return
    from readinglist.export import load_target, targets

    for name in targets():
        say_wrapped(f"{name:<8} {load_target(name).description}", rest=" " * 9)
    ctx.exit()


@click.command(
    short_help="Make a reading list into HTML, Word, PDF, Markdown.",
    epilog=examples(
        "readinglist export narco-digital-syllabus",
        "readinglist export course-reserve --to docx,pdf --locale es-MX -o ~/Desktop",
    ),
)
@click.argument("name", shell_complete=complete_list)
@click.option(
    "--to", metavar="TARGETS", shell_complete=complete_targets, help="What to make, such as html,docx."
)
@click.option(
    "--targets",
    is_flag=True,
    is_eager=True,
    expose_value=False,
    callback=_list_targets,
    help="Say what there is to make, and exit.",
)
@click.option(
    "--style", metavar="STYLE", shell_complete=complete_style, help="A citation style; see `styles`."
)
@click.option(
    "--locale",
    metavar="LOCALE",
    shell_complete=complete_locale,
    help="The language of the list, such as es-MX.",
)
@click.option(
    "--language-per-entry",
    is_flag=True,
    help="Set each entry by the rules of its own language, not the list's.",
)
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
    language_per_entry: bool,
    paper: str | None,
    output: Path | None,
) -> None:
    """Make the reading list NAME into files to hand out.

    What is not given is taken from the list's own file, then from readinglist.toml. Private notes never get
    into the files. A file that would come out the same is not written again.
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
            language_per_entry=language_per_entry,
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
