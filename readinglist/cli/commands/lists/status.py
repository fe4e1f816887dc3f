"""`readinglist lists status`: draft, in review, published."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING, Literal

import click

from readinglist.cli.complete import complete_list
from readinglist.cli.context import open_workspace
from readinglist.cli.examples import examples
from readinglist.cli.list_options import read_date
from readinglist.cli.output import KEY_STYLE, print_json, say, show_table, styled, table, tell, warn

if TYPE_CHECKING:
    from readinglist.actions.curating import ListStatus


@click.command(
    short_help="Say or set how far a list has come.",
    epilog=examples("readinglist lists status narco-digital-syllabus review"),
)
@click.argument("name", required=False, shell_complete=complete_list)
@click.argument("state", required=False, type=click.Choice(["draft", "review", "published"]))
@click.option("--date", "since", metavar="DATE", callback=read_date, help="Since when (default: today).")
@click.option("--json", "as_json", is_flag=True, help="Print it as JSON.")
@click.pass_context
def command(
    ctx: click.Context,
    name: str | None,
    state: Literal["draft", "review", "published"] | None,
    since: datetime.date | None,
    as_json: bool,
) -> None:
    """Say how far the list NAME has come, or every list; with a state, write it into the list's file.

    One line of the file is changed; `lists undo` takes it back.
    """
    from readinglist.actions.curating import all_statuses, list_status, set_status

    workspace = open_workspace(ctx)
    if state is None:
        found = all_statuses(workspace) if name is None else [list_status(workspace, name)]
        changed = False
    else:
        assert name is not None
        one, changed = set_status(workspace, name, state, since or datetime.date.today())
        found = [one]
    if as_json:
        data = [one.as_json() for one in found]
        print_json(data if name is None else data[0])
        return
    if state is None:
        _show(found)
        return
    since_when = f" since {found[0].since.isoformat()}" if found[0].since else ""
    say(f"{name}: {found[0].state}{since_when}" + ("" if changed else " (as before)"))
    if state == "published" and 0 < found[0].done < found[0].works:
        warn(f"the review has {found[0].done} of {found[0].works} works done.")


def _show(found: list[ListStatus]) -> None:
    if not found:
        tell("No reading lists yet.")
        return
    right = {"justify": "right"}
    made = table(("List", {"no_wrap": True}), "Status", "Since", ("Reviewed", right))
    for one in found:
        since = one.since.isoformat() if one.since else ""
        made.add_row(
            styled(one.name, KEY_STYLE),
            styled(one.problem or one.state),
            since,
            "" if one.problem else f"{one.done} of {one.works}",
        )
    show_table(made)
    tell("`readinglist lists review NAME` goes through a list's works.")
