"""`readinglist lists edit`: a list in an editor, checked on return."""

from __future__ import annotations

import sys

import click

from readinglist.cli.complete import complete_list
from readinglist.cli.context import open_workspace
from readinglist.cli.examples import examples
from readinglist.cli.list_options import tell_change
from readinglist.cli.output import tell
from readinglist.errors import UsageError


@click.command(
    short_help="Open a list in an editor and check it.",
    epilog=examples("EDITOR=nano readinglist lists edit spring"),
)
@click.argument("name", shell_complete=complete_list)
@click.option("--discard", is_flag=True, help="Drop the draft that an earlier edit left.")
@click.pass_context
def command(ctx: click.Context, name: str, discard: bool) -> None:
    """Open the list NAME in $VISUAL or $EDITOR and take it over if it can be read.

    What cannot be read stays in a draft, and the list as it was. So it does when somebody else changed the
    list while the editor was open.
    """
    from readinglist.actions.editing import begin_edit, discard_draft, finish_edit

    workspace = open_workspace(ctx)
    if discard:
        tell(
            f"{name}: the draft is gone." if discard_draft(workspace, name) else f"{name}: there is no draft."
        )
        return
    copy, draft = begin_edit(workspace, name)
    try:
        click.edit(filename=str(copy))
    except click.ClickException as error:
        raise UsageError(
            f"the editor did not run: {error.format_message()}",
            where=str(copy),
            hint="Set the environment variable EDITOR to one that does.",
        ) from error
    sys.stdout.flush()
    tell_change(name, finish_edit(workspace, copy, draft))
