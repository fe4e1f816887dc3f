"""What the commands that decide by hand have in common: their arguments, options and words."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeVar

import click

from readinglist.cli.complete import complete_key, complete_theme
from readinglist.cli.context import open_workspace
from readinglist.cli.output import print_json, say, shorten, tell

if TYPE_CHECKING:
    from readinglist.actions.theme_decisions import Decided
    from readinglist.themes.editing import Side

Function = TypeVar("Function", bound=Callable[..., Any])


def item_and_theme(function: Function) -> Function:
    """The arguments KEY and THEME."""
    function = click.argument("theme", shell_complete=complete_theme)(function)
    return click.argument("key", shell_complete=complete_key)(function)


def signature_options(function: Function) -> Function:
    """The options that say who decided, when and why."""
    for option in (
        click.option("--why", default="", metavar="TEXT", help="The reason, for whoever reads it later."),
        click.option("--on", default="", metavar="DATE", help="When; today where --by is given."),
        click.option(
            "--by",
            default="",
            metavar="NAME",
            envvar="READINGLIST_BY",
            help="Who decided it (READINGLIST_BY).",
        ),
    ):
        function = option(function)
    return function


def today() -> str:
    """The date on this machine's clock."""
    import datetime

    return datetime.date.today().isoformat()


def decide(
    ctx: click.Context, key: str, theme: str, side: Side | None, by: str, on: str, why: str, as_json: bool
) -> None:
    """Write a decision down and say what came of it."""
    from readinglist.actions.theme_decisions import decide_item, signed

    signature = signed(by, on, why, today())
    done = decide_item(open_workspace(ctx), key, theme, side, signature)
    if as_json:
        print_json(done.as_json())
    else:
        _say(done)


def _say(done: Decided) -> None:
    said = {"include": "has", "exclude": "does not have", None: "may have"}[done.side]
    by_rule = ", if the rules say so," if done.side is None else ""
    say(f"{done.citation_key} {said}{by_rule} the theme {done.theme} ({done.label}).")
    if not done.changed:
        tell("That was decided before; themes.toml is as it was.")
    say(f"  {shorten(done.title, 76)}")
    if done.before != done.after:
        say(f"  before: {', '.join(done.before) or 'no theme'}")
    say(f"  {'now:   ' if done.before != done.after else 'themes:'} {', '.join(done.after) or 'no theme'}")
