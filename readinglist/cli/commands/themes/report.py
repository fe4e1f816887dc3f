"""`readinglist themes report`: the collection by theme, counted and drawn."""

from __future__ import annotations

from pathlib import Path

import click

from readinglist.cli.context import open_workspace
from readinglist.cli.examples import examples
from readinglist.cli.output import print_json, progress, say, say_wrapped


@click.command(
    short_help="Count and chart the collection by theme.",
    epilog=examples("readinglist themes report", "readinglist themes report --format html,xlsx,svg"),
)
@click.option(
    "--format",
    "formats",
    default="html",
    show_default=True,
    metavar="NAMES",
    help="Which files: html, md, csv, xlsx, svg; several with commas.",
)
@click.option("--json", "as_json", is_flag=True, help="Print the counts as JSON and write no file.")
@click.pass_context
def command(ctx: click.Context, formats: str, as_json: bool) -> None:
    """Write an overview into exports/: entries by theme, year, type and language, themes that meet, entries
    without a theme or with too many, rules that several themes have, and gaps.
    """
    from readinglist.actions.theme_report import check_formats, theme_overview, write_report

    workspace = open_workspace(ctx)
    wanted = check_formats([one.strip() for one in formats.split(",") if one.strip()])
    found = theme_overview(workspace)
    if as_json:
        print_json(
            {
                "findings": list(found.findings),
                "gaps": list(found.gaps),
                "tables": [grid.as_json() for grid in found.grids],
            }
        )
        return
    with progress() as report:
        paths = write_report(workspace, found, wanted, report)
    for line in found.findings:
        say_wrapped(line)
    if found.gaps:
        say()
        say("Gaps:", style="bold")
        for gap in found.gaps:
            say_wrapped(gap, first="  ", rest="    ")
    say()
    for path in paths:
        say(str(_shown(path)))


def _shown(path: Path) -> Path:
    try:
        return path.relative_to(Path.cwd())
    except ValueError:
        return path
