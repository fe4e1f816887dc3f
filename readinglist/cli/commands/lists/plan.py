"""`readinglist lists plan`: hours a week as bars, and moves that would even them out."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING, Literal

import click

from readinglist.cli.complete import complete_list
from readinglist.cli.context import open_workspace
from readinglist.cli.examples import examples
from readinglist.cli.output import columns_wide, print_json, say, shorten, tell

if TYPE_CHECKING:
    from readinglist.lists.plan import Plan, PlanWeek

_FILLS = "█▓░"
_MOST_NAMED = 8


@click.command(
    short_help="Show the hours a week; propose moves.",
    epilog=examples("readinglist lists plan narco-digital-syllabus --hours 6"),
)
@click.argument("name", shell_complete=complete_list)
@click.option(
    "--hours", type=float, metavar="HOURS", help="Hours a week to aim at (default: the weeks' mean)."
)
@click.option(
    "--count",
    type=click.Choice(["essential", "recommended", "further"]),
    default="further",
    show_default=True,
    help="Count readings down to this importance.",
)
@click.option("--within", type=click.IntRange(min=0), metavar="WEEKS", help="Move nothing farther than this.")
@click.option(
    "--moves", "most", type=click.IntRange(min=0), metavar="N", help="Propose at most so many moves."
)
@click.option("--json", "as_json", is_flag=True, help="Print it as JSON.")
@click.pass_context
def command(
    ctx: click.Context,
    name: str,
    hours: float | None,
    count: Literal["essential", "recommended", "further"],
    within: int | None,
    most: int | None,
    as_json: bool,
) -> None:
    """Show the reading hours of each week of the list NAME as bars: which are over, which are under.

    Moves that would make the weeks alike are proposed, those that bring most first; nothing is changed.
    Essentials keep their week, and nothing comes before what it is to be read after.
    """
    from readinglist.actions.plans import as_json as plan_as_json
    from readinglist.actions.plans import plan_list

    plan = plan_list(open_workspace(ctx), name, hours=hours, count=count, within=within, most=most)
    if as_json:
        print_json(plan_as_json(plan))
        return
    _show_weeks(plan)
    _show_moves(plan, name)
    _show_unestimated(plan)


def _show_weeks(plan: Plan) -> None:
    width = columns_wide()
    label = max(len(one.label) for one in plan.weeks)
    after = any(one.after != one.total for one in plan.weeks)
    room = min(width - label - 6 - (24 if after else 16), 60)
    longest = max(*(one.total for one in plan.weeks), plan.target, 1)
    mark = round(plan.target / longest * room)
    for week in plan.weeks:
        bar = _bar(week, room, longest, mark)
        told = f"{week.total / 60:5.1f} h"
        if after:
            told += f" → {week.after / 60:4.1f}" if week.sections else " " * 7
        verdict = plan.verdict(week.total) if week.sections else ""
        text = f"Week {week.label:>{label}} {bar} {told} {'' if verdict == 'fits' else verdict}"
        color = {"over": "red", "under": "yellow"}.get(verdict)
        click.echo(click.style(text.rstrip(), fg=color))
        if week.note:
            say(" " * (label + 6) + shorten(week.note, width - label - 6))
    say()
    key = f"{_FILLS[0]} essential  {_FILLS[1]} recommended  {_FILLS[2]} further"
    say(f"{key}  │ {plan.target / 60:.1f} h a week")


def _bar(week: PlanWeek, room: int, longest: int, mark: int) -> str:
    """A bar of `room` characters, the target marked by a stroke."""
    cells: list[str] = []
    passed = 0
    for fill, minutes in zip(_FILLS, week.minutes, strict=True):
        passed += minutes
        cells += fill * (round(passed / longest * room) - len(cells))
    cells += " " * (room + 1 - len(cells))
    if cells[mark] == " ":
        cells[mark] = "│"
    return "".join(cells)


def _show_moves(plan: Plan, name: str) -> None:
    over = [one for one in plan.weeks if one.sections and plan.verdict(one.total) == "over"]
    under = [one for one in plan.weeks if one.sections and plan.verdict(one.total) == "under"]
    fit = f"fits within {plan.tolerance} min of {plan.target / 60:.1f} h"
    say(f"Over: {_named(over)}. Under: {_named(under)}. A week {fit}.")
    if not plan.moves:
        say("No move would make the weeks more alike.")
        return
    say()
    say("Proposed moves, those that bring most first (nothing is changed):", style="bold")
    width = columns_wide()
    for number, move in enumerate(plan.moves, 1):
        one = move.reading
        head = f"{number:>3}. {one.label} ({one.importance}, {one.minutes} min)"
        way = f"week {move.from_week} → {move.to_week}, then ±{move.spread / 60:.1f} h"
        say(f"{head}: {way}" if len(f"{head}: {way}") <= width else f"{head}:\n       {way}")
    say(f"The weeks differ from their mean by ±{plan.spread / 60:.1f} h now (standard deviation).")
    tell("`readinglist lists move` makes a move.")


def _named(weeks: list[PlanWeek]) -> str:
    return ", ".join(one.label for one in weeks) or "none"


def _show_unestimated(plan: Plan) -> None:
    width = columns_wide()
    if plan.unestimated:
        say()
        names = [label for label, _ in plan.unestimated]
        more = f" and {len(names) - _MOST_NAMED} more" if len(names) > _MOST_NAMED else ""
        text = f"Without a time, so not counted ({len(names)}): {', '.join(names[:_MOST_NAMED])}{more}."
        for line in textwrap.wrap(text, width, break_on_hyphens=False):
            say(line)
        tell("Give them `locator` or `minutes`.")
    if plan.unplaced:
        say()
        for line in textwrap.wrap(f"Without a week, so not planned: {'; '.join(plan.unplaced)}.", width):
            say(line)
