"""`readinglist lists coverage`: what lists cover, beside the library's own."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from readinglist.cli.complete import complete_list
from readinglist.cli.context import open_workspace
from readinglist.cli.examples import examples
from readinglist.cli.output import columns_wide, print_json, say, shorten, tell, warn

if TYPE_CHECKING:
    from readinglist.actions.usage import Coverage, Share

_BAR = 14


@click.command(
    short_help="Show what lists cover, beside the library.",
    epilog=examples("readinglist lists coverage narco-digital-syllabus"),
)
@click.argument("name", required=False, shell_complete=complete_list)
@click.option("--json", "as_json", is_flag=True, help="Print it as JSON.")
@click.pass_context
def command(ctx: click.Context, name: str | None, as_json: bool) -> None:
    """Show the themes, languages, years and types of the works in all lists, or in the list NAME.

    Each stands beside the share that it has in the whole library.
    """
    from readinglist.actions.usage import coverage

    found = coverage(open_workspace(ctx), name or "")
    if as_json:
        print_json(found.as_json())
        return
    whose = name or "all lists"
    for heading, shares in (
        ("Themes", found.themes),
        ("Languages", found.languages),
        ("Years", found.years),
        ("Types", found.types),
    ):
        _show(heading, shares, found)
    tell(f"{found.listed} works in {whose}, {found.library} in the library.")
    tell("+ and − mark what is more than a third above or below the library's share.")
    for one in found.unread:
        warn(f"the list '{one}' could not be read; `readinglist lists show {one}` says why.")


def _show(heading: str, shares: tuple[Share, ...], found: Coverage) -> None:
    width = columns_wide()
    room = max(width - _BAR - 30, 20)
    say(f"{heading:<{room}}  {'lists':>11}  {'library':>11}", style="bold")
    for one in shares:
        mine = one.listed / found.listed if found.listed else 0.0
        whole = one.library / found.library if found.library else 0.0
        told = f"{one.listed:>5} {mine:>5.0%}  {one.library:>5} {whole:>5.0%}"
        bar = f"{_sign(mine, whole)} {'█' * round(mine * _BAR)}"
        say(f"{shorten(one.label, room):<{room}}  {told}  {bar}".rstrip())
    say()


def _sign(mine: float, whole: float) -> str:
    if mine > whole * 4 / 3 and mine - whole > 0.02:
        return "+"
    return "−" if mine < whole * 2 / 3 and whole - mine > 0.02 else " "
