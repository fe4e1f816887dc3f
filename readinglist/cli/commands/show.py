"""`readinglist show`: everything about one item."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import click

from readinglist.cli.complete import complete_key
from readinglist.cli.context import open_workspace
from readinglist.cli.examples import examples
from readinglist.cli.output import KEY_STYLE, print_json, say, say_wrapped

if TYPE_CHECKING:
    from readinglist.actions.search import FoundItem

_LABELS = {"abstractNote": "abstract", "libraryCatalog": "catalogue"}


@click.command(
    short_help="Tell all about one item.",
    epilog=examples("readinglist show campbell2014narco"),
)
@click.argument("key", shell_complete=complete_key)
@click.option("--json", "as_json", is_flag=True, help="Print it as JSON.")
@click.pass_context
def command(ctx: click.Context, key: str, as_json: bool) -> None:
    """Tell all about the item with the citation key KEY (or an alias, or its Zotero key)."""
    from readinglist.actions.search import show_item

    found = show_item(open_workspace(ctx), key)
    if as_json:
        print_json(found.as_json())
    else:
        _show(found)


def _show(found: FoundItem) -> None:
    from readinglist.items.text import html_to_plain, plain

    item = found.item
    say(item.citation_key, style=KEY_STYLE)
    _line("title", plain(item.title))
    _line("type", item.item_type)
    for creator in item.creators:
        _line(creator.creator_type, creator.display)
    for name, value in item.fields.items():
        if value != item.title:
            _line(_LABELS.get(name) or _spelt(name), value)
    _line("tags", ", ".join(tag.name for tag in item.tags))
    _line("collections", "; ".join(found.collections))
    _line("themes", ", ".join(found.themes))
    _line("aliases", ", ".join(found.aliases))
    for attachment in item.attachments:
        _line("attachment", " ".join(part for part in (attachment.title, attachment.url) if part))
    for note in item.notes:
        _line("note", html_to_plain(note.html))
    _line("cited in", ", ".join(found.lists))
    _line("zotero", f"{item.source}/items/{item.key}, version {item.version}")


def _line(label: str, text: str) -> None:
    for part in text.splitlines():
        if part.strip():
            say_wrapped(part, first=f"{label:<17} ", rest=" " * 18)
            label = ""


def _spelt(name: str) -> str:
    """Zotero's name of a field in words: "publicationTitle" as "publication title", "DOI" as it is."""
    return re.sub(r"(?<=[a-z])[A-Z]", lambda found: f" {found[0].lower()}", name)
