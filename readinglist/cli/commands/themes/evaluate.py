"""`readinglist themes evaluate`: how well the themes agree with a cataloguer's."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from readinglist.cli.context import open_workspace
from readinglist.cli.examples import examples
from readinglist.cli.output import THEME_STYLE, print_json, say, shorten, show_table, styled, table, tell

if TYPE_CHECKING:
    from readinglist.actions.evaluate import Mistake, ThemeEvaluation
    from readinglist.themes.evaluate import Evaluation, Figures


@click.command(
    short_help="Measure the themes against a cataloguer's.",
    epilog=examples("readinglist themes evaluate --gold gold.jsonl --learn"),
)
@click.option(
    "--gold",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="FILE",
    help='JSON lines: {"item": {…}, "themes": […], "optional": […]}.',
)
@click.option(
    "--learn/--no-learn",
    default=None,
    help="Let the classifier take part, or the rules go alone; else as themes.toml has it.",
)
@click.option("--worst", default=10, show_default=True, type=click.IntRange(0), help="Mistakes to tell.")
@click.option("--json", "as_json", is_flag=True, help="Print the figures as JSON.")
@click.pass_context
def command(ctx: click.Context, gold: Path | None, learn: bool | None, worst: int, as_json: bool) -> None:
    """Measure how well the themes agree with those that a cataloguer gave.

    FILE holds labelled items, one JSON object a line; `optional` themes count neither for nor against.
    Without it the figures are of the workspace's own labelled items: those with decisions in themes.toml,
    and those of the file that its [learn] names. Then the classifier is cross-validated.
    """
    from readinglist.actions.evaluate import evaluate_themes

    found = evaluate_themes(open_workspace(ctx), gold, learn=learn, worst=worst)
    if as_json:
        print_json(found.as_json())
        return
    show_figures(found)
    for mistake in found.mistakes:
        show_mistake(mistake)
    tell(_summary(found))


def show_figures(found: ThemeEvaluation) -> None:
    """Print the tables: over all, by language, by theme."""
    right = {"justify": "right"}
    made = table("", *((heading, right) for heading in ("Precision", "Recall", "F1", "Support")))
    if found.result is not found.rules:
        _add_averages(found.rules, made.add_row, "rules alone, ")
    _add_averages(found.result, made.add_row)
    for language, figures in found.result.per_language.items():
        made.add_row(styled(f"language {language or 'unknown'}"), *_cells(figures))
    for theme, figures in found.result.per_theme.items():
        made.add_row(styled(theme, THEME_STYLE), *_cells(figures))
    show_table(made)
    say()
    say(f"Subset accuracy {found.result.subset_accuracy:.3f}, nDCG {found.result.ndcg:.3f}")


def show_mistake(mistake: Mistake) -> None:
    """Print one mistake with the reasons for each theme in question."""
    say()
    say(f"{mistake.key}: {shorten(mistake.title, 60)}" if mistake.key else shorten(mistake.title, 70))
    for score in mistake.scores:
        verb = "missed" if score.theme in mistake.missed else "wrong"
        say(f"  {verb} {score.theme}: score {score.score:g} of {score.threshold:g}", style="bold")
        for one in score.evidence[:4]:
            line = f", line {one.line}" if one.line else ""
            words = f" “{one.words}”" if one.words else ""
            say(f"    {one.weight:+.2f}{words} ({one.rule}{line})")


def _add_averages(result: Evaluation, add: object, prefix: str = "") -> None:
    assert callable(add)
    add(f"{prefix}micro", *_cells(result.micro))
    macro = (result.macro_precision, result.macro_recall, result.macro_f1)
    add(f"{prefix}macro", *(f"{value:.3f}" for value in macro), "")


def _cells(figures: Figures) -> tuple[str, str, str, str]:
    return (
        f"{figures.precision:.3f}",
        f"{figures.recall:.3f}",
        f"{figures.f1:.3f}",
        str(figures.support),
    )


def _summary(found: ThemeEvaluation) -> str:
    text = f"{found.result.items} labelled items, judged by {found.method}"
    if found.folds:
        text += f", cross-validated in {found.folds} parts"
    elif found.learned_from:
        text += f" that learned from {found.learned_from} items"
    return text + ". `readinglist themes why KEY` gives all reasons for one item."
