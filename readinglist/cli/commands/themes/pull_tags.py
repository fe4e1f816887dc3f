"""`readinglist themes pull-tags`: what people did to theme tags in Zotero, taken over as decisions."""

from __future__ import annotations

import click

from readinglist.cli.asking import confirmed
from readinglist.cli.context import find_api_key, open_workspace
from readinglist.cli.deciding import signature_options, today
from readinglist.cli.examples import examples
from readinglist.cli.output import counted, print_json, progress, say_marked, shorten, tell, warn


@click.command(
    short_help="Take theme tags given by hand in Zotero as decisions.",
    epilog=examples("readinglist themes pull-tags --by 'A. Cataloguer'"),
)
@click.option("--dry-run", is_flag=True, help="Show what would be decided, and write nothing.")
@click.option("--prefix", default="theme:", show_default=True, help="What stands before a theme's id.")
@click.option("--yes", "-y", is_flag=True, help="Do not ask.")
@signature_options
@click.option("--json", "as_json", is_flag=True, help="Print the decisions as JSON.")
@click.pass_context
def command(
    ctx: click.Context, dry_run: bool, prefix: str, yes: bool, by: str, on: str, why: str, as_json: bool
) -> None:
    """Take over what people did in Zotero: a tag such as "theme:encryption" given by hand means that the
    item has the theme, one of ours taken off that it has not.

    Syncs first, shows every decision, and asks; nothing in Zotero is changed.
    """
    from readinglist.actions.theme_decisions import signed
    from readinglist.actions.theme_tags import plan_pull_tags, take_tags

    signature = signed(by, on, why, today())
    workspace = open_workspace(ctx)
    with progress() as report:
        plan = plan_pull_tags(workspace, find_api_key, prefix=prefix, progress=report)
    if as_json:
        print_json(plan.as_json())
    else:
        for one in plan.taken:
            says = "has" if one.side == "include" else "does not have"
            say_marked(one.citation_key, f" {says} {one.theme}: {shorten(one.title, 40)}")
    for notice in plan.notices:
        warn(notice)
    if not plan.taken:
        tell("Nothing was given or taken off by hand that is not decided already.")
        return
    tell(f"{counted(len(plan.taken), 'decision')} to write into {workspace.themes_file.name}.")
    if dry_run or not confirmed("Write these decisions?", yes):
        return
    take_tags(workspace, plan, signature)
    tell(f"Written. `git diff {workspace.themes_file.name}` shows them.")
