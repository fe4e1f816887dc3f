"""`readinglist themes init`: a vocabulary begun from what a library has already."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from readinglist.cli.asking import confirmed
from readinglist.cli.context import open_workspace
from readinglist.cli.editing import edit_options
from readinglist.cli.examples import examples
from readinglist.cli.output import (
    THEME_STYLE,
    counted,
    print_json,
    say_marked,
    shorten,
    show_table,
    styled,
    table,
    tell,
)

if TYPE_CHECKING:
    from readinglist.workspace import Workspace


@click.command(
    short_help="Begin a vocabulary from tags, collections or SKOS.",
    epilog=examples(
        "readinglist themes init --from-tags --least 5", "readinglist themes init --from-collections"
    ),
)
@click.option("--from-tags", is_flag=True, help="A theme for each frequent tag.")
@click.option("--from-collections", is_flag=True, help="A theme for each collection, in the same tree.")
@click.option(
    "--from-skos",
    "skos",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="FILE",
    help="The concepts of a SKOS file; `themes import-skos` has more options.",
)
@click.option("--least", type=click.IntRange(1, 100_000), default=None, help="The fewest items of a theme.")
@click.option(
    "--most",
    type=click.IntRange(1, 1000),
    default=30,
    show_default=True,
    help="The most themes to make from tags.",
)
@click.option("--automatic", is_flag=True, help="Take tags that came with imports, too.")
@edit_options
@click.pass_context
def command(
    ctx: click.Context,
    from_tags: bool,
    from_collections: bool,
    skos: Path | None,
    least: int | None,
    most: int,
    automatic: bool,
    dry_run: bool,
    yes: bool,
    as_json: bool,
) -> None:
    """Begin themes.toml for your own library: each theme has the name of a tag or collection, which decides
    on it outright, or comes from a thesaurus in SKOS. Add rules from there.

    Themes that are there already stay as they are. Shows what it would write, and asks.
    """
    from readinglist.actions.theme_edit import apply_edit
    from readinglist.actions.theme_start import plan_from_collections, plan_from_tags

    if from_tags + from_collections + (skos is not None) != 1:
        raise click.UsageError("From what? Give one of --from-tags, --from-collections and --from-skos FILE.")
    workspace = open_workspace(ctx)
    if skos is not None:
        _from_skos(workspace, skos, dry_run=dry_run, yes=yes, as_json=as_json)
        return
    if from_tags:
        start = plan_from_tags(workspace, least=least or 3, most=most, automatic=automatic)
    else:
        start = plan_from_collections(workspace, least=least or 1)
    if as_json:
        print_json(start.as_json())
    else:
        made = table(("Items", {"justify": "right"}), "Theme", "From")
        for one in start.themes:
            origin = ", ".join((*one.seed.tags, *one.seed.collections))
            made.add_row(
                str(one.seed.count), styled(shorten(one.id, 30), THEME_STYLE), styled(shorten(origin, 36))
            )
        show_table(made)
    if not start.themes:
        tell("Everything that could be a theme is one already.")
        return
    tell(f"{counted(len(start.themes), 'theme')} for {workspace.themes_file.name}.")
    if dry_run or not confirmed("Write them?", yes):
        return
    apply_edit(workspace, start.edit)
    tell("Written. `readinglist themes` shows them, `readinglist themes suggest` what is left over.")


def _from_skos(workspace: Workspace, file: Path, *, dry_run: bool, yes: bool, as_json: bool) -> None:
    from readinglist.actions.skos import import_skos
    from readinglist.actions.theme_rules import organise_anew

    shown = import_skos(workspace, file, dry_run=True)
    if as_json:
        print_json({"themes": list(shown.added), "changed": list(shown.changes)})
    for theme in () if as_json else shown.added:
        say_marked(theme, ": new", style=THEME_STYLE)
    count = counted(len(shown.added), "theme")
    tell(f"{count} for {workspace.themes_file.name}, {len(shown.changes)} changed.")
    if dry_run or not (shown.added or shown.changes) or not confirmed("Write them?", yes):
        return
    import_skos(workspace, file)
    if workspace.database.is_file():
        organise_anew(workspace)
    tell("Written. `readinglist themes` shows them.")
