"""`readinglist themes import-skos`: a vocabulary from another program."""

from __future__ import annotations

from pathlib import Path

import click

from readinglist.cli.context import open_workspace
from readinglist.cli.examples import examples
from readinglist.cli.output import THEME_STYLE, counted, print_json, say_marked, tell


@click.command(
    name="import-skos",
    short_help="Bring the vocabulary up to date with SKOS.",
    epilog=examples("readinglist themes import-skos thesaurus.ttl --dry-run"),
)
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--format", "format_name", type=click.Choice(["turtle", "xml", "json-ld"]), help="Its format.")
@click.option("--scheme", default="", metavar="URI", help="Which concept scheme, where there are several.")
@click.option("--dry-run", is_flag=True, help="Only show what would change.")
@click.option("--json", "as_json", is_flag=True, help="Print the changes as JSON.")
@click.pass_context
def command(
    ctx: click.Context, file: Path, format_name: str | None, scheme: str, dry_run: bool, as_json: bool
) -> None:
    """Bring themes.toml up to date with the concepts of a SKOS FILE: Turtle, RDF/XML or JSON-LD.

    Known themes get FILE's labels, notes, places in the tree and mappings, new ones are appended. Rules,
    decisions, comments, and themes that FILE does not have, stay. Nothing is fetched from the network.
    """
    from readinglist.actions.skos import import_skos

    found = import_skos(
        open_workspace(ctx), file, format_name=format_name or "", scheme=scheme, dry_run=dry_run
    )
    if as_json:
        print_json(
            {
                "added": list(found.added),
                "changed": {name: list(parts) for name, parts in found.changes.items()},
                "untouched": list(found.untouched),
                "written": found.written,
            }
        )
        return
    for theme in found.added:
        say_marked(theme, ": new", style=THEME_STYLE)
    for theme, parts in found.changes.items():
        say_marked(theme, ": " + ", ".join(parts), style=THEME_STYLE)
    verb = "would be" if dry_run else "were"
    tell(
        f"{counted(len(found.added), 'theme')} {verb} added, {len(found.changes)} changed; "
        f"{len(found.untouched)} that {file.name} does not have {'stay' if dry_run else 'stayed'}."
    )
