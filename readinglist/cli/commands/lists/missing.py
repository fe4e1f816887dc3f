"""`readinglist lists missing`: cited but not in the library, in the library's themes but in no list."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING

import click

from readinglist.cli.complete import complete_list, complete_theme
from readinglist.cli.context import open_workspace
from readinglist.cli.examples import examples
from readinglist.cli.output import columns_wide, counted, print_json, say, shorten, tell, warn

if TYPE_CHECKING:
    from readinglist.actions.usage import Missing, Unlisted

_SHOWN = 5


@click.command(
    short_help="Tell what lists lack, and what no list has.",
    epilog=examples("readinglist lists missing narco-digital-syllabus"),
)
@click.argument("name", required=False, shell_complete=complete_list)
@click.option("--theme", metavar="THEME", shell_complete=complete_theme, help="Only works of this theme.")
@click.option("--all", "every", is_flag=True, help="Name every work, not only the newest of each theme.")
@click.option("--json", "as_json", is_flag=True, help="Print it as JSON.")
@click.pass_context
def command(ctx: click.Context, name: str | None, theme: str | None, every: bool, as_json: bool) -> None:
    """Tell what lists cite and the library lacks, and which works of the library's themes are in no list.

    With NAME it is about that list and the themes of its works.
    """
    from readinglist.actions.usage import missing

    found = missing(open_workspace(ctx), name or "", theme=theme or "")
    if as_json:
        print_json(found.as_json())
        return
    _show_keys(found)
    for one in found.themes:
        if one.works:
            _show_theme(one, len(one.works) if every else _SHOWN)
    works = {key for one in found.themes for key, _, _ in one.works}
    tell()
    count = counted(len(works), "work")
    unlisted = f"{count} of its themes in no list" if works else "all works of its themes in lists"
    tell(f"{len(found.keys)} cited but not in the library; {unlisted}.")
    for unread in found.unread:
        warn(f"the list '{unread}' could not be read; `readinglist lists show {unread}` says why.")


def _show_keys(found: Missing) -> None:
    say("Cited but not in the library", style="bold")
    if not found.keys:
        say("  none")
    for one in found.keys:
        near = f"; near: {', '.join(one.near)}" if one.near else ""
        place = one.where.rpartition("/")[2]
        line = f"{place}: {one.key} ({one.reason}{near})"
        for part in textwrap.wrap(line, columns_wide() - 2, subsequent_indent="  ", break_on_hyphens=False):
            say(f"  {part}")


def _show_theme(one: Unlisted, most: int) -> None:
    say()
    say(f"{one.label}: {len(one.works)} of {one.total} in no list", style="bold")
    for key, year, title in one.works[:most]:
        say(shorten(f"  {key} ({year or 'n.d.'}) {title}", columns_wide() - 2).join(("  ", "")))
    if len(one.works) > most:
        say(f"  … and {len(one.works) - most} more (--all)")
