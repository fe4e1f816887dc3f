"""`readinglist themes review`: doubtful items one by one, a keystroke each."""

from __future__ import annotations

import sys
from contextlib import ExitStack
from typing import TYPE_CHECKING

import click

from readinglist.cli.complete import complete_theme
from readinglist.cli.context import open_workspace
from readinglist.cli.deciding import signature_options, today
from readinglist.cli.examples import examples
from readinglist.cli.keys import keystrokes
from readinglist.cli.output import counted, progress, say, tell, warn

if TYPE_CHECKING:
    from readinglist.themes.proposals import DecidedPair
    from readinglist.workspace import Workspace


@click.command(
    short_help="Decide on doubtful items, one keystroke each.",
    epilog=examples("readinglist themes review --uncertain"),
)
@click.option(
    "--theme", default="", metavar="THEME", shell_complete=complete_theme, help="Only about this theme."
)
@click.option("--uncertain", is_flag=True, help="Only what lies close to a threshold, or has no theme.")
@signature_options
@click.pass_context
def command(ctx: click.Context, theme: str, uncertain: bool, by: str, on: str, why: str) -> None:
    """Go through items whose themes are not decided yet, the most doubtful first.

    One keystroke each: a accept, r reject, o another theme instead, s skip, u undo, q quit. Every answer is
    written into themes.toml at once, so that nothing is lost however the review ends; what was skipped
    comes last the next time. Afterwards rule changes are proposed that would have made the decisions
    unnecessary, each with what else it would move.
    """
    from readinglist.actions.theme_decisions import signed
    from readinglist.actions.theme_review import open_review
    from readinglist.cli.reviewing import ask_all, sum_up

    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise click.UsageError(
            "A review needs a terminal. `readinglist themes include` and `exclude` decide without one."
        )
    workspace = open_workspace(ctx)
    signature = signed(by, on, why, today())
    with ExitStack() as stack:
        with progress() as report:  # ends before the dialogue begins
            review = stack.enter_context(
                open_review(workspace, theme=theme, uncertain=uncertain, signature=signature, progress=report)
            )
        if not review.doubts:
            tell("Nothing is left to decide here.")
            return
        tell(f"{counted(len(review.doubts), 'question')}; every answer is saved at once.")
        with keystrokes() as read:
            ask_all(review, read, workspace.settings.lists.locale)
    sum_up(review)
    _propose(workspace, review.pairs())


def _propose(workspace: Workspace, decided: tuple[DecidedPair, ...]) -> None:
    from readinglist.actions.theme_review import proposals_for
    from readinglist.actions.theme_rules import apply_proposal, organise_anew
    from readinglist.cli.reviewing import ask_proposal, show_proposals
    from readinglist.errors import ThemeError

    if not decided:
        return
    with progress() as report:
        proposals = proposals_for(workspace, decided, report)
    if not proposals:
        tell("No rule change would have made these decisions unnecessary.")
        return
    file = workspace.themes_file.name
    say()
    say("Rule changes that would have made these decisions unnecessary:", style="bold")
    show_proposals(proposals, file)
    say()
    applied = 0
    with keystrokes() as read:
        for one in proposals:
            answer = ask_proposal(read, one, file)
            if answer == "q":
                break
            if answer == "y":
                try:
                    apply_proposal(workspace, one)
                    applied += 1
                except ThemeError as problem:
                    warn(f"{problem.message}. {problem.hint}")
    if applied:
        organise_anew(workspace)
        tell(f"{counted(applied, 'rule change')} in {file}. Your decisions stay and win in any case.")
