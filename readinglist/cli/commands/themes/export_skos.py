"""`readinglist themes export-skos`: the vocabulary for other programs."""

from __future__ import annotations

from pathlib import Path

import click

from readinglist.cli.context import open_workspace
from readinglist.cli.examples import examples
from readinglist.cli.output import tell


@click.command(
    name="export-skos",
    short_help="Write the vocabulary as SKOS.",
    epilog=examples("readinglist themes export-skos themes.ttl"),
)
@click.argument("file", required=False, type=click.Path(dir_okay=False, path_type=Path))
@click.option("--format", "format_name", type=click.Choice(["turtle", "xml", "json-ld"]), help="Its format.")
@click.pass_context
def command(ctx: click.Context, file: Path | None, format_name: str | None) -> None:
    """Write the themes as SKOS: Turtle, RDF/XML or JSON-LD, by FILE's name or --format.

    Labels, scope notes, the tree and the mappings go out; rules and decisions stay in themes.toml.
    Without FILE the result goes to standard output.
    """
    from readinglist.actions.skos import export_skos, format_for
    from readinglist.files import write_file

    chosen = format_name or (format_for(file) if file else "turtle")
    text = export_skos(open_workspace(ctx), chosen)
    if file is None:
        click.echo(text, nl=False)
        return
    changed = write_file(file, text)
    tell(f"{'Wrote' if changed else 'Nothing changed in'} {file}.")
