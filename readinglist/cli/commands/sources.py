"""`readinglist sources`: the Zotero libraries that this workspace follows."""

from __future__ import annotations

import os
import sys

import click

from readinglist.cli.asking import confirmed
from readinglist.cli.context import ENDPOINT_VARIABLE, find_api_key, open_workspace
from readinglist.cli.examples import examples
from readinglist.cli.output import counted, print_json, progress, say, show_table, styled, table, tell, warn


@click.group(
    invoke_without_command=True,
    short_help="List, add and remove the Zotero libraries of this workspace.",
    epilog=examples("readinglist sources", "readinglist sources add --group 5012345"),
)
@click.option("--json", "as_json", is_flag=True, help="Print them as JSON.")
@click.pass_context
def command(ctx: click.Context, as_json: bool) -> None:
    """List the Zotero libraries that this workspace follows: name, library, items, last sync."""
    if ctx.invoked_subcommand is not None:
        return
    from readinglist.actions.sources import sources

    rows = sources(open_workspace(ctx))
    if as_json:
        print_json([row.as_json() for row in rows])
        return
    made = table("Name", "Library", ("Items", {"justify": "right"}), "Synced", "Collections")
    for row in rows:
        synced = f"{row.synced_at[:16].replace('T', ' ')} UTC" if row.synced_at else "never"
        limited = ", ".join(row.collections) or "all"
        made.add_row(styled(row.name, "cyan"), styled(row.path), f"{row.items:,}", synced, styled(limited))
    show_table(made)


@command.command(
    short_help="Follow one more library.",
    epilog=examples("readinglist sources add --user 12345 --collection Teaching"),
)
@click.option("--group", type=int, metavar="ID", help="A group's library, by the group's number.")
@click.option("--user", type=int, metavar="ID", help="A person's library, by the person's number.")
@click.option("--local", is_flag=True, help="From Zotero's program on this computer.")
@click.option("--endpoint", default="", metavar="URL", help="A server other than api.zotero.org.")
@click.option("--name", default="", help="A short name of your own for it.")
@click.option(
    "--collection",
    "collections",
    multiple=True,
    metavar="NAME",
    help="Only this collection with all below it (key, name or path); may be repeated.",
)
@click.pass_context
def add(
    ctx: click.Context,
    group: int | None,
    user: int | None,
    local: bool,
    endpoint: str,
    name: str,
    collections: tuple[str, ...],
) -> None:
    """Follow one more library: asks the server for it, then adds a [[source]] table to readinglist.toml.

    Everything else in the file stays as it is, comments too. The next `readinglist sync` fetches it.
    """
    from readinglist.actions.init import look_at, source_for
    from readinglist.actions.sources import add_source

    workspace = open_workspace(ctx)
    if not endpoint and not local:
        endpoint = os.environ.get(ENDPOINT_VARIABLE, "").strip()
    source = source_for(group=group, user=user, local=local, endpoint=endpoint)
    with progress() as report:
        found = look_at(source, find_api_key(source), report)
    added = add_source(workspace, source, found, name=name, collections=collections)
    say(f"{added.name}: {found.name} ({added.path}), {counted(found.items, 'item')}")
    tell("`readinglist sync` fetches it.")


@command.command(
    short_help="Follow a library no longer.",
    epilog=examples("readinglist sources remove seminar"),
)
@click.argument("name")
@click.option("--yes", is_flag=True, help="Do not ask.")
@click.pass_context
def remove(ctx: click.Context, name: str, yes: bool) -> None:
    """Follow the library NAME no longer: says what goes, asks, and takes it out of readinglist.toml.

    Its items leave the local copy and bib/. Citation keys, lists and decisions stay as they are.
    """
    from readinglist.actions.sources import look_at_loss, remove_source
    from readinglist.actions.sync import organise_now
    from readinglist.errors import UsageError

    workspace = open_workspace(ctx)
    loss = look_at_loss(workspace, name)
    for sentence in loss.sentences:
        tell(f"  {sentence}")
    if not yes and not sys.stdin.isatty():
        raise UsageError(f"'{name}' was not removed", hint="Give --yes to remove it without being asked.")
    if not confirmed(f"Remove '{name}'?", yes):
        return
    workspace = remove_source(workspace, name)
    with progress() as report:
        organise_now(workspace, report)
    say(f"{name} removed")
    for listed, count in loss.cited:
        warn(f"{listed} cites {counted(count, 'work')} that this workspace has no longer")
