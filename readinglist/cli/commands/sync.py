"""`readinglist sync`: bring the workspace up to date with Zotero."""

from __future__ import annotations

import sys
import time
from collections.abc import Sequence
from typing import TYPE_CHECKING

import click

from readinglist.cli.context import find_api_key, open_workspace
from readinglist.cli.examples import examples
from readinglist.cli.output import counted, print_json, progress, say, tell, warn

if TYPE_CHECKING:
    from readinglist.actions.sync import SourceReport, SyncReport
    from readinglist.actions.wishes import Wishes
    from readinglist.settings import Source
    from readinglist.workspace import Workspace

_SHOWN = 40
_SHORTEST_WATCH = 10
_LONGEST_REST = 3600.0


@click.command(
    short_help="Pull from Zotero, assign themes, write bib/.",
    epilog=examples("readinglist sync", "readinglist sync --dry-run", "readinglist sync --watch 300"),
)
@click.option("--dry-run", is_flag=True, help="Say what would change and change nothing.")
@click.option("--pull-only", is_flag=True, help="Stop after the pull; themes and bib/ stay as they are.")
@click.option("--fulltext", is_flag=True, help="Fetch the text of attachments too, for search and themes.")
@click.option(
    "--watch",
    type=click.IntRange(min=_SHORTEST_WATCH),
    metavar="SECONDS",
    help=f"Go on syncing, with so many seconds of rest in between (at least {_SHORTEST_WATCH}).",
)
@click.option(
    "--timeout",
    type=click.FloatRange(min=1),
    metavar="SECONDS",
    help="Give up on a library that is not pulled after this time (900).",
)
@click.option(
    "--drop-missing",
    is_flag=True,
    help="Drop items that a server restored from a backup has no longer.",
)
@click.option("--json", "as_json", is_flag=True, help="Print what changed as JSON.")
@click.pass_context
def command(
    ctx: click.Context,
    dry_run: bool,
    pull_only: bool,
    fulltext: bool,
    watch: int | None,
    timeout: float | None,
    drop_missing: bool,
    as_json: bool,
) -> None:
    """Bring this workspace up to date with its Zotero libraries.

    Pulls what changed, assigns themes to it, and rewrites in bib/ what changed. Nothing in Zotero is
    touched. Your lists, your themes file and citation keys that were given once stay as they are. A sync
    that was interrupted goes on from what it had fetched.
    """
    from readinglist.actions.wishes import Wishes
    from readinglist.zotero.session import Limits

    workspace = open_workspace(ctx)
    limits = Limits(deadline=timeout) if timeout else Limits()
    wishes = Wishes(
        pull_only=pull_only,
        dry_run=dry_run,
        fulltext=fulltext,
        may_drop=lambda source, titles: drop_missing or _asked(source, titles),
        limits=limits,
    )
    if watch is None:
        _once(workspace, wishes, as_json=as_json)
    else:
        _watch(ctx, wishes, watch, as_json=as_json)


def _once(workspace: Workspace, wishes: Wishes, *, as_json: bool, quiet: bool = False) -> None:
    from readinglist.actions.remote import begin_first

    with progress() as report, begin_first(workspace, find_api_key, report, wishes.limits) as begun:
        from readinglist.actions.report import any_change
        from readinglist.actions.sync import sync

        done = sync(workspace, find_api_key, wishes, progress=report, begun=begun)
    if quiet and not any_change(done.sources) and not done.written:
        return
    if as_json:
        print_json(done.as_json())
    else:
        _say(done)
    for notice in done.notices:
        warn(notice)


def _watch(ctx: click.Context, wishes: Wishes, seconds: int, *, as_json: bool) -> None:
    """Sync again and again until Ctrl-C. A failure is told and the rest after it grows; changes are told."""
    from readinglist.errors import RemoteError

    failures = 0
    tell(f"Syncing every {counted(seconds, 'second')}; Ctrl-C ends it.")
    while True:
        try:
            # Opened anew each time, so that what the owner changes in the settings counts.
            _once(open_workspace(ctx), wishes, as_json=as_json, quiet=True)
            failures = 0
        except RemoteError as error:
            failures += 1
            warn(f"{error.where}: {error.message}" if error.where else error.message)
        sys.stdout.flush()
        time.sleep(min(max(_LONGEST_REST, seconds), seconds * 2**failures))


def _asked(source: Source, titles: Sequence[str]) -> bool:
    """Ask whether items that a restored server has no longer may go; no without a terminal."""
    if not (sys.stdin.isatty() and sys.stderr.isatty()):
        return False
    tell(f"The library of {source.name} went back to an earlier version on the server.")
    for title in titles[:_SHOWN]:
        tell(f"  {title}")
    if titles[_SHOWN:]:
        tell(f"  … and {len(titles) - _SHOWN} more")
    question = f"Drop {counted(len(titles), 'item')} that the server has no longer?"
    return click.confirm(question, default=False, err=True)


def _say(done: SyncReport) -> None:
    for source in done.sources:
        say(f"{source.name}: {source.summary} (library version {source.version})")
        _say_items(source)
        if source.narrowed:
            say(f"  {counted(source.items, 'item')} in the chosen collections")
        if source.texts is not None:
            say(f"  {counted(source.texts, 'full text')} fetched")
    if done.dry_run:
        say("Nothing was changed.")
    elif done.assigned is not None:
        looked = f"looked at {counted(done.assigned, 'item')} anew" if done.assigned else "nothing changed"
        say(f"themes: {looked}")
        written = f"{counted(len(done.written), 'file')} written" if done.written else "nothing changed"
        say(f"bib/: {written}")


def _say_items(source: SourceReport) -> None:
    for line in source.lines[:_SHOWN]:
        say(f"  {line}")
    if source.lines[_SHOWN:]:
        say(f"  … and {len(source.lines) - _SHOWN} more; `readinglist log` shows them all")
