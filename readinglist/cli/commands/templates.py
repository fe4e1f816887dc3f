"""`readinglist templates`: what exports are made with, and copies to change."""

from __future__ import annotations

import sys

import click

from readinglist.cli.complete import complete_template
from readinglist.cli.context import open_workspace
from readinglist.cli.examples import examples
from readinglist.cli.output import KEY_STYLE, print_json, say, say_marked, say_wrapped, tell


@click.group(
    short_help="Show the export templates, and copy one to change it.",
    epilog=examples("readinglist templates list", "readinglist templates copy list.html.j2"),
)
def command() -> None:
    """Show the templates that exports are made with.

    A file in the workspace's templates/ folder stands over the one of the same name that ships; the files of
    a look lie in looks/NAME. What a template gets is described in docs/templates.md.
    """


@command.command("list", short_help="Show the templates.", epilog=examples("readinglist templates list"))
@click.option("--json", "as_json", is_flag=True, help="Print them as JSON.")
@click.pass_context
def list_(ctx: click.Context, as_json: bool) -> None:
    """Show every template: what it is for, its blocks, and whether this workspace has its own."""
    from readinglist.actions.templates import list_templates

    found = list_templates(open_workspace(ctx))
    if as_json:
        print_json([one.as_json() for one in found])
        return
    for one in found:
        facts = [f"for {', '.join(one.targets)}"] if one.targets else []
        facts += ["the workspace’s own"] if one.own else []
        say_marked(one.name, f"  {'; '.join(facts)}" if facts else "", style=KEY_STYLE)
        say_wrapped(one.description, first="  ", rest="  ")
        if one.blocks:
            say_wrapped("Blocks: " + ", ".join(one.blocks), first="  ", rest="  ")
    tell("`readinglist templates copy NAME` puts one into templates/, to be changed.")


@command.command(
    short_help="Print one template.", epilog=examples("readinglist templates show entry.html.j2")
)
@click.argument("name", shell_complete=complete_template)
@click.option("--shipped", is_flag=True, help="The one that ships, not the workspace's own.")
@click.pass_context
def show(ctx: click.Context, name: str, shipped: bool) -> None:
    """Print the template NAME as it counts in this workspace."""
    from readinglist.actions.templates import load_template

    path, content = load_template(open_workspace(ctx), name, shipped=shipped)
    if path.suffix in (".docx", ".odt"):
        say(str(path))
        return
    sys.stdout.write(content.decode("utf-8", "replace"))


@command.command(
    short_help="Copy a template into the workspace.",
    epilog=examples("readinglist templates copy list.html.j2"),
)
@click.argument("name", shell_complete=complete_template)
@click.option("--force", is_flag=True, help="Put it in the place of the workspace's own.")
@click.pass_context
def copy(ctx: click.Context, name: str, force: bool) -> None:
    """Copy the template NAME into the workspace's templates/, where exports use it from then on.

    To change one block only, write a file of the same name that begins with
    {% extends "shipped/NAME" %} and holds that block.
    """
    from readinglist.actions.templates import copy_template

    say(str(copy_template(open_workspace(ctx), name, force=force)))
