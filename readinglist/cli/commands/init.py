"""`readinglist init`: a workspace for a Zotero library."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from readinglist.cli.context import ENDPOINT_VARIABLE, find_api_key, start_folder
from readinglist.cli.output import progress, say, tell

if TYPE_CHECKING:
    from readinglist.actions.init import Found


@click.command(
    short_help="Make a workspace for your Zotero library.",
    epilog="Example: readinglist init spring-course --group 4420117 --collection Teaching",
)
@click.argument("folder", metavar="[DIR]", required=False, type=click.Path(file_okay=False, path_type=Path))
@click.option("--group", type=click.IntRange(min=1), metavar="ID", help="A group library, by its number.")
@click.option("--user", type=click.IntRange(min=0), metavar="ID", help="A user's library, by its number.")
@click.option(
    "--local", is_flag=True, help="Zotero's program on this computer (your own library, or --group)."
)
@click.option("--demo", is_flag=True, help="The collection that comes with readinglist.")
@click.option(
    "--collection",
    "collections",
    multiple=True,
    metavar="NAME|KEY",
    help="Only this collection, with all below it; may be given more than once.",
)
@click.option("--endpoint", envvar=ENDPOINT_VARIABLE, metavar="URL", help="Another server for the Web API.")
@click.pass_context
def command(
    ctx: click.Context,
    folder: Path | None,
    group: int | None,
    user: int | None,
    local: bool,
    demo: bool,
    collections: tuple[str, ...],
    endpoint: str | None,
) -> None:
    """Make a workspace in DIR (the current folder by default) for a Zotero library.

    Tests the access, says what it found, and writes a commented readinglist.toml. What is not given as an
    option is asked, if there is a terminal to ask at. The API key is never asked nor written: it comes from
    the environment (ZOTERO_API_KEY) or from the system's keyring (service "readinglist", user
    "api.zotero.org").
    """
    from readinglist.actions.init import check_free, create_workspace, look_at, source_for

    place = start_folder(ctx) / (folder or Path())
    check_free(place)
    if group is None and user is None and not (local or demo):
        group, user = _ask_library()
    source = source_for(group=group, user=user, local=local, demo=demo, endpoint=endpoint or "")
    with progress() as report:
        found = look_at(source, find_api_key(source), report)
    _say_found(found)
    if not collections and found.collections and not demo and sys.stdin.isatty():
        collections = _ask_collection(found)
    workspace = create_workspace(place, source, found, collections)
    say(f"Wrote {workspace.config_file}")
    tell(f"Next: cd {place} && readinglist sync" if str(place) != "." else "Next: readinglist sync")


def _ask_library() -> tuple[int | None, int | None]:
    if not sys.stdin.isatty():
        raise click.UsageError(
            "Which library? Give --group ID, --user ID, --local or --demo (there is no terminal to ask at)."
        )
    kind = click.prompt("Library", type=click.Choice(["group", "user"]), default="group", err=True)
    where = "in its address on zotero.org" if kind == "group" else "on zotero.org/settings/keys"
    number = click.prompt(f"Number of the {kind} ({where})", type=click.IntRange(min=1), err=True)
    return (number, None) if kind == "group" else (None, number)


def _say_found(found: Found) -> None:
    say(f"Found {found.name}: {found.items} items, {len(found.collections)} collections.")
    if found.account:
        say(f"The key belongs to {found.account}; {found.rights}.")


def _ask_collection(found: Found) -> tuple[str, ...]:
    tell("Collections:")
    for number, (_, path) in enumerate(found.collections, 1):
        tell(f"{number:4}  {path}")
    chosen = click.prompt(
        "Which one? (0 for the whole library)",
        type=click.IntRange(0, len(found.collections)),
        default=0,
        err=True,
    )
    return (found.collections[chosen - 1][0],) if chosen else ()
