"""Options that the commands editing lists share, and how they say what they did."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeVar

import click

from readinglist.cli.output import say, tell
from readinglist.errors import UsageError

if TYPE_CHECKING:
    from readinglist.actions.editing import Change
    from readinglist.lists.editing.operations import Fields, Place

Command = TypeVar("Command", bound=Callable[..., Any])

IMPORTANCE = click.Choice(["essential", "recommended", "further"], case_sensitive=False)

_ENTRY_OPTIONS = (
    click.option("--importance", type=IMPORTANCE, help="How important it is (essential by default)."),
    click.option("--pages", metavar="PAGES", help="The pages to read, such as 60-77."),
    click.option("--locator", metavar="PART", help='The part to read in other words, such as "chap. 3".'),
    click.option("--note", metavar="TEXT", help="A note for students."),
    click.option("--private-note", metavar="TEXT", help="A note for staff; in no export for students."),
    click.option("--minutes", type=click.IntRange(0, 100_000), help="The reading time, not estimated."),
    click.option("--due", metavar="DATE", help="When it is due, such as 2027-02-03."),
)

_PLACE_OPTIONS = (
    click.option("--first", is_flag=True, help="Put it first."),
    click.option("--before", metavar="SIBLING", help="Put it before this one."),
    click.option("--after", metavar="SIBLING", help="Put it after this one."),
)


def entry_options(command: Command) -> Command:
    """Adds what can be said about an entry."""
    for option in reversed(_ENTRY_OPTIONS):
        command = option(command)
    return command


def place_options(command: Command) -> Command:
    """Adds `--first`, `--before` and `--after`."""
    for option in reversed(_PLACE_OPTIONS):
        command = option(command)
    return command


def entry_fields(given: dict[str, Any]) -> Fields:
    """The keys that the options of `entry_options` set. Raises `UsageError` for what does not fit."""
    if given.get("pages") and given.get("locator"):
        raise UsageError("--pages and --locator say the same", hint="Give one of them.")
    fields: dict[str, Any] = {
        key: given[key]
        for key in ("importance", "locator", "note", "private_note", "minutes")
        if given.get(key) is not None
    }
    if given.get("pages"):
        fields["locator"] = pages_locator(given["pages"])
    if given.get("due"):
        fields["due"] = read_day(given["due"], "--due")
    return fields


def pages_locator(pages: str) -> str:
    """ "60-77" as a locator: "pp. 60-77"; what says more than numbers stays as it is."""
    text = pages.strip()
    if not text or not text[0].isdigit():
        return text
    return f"pp. {text}" if any(not one.isdigit() for one in text) else f"p. {text}"


def read_date(ctx: click.Context, param: click.Parameter, value: str | None) -> datetime.date | None:
    """A date as 2027-01-18, as click's callback of an option."""
    if value is None:
        return None
    try:
        return datetime.date.fromisoformat(value)
    except ValueError:
        raise click.BadParameter(f"'{value}' is no date; write it as 2027-01-18", ctx, param) from None


def read_day(text: str, option: str) -> datetime.date:
    """A date as year-month-day. Raises `UsageError`."""
    try:
        return datetime.date.fromisoformat(text.strip())
    except ValueError:
        raise UsageError(f"{option}: '{text}' is no date", hint="Write it as 2027-02-03.") from None


def read_place(first: bool, before: str | None, after: str | None) -> Place:
    """Where something is to go. Raises `UsageError` when several places are given."""
    from readinglist.lists.editing.operations import Place

    if sum((first, before is not None, after is not None)) > 1:
        raise UsageError("--first, --before and --after exclude each other")
    if before is not None:
        return Place("before", before)
    if after is not None:
        return Place("after", after)
    return Place("first") if first else Place()


def tell_change(name: str, change: Change) -> None:
    """Say what was done, and how to take it back."""
    if not change.changed:
        tell(f"{name}: nothing to change; the file is as it was.")
        return
    say(str(change.path))
    tell(f"{name}: {change.what}. `readinglist lists undo {name}` takes it back.")
