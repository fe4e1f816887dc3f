"""`readinglist lists new`: a reading list from nothing, themes, a collection, references, an old syllabus."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from readinglist.cli.context import open_workspace
from readinglist.cli.examples import examples
from readinglist.cli.output import columns_wide, counted, print_json, say, shorten, tell, warn
from readinglist.errors import UsageError

if TYPE_CHECKING:
    from readinglist.actions.new_list import Made
    from readinglist.lists.documents.found import FoundSyllabus

_FILE = click.Path(path_type=Path)


@click.command(
    short_help="Make a new list.",
    epilog=examples("readinglist lists new spring --from-document old-syllabus.docx"),
)
@click.argument("name", required=False, default="")
@click.option("--title", default="", help="Its title.")
@click.option("--from-themes", is_flag=True, help="A section a theme.")
@click.option("--theme", "themes", multiple=True, metavar="THEME", help="Only this theme; may be repeated.")
@click.option("--from-collection", metavar="COLLECTION", help="A section a collection below this one.")
@click.option("--from-bib", type=_FILE, metavar="FILE", help="From a BibTeX file.")
@click.option("--from-csv", type=_FILE, metavar="FILE", help="From a table with a column key or title.")
@click.option("--from-document", type=_FILE, metavar="FILE", help="From a syllabus: docx, pdf, md, html.")
@click.option("--template", metavar="TEMPLATE", help="seminar, lecture or reserve.")
@click.option("--order", default="author", help="Within sections: author, year, -year, title.")
@click.option("--dry-run", is_flag=True, help="With --from-document: say what is in it, make nothing.")
@click.option("--json", "as_json", is_flag=True, help="With --from-document: print what was found as JSON.")
@click.pass_context
def command(
    ctx: click.Context,
    name: str,
    title: str,
    from_themes: bool,
    themes: tuple[str, ...],
    from_collection: str | None,
    from_bib: Path | None,
    from_csv: Path | None,
    from_document: Path | None,
    template: str | None,
    order: str,
    dry_run: bool,
    as_json: bool,
) -> None:
    """Make the list NAME, a file in lists/.

    From an old syllabus the references are found and matched to the library; what matches nothing for certain
    becomes a text in the list, and the report names it. Nothing is invented.
    """
    from readinglist.actions import new_list as actions

    sources = [from_themes or bool(themes), from_collection, from_bib, from_csv, from_document, template]
    if sum(bool(one) for one in sources) > 1:
        raise UsageError("a list is made from one thing at a time", hint="Give one of the --from options.")
    if (dry_run or as_json) and not from_document:
        raise UsageError("--dry-run and --json belong to --from-document")
    workspace = open_workspace(ctx)
    if from_document and dry_run:
        show_found(actions.read_syllabus(workspace, from_document), as_json=as_json)
        return
    if not name:
        raise UsageError("the list needs a name", hint="As in `readinglist lists new spring-2027`.")
    if from_document:
        made, found = actions.new_from_document(workspace, name, from_document, title=title)
        show_found(found, as_json=as_json)
    elif from_themes or themes:
        made = actions.new_from_themes(workspace, name, title=title, themes=themes, order=order)
    elif from_collection:
        made = actions.new_from_collection(workspace, name, from_collection, title=title, order=order)
    elif from_bib or from_csv:
        file = from_bib or from_csv
        assert file is not None
        made = actions.new_from_file(workspace, name, file, "bib" if from_bib else "csv", title=title)
    else:
        made = actions.new_from_template(workspace, name, template or "", title)
    _tell_made(name, made, quiet=as_json)


def show_found(found: FoundSyllabus, *, as_json: bool) -> None:
    """Print what a document holds: what matched, what was doubtful, what is missing."""
    if as_json:
        print_json(found.as_json())
        return
    told = [entry for entry in found.entries if not entry.again]
    matched = [entry for entry in told if entry.item]
    doubtful = [entry for entry in told if entry.nearest]
    missing = [entry for entry in told if not entry.item and not entry.nearest]
    for section in found.sections:
        day = f", {section.date.isoformat()}" if section.date else ""
        week = f"Week {section.week}: " if section.week else ""
        say(f"{week}{section.title or 'Without a heading'}{day}", style="bold")
        for entry in section.entries:
            key = entry.item.citation_key if entry.item else "?"
            more = ", ".join(one for one in (entry.importance, entry.locator) if one)
            head = f"  {key}{f' [{more}]' if more else ''}  "
            say(f"{head}{shorten(entry.text, max(columns_wide() - len(head), 30))}")
    tell()
    counts = f"{len(matched)} matched, {len(doubtful)} doubtful, {len(missing)} missing"
    tell(f"{counted(len(told), 'reference')}: {counts}.")
    for entry in doubtful:
        assert entry.nearest is not None
        warn(f"doubtful ({entry.score}): {shorten(entry.text, 80)}: perhaps {entry.nearest.citation_key}")
    for entry in missing:
        warn(f"not in the library: {shorten(entry.text, 90)}")


def _tell_made(name: str, made: Made, *, quiet: bool) -> None:
    if not quiet:
        say(str(made.change.path))
    for note in made.notes:
        warn(note)
    made_of = f"{counted(made.sections, 'section')}, {counted(made.works, 'work')}"
    tell(f"{name}: {made_of}. `readinglist lists show {name}` shows it.")
