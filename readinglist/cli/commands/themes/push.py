"""`readinglist themes push`: the themes written to Zotero, and taken back again."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import click

from readinglist.cli.asking import confirmed
from readinglist.cli.context import find_api_key, open_workspace
from readinglist.cli.examples import examples
from readinglist.cli.output import counted, print_json, progress, say, say_marked, shorten, tell, warn

if TYPE_CHECKING:
    from readinglist.actions.theme_push import Planned, PushReport
    from readinglist.workspace import Workspace


@click.command(
    short_help="Write themes to Zotero as tags or collections.",
    epilog=examples(
        "readinglist themes push --dry-run", "readinglist themes push", "readinglist themes push --undo"
    ),
)
@click.option("--dry-run", is_flag=True, help="Show what would change, and change nothing.")
@click.option("--prefix", default="theme:", show_default=True, help="What stands before a theme's id.")
@click.option(
    "--as",
    "part",
    type=click.Choice(["tags", "collections"]),
    default="tags",
    show_default=True,
    help="What to write.",
)
@click.option("--undo", is_flag=True, help="Take the last push back.")
@click.option("--yes", "-y", is_flag=True, help="Do not ask.")
@click.option("--json", "as_json", is_flag=True, help="Print what changes as JSON.")
@click.pass_context
def command(
    ctx: click.Context, dry_run: bool, prefix: str, part: str, undo: bool, yes: bool, as_json: bool
) -> None:
    """Write each item's themes to Zotero, as tags such as "theme:encryption" or as collections.

    Syncs first, shows every change, and asks. Only tags that an earlier push wrote are ever taken away;
    all others stay as they are. Items that somebody changes meanwhile are planned anew, a push that broke
    off goes on when it is called again, and --undo takes the last one back. Needs an API key with write
    access.
    """
    if undo and part != "tags":
        raise click.UsageError("--undo takes the last push back, whatever it wrote: leave out --as.")
    workspace = open_workspace(ctx)
    if undo:
        _undo(workspace, dry_run, yes, as_json)
    else:
        _push(workspace, dry_run, prefix, part, yes, as_json)


def _push(workspace: Workspace, dry_run: bool, prefix: str, part: str, yes: bool, as_json: bool) -> None:
    from readinglist.actions.theme_push import carry_out, plan_push

    with progress() as report:
        wanted = "collections" if part == "collections" else "tags"
        plan = plan_push(workspace, find_api_key, part=wanted, prefix=prefix, progress=report)  # type: ignore[arg-type]
    if as_json and (dry_run or not plan.items):
        print_json({"plan": plan.as_json(), "done": None})
        return
    if not as_json:
        for source, names in plan.create.items():
            say(f"New in {source}: {', '.join(names)}")
        _show(plan.items)
    for notice in plan.notices:
        warn(notice)
    if not plan.items:
        tell("Zotero has the themes already: nothing to write.")
        return
    tell(_summary(plan.items, part))
    if dry_run or not confirmed("Write this to Zotero?", yes):
        return
    with _broken_off("again to go on, with --undo to take it back"), progress() as report:
        done = carry_out(workspace, find_api_key, plan, report)
    if as_json:
        print_json({"plan": plan.as_json(), "done": done.as_json()})
    _tell_done(done, "`readinglist themes push --undo` takes it back.", as_json)


def _undo(workspace: Workspace, dry_run: bool, yes: bool, as_json: bool) -> None:
    from dataclasses import asdict

    from readinglist.actions.theme_undo import plan_undo, undo_push

    with progress() as report:
        event, planned = plan_undo(workspace, find_api_key, report)
    if not as_json:
        _show(planned)
        for names in event.made.values():
            say(f"Deleted if empty: {', '.join(names.values())}")
    tell(_summary(planned, event.part))
    if dry_run or not confirmed("Take this back in Zotero?", yes):
        if as_json:
            print_json({"plan": [asdict(one) for one in planned], "done": None})
        return
    with _broken_off("again to go on"), progress() as report:
        done = undo_push(workspace, find_api_key, report)
    if as_json:
        print_json({"plan": [asdict(one) for one in planned], "done": done.as_json()})
    _tell_done(done, "", as_json)


@contextmanager
def _broken_off(how: str) -> Iterator[None]:
    """After Ctrl-C say what stands: unlike elsewhere, a part of the work is done."""
    try:
        yield
    except KeyboardInterrupt:
        tell(f"\nBroken off. What is written so far stands in bib/pushed.json; run it {how}.")
        raise click.exceptions.Exit(130) from None


def _show(planned: Iterable[Planned]) -> None:
    for one in planned:
        width = max(74 - len(one.citation_key), 20)
        say_marked(one.citation_key, f"  {shorten(one.title, width)}")
        for sign, names in (("+", one.add), ("-", one.remove)):
            for name in names:
                say(f"    {sign} {name}")


def _summary(planned: Iterable[Planned], part: str) -> str:
    planned = list(planned)
    added = sum(len(one.add) for one in planned)
    removed = sum(len(one.remove) for one in planned)
    what = "tag" if part == "tags" else "place in a collection"
    many = "tags" if part == "tags" else "places in collections"
    return (
        f"{counted(len(planned), 'item')}: {counted(added, what, many)} to add, "
        f"{counted(removed, what, many)} to take away."
    )


def _tell_done(done: PushReport, hint: str, as_json: bool) -> None:
    from readinglist.errors import RemoteError

    if not as_json:
        say(f"Zotero: {counted(done.items, 'item')} changed, {done.added} added, {done.removed} taken away.")
    if done.replanned:
        tell(f"{counted(done.replanned, 'item')} had been changed by somebody meanwhile and planned anew.")
    if done.gone:
        warn(f"no longer in the library: {', '.join(done.gone)}")
    for notice in done.notices:
        warn(notice)
    if done.refused:
        shown = "; ".join(f"{key}: {reason}" for key, reason in done.refused[:5])
        raise RemoteError(
            f"the server refused {counted(len(done.refused), 'item')}: {shown}",
            hint="The others were written. Run the command again for the rest.",
        )
    if hint:
        tell(hint)
