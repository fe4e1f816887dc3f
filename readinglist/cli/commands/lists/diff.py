"""`readinglist lists diff`: what changed between two lists, or since a revision."""

from __future__ import annotations

import textwrap
from pathlib import Path
from typing import TYPE_CHECKING

import click

from readinglist.cli.complete import complete_list
from readinglist.cli.context import open_workspace
from readinglist.cli.examples import examples
from readinglist.cli.output import columns_wide, print_json, say

if TYPE_CHECKING:
    from readinglist.lists.diffwords import DiffReport

_COLORS = {"added": "green", "removed": "red", "moved": "cyan", "changed": "yellow"}


@click.command(
    short_help="Tell what changed between two lists.",
    epilog=examples("readinglist lists diff narco-digital-syllabus@HEAD~1"),
)
@click.argument("old", shell_complete=complete_list)
@click.argument("new", required=False, shell_complete=complete_list)
@click.option(
    "--to",
    "form",
    type=click.Choice(["text", "md", "html", "json"]),
    default="text",
    show_default=True,
    help="How to write it.",
)
@click.option("--json", "as_json", is_flag=True, help="The same as --to json.")
@click.option("--private", is_flag=True, help="Show what private notes say.")
@click.option(
    "-o",
    "--output",
    metavar="FILE",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Write it to a file.",
)
@click.pass_context
def command(
    ctx: click.Context,
    old: str,
    new: str | None,
    form: str,
    as_json: bool,
    private: bool,
    output: Path | None,
) -> None:
    """Tell in words what makes the list NEW of the list OLD: added, removed, moved, importance, pages, hours.

    Either may be a list as it was in a revision of git: NAME@REVISION. With OLD alone, it is compared with
    the list as it is now. What private notes say is left out unless asked for.
    """
    from readinglist.actions.differences import compare_lists

    workspace = open_workspace(ctx)
    found = compare_lists(workspace, old, new or "", private=private)
    if as_json or form == "json":
        if output is None:
            print_json(found.as_json(private=private))
            return
        import json

        text = json.dumps(found.as_json(private=private), ensure_ascii=False, indent=2) + "\n"
    elif form == "text":
        if output is None:
            _show(found.report)
            return
        text = "".join(f"{line}\n" for line, _ in _lines(found.report, 80))
    else:
        from readinglist.export.differences import render_differences

        text = render_differences(found.report, form, workspace.templates_folder)
    if output is None:
        click.echo(text, nl=False)
        return
    from readinglist.files import write_file

    say(f"{output}" if write_file(output, text) else f"{output} (unchanged)")


def _show(report: DiffReport) -> None:
    from readinglist.cli.failures import clean

    for line, color in _lines(report, columns_wide()):
        text = clean(line)
        click.echo(click.style(text, bold=True) if color == "bold" else click.style(text, fg=color or None))


def _lines(report: DiffReport, width: int) -> list[tuple[str, str]]:
    """The report's lines with their colours."""
    found: list[tuple[str, str]] = []
    for group in report.groups:
        hours = f" ({group.hours})" if group.hours else ""
        found += [(line, "bold") for line in textwrap.wrap(f"{group.heading}{hours}", width)]
        for one in group.lines:
            wrapped = textwrap.wrap(
                f"  {one.mark} {one.text}", width, subsequent_indent="    ", break_long_words=False
            )
            found += [(line, _COLORS[one.kind]) for line in wrapped]
        found.append(("", ""))
    return [*found, *((line, "") for line in textwrap.wrap(report.summary, width))]
